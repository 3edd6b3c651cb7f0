"""A reading is overdue.

What it checks
The latest reading of every metric is recent enough: the next one is due one `cadence` after the period it covers, and may take `lag`
longer (a month and 15 days unless the metric says otherwise). A metric without any reading is reported for information.

Why it matters
An old value is shown in grey, because nobody can know whether it still holds. Decisions are made with it all the same.

Example
    - id: appeal-overturn-mh
      cadence: 1mo
      lag: 15d              # the latest reading is of May, and it is 10 August

How to fix
Ask the owner for the missing reading, or import it. If the source really is slower, write a longer `lag`; if nobody needs the metric
any more, delete it together with what refers to it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from polops.analyse.kpi import due, metric, readings_until
from polops.analyse.life import may_stand_in_broken
from polops.analyse.wording import counted
from polops.model.metrics import Metric
from polops.rules import Finding
from polops.source.problem import Severity

if TYPE_CHECKING:
    from collections.abc import Iterator

    from polops.analyse.context import Context
    from polops.plan.plan import Node

CODE, NAME, SEVERITY = "KPI401", "overdue-reading", Severity.WARNING


def check(ctx: Context) -> Iterator[Finding]:
    """Look at the age of every metric's latest reading."""
    for node in ctx.plan.nodes("metric"):
        if isinstance(node.item, Metric) and not may_stand_in_broken(ctx, node.ref):
            yield from _of(ctx, node, node.item)


def _of(ctx: Context, node: Node, item: Metric) -> Iterator[Finding]:
    reads = readings_until(ctx, node, ctx.as_of)
    help_ = f"ask {ctx.plan.owner(node) or 'its owner'} for it"
    if not reads:
        yield Finding(node, f"{node.ref} has no reading yet", help_, ("id",), severity=Severity.INFO)
    elif metric(ctx, node).overdue:
        day = due(ctx, item, reads[-1].period)
        age = counted((ctx.as_of - day).days, "day")
        message = f"{node.ref} has no reading after {reads[-1].route[-1]}: the next was due by {day}, {age} ago"
        yield Finding(node, message, help_, ("id",), related=((reads[-1].path, reads[-1].route, "the latest reading"),))
