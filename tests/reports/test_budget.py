"""The budget report where there is nothing to report."""

from datetime import date

import pytest

from polops.analyse.context import Context
from polops.plan.load import load
from polops.reports import Options, budget, finance

LINE = """
kind: budget
cost_center: CC-1
team: aa
fiscal_year: FY25
lines: [{id: X-1, name: X, category: travel, plan: 0}]
"""


@pytest.mark.parametrize("report", [budget, finance], ids=["budget", "finance"])
def test_a_year_without_lines_has_no_budget_and_not_one_of_zero(report: object) -> None:
    plan = load({"plans/1.yaml": b"kind: settings\nname: Lumo\n", "plans/2.yaml": LINE.encode()}).plan
    ctx = Context(plan, date(2026, 8, 10))
    build = report.build  # type: ignore[attr-defined]  # a module of reports
    assert build(ctx, Options()).lead == "No budget lines of FY26 in this selection."
    assert (
        build(ctx, Options(period="FY25")).lead == "FY25 budget 0 USD, outlook 0: 0 favourable for the year (n/a); no month is closed yet."
    )
