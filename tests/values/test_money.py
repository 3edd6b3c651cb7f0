"""Money is exact, never mixed, and shared out to the last cent (checked against `fractions.Fraction`)."""

# Figures are compared with plain integers.
# mypy: disable-error-code="comparison-overlap"

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from polops.values.money import Money, Totals, allocate, cent, cents

D = Decimal
CENTS = st.integers(-(10**14), 10**14)
WEIGHTS = st.lists(st.decimals(0, 1_000_000, places=3), min_size=1, max_size=24).filter(any)


@pytest.mark.parametrize("parts", range(1, 61))
@pytest.mark.parametrize("amount", ["0", "0.01", "1", "100000", "99999.99", "-20000", "7"])
def test_equal_shares_add_up_and_differ_by_a_cent_at_most(parts: int, amount: str) -> None:
    shares = allocate(D(amount), [1] * parts)
    assert len(shares) == parts
    assert sum(shares) == D(amount)
    assert max(shares) - min(shares) in {D(0), D("0.01")}
    assert list(shares) == sorted(shares, key=abs, reverse=True), "the odd cents come first"


def test_the_year_of_the_domain_reference() -> None:
    """100,000 over 12 even months. Source: domain reference C19."""
    assert allocate(D(100_000), [1] * 12) == (D("8333.34"),) * 4 + (D("8333.33"),) * 8


@given(CENTS, WEIGHTS)
def test_shares_are_the_largest_remainder_of_exact_fractions(amount: int, weights: list[Decimal]) -> None:
    money = D(amount) / 100
    shares = allocate(money, weights)
    assert sum(shares) == money
    whole, exact = (
        sum(map(Fraction, weights)),
        [Fraction(abs(amount)) * Fraction(weight) / sum(map(Fraction, weights)) for weight in weights],
    )
    assert whole > 0
    floors = [int(part) for part in exact]
    order = sorted(range(len(exact)), key=lambda i: (floors[i] - exact[i], i))
    for i in order[: abs(amount) - sum(floors)]:
        floors[i] += 1
    sign = -1 if amount < 0 else 1
    assert [Fraction(share) * 100 for share in shares] == [sign * part for part in floors]


@given(st.decimals(-(10**15), 10**15, places=9), st.integers(1, 24))
def test_parts_of_a_cent_are_not_lost(amount: Decimal, parts: int) -> None:
    shares = allocate(amount, [1] * parts)
    assert sum(map(Fraction, shares)) == Fraction(amount)


@pytest.mark.parametrize(
    ("currency", "coin"), [("XOF", "1"), ("IQD", "0.001"), ("USD", "0.01"), ("JPY", "1"), ("KWD", "0.001"), ("", "0.01")]
)
def test_coins(currency: str, coin: str) -> None:
    assert cent(currency) == D(coin)
    shares = allocate(D(100), [1] * 3, currency)
    assert sum(shares) == 100
    assert max(shares) - min(shares) == D(coin)


@pytest.mark.parametrize("weights", [[], [0, 0], [1, -1], [D(-1)]])
def test_weights_that_share_nothing(weights: list[Decimal | int]) -> None:
    with pytest.raises(ValueError, match="weights must be zero or more and not all zero"):
        allocate(D(100), weights)


def test_a_weight_of_zero_gets_nothing() -> None:
    assert allocate(D("10.005"), [0, 1, 0]) == (0, D("10.005"), 0)
    assert allocate(D("0.02"), [0, 1, 1, 1]) == (0, D("0.01"), D("0.01"), 0)


@pytest.mark.parametrize(
    ("amount", "currency", "printed"),
    [
        ("1.005", "", "1.01"),
        ("1.004999", "", "1.00"),
        ("-1.005", "", "-1.01"),
        ("-0.004", "", "0.00"),
        ("0.5", "JPY", "1"),
        ("1.2345", "KWD", "1.235"),
    ],
)
def test_cents_round_half_up_and_never_to_a_negative_zero(amount: str, currency: str, printed: str) -> None:
    assert str(cents(D(amount), currency)) == printed


def test_one_currency_adds_and_two_do_not() -> None:
    price = Money(D("10.10"), "EUR")
    assert price + Money(D("0.20"), "EUR") == Money(D("10.30"), "EUR")
    assert price - Money(D(1), "EUR") == Money(D("9.10"), "EUR")
    assert -price == Money(D("-10.10"), "EUR")
    assert price * 3 == Money(D("30.30"), "EUR")
    assert str(price) == "10.10 EUR"
    with pytest.raises(ValueError, match="cannot add USD to EUR: convert one of them first"):
        price + Money(D(1), "USD")
    with pytest.raises(ValueError, match="cannot add USD to EUR: convert one of them first"):
        price - Money(D(1), "USD")


@given(st.lists(st.tuples(CENTS, st.sampled_from(["EUR", "SGD", "USD"])), max_size=30))
def test_totals_keep_currencies_apart_whatever_the_order(parts: list[tuple[int, str]]) -> None:
    money = [Money(D(amount) / 100, currency) for amount, currency in parts]
    totals = Totals.of(money)
    assert totals == Totals.of(reversed(money))
    assert [total.currency for total in totals.amounts] == sorted({currency for _, currency in parts})
    for total in totals.amounts:
        assert Fraction(total.amount) == sum(Fraction(amount, 100) for amount, currency in parts if currency == total.currency)


def test_dust_of_divisions_does_not_break_a_tie() -> None:
    """A twelfth of the year's amount, twelve times over: 99,888.455 is rounded up, whatever its 28th digit became."""
    year = D("99888.455")
    parts = [year / 7 / 12 for _ in range(84)]
    assert sum(parts) != year
    assert cents(sum(parts, D(0))) == D("99888.46")
