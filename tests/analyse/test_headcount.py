"""Positions, their cost and their counts at the edges (domain reference C9 and Amendments 2 and 3)."""

# Figures are compared with plain integers.
# mypy: disable-error-code="comparison-overlap"

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest
from tests.analyse.workspaces import ORG, SETTINGS, at, closed_months, loaded, node, places

from polops.analyse.context import Context
from polops.analyse.headcount import PositionNumbers, position, positions, reports_of, team
from polops.analyse.movement import attainment, bridge, heads, median, monthly_attrition
from polops.analyse.personnel_line import cost_center, on_line
from polops.analyse.variance import line

D = Decimal
CARD = """
--- # restricted/rates.yaml
kind: rates
fiscal_year: FY26
fx: {EUR: {budget: 1.10, 2026-07: 1.50}}
loaded_annual: {P2: {SJC: 120_000, DUB: 60_000 EUR}}
one_time: {hire: 9_500, equipment: 3_000}
"""


def headcount(*fields: str, mates: str = "mh", path: str = "headcount.yaml") -> str:
    """Positions HC-1, HC-2, … of a team from their fields; band P2 in SJC where they do not say."""
    lines = []
    for i, each in enumerate(fields, 1):
        band = "" if "band:" in each else "band: P2, "
        place = "" if "location:" in each else "location: SJC, "
        lines.append(f"  - {{id: HC-{mates.upper()}-{i}, title: T, {band}{place}{each}}}\n")
    return f"--- # {path}\nkind: headcount\nteam: {mates}\npositions:\n{''.join(lines)}"


def of(day: str, fields: str, *more: str) -> PositionNumbers:
    ctx = at(day, CARD, headcount(fields), *more)
    return position(ctx, node(ctx, "HC-MH-1"))


def months(found: PositionNumbers) -> list[str]:
    return [places(cost, 0) for cost in found.cost_by_month]


# cost of a position


@pytest.mark.parametrize(
    ("fields", "cost", "one_time"),
    [
        ("status: filled, start: 2024-01-08", "120000.00", 0),
        ("status: filled, start: 2024-01-08, fte: 50%", "60000.00", 0),
        ("status: filled, start: 2026-07-01", "60000.00", 12_500),
        ("status: filled, start: 2026-07-16", "55161.29", 12_500),
        ("status: filled, start: 2024-01-08, end: 2026-06-30", "60000.00", 0),
        ("status: filled, start: 2024-01-08, end: 2026-02-14", "15000.00", 0),
        ("status: filled, start: 2026-04-10, end: 2026-04-10", "333.33", 12_500),
        ("status: filled, start: 2024-01-08, end: 2025-12-31", "0.00", 0),
        ("status: filled, start: 2027-01-01", "0.00", 0),
        ("status: filled, start: 2024-01-08, location: DUB", "66000.00", 0),
        ("status: open, planned_start: 2026-10-01", "30000.00", 12_500),
        ("status: open, planned_start: 2026-08-01, start: 2026-10-01", "30000.00", 12_500),
        ("status: offered, planned_start: 2026-12-31", "322.58", 12_500),
        ("status: approved, planned_start: 2027-02-01", "0.00", 0),
        ("status: requested, planned_start: 2026-10-01", "0.00", 0),
        ("status: frozen, planned_start: 2026-10-01", "0.00", 0),
        ("status: closed, planned_start: 2024-01-08, start: 2024-01-08", "0.00", 0),
        ("status: filled, start: 2024-01-08, band: C1, type: contractor, rate: 90_000", "90000.00", 0),
        ("status: filled, start: 2024-01-08, band: p2, location: sjc", "120000.00", 0),
    ],
)
def test_cost_in_the_fiscal_year_of_the_date(fields: str, cost: str, one_time: int) -> None:
    """By calendar days, both ends counted, at the budget rate; one-time cost apart, in the year of the start (Amendment 3)."""
    found = of("2026-08-10", fields)
    assert (places(found.cost_fy, 2), found.one_time_fy) == (cost, one_time)


def test_an_expected_start_in_the_past_counts_from_the_date() -> None:
    """While a position is vacant; a filled one keeps its start."""
    found = of("2026-08-10", "status: open, planned_start: 2026-03-01, start: 2026-05-01")
    assert months(found) == ["0"] * 7 + ["7097", "10000", "10000", "10000", "10000"]
    assert found.expected_start == date(2026, 8, 10)
    assert found.start_slip == (date(2026, 8, 10) - date(2026, 3, 1)).days
    assert of("2026-08-10", "status: filled, planned_start: 2026-03-01, start: 2026-05-01").start_slip == 61


