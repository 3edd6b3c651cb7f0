"""Nothing dated after the as-of date counts, in the words of a report either."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from tests.analyse.workspaces import ORG, SETTINGS, at, closed_months

from polops.reports import Options, okrs, one_pager
from polops.reports.frame import facts

if TYPE_CHECKING:
    from polops.analyse.context import Context
    from polops.reports.page import Page, Row

OKRS = """
--- # okrs.yaml
kind: okrs
team: mh
period: 2026-Q3
status: active
objectives:
  - id: O1
    title: People find help
    key_results:
      - id: KR1
        title: Panel in all markets
        milestones:
          - {id: a, title: Approved, due: 2026-07-31, done: 2026-07-24}
          - {id: b, title: First markets, due: 2026-08-05}
          - {id: c, title: Given up, due: 2026-08-06, dropped: {on: 2026-07-20, decision: DEC-1}}
      - {id: KR2, title: Rota runs, type: binary, done: 2026-07-24}
--- # decisions/DEC-1.yaml
kind: decision
id: DEC-1
title: Give c up
status: decided
driver: jo.park
approver: dana.lee
decided: 2026-07-20
choice: A
why: Not needed
"""


def on(day: str) -> Context:
    return at(day, SETTINGS, ORG, OKRS)


def rows(page: Page) -> dict[str, Row]:
    return {row.ref: row for table in page.tables() for row in table.rows}


@pytest.mark.parametrize(
    ("day", "marks", "rota"),
    [
        ("2026-07-10", "0 of 3 milestones", "not yet"),
        ("2026-07-20", "0 of 2 milestones", "not yet"),
        ("2026-07-24", "1 of 2 milestones", "done"),
    ],
)
def test_a_key_result_stands_where_it_stood_that_day(day: str, marks: str, rota: str) -> None:
    """Done on 24 July, dropped on 20 July: before those days they are neither."""
    found = rows(okrs.build(on(day), Options()))
    now = [column.key for column in okrs.COLUMNS].index("current")
    assert (found["mh/2026-Q3/O1/KR1"].cells[now], found["mh/2026-Q3/O1/KR2"].cells[now]) == (marks, rota)


@pytest.mark.parametrize(("day", "ahead"), [("2026-07-10", {"a", "b", "c"}), ("2026-07-20", {"a", "b"}), ("2026-07-24", {"b"})])
def test_the_next_days_are_those_of_that_day(day: str, ahead: set[str]) -> None:
    """What was still ahead on the day is listed, though it has been reached or given up since."""
    found = rows(one_pager.build(on(day), Options()))
    assert {ref.rsplit("/", 1)[1] for ref in found if ref.startswith("mh/2026-Q3/O1/KR1/")} == ahead


@pytest.mark.parametrize(("day", "through"), [("2026-01-30", "none yet"), ("2026-01-31", "2026-01"), ("2026-02-03", "2026-01")])
def test_actuals_go_through_the_last_closed_month_that_is_over(day: str, through: str) -> None:
    line = """
--- # budget.yaml
kind: budget
cost_center: CC-4420
team: mh
fiscal_year: FY26
lines: [{id: X-1, name: X, category: travel, plan: 1_200}]
"""
    ctx = at(day, SETTINGS, ORG, line, closed_months("X-1", ["100", "100"]))
    told = dict(facts(ctx, Options()))
    assert told["Actuals" if through == "none yet" else "Actuals through"] == through
