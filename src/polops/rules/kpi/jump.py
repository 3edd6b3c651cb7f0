"""A reading jumps.

What it checks
The step from the last reading but one to the latest, against the steps before it (up to twelve of them): it lies more than four times
their median absolute deviation away from their median. Steps and not values are compared, so that a metric with a steady trend is
quiet. At least six earlier readings are needed, and some movement among them. A reading that has a `note` or says why it was
`restated` has been looked at.

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

from decimal import Decimal
from typing import TYPE_CHECKING

from polops.analyse.context import at_least
from polops.analyse.kpi import Read, readings_until
from polops.analyse.life import may_stand_in_broken
from polops.analyse.walk import root
from polops.analyse.wording import figure
from polops.model.metrics import Metric
from polops.rules import Finding
from polops.source.problem import Severity

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

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
    steps = [after - before for before, after in zip(values, values[1:], strict=False)]
    usual, spread = _spread(steps[:-1])
    if spread and not at_least(TIMES * spread, abs(steps[-1] - usual)):
        path, route = reads[-1].path, reads[-1].route
        message = (
            f"{node.ref} jumps from {figure(values[-2])} to {figure(values[-1], item.unit)} in {route[-1]}: "
            f"a step of {figure(steps[-1])}, where {figure(usual - TIMES * spread)} to {figure(usual + TIMES * spread)} is usual"
        )
        help_ = "check it at its source, and say in a `note` what happened"
        yield Finding(root(path, ctx.plan.files[path]), message, help_, route)


def _spread(steps: Sequence[Decimal]) -> tuple[Decimal, Decimal]:
    """The median of some steps and their median absolute deviation from it."""
    middle = _median(steps)
    return middle, _median([abs(step - middle) for step in steps])


def _median(values: Sequence[Decimal]) -> Decimal:
    ordered = sorted(values)
    half = len(ordered) // 2
    return ordered[half] if len(ordered) % 2 else (ordered[half - 1] + ordered[half]) / 2
