"""A partner waits for an answer, or somebody is about to speak without clearance.

What it checks
Requests whose `due` day has passed and that are not `answered`; and speaking engagements within the next 14 days (`partners.clearance`)
that nobody has cleared.

Why it matters
How quickly questions are answered is what partners judge a policy team by. And what is said on a stage cannot be taken back.

Example
    - {id: RQ-114, from: STK-PROD, what: Is the sticker in scope?, received: 2026-08-03, due: 2026-08-07}      # today is the 10th

How to fix
Answer, and write `answered:`. For a talk: have Legal and Communications clear it, and write `cleared: {legal: 2026-08-04}`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from polops.analyse.wording import counted
from polops.model.stakeholders import Engagement, Request
from polops.rules import Finding
from polops.source.problem import Severity

if TYPE_CHECKING:
    from collections.abc import Iterator

    from polops.analyse.context import Context

CODE, NAME, SEVERITY = "STK302", "unanswered-request", Severity.WARNING


def check(ctx: Context) -> Iterator[Finding]:
    """The requests, and the talks that are near."""
    for node in ctx.plan.nodes("request"):
        item = node.item
        if not isinstance(item, Request) or item.received > ctx.as_of or (item.answered is not None and item.answered <= ctx.as_of):
            continue
        if item.due < ctx.as_of:
            late = counted((ctx.as_of - item.due).days, "day")
            yield Finding(node, f"{node.ref} of {item.from_} was due on {item.due}, {late} ago", "answer it, and write answered:", ("due",))
    near = ctx.settings.thresholds.partners.clearance.after(ctx.as_of, ctx.settings.holidays)
    for node in ctx.plan.nodes("engagement"):
        item = node.item
        if not isinstance(item, Engagement) or item.type != "speaking" or not ctx.as_of <= item.on <= near:
            continue
        if not any(day <= ctx.as_of for day in item.cleared.values()):
            message = f"{node.ref} is on {item.on} and not cleared"
            yield Finding(node, message, "have it cleared, and write cleared: {legal: …, comms: …}", ("on",))
