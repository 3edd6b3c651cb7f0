"""The notation of numbers and shares: what is read, what is refused, and what is offered instead."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from polops.values.number import NumberError, corrected, number, ratio

D = Decimal
PLAIN, NOT_FINITE, EXPONENT = "expected a plain number", "not a finite number", "exponents are not accepted"
LIMITS = "at most 18 digits before the point and 9 after it"


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("0", "0"),
        ("120000", "120000"),
        ("120_000", "120000"),
        ("1_250.50", "1250.50"),
        ("1250.50", "1250.50"),
        ("-4", "-4"),
        ("+5", "5"),
        ("010", "10"),
        ("0.123456789", "0.123456789"),
        ("0.123_456_789", "0.123456789"),
        ("1_2_3", "123"),
        ("999999999999999999", "999999999999999999"),
        ("000000000000000000000001", "1"),
        ("-0", "0"),
        ("12345678901234567.10", "12345678901234567.10"),
    ],
)
def test_numbers(text: str, value: str) -> None:
    assert number(text) == D(value)


@pytest.mark.parametrize(
    ("text", "why", "hint"),
    [
        ("120,000", PLAIN, "120_000"),
        ("1,250.50", PLAIN, "1_250.50"),
        ("120k", PLAIN, "120_000"),
        ("1.5m", PLAIN, "1_500_000"),
        ("120_000 USD", PLAIN, "120_000"),
        ("120000 USD", PLAIN, "120_000"),
        ("USD 120000", PLAIN, "120_000"),
        ("$120,000", PLAIN, "120_000"),
        ("120 000", PLAIN, "120_000"),
        ("1e5", EXPONENT, "100_000"),
        ("1e400", EXPONENT, ""),
        ("1E-7", EXPONENT, ""),
        ("1e99999999", EXPONENT, ""),
        ("NaN", NOT_FINITE, ""),
        ("nan", NOT_FINITE, ""),
        (".nan", NOT_FINITE, ""),
        ("inf", NOT_FINITE, ""),
        ("-Infinity", NOT_FINITE, ""),
        (".inf", NOT_FINITE, ""),
        ("", PLAIN, ""),
        ("abc", PLAIN, ""),
        ("12.", PLAIN, "12"),
        (".5", PLAIN, "0.5"),
        ("_1", PLAIN, ""),
        ("1_", PLAIN, ""),
        ("1__0", PLAIN, ""),
        ("1._5", PLAIN, ""),
        ("0x10", PLAIN, ""),
        ("\uff11\uff12", PLAIN, "12"),
        ("٣", PLAIN, ""),
        ("1 ", PLAIN, "1"),
        ("--1", PLAIN, ""),
        ("60%", PLAIN, ""),
        ("1" * 19, LIMITS, ""),
        ("0.1234567891", LIMITS, ""),
        ("9" * 5_000, "a number of 5,000 characters", ""),
        ("1" * 65, "a number of 65 characters", ""),
    ],
)
def test_texts_that_are_no_number(text: str, why: str, hint: str) -> None:
    with pytest.raises(NumberError) as caught:
        number(text)
    assert (str(caught.value), caught.value.hint) == (why, hint)


@given(st.integers(-(10**18) + 1, 10**18 - 1), st.integers(0, 9))
def test_numbers_are_exact(digits: int, places: int) -> None:
    text = f"{digits}.{'1' * places}".rstrip(".")
    assert Fraction(number(text)) == Fraction(text)


@given(st.text(max_size=80))
def test_any_text_is_a_number_or_a_number_error(text: str) -> None:
    try:
        hint = str(number(text))
    except NumberError as error:
        hint = error.hint
    assert not hint or number(hint).is_finite(), "what is offered is a number"


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("60%", "0.6"),
        ("0.6", "0.6"),
        ("0", "0"),
        ("1", "1"),
        ("100%", "1"),
        ("-30%", "-0.3"),
        ("120%", "1.2"),
        ("12.5 %", "0.125"),
        ("0%", "0"),
    ],
)
def test_shares(text: str, value: str) -> None:
    assert ratio(text) == D(value)


@pytest.mark.parametrize(
    ("text", "hint"),
    [
        ("60", "60%"),
        ("1.2", "1.2%"),
        ("2", "2%"),
        ("-5", "-5%"),
        ("60 percent", "60%"),
        ("60 per cent", "60%"),
        ("60,5%", "60.5%"),
        ("sixty percent", ""),
        ("%", ""),
        ("1e2%", "100%"),
        ("0,6", "0.6"),
        ("\uff16\uff10%", "60%"),
    ],
)
def test_texts_that_are_no_share(text: str, hint: str) -> None:
    with pytest.raises(NumberError) as caught:
        ratio(text)
    assert caught.value.hint == hint


@pytest.mark.parametrize(
    ("text", "better"),
    [
        ("120,000", "120_000"),
        ("1.234.567", "1_234_567"),
        ("12'000", "12_000"),
        ("3k", "3_000"),
        ("-1,000", "-1_000"),
        ("€5", "5"),
        ("1,5", "1.5"),
        ("960_000,", "960_000"),
        ("(1,200)", "-1_200"),
        ("\u22120.30", "-0.30"),
        ("9.6e5", "960_000"),
        ("1e-3", ""),
        ("1e99", ""),
        ("-.5", "-0.5"),
        ("hello", ""),
    ],
)
def test_corrections(text: str, better: str) -> None:
    assert corrected(text) == better
