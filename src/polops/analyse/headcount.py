"""Positions and what they cost (domain reference C9).

Cost in a month = rate(band, location) ÷ 12 × fte × share of the month employed, by calendar days with both ends counted. A rate is
the card's, at the budget exchange rate, with the increase from its month on. Filled counts from start to end; offered, open and
approved from the expected start, which is never before the as-of date; requested, frozen and closed cost nothing. None: the rate
card has no such band and location.
"""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from polops.analyse.books import NOTHING, Months, fx, rates
from polops.analyse.context import ONE, ZERO, Context, each, once, ratio
from polops.analyse.team import of_team
from polops.model.headcount import Position
from polops.plan.plan import Node
from polops.values.hidden import HIDDEN, hide
from polops.values.period import MONTHS, Period, month_index
from polops.values.record import dataclass
from polops.values.ref import fold

VACANT = ("approved", "open", "offered")
_FAR = date.max


@dataclass(frozen=True, slots=True)
class PositionNumbers:
    """A position as of a date.

    Costs are of the fiscal year that holds the date, in the reporting currency, one-time cost apart; times are in calendar days.
    """

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
    """The loaded annual cost in a month, in the reporting currency; None where the rate card has none; hidden where pay may not be seen."""
    if ctx.open is not ctx:
        return HIDDEN
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
    """A rate card in the reporting currency: by folded band and location, from which month on which factor applies, a start's cost."""

    cells: dict[tuple[str, str], Decimal]
    own_rate: Decimal | None
    raised_from: Period | None
    raised: Decimal
    one_time: Decimal


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
            (file.one_time.hire + file.one_time.equipment) * (fx(ctx, file.currency or ctx.currency, label) or ZERO),
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
    return tuple(_month_cost(item, cost, part) for cost, part in zip(whole, _shares(ctx, start, item.end, year), strict=True))


def _shares(ctx: Context, start: date, end: date | None, year: Period) -> Months:
    """The share of each month of a year; many positions start on the same day."""
    return ctx.keep((_shares, start, end, year.start), lambda: tuple(share(ctx, month, start, end) for month in _months(ctx, year)))


def _whole_months(ctx: Context, item: Position, year: Period) -> tuple[Decimal | None, ...]:
    """What a full-time position of that band and place costs in each whole month of a year."""

    def costs() -> tuple[Decimal | None, ...]:
        rates_ = (annual_rate(ctx, item, month) for month in _months(ctx, year))
        return tuple(None if rate is None else rate / MONTHS for rate in rates_)

    return ctx.keep((_whole_months, year.start, item.rate, item.band, item.location), costs)


def _months(ctx: Context, year: Period) -> tuple[Period, ...]:
    return ctx.keep((_months, year.start), lambda: tuple(year.split()))


def _month_cost(item: Position, whole: Decimal | None, part: Decimal) -> Decimal | None:
    if not part:
        return ZERO
    return None if whole is None else whole * item.fte * part


def one_time(ctx: Context, start: date | None, year: Period) -> Months:
    """The cost of a start, in its month; nothing where it lies outside the year."""
    if start is None or not year.has(start):
        return NOTHING
    card = _cards(ctx).get(ctx.calendar.year_number(year.start))
    months = [ZERO] * MONTHS
    months[month_index(start) - year.start] = card.one_time if card else ZERO
    return tuple(months)


def position(ctx: Context, node: Node) -> PositionNumbers:
    """All numbers of a position; what it costs is hidden from readers who may not see the pay of one person."""
    found = _position(ctx.open, node)
    return found if ctx.open is ctx else hide(found, ("cost_fy", "one_time_fy", "cost_by_month", "run_rate"))


@each
def _position(ctx: Context, node: Node) -> PositionNumbers:
    """All numbers of a position.

    Approved on 16 March, accepted on 22 June, planned for 1 July, started on 20 July: 98 days to fill, 126 to start, a slip of 19.
    """
    item, year = position_item(node), ctx.year
    start = expected_start(ctx, item)
    months = cost_months(ctx, item, start, year)
    known = [cost for cost in months if cost is not None]
    cost = sum(known, ZERO) if len(known) == len(months) else None
    rate = annual_rate(ctx, item, Period(year.start + MONTHS - 1))
    filled, vacant = item.status == "filled", item.status in VACANT
    return PositionNumbers(
        cost_fy=cost,
        one_time_fy=sum(one_time(ctx, start, year), ZERO),
        cost_by_month=months,
        time_to_fill=_days(item.approved, item.accepted) if filled else None,
        time_to_start=_days(item.approved, item.start) if filled else None,
        open_age=_days(item.approved, ctx.as_of) if vacant else None,
        start_slip=_days(item.planned_start, start),
        expected_start=start,
        filled=is_filled(ctx, item),
        vacant=vacant,
        run_rate=None if rate is None or start is None else rate * item.fte,
    )


def _days(first: date | None, last: date | None) -> int | None:
    return None if first is None or last is None else (last - first).days


def is_filled(ctx: Context, item: Position, day: date | None = None) -> bool:
    """Whether somebody holds the position on a day (default: the as-of date)."""
    when = day or ctx.as_of
    return item.status == "filled" and item.start is not None and item.start <= when and (item.end is None or item.end >= when)


def positions(ctx: Context, team: str = "") -> list[Node]:
    """The positions of a team, or all, in order of file and place."""
    return of_team(ctx, "position", team) if team else list(ctx.plan.nodes("position"))


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
        approved=total,
        filled=len(filled),
        vacant=len(vacant),
        fte_filled=sum((item.fte for item in filled), ZERO),
        fte_vacant=sum((item.fte for item in vacant), ZERO),
        vacancy_rate=ratio(Decimal(len(vacant)), Decimal(total)),
        frozen=have("frozen"),
        requested=have("requested"),
        open=have("open"),
        offered=have("offered"),
    )


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
