"""The class of a change and the reason for it."""

from __future__ import annotations

from datetime import date

import pytest
from tests.analyse.test_diff import ALL, BUDGET, HEADCOUNT, OKRS
from tests.analyse.workspaces import BASE, loaded

from polops.analyse.classify import Judged, classify
from polops.analyse.context import Context
from polops.analyse.diff import diff

MORE = """
--- # metrics/mh.yaml
kind: metrics
team: mh
metrics:
  - {id: vvr, name: VVR, direction: down, target: 0.3, red: 0.5}
  - {id: overturn, name: Overturn, direction: band, target: [4, 8]}
--- # decisions/DEC-1.yaml
kind: decision
id: DEC-1
title: Fund it
status: proposed
driver: sam.okafor
approver: dana.lee
needed_by: 2026-09-01
--- # okrs/pp.yaml
kind: okrs
team: pp
period: 2026-Q3
objectives:
  - id: O1
    title: All
    key_results:
      - {id: KR1, title: Stay up, floor: 90, due: 2026-09-01}
      - id: KR2
        title: Steps
        milestones: [{id: a, title: One, due: 2026-08-21}, {id: b, title: Two, due: 2026-09-30}]
"""
TEXT = ALL + MORE


def judged(before: str, after: str, day: str = "2026-08-10", text: str = TEXT) -> list[Judged]:
    assert before in text
    old, new = (Context(loaded(BASE, each).plan, date.fromisoformat(day)) for each in (text, text.replace(before, after)))
    return list(classify(diff(old.plan, new.plan), old, new))


@pytest.mark.parametrize(
    ("before", "after", "class_", "reason"),
    [
        ("target: 2}", "target: 1.5}", "commitment", "target lowered: more is better"),
        ("target: 2}", "target: 3}", "plan", "no lock guards it, and no promise is weaker"),
        ("target: 3\n", "target: 3.5\n", "commitment", "target weakened: less is better, and it is higher now"),
        ("target: 3\n", "target: 2\n", "plan", "no lock guards it, and no promise is weaker"),
        ("floor: 90", "floor: 80", "commitment", "floor lowered"),
        ("floor: 90", "floor: 95", "plan", "no lock guards it, and no promise is weaker"),
        ("due: 2026-09-01}", "due: 2026-09-11}", "commitment", "date later by 10 days"),
        ("due: 2026-08-21", "due: 2026-08-22", "commitment", "date later by 1 day"),
        ("due: 2026-08-21", "due: 2026-08-20", "plan", "no lock guards it, and no promise is weaker"),
        (", {id: b, title: Two, due: 2026-09-30}", "", "commitment", "milestone dropped"),
        ("due: 2026-09-30}", "due: 2026-09-30, dropped: {on: 2026-08-01}}", "commitment", "milestone dropped"),
        ("due: 2026-08-21}", "due: 2026-08-21, done: 2026-08-09}", "record", "`done` is on record"),
        ("      - {id: KR2, title: More, baseline: 1, target: 2}\n", "", "commitment", "key result dropped"),
        ("plan: 960_000", "plan: 960_001", "commitment", "budget raised"),
        ("plan: 960_000", "plan: 900_000", "plan", "no lock guards it, and no promise is weaker"),
        ("2026-09: 45_000", "2026-09: 50_000", "commitment", "budget raised"),
        ("planned_start: 2026-09-01", "planned_start: 2026-10-01", "commitment", "planned start later by 30 days"),
        ("status: open", "status: offered", "record", "offered now: a step on"),
        ("status: open", "status: frozen", "plan", "no lock guards it, and no promise is weaker"),
        ("start: 2024-02-05", "start: 2024-02-06", "record", "the actual start"),
        ("target: 0.3,", "target: 0.4,", "commitment", "target weakened: less is better, and it is higher now"),
        ("target: [4, 8]", "target: [3, 8]", "commitment", "target widened"),
        ("value: 3.8", "value: 3.7", "record", "a check-in"),
        ("amount: 81_900", "amount: 81_901", "record", "an actual"),
        ("2026-07: 1.12", "2026-07: 1.13", "record", "a month's exchange rate"),
        ("budget: 1.08", "budget: 1.09", "plan", "no lock guards it, and no promise is weaker"),
        ("164_000", "165_000", "plan", "no lock guards it, and no promise is weaker"),
        ("title: Fund it", "title: Pay for it", "plan", "no lock guards it, and no promise is weaker"),
        ("title: More,", "title: 'More',", "cosmetic", "only comments, layout, order or spelling differ"),
        ("# okrs/mh.yaml", "# okrs/mental.yaml", "cosmetic", "only moved to another file"),
        ("positions:\n", "positions: [\n", "plan", "the file cannot be read: what it changes is not known"),
    ],
)  # fmt: skip
def test_classes(before: str, after: str, class_: str, reason: str) -> None:
    assert [(each.class_, each.reason) for each in judged(before, after)] == [(class_, reason)]


