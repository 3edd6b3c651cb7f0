"""What is frozen: by item, field and lock, with defaults, later locks, fiscal years and items that are gone."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING

import pytest
from tests.analyse.workspaces import at

from polops.analyse.frozen import FrozenValue, frozen, held, key_of, locks
from polops.model.build import build
from polops.model.lock import read_as, written
from polops.source.yaml import read

if TYPE_CHECKING:
    from polops.analyse.context import Context

D = Decimal
DECISION = """
--- # decisions/DEC-1.yaml
kind: decision
id: DEC-1
title: Freeze
status: decided
driver: li.wei
approver: dana.lee
decided: 2026-01-12
choice: Yes
why: Because
"""


def lock(what: str, period: str, items: str, *, on: str = "2026-01-12", more: str = "", path: str = "") -> str:
    head = f"kind: lock\nwhat: {what}\nperiod: {period}\non: {on}\nby: dana.lee\ndecision: DEC-1\n{more}"
    return f"--- # {path or f'locks/{what}-{period}-{on}.yaml'}\n{head}items:\n{items}\n"


OKRS = """
--- # okrs/2026-Q3/mh.yaml
kind: okrs
team: mh
period: 2026-Q3
objectives:
  - id: O1
    title: Help
    key_results:
      - {id: KR1, title: Rate, baseline: 0.42, target: 0.30}
      - {id: KR2, title: Steps, milestones: [{id: a, title: A, due: 2026-07-31}]}
"""
BUDGETS = """
--- # budgets/FY25.yaml
kind: budget
cost_center: CC-1
team: coe
fiscal_year: FY25
lines: [{id: X-1, name: X, category: vendor, plan: 100}]
--- # budgets/FY26.yaml
kind: budget
cost_center: CC-1
team: coe
fiscal_year: FY26
lines: [{id: X-1, name: X, category: vendor, plan: 200}]
"""


def values(ctx: Context) -> dict[tuple[str, str], object]:
    """The frozen values by key and field."""
    return {key: found.value for key, found in frozen(ctx.plan).items()}


def test_the_values_of_a_lock_are_typed_as_their_fields() -> None:
    items = "  mh/2026-Q3/O1/KR1: {type: decrease, baseline: 0.42, target: 0.30, weight: 2}\n  mh/2026-Q3/O1/KR2/a: {due: 2026-07-31}"
    ctx = at("2026-08-10", DECISION, OKRS, lock("okrs", "2026-Q3", items))
    found = values(ctx)
    assert found["mh/2026-q3/o1/kr1", "target"] == D("0.30")
    assert found["mh/2026-q3/o1/kr1", "type"] == "decrease"
    assert found["mh/2026-q3/o1/kr2/a", "due"] == date(2026, 7, 31)
    assert found["mh/2026-q3/o1/kr2/a", "weight"] == 1, "a field that the lock does not name was at its default"
    assert found["mh/2026-q3/o1/kr1", "floor"] is None


def test_a_frozen_value_says_where_it_stands() -> None:
    ctx = at("2026-08-10", DECISION, BUDGETS, lock("budget", "FY26", "  X-1: {plan: 200}", path="locks/b.yaml"))
    assert frozen(ctx.plan)["x-1@FY26", "plan"] == FrozenValue(
        "X-1", "plan", "budget", D(200), "locks/b.yaml", "DEC-1", date(2026, 1, 12), "dana.lee"
    )


def test_a_line_is_frozen_by_its_year() -> None:
    ctx = at("2026-08-10", DECISION, BUDGETS, lock("budget", "FY26", "  X-1: {plan: 200}"), lock("budget", "FY25", "  X-1: {plan: 100}"))
    found = values(ctx)
    assert found["x-1@FY26", "plan"] == 200
    assert found["x-1@FY25", "plan"] == 100
    assert {key_of(ctx.plan, node) for node in ctx.plan.nodes("line")} == {"x-1@FY26", "x-1@FY25"}


def test_the_last_lock_of_a_cycle_holds() -> None:
    first, second = (
        lock("budget", "FY26", "  X-1: {plan: 150}\n  X-2: {plan: 5}"),
        lock("budget", "FY26", "  X-1: {plan: 200}", on="2026-07-01"),
    )
    ctx = at("2026-08-10", DECISION, BUDGETS, first, second)
    assert values(ctx)["x-1@FY26", "plan"] == 200
    assert ("x-2@FY26", "plan") not in values(ctx), "what the later lock does not hold is free"
    assert frozen(ctx.plan, date(2026, 6, 30))["x-1@FY26", "plan"].value == 150
    assert frozen(ctx.plan, date(2026, 1, 11)) == {}
    assert [[found.on.month for _, found in chain] for chain in locks(ctx.plan)] == [[1, 7]]


def test_an_item_that_is_gone_keeps_what_was_written() -> None:
    ctx = at("2026-08-10", DECISION, BUDGETS, lock("budget", "FY26", "  X-9: {plan: 1_200}"))
    assert values(ctx) == {("x-9@FY26", "plan"): "1_200"}


def test_a_forecast_is_frozen_line_by_line() -> None:
    text = "--- # f.yaml\nkind: forecast\nfiscal_year: FY26\nthrough: 2026-07\nlines: {X-1: {2026-09: 41_000}}\n"
    ctx = at(
        "2026-08-10", DECISION, BUDGETS, text, lock("forecast", "FY26", "  X-1: {months: {2026-09: 41_000}}", more="through: 2026-07\n")
    )
    assert values(ctx)["forecast/fy26/2026-07/x-1", "months"] == held(ctx.plan)["forecast/fy26/2026-07/x-1"].part.months  # type: ignore[attr-defined]  # a LineForecast


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("kind: lock\nwhat: forecast\nperiod: FY26\non: 2026-01-12\nby: dana.lee\ndecision: DEC-1\nitems: {}", "GEN103"),
        ("kind: lock\nwhat: budget\nperiod: FY26\non: 2026-01-12\nby: dana.lee\nitems: {}", "GEN103"),
        ("kind: lock\nwhat: money\nperiod: FY26\non: 2026-01-12\nby: dana.lee\ndecision: DEC-1\nitems: {}", "GEN102"),
        ("kind: lock\nwhat: budget\nperiod: FY26\non: 2026-01-12\nby: dana.lee\ndecision: DEC-1\nitems: {X-1: {plan: }}", "GEN103"),
    ],
)
def test_a_lock_that_lacks_something(text: str, code: str) -> None:
    data, _ = read("x.yaml", text.encode())
    errors = build(data or {})
    assert isinstance(errors, list)
    assert [error.code for error in errors] == [code]


def test_written_and_read_are_inverse() -> None:
    ctx = at("2026-08-10", DECISION, OKRS, BUDGETS)
    for item in held(ctx.plan).values():
        for field in item.fields:
            value = getattr(item.part, field)
            if value is not None:
                assert read_as(type(item.part), field, written(value)) == value
