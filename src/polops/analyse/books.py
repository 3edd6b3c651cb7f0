"""The books by line and month: plan, transfers and actuals, in the reporting currency (domain reference C7).

Costs are positive, income negative. Plans, transfers and orders convert at the year's budget rate, actuals at their month's rate.
Months count from the fiscal year's first (index 0 to 11). Nothing is rounded here but the phasing of a plan, which shares out whole
cents.
"""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from polops.analyse.context import ONE, ZERO, Context, each, once
from polops.analyse.frozen import holding, key_of
from polops.analyse.guard import by_line
from polops.model.actuals import Actuals, Commentary, Entry
from polops.model.budget import Budget, Line, Transfer
from polops.model.rates import Rates
from polops.plan.plan import Node
from polops.source.problem import Route
from polops.values.money import allocate, cents
from polops.values.period import MONTHS, Period
from polops.values.record import dataclass
from polops.values.ref import fold

_QUARTERLY = (1, 0, 0, 1, 0, 0, 1, 0, 0, 1, 0, 0)
_LAST = (0,) * 11 + (1,)
_EVERY_MONTH = tuple((i, 1) for i in range(MONTHS))

Months = tuple[Decimal, ...]
NOTHING: Months = (ZERO,) * MONTHS


@dataclass(frozen=True, slots=True)
class Posted:
    """One entry of the actuals at its place."""

    entry: Entry
    month: Period
    path: str
    route: Route
    closed: bool


@once
def rates(ctx: Context) -> dict[str, tuple[str, Rates]]:
    """The rate cards by fiscal year's label, with their paths."""
    return {ctx.calendar.canonical(file.fiscal_year): (path, file) for path, file in ctx.plan.of(Rates)}


def fx(ctx: Context, currency: str, year: str, month: Period | None = None) -> Decimal | None:
    """Reporting currency per unit of another: the month's rate where there is one, else the year's budget rate; None without either."""
    if currency == ctx.currency:
        return ONE
    card = rates(ctx).get(year)
    known = card[1].fx.get(currency, {}) if card else {}
    return known.get(str(month), known.get("budget")) if month is not None else known.get("budget")


def line_item(node: Node) -> Line:
    """The budget line of a node."""
    assert isinstance(node.item, Line)  # noqa: S101 - the index keeps kinds apart
    return node.item


def currency_of(ctx: Context, node: Node) -> str:
    """The currency that a line's amounts are written in: its own, its file's, or the reporting currency."""
    return vars(node.item).get("currency") or vars(node.file).get("currency") or ctx.currency


def rate_of(ctx: Context, node: Node, month: Period | None = None, currency: str | None = None) -> Decimal:
    """The rate that converts an amount of a line; 0 where none is known, which BUD103 reports."""
    return fx(ctx, currency or currency_of(ctx, node), node.year, month) or ZERO


@by_line
@each
def plan_months(ctx: Context, node: Node) -> Months:
    """The plan by month: phased in whole cents of its own currency, then converted (C7).

    100,000 over 12 even months is four times 8,333.34, then eight times 8,333.33. A personnel line plans its positions at `planned_start`
    until a lock holds the number; the number then keeps the shape that the positions give the year.
    """
    item = line_item(node)
    rate = rate_of(ctx, node)
    if item.source == "headcount" and item.plan is None:
        from polops.analyse.personnel_line import planned_cost  # noqa: PLC0415 - it stands on the books

        return _kept(ctx, node, planned_cost(ctx, node), rate)
    return phased(ctx, node) if rate == ONE else tuple(amount * rate for amount in phased(ctx, node))


def _kept(ctx: Context, node: Node, months: Months, rate: Decimal) -> Months:
    """What the positions of a line plan, or once it is frozen the number in that shape; evenly where they plan nothing."""
    found, currency = holding(ctx).get((key_of(ctx.plan, node), "plan")), currency_of(ctx, node)
    total = found.value if found else None
    if not isinstance(total, Decimal) or (rate and cents(sum(months) / rate, currency) == total):
        return months
    shape = months if sum(months) > 0 and min(months) >= 0 else (1,) * MONTHS
    return tuple(share * rate for share in allocate(total, shape, currency))


