"""What differs between two plans: matched by id, never by place, and said as what it is."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest
from tests.analyse.workspaces import BASE, loaded

from polops.analyse.change import touched
from polops.analyse.diff import diff
from polops.plan.plan import Plan

OKRS = """
--- # okrs/mh.yaml
kind: okrs
team: mh
period: 2026-Q3
objectives:
  - id: O1
    title: People find help
    key_results:
      - id: KR1
        title: Fewer
        baseline: 4
        target: 3
        checkins:
          - {on: 2026-07-06, value: 3.9}
          - {on: 2026-07-20, value: 3.8, note: A start}
      - {id: KR2, title: More, baseline: 1, target: 2}
  - {id: O2, title: Below, aligns_to: O1/KR2, key_results: [{id: KR1, title: Fewer, baseline: 4, target: 3}]}
"""
BUDGET = """
--- # budgets/coe.yaml
kind: budget
cost_center: CC-4410
team: coe
fiscal_year: FY26
lines:
  - {id: COE-VEN-01, name: Reviewers, category: vendor, plan: 960_000, supports: [mh/2026-Q3/O1]}
  - {id: COE-PRG-02, name: Roundtables, category: program, plan: {2026-03: 30_000, 2026-09: 45_000}}
"""
HEADCOUNT = """
--- # headcount/mh.yaml
kind: headcount
team: mh
positions:
  - {id: HC-MH-001, title: Manager, band: M1, location: SJC, status: filled, start: 2024-02-05}
  - {id: HC-MH-006, title: Analyst, band: P2, location: SJC, status: open, planned_start: 2026-09-01, manager: HC-MH-001}
"""
ACTUALS = """
--- # actuals/2026-07.yaml
kind: actuals
month: 2026-07
status: closed
source: GL
entries:
  - {line: COE-VEN-01, amount: 81_900}
  - {line: COE-VEN-01, amount: 20_000, accrual: true}
  - {line: COE-PRG-02, amount: 10}
