"""Budget against actual, line by line, year to date and for the full year (domain reference C7).

Variance is budget − actual: positive is favourable (F), negative unfavourable (U), for every line, because income is negative. Year to
date runs to the last month of the unbroken run of closed months, not to the as-of date; before the first closed month there is no
variance (None).
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import fields
from decimal import Decimal
from typing import TypeVar

from polops.analyse.books import (
    Months,
    actual_months,
    closed_through,
    currency_of,
    effects,
    fx,
    line_item,
    plan_months,
    posted,
    rate_of,
    transferred,
)
from polops.analyse.context import ZERO, Context, each, ratio
from polops.analyse.guard import by_line
from polops.analyse.orders import order, orders
from polops.analyse.outlook import METHODS, budget_months, method, months_ahead
from polops.analyse.suppress import hidden_part
from polops.model.budget import Method
from polops.plan.plan import Node
from polops.values.hidden import hide
from polops.values.period import MONTHS, Period
from polops.values.record import dataclass
from polops.values.ref import fold

_OF_YEAR = frozenset({"plan", "current", "outlook", "full_year_variance", "full_year_pct"})
"""The amounts that stand for whoever costs anything in the year."""
_OF_MONTHS = frozenset(
    {"ytd_budget", "ytd_actual", "variance", "variance_pct", "committed", "soft", "available"}
    | {"budget_months", "actual_months", "forecast_months", "outlook_months"}
)
"""Those that stand for whoever costs anything in some month, with the orders on the line: a contractor's is pay."""


@dataclass(frozen=True, slots=True)
class LineNumbers:
    """A budget line in the reporting currency.

    `plan` is the original, `current` includes transfers; `*_months` hold the year's 12 months.
    """

    plan: Decimal
    transfers: Decimal
    current: Decimal
    ytd_through: Period | None
    ytd_budget: Decimal | None
    ytd_actual: Decimal | None
    variance: Decimal | None
    variance_pct: Decimal | None
    outlook: Decimal
    outlook_method: Method
    full_year_variance: Decimal
    committed: Decimal
    soft: Decimal
    available: Decimal
    budget_months: Months
    actual_months: tuple[Decimal | None, ...]
    forecast_months: Months
    closed: int

    @property
    def favourable(self) -> bool | None:
        """Whether the year-to-date variance is favourable; None where there is none."""
        return None if not self.variance else self.variance > 0


@dataclass(frozen=True, slots=True)
class Split:
    """Why a variance is what it is: parts that add up to it, by cause."""

    parts: tuple[tuple[str, Decimal], ...]


def line(ctx: Context, node: Node) -> LineNumbers:
    """All numbers of a budget line, as far as the readers may see them. 580,000 against 595,100 is −15,100 U, −2.6 %."""
    found = _line(ctx.open, node)
    return found if ctx.open is ctx else _shown(ctx, [node], found)


N = TypeVar("N", LineNumbers, "Rollup")


def _shown(ctx: Context, nodes: Iterable[Node], found: N) -> N:
    """The numbers without those that would tell the pay of a few people."""
    part = hidden_part(ctx, nodes)
    if not part:
        return found
    names = {known.name for known in fields(found)}
    return hide(found, names & (_OF_MONTHS if part == "months" else _OF_YEAR | _OF_MONTHS))


@each
def _line(ctx: Context, node: Node) -> LineNumbers:
    year = ctx.calendar.months(node.year)
    closed = closed_through(ctx, year)
    budget, actual = budget_months(ctx, node), actual_months(ctx, node)
    plan, moved = sum(plan_months(ctx, node), ZERO), sum(transferred(ctx, node), ZERO)
    spent = sum(filter(None, actual[:closed]), ZERO)
    so_far = sum(budget[:closed], ZERO) if closed else None
    variance = None if so_far is None else so_far - spent
    chosen, ahead = _chosen(ctx, node, closed)
    outlook = spent + sum(ahead, ZERO)
    found = [order(ctx, item) for item in orders(ctx).get((fold(node.ref), node.year), [])]
    committed, soft = sum((item.open for item in found), ZERO), sum((item.soft for item in found), ZERO)
    return LineNumbers(
        plan=plan,
        transfers=moved,
        current=plan + moved,
        ytd_through=Period(year.start + closed - 1) if closed else None,
        ytd_budget=so_far,
        ytd_actual=spent if closed else None,
        variance=variance,
        variance_pct=percent(variance, so_far, spent),
        outlook=outlook,
        outlook_method=chosen,
        full_year_variance=plan + moved - outlook,
        committed=committed,
        soft=soft,
        available=plan + moved - spent - committed - soft,
        budget_months=budget,
        actual_months=actual,
        forecast_months=ahead,
        closed=closed,
    )


@by_line
@each
def outlook_methods(ctx: Context, node: Node) -> dict[Method, Decimal | None]:
    """The outlook of a line by every method, the chosen one among them; None where a method does not apply."""
    numbers = line(ctx, node)
    spent = sum(filter(None, numbers.actual_months[: numbers.closed]), ZERO)
    return {way: _total(spent, months_ahead(ctx, node, way, numbers.closed)) for way in METHODS}


def percent(variance: Decimal | None, budget: Decimal | None, actual: Decimal) -> Decimal | None:
    """A variance as a share of the absolute budget; without budget 0 where nothing was spent, else None (n/a)."""
    if variance is None or budget is None:
        return None
    return variance / abs(budget) if budget else None if actual else ZERO


def _total(spent: Decimal, ahead: Months | None) -> Decimal | None:
    return None if ahead is None else spent + sum(ahead, ZERO)