def phased(ctx: Context, node: Node) -> Months:
    """The plan by month in its own currency."""
    item, currency = line_item(node), currency_of(ctx, node)
    if item.plan is None:
        return NOTHING
    if not isinstance(item.plan, dict):
        return allocate(item.plan, _weights(item), currency)
    places = _places(ctx, tuple(item.plan), node.year)
    if places == _EVERY_MONTH:
        return tuple(item.plan.values())
    months = [ZERO] * MONTHS
    for (index, count), amount in zip(places, item.plan.values(), strict=True):
        if count == 1:
            if 0 <= index < MONTHS:
                months[index] += amount
            continue
        for i, share in enumerate(allocate(amount, [1] * count, currency) if count else (), index):
            if 0 <= i < MONTHS:
                months[i] += share
    return tuple(months)


def _places(ctx: Context, labels: tuple[str, ...], year: str) -> tuple[tuple[int, int], ...]:
    """Where in a year each label begins, and how many months it has; none where it is no run of months. Many lines have the same labels."""

    def found() -> tuple[tuple[int, int], ...]:
        first = ctx.calendar.months(year).start
        periods = [_run(ctx, label) for label in labels]
        return tuple((period.start - first, period.months) if period else (0, 0) for period in periods)

    return ctx.keep((_places, labels, year), found)


def _run(ctx: Context, label: str) -> Period | None:
    try:
        return ctx.calendar.months(label)
    except ValueError:
        return None


def _weights(item: Line) -> tuple[Decimal | int, ...]:
    if isinstance(item.phase, tuple):
        fits = len(item.phase) == MONTHS and min(item.phase) >= 0 and sum(item.phase) > 0
        return item.phase if fits else (1,) * MONTHS
    return {"even": (1,) * MONTHS, "quarterly": _QUARTERLY, "none": _LAST}[item.phase]


@once
def transfers(ctx: Context) -> dict[tuple[str, str], list[tuple[Node, int]]]:
    """Transfers up to the as-of date by folded line and year; the sign is −1 where the line gives, +1 where it receives."""
    found: dict[tuple[str, str], list[tuple[Node, int]]] = {}
    for node in ctx.plan.nodes("transfer"):
        item = transfer_item(node)
        if item.on <= ctx.as_of:
            year = node.year
            found.setdefault((fold(item.from_), year), []).append((node, -1))
            found.setdefault((fold(item.to), year), []).append((node, 1))
    return found


def transfer_item(node: Node) -> Transfer:
    """The transfer of a node."""
    assert isinstance(node.item, Transfer)  # noqa: S101 - the index keeps kinds apart
    return node.item


@each
def transfer_months(ctx: Context, node: Node) -> Months:
    """What a transfer moves in each month, as a positive amount: as given, or evenly over the year's months from its date on."""
    item, year = transfer_item(node), ctx.calendar.months(node.year)
    giver = ctx.plan.line(item.from_, node.year)
    currency = currency_of(ctx, giver) if giver else ctx.currency
    rate = fx(ctx, currency, node.year) or ZERO
    months = [ZERO] * MONTHS
    if item.months:
        for month, amount in item.months.items():
            if year.contains(month):
                months[month.start - year.start] += amount * rate
        return tuple(months)
    first = min(max((item.on.year * MONTHS + item.on.month - 1) - year.start, 0), MONTHS - 1)
    for i, amount in enumerate(allocate(item.amount, [1] * (MONTHS - first), currency)):
        months[first + i] = amount * rate
    return tuple(months)


@each
def transferred(ctx: Context, node: Node) -> Months:
    """Net transfers into a line by month.

    A line phased `none` (contingency) gives and receives in the year's last month, whatever is written.
    """
    moves = transfers(ctx).get((fold(node.ref), node.year))
    if not moves:
        return NOTHING
    months = [ZERO] * MONTHS
    for moved, sign in moves:
        amounts = transfer_months(ctx, moved)
        if line_item(node).phase == "none":
            amounts = (*NOTHING[:-1], sum(amounts, ZERO))
        months = [month + sign * amount for month, amount in zip(months, amounts, strict=True)]
    return tuple(months)


