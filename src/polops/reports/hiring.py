"""The hiring review: counts, positions to discuss, times, movements, cost, spans and seats, and the next 60 days.

Source: domain reference E5. What it says of money is what `polops.analyse.personnel` lets out; nobody who holds a position is named.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from polops.analyse import hiring
from polops.analyse.headcount import count, position, position_item
from polops.analyse.movement import Bridge, attainment, bridge
from polops.analyse.wording import counted, listed, whole
from polops.reports.frame import TIMES, VACANCY, page, section, year
from polops.reports.headcount import (
    APPROVED,
    CAP,
    SEATS,
    Group,
    chosen,
    chosen_seats,
    cost_notes,
    groups,
    in_numbers,
    month_chart,
    months,
    positions_table,
    seats_table,
    serves,
    total_of,
    year_costs,
)
from polops.reports.page import Chart, Column, Page, Row, Table
from polops.values.ref import fold

if TYPE_CHECKING:
    from polops.analyse.context import Context
    from polops.analyse.personnel import Costs
    from polops.plan.plan import Node
    from polops.reports import Options
    from polops.reports.page import Cell
    from polops.values.period import Period

ATTAINMENT = "Attainment is actual ÷ planned starts of the year, both to date."
SAVING = "Saving is the year's cost by planned starts − by expected starts: + F saves, − U costs more."
MOVING = "Positions that start, end or were planned to start this year, and those that nobody holds yet; polops report headcount has all."
_FEW = 10
_STAGES = ("requested", "approved", "open", "offered", "frozen")


def build(ctx: Context, options: Options) -> Page:
    """The page."""
    nodes, seats = chosen(ctx, options), chosen_seats(ctx, options)
    found, teams = year_costs(ctx, options, nodes), groups(ctx, options)
    span = ctx.calendar.months(year(ctx, options))
    plan, by_month = plan_table(ctx, nodes, span), months(ctx, found)
    spending = (cost(ctx, teams, found),) if found.known else ()
    sections = (
        section("counts", "Counts", counts(ctx, teams, span)),
        section("discuss", "Positions to discuss", discuss(ctx, nodes)),
        section("funnel", "Funnel and time", funnel(ctx, nodes), times(ctx, nodes)),
        section("starts", f"Plan vs actual, {ctx.calendar.label(span)}", plan, plan_chart(plan)),
        section("bridge", "Movements", movements(ctx, teams, span)),
        section("cost", "Cost", *spending, *((by_month, month_chart(found, by_month)) if nodes else ())),
        section("span", "Span and seats", spans(ctx, nodes), seats_table(ctx, seats)),
        section("next", f"Next {hiring.SOON} days", upcoming(ctx, nodes, seats)),
        section("positions", "Positions", positions_table(ctx, hiring.moving(nodes, span), MOVING)),
    )
    notes = (VACANCY, APPROVED, ATTAINMENT, TIMES, CAP, *((SAVING,) if found.known else ()), *cost_notes(found)) if nodes else ()
    foot = (*notes, *((SEATS,) if seats else ()))
    lead = sentence(ctx, nodes, found, span)
    return page(ctx, options, "hiring", "Hiring review", lead=lead, sections=sections, notes=foot, codes=("HC",))


def sentence(ctx: Context, nodes: list[Node], found: Costs, span: Period) -> str:
    """The facts in one sentence."""
    if not nodes:
        return "No positions in this selection."
    parts = [in_numbers(count(ctx, nodes)), f"{len(list(hiring.concerns(ctx, nodes)))} to discuss"]
    actual, planned = _attained(ctx, nodes, span)
    if actual is not None and planned:
        parts.append(f"{actual} actual against {counted(planned, 'planned start')} to date")
    fill, _ = hiring.times(ctx, nodes)
    if fill.median is not None:
        parts.append(f"median time to fill {plural_days(fill.median)} (n = {len(fill.days)})")
    if found.total.saving is not None and found.total.saving:
        parts.append(f"start dates {'save' if found.total.saving > 0 else 'add'} {whole(abs(found.total.saving))} {ctx.currency} this year")
    return f"{'; '.join(parts)}."


def plural_days(days: object) -> str:
    """Days in words: `98 days`, `1 day`, `97.5 days`."""
    return f"{days} {'day' if days == 1 else 'days'}"


def _attained(ctx: Context, nodes: list[Node], span: Period) -> tuple[int | None, int | None]:
    """Actual and planned starts to date; nothing for another year than this one."""
    return attainment(ctx, nodes, span) if span == ctx.year else (None, None)


def counts(ctx: Context, teams: list[Group], span: Period) -> Table:
    """One row a team: positions by status, FTE, vacancy, and starts against the plan."""
    names = ("approved", "filled", "vacant", "open", "offered", "frozen", "requested")
    ranks = {"open": 2, "offered": 2}
    columns = (
        Column("team", "Team", "id"),
        *(Column(key, key.capitalize(), "integer", total="sum", rank=ranks.get(key, 1)) for key in names),
        Column("vacancy_rate", "Vacancy", "ratio", total="vacant/approved"),
        Column("fte_filled", "FTE filled", "number", total="sum", rank=2),
        Column("fte_vacant", "FTE vacant", "number", total="sum", rank=2),
        Column("actual_starts", "Starts", "integer", total="sum", rank=3),
        Column("planned_starts", "Planned starts", "integer", total="sum", rank=3),
        Column("attainment", "Attainment", "ratio", total="actual_starts/planned_starts", rank=2),
    )

    def cells(nodes: list[Node]) -> tuple[Cell, ...]:
        numbers, (actual, planned) = count(ctx, nodes), _attained(ctx, nodes, span)
        return (
            *(getattr(numbers, name) for name in names),
            numbers.vacancy_rate,
            numbers.fte_filled,
            numbers.fte_vacant,
            actual,
            planned,
            hiring.attained(actual, planned),
        )

    rows = tuple(Row((group.code, *cells(group.nodes)), group.span(ctx), group.code) for group in teams)
    return Table("counts", "Counts", columns, rows, Row(("Total", *cells([node for group in teams for node in group.nodes]))))


def discuss(ctx: Context, nodes: list[Node]) -> Table:
    """The vacant positions that are late, old or P0."""
    columns = (
        Column("position", "Position", "id"),
        Column("title", "Title"),
        Column("team", "Team", "id", rank=3),
        Column("why", "Why"),
        Column("status", "Status"),
        Column("priority", "Pri", rank=2),
        Column("age", "Age", "integer", "days"),
        Column("planned_start", "Planned", "date", rank=2),
        Column("expected_start", "Start", "date"),
        Column("slip", "Slip", "integer", "days"),
        Column("location", "Location", rank=3),
        Column("serves", "Serves", rank=2),
    )
    limits = ctx.settings.thresholds.headcount
    late, old = f"Late: expected more than {limits.start_slip} after the plan.", f"Old: approved more than {limits.open_days} days ago."
    note = f"{late} {old} Age and slip are in days."
    rows = tuple(_concern(ctx, found) for found in hiring.concerns(ctx, nodes))
    return Table("discuss", "Vacant positions: late, old or P0", columns, rows, note=note, sheet="To discuss")


def _concern(ctx: Context, found: hiring.Concern) -> Row:
    node, item, numbers = found.node, position_item(found.node), position(ctx, found.node)
    cells = (
        node.ref,
        item.title,
        ctx.plan.team(node),
        ", ".join(found.why),
        item.status,
        hiring.priority(ctx, node) or "",
        numbers.open_age,
        item.planned_start,
        numbers.expected_start,
        numbers.start_slip,
        item.location,
        serves(node),
    )
    return Row(cells, ctx.plan.at(node), node.ref)


def funnel(ctx: Context, nodes: list[Node]) -> Table:
    """How many positions stand at each stage before they are filled, and how long the oldest has been approved."""
    columns = (
        Column("stage", "Stage"),
        Column("positions", "Positions", "integer"),
        Column("fte", "FTE", "number"),
        Column("oldest", "Oldest", "integer", "days"),
    )
    rows = []
    for stage in _STAGES:
        found = hiring.stage(ctx, nodes, stage)
        if found.positions:
            rows.append(Row((stage.capitalize(), found.positions, found.fte, found.oldest)))
    return Table("funnel", "Funnel", columns, tuple(rows), note="Oldest is the longest open age of a vacant position in days.")


def times(ctx: Context, nodes: list[Node]) -> Table:
    """Median days to fill and to start of the last 12 months; the single values where they are few."""
    columns = (
        Column("measure", "Time"),
        Column("median", "Median", "number", "days"),
        Column("n", "n", "integer"),
        Column("days", "Each", rank=2),
    )
    rows = tuple(
        Row((name, found.median, len(found.days), ", ".join(map(str, found.days)) if len(found.days) < _FEW else ""))
        for name, found in zip(("To fill", "To start"), hiring.times(ctx, nodes), strict=True)
        if found.days
    )
    return Table("times", "Time", columns, rows, note="Positions filled in the last 12 months, with the day of approval known.")


def plan_table(ctx: Context, nodes: list[Node], span: Period) -> Table:
    """Planned against actual and expected starts, added up by month; without rows where nothing starts in the year."""
    found = hiring.starts(ctx, nodes, span)
    columns = (
        Column("month", "Month", "period"),
        Column("planned", "Planned", "integer"),
        Column("actual", "Actual", "integer"),
        Column("expected", "Actual and expected", "integer"),
    )
    rows = tuple(Row((str(month.month), month.planned, month.actual, month.expected)) for month in found)
    if not any(month.planned or month.actual or month.expected for month in found):
        rows = ()
    return Table("starts", "Starts, added up", columns, rows, note="Requested and closed positions are no plan.", sheet="Plan vs actual")


def plan_chart(source: Table) -> Chart | None:
    """The same as lines."""
    series = ("planned", "actual", "expected")
    return Chart("lines", "Starts: planned, actual, expected", source, "month", series) if source.rows else None


def movements(ctx: Context, teams: list[Group], span: Period) -> Table:
    """The bridge of each team from the year's first day to date."""
    names = ("opening", "starts", "leavers", "closing")
    columns = (Column("team", "Team", "id"), *(Column(key, key.capitalize(), "integer", total="sum") for key in names))
    found = [(group, bridge(ctx, group.nodes, span.first, span.last)) for group in teams] if span.first <= ctx.as_of else []
    rows = tuple(Row((group.code, *_moves(moved)), group.span(ctx), group.code) for group, moved in found)
    adrift = [group.code for group, moved in found if moved.opening + moved.starts - moved.leavers != moved.closing]
    note = f"Heads, {ctx.calendar.label(span)} to date: opening + starts − leavers = closing."
    note += f" It does not add up for {listed(adrift)}." if adrift else ""
    totals = tuple(sum(cells) for cells in zip(*(_moves(moved) for _, moved in found), strict=True))
    return Table("bridge", "Bridge", columns, rows, Row(("Total", *totals)) if found else None, note)


