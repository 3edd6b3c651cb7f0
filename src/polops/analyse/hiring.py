"""Hiring as of a date: which positions need talking about, plan against actual starts, times, spans, caps and what comes next.

Source: domain reference C9 and E5. Days are calendar days; a window runs to the as-of date.
"""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal
from typing import TYPE_CHECKING

from polops.analyse.align import goal
from polops.analyse.context import ZERO, Context, once, ratio
from polops.analyse.headcount import VACANT, expected_start, is_filled, position, position_item, positions, reports_of
from polops.analyse.movement import actual_starts, median, planned_starts
from polops.model.commitments import Order
from polops.model.headcount import VendorSeats
from polops.model.org import Team
from polops.values.duration import Duration
from polops.values.record import dataclass
from polops.values.ref import fold

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from polops.model.headcount import Position
    from polops.plan.plan import Node
    from polops.values.period import Period

SOON = 60
"""How many days ahead the hiring review looks."""
_YEAR = Duration(12, "mo")
_BINDING = {"approved", "open"}


@dataclass(frozen=True, slots=True)
class Concern:
    """A vacant position to talk about, and why: `late`, `old`, `P0`."""

    node: Node
    why: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Time:
    """Days between two dates of the positions filled in the last 12 months: the median, and each one, shortest first."""

    median: Decimal | None
    days: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Stage:
    """The positions of one status: how many, their FTE, and the longest open age in days."""

    positions: int
    fte: Decimal
    oldest: int | None


@dataclass(frozen=True, slots=True)
class Starts:
    """Starts of a year up to a month's end: planned; actual (None after the as-of date's month); actual and expected (None before it)."""

    month: Period
    planned: int
    actual: int | None
    expected: int | None


@dataclass(frozen=True, slots=True)
class Event:
    """Something that happens on a day: `start`, `last day`, `notice by` or `order ends`."""

    on: date
    what: str
    node: Node
    team: str
    title: str


def priority(ctx: Context, node: Node) -> str | None:
    """A position's own priority, or the highest of the objectives and initiatives that it serves."""
    item = position_item(node)
    if item.priority:
        return item.priority
    goals = [goal(ctx, ref, node) for ref in item.allocation]
    known = (getattr(found.item, "priority", None) for found in goals if found)
    return min((priority for priority in known if priority), default=None)


def concerns(ctx: Context, nodes: Iterable[Node]) -> Iterator[Concern]:
    """The vacant positions that start late, are open for long, or are P0, in the given order."""
    limits = ctx.settings.thresholds.headcount
    for node in nodes:
        item, numbers = position_item(node), position(ctx, node)
        if not numbers.vacant:
            continue
        start, age = numbers.expected_start, numbers.open_age
        late = bool(start and item.planned_start and start > limits.start_slip.after(item.planned_start, ctx.settings.holidays))
        tests = (("late", late), ("old", age is not None and age > limits.open_days), ("P0", priority(ctx, node) == "P0"))
        why = tuple(name for name, holds in tests if holds)
        if why:
            yield Concern(node, why)


def stage(ctx: Context, nodes: Iterable[Node], status: str) -> Stage:
    """The positions that stand at one stage on the way to being filled."""
    found = [node for node in nodes if position_item(node).status == status]
    ages = [age for node in found if (age := position(ctx, node).open_age) is not None]
    return Stage(len(found), sum((position_item(node).fte for node in found), ZERO), max(ages, default=None))


def attained(actual: int | None, planned: int | None) -> Decimal | None:
    """Hiring plan attainment: actual ÷ planned starts; None without any planned."""
    return None if actual is None or planned is None else ratio(Decimal(actual), Decimal(planned))


def times(ctx: Context, nodes: Iterable[Node]) -> tuple[Time, Time]:
    """Time to fill of those accepted, and time to start of those started, in the last 12 months."""
    fill, begin = [], []
    for node in nodes:
        item, numbers = position_item(node), position(ctx, node)
        if numbers.time_to_fill is not None and _recent(ctx, item.accepted):
            fill.append(numbers.time_to_fill)
        if numbers.time_to_start is not None and _recent(ctx, item.start):
            begin.append(numbers.time_to_start)
    return Time(median(fill), tuple(sorted(fill))), Time(median(begin), tuple(sorted(begin)))


def _recent(ctx: Context, day: date | None) -> bool:
    return day is not None and day <= ctx.as_of < _YEAR.after(day)


