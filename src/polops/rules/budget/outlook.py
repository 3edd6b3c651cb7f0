"""The outlook of a line does not fit its budget or its orders.

What it checks
The outlook is what is spent to the last closed month and what the line's method expects for the rest of the year. It is reported when
it is above the current full-year budget (an error beyond `budget.hard_outlook_pct`, 10 %), and when it is below what is already spent
or ordered for this year. A line of income is reported when it will bring in less than planned. What rounds to 0.0 % of the budget is
let pass; a line whose budget is 0 is BUD304's, and orders beyond the budget are BUD204's.

Why it matters
Variance looks back, the outlook looks ahead: it says today what the last month would say too late. An outlook lower than the orders
already placed is a wish.

Example
    # forecasts/FY26/2026-07.yaml
    lines:
      COE-VEN-01: {method: run_rate}     # ends at 1,053,100 against a budget of 1,000,000

How to fix
If the method misleads (a run rate knows no seasons), name a better one in the forecast or write the months. If the outlook is right,
cut the plans for the rest of the year, or move budget to the line with a transfer.
"""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING

from polops.analyse.books import line_item, rates
from polops.analyse.context import ZERO
from polops.analyse.judged import is_costed, to_date, unread
from polops.analyse.outlook import committed_in_year, line_forecast, newest_forecast
from polops.analyse.variance import line
from polops.analyse.wording import percent, whole
from polops.rules import Finding
from polops.rules.budget.words import by_whom, foreign, plan_route
from polops.source.problem import Severity
from polops.values.ref import fold

if TYPE_CHECKING:
    from collections.abc import Iterator

    from polops.analyse.context import Context
    from polops.analyse.variance import LineNumbers
    from polops.plan.plan import Node
    from polops.rules import Where
    from polops.source.problem import Route

CODE, NAME, SEVERITY = "BUD303", "outlook", Severity.WARNING
_LEAST = Decimal("0.0005")
"""What rounds to 0.0 % of the budget is no finding."""
_WORDS = {
    "bottom_up": "the months of its forecast",
    "budget_remaining": "its remaining budget",
    "run_rate": "its run rate",
    "performance": "its performance so far",
    "committed": "its open orders",
    "headcount": "its positions",
    "none": "what is spent alone",
}


def check(ctx: Context) -> Iterator[Finding]:
    """The lines with a budget. Nothing while actuals or forecasts could not be read: the outlook stands on both."""
    for node in to_date(ctx) if "forecast" not in unread(ctx) else ():
        numbers = line(ctx, node)
        if numbers.current and _is_known(ctx, node, numbers):
            yield from _over(ctx, node, numbers)
            yield from _below(ctx, node, numbers)


def _is_known(ctx: Context, node: Node, numbers: LineNumbers) -> bool:
    """A headcount outlook knows only positions that have a rate."""
    return numbers.outlook_method != "headcount" or (node.year in rates(ctx) and is_costed(ctx, node))


def _over(ctx: Context, node: Node, numbers: LineNumbers) -> Iterator[Finding]:
    over, budget = -numbers.full_year_variance, numbers.current
    if over < _LEAST * abs(budget):
        return
    limit = ctx.settings.thresholds.budget.hard_outlook_pct
    hard = over > limit * abs(budget)
    ends = (
        f"will bring in {whole(-numbers.outlook)}, {whole(over)} less than its budget of {whole(-budget)}" if budget < 0
        else f"will end at {whole(numbers.outlook)}, {whole(over)} over its budget of {whole(budget)}"
    )  # fmt: skip
    message = f"{node.ref} {ends}, {percent(over / abs(budget), limit if hard else None)}, going by {_method(numbers)}{foreign(ctx, node)}"
    yield Finding(
        node, message, _help(ctx, over, budget), plan_route(node), severity=Severity.ERROR if hard else None, related=_said(ctx, node)
    )


def _help(ctx: Context, over: Decimal, budget: Decimal) -> str:
    if budget < 0:
        return "bring more in, or plan for less in the forecast"
    return f"cut what is to come, write a better forecast, or transfer {whole(over)} to the line (decided{by_whom(ctx, over)})"


def _below(ctx: Context, node: Node, numbers: LineNumbers) -> Iterator[Finding]:
    due, spent = committed_in_year(ctx, node), numbers.ytd_actual or ZERO
    if line_item(node).category == "recharge" or numbers.plan < 0 or not numbers.outlook < spent + due <= numbers.current:
        return
    message = (
        f"{node.ref} has an outlook of {whole(numbers.outlook)}, going by {_method(numbers)}, "
        f"below the {whole(spent + due)} already claimed: {whole(spent)} spent + {whole(due)} due on orders{foreign(ctx, node)}"
    )
    yield Finding(node, message, "raise the forecast, or reduce or close the order", plan_route(node), related=_said(ctx, node))


def _method(numbers: LineNumbers) -> str:
    return _WORDS.get(numbers.outlook_method, numbers.outlook_method.replace("_", " "))


def _said(ctx: Context, node: Node) -> tuple[tuple[Where, Route, str], ...]:
    """Where somebody chose the method: the newest forecast, or the line itself."""
    newest = newest_forecast(ctx).get(node.year)
    if newest and line_forecast(ctx, node):
        written = next(ref for ref in newest[1].lines if fold(ref) == fold(node.ref))
        return ((newest[0], ("lines", written), "the forecast"),)
    return ((node, ("forecast",), "the method"),) if line_item(node).forecast else ()
