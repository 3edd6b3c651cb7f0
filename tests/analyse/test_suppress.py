"""Whose amounts are not shown: small tables, and that nothing hidden can be computed from what is shown."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from polops.analyse.few import FEWEST
from polops.analyse.suppress import unsafe


def units(counts: dict[str, tuple[int, ...]]) -> dict[tuple[str, str], tuple[int, ...]]:
    return {(name, ""): found for name, found in counts.items()}


@pytest.mark.parametrize(
    ("counts", "hidden"),
    [
        ({"a": (5,), "b": (9,)}, ""),
        ({"a": (0,), "b": (9,)}, ""),
        ({"a": (8,), "b": (6,), "c": (5,), "d": (4,)}, "cd"),
        ({"a": (8,), "b": (6,), "c": (4,), "d": (1,)}, "cd"),
        ({"a": (8,), "b": (6,), "c": (2,), "d": (1,), "e": (0,)}, "bcd"),
        ({"a": (4,)}, "a"),
        ({"a": (9, 1), "b": (9, 0), "c": (9, 5)}, "abc"),
    ],
)
def test_what_must_not_be_shown(counts: dict[str, tuple[int, ...]], hidden: str) -> None:
    assert {name for name, _ in unsafe(units(counts))} == set(hidden)


@given(st.dictionaries(st.sampled_from("abcdefgh"), st.tuples(st.integers(0, 9), st.integers(0, 9))))
def test_no_part_that_is_shown_and_no_difference_stands_for_one_to_four(counts: dict[str, tuple[int, int]]) -> None:
    hidden = {name for name, _ in unsafe(units(dict(counts)))}
    for i in range(2):
        assert not any(0 < counts[key][i] < FEWEST for key in counts.keys() - hidden)
        left = sum(counts[key][i] for key in hidden)
        assert left == 0 or left >= FEWEST or all(not any(counts[key]) for key in counts.keys() - hidden)
