"""An action from an incident is overdue.

What it checks
Actions of incidents whose day has passed and that are not done.

Why it matters
The actions are the point of the after-action review. Without them the next incident is the same one.

Example
    actions:
      - {id: a1, what: Perceptual hash at intake, owner: jo.park, due: 2026-08-07}

How to fix
Do it, and write `done:` with the day; or agree on a new day with the commander.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from polops.analyse.incident import incident_item
from polops.analyse.wording import counted
from polops.rules import Finding
from polops.source.problem import Severity

if TYPE_CHECKING:
    from collections.abc import Iterator

    from polops.analyse.context import Context

CODE, NAME, SEVERITY = "INC303", "overdue-incident-action", Severity.WARNING


def check(ctx: Context) -> Iterator[Finding]:
    """The actions of every incident."""
    for node in ctx.plan.nodes("incident"):
        for i, action in enumerate(incident_item(node).actions):
            done = action.done is not None and action.done <= ctx.as_of
            if not done and action.due < ctx.as_of:
                late = counted((ctx.as_of - action.due).days, "day")
                message = f"{node.ref}/{action.id} was due on {action.due}, {late} ago ({action.owner})"
                yield Finding(node, message, "do it, and write done:; or agree on a new due:", ("actions", i, "due"))
