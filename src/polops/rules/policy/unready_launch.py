"""A launch is near, and not everything is ready.

What it checks
The coming version of a policy takes effect within 14 days (`policy.launch_window`), or should have already, and its checklist is not done.

Why it matters
Two weeks are enough to move a date decently. Two days are not.

Example
    versions: [{v: "3.0", effective: 2026-08-20, summary: Recovery narratives}]
    readiness: {training_95: {due: 2026-08-28, owner: jo.park}}

How to fix
Finish what is open, or move `effective` and tell the partners.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from polops.analyse.context import ONE, at_least
from polops.analyse.policy import policy, policy_item
from polops.rules import Finding
from polops.source.problem import Severity

if TYPE_CHECKING:
    from collections.abc import Iterator

    from polops.analyse.context import Context

CODE, NAME, SEVERITY = "POL302", "unready-launch", Severity.WARNING
_COMING = {"draft", "consultation", "approval", "enforced", "under_review"}


def check(ctx: Context) -> Iterator[Finding]:
    """The policies with a version to come; what is `ready` and is not, POL202 tells."""
    until = ctx.settings.thresholds.policy.launch_window.after(ctx.as_of, ctx.settings.holidays)
    for node in ctx.plan.nodes("policy"):
        item, numbers = policy_item(node), policy(ctx, node)
        if item.status not in _COMING or numbers.launch is None or numbers.readiness is None or at_least(numbers.readiness, ONE):
            continue
        if numbers.launch.effective <= until:
            when = (
                f"takes effect on {numbers.launch.effective}"
                if numbers.launch.effective >= ctx.as_of
                else f"was to take effect on {numbers.launch.effective}"
            )
            message = f"version {numbers.launch.v} of {node.ref} {when}, with {numbers.done} of {numbers.applicable} readiness items done"
            route = ("versions", item.versions.index(numbers.launch), "effective")
            yield Finding(node, message, "finish what is open, or move effective", route)
