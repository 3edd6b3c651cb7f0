"""What falls on which day, by kind of item."""

from __future__ import annotations

from datetime import date
from textwrap import dedent

import pytest
from tests.analyse.workspaces import BASE
from tests.analyse.workspaces import files as base

from polops.analyse.calendar import entries
from polops.analyse.context import Context
from polops.plan.load import load

FIRST, LAST = date(2025, 1, 1), date(2027, 12, 31)


def dates(as_of: str, *files: str) -> list[tuple[str, str, str, str, str]]:
    """Day, what, item, owner and state of every entry."""
    texts = {**base(BASE), **{f"{i}.yaml": dedent(text).encode() for i, text in enumerate(files)}}
    ctx = Context(load(texts).plan, date.fromisoformat(as_of))
    assert not ctx.plan.broken
    return [(str(e.on), e.what, e.ref, e.owner, e.state(ctx.as_of)) for e in entries(ctx, FIRST, LAST)]


BUDGET = "kind: budget\ncost_center: CC-1\nteam: mh\nfiscal_year: FY26\nlines:\n  - {}\n"
OKRS = """
kind: okrs
team: mh
period: 2026-Q3
status: active
objectives:
  - id: O1
    title: t
    key_results:
      - {id: KR1, title: t, baseline: 1, target: 2, due: 2026-08-31}
      - id: KR2
        title: t
        owner: jo.park
        milestones:
          - {id: a, title: t, due: 2026-07-31, done: 2026-08-03}
          - {id: b, title: t, due: 2026-08-05}
          - {id: c, title: t, due: 2026-09-10, dropped: {on: 2026-08-01, decision: DEC-1}}
"""


@pytest.mark.parametrize(
    ("as_of", "state"), [("2026-07-30", ""), ("2026-08-05", ""), ("2026-08-06", "late")], ids=["before", "on the day", "after"]
)
def test_key_results_and_milestones(as_of: str, state: str) -> None:
    found = dates(as_of, OKRS)
    assert ("2026-08-31", "key result due", "mh/2026-Q3/O1/KR1", "ines.duarte", "") in found
    assert ("2026-08-05", "milestone", "mh/2026-Q3/O1/KR2/b", "jo.park", state) in found
    assert ("2026-09-30", "OKRs end", "mh/2026-Q3", "ines.duarte", "") in found


def test_a_milestone_is_shown_on_the_day_it_was_done_and_a_dropped_one_not_at_all() -> None:
    found = dates("2026-08-10", OKRS)
    assert ("2026-08-03", "milestone", "mh/2026-Q3/O1/KR2/a", "jo.park", "done") in found
    assert not [entry for entry in found if entry[2].endswith("/c")]


def test_months_to_be_closed_go_on_to_the_end_of_the_year() -> None:
    """Eight business days after the month: 12 August for July."""
    found = dates("2026-08-10", "kind: actuals\nmonth: 2026-07\nstatus: closed\nsource: GL\n")
    assert found[0] == ("2026-08-12", "month to be closed", "actuals/2026-07", "", "done")
    assert [entry[2] for entry in found[1:]] == [f"actuals/2026-{month:02d}" for month in range(8, 13)]


def test_positions_start_when_they_are_expected_to() -> None:
    found = dates(
        "2026-08-10",
        """
        kind: headcount
        team: mh
        positions:
          - {id: HC-1, title: t, band: P1, location: SJC, status: filled, start: 2026-07-20, end: 2026-12-31}
          - {id: HC-2, title: t, band: P1, location: SJC, status: open, planned_start: 2026-08-01, start: 2026-10-05}
          - {id: HC-3, title: t, band: P1, location: SJC, status: approved, planned_start: 2026-07-01}
          - {id: HC-4, title: t, band: P1, location: SJC, status: frozen, planned_start: 2026-09-01}
        """,
    )
    assert [entry[:3] + entry[4:] for entry in found] == [
        ("2026-07-20", "start", "HC-1", "done"),
        ("2026-08-10", "start", "HC-3", ""),
        ("2026-10-05", "start", "HC-2", ""),
        ("2026-12-31", "last day", "HC-1", ""),
    ]


def test_orders_and_decisions_belong_to_who_must_act() -> None:
    found = dates(
        "2026-08-10",
        """
        kind: commitments
        fiscal_year: FY26
        orders:
          - {id: PO-1, vendor: V, line: L-1, amount: 1, status: open, end: 2026-12-31, notice_by: 2026-08-01}
          - {id: PO-2, vendor: V, line: L-1, amount: 1, status: cancelled, end: 2026-12-31}
        """,
        BUDGET.format("{id: L-1, name: n, category: vendor, plan: 1, owner: jo.park}"),
        "kind: decision\nid: DEC-1\ntitle: t\nstatus: proposed\ndriver: jo.park\napprover: ines.duarte\nneeded_by: 2026-08-07\n",
        "kind: decision\nid: DEC-2\ntitle: t\nstatus: decided\ndriver: jo.park\napprover: ines.duarte\ndecided: 2026-06-01\n"
        "choice: a\nwhy: b\nreview_on: 2026-09-01\n",
    )
    assert found == [
        ("2026-06-01", "decision", "DEC-2", "ines.duarte", "done"),
        ("2026-08-01", "notice by", "PO-1", "jo.park", "late"),
        ("2026-08-07", "decision", "DEC-1", "ines.duarte", "late"),
        ("2026-09-01", "decision review", "DEC-2", "jo.park", ""),
        ("2026-12-31", "order ends", "PO-1", "jo.park", ""),
    ]


def test_waivers_end() -> None:
    line = "{id: L-1, name: n, category: vendor, plan: 1, waive: [{code: BUD206, reason: r, until: 2026-09-30, by: jo.park}]}"
    found = dates("2026-08-10", BUDGET.format(line))
    assert found == [("2026-09-30", "waiver of BUD206 ends", "L-1", "jo.park", "")]
