"""The finance pack: forecasts against what came."""

from __future__ import annotations

from decimal import Decimal

from tests.analyse.workspaces import BASE, at

from polops.reports import Options, build
from polops.reports.page import Chart, Page

BOOKS = """
--- # budgets/FY26/coe.yaml
kind: budget
cost_center: CC-1
fiscal_year: FY26
team: coe
lines:
  - {id: L-1, name: One, category: program, plan: 12_000}
  - {id: L-2, name: Two, category: program, plan: 12_000}
--- # actuals/FY26/2026-04.yaml
kind: actuals
month: 2026-04
source: ledger
status: closed
entries: [{line: L-1, amount: 900}, {line: L-2, amount: 100}]
--- # actuals/FY26/2026-05.yaml
kind: actuals
month: 2026-05
source: ledger
status: closed
entries: [{line: L-1, amount: 1_200}]
--- # forecasts/FY26/2026-02.yaml
kind: forecast
fiscal_year: FY26
through: 2026-02
lines: {L-1: {months: {2026-04: 500, 2026-05: 1_000}}}
--- # forecasts/FY26/2026-03.yaml
kind: forecast
fiscal_year: FY26
through: 2026-03
lines:
  L-1: {months: {2026-04: 1_000}}
  L-2: {months: {2026-04: 50}}
"""


EARLIER = "".join(
    f"""
--- # actuals/FY26/2026-0{month}.yaml
kind: actuals
month: 2026-0{month}
status: closed
source: ledger
entries: [{{line: L-1, amount: 1_000}}]
"""
    for month in (1, 2, 3)
)


def finance(text: str = BOOKS) -> Page:
    return build("finance", at("2026-06-10", BASE, EARLIER, text), Options())


def test_forecasts_are_drawn_against_what_came_month_by_month() -> None:
    """E4: of several forecasts of a line's month the newest counts, and only lines that were foreseen are in the sums."""
    (chart,) = [
        block for section in finance().sections for block in section.blocks if isinstance(block, Chart) and block.table.key == "foreseen"
    ]
    assert (chart.kind, chart.series) == ("lines", ("forecast", "actual"))
    assert [row.cells for row in chart.table.rows] == [
        ("2026-04", Decimal(1050), Decimal(1000)),
        ("2026-05", Decimal(1000), Decimal(1200)),
    ]


def test_one_month_draws_no_line() -> None:
    page = finance(BOOKS.replace("2026-05: 1_000", "2026-04: 1_000").replace("2026-04: 500, ", ""))
    assert "foreseen" not in {table.key for table in page.tables()}
