"""A large line serves no objective.

What it checks
A line that plans more than `budget.purpose_above` (25,000 in the reporting currency) for the year names under `supports` what it is
for. Personnel lines are left out, because their people say so in their allocation, and so are contingency and recharges.

Why it matters
The alignment report weighs people and money against priorities. Money without a purpose is missing from it, and the first to go when
somebody asks for savings.

Example
    - id: PP-TRN-01
      name: Manager and resilience training
      category: training
      plan: 36_000
      supports: [pp/FY26/O4]       # without this line, nobody knows for what

How to fix
Add `supports` with one or more objectives, as a list for equal parts or with shares (`{mh/2026-Q3/O1: 60%, mh/2026-Q3/O2: 40%}`).
If the line serves none of them, that is worth a conversation.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from polops.analyse.books import line_item, plan_months
from polops.analyse.context import ZERO
from polops.analyse.judged import live
from polops.analyse.wording import whole
from polops.rules import Finding
from polops.rules.budget.words import plan_route
from polops.source.problem import Severity

if TYPE_CHECKING:
    from collections.abc import Iterator

    from polops.analyse.context import Context

CODE, NAME, SEVERITY = "BUD206", "line-purpose", Severity.INFO
_EXEMPT = {"personnel", "contingency", "recharge"}


def check(ctx: Context) -> Iterator[Finding]:
    """The lines above the limit that support nothing."""
    limit = ctx.settings.thresholds.budget.purpose_above
    for node in live(ctx):
        item = line_item(node)
        if item.supports or item.category in _EXEMPT:
            continue
        plan = sum(plan_months(ctx, node), ZERO)
        if plan > limit:
            message = f"{node.ref} plans {whole(plan)} and supports no objective (asked for above {whole(limit)})"
            yield Finding(node, message, "add `supports: [team/period/O1]`", plan_route(node))
