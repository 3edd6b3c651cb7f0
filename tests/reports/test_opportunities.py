"""Opportunities by weighted shortest job first: exact cells."""

from __future__ import annotations

from decimal import Decimal

import pytest
from tests.analyse.workspaces import at
from tests.reports.pages import cells, keys

from polops.analyse.context import Context
from polops.reports import Options, build
from polops.reports.page import Chart, Page

STRATEGY = """
--- # strategy/FY26.yaml
kind: strategy
fiscal_year: FY26
opportunities:
  - {id: OP-03, title: One calibration service, owner: sam.okafor, value: 5, urgency: 4, risk_reduction: 3, effort: 3, status: exploring}
  - {id: OP-02, title: As good, owner: jo.park, value: 2, urgency: 1, risk_reduction: 1, effort: 1}
  - {id: OP-04, title: Not now, owner: jo.park, value: 5, urgency: 5, risk_reduction: 5, effort: 1, status: parked}
--- # strategy/FY27.yaml
kind: strategy
fiscal_year: FY27
opportunities:
  - {id: OP-20, title: Next year, owner: jo.park, value: 1, urgency: 1, risk_reduction: 1, effort: 5}
"""


@pytest.fixture(scope="module")
def plan() -> Context:
    return at("2026-08-10", STRATEGY)


def page(plan: Context, **options: str) -> Page:
    return build("opportunities", plan, Options(audience="restricted", **options))  # type: ignore[arg-type]  # by field


def test_the_highest_priority_stands_first_and_what_is_decided_apart(plan: Context) -> None:
    """(5 + 4 + 3) ÷ 3 is 4; so is (2 + 1 + 1) ÷ 1."""
    made = page(plan)
    assert cells(made, "open", "opportunity", "priority", "value", "urgency", "risk_reduction", "effort", "status", "team") == [
        ("OP-02", 4, 2, 1, 1, 1, "new", "mh"),
        ("OP-03", 4, 5, 4, 3, 3, "exploring", "coe"),
        ("OP-20", Decimal("0.6"), 1, 1, 1, 5, "new", "mh"),
    ]
    assert cells(made, "decided", "opportunity", "priority", "status") == [("OP-04", 15, "parked")]
    assert made.lead == "4 opportunities: 1 parked, 2 new, 1 exploring; first of the open ones: OP-02 As good (4)."
    assert [block.kind for section in made.sections for block in section.blocks if isinstance(block, Chart)] == ["bars"]


def test_filters(plan: Context) -> None:
    """An opportunity's team is that of its owner, its period the year of its strategy."""
    assert cells(page(plan, team="coe"), "open", "opportunity") == [("OP-03",)]
    assert cells(page(plan, owner="jo.park"), "open", "opportunity") == [("OP-02",), ("OP-20",)]
    assert cells(page(plan, period="FY27"), "open", "opportunity") == [("OP-20",)]
    assert keys(page(plan, period="FY27")) == ["open"]
    nothing = page(plan, team="pp")
    assert (nothing.lead, keys(nothing), nothing.notes) == ("No opportunities in this selection.", [], ())
