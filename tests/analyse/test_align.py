"""People and money per objective (domain reference C10), and who may approve what."""

# Figures are compared with plain integers.
# mypy: disable-error-code="comparison-overlap"

from __future__ import annotations

from decimal import Decimal

import pytest
from tests.analyse.workspaces import SETTINGS, at, node

from polops.analyse.align import Means, focus, goal, of
from polops.analyse.authority import governed, holders, may_approve, needed_role, roles_of
from polops.analyse.context import Context

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
  - {id: O3, title: Nobody's}
"""
PEOPLE = """
--- # headcount.yaml
kind: headcount
team: mh
positions:
  - {id: HC-1, title: T, band: P2, location: SJC, status: filled, start: 2024-01-08,
     allocation: {mh/2026-Q3/O1: 50%, mh/2026-Q3/O1/KR1: 20%}}
  - {id: HC-2, title: T, band: P2, location: SJC, status: filled, start: 2024-01-08, fte: 50%, allocation: {mh/2026-Q3/O2: 100%}}
  - {id: HC-3, title: T, band: P2, location: SJC, status: open, planned_start: 2026-10-01, allocation: {mh/2026-Q3/O1: 100%}}
  - {id: HC-4, title: T, band: P2, location: SJC, status: frozen, planned_start: 2026-10-01, allocation: {mh/2026-Q3/O1: 100%}}
  - {id: HC-5, title: T, band: P2, location: SJC, status: filled, start: 2026-10-01, allocation: {mh/2026-Q3/O1: 100%}}
"""
BUDGET = """
--- # budget.yaml
kind: budget
cost_center: CC-4420
team: mh
fiscal_year: FY26
lines:
  - {id: X-1, name: Shared, category: vendor, plan: 1_200, supports: [mh/2026-Q3/O1, mh/2026-Q3/O2]}
  - {id: X-2, name: Mostly, category: vendor, plan: 1_200, supports: {mh/2026-Q3/O1/KR1: 60%}}
  - {id: X-3, name: Unused, category: vendor, plan: 1_200, supports: [mh/2026-Q3/O3]}
--- # actuals.yaml
kind: actuals
month: 2026-01
status: closed
source: GL
entries:
  - {line: X-1, amount: 100}
  - {line: X-1, amount: 40, for: mh/2026-Q3/O2}
  - {line: X-2, amount: 200}
"""


@pytest.fixture
def plan() -> Context:
    return at("2026-08-10", OKRS, PEOPLE, BUDGET)


def test_people(plan: Context) -> None:
    """FTE times share, filled and vacant apart; a key result counts to its objective; frozen and not yet started count nowhere."""
    found = of(plan, node(plan, "mh/2026-Q3/O1"))
    assert (found.fte_filled, found.fte_vacant, found.vacant_share) == (D("0.7"), 1, D(1) / D("1.7"))
    assert of(plan, node(plan, "mh/2026-Q3/O2")).fte_filled == D("0.5")
    assert focus(plan) == D("0.7") / D("1.5")


def test_money(plan: Context) -> None:
    """Entries tagged `for:` go to their goal; the line's shares divide the rest, so that nothing counts twice."""
    assert of(plan, node(plan, "mh/2026-Q3/O1")).spend == 50 + 120
    assert of(plan, node(plan, "mh/2026-Q3/O2")).spend == 50 + 40


def test_an_objective_with_nobody_and_no_money(plan: Context) -> None:
    """A line promised to it is money, even before it is spent."""
    assert not of(plan, node(plan, "mh/2026-Q3/O3")).empty
    bare = at("2026-08-10", OKRS)
    assert of(bare, node(bare, "mh/2026-Q3/O3")).empty
    assert Means().vacant_share is None
    assert focus(bare) is None


def test_a_goal_is_the_objective_around_a_key_result(plan: Context) -> None:
    within = node(plan, "HC-1")
    assert goal(plan, "mh/2026-Q3/O1/KR1", within) is node(plan, "mh/2026-Q3/O1")
    assert goal(plan, "mh/FY26-Q3/o1", within) is node(plan, "mh/2026-Q3/O1")
    assert goal(plan, "mh/2026-Q3/O9", within) is None


AUTHORITY = """authority:
  - {action: transfer, up_to: 250_000, role: director}
  - {action: transfer, up_to: 25_000, role: team_lead}
  - {action: transfer, role: board}
  - {action: headcount, role: director}
roles: {director: [Dana.Lee], team_lead: [li.wei], board: []}
"""


@pytest.mark.parametrize(
    ("person", "action", "amount", "allowed"),
    [
        ("sam.okafor", "transfer", "25_000", True),
        ("sam.okafor", "transfer", "25_000.01", False),
        ("li.wei", "transfer", "25_000", True),
        ("dana.lee", "transfer", "250_000", True),
        ("dana.lee", "transfer", "-250_001", False),
        ("dana.lee", "transfer", "10", True),
        ("jo.park", "transfer", "1", False),
        ("dana.lee", "headcount", None, True),
        ("sam.okafor", "headcount", None, False),
        ("jo.park", "launch", "1", True),
        ("DANA.lee", "headcount", None, True),
    ],
)
def test_authority_is_cumulative(person: str, action: str, amount: str | None, allowed: bool) -> None:  # noqa: FBT001 - the value under test
    """A director may what a team lead may; whoever leads a team is a team lead; what settings do not govern anybody may."""
    ctx = at("2026-08-10", SETTINGS + AUTHORITY.replace("Dana.Lee", "dana.lee"))
    assert may_approve(ctx, person, action, None if amount is None else D(amount)) is allowed


def test_the_role_that_is_needed() -> None:
    ctx = at("2026-08-10", SETTINGS + AUTHORITY.replace("Dana.Lee", "dana.lee"))
    assert [needed_role(ctx, "transfer", D(amount)) for amount in (1, 25_000, 25_001, 250_000, 250_001)] == [
        "team_lead", "team_lead", "director", "director", "board",
    ]  # fmt: skip
    assert needed_role(ctx, "launch", D(1)) == ""
    assert (governed(ctx, "transfer"), governed(ctx, "launch")) == (True, False)
    assert roles_of(ctx, "dana.lee") == {"director", "team_lead"}
    assert holders(ctx, "team_lead") == ["dana.lee", "ines.duarte", "li.wei", "sam.okafor"]
    assert holders(ctx, "board") == []
