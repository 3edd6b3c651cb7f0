"""Money is exact, and shared out to the last cent (checked against `fractions.Fraction`)."""

# Figures are compared with plain integers.
# mypy: disable-error-code="comparison-overlap"

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from polops.values.money import allocate, cent, cents

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


def test_dust_of_divisions_does_not_break_a_tie() -> None:
    """A twelfth of the year's amount, twelve times over: 99,888.455 is rounded up, whatever its 28th digit became."""
    year = D("99888.455")
    parts = [year / 7 / 12 for _ in range(84)]
    assert sum(parts) != year
    assert cents(sum(parts, D(0))) == D("99888.46")