def _chosen(ctx: Context, node: Node, closed: int) -> tuple[Method, Months]:
    """The line's method, or the remaining budget where that method does not apply (a run rate of one month)."""
    way = method(ctx, node, closed)
    ahead = months_ahead(ctx, node, way, closed)
    if ahead is None:
        way, ahead = "budget_remaining", budget_months(ctx, node)[closed:]
    return way, ahead


def is_material(ctx: Context, variance: Decimal | None, share: Decimal | None) -> bool:
    """Whether a variance passes the limits: amount and percentage both (`match: all`), or either (`any`), in both directions (C7)."""
    limits = ctx.settings.thresholds.budget
    if variance is None:
        return False
    by_amount = abs(variance) >= limits.variance_abs
    by_share = share is not None and abs(share) >= limits.variance_pct
    return (by_amount or by_share) if limits.match == "any" else (by_amount and by_share)


@by_line
def fx_split(ctx: Context, node: Node) -> Split | None:
    """Year to date, operating and FX: (B − A)·r_b and A·(r_b − r_m), which add up to the variance.

    None for lines in the reporting currency.
    300,000 EUR planned at 1.08, 290,000 spent at 1.12: operating +10,800, FX −11,600, together −800.
    """
    numbers = line(ctx, node)
    year = ctx.calendar.months(node.year)
    effect = ZERO
    for entry in posted(ctx).get(fold(node.ref), []):
        for start, amount, currency in effects(ctx, node, entry):
            if year.start <= start < year.start + numbers.closed and currency != ctx.currency:
                effect += amount * ((fx(ctx, currency, node.year) or ZERO) - rate_of(ctx, node, Period(start), currency))
    if numbers.variance is None or (currency_of(ctx, node) == ctx.currency and not effect):
        return None
    return Split((("operating", numbers.variance - effect), ("fx", effect)))


def flexed(plan_volume: Decimal, plan_rate: Decimal, volume: Decimal, actual_rate: Decimal) -> Split:
    """Volume variance (vol_p − vol_a)·rate_p and rate variance (rate_p − rate_a)·vol_a.

    23,500 hours at 24.00 against 24,800 at 24.70: volume −31,200, rate −17,360, together −48,560.
    """
    return Split((("volume", (plan_volume - volume) * plan_rate), ("rate", (plan_rate - actual_rate) * volume)))


@by_line
def driver_split(ctx: Context, node: Node) -> Split | None:
    """The volume and rate variance of a line with a driver, year to date; None where the actuals name no volume.

    The planned volume to date is the year-to-date budget at the planned rate, so that the two add up to the line's variance.
    """
    item, numbers = line_item(node), line(ctx, node)
    year = ctx.calendar.months(node.year)
    volumes = [
        entry.entry.volume
        for entry in posted(ctx).get(fold(node.ref), [])
        if entry.entry.volume is not None and year.start <= entry.month.start < year.start + numbers.closed
    ]
    volume = sum(volumes, ZERO)
    if not item.driver or not volume or numbers.ytd_budget is None or numbers.ytd_actual is None or not item.driver.rate:
        return None
    rate = item.driver.rate * rate_of(ctx, node)
    return flexed(numbers.ytd_budget / rate, rate, volume, numbers.ytd_actual / volume) if rate else None


@dataclass(frozen=True, slots=True)
class Rollup:
    """Several lines added up: a cost centre, a category, the programme."""

    plan: Decimal
    transfers: Decimal
    current: Decimal
    ytd_budget: Decimal | None
    ytd_actual: Decimal | None
    variance: Decimal | None
    variance_pct: Decimal | None
    outlook: Decimal
    full_year_variance: Decimal
    full_year_pct: Decimal | None
    committed: Decimal
    soft: Decimal
    available: Decimal
    budget_months: Months
    actual_months: tuple[Decimal | None, ...]
    outlook_months: Months


def roll_up(ctx: Context, nodes: Iterable[Node]) -> Rollup:
    """The sum of lines of one fiscal year, as far as the readers may see it; percentages are those of the sums, not means."""
    found = list(nodes)
    return _shown(ctx, found, _added([_line(ctx.open, node) for node in found]))


def _added(numbers: list[LineNumbers]) -> Rollup:

    def add(field: str) -> Decimal:
        return sum((getattr(item, field) or ZERO for item in numbers), ZERO)

    dated = [item for item in numbers if item.ytd_budget is not None]
    budget, actual = (add("ytd_budget"), add("ytd_actual")) if dated else (None, None)
    variance = None if budget is None or actual is None else budget - actual
    current, outlook = add("current"), add("outlook")
    return Rollup(
        plan=add("plan"),
        transfers=add("transfers"),
        current=current,
        ytd_budget=budget,
        ytd_actual=actual,
        variance=variance,
        variance_pct=percent(variance, budget, actual or ZERO),
        outlook=outlook,
        full_year_variance=current - outlook,
        full_year_pct=ratio(current - outlook, abs(current)),
        committed=add("committed"),
        soft=add("soft"),
        available=add("available"),
        budget_months=tuple(sum((item.budget_months[i] for item in numbers), ZERO) for i in range(MONTHS)),
        actual_months=tuple(_sum_known([item.actual_months[i] for item in numbers]) for i in range(MONTHS)),
        outlook_months=tuple(sum((outlook_month(item, i) for item in numbers), ZERO) for i in range(MONTHS)),
    )


def outlook_month(item: LineNumbers, i: int) -> Decimal:
    """Actual of a closed month, forecast of a later one."""
    return (item.actual_months[i] or ZERO) if i < item.closed else item.forecast_months[i - item.closed]


def _sum_known(values: list[Decimal | None]) -> Decimal | None:
    known = [value for value in values if value is not None]
    return sum(known, ZERO) if known else None
