"""Whose amounts are not shown: small tables, and that nothing hidden can be computed from what is shown."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.analyse.workspaces import at

from polops.analyse.audience import for_readers
from polops.analyse.books import accruals
from polops.analyse.few import FEWEST
from polops.analyse.headcount import position
from polops.analyse.kpi import metric
from polops.analyse.orders import order
from polops.analyse.suppress import hidden_part, unsafe
from polops.analyse.variance import line, roll_up
from polops.values.hidden import is_hidden

if TYPE_CHECKING:
    from polops.analyse.context import Context
    from polops.plan.plan import Node


def units(counts: dict[str, tuple[int, ...]]) -> dict[tuple[str, str], tuple[int, ...]]:
    return {(name, ""): found for name, found in counts.items()}


@pytest.mark.parametrize(
    ("counts", "hidden"),
    [
        ({"a": (5,), "b": (9,)}, ""),
        ({"a": (0,), "b": (9,)}, ""),
        ({"a": (8,), "b": (6,), "c": (5,), "d": (4,)}, "cd"),
        ({"a": (8,), "b": (6,), "c": (4,), "d": (1,)}, "cd"),
        ({"a": (8,), "b": (6,), "c": (2,), "d": (1,), "e": (0,)}, "bcd"),
        ({"a": (4,)}, "a"),
        ({"a": (9, 1), "b": (9, 0), "c": (9, 5)}, "abc"),
    ],
)
def test_what_must_not_be_shown(counts: dict[str, tuple[int, ...]], hidden: str) -> None:
    assert {name for name, _ in unsafe(units(counts))} == set(hidden)


@given(st.dictionaries(st.sampled_from("abcdefgh"), st.tuples(st.integers(0, 9), st.integers(0, 9))))
def test_no_part_that_is_shown_and_no_difference_stands_for_one_to_four(counts: dict[str, tuple[int, int]]) -> None:
    hidden = {name for name, _ in unsafe(units(dict(counts)))}
    for i in range(2):
        assert not any(0 < counts[key][i] < FEWEST for key in counts.keys() - hidden)
        left = sum(counts[key][i] for key in hidden)
        assert left == 0 or left >= FEWEST or all(not any(counts[key]) for key in counts.keys() - hidden)


BOOKS = """
--- # budgets/mh.yaml
kind: budget
fiscal_year: FY26
cost_center: CC-4420
team: mh
lines:
  - {id: MH-PEO, name: People, category: personnel, source: headcount}
  - {id: MH-TRV, name: Travel, category: travel, plan: 12_000}
--- # budgets/coe.yaml
kind: budget
fiscal_year: FY26
cost_center: CC-4410
team: coe
lines:
  - {id: COE-PEO, name: People, category: personnel, source: headcount}
--- # actuals/01.yaml
kind: actuals
month: 2026-01
status: closed
source: ledger
entries:
  - {line: MH-PEO, amount: 70_000, accrual: true, po: PO-1}
  - {line: MH-TRV, amount: 900, accrual: true}
  - {line: COE-PEO, amount: 90_000}
--- # commitments/FY26.yaml
kind: commitments
fiscal_year: FY26
orders:
  - {id: PO-1, vendor: Agency, line: MH-PEO, amount: 80_000, status: open}
  - {id: PO-2, vendor: Trains, line: MH-TRV, amount: 5_000, status: open}
