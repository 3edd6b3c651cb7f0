"""A position has been open for long.

What it checks
Days from `approved` to the as-of date, for positions that are approved, open or offered, above `headcount.open_days` (90).

Why it matters
A position that nobody fills for a quarter is either not needed, not findable at that band and place, or waits for a decision that
nobody takes. Each of these is worth knowing, and money is kept aside for it meanwhile.

Example
    - id: HC-MH-006
      title: Policy Specialist, crisis escalation
      band: P2
      location: DUB
      status: open
      approved: 2026-05-04       # 98 days ago on 10 August
      planned_start: 2026-08-01

How to fix
Ask the recruiter what it takes: another band, another place, another title. Update the expected start, freeze the position, or close
it. If the date is that of an earlier round, write the new approval.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from polops.analyse.headcount import VACANT, position_item
from polops.analyse.wording import counted
from polops.rules import Finding
from polops.source.problem import Severity

if TYPE_CHECKING:
    from collections.abc import Iterator

    from polops.analyse.context import Context

CODE, NAME, SEVERITY = "HC303", "open-age", Severity.WARNING


def check(ctx: Context) -> Iterator[Finding]:
    """The positions that nobody holds yet."""
    limit = ctx.settings.thresholds.headcount.open_days
    for node in ctx.plan.nodes("position"):
        item = position_item(node)
        age = (ctx.as_of - item.approved).days if item.approved and item.status in VACANT else 0
        if age > limit:
            still = "not open" if item.status == "approved" else item.status
            message = f"{node.ref} was approved {counted(age, 'day')} ago and is still {still} (limit {limit})"
            yield Finding(node, message, "update `start`, freeze or close it, or waive the finding", ("approved",))
