"""A line is materially over its budget, year to date.

What it checks
Budget minus actual from the start of the fiscal year to the last closed month, line by line. A negative difference is reported when
it reaches both limits of the settings, `budget.variance_abs` (10,000) and `budget.variance_pct` (5 % of the budget to date); with
`match: any` one of them is enough. For income lines, too little is unfavourable. Spend against no budget at all is BUD304's.

Why it matters
Both an amount and a share keep small lines and small percentages out of the conversation. What is left is worth one, and the earlier
in the year the more can still be done.

Example
    - id: MH-VEN-01
      name: Crisis-resource panel
      category: vendor
      plan: {2026-Q2: 45_000, 2026-Q3: 60_000}     # 65,000 to July; 77,500 is spent

How to fix
Explain the cause under `commentary` of the month (BUD307 asks for it), then choose: spend less in the months to come, move budget to
the line with a transfer, or accept a higher outlook and say so in the forecast.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from polops.analyse.books import commentary
from polops.analyse.variance import is_material, line
from polops.rules import Finding
from polops.rules.budget.words import foreign, live, percent, plan_route, variance, whole
from polops.source.problem import Severity
from polops.values.ref import fold

if TYPE_CHECKING:
    from collections.abc import Iterator

    from polops.analyse.context import Context
    from polops.plan.plan import Node

CODE, NAME, SEVERITY = "BUD301", "unfavourable-variance", Severity.WARNING


def check(ctx: Context) -> Iterator[Finding]:
    """The lines with a budget to date that are behind it."""
    for node in live(ctx):
        numbers = line(ctx, node)
        if numbers.variance is not None and numbers.variance < 0 and numbers.ytd_budget and is_material(ctx, numbers.variance, numbers.variance_pct):
            yield _finding(ctx, node)


def _finding(ctx: Context, node: Node) -> Finding:
    numbers = line(ctx, node)
    budget, actual, off = numbers.ytd_budget, numbers.ytd_actual, numbers.variance
    assert budget is not None and actual is not None and off is not None  # noqa: PT018, S101 - a variance has both
    done = f"earned {whole(-actual)} of {whole(-budget)} planned" if budget < 0 else f"spent {whole(actual)} of {whole(budget)} budgeted"
    share = f", {percent(numbers.variance_pct)}" if numbers.variance_pct is not None else ""
    message = f"{node.ref} has {done} to {numbers.ytd_through}: {variance(off)}{share}{foreign(ctx, node)}"
    said = next(iter(commentary(ctx).get(fold(node.ref), ())), None)
    related = ((said[2], said[3], f"explained in {said[1]}: {said[0].cause}"),) if said else ()
    return Finding(node, message, _help(income=budget < 0), plan_route(node), related=related)


def _help(*, income: bool) -> str:
    return "bring the rest in, or lower the forecast" if income else "cut what is still to come, transfer budget to it, or raise its forecast"
