"""An action is overdue.

What it checks
Actions of open risks, assumptions, issues and dependencies whose day has passed and that are not done.

Why it matters
The register says that something is being done. If it is not, the risk stands as it stood.

Example
    actions:
      - {id: a1, what: Book a vendor trainer, owner: jo.park, due: 2026-08-07}      # today is the 10th

How to fix
Add `done:` with the day, or agree on a new day with the owner.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from polops.analyse import raid
from polops.analyse.wording import counted
from polops.rules import Finding
from polops.source.problem import Severity

if TYPE_CHECKING:
    from collections.abc import Iterator

    from polops.analyse.context import Context

CODE, NAME, SEVERITY = "RAID303", "overdue-action", Severity.WARNING


def check(ctx: Context) -> Iterator[Finding]:
    """The actions of what is open."""
    for node in raid.entries(ctx):
        for i, action in enumerate(raid.raid_item(node).actions):
            done = action.done is not None and action.done <= ctx.as_of
            if not done and action.due < ctx.as_of:
                late = counted((ctx.as_of - action.due).days, "day")
                message = f"{node.ref}/{action.id} was due on {action.due}, {late} ago ({action.owner})"
                yield Finding(node, message, "add done: with the day, or a new due:", ("actions", i, "due"))
