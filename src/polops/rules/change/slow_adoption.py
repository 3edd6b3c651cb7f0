"""Adoption is below its target after the target date.

What it checks
Changes with `adoption: speed`: once `target_date` has passed, the share of people who work the new way reaches `target`. Groups without a
reading by that day are left out; without any reading nobody has adopted it.

Why it matters
A change that was announced, taught and not taken up has cost everything and changed nothing.

Example
    adoption: {speed: {target_date: 2026-07-15, target: 90%}}
    readings: [{group: g1, on: 2026-07-14, using: 9}]        # of 18 people: 50 %

How to fix
Find the barrier (`adkar`), and write the intervention with an owner and a day. If the target was wrong, say so in an update.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from polops.analyse.adoption import adoption, change, change_item
from polops.rules import Finding
from polops.source.problem import Severity
from polops.values.rounding import spelled

if TYPE_CHECKING:
    from collections.abc import Iterator

    from polops.analyse.context import Context

CODE, NAME, SEVERITY = "CHG301", "slow-adoption", Severity.WARNING


def check(ctx: Context) -> Iterator[Finding]:
    """The changes whose target date has passed."""
    for node in ctx.plan.nodes("change"):
        item = change_item(node)
        speed = item.adoption.speed if item.adoption else None
        if speed is None or item.stage == "closed" or change(ctx, node).speed_met is not False:
            continue
        share = adoption(ctx, node, speed.target_date)
        reached = f"{spelled(share * 100, 0)} % of the people" if share is not None else "nobody, as far as was read,"
        message = f"{node.ref}: {reached} worked the new way on {speed.target_date} (target {spelled(speed.target * 100, 0)} %)"
        help_ = "write an intervention with owner and day" if share is not None else "add a reading, or an intervention"
        yield Finding(node, message, help_, ("adoption", "speed"))
