"""Looking items up."""

from __future__ import annotations

import pytest
from tests.analyse.workspaces import at

BUDGET = """
--- # {path}
kind: budget
cost_center: CC-4420
team: mh
fiscal_year: {year}
lines: [{{id: MH-VEN-01, name: Reviewers, category: vendor, plan: 10}}]
"""


@pytest.mark.parametrize("paths", [("a.yaml", "z.yaml"), ("z.yaml", "a.yaml")])
def test_of_a_line_that_recurs_the_latest_year_is_found(paths: tuple[str, str]) -> None:
    """Whatever its file is called; and each year's own by its label."""
    plan = at("2026-08-10", *(BUDGET.format(path=path, year=year) for path, year in zip(paths, ("FY25", "FY26"), strict=True))).plan
    found = plan.find("mh-ven-01", "line")
    assert found is not None
    assert found.year == "FY26"
    earlier = plan.line("MH-VEN-01", "FY25")
    assert earlier is not None
    assert earlier.path == paths[0]
