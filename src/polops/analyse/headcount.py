"""Positions and what they cost (domain reference C9).

Cost in a month = rate(band, location) ÷ 12 × fte × share of the month employed, by calendar days with both ends counted. A rate is the card's, at the
budget exchange rate, with the increase from its month on. Filled counts from start to end; offered, open and approved from the expected start,
which is never before the as-of date; requested, frozen and closed cost nothing. None: the rate card has no such band and location.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from polops.analyse.books import NOTHING, Months, fx, line_item, rates, year_label
from polops.analyse.context import ONE, ZERO, Context, each, once, ratio
from polops.model.headcount import Position
from polops.model.org import Team
from polops.plan.plan import Node
from polops.values.period import MONTHS, Period, month_index
from polops.values.ref import fold

VACANT = ("approved", "open", "offered")
_FAR = date.max


@dataclass(frozen=True, slots=True)
class PositionNumbers:
    """A position as of a date. Costs are of the fiscal year that holds it, in the reporting currency, one-time cost apart; times in calendar days."""

    cost_fy: Decimal | None
    one_time_fy: Decimal | None
    cost_by_month: tuple[Decimal | None, ...]
    time_to_fill: int | None
    time_to_start: int | None
    open_age: int | None
    start_slip: int | None
    expected_start: date | None
    filled: bool
    vacant: bool
    run_rate: Decimal | None


@dataclass(frozen=True, slots=True)
class TeamNumbers:
    """A team's positions as of a date: heads and FTE. `approved` is filled and vacant together; frozen and requested stand apart."""

    approved: int
    filled: int
    vacant: int
    fte_filled: Decimal
    fte_vacant: Decimal
    vacancy_rate: Decimal | None
    frozen: int
    requested: int
    open: int
    offered: int


def position_item(node: Node) -> Position:
    """The position of a node."""
    assert isinstance(node.item, Position)  # noqa: S101 - the index keeps kinds apart
    return node.item


def expected_start(ctx: Context, item: Position) -> date | None:
    """When a position starts or started: as written once filled; while vacant what is expected, but never before the as-of date."""
    start = item.start or item.planned_start
    if item.status in VACANT:
        return max(start, ctx.as_of) if start else None
    return start if item.status == "filled" else None


def planned_start(item: Position) -> date | None:
    """When a position starts by the plan: `planned_start`, or `start` where there is none."""
    return item.planned_start or item.start


def annual_rate(ctx: Context, item: Position, month: Period) -> Decimal | None:
    """The loaded annual cost in a month, in the reporting currency; None where the rate card has none."""
    year = ctx.calendar.year_number(month.start)
    card = _cards(ctx).get(year)
    if card is None:
        return None
    if item.rate is not None:
        return item.rate * card.own_rate if card.own_rate is not None else None
    rate = card.cells.get((fold(item.band), fold(item.location)))
    if rate is None:
        return None
    return rate * card.raised if card.raised_from is not None and month >= card.raised_from else rate


@dataclass(frozen=True, slots=True)
class _Card:
    """A rate card in the reporting currency: by folded band and location, and from which month on which factor applies."""

    cells: dict[tuple[str, str], Decimal]
    own_rate: Decimal | None
    raised_from: Period | None
    raised: Decimal


@once
def _cards(ctx: Context) -> dict[int, _Card]:
    """The rate cards by the number of their fiscal year."""
    found: dict[int, _Card] = {}
    for label, (_, file) in rates(ctx).items():
        cells: dict[tuple[str, str], Decimal] = {}
        for band, row in file.loaded_annual.items():
            for place, (amount, currency) in row.items():
                rate = fx(ctx, currency or file.currency or ctx.currency, label)
                if rate is not None:
                    cells[fold(band), fold(place)] = amount * rate
        increase = file.increase
        found[ctx.calendar.year_number(ctx.calendar.months(label).start)] = _Card(
            cells,
            fx(ctx, file.currency or ctx.currency, label),
            increase.month if increase else None,
            ONE + increase.pct if increase else ONE,
        )
    return found


