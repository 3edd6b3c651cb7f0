"""A launch whose benefit nobody looked at.

What it checks
Initiatives that were launched more than `programme.benefits_after` (90 days) ago and name `benefits`: each of these metrics has a reading
for a time after the launch. The launch is the day of the milestone that opens `launched`, else that of the last milestone done.

Why it matters
An initiative is done for what changes after it. A metric that nobody reads afterwards was a decoration.

Example
    stage: launched
    benefits: [appeal-overturn-mh]        # last reading: the month before the launch

How to fix
Add the reading, and say in an update whether it worked. If the metric was the wrong one, name the right one.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from polops.analyse.kpi import readings_until
from polops.analyse.schedule import initiative_item, is_done, milestone_item, milestones
from polops.analyse.wording import counted
from polops.rules import Finding
from polops.source.problem import Severity

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date

    from polops.analyse.context import Context
    from polops.plan.plan import Node

CODE, NAME, SEVERITY = "MAP401", "unmeasured-benefit", Severity.WARNING


def check(ctx: Context) -> Iterator[Finding]:
    """The launched initiatives that name their benefits."""
    wait = ctx.settings.thresholds.programme.benefits_after
    for node in ctx.plan.nodes("initiative"):
        launch = launched(ctx, node) if initiative_item(node).stage == "launched" else None
        if launch is None or wait.after(launch, ctx.settings.holidays) >= ctx.as_of:
            continue
        for i, ref in enumerate(initiative_item(node).benefits):
            metric = ctx.plan.find(ref, "metric")
            if metric is not None and not any(read.period.last > launch for read in readings_until(ctx, metric, ctx.as_of)):
                days = counted((ctx.as_of - launch).days, "day")
                message = f"{node.ref} was launched {days} ago, and its benefit {metric.ref} has no reading since"
                yield Finding(node, message, f"add a reading of {metric.ref}", ("benefits", i))


def launched(ctx: Context, node: Node) -> date | None:
    """The day an initiative was launched: of the milestone that opens it, else of the last one done."""
    done = [milestone_item(mark) for mark in milestones(ctx, node) if is_done(ctx, milestone_item(mark))]
    gates = [mark.done for mark in done if mark.gate == "launched" and mark.done]
    return max(gates or [mark.done for mark in done if mark.done], default=None)
