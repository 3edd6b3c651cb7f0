"""An initiative is far behind its baseline.

What it checks
The last milestone of a live initiative is expected more than `schedule.red` (21 days) after its baseline, with the delays of what comes
before it. The message names the chain of milestones that drives the end.

Why it matters
Three weeks are rarely made up by working harder. Somebody has to choose: less scope, more people, or another date.

Example
    - {id: M4, name: Enforced in all markets, baseline: 2026-09-15, forecast: 2026-10-20}      # 35 days

How to fix
Take it to the sponsor with the options. The baseline is moved only by a decision; the forecast says what is expected until then.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from polops.analyse.schedule import OVER, initiative_item, schedule
from polops.rules import Finding
from polops.source.problem import Severity

if TYPE_CHECKING:
    from collections.abc import Iterator

    from polops.analyse.context import Context

CODE, NAME, SEVERITY = "MAP302", "slip", Severity.WARNING


def check(ctx: Context) -> Iterator[Finding]:
    """The live initiatives."""
    limit, off = ctx.settings.thresholds.schedule.red, ctx.settings.holidays
    for node in ctx.plan.nodes("initiative"):
        plan = schedule(ctx, node)
        if initiative_item(node).stage in OVER or plan.last is None or plan.propagated_end is None or plan.baseline_end is None:
            continue
        if plan.propagated_end > limit.after(plan.baseline_end, off):
            chain = " → ".join(mark.ref.rpartition("/")[2] if mark.path == node.path else mark.ref for mark in plan.driving_chain)
            why = f", driven by {chain}" if len(plan.driving_chain) > 1 else ""
            late = f"{plan.slip_days} days after its baseline {plan.baseline_end}"
            message = f"{node.ref} ends on {plan.propagated_end}, {late}{why} (limit {limit})"
            yield Finding(plan.last, message, "settle with the sponsor: scope, people, or another date")
