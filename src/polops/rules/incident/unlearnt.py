"""A serious incident without its after-action review, or people without their debrief.

What it checks
S1 and S2 incidents that were resolved more than 10 days ago (`incident.aar_after`) have an `aar`; and any incident to which people were
exposed (`people_exposed`) has a `debrief_on` by then.

Why it matters
What is not written down is learnt again, at the same price. And people who had to look at it are owed more than thanks.

Example
    severity: S1
    resolved: 2026-07-21T20:10Z
    people_exposed: 7
    # today is 10 August: neither aar: nor debrief_on:

How to fix
Hold the review (causes, not people) and write `aar:`; hold the debrief and write `debrief_on:`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from polops.analyse.aftermath import after
from polops.analyse.incident import incident_item
from polops.analyse.wording import counted
from polops.rules import Finding
from polops.source.problem import Severity

if TYPE_CHECKING:
    from collections.abc import Iterator

    from polops.analyse.context import Context

CODE, NAME, SEVERITY = "INC302", "unlearnt-incident", Severity.WARNING


def check(ctx: Context) -> Iterator[Finding]:
    """The incidents that are over for long enough."""
    for node in ctx.plan.nodes("incident"):
        item, followed = incident_item(node), after(ctx, node)
        if item.resolved is None:
            continue
        ago = counted((ctx.as_of - item.resolved.date()).days, "day")
        if followed.review == "overdue":
            message = f"{node.ref} ({item.severity}) was resolved {ago} ago and has no after-action review"
            yield Finding(node, message, "hold it, and write aar: {on: …, summary: …, causes: […]}", ("resolved",))
        if followed.debrief == "overdue":
            message = f"{node.ref} was resolved {ago} ago, and the people who saw it had no debrief"
            yield Finding(node, message, "hold it, and write debrief_on:", ("people_exposed",))
