"""A risk has not been looked at for too long.

What it checks
Open risks whose last review (or, without one, the day they were raised) is longer ago than their zone allows: 7 days for red, 14 for
amber, 30 for green (`raid.review`).

Why it matters
Scored once and never again is how registers die. A red risk changes within days.

Example
    - {id: R-012, type: risk, probability: 4, impact: 4, reviewed: 2026-07-20}        # red, and today is 10 August

How to fix
Look at probability and impact with the owner, correct them, and set `reviewed:` to today.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from polops.analyse import raid
from polops.rules import Finding
from polops.source.problem import Severity

if TYPE_CHECKING:
    from collections.abc import Iterator

    from polops.analyse.context import Context

CODE, NAME, SEVERITY = "RAID301", "unreviewed-risk", Severity.WARNING


def check(ctx: Context) -> Iterator[Finding]:
    """The open risks."""
    for node in raid.entries(ctx, "risk"):
        numbers = raid.risk(ctx, node)
        if numbers.review_overdue:
            seen = raid.raid_item(node).reviewed
            message = f"{node.ref} is {numbers.zone} and its review was due on {numbers.review_due}"
            yield Finding(node, message, f"look at it again and set reviewed: {ctx.as_of}", ("reviewed",) if seen else ("raised",))
