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

from polops.analyse.judged import to_date
from polops.analyse.variance import is_material, line
from polops.rules import Finding
from polops.rules.budget.words import explanation, plan_route, standing
from polops.source.problem import Severity

if TYPE_CHECKING:
    from collections.abc import Iterator

    from polops.analyse.context import Context

CODE, NAME, SEVERITY = "BUD302", "favourable-variance", Severity.WARNING
_COST = "move the work to later months in the forecast, or release what is not needed"
_INCOME = "raise the forecast, or plan for what comes early"


def check(ctx: Context) -> Iterator[Finding]:
    """The lines with a budget to date that have used much less of it."""
    for node in to_date(ctx):
        numbers = line(ctx, node)
        off = numbers.variance
        if off is not None and off > 0 and numbers.ytd_budget and is_material(ctx, off, numbers.variance_pct):
            help_ = _INCOME if numbers.ytd_budget < 0 else _COST
            yield Finding(node, standing(ctx, node), help_, plan_route(node), related=explanation(ctx, node))
