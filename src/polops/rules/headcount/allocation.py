"""More than the whole is given to goals.

What it checks
The shares under a position's `allocation`, and those under a budget line's `supports`, are not negative and add up to 100 % at most.
What a position does not allocate is its running work; closed positions are left alone.

Why it matters
Nobody works 130 %. Shares above the whole make people and money appear that do not exist, and the objective that would have lost out
looks as well staffed as before.

Example
    - id: HC-MH-003
      title: Policy Specialist, self-harm and suicide
      band: P2
      location: SIN
      status: filled
      start: 2025-03-03
      allocation: {mh/2026-Q3/O1: 60%, mh/2026-Q3/O2: 70%}

How to fix
Ask the person, or the owner of the line, what gives way, and lower that share. For half-time work write `fte: 50%` and allocate up to
100 % of it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from polops.analyse.books import line_item
from polops.analyse.context import ONE, ZERO, at_least
from polops.analyse.headcount import position_item
from polops.analyse.wording import percent
from polops.rules import Finding
from polops.source.problem import Severity

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from decimal import Decimal

    from polops.analyse.context import Context
    from polops.plan.plan import Node

CODE, NAME, SEVERITY = "HC202", "allocation", Severity.ERROR


def check(ctx: Context) -> Iterator[Finding]:
    """The positions that are not closed, then the lines that give shares."""
    for node in ctx.plan.nodes("position"):
        item = position_item(node)
        if item.allocation and item.status != "closed":
            yield from _judge(node, "allocation", item.allocation)
    for node in ctx.plan.nodes("line"):
        supports = line_item(node).supports
        if isinstance(supports, dict):
            yield from _judge(node, "supports", supports)


def _judge(node: Node, field: str, shares: Mapping[str, Decimal]) -> Iterator[Finding]:
    for goal, share in shares.items():
        if share < 0:
            yield Finding(
                node, f"{node.ref} gives {percent(share)} to {goal}, expected 0 % or more", "write a share from 0% to 100%", (field, goal)
            )
    total = sum(shares.values(), ZERO)
    if not at_least(ONE, total):
        message = f"{node.ref} gives {percent(total, ONE)} to its goals, expected 100 % at most"
        yield Finding(node, message, f"take {percent(total - ONE)} away", (field,))
