"""A start has slipped.

What it checks
Positions that are approved, open or offered and are expected to start more than `headcount.start_slip` (30 days) after their planned
start. An expected start that has passed counts from today, because nobody starts in the past. Filled positions are left alone: their
slip is history, and the hiring report has it.

Why it matters
A late start moves money and capacity together: the personnel line falls under its budget, and the objective the position was approved
for waits.

Example
    - id: HC-MH-006
      title: Policy Specialist, crisis escalation
      band: P2
      location: DUB
      status: open
      planned_start: 2026-08-01
      start: 2026-10-05          # 65 days later

How to fix
Tell the owner of the objective and settle what waits. The planned start is the baseline and stays as it is. If the delay is wanted,
waive the finding until the new start, with the reason.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from polops.analyse.headcount import expected_start, position_item
from polops.analyse.wording import counted
from polops.rules import Finding
from polops.source.problem import Severity

if TYPE_CHECKING:
    from collections.abc import Iterator

    from polops.analyse.context import Context

CODE, NAME, SEVERITY = "HC301", "start-slip", Severity.WARNING
_VACANT = {"approved", "open", "offered"}


def check(ctx: Context) -> Iterator[Finding]:
    """The positions that nobody holds yet."""
    limit, holidays = ctx.settings.thresholds.headcount.start_slip, ctx.settings.holidays
    for node in ctx.plan.nodes("position"):
        item = position_item(node)
        start = expected_start(ctx, item) if item.status in _VACANT else None
        if start is None or item.planned_start is None or start <= limit.after(item.planned_start, holidays):
            continue
        days = (start - item.planned_start).days
        when = f"is expected on {start}" if start in {item.start, item.planned_start} else f"cannot start before {start}"
        message = f"{node.ref} {when}, {counted(days, 'day')} after its planned start {item.planned_start} (limit {limit})"
        yield Finding(
            node,
            message,
            "settle what waits for it, or waive the finding until it starts",
            ("start",) if item.start else ("planned_start",),
        )