def _moves(moved: Bridge) -> tuple[int, int, int, int]:
    return moved.opening, moved.starts, moved.leavers, moved.closing


def cost(ctx: Context, teams: list[Group], found: Costs) -> Table:
    """One row a team: the year's cost by planned and by expected starts, the saving, and FTE against the cap."""
    unit = ctx.currency
    each = [found.teams[fold(group.code)] for group in teams]
    amounts = [(one.planned, one.expected, one.saving) for one in (*each, found.total)]
    ways = [total_of(cells) for cells in zip(*amounts, strict=True)]
    columns = (
        Column("team", "Team", "id"),
        Column("planned", "Planned cost", "money", unit, ways[0]),
        Column("expected", "Expected cost", "money", unit, ways[1]),
        Column("saving", "Saving", "variance", unit, ways[2]),
        Column("fte", "FTE", "number"),
        Column("cap", "Cap", "number", "FTE"),
        Column("room", "Room", "number", "FTE"),
    )
    rows = tuple(
        Row((group.code, *cells, hiring.committed(ctx, group.code), *hiring.cap(ctx, group.code)), group.span(ctx), group.code)
        for group, cells in zip(teams, amounts[:-1], strict=True)
    )
    note = "FTE is filled + vacant, of a team and the teams below it, as its cap counts."
    return Table("cost", "Timing and caps", columns, rows, Row(("Total", *amounts[-1], None, None, None)), note)


