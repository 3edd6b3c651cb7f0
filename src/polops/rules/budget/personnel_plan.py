"""A typed personnel plan and the positions it pays for disagree.

What it checks
A personnel line whose plan is written as an amount is compared with what its positions cost in that fiscal year: the rate card, from
each position's planned start, one-time costs included. A difference above `budget.personnel_pct` (2 %) is reported. Lines with
`source: headcount` take their plan from the positions, so there is nothing to compare; nor is there while a position has no rate.

Why it matters
Two plans for the same people drift apart: finance holds one number, the hiring plan implies another, and the variance of the year is
decided before the first salary is paid.

Example
    - id: COE-PEO-01
      name: Salaries and on-costs
      category: personnel
      plan: 1_100_000          # the nine positions on this line cost 1,223,000

How to fix
Decide which of the two is right. Write `source: headcount` instead of a plan to make the positions the plan; or correct the amount; or
correct the positions (band, location, FTE, planned start). Amounts are not shown for fewer than five positions, since they would tell
what single people cost.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from polops.analyse.books import line_item, plan_months
from polops.analyse.context import ZERO, ratio
from polops.analyse.few import FEWEST
from polops.analyse.headcount import VACANT, position_item
from polops.analyse.judged import is_costed, live
from polops.analyse.personnel_line import on_line, planned_cost
from polops.analyse.wording import counted, percent, whole
from polops.rules import Finding
from polops.source.problem import Severity

if TYPE_CHECKING:
    from collections.abc import Iterator
    from decimal import Decimal

    from polops.analyse.context import Context
    from polops.plan.plan import Node

CODE, NAME, SEVERITY = "BUD201", "personnel-plan", Severity.WARNING


def check(ctx: Context) -> Iterator[Finding]:
    """The personnel lines with an amount and with positions."""
    for node in live(ctx):
        item = line_item(node)
        if item.category == "personnel" and item.plan is not None and on_line(ctx, node) and is_costed(ctx, node):
            yield from _compare(ctx, node)


def _compare(ctx: Context, node: Node) -> Iterator[Finding]:
    plan, cost = sum(plan_months(ctx, node), ZERO), sum(planned_cost(ctx, node), ZERO)
    share = ratio(abs(cost - plan), abs(plan))
    limit = ctx.settings.thresholds.budget.personnel_pct
    if cost != plan and (share is None or share > limit):
        help_ = "write `source: headcount` instead of a plan, or correct the plan or the positions"
        yield Finding(node, _words(ctx, node, plan, cost), help_, ("plan",))


def _words(ctx: Context, node: Node, plan: Decimal, cost: Decimal) -> str:
    paid = sum(1 for found in on_line(ctx, node) if position_item(found).status in {"filled", *VACANT})
    who, more = counted(paid, "position"), "more" if cost > plan else "less"
    if paid < FEWEST:
        limit = percent(ctx.settings.thresholds.budget.personnel_pct)
        costs = "costs" if paid == 1 else "cost"
        return f"{node.ref} plans {'less' if cost > plan else 'more'} than its {who} {costs}, by more than {limit}"
    share = ratio(abs(cost - plan), abs(plan))
    by = f", {percent(share)}" if share is not None else ""
    return f"{node.ref} plans {whole(plan)}, but its {who} cost {whole(cost)} as planned: {whole(abs(cost - plan))} {more}{by}"