def share(ctx: Context, month: Period, start: date, end: date | None) -> Decimal:
    """The share of a month between two days, both counted; with `prorate: month` any month touched counts whole."""
    first, last = max(month.first, start), min(month.last, end or _FAR)
    if first > last:
        return ZERO
    if ctx.settings.headcount.prorate == "month":
        return ONE
    return Decimal((last - first).days + 1) / month.days


def cost_months(ctx: Context, item: Position, start: date | None, year: Period) -> tuple[Decimal | None, ...]:
    """The cost of a position by month of a year from a start on, one-time cost not included.

    198,000 with 3 % from April, from 20 July: 6,578.71 in July, 91,553.71 in the year.
    """
    if start is None:
        return NOTHING
    whole = _whole_months(ctx, item, year)
    if start <= year.first and (item.end is None or item.end >= year.last):
        return whole if item.fte == ONE else tuple(None if cost is None else cost * item.fte for cost in whole)
    return tuple(_month_cost(item, cost, share(ctx, month, start, item.end)) for month, cost in zip(_months(ctx, year), whole, strict=True))


def _whole_months(ctx: Context, item: Position, year: Period) -> tuple[Decimal | None, ...]:
    """What a full-time position of that band and place costs in each whole month of a year."""
    key = (_whole_months, year.start, item.rate, item.band, item.location)
    if key not in ctx.results:
        rates_ = (annual_rate(ctx, item, month) for month in _months(ctx, year))
        ctx.results[key] = tuple(None if rate is None else rate / MONTHS for rate in rates_)
    return ctx.results[key]  # type: ignore[return-value]  # stored under its own key


def _months(ctx: Context, year: Period) -> tuple[Period, ...]:
    key = (_months, year.start)
    if key not in ctx.results:
        ctx.results[key] = tuple(year.split())
    return ctx.results[key]  # type: ignore[return-value]  # stored under its own key


def _month_cost(item: Position, whole: Decimal | None, part: Decimal) -> Decimal | None:
    if not part:
        return ZERO
    return None if whole is None else whole * item.fte * part


def one_time(ctx: Context, item: Position, start: date | None, year: Period) -> Months:
    """The cost of a start, in its month; nothing where it lies outside the year."""
    card = rates(ctx).get(ctx.calendar.label(year))
    if start is None or card is None or not year.has(start):
        return NOTHING
    months = [ZERO] * MONTHS
    months[month_index(start) - year.start] = (card[1].one_time.hire + card[1].one_time.equipment) * (
        fx(ctx, card[1].currency or ctx.currency, ctx.calendar.label(year)) or ZERO
    )
    return tuple(months)


@each
def position(ctx: Context, node: Node) -> PositionNumbers:
    """All numbers of a position."""
    item, year = position_item(node), ctx.year
    start = expected_start(ctx, item)
    months = cost_months(ctx, item, start, year)
    known = [cost for cost in months if cost is not None]
    cost = sum(known, ZERO) if len(known) == len(months) else None
    rate = annual_rate(ctx, item, Period(year.start + MONTHS - 1))
    return PositionNumbers(
        cost,
        sum(one_time(ctx, item, start, year), ZERO),
        months,
        *_times(ctx, item, start),
        start,
        is_filled(ctx, item),
        item.status in VACANT,
        None if rate is None or start is None else rate * item.fte,
    )


def _times(ctx: Context, item: Position, start: date | None) -> tuple[int | None, int | None, int | None, int | None]:
    """Time to fill and to start, open age, start slip (C9): approved 16 Mar, accepted 22 Jun, start 20 Jul, planned 1 Jul: 98, 126, –, 19."""
    filled = item.status == "filled"
    to_fill = _days(item.approved, item.accepted) if filled else None
    to_start = _days(item.approved, item.start) if filled else None
    age = _days(item.approved, ctx.as_of) if item.status in VACANT else None
    return to_fill, to_start, age, _days(item.planned_start, start)


def _days(first: date | None, last: date | None) -> int | None:
    return None if first is None or last is None else (last - first).days


