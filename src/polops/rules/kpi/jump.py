"""A reading jumps.

What it checks
The step from the last reading but one to the latest, against the steps before it (up to twelve): it is more than four times as large
as their median, up or down. Steps and not values are compared, so that a metric with a steady trend is quiet; deviation is measured
from no change at all. At least six earlier readings are needed, and some movement among them. A reading that has a `note` or says why
it was `restated` has been looked at.

Why it matters
A sudden jump is an error in the data or a real event. Both want somebody to look, and neither waits for the metric to turn red.

Example
    tat-p90-selfharm:
      2026-05: 10.7
      2026-06: 11.0
      2026-07: 19.2         # months before it moved by about one hour

How to fix
Check the number at its source. If it is right, add a `note` to the reading that says what happened, as in
`2026-07: {value: 19.2, note: Two specialists away for three weeks}`.
"""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING

from polops.analyse.context import at_least
from polops.analyse.kpi import Read, readings_until
from polops.analyse.life import may_stand_in_broken
from polops.analyse.walk import root
from polops.analyse.wording import measured
from polops.model.metrics import Metric
from polops.rules import Finding
from polops.source.problem import Severity

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from decimal import Decimal

    from polops.analyse.context import Context
    from polops.plan.plan import Node

CODE, NAME, SEVERITY = "KPI303", "jump", Severity.WARNING
TIMES, EARLIER, WINDOW = 4, 6, 12


def check(ctx: Context) -> Iterator[Finding]:
    """Look at the latest reading of every metric."""
    for node in ctx.plan.nodes("metric"):
        reads = [read for read in readings_until(ctx, node, ctx.as_of) if read.value is not None]
        if len(reads) > EARLIER and isinstance(node.item, Metric) and not _was_seen(reads[-1]) and not may_stand_in_broken(ctx, node.ref):
            yield from _jump(ctx, node, node.item, reads)


def _was_seen(read: Read) -> bool:
    return bool(read.reading.note or read.reading.restated)


def _jump(ctx: Context, node: Node, item: Metric, reads: list[Read]) -> Iterator[Finding]:
    values = [read.value for read in reads[-WINDOW - 2 :] if read.value is not None]
    *before, step = [after - before for before, after in pairwise(values)]
    usual = _median([abs(earlier) for earlier in before])
    if usual and not at_least(TIMES * usual, abs(step)):
        path, route = reads[-1].path, reads[-1].route
        course = f"from {measured(values[-2])} to {measured(values[-1], item.unit)} in {route[-1]}"
        limit = f"where {measured(usual)} is usual (limit {measured(TIMES * usual)})"
        message = f"{node.ref} jumps {course}: a step of {measured(abs(step))}, {limit}"
        yield Finding(root(path, ctx.plan.files[path]), message, "check it at its source, and say in a `note` what happened", route)


def _median(values: Sequence[Decimal]) -> Decimal:
    ordered = sorted(values)
    half = len(ordered) // 2
    return ordered[half] if len(ordered) % 2 else (ordered[half - 1] + ordered[half]) / 2
