"""A blocker is open for longer than it may be without escalation.

What it checks
Open issues that block something (`blocks`) and have no `escalated_on`: S1 may be open for 1 business day, S2 for 3, S3 for 10, S4 for 20
(`raid.escalate`).

Why it matters
Somebody higher up could have removed it on the first day. They were not asked.

Example
    - {id: I-021, type: issue, title: Legal review not started, raised: 2026-07-28, severity: S2, blocks: [INI-004/M4]}

How to fix
Take it to who can remove it, and write `escalated_to:` and `escalated_on:`. If it is not that bad, correct `severity`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from polops.analyse import raid
from polops.analyse.wording import counted, listed
from polops.rules import Finding
from polops.source.problem import Severity

if TYPE_CHECKING:
    from collections.abc import Iterator

    from polops.analyse.context import Context

CODE, NAME, SEVERITY = "RAID302", "unescalated-blocker", Severity.WARNING


def check(ctx: Context) -> Iterator[Finding]:
    """The open blockers."""
    for node in raid.blockers(ctx):
        numbers = raid.issue(ctx, node)
        if numbers.late:
            blocked = listed([str(ref) for ref in getattr(node.item, "blocks", ())])
            name, ago = f"{node.ref} ({getattr(node.item, 'severity', '')})", counted(numbers.age_days, "day")
            message = f"{name} blocks {blocked} for {ago} and is not escalated"
            help_ = f"write escalated_to: and escalated_on: {ctx.as_of}; it was due on {numbers.escalation_due}"
            yield Finding(node, message, help_, ("severity",))