def spans(ctx: Context, nodes: list[Node]) -> Table:
    """The positions that others report to, those outside the limits first."""
    low, high = ctx.settings.thresholds.headcount.span
    found = sorted(hiring.managers(ctx, nodes), key=lambda one: not one[2])
    columns = (
        Column("position", "Position", "id"),
        Column("title", "Title"),
        Column("team", "Team", "id"),
        Column("reports", "Reports", "integer"),
        Column("outside", "Outside"),
    )
    rows = tuple(
        Row((node.ref, position_item(node).title, ctx.plan.team(node), reports, outside), ctx.plan.at(node), node.ref)
        for node, reports, outside in found
    )
    note = f"Filled direct reports; {low} to {high} is inside the limits."
    return Table("span", "Spans of control", columns, rows, note=note, sheet="Span")


def upcoming(ctx: Context, nodes: list[Node], seats: list[Node]) -> Table:
    """Starts, last days, and the notices and ends of the orders that pay for seats."""
    columns = (
        Column("on", "Date", "date"),
        Column("what", "What"),
        Column("item", "Item", "id"),
        Column("title", "Title"),
        Column("team", "Team", "id"),
    )
    rows = tuple(
        Row((event.on, event.what, event.node.ref, event.title, event.team), ctx.plan.at(event.node), event.node.ref)
        for event in hiring.upcoming(ctx, nodes, seats)
    )
    return Table("next", f"Next {hiring.SOON} days", columns, rows)
