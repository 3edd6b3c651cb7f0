"""Positions by team with cap and cost; then each position, the cost by month, and the seats at vendors.

Who holds a position is not printed, nor what a single one costs: `polops.analyse.personnel` leaves out what would tell.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from polops.analyse.context import ZERO
from polops.analyse.few import FEWEST
from polops.analyse.headcount import TeamNumbers, count, position, position_item, positions
from polops.analyse.hiring import cap, order_of, priority
from polops.analyse.personnel import Costs, costs
from polops.analyse.wording import counted, whole, whole_percent
from polops.model.headcount import VendorSeats
from polops.reports.frame import VACANCY, page, percent, section, wanted, year
from polops.reports.page import Chart, Column, Page, Row, Table
from polops.values.ref import fold

if TYPE_CHECKING:
    from collections.abc import Iterable

    from polops.analyse.context import Context
    from polops.plan.plan import Node
    from polops.reports import Options
    from polops.reports.page import Cell
    from polops.source.problem import Span

APPROVED = "Approved is filled + vacant positions; frozen and requested ones stand apart and cost nothing."
CAP = "A cap is in FTE, filled and vacant, and covers a team and the teams below it; room is what is left of it."
COST = "Cost is rate ÷ 12 × FTE × share of the month, for vacant positions from their expected start, one-time cost included."
WITHHELD = f"Not shown (n/a or left out): amounts for fewer than {FEWEST} people, and those from which such an amount could be computed."
POSITION = "Start is the actual or the expected one, slip its days after the plan; priority is its own, else the highest that it serves."
SEATS = "Vendor seats are counts, never people, and no part of headcount."


class Group(NamedTuple):
    """A team's code and those of its positions that pass the filters."""

    code: str
    nodes: list[Node]

    def span(self, ctx: Context) -> Span | None:
        """Where the team is defined, else its first position."""
        found = ctx.plan.find(self.code, "team")
        return ctx.plan.at(found) if found else ctx.plan.at(self.nodes[0]) if self.nodes else None


def build(ctx: Context, options: Options) -> Page:
    """The page."""
    nodes, seats = chosen(ctx, options), chosen_seats(ctx, options)
    found = year_costs(ctx, options, nodes)
    by_team, by_month = teams(ctx, options, found), months(ctx, found) if nodes else None
    sections = (
        section("teams", "By team", by_team),
        section("positions", "Positions", positions_table(ctx, nodes)),
        section("months", f"By month, {year(ctx, options)}", by_month, month_chart(found, by_month)),
        section("seats", "Vendor seats", seats_table(ctx, seats)),
    )
    notes = (*((VACANCY, APPROVED, CAP, *cost_notes(found)) if nodes else ()), *((SEATS,) if seats else ()))
    lead = sentence(ctx, options, nodes, seats, found)
    return page(ctx, options, "headcount", "Headcount", lead=lead, sections=sections, notes=notes, codes=("HC",))


def chosen(ctx: Context, options: Options) -> list[Node]:
    """The positions that pass the filters, in order of place."""
    return [node for node in positions(ctx) if wanted(ctx, options, node)]


def chosen_seats(ctx: Context, options: Options) -> list[Node]:
    """The vendor seats that pass the filters, in order of place."""
    return [node for node in ctx.plan.nodes("seats") if wanted(ctx, options, node)]


def year_costs(ctx: Context, options: Options, nodes: list[Node]) -> Costs:
    """What the positions cost in the year of the report."""
    return costs(ctx, ctx.calendar.months(year(ctx, options)), nodes)


def groups(ctx: Context, options: Options) -> list[Group]:
    """The chosen positions by team: teams in the order of the organisation, then any that it does not know."""
    found: dict[str, Group] = {fold(node.ref): Group(node.ref, []) for node in ctx.plan.nodes("team")}
    for node in chosen(ctx, options):
        code = ctx.plan.team(node)
        found.setdefault(fold(code), Group(code, [])).nodes.append(node)
    return [group for group in found.values() if group.nodes]


