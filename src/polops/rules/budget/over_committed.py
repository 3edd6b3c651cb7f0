"""A line is committed beyond its budget.

What it checks
For each line: what is spent to the last closed month, and what is still open on its approved and open orders, together stay within
the line's current budget for the full year, transfers included. An order that says under `phase` when it falls due counts with what
falls in the year; one that does not counts in full. Requested orders are not counted, and recharges (income) are left out.

Why it matters
An order spends the money before the invoice arrives. By the time the actuals show the overspend, the work is done and there is
nothing left to decide.

Example
    - id: PO-88121
      vendor: Meridian Review Services
      line: COE-VEN-01           # budget 1,000,000, of which 595,100 is spent
      amount: 1_050_000          # 454,900 is still open: 50,000 too much
      status: open

How to fix
Reduce or close the order if the rest is not needed. Otherwise move budget to the line with a transfer, which needs a decision, or
spread a contract that outlasts the year with `phase`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from polops.analyse.books import line_item
from polops.analyse.context import ZERO
from polops.analyse.judged import live
from polops.analyse.orders import order, order_item, orders
from polops.analyse.outlook import falling_due
from polops.analyse.variance import line
from polops.analyse.wording import amount, counted, whole
from polops.rules import Finding
from polops.rules.budget.words import by_whom, foreign, plan_route
from polops.source.problem import Severity
from polops.values.period import MONTHS
from polops.values.ref import fold

if TYPE_CHECKING:
    from collections.abc import Iterator
    from decimal import Decimal

    from polops.analyse.context import Context
    from polops.plan.plan import Node

CODE, NAME, SEVERITY = "BUD204", "over-committed", Severity.ERROR


def check(ctx: Context) -> Iterator[Finding]:
    """The lines whose money is spent or ordered beyond the budget. Spend without any budget and order is BUD304's."""
    for node in live(ctx):
        numbers = line(ctx, node)
        if line_item(node).category == "recharge" or numbers.plan < 0:
            continue
        claims = _open(ctx, node, numbers.closed)
        spent, ordered = numbers.ytd_actual or ZERO, sum((left for _, left in claims), ZERO)
        if spent + ordered > numbers.current and (numbers.current or ordered):
            yield _finding(ctx, node, numbers.current, spent, claims)


def _open(ctx: Context, node: Node, closed: int) -> list[tuple[Node, Decimal]]:
    """What each order of a line still claims of the year's budget."""
    found = orders(ctx).get((fold(node.ref), node.year), [])
    return [(item, left) for item in found if (left := _left(ctx, item, closed))]


def _left(ctx: Context, node: Node, closed: int) -> Decimal:
    left = order(ctx, node).open
    if not left or order_item(node).phase is None:
        return left
    return sum((due for i, due in falling_due(ctx, node, closed).items() if i < MONTHS), ZERO)


def _finding(ctx: Context, node: Node, budget: Decimal, spent: Decimal, claims: list[tuple[Node, Decimal]]) -> Finding:
    over = spent + sum((left for _, left in claims), ZERO) - budget
    parts = [f"{whole(spent)} spent"] if spent or not claims else []
    if claims:
        on = claims[0][0].ref if len(claims) == 1 else counted(len(claims), "order")
        parts.append(f"{whole(sum((left for _, left in claims), ZERO))} open on {on}")
    message = f"{node.ref} is over-committed by {whole(over)}: {' + '.join(parts)} > {whole(budget)}{foreign(ctx, node)}"
    reduce = "reduce or close the order" if len(claims) == 1 else "reduce or close an order" if claims else "stop the spend"
    related = tuple((item, ("amount",), f"{amount(left)} open") for item, left in claims)
    return Finding(
        node, message, f"{reduce}, or transfer {whole(over)} to the line (decided{by_whom(ctx, over)})", plan_route(node), related=related
    )