def is_filled(ctx: Context, item: Position, day: date | None = None) -> bool:
    """Whether somebody holds the position on a day (default: the as-of date)."""
    when = day or ctx.as_of
    return item.status == "filled" and item.start is not None and item.start <= when and (item.end is None or item.end >= when)


@once
def _by_team(ctx: Context) -> dict[str, list[Node]]:
    found: dict[str, list[Node]] = {}
    for node in ctx.plan.nodes("position"):
        found.setdefault(fold(ctx.plan.team(node)), []).append(node)
    return found


def positions(ctx: Context, team: str = "") -> list[Node]:
    """The positions of a team, or all, in order of file and place."""
    return _by_team(ctx).get(fold(team), []) if team else list(ctx.plan.nodes("position"))


def team(ctx: Context, code: str) -> TeamNumbers:
    """Counts of one team's own positions. Filled 2 and vacant 1 are a vacancy rate of 33.3 %."""
    return count(ctx, positions(ctx, code))


def count(ctx: Context, nodes: list[Node]) -> TeamNumbers:
    """Counts of any positions; vacancy rate is vacant ÷ (filled + vacant) in heads, None without any."""
    items = [position_item(node) for node in nodes]
    filled = [item for item in items if is_filled(ctx, item)]
    vacant = [item for item in items if item.status in VACANT]
    total = len(filled) + len(vacant)

    def have(status: str) -> int:
        return sum(1 for item in items if item.status == status)

    return TeamNumbers(
        total,
        len(filled),
        len(vacant),
        sum((item.fte for item in filled), ZERO),
        sum((item.fte for item in vacant), ZERO),
        ratio(Decimal(len(vacant)), Decimal(total)),
        have("frozen"),
        have("requested"),
        have("open"),
        have("offered"),
    )


@once
def _by_line(ctx: Context) -> dict[tuple[str, str], list[Node]]:
    """Positions by folded line and fiscal year: the line that they name, else the personnel line of their team's cost centre in that year."""
    found: dict[tuple[str, str], list[Node]] = {}
    defaults = _default_lines(ctx)
    years = sorted({year for year, _ in defaults})
    for node in ctx.plan.nodes("position"):
        own, center = position_item(node).line, fold(cost_center(ctx, ctx.plan.team(node)))
        for year in years:
            line = own or defaults.get((year, center))
            if line:
                found.setdefault((fold(line), year), []).append(node)
    return found


@once
def _default_lines(ctx: Context) -> dict[tuple[str, str], str]:
    """The line that positions fall on by default, by fiscal year and folded cost centre: the one with `source: headcount`, else the first personnel line."""
    found: dict[tuple[str, str], str] = {}
    for node in ctx.plan.nodes("line"):
        item = line_item(node)
        key = (year_label(ctx, node), fold(getattr(node.file, "cost_center", "")))
        found.setdefault(key, "")
        if item.category == "personnel" and (not found[key] or (item.source == "headcount" and not _sourced(ctx, key, found[key]))):
            found[key] = item.id
    return found


def _sourced(ctx: Context, key: tuple[str, str], ref: str) -> bool:
    found = ctx.plan.line(ref, key[0])
    return found is not None and line_item(found).source == "headcount"


def cost_center(ctx: Context, code: str) -> str:
    """The cost centre that a team spends from: its own, or that of the nearest team above; empty where there is none."""
    seen: set[str] = set()
    while code and fold(code) not in seen:
        seen.add(fold(code))
        found = ctx.plan.find(code, "team")
        item = found.item if found else None
        if not isinstance(item, Team):
            return ""
        if item.cost_center:
            return item.cost_center
        code = item.parent or (ctx.settings.root_team or "")
    return ""


def personnel_line(ctx: Context, team_code: str) -> str | None:
    """The budget line that a team's positions fall on by default in the year of the as-of date; None where its cost centre has none."""
    return _default_lines(ctx).get((ctx.year_label, fold(cost_center(ctx, team_code)))) or None


def on_line(ctx: Context, node: Node) -> list[Node]:
    """The positions that a budget line pays."""
    return _by_line(ctx).get((fold(node.ref), year_label(ctx, node)), [])