@once
def months_of(ctx: Context) -> dict[int, tuple[str, Actuals]]:
    """The actuals files by month number, up to the as-of date's month."""
    return {file.month.start: (path, file) for path, file in ctx.plan.of(Actuals) if file.month.first <= ctx.as_of}


def closed_through(ctx: Context, year: Period) -> int:
    """How many months of a year are closed without a gap from its start, as of the date: the `M` of C7."""

    def closed() -> int:
        over = {start for start, (_, file) in months_of(ctx).items() if file.status == "closed" and file.month.last <= ctx.as_of}
        return next((i for i in range(MONTHS) if year.start + i not in over), MONTHS)

    return ctx.keep((closed_through, year), closed)


@once
def posted(ctx: Context) -> dict[str, list[Posted]]:
    """Every entry up to the as-of date by folded line, in order of month."""
    found: dict[str, list[Posted]] = {}
    for start in sorted(months_of(ctx)):
        path, file = months_of(ctx)[start]
        for i, entry in enumerate(file.entries):
            found.setdefault(fold(entry.line), []).append(Posted(entry, file.month, path, ("entries", i), file.status == "closed"))
    return found


@once
def commentary(ctx: Context) -> dict[str, list[tuple[Commentary, Period, str, Route]]]:
    """Every explanation up to the as-of date by folded line, newest month first."""
    found: dict[str, list[tuple[Commentary, Period, str, Route]]] = {}
    for start in sorted(months_of(ctx), reverse=True):
        path, file = months_of(ctx)[start]
        for i, comment in enumerate(file.commentary):
            found.setdefault(fold(comment.line), []).append((comment, file.month, path, ("commentary", i)))
    return found


def effects(ctx: Context, node: Node, entry: Posted) -> Iterator[tuple[int, Decimal, str]]:
    """What an entry adds in which month number, in its own currency: an accrual comes back in the month after, unless it is kept."""
    currency = entry.entry.currency or currency_of(ctx, node)
    yield entry.month.start, entry.entry.amount, currency
    if entry.entry.accrual and not entry.entry.keep:
        yield entry.month.start + 1, -entry.entry.amount, currency


@by_line
@each
def actual_months(ctx: Context, node: Node) -> tuple[Decimal | None, ...]:
    """Spend by month in the reporting currency; None for months without an actuals file. Each month converts at its own rate."""
    year = ctx.calendar.months(node.year)
    known = months_of(ctx)
    months: list[Decimal | None] = [ZERO if year.start + i in known else None for i in range(MONTHS)]
    for entry in posted(ctx).get(fold(node.ref), []):
        for start, amount, currency in effects(ctx, node, entry):
            index = start - year.start
            if 0 <= index < MONTHS and months[index] is not None:
                months[index] = (months[index] or ZERO) + amount * rate_of(ctx, node, Period(start), currency)
    return tuple(months)


@by_line
def accruals(ctx: Context, node: Node) -> tuple[tuple[Posted, Decimal], ...]:
    """The accruals posted on a line, each with its amount in the reporting currency."""
    found = (entry for entry in posted(ctx).get(fold(node.ref), []) if entry.entry.accrual)
    return tuple((entry, entry.entry.amount * rate_of(ctx, node, entry.month, entry.entry.currency)) for entry in found)


def budgets(ctx: Context, year: str) -> list[tuple[str, Budget]]:
    """The budget files of a fiscal year."""
    return [(path, file) for path, file in ctx.plan.of(Budget) if ctx.calendar.canonical(file.fiscal_year) == year]


def lines(ctx: Context, year: str | None = None) -> list[Node]:
    """The budget lines of a fiscal year (default: the one that holds the as-of date), in order of file and place."""
    wanted = year or ctx.year_label
    return [node for node in ctx.plan.nodes("line") if node.year == wanted]
