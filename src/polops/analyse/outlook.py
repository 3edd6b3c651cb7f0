"""The outlook of a line: what the months after the last closed one will bring, by each method (domain reference C8)."""

from __future__ import annotations

from decimal import Decimal

from polops.analyse.books import NOTHING, Months, actual_months, closed_through, line_item, plan_months, rate_of, transferred
from polops.analyse.context import ZERO, Context, clamp, each, once
from polops.analyse.guard import by_line
from polops.analyse.orders import order, order_item, orders
from polops.model.budget import Method
from polops.model.forecast import Forecast, LineForecast
from polops.plan.plan import Node
from polops.values.period import MONTHS, month_index
from polops.values.ref import fold
from polops.values.rounding import settled

WINDOW = 3
"""How many closed months a run rate is the mean of."""
_FEWEST = 2
_SLOWEST, _FASTEST = Decimal("0.5"), Decimal(2)
_BY_CATEGORY: dict[str, Method] = {"personnel": "headcount", "contingency": "none", "capex": "committed"}
_RUNNING = {"vendor", "contractor", "software", "facilities"}
METHODS: tuple[Method, ...] = ("bottom_up", "budget_remaining", "run_rate", "performance", "committed", "headcount", "none")


@by_line
@each
def budget_months(ctx: Context, node: Node) -> Months:
    """The current budget by month: plan and transfers."""
    plan, moved = plan_months(ctx, node), transferred(ctx, node)
    return plan if moved is NOTHING else tuple(month + more for month, more in zip(plan, moved, strict=True))


@once
def newest_forecast(ctx: Context) -> dict[str, tuple[str, Forecast]]:
    """The newest forecast of each fiscal year as of the date, by label, with its path."""
    found: dict[str, tuple[str, Forecast]] = {}
    for path, file in sorted(ctx.plan.of(Forecast), key=lambda pair: pair[1].through):
        if file.through.last <= ctx.as_of:
            found[ctx.calendar.canonical(file.fiscal_year)] = (path, file)
    return found


def line_forecast(ctx: Context, node: Node) -> LineForecast | None:
    """What the newest forecast says of a line; None where nobody re-thought it."""
    return _said(ctx).get((node.year, fold(node.ref)))


@once
def _said(ctx: Context) -> dict[tuple[str, str], LineForecast]:
    return {(year, fold(ref)): said for year, (_, file) in newest_forecast(ctx).items() for ref, said in file.lines.items()}


def method(ctx: Context, node: Node, closed: int) -> Method:
    """The method of a line: the forecast file's, the line's own, the category's default, else the remaining budget."""
    said, item = line_forecast(ctx, node), line_item(node)
    if said is not None and (said.method or said.months):
        return said.method or "bottom_up"
    if item.forecast:
        return item.forecast
    if item.category in _RUNNING and closed >= _FEWEST:
        return "run_rate"
    return _BY_CATEGORY.get(item.category, "budget_remaining")


def months_ahead(ctx: Context, node: Node, way: Method, closed: int) -> Months | None:
    """The months after the `closed` ones by a method, in the reporting currency; None where the method does not apply.

    With a current budget of 1,000,000, 595,100 spent by July and a mean of 91,600: budget_remaining ends at 1,015,100, run_rate at
    1,053,100, performance at 1,026,034.48.
    """
    budget, spent = budget_months(ctx, node), [amount or ZERO for amount in actual_months(ctx, node)[:closed]]
    rest = budget[closed:]
    if way == "bottom_up":
        said = line_forecast(ctx, node)
        return _bottom_up(ctx, node, said, closed, rest) if said and said.months else None
    if way == "run_rate":
        window = spent[-WINDOW:]
        return (sum(window, ZERO) / len(window),) * len(rest) if len(window) >= _FEWEST else None
    if way == "performance":
        so_far = sum(budget[:closed], ZERO)
        return tuple(amount * clamp(sum(spent, ZERO) / so_far, _SLOWEST, _FASTEST) for amount in rest) if so_far else None
    if way == "committed":
        return _committed(ctx, node, closed)
    if way == "headcount":
        from polops.analyse.personnel_line import has_positions, modelled_cost  # noqa: PLC0415 - it stands on the outlook

        return modelled_cost(ctx, node)[closed:] if has_positions(ctx, node) else None
    return (ZERO,) * len(rest) if way == "none" else rest


def _bottom_up(ctx: Context, node: Node, said: LineForecast, closed: int, rest: Months) -> Months:
    """The months somebody thought about; a month that is not given keeps its budget."""
    start = ctx.calendar.months(node.year).start
    given = {month.start - start: amount * rate_of(ctx, node) for month, amount in said.months.items()}
    return tuple(given.get(closed + i, amount) for i, amount in enumerate(rest))


def _committed(ctx: Context, node: Node, closed: int) -> Months:
    months = [ZERO] * MONTHS
    for found in orders(ctx).get((fold(node.ref), node.year), []):
        for i, amount in falling_due(ctx, found, closed).items():
            if i < MONTHS:
                months[i] += amount
    return tuple(months[closed:])


def falling_due(ctx: Context, node: Node, closed: int) -> dict[int, Decimal]:
    """When what is open on an order falls due, by month index: evenly from the first open month to its end, or as its `phase` says.

    An order without an end runs to the end of the year; one that has ended falls due in the first open month. Indexes past 11 lie in
    later years. Shares are no whole cents: only a plan is phased in those (C0, C7).
    """
    item, left = order_item(node), order(ctx, node).open
    if not left:
        return {}
    start = ctx.calendar.months(node.year).start
    if isinstance(item.phase, dict):
        ahead = {max(month.start - start, closed): amount for month, amount in item.phase.items() if month.start - start >= closed}
        total = sum(ahead.values(), ZERO)
        return {i: left * amount / total for i, amount in ahead.items()} if total else {closed: left}
    first = max(closed, month_index(item.start) - start) if item.start else closed
    last = month_index(item.end) - start if item.end else MONTHS - 1
    count = max(1, last - first + 1)
    share = settled(left / count)
    return {**dict.fromkeys(range(first, last), share), first + count - 1: left - share * (count - 1)}


@each
def committed_in_year(ctx: Context, node: Node) -> Decimal:
    """Open commitments on a line that fall due within its year."""
    closed = closed_through(ctx, ctx.calendar.months(node.year))
    found = orders(ctx).get((fold(node.ref), node.year), [])
    return sum((amount for item in found for i, amount in falling_due(ctx, item, closed).items() if i < MONTHS), ZERO)