def test_any_month_touched_counts_whole_where_settings_say_so() -> None:
    settings = SETTINGS + "headcount: {prorate: month}\n"
    found = of("2026-08-10", "status: filled, start: 2026-07-31, end: 2026-09-01", settings)
    assert months(found) == ["0"] * 6 + ["10000"] * 3 + ["0"] * 3
    assert months(of("2026-08-10", "status: filled, start: 2026-07-31, end: 2026-09-01"))[6:9] == ["323", "10000", "333"]


def test_the_increase_counts_from_its_month_on() -> None:
    card = CARD + "increase: {month: 2026-04, pct: 3%}\n"
    found = of("2026-08-10", "status: filled, start: 2024-01-08", card)
    assert months(found) == ["10000"] * 3 + ["10300"] * 9
    assert found.run_rate == 123_600
    assert months(of("2026-08-10", "status: filled, start: 2024-01-08, band: C1, rate: 12_000", card))[11] == "1000", (
        "a rate of its own has no increase"
    )


@pytest.mark.parametrize("fields", ["band: P9", "band: P2, location: SIN"])
def test_a_rate_that_is_missing_is_none_and_not_zero(fields: str) -> None:
    """The months in which the position is employed have no cost; a position that is not costs nothing for sure."""
    found = of("2026-08-10", f"status: filled, start: 2026-12-01, {fields}")
    assert found.cost_fy is None
    assert found.cost_by_month == (D(0),) * 11 + (None,)
    assert found.run_rate is None
    assert of("2026-08-10", f"status: frozen, planned_start: 2026-12-01, {fields}").cost_fy == 0


def test_no_rate_card_of_the_year() -> None:
    found = of("2025-08-10", "status: filled, start: 2024-01-08")
    assert (found.cost_fy, found.one_time_fy) == (None, 0)


def test_a_rate_of_its_own_needs_no_card() -> None:
    """Without any card it is in the reporting currency; where other years have cards, the missing one is a fault."""
    text = headcount("status: filled, start: 2024-01-08, band: C1, type: contractor, rate: 90_000")
    bare = Context(loaded(SETTINGS, ORG, text).plan, date(2026, 8, 10))
    found = position(bare, node(bare, "HC-MH-1"))
    assert (found.cost_fy, found.one_time_fy, found.cost_by_month[0]) == (90_000, 0, 7_500)
    assert of("2025-08-10", "status: filled, start: 2024-01-08, rate: 90_000").cost_fy is None


def test_a_currency_without_a_rate_has_no_cost() -> None:
    card = CARD.replace("fx: {EUR: {budget: 1.10, 2026-07: 1.50}}", "")
    assert of("2026-08-10", "status: filled, start: 2024-01-08, location: DUB", card).cost_fy is None


def test_a_fiscal_year_from_october() -> None:
    """The year that holds the date, October 2025 to September 2026; the increase falls in its seventh month."""
    settings = SETTINGS + "fiscal_year: {starts: 10}\n"
    found = of("2026-08-10", "status: filled, start: 2025-12-01", settings, CARD + "increase: {month: 2026-04, pct: 3%}\n")
    assert months(found) == ["0", "0"] + ["10000"] * 4 + ["10300"] * 6


# times


@pytest.mark.parametrize(
    ("fields", "times"),
    [
        ("status: filled, approved: 2026-03-16, accepted: 2026-06-22, start: 2026-07-20, planned_start: 2026-07-01", (98, 126, None, 19)),
        ("status: filled, start: 2026-07-20", (None, None, None, None)),
        ("status: open, approved: 2026-05-04, planned_start: 2026-09-01", (None, None, 98, 0)),
        ("status: open, planned_start: 2026-09-01, start: 2026-08-15", (None, None, None, -17)),
        ("status: requested, approved: 2026-05-04, planned_start: 2026-09-01", (None, None, None, None)),
        ("status: filled, approved: 2026-03-16, accepted: 2026-08-10, start: 2026-08-10", (147, 147, None, None)),
        ("status: filled, approved: 2026-03-16, accepted: 2026-08-11, start: 2026-09-01", (None, None, None, None)),
        ("status: open, approved: 2026-08-10, planned_start: 2026-09-01", (None, None, 0, 0)),
        ("status: open, approved: 2026-08-11, planned_start: 2026-09-01", (None, None, None, 0)),
    ],
)
def test_times(fields: str, times: tuple[int | None, ...]) -> None:
    """To fill, to start, open age, slip: calendar days. What has not happened by the date has taken no time yet (C0)."""
    found = of("2026-08-10", fields)
    assert (found.time_to_fill, found.time_to_start, found.open_age, found.start_slip) == times


