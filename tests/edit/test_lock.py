"""The text of a lock: readable, deterministic, and read back as it was meant, whatever stands in it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from polops.edit.lock import lock_text
from polops.source.yaml import read

if TYPE_CHECKING:
    from collections.abc import Mapping

    from polops.model.lock import Written

HEAD = {"kind": "lock", "what": "budget", "period": "FY26", "on": "2026-01-12", "by": "dana.lee", "decision": "DEC-2026-002"}
WORDS = st.text(st.characters(max_codepoint=0x24F, exclude_categories=("Cc", "Cf")), min_size=1, max_size=30).filter(str.strip)
NAMES = st.from_regex(r"[A-Za-z0-9][A-Za-z0-9_-]{0,12}", fullmatch=True)
VALUES = st.recursive(
    WORDS, lambda part: st.lists(part, min_size=1, max_size=4) | st.dictionaries(NAMES, part, min_size=1, max_size=4), max_leaves=8
)


def test_an_item_stands_on_one_line() -> None:
    text = lock_text(
        HEAD, {"COE-VEN-01": {"plan": "960_000", "phase": "even"}, "COE-PEO-01": {"plan": "2_098_400.55", "source": "headcount"}}
    )
    assert text == (
        "kind: lock\nwhat: budget\nperiod: FY26\non: 2026-01-12\nby: dana.lee\ndecision: DEC-2026-002\nitems:\n"
        "  COE-VEN-01: {plan: 960_000, phase: even}\n"
        "  COE-PEO-01: {plan: 2_098_400.55, source: headcount}\n"
    )


def test_what_does_not_fit_one_line_stands_below() -> None:
    plan: Written = {f"2026-{month:02d}": "123_456_789.01" for month in range(1, 13)}
    fields: Mapping[str, Written] = {"plan": plan, "phase": "even"}
    text = lock_text(HEAD, {"X-1": fields})
    assert "  X-1:\n    plan:\n      2026-01: 123_456_789.01\n" in text
    assert text.endswith("    phase: even\n")
    assert max(map(len, text.splitlines())) <= 140


@pytest.mark.parametrize(
    "word", ["null", "~", "a: b", "# no", "'", '"', "-", "- a", "[x]", "{", "a #b", " x", "x ", "@x", "*a", "&a", "!t", "%", "no", "é"]
)
def test_a_word_stays_the_word(word: str) -> None:
    driver: Mapping[str, Written] = {"driver": {"unit": word}}
    data, problems = read("x.yaml", lock_text(HEAD, {"X-1": driver}).encode())
    assert not problems
    assert data is not None
    assert data["items"] == {"X-1": {"driver": {"unit": word}}}


@given(VALUES)
def test_any_value_reads_as_it_was_meant(value: Written) -> None:
    data, problems = read("x.yaml", lock_text(HEAD, {"X-1": {"plan": value}}).encode())
    assert not problems
    assert data is not None
    assert data["items"] == {"X-1": {"plan": value}}


def test_a_value_that_no_plan_may_hold_is_refused() -> None:
    with pytest.raises(ValueError, match="does not read"):
        lock_text(HEAD, {"X-1": {"plan": "\x1b[31m"}})
