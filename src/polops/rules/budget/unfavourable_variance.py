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

from polops.analyse.judged import to_date
from polops.analyse.variance import is_material, line
from polops.rules import Finding
from polops.rules.budget.words import explanation, plan_route, standing
from polops.source.problem import Severity

if TYPE_CHECKING:
    from collections.abc import Iterator

    from polops.analyse.context import Context

CODE, NAME, SEVERITY = "BUD301", "unfavourable-variance", Severity.WARNING
_COST = "cut what is still to come, transfer budget to it, or raise its forecast"
_INCOME = "bring the rest in, or lower the forecast"


def check(ctx: Context) -> Iterator[Finding]:
    """The lines with a budget to date that are behind it."""
    for node in to_date(ctx):
        numbers = line(ctx, node)
        off = numbers.variance
        if off is not None and off < 0 and numbers.ytd_budget and is_material(ctx, off, numbers.variance_pct):
            help_ = _INCOME if numbers.ytd_budget < 0 else _COST
            yield Finding(node, standing(ctx, node), help_, plan_route(node), related=explanation(ctx, node))