@pytest.mark.parametrize(("values", "middle"), [([], None), ([5], "5"), ([9, 1, 5], "5"), ([1, 2, 10, 4], "3"), ([1, 2], "1.5")])
def test_median(values: list[int], middle: str | None) -> None:
    assert median(values) == (None if middle is None else D(middle))


# counts


EVERYBODY = headcount(
    "status: filled, start: 2024-01-08",
    "status: filled, start: 2024-01-08, fte: 50%",
    "status: filled, start: 2026-09-01",
    "status: filled, start: 2024-01-08, end: 2026-08-09",
    "status: filled, start: 2024-01-08, end: 2026-08-10",
    "status: open, planned_start: 2026-09-01, fte: 0.8",
    "status: approved, planned_start: 2026-09-01",
    "status: offered, planned_start: 2026-09-01",
    "status: frozen, planned_start: 2026-09-01",
    "status: requested, planned_start: 2026-09-01",
    "status: closed, planned_start: 2024-09-01",
)


def test_counts() -> None:
    """Filled holds on the day; vacant is approved, open and offered; frozen and requested stand apart; closed nowhere."""
    found = team(at("2026-08-10", CARD, EVERYBODY), "MH")
    assert (found.filled, found.vacant, found.approved, found.frozen, found.requested) == (3, 3, 6, 1, 1)
    assert (found.fte_filled, found.fte_vacant, found.vacancy_rate) == (D("2.5"), D("2.8"), D("0.5"))
    assert (found.open, found.offered) == (1, 1)


def test_no_positions_no_rate() -> None:
    ctx = at("2026-08-10", EVERYBODY)
    assert team(ctx, "coe").vacancy_rate is None
    assert len(positions(ctx)) == len(positions(ctx, "mh")) == 11


def test_vendor_seats_are_no_headcount() -> None:
    seats = "--- # seats.yaml\nkind: headcount\nteam: coe\nvendor_seats: [{id: VS-1, vendor: V, plan: 20, filled: 18}]\n"
    assert team(at("2026-08-10", seats), "coe").approved == 0


def test_movements() -> None:
    """Opening + starts − leavers = closing; former holders count, and so does a position that was closed."""
    ctx = at(
        "2026-08-10",
        headcount(
            "status: filled, start: 2024-01-08",
            "status: filled, start: 2026-03-02",
            "status: filled, start: 2024-01-08, end: 2026-05-31",
            "status: open, planned_start: 2026-09-01, history: [{from: 2025-01-06, to: 2026-04-30}]",
            "status: closed, planned_start: 2024-01-08, start: 2024-01-08, end: 2026-02-28",
            "status: filled, start: 2026-11-02",
        ),
    )
    year = ctx.year
    found = bridge(ctx, positions(ctx), year.first, year.last)
    assert (found.opening, found.starts, found.leavers, found.closing) == (4, 1, 3, 2)
    assert found.opening + found.starts - found.leavers == found.closing
    assert heads(positions(ctx), date(2026, 4, 30)) == 4
    assert heads(positions(ctx), date(2026, 5, 1)) == 3


def test_hiring_plan_attainment() -> None:
    """Starts this year to date over planned starts this year to date."""
    ctx = at(
        "2026-08-10",
        headcount(
            "status: filled, start: 2026-03-02, planned_start: 2026-02-01",
            "status: filled, start: 2024-01-08, planned_start: 2024-01-08",
            "status: open, planned_start: 2026-06-01, start: 2026-09-01",
            "status: open, planned_start: 2026-09-01",
            "status: requested, planned_start: 2026-06-01",
        ),
    )
    assert attainment(ctx, positions(ctx), ctx.year) == (1, 2)


def test_span_of_control() -> None:
    """Filled direct reports by manager, whatever team they are in."""
    ctx = at(
        "2026-08-10",
        headcount(
            "status: filled, start: 2024-01-08",
            *["status: filled, start: 2024-01-08, manager: hc-mh-1"] * 2,
            "status: open, planned_start: 2026-09-01, manager: HC-MH-1",
        ),
        headcount("status: filled, start: 2024-01-08, manager: HC-MH-1", mates="coe", path="coe.yaml"),
    )
    boss = node(ctx, "HC-MH-1")
    assert sorted(found.ref for found in reports_of(ctx)[id(boss)]) == ["HC-COE-1", "HC-MH-2", "HC-MH-3"]