def sentence(ctx: Context, options: Options, nodes: list[Node], seats: list[Node], found: Costs) -> str:
    """The facts in one sentence."""
    if not nodes and not seats:
        return "No positions in this selection."
    parts = [in_numbers(count(ctx, nodes))] if nodes else []
    if found.total.expected is not None and found.known and nodes:
        parts.append(f"cost in {year(ctx, options)} {whole(found.total.expected)} {ctx.currency}")
    if seats:
        planned, filled = (sum(getattr(node.item, field) for node in seats) for field in ("plan", "filled"))
        parts.append(f"{filled} of {counted(planned, 'vendor seat')} filled")
    return f"{'; '.join(parts)}."


def in_numbers(numbers: TeamNumbers) -> str:
    """Filled, vacant, frozen and requested in words."""
    lead = f"{numbers.filled} of {counted(numbers.approved, 'approved position')} filled ({numbers.fte_filled:f} FTE)"
    lead += f", {numbers.vacant} vacant (vacancy rate {percent(numbers.vacancy_rate)})"
    apart = [f"{number} {name}" for number, name in ((numbers.frozen, "frozen"), (numbers.requested, "requested")) if number]
    return ", ".join((lead, *apart))


def cost_notes(found: Costs) -> tuple[str, ...]:
    """How cost comes about, what of it is not shown, and what is not known."""
    if not found.known:
        return ()
    missing = f"{counted(found.unpriced, 'position')} without a rate in the rate card: not in the cost."
    return (COST, *((WITHHELD,) if found.withheld else ()), *((missing,) if found.unpriced else ()))


def total_of(cells: Iterable[Cell]) -> str:
    """How a column of amounts is totalled: by the sum of what it shows, unless something in it is not shown."""
    return "" if any(cell is None for cell in cells) else "sum"


def teams(ctx: Context, options: Options, found: Costs) -> Table:
    """One row a team."""
    listed = groups(ctx, options)
    amounts = [found.teams[fold(group.code)].expected for group in listed]
    way = total_of((*amounts, found.total.expected))
    columns = (
        Column("team", "Team", "id"),
        *(Column(key, key.capitalize(), "integer", total="sum") for key in ("approved", "filled", "vacant")),
        Column("vacancy_rate", "Vacancy", "ratio", total="vacant/approved"),
        Column("fte_filled", "FTE filled", "number", total="sum", rank=2),
        Column("fte_vacant", "FTE vacant", "number", total="sum", rank=2),
        Column("cap", "Cap", "number", "FTE", rank=2),
        Column("room", "Room", "number", "FTE", rank=2),
        Column("frozen", "Frozen", "integer", total="sum"),
        Column("requested", "Requested", "integer", total="sum"),
        *((Column("cost", f"Cost {year(ctx, options)}", "money", ctx.currency, way),) if found.known else ()),
    )
    rows = []
    for group, amount in zip(listed, amounts, strict=True):
        cells = (group.code, *_team_cells(count(ctx, group.nodes), cap(ctx, group.code)), *((amount,) if found.known else ()))
        rows.append(Row(cells, group.span(ctx), group.code))
    every = count(ctx, [node for group in listed for node in group.nodes])
    total = Row(("Total", *_team_cells(every, (None, None)), *((found.total.expected,) if found.known else ())))
    return Table("teams", "Teams", columns, tuple(rows), total, sheet="Teams")


def _team_cells(numbers: TeamNumbers, limits: tuple[Cell, Cell]) -> tuple[Cell, ...]:
    return (
        numbers.approved,
        numbers.filled,
        numbers.vacant,
        numbers.vacancy_rate,
        numbers.fte_filled,
        numbers.fte_vacant,
        *limits,
        numbers.frozen,
        numbers.requested,
    )


def positions_table(ctx: Context, nodes: list[Node], which: str = "") -> Table:
    """One row a position that is not closed; `which` says which ones these are."""
    columns = (
        Column("position", "Position", "id"),
        Column("title", "Title"),
        Column("team", "Team", "id", rank=2),
        Column("status", "Status"),
        Column("priority", "Pri", rank=2),
        Column("planned_start", "Planned", "date", rank=2),
        Column("expected_start", "Start", "date"),
        Column("slip", "Slip", "integer", "days"),
        Column("fte", "FTE", "number", rank=2),
        Column("band", "Band", rank=3),
        Column("location", "Location", rank=3),
        Column("type", "Type", rank=3),
        Column("reason", "Reason", rank=3),
        Column("serves", "Serves", rank=3),
    )
    rows = tuple(_position_row(ctx, node) for node in nodes if position_item(node).status != "closed")
    left_out = sum(1 for node in nodes if position_item(node).status == "closed")
    note = f"{counted(left_out, 'closed position')} left out." if left_out else ""
    return Table("positions", "Positions", columns, rows, note=" ".join(filter(None, (which, POSITION, note))))


