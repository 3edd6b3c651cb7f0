"""A line is materially under its budget, year to date.

What it checks
Budget minus actual from the start of the fiscal year to the last closed month, line by line. A positive difference is reported when
it reaches the same limits as an overspend does: `budget.variance_abs` and `budget.variance_pct`, both of them or, with `match: any`,
one. Money on a line that has no budget to date is BUD304's.

Why it matters
Money that is not spent is usually work that is not done. Where the work is done and cheaper, the rest can go where it is needed, but
only if somebody says so before the year is over.

Example
    - id: COE-PRG-02
      name: Expert roundtables
      category: program
      plan: {2026-03: 30_000, 2026-06: 30_000}     # 60,000 to July; 28,700 is spent

How to fix
Find out which it is. Late work: write the months in which it will come into the forecast. Saved money: release it with a transfer, to
contingency if nobody needs it yet. An invoice that is missing: accrue it in the open month.
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

CODE, NAME, SEVERITY = "BUD302", "favourable-variance", Severity.WARNING


def check(ctx: Context) -> Iterator[Finding]:
    """The lines with a budget to date that have used much less of it."""
    for node in live(ctx):
        numbers = line(ctx, node)
        if numbers.variance is not None and numbers.variance > 0 and numbers.ytd_budget and is_material(ctx, numbers.variance, numbers.variance_pct):
            yield _finding(ctx, node)


def _finding(ctx: Context, node: Node) -> Finding:
    numbers = line(ctx, node)
    budget, actual, off = numbers.ytd_budget, numbers.ytd_actual, numbers.variance
    assert budget is not None and actual is not None and off is not None  # noqa: PT018, S101 - a variance has both
    done = f"earned {whole(-actual)}, planned {whole(-budget)}," if budget < 0 else f"spent {whole(actual)} of {whole(budget)} budgeted"
    share = f", {percent(numbers.variance_pct)}" if numbers.variance_pct is not None else ""
    message = f"{node.ref} has {done} to {numbers.ytd_through}: {variance(off)}{share}{foreign(ctx, node)}"
    said = next(iter(commentary(ctx).get(fold(node.ref), ())), None)
    related = ((said[2], said[3], f"explained in {said[1]}: {said[0].cause}"),) if said else ()
    help_ = "raise the forecast, or plan for what comes early" if budget < 0 else "move the work to later months in the forecast, or release what is not needed"
    return Finding(node, message, help_, plan_route(node), related=related)