@pytest.mark.parametrize(("annual", "monthly"), [("0", "0.000"), ("0.18", "1.640"), ("0.5", "5.613"), ("1", "100.000")])
def test_monthly_attrition(annual: str, monthly: str) -> None:
    assert places(monthly_attrition(D(annual)) * 100, 3) == monthly


# the personnel line (Amendment 2)


BUDGET = """
--- # budget.yaml
kind: budget
cost_center: CC-4420
team: mh
fiscal_year: FY26
lines:
  - {id: MH-OTH-01, name: Contractors, category: personnel, plan: 0}
  - {id: MH-PEO-01, name: Salaries, category: personnel, source: headcount}
"""


def money(day: str, *fields: str, spent: int = 0) -> tuple[Context, list[int], list[int]]:
    """The plan and the outlook of the personnel line by month."""
    ctx = at(day, CARD, BUDGET, headcount(*fields), closed_months("MH-PEO-01", ["7_000"] * spent))
    found = line(ctx, node(ctx, "MH-PEO-01"))
    actual = [amount or D(0) for amount in found.actual_months[: found.closed]]
    return ctx, [round(amount) for amount in found.budget_months], [round(amount) for amount in (*actual, *found.forecast_months)]


def test_the_plan_is_the_positions_at_their_planned_start() -> None:
    """One-time costs included; a position without a planned start plans from its start."""
    _, plan, outlook = money(
        "2026-08-10", "status: filled, start: 2024-01-08", "status: filled, planned_start: 2026-03-01, start: 2026-05-01", spent=0
    )
    assert plan == [10_000, 10_000, 32_500] + [20_000] * 9
    assert outlook == [10_000] * 4 + [32_500] + [20_000] * 7


@pytest.mark.parametrize("status", ["requested", "frozen", "closed"])
def test_frozen_requested_and_closed_positions_plan_nothing(status: str) -> None:
    _, plan, outlook = money("2026-08-10", "status: filled, start: 2024-01-08", f"status: {status}, planned_start: 2026-10-01")
    assert plan == outlook == [10_000] * 12


def test_the_outlook_is_actuals_and_then_expected_starts() -> None:
    """To July what was spent; after it the model: a vacancy planned for March is now expected on 10 August."""
    ctx, plan, outlook = money("2026-08-10", "status: filled, start: 2024-01-08", "status: open, planned_start: 2026-03-01", spent=7)
    assert plan == [10_000, 10_000, 32_500] + [20_000] * 9
    assert outlook == [7_000] * 7 + [29_597] + [20_000] * 4
    assert line(ctx, node(ctx, "MH-PEO-01")).outlook_method == "headcount"


def test_which_line_pays() -> None:
    """The line it names; else the cost centre's line with `source: headcount`; a team without a cost centre spends from the one above."""
    ctx, *_ = money("2026-08-10", "status: filled, start: 2024-01-08", "status: filled, start: 2024-01-08, line: mh-oth-01")
    assert [found.ref for found in on_line(ctx, node(ctx, "MH-PEO-01"))] == ["HC-MH-1"]
    assert [found.ref for found in on_line(ctx, node(ctx, "MH-OTH-01"))] == ["HC-MH-2"]
    assert (cost_center(ctx, "MH"), cost_center(ctx, "nobody")) == ("CC-4420", "")
    org = """
--- # more.yaml
kind: org
teams:
  - {code: sub, name: Sub, lead: jo.park, parent: mh}
  - {code: top, name: Top, lead: jo.park}
  - {code: a, name: A, lead: jo.park, parent: b}
  - {code: b, name: B, lead: jo.park, parent: a}
"""
    more = at("2026-08-10", org)
    assert [cost_center(more, code) for code in ("sub", "top", "a")] == ["CC-4420", "CC-4400", ""]


def test_a_typed_plan_of_a_personnel_line_stands() -> None:
    ctx = at(
        "2026-08-10", CARD, BUDGET.replace("plan: 0", "plan: 1_200, source: headcount"), headcount("status: filled, start: 2024-01-08")
    )
    assert line(ctx, node(ctx, "MH-OTH-01")).plan == 1_200
