"""Somebody leaves soon, and nothing is decided about the seat.

What it checks
Filled positions whose `end` lies within the next `headcount.leaver_notice` (30 days) and that name no `decision` on what follows.
Contracts that run out count as well as people who gave notice.

Why it matters
Approving and filling a position takes months. A seat that nobody decided about before its last day stays empty for a quarter, and the
objective it serves finds out last.

Example
    - id: HC-COE-008
      title: Knowledge-base editor (contract)
      band: C2
      location: DUB
      type: contractor
      status: filled
      start: 2025-09-01
      end: 2026-08-31

How to fix
Decide whether the seat is filled again, renewed or closed, and name that decision under `decision`. If the contract is renewed, write
the new `end`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from polops.analyse.headcount import is_filled, position_item
from polops.analyse.wording import counted
from polops.rules import Finding
from polops.source.problem import Severity

if TYPE_CHECKING:
    from collections.abc import Iterator

    from polops.analyse.context import Context

CODE, NAME, SEVERITY = "HC402", "known-leaver", Severity.INFO


def check(ctx: Context) -> Iterator[Finding]:
    """The positions that somebody holds today."""
    limit = ctx.settings.thresholds.headcount.leaver_notice.after(ctx.as_of, ctx.settings.holidays)
    for node in ctx.plan.nodes("position"):
        item = position_item(node)
        if item.end and item.end <= limit and is_filled(ctx, item) and item.decision is None:
            days = (item.end - ctx.as_of).days
            when = f"in {counted(days, 'day')}" if days else "today"
            yield Finding(
                node,
                f"{node.ref} ends on {item.end}, {when}, and names no decision on what follows",
                "add `decision: DEC-…`, or the new `end`",
                ("end",),
            )