def test_a_position_added_is_a_commitment_once_it_is_more_than_asked_for() -> None:
    more = "  - {id: HC-MH-010, title: Analyst, band: P2, location: SJC, status: STATE, planned_start: 2026-11-02}\n"
    for status, expected in (("requested", "plan"), ("approved", "commitment"), ("open", "commitment")):
        (found,) = judged(HEADCOUNT, HEADCOUNT + more.replace("STATE", status), text=HEADCOUNT)
        assert (status, found.class_) == (status, expected)
    asked = HEADCOUNT + more.replace("STATE", "requested")
    (found,) = judged("status: requested", "status: approved", text=asked)
    assert (found.class_, found.reason) == ("commitment", "position added")


@pytest.mark.parametrize(
    ("day", "text", "class_"),
    [
        ("2026-06-30", OKRS, "plan"),  # the day before the quarter begins
        ("2026-07-01", OKRS, "commitment"),
        ("2026-07-01", OKRS.replace("period: 2026-Q3", "period: 2026-Q3\nstatus: draft"), "plan"),
        ("2026-07-01", OKRS.replace("period: 2026-Q3", "period: 2026-Q3\nstatus: active"), "commitment"),
    ],
)
def test_nothing_is_promised_before_the_cycle_begins(day: str, text: str, class_: str) -> None:
    assert [each.class_ for each in judged("target: 2}", "target: 1.5}", day, text)] == [class_]


def test_an_approved_budget_is_promised_before_its_year_begins() -> None:
    approved = BUDGET.replace("lines:", "status: approved\nlines:")
    assert [each.class_ for each in judged("plan: 960_000", "plan: 960_001", "2025-11-01", BUDGET)] == ["plan"]
    assert [each.class_ for each in judged("plan: 960_000", "plan: 960_001", "2025-11-01", approved)] == ["commitment"]
    (withdrawn,) = judged("status: approved", "status: draft", "2026-02-01", approved)
    assert (withdrawn.class_, withdrawn.reason) == ("commitment", "approved before, and a draft again")


def test_a_raise_hidden_behind_a_new_draft_is_still_one() -> None:
    active = OKRS.replace("period: 2026-Q3", "period: 2026-Q3\nstatus: active")
    after = active.replace("status: active", "status: draft").replace("target: 2}", "target: 1.5}")
    assert {each.class_ for each in judged(active, after, text=active)} == {"commitment"}


LOCKS = """
--- # locks/budget-FY26.yaml
kind: lock
what: budget
period: FY26
on: 2026-01-12
by: dana.lee
decision: DEC-1
items:
  COE-VEN-01: {plan: 960_000}
--- # locks/headcount-FY26.yaml
kind: lock
what: headcount
period: FY26
on: 2026-01-12
by: dana.lee
decision: DEC-1
items:
  HC-MH-006: {planned_start: 2026-09-01, fte: 1, band: P2, location: SJC}
--- # forecasts/2026-07.yaml
kind: forecast
fiscal_year: FY26
through: 2026-07
lines: {COE-VEN-01: {method: run_rate, note: As before}}
--- # locks/forecast.yaml
kind: lock
what: forecast
period: FY26
through: 2026-07
on: 2026-08-01
by: li.wei
decision: DEC-1
items:
  COE-VEN-01: {method: run_rate}
"""
FROZEN = "frozen on 2026-01-12 by dana.lee (DEC-1)"


@pytest.mark.parametrize(
    ("before", "after", "class_", "reason"),
    [
        ("plan: 960_000, supports", "plan: 900_000, supports", "commitment", FROZEN),
        ("band: P2, location: SJC, status", "band: M1, location: SJC, status", "commitment", FROZEN),
        ("name: Reviewers", "name: Reviews", "plan", "no lock guards it, and no promise is weaker"),
        ("2026-09: 45_000", "2026-09: 40_000", "plan", "no lock guards it, and no promise is weaker"),
        ("method: run_rate, note", "method: committed, note", "commitment", "frozen on 2026-08-01 by li.wei (DEC-1)"),
        ("note: As before", "note: As ever", "plan", "no lock guards it, and no promise is weaker"),
        ("  COE-VEN-01: {plan: 960_000}\n", "  COE-VEN-01: {plan: 950_000}\n", "commitment", "a lock itself"),
    ],
)
def test_a_frozen_value_is_a_commitment_whichever_way_it_goes(before: str, after: str, class_: str, reason: str) -> None:
    assert [(each.class_, each.reason) for each in judged(before, after, text=TEXT + LOCKS)] == [(class_, reason)]


def test_an_item_under_lock_that_is_gone_or_renamed_is_still_under_lock() -> None:
    whole = TEXT[TEXT.index("  - {id: HC-MH-006") : TEXT.index("--- # actuals")]
    assert [(each.class_, each.reason) for each in judged(whole, "", text=TEXT + LOCKS)] == [("commitment", FROZEN)]
    renamed = whole.replace("id: HC-MH-006", "id: HC-MH-606, renamed_from: HC-MH-006").replace("band: P2", "band: M1")
    assert [(each.change.what, each.class_) for each in judged(whole, renamed, text=TEXT + LOCKS)] == [
        ("changed", "commitment"), ("renamed", "cosmetic"),
    ]  # fmt: skip


def test_a_new_lock_is_on_record() -> None:
    (found,) = judged("\n--- # metrics/mh.yaml", LOCKS[: LOCKS.index("--- # locks/headcount")] + "\n--- # metrics/mh.yaml")
    assert (found.change.ref, found.class_, found.reason) == ("lock/budget/FY26/2026-01-12", "record", "values frozen")
