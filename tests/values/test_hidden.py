"""Hidden amounts: what is computed with one is hidden too, and nothing words it as a number."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

import pytest

from polops.analyse import wording
from polops.values.hidden import HIDDEN, hide, is_hidden, or_zero
from polops.values.money import cents
from polops.values.rounding import decimals, rounded, spelled


@dataclass(frozen=True, slots=True)
class Found:
    amount: Decimal
    heads: int
    months: tuple[Decimal | None, ...]
    name: str = "x"


def test_what_is_computed_with_a_hidden_amount_is_hidden() -> None:
    for value in (HIDDEN + 1, 1 - HIDDEN, HIDDEN * 0, HIDDEN / 2, sum((Decimal(1), HIDDEN), Decimal(0)), abs(HIDDEN), -HIDDEN):
        assert is_hidden(value)
    assert not is_hidden(Decimal(0))
    assert not is_hidden("NaN")


def test_amounts_are_hidden_and_counts_and_words_stay() -> None:
    found = hide(Found(Decimal(5), 3, (Decimal(1), None)))
    assert (is_hidden(found.amount), found.heads, is_hidden(found.months[0]), found.months[1], found.name) == (True, 3, True, None, "x")
    assert hide({"a": Decimal(1), "b": None}).keys() == {"a", "b"}
    assert hide(None) is None


def test_only_the_named_fields_are_hidden() -> None:
    found = hide(Found(Decimal(5), 3, (Decimal(1),)), ("months",))
    assert (found.amount, is_hidden(found.months[0])) == (Decimal(5), True)


@pytest.mark.parametrize("value", [None, HIDDEN, Decimal(0)])
def test_in_an_order_a_hidden_amount_counts_as_nothing(value: Decimal | None) -> None:
    assert or_zero(value) == 0


def test_rounding_leaves_it_hidden() -> None:
    assert is_hidden(rounded(HIDDEN, 2))
    assert is_hidden(cents(HIDDEN, "USD"))
    assert decimals(HIDDEN, 2) == 0


@pytest.mark.parametrize(
    "words",
    [
        spelled(HIDDEN, 2, signed=True), wording.figure(HIDDEN), wording.number(HIDDEN), wording.typed(HIDDEN), wording.whole(HIDDEN),
        wording.money(HIDDEN, "USD"), wording.variance(HIDDEN), wording.percent(HIDDEN), wording.points(HIDDEN), wording.score(HIDDEN),
    ],
)  # fmt: skip
def test_it_is_worded_as_not_available(words: str) -> None:
    assert words == "n/a"
