"""A plan for some readers: what falls out, what is blank, and that places are still found."""

from __future__ import annotations

import pytest

from polops.plan.load import load
from polops.plan.narrow import READERS, narrow, sees
from polops.plan.plan import Plan

BUDGET = b"""kind: budget
fiscal_year: FY26
cost_center: CC-1
team: aa
notes: kept for whom it is
lines:
  - {id: L-1, name: First, category: travel, plan: 1, audience: restricted}
  - {id: L-2, name: Second, category: travel, plan: 2}
  - {id: L-3, name: Third, category: travel, plan: 3, audience: team}
  - {id: L-4, name: Fourth, category: travel, plan: 4, audience: public}
"""
OKRS = b"""kind: okrs
team: aa
period: 2026-Q3
audience: team
objectives:
  - {id: O1, title: One, key_results: [{id: KR1, title: Inner, baseline: 0, target: 1}]}
  - {id: O2, title: Two, audience: internal, key_results: [{id: KR1, title: Secret, baseline: 0, target: 1, audience: restricted},
     {id: KR2, title: Plain, baseline: 0, target: 1}]}
"""
POSITIONS = b"""kind: headcount
team: aa
positions:
  - {id: HC-1, title: Lead, band: P1, location: SJC, status: filled, start: 2024-01-01, person: ann.a,
     history: [{person: bob.b, from: 2022-01-01, to: 2023-01-01}]}
"""


def plan() -> Plan:
    return load({"budget.yaml": BUDGET, "okrs.yaml": OKRS, "positions.yaml": POSITIONS, "polops.yaml": b"kind: settings\n"}).plan


def refs(found: Plan, kind: str) -> list[str]:
    return [node.ref for node in found.nodes(kind)]


@pytest.mark.parametrize(
    ("reader", "seen"),
    [("restricted", READERS), ("team", READERS[1:]), ("internal", READERS[2:]), ("public", READERS[3:])],
)
def test_a_reader_sees_what_is_for_as_many_or_more(reader: str, seen: tuple[str, ...]) -> None:
    assert [audience for audience in READERS if sees(reader, audience)] == list(seen)


@pytest.mark.parametrize(
    ("reader", "lines", "goals", "left_out"),
    [
        ("restricted", "L-1 L-2 L-3 L-4", "aa/2026-Q3/O1 aa/2026-Q3/O2", 0),
        ("team", "L-2 L-3 L-4", "aa/2026-Q3/O1 aa/2026-Q3/O2", 2),
        ("internal", "L-2 L-4", "aa/2026-Q3/O2", 4),
        ("public", "L-4", "", 6),
    ],
)
def test_items_for_fewer_fall_out(reader: str, lines: str, goals: str, left_out: int) -> None:
    found = narrow(plan(), reader)
    assert (" ".join(refs(found, "line")), " ".join(refs(found, "objective")), found.left_out) == (lines, goals, left_out)


def test_what_an_item_stands_in_decides_where_it_says_nothing() -> None:
    assert refs(narrow(plan(), "internal"), "key_result") == ["aa/2026-Q3/O2/KR2"]


def test_of_a_file_that_is_kept_for_its_items_the_notes_are_left_out() -> None:
    assert narrow(plan(), "public").files["budget.yaml"].notes is None
    assert narrow(plan(), "internal").files["budget.yaml"].notes == "kept for whom it is"


def test_who_holds_a_position_is_for_the_team() -> None:
    for reader, person, former in (("team", "ann.a", "bob.b"), ("internal", None, None)):
        (node,) = narrow(plan(), reader).nodes("position")
        assert (getattr(node.item, "person", None), [one.person for one in getattr(node.item, "history", ())]) == (person, [former])


def test_places_are_found_past_what_fell_out() -> None:
    whole, found = plan(), narrow(plan(), "internal")
    for ref, kind in (("L-2", "line"), ("L-4", "line"), ("aa/2026-Q3/O2", "objective"), ("aa/2026-Q3/O2/KR2", "key_result")):
        old, new = whole.find(ref, kind), found.find(ref, kind)
        assert old
        assert new
        assert str(found.at(new)) == str(whole.at(old))
        assert str(found.at(new, "id")) == str(whole.at(old, "id"))


def test_a_plan_with_nothing_to_leave_out_is_the_same() -> None:
    found = load({"polops.yaml": b"kind: settings\n"}).plan
    assert narrow(found, "public") is found
