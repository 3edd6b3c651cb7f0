"""Alignment: exact cells of a small workspace, as of 10 August 2026."""

from __future__ import annotations

from decimal import Decimal

import pytest
from tests.analyse.workspaces import at
from tests.reports.pages import cells, keys, table

from polops.analyse.context import Context
from polops.reports import Options, build
from polops.reports.page import Chart, Page

D = Decimal
OKRS = """
--- # okrs.yaml
kind: okrs
team: mh
period: 2026-Q3
status: active
objectives:
  - {id: O1, title: First, priority: P0, key_results: [{id: KR1, title: K, baseline: 0, target: 1}]}
  - {id: O2, title: Second, priority: P2}
  - {id: O3, title: Nobody's, priority: P1, owner: jo.park}
--- # okrs-coe.yaml
kind: okrs
team: coe
period: 2026-Q3
status: active
objectives:
  - {id: O1, title: Other team, priority: P1}
--- # okrs-q2.yaml
kind: okrs
team: coe
period: 2026-Q2
status: closed
objectives:
  - {id: O1, title: Last quarter, priority: P1}
"""
PEOPLE = """
--- # headcount.yaml
kind: headcount
team: mh
positions:
  - {id: HC-1, title: T, band: P2, location: SJC, status: filled, start: 2024-01-08,
     allocation: {mh/2026-Q3/O1: 50%, mh/2026-Q3/O1/KR1: 20%}}
  - {id: HC-2, title: T, band: P2, location: SJC, status: filled, start: 2024-01-08, allocation: {mh/2026-Q3/O2: 100%}}
  - {id: HC-3, title: T, band: P2, location: SJC, status: open, planned_start: 2026-10-01, allocation: {mh/2026-Q3/O1: 100%}}
--- # headcount-coe.yaml
kind: headcount
team: coe
positions:
  - {id: HC-4, title: T, band: P2, location: SJC, status: filled, start: 2024-01-08, fte: 50%}
"""
BUDGET = """
--- # budget.yaml
kind: budget
cost_center: CC-4420
team: mh
fiscal_year: FY26
lines:
  - {id: X-1, name: Shared, category: vendor, plan: 1_200, supports: [mh/2026-Q3/O1, mh/2026-Q3/O2]}
  - {id: X-2, name: Not given away, category: vendor, plan: 1_200}
--- # actuals.yaml
kind: actuals
month: 2026-01
status: closed
source: GL
entries:
  - {line: X-1, amount: 100}
  - {line: X-1, amount: 40, for: mh/2026-Q3/O2}
  - {line: X-2, amount: 60}
"""


@pytest.fixture(scope="module")
def plan() -> Context:
    return at("2026-08-10", OKRS, PEOPLE, BUDGET)


def page(plan: Context, audience: str = "restricted", **options: str) -> Page:
    return build("align", plan, Options(audience=audience, **options))  # type: ignore[arg-type]  # by field


def test_people_and_money_by_objective(plan: Context) -> None:
    """O1: 0.7 FTE of 2 filled in its team; 50 of the 100 that are not tagged, of 200 in all."""
    made = page(plan)
    columns = ("objective", "priority", "status", "fte_filled", "fte_vacant", "fte_share", "spend", "spend_share", "flags")
    assert cells(made, "objectives", *columns) == [
        ("coe/2026-Q3/O1", "P1", "grey", 0, 0, 0, 0, 0, "no people and no money"),
        ("mh/2026-Q3/O1", "P0", "red", D("0.7"), 1, D("0.35"), 50, D("0.25"), "P0 with many vacancies"),
        ("mh/2026-Q3/O2", "P2", "grey", 1, 0, D("0.5"), 90, D("0.45"), "more FTE than a P0"),
        ("mh/2026-Q3/O3", "P1", "grey", 0, 0, 0, 0, 0, "no people and no money"),
    ]
    total = table(made, "objectives").total
    assert total is not None
    assert total.cells[4:6] == (D("1.7"), 1)


def test_by_priority(plan: Context) -> None:
    made = page(plan)
    assert cells(made, "priorities", "priority", "objectives", "fte_filled", "fte_vacant", "fte_share", "spend") == [
        ("P0", 1, D("0.7"), 1, D("0.7") / D("1.7"), 50),
        ("P1", 2, 0, 0, 0, 0),
        ("P2", 1, 1, 0, 1 / D("1.7"), 90),
    ]
    charts = [block for section in made.sections for block in section.blocks if isinstance(block, Chart)]
    assert [(chart.kind, chart.x, chart.series) for chart in charts] == [
        ("stacked_bars", "priority", ("fte_filled", "fte_vacant")),
        ("stacked_bars", "objective", ("fte_filled", "fte_vacant")),
        ("bars", "objective", ("spend",)),
    ]


def test_the_focus_index_and_what_runs_the_rest(plan: Context) -> None:
    """0.7 of 2.5 filled FTE serve P0 and P1; 0.8 serve no objective."""
    assert page(plan).lead == (
        "Focus index 28.0 %; 1.7 of 2.5 filled FTE serve 4 objectives, 0.8 run the rest; "
        "4 flagged: coe/2026-Q3/O1, mh/2026-Q3/O1, mh/2026-Q3/O2 and mh/2026-Q3/O3."
    )


def test_filters(plan: Context) -> None:
    """Of one team or person, or another period, there is no focus index: it is of everybody and of the quarter."""
    team = page(plan, team="mh")
    assert team.lead.startswith("1.7 of 2 filled FTE serve 3 objectives, 0.3 run the rest; 3 flagged")
    owner = page(plan, owner="jo.park")
    assert (cells(owner, "objectives", "objective"), owner.lead) == (
        [("mh/2026-Q3/O3",)], "0 filled FTE serve 1 objective; 1 flagged: mh/2026-Q3/O3."
    )  # fmt: skip
    assert cells(page(plan, period="2026-Q2"), "objectives", "objective") == [("coe/2026-Q2/O1",)]
    nothing = page(plan, owner="li.wei")
    assert (nothing.lead, keys(nothing), nothing.notes) == ("No objectives in this selection.", [], ())


def test_what_people_cost_is_for_few_readers(plan: Context) -> None:
    """Only January is closed: 0.7 of a twelfth of 164,000 beside the spend of 50; who starts in October costs nothing yet."""
    restricted, internal = page(plan), page(plan, "internal")
    assert cells(restricted, "objectives", "cost")[1] == (50 + D("0.7") * (D(164_000) / 12),)
    assert [column.key for column in table(internal, "objectives").columns].count("cost") == 0
    assert any(note.startswith("What people cost is left out") for note in internal.notes)
    assert not any(note.startswith("What people cost is left out") for note in restricted.notes)