"""


def team(code: str, *starts: str) -> str:
    rows = "".join(
        f"  - {{id: HC-{code}-{i}, title: T, band: P2, location: SJC, status: filled, start: {start}}}\n" for i, start in enumerate(starts)
    )
    return f"--- # headcount/{code}.yaml\nkind: headcount\nteam: {code}\npositions:\n{rows}"


def readers(*teams: str, audience: str = "internal") -> Context:
    return for_readers(at("2026-08-10", BOOKS, *teams), audience)


def node(ctx: Context, ref: str, kind: str = "line") -> Node:
    found = ctx.plan.find(ref, kind)
    assert found
    return found


EARLY, MARCH = "2024-01-01", "2026-03-01"


@pytest.mark.parametrize(
    ("teams", "audience", "part"),
    [
        ((team("mh", *[EARLY] * 4), team("coe", *[EARLY] * 6)), "internal", "year"),
        ((team("mh", *[EARLY] * 4), team("coe", *[EARLY] * 6)), "team", "year"),
        ((team("mh", *[EARLY] * 4), team("coe", *[EARLY] * 6)), "restricted", ""),
        ((team("mh", *[EARLY] * 5), team("coe", *[EARLY] * 6)), "internal", ""),
        ((team("mh", *[EARLY] * 4, MARCH), team("coe", *[EARLY] * 6)), "internal", "months"),
        ((team("mh", *[EARLY] * 6), team("coe", *[EARLY] * 4)), "internal", "year"),
        ((team("coe", *[EARLY] * 6),), "internal", ""),
    ],
)
def test_what_of_a_line_is_hidden(teams: tuple[str, ...], audience: str, part: str) -> None:
    ctx = readers(*teams, audience=audience)
    assert hidden_part(ctx, [node(ctx, "MH-PEO")]) == part
    numbers = line(ctx, node(ctx, "MH-PEO"))
    assert is_hidden(numbers.outlook) == (part == "year")
    assert is_hidden(numbers.ytd_actual) == is_hidden(numbers.budget_months[0]) == bool(part)


def test_sums_are_shown_with_all_that_is_hidden_or_none_of_it() -> None:
    ctx = readers(team("mh", *[EARLY] * 4), team("coe", *[EARLY] * 6))
    people, travel, others = (node(ctx, ref) for ref in ("MH-PEO", "MH-TRV", "COE-PEO"))
    hidden = {
        tuple(item.ref for item in some): is_hidden(roll_up(ctx, some).outlook)
        for some in ([people], [travel], [others], [people, travel], [people, others], [people, travel, others], [travel, others])
    }
    shown = [lines for lines, is_not in hidden.items() if not is_not]
    assert shown == [("MH-TRV",), ("MH-PEO", "COE-PEO"), ("MH-PEO", "MH-TRV", "COE-PEO")]
    assert roll_up(ctx, [people, travel, others]).outlook == roll_up(ctx.open, [people, travel, others]).outlook


def test_what_stands_on_a_hidden_line_is_hidden_with_it() -> None:
    ctx = readers(team("mh", *[EARLY] * 4), team("coe", *[EARLY] * 6))
    assert is_hidden(order(ctx, node(ctx, "PO-1", "order")).amount)
    assert order(ctx, node(ctx, "PO-2", "order")).amount == 5_000
    assert [is_hidden(amount) for ref in ("MH-PEO", "MH-TRV") for _, amount in accruals(ctx, node(ctx, ref))] == [True, False]


def test_what_one_position_costs_is_for_restricted_readers() -> None:
    for audience, hidden in (("restricted", False), ("team", True), ("internal", True)):
        ctx = readers(team("mh", *[EARLY] * 9), audience=audience)
        numbers = position(ctx, node(ctx, "HC-mh-0", "position"))
        assert is_hidden(numbers.cost_fy) == is_hidden(numbers.run_rate) == is_hidden(numbers.cost_by_month[0]) == hidden
        assert numbers.filled


PULSE = """
--- # metrics/mh.yaml
kind: metrics
team: mh
metrics: [{id: team-pulse, name: Pulse, direction: up, target: 4, red: 2}]
--- # readings/mh.yaml
kind: readings
team: mh
readings:
  team-pulse: {2026-Q1: {value: 3, n: 8}, 2026-Q2: {value: 1, n: 4}}
"""


@pytest.mark.parametrize(("audience", "trend"), [("restricted", (3, 1)), ("team", (3, None)), ("internal", (3, None))])
def test_a_reading_of_few_people_is_no_data_to_others(audience: str, trend: tuple[int | None, ...]) -> None:
    ctx = for_readers(at("2026-08-10", PULSE), audience)
    numbers = metric(ctx, node(ctx, "team-pulse", "metric"))
    assert (numbers.trend, numbers.value) == (trend, trend[-1])
