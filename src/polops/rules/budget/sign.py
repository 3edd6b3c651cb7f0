"""The sign of a plan does not fit its category.

What it checks
Costs are planned as positive amounts and recharges, the one category that is income, as negative ones. The plan of each line is
looked at, month by month where it is written so. A plan of 0 fits every category.

Why it matters
Budget minus actual is favourable when it is positive, on every line alike, because income is negative. A recharge with a positive
sign turns a shortfall into a saving and adds to the cost centre's total what should be taken off.

Example
    - id: PP-RCH-01
      name: Recharge to Trust Operations
      category: recharge
      plan: 96_000                 # income: write -96_000

How to fix
Change the sign, or the category if the line is in fact income. Money that comes back on a cost line (a credit note, a refund) is
booked as a negative entry in the actuals; it does not make the plan negative.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from polops.analyse.books import line_item
from polops.analyse.wording import amount, typed
from polops.rules import Finding
from polops.source.problem import Severity

if TYPE_CHECKING:
    from collections.abc import Iterator
    from decimal import Decimal

    from polops.analyse.context import Context
    from polops.model.budget import Line
    from polops.plan.plan import Node
    from polops.source.problem import Route

CODE, NAME, SEVERITY = "BUD102", "sign", Severity.WARNING


def check(ctx: Context) -> Iterator[Finding]:
    """The amounts that each line plans, of every year."""
    for node in ctx.plan.nodes("line"):
        item = line_item(node)
        for route, planned in _planned(item):
            if planned > 0 if item.category == "recharge" else planned < 0:
                yield _finding(node, item, route, planned)


def _planned(item: Line) -> Iterator[tuple[Route, Decimal]]:
    if isinstance(item.plan, dict):
        yield from ((("plan", label), planned) for label, planned in item.plan.items())
    elif item.plan is not None:
        yield ("plan",), item.plan


def _finding(node: Node, item: Line, route: Route, planned: Decimal) -> Finding:
    if item.category == "recharge":
        message = f"{node.ref} plans {amount(planned)}, but a recharge is income and written with a minus"
        return Finding(node, message, f"write {typed(-planned)}", route)
    message = f"{node.ref} plans {amount(planned)}, but {item.category} is a cost and written without a minus"
    return Finding(node, message, f"write {typed(-planned)}, or `category: recharge` if it is income", route)