def starts(ctx: Context, nodes: Iterable[Node], year: Period) -> tuple[Starts, ...]:
    """Planned against actual and expected starts of a year, added up month by month: to date, those of the attainment."""
    found = list(nodes)
    planned, actual = planned_starts(found), actual_starts(ctx, found)
    items = [position_item(node) for node in found]
    coming = [start for item in items if item.status in VACANT and (start := expected_start(ctx, item))]

    def until(days: list[date], month: Period) -> int:
        return sum(1 for day in days if year.first <= day <= month.last)

    return tuple(
        Starts(
            month,
            until(planned, month),
            until(actual, month) if month.first <= ctx.as_of else None,
            until([*actual, *coming], month) if month.last >= ctx.as_of else None,
        )
        for month in year.split()
    )


def upcoming(ctx: Context, nodes: Iterable[Node], seats: Iterable[Node]) -> list[Event]:
    """What happens in the next days, today included: starts, last days, and the notice and end of the orders that pay for seats."""
    found = [*(event for node in nodes for event in _of_position(ctx, node)), *(event for node in seats for event in _of_order(ctx, node))]
    last = ctx.as_of + timedelta(days=SOON)
    unique = {(event.on, event.what, event.node.ref): event for event in found if ctx.as_of <= event.on <= last}
    return sorted(unique.values(), key=lambda event: (event.on, event.node.ref, event.what))


def _of_position(ctx: Context, node: Node) -> Iterator[Event]:
    item, start, team = position_item(node), position(ctx, node).expected_start, ctx.plan.team(node)
    if start is not None and (item.status in VACANT or start > ctx.as_of):
        yield Event(start, "start", node, team, item.title)
    if item.end is not None and is_filled(ctx, item):
        yield Event(item.end, "last day", node, team, item.title)


def _of_order(ctx: Context, node: Node) -> Iterator[Event]:
    order = order_of(ctx, node)
    if order is None or not isinstance(order.item, Order) or order.item.status not in _BINDING:
        return
    for day, what in ((order.item.notice_by, "notice by"), (order.item.end, "order ends")):
        if day is not None:
            yield Event(day, what, order, ctx.plan.team(node), order.item.vendor)


def order_of(ctx: Context, node: Node) -> Node | None:
    """The order that pays for some seats."""
    item = node.item
    return ctx.plan.find(item.po, "order") if isinstance(item, VendorSeats) and item.po else None


def managers(ctx: Context, nodes: Iterable[Node]) -> list[tuple[Node, int, str]]:
    """Those of some positions that others report to: how many filled ones, and `below` or `above` where that is outside the limits."""
    low, high = ctx.settings.thresholds.headcount.span
    found = [(node, len(reports_of(ctx).get(id(node), []))) for node in nodes]
    return [(node, count, "below" if count < low else "above" if count > high else "") for node, count in found if count]


def moving(nodes: Iterable[Node], year: Period) -> list[Node]:
    """The positions that start, end or were planned to start in a year, and those that nobody holds yet."""
    return [node for node in nodes if _moves(position_item(node), year)]


def _moves(item: Position, year: Period) -> bool:
    days = (item.start, item.planned_start, item.end)
    return item.status not in {"filled", "closed"} or any(day is not None and year.has(day) for day in days)


@once
def _above(ctx: Context) -> dict[str, tuple[str, ...]]:
    """Every team's code and the codes of the teams above it."""
    teams = {fold(node.ref): node.item for node in ctx.plan.nodes("team")}
    root = fold(ctx.settings.root_team or next(iter(teams), ""))
    found: dict[str, tuple[str, ...]] = {}
    for code in teams:
        way, item = [code], teams.get(code)
        while isinstance(item, Team) and (above := fold(item.parent or root)) not in way:
            way.append(above)
            item = teams.get(above)
        found[code] = tuple(way)
    return found


@once
def _committed(ctx: Context) -> dict[str, Decimal]:
    """Filled and vacant FTE by folded team, with those of the teams below it: what a cap limits."""
    found: dict[str, Decimal] = {}
    for node in positions(ctx):
        item = position_item(node)
        if item.status in VACANT or is_filled(ctx, item):
            team = fold(ctx.plan.team(node))
            for code in _above(ctx).get(team, (team,)):
                found[code] = found.get(code, ZERO) + item.fte
    return found


def committed(ctx: Context, code: str) -> Decimal:
    """A team's filled and vacant FTE, with those of the teams below it."""
    return _committed(ctx).get(fold(code), ZERO)


def cap(ctx: Context, code: str) -> tuple[Decimal | None, Decimal | None]:
    """A team's cap in FTE, and how much of it is left (negative: above it)."""
    node = ctx.plan.find(code, "team") if code else None
    limit = node.item.headcount_cap if node is not None and isinstance(node.item, Team) else None
    return (None, None) if limit is None else (limit, limit - committed(ctx, code))