def has_positions(ctx: Context, node: Node) -> bool:
    """Whether any position falls on a line."""
    return bool(on_line(ctx, node))


def _line_cost(ctx: Context, node: Node, start_of: Callable[[Position], date | None]) -> Months:
    year = ctx.calendar.months(year_label(ctx, node))
    months = list(NOTHING)
    for found in on_line(ctx, node):
        item = position_item(found)
        start = start_of(item)
        for i, (cost, extra) in enumerate(zip(cost_months(ctx, item, start, year), one_time(ctx, item, start, year), strict=True)):
            months[i] += (cost or ZERO) + extra
    return tuple(months)


def planned_cost(ctx: Context, node: Node) -> Months:
    """The plan of a personnel line: its positions from their planned start, one-time cost included; frozen, requested and closed plan nothing."""
    return _line_cost(ctx, node, lambda item: planned_start(item) if item.status in {"filled", *VACANT} else None)


@each
def modelled_cost(ctx: Context, node: Node) -> Months:
    """What a line's positions cost by month as things stand, one-time cost included."""
    return _line_cost(ctx, node, lambda item: expected_start(ctx, item))


@dataclass(frozen=True, slots=True)
class Bridge:
    """Heads over a period: opening + starts − leavers = closing. A difference would be a fault in the data."""

    opening: int
    starts: int
    leavers: int
    closing: int


def stints(item: Position) -> Iterator[tuple[date, date]]:
    """The runs of days on which somebody held a position, first and last day, former holders included."""
    for former in item.history:
        yield former.from_, former.to or _FAR
    if item.start and item.status in {"filled", "closed"}:
        yield item.start, item.end or _FAR


def heads(nodes: list[Node], day: date) -> int:
    """How many positions were held on a day."""
    return sum(1 for node in nodes if any(first <= day <= last for first, last in stints(position_item(node))))


def bridge(ctx: Context, nodes: list[Node], first: date, last: date) -> Bridge:
    """Movements from a first to a last day (both counted, nothing after the as-of date): the closing is counted, not computed."""
    until = min(last, ctx.as_of)
    runs = [run for node in nodes for run in stints(position_item(node))]
    opening = sum(1 for begin, end in runs if begin < first <= end)
    starts = sum(1 for begin, _ in runs if first <= begin <= until)
    leavers = sum(1 for _, end in runs if first <= end < until)
    return Bridge(opening, starts, leavers, heads(nodes, until))


def attainment(ctx: Context, nodes: list[Node], year: Period) -> tuple[int, int]:
    """Starts of a year to date: actual and planned (hiring plan attainment is one over the other). Requested, frozen and closed plan nothing."""
    items = [position_item(node) for node in nodes if position_item(node).status in {"filled", *VACANT}]
    until = min(ctx.as_of, year.last)
    planned = sum(1 for item in items if (start := planned_start(item)) is not None and year.first <= start <= until)
    actual = sum(1 for item in items if item.start and year.first <= item.start <= until and item.status == "filled")
    return actual, planned


def median(values: list[int]) -> Decimal | None:
    """The median of some days; None of none."""
    if not values:
        return None
    ordered, middle = sorted(values), len(values) // 2
    return Decimal(ordered[middle]) if len(values) % 2 else Decimal(ordered[middle - 1] + ordered[middle]) / 2


def monthly_attrition(annual: Decimal) -> Decimal:
    """The monthly rate that makes an annual one: 1 − (1 − a)^(1/12); 18 % a year is 1.640 % a month."""
    return ONE - (ONE - annual) ** (ONE / MONTHS)


@once
def reports_of(ctx: Context) -> dict[int, list[Node]]:
    """Filled positions by the position that manages them (span of control)."""
    found: dict[int, list[Node]] = {}
    for node in ctx.plan.nodes("position"):
        item = position_item(node)
        manager = ctx.plan.find(item.manager, "position") if item.manager else None
        if manager is not None and is_filled(ctx, item):
            found.setdefault(id(manager), []).append(node)
    return found