def _position_row(ctx: Context, node: Node) -> Row:
    item, numbers = position_item(node), position(ctx, node)
    cells = (
        node.ref,
        item.title,
        ctx.plan.team(node),
        item.status,
        priority(ctx, node) or "",
        item.planned_start,
        numbers.expected_start,
        numbers.start_slip,
        item.fte,
        item.band,
        item.location,
        item.type.replace("_", " "),
        item.reason.replace("_", " "),
        serves(node),
    )
    return Row(cells, ctx.plan.at(node), node.ref)


def serves(node: Node) -> str:
    """What a position is allocated to, with shares."""
    return ", ".join(f"{ref} {whole_percent(part)}" for ref, part in position_item(node).allocation.items())


def months(ctx: Context, found: Costs) -> Table:
    """One row a month: heads at its end, and its cost, split where the parts may be shown."""
    split = all(month.filled is not None and month.vacant is not None for month in found.months)
    complete = all(month.total is not None for month in found.months)
    unit = ctx.currency
    columns = (
        Column("month", "Month", "period"),
        Column("heads_filled", "Filled heads", "integer"),
        Column("heads_vacant", "Vacant heads", "integer"),
        *((Column("filled", "Filled", "money", unit, "sum"), Column("vacant", "Vacant", "money", unit, "sum")) if split else ()),
        *((Column("cost", "Cost", "money", unit, "sum"),) if complete else ()),
    )
    amounts = [
        [amount for amount, shown in ((month.filled, split), (month.vacant, split), (month.total, complete)) if shown]
        for month in found.months
    ]
    rows = tuple(
        Row((str(month.month), month.heads_filled, month.heads_vacant, *cells)) for month, cells in zip(found.months, amounts, strict=True)
    )
    sums = [sum((amount or ZERO for amount in cells), ZERO) for cells in zip(*amounts, strict=True)]
    total = Row(("Total", None, None, *sums)) if sums else None
    note = "Heads at the month's end: positions held, and vacant ones that are expected to have started."
    return Table("months", "Cost by month" if complete else "Heads by month", columns, rows, total, note)


def month_chart(found: Costs, source: Table | None) -> Chart | None:
    """Filled and vacant stacked: their cost, or the heads where the cost of each may not be shown."""
    if source is None:
        return None
    if all(month.filled is not None and month.vacant is not None for month in found.months):
        return Chart("stacked_bars", "Cost by month, filled and vacant", source, "month", ("filled", "vacant"))
    return Chart("stacked_bars", "Heads by month, filled and vacant", source, "month", ("heads_filled", "heads_vacant"))


def seats_table(ctx: Context, seats: list[Node]) -> Table:
    """One row a vendor, site and function."""
    columns = (
        Column("vendor", "Vendor"),
        Column("site", "Site"),
        Column("function", "Function"),
        Column("planned", "Planned", "integer", total="sum"),
        Column("filled", "Filled", "integer", total="sum"),
        Column("team", "Team", "id"),
        Column("exposure", "Exposure", rank=2),
        Column("languages", "Languages", rank=2),
        Column("order", "Order", "id", rank=3),
        Column("notice_by", "Notice by", "date", rank=3),
        Column("seats", "Seats", "id", rank=3),
    )
    rows = tuple(_seat_row(ctx, node, node.item) for node in seats if isinstance(node.item, VendorSeats))
    planned, filled = (sum(getattr(node.item, field) for node in seats) for field in ("plan", "filled"))
    total = Row(("Total", "", "", planned, filled, *("",) * 4, None, ""))
    return Table("seats", "Vendor seats", columns, rows, total, sheet="Vendor seats")


def _seat_row(ctx: Context, node: Node, item: VendorSeats) -> Row:
    order = order_of(ctx, node)
    cells = (
        item.vendor,
        item.site or "",
        item.function or "",
        item.plan,
        item.filled,
        ctx.plan.team(node),
        item.exposure or "",
        ", ".join(item.languages),
        item.po or "",
        getattr(order.item, "notice_by", None) if order else None,
        node.ref,
    )
    return Row(cells, ctx.plan.at(node), node.ref)