"""
RATES = """
--- # restricted/rates.yaml
kind: rates
fiscal_year: FY26
fx: {EUR: {budget: 1.08, 2026-07: 1.12}}
loaded_annual: {P2: {SJC: 164_000}, M1: {SJC: 246_000}}
"""
ALL = OKRS + BUDGET + HEADCOUNT + ACTUALS + RATES


def plan(text: str) -> Plan:
    return loaded(BASE, text).plan


def said(old: str, new: str) -> list[tuple[str, str, str, object, object]]:
    return [(each.what, each.ref, each.field, each.before, each.after) for each in diff(plan(old), plan(new))]


D = Decimal


@pytest.mark.parametrize(
    ("before", "after", "expected"),
    [
        ("plan: 960_000", "plan: 980_000", [("changed", "COE-VEN-01", "plan", D(960_000), D(980_000))]),
        ("2026-09: 45_000", "2026-10: 45_000", [
            ("changed", "COE-PRG-02", "plan.2026-09", D(45_000), None), ("changed", "COE-PRG-02", "plan.2026-10", None, D(45_000))]),
        ("value: 3.8", "value: 3.7", [("changed", "mh/2026-Q3/O1/KR1", "checkins.2026-07-20.value", D("3.8"), D("3.7"))]),
        ("amount: 20_000,", "amount: 25_000,", [
            ("changed", "actuals/2026-07", "entries.COE-VEN-01 accrual.amount", D(20_000), D(25_000))]),
        ("status: open, planned_start: 2026-09-01", "status: open, planned_start: 2026-10-01", [
            ("changed", "HC-MH-006", "planned_start", date(2026, 9, 1), date(2026, 10, 1))]),
        ("team: mh\npositions", "team: coe\npositions", [("changed", "headcount/coe", "team", "mh", "coe")]),
        ("[mh/2026-Q3/O1]", "[mh/2026-Q3/O2]", [
            ("changed", "COE-VEN-01", "supports", ("mh/2026-Q3/O1",), ("mh/2026-Q3/O2",))]),
    ],
)  # fmt: skip
def test_values(before: str, after: str, expected: list[tuple[str, str, str, object, object]]) -> None:
    assert before in ALL
    assert said(ALL, ALL.replace(before, after)) == expected


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("plan: 960_000", "plan: 960000.00"),
        ("target: 2}", "target: 2, weight: 1}"),
        ("{line: COE-VEN-01, amount: 81_900}", "{amount: 81_900, line: COE-VEN-01}"),
        ("kind: budget\ncost_center: CC-4410\n", "cost_center: CC-4410\nkind: budget\n"),
        (
            "          - {on: 2026-07-06, value: 3.9}\n          - {on: 2026-07-20, value: 3.8, note: A start}\n",
            "          - {on: 2026-07-20, value: 3.8, note: A start}\n          - {on: 2026-07-06, value: 3.9}\n",
        ),
        (
            "  - {line: COE-VEN-01, amount: 81_900}\n  - {line: COE-VEN-01, amount: 20_000, accrual: true}\n",
            "  - {line: COE-VEN-01, amount: 20_000, accrual: true}\n  - {line: COE-VEN-01, amount: 81_900}\n",
        ),
    ],
)
def test_spelling_order_and_comments_change_nothing(before: str, after: str) -> None:
    assert before in ALL
    assert [(what, before, after) for what, _, _, before, after in said(ALL, ALL.replace(before, after))] == [("rewritten", None, None)]


def test_items_in_another_order_are_said_to_be() -> None:
    lines = BUDGET.splitlines(keepends=True)
    assert said(BUDGET, "".join([*lines[:-2], lines[-1], lines[-2]])) == [("reordered", "budget/CC-4410/FY26", "", None, None)]


def test_items_and_files_that_move() -> None:
    renamed = ALL.replace("# headcount/mh.yaml", "# headcount/people/mh.yaml")
    assert said(ALL, renamed) == [("moved", "headcount/mh", "", "headcount/mh.yaml", "headcount/people/mh.yaml")]
    second = "  - {id: HC-MH-006,"
    split = HEADCOUNT.replace(second, f"--- # headcount/mh2.yaml\nkind: headcount\nteam: mh\npositions:\n{second}")
    assert [each[:3] for each in said(HEADCOUNT, split)] == [("added", "headcount/mh", ""), ("moved", "HC-MH-006", "")]
    other = split.replace("mh2.yaml\nkind: headcount\nteam: mh", "mh2.yaml\nkind: headcount\nteam: coe")
    assert [each[:3] for each in said(HEADCOUNT, other)] == [
        ("added", "headcount/coe", ""), ("moved", "HC-MH-006", ""), ("changed", "HC-MH-006", "team"),
    ]  # fmt: skip


def test_items_added_and_removed_with_what_is_in_them() -> None:
    without = OKRS[: OKRS.index("  - {id: O2")]
    assert [each[:3] for each in said(OKRS, without)] == [
        ("removed", "mh/2026-Q3/O2/KR1", ""), ("removed", "mh/2026-Q3/O2", ""),
    ]  # fmt: skip
    assert [each[:3] for each in said(without, OKRS)] == [("added", "mh/2026-Q3/O2/KR1", ""), ("added", "mh/2026-Q3/O2", "")]


def test_a_renamed_item_keeps_its_history_and_its_references_follow() -> None:
    after = ALL.replace("id: HC-MH-001, ", "id: HC-MH-900, renamed_from: HC-MH-001, ").replace("manager: HC-MH-001", "manager: HC-MH-900")
    assert said(ALL, after.replace("location: SJC, status: filled", "location: SIN, status: filled")) == [
        ("renamed", "HC-MH-900", "id", "HC-MH-001", "HC-MH-900"),
        ("changed", "HC-MH-900", "location", "SJC", "SIN"),
    ]
    assert said(after, ALL) == [("renamed", "HC-MH-001", "id", "HC-MH-900", "HC-MH-001")]


def test_what_is_inside_a_renamed_item_goes_with_it() -> None:
    after = ALL.replace("  - id: O1\n", "  - id: GOAL\n    renamed_from: O1\n").replace("O1/KR2", "GOAL/KR2")
    after = after.replace("[mh/2026-Q3/O1]", "[mh/2026-Q3/GOAL]").replace("value: 3.8", "value: 3.7")
    assert said(ALL, after) == [
        ("rewritten", "budget/CC-4410/FY26", "", None, None),
        ("changed", "mh/2026-Q3/GOAL/KR1", "checkins.2026-07-20.value", D("3.8"), D("3.7")),
        ("renamed", "mh/2026-Q3/GOAL", "id", "mh/2026-Q3/O1", "mh/2026-Q3/GOAL"),
    ]


def test_a_renamed_team_takes_its_objectives_along() -> None:
    org = BASE.replace("code: mh,", "code: wb, renamed_from: mh,")
    assert org != BASE
    text = OKRS + HEADCOUNT
    old, new = loaded(BASE, text).plan, loaded(org.replace("team: mh", "team: wb"), text.replace("team: mh", "team: wb")).plan
    assert [(each.what, each.kind, each.ref) for each in diff(old, new) if each.what != "rewritten"] == [
        ("renamed", "okrs", "wb/2026-Q3"), ("renamed", "team", "wb"),
    ]  # fmt: skip


def test_a_restricted_file_says_only_that_it_changed() -> None:
    after = ALL.replace("164_000", "171_000").replace("246_000", "250_000").replace("2026-07: 1.12", "2026-07: 1.13")
    found = diff(plan(ALL), plan(after))
    assert [(each.ref, each.field, each.before, each.after, each.names, each.secret) for each in found] == [
        ("rates/FY26", "fx.2026-07", None, None, (), True), ("rates/FY26", "loaded_annual", None, None, (), True),
    ]  # fmt: skip
    assert "171" not in repr(found)


def test_a_file_that_cannot_be_read_is_neither_empty_nor_gone() -> None:
    after = ALL.replace("positions:\n", "positions: [\n")
    assert said(ALL, after) == [("unreadable", "headcount/mh.yaml", "", "readable", "unreadable")]


def test_both_places_are_found() -> None:
    (change,) = diff(plan(BUDGET), plan(BUDGET.replace("lines:\n", "lines:\n\n\n").replace("960_000", "970_000")))
    assert (str(change.before_at), str(change.after_at)) == ("budgets/coe.yaml:6:63", "budgets/coe.yaml:8:63")


def test_touched_items() -> None:
    after = ALL.replace("amount: 81_900", "amount: 81_901").replace("target: 2}", "target: 3}").replace("# budgets/coe", "# budgets/new")
    assert touched(diff(plan(ALL), plan(after))) == {
        "actuals/2026-07", "COE-VEN-01", "mh/2026-Q3", "mh/2026-Q3/O1", "mh/2026-Q3/O1/KR2",
    }  # fmt: skip
