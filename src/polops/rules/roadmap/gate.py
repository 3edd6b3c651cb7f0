"""A stage was entered without the approval of its gate.

What it checks
An initiative that is `launched` or `closed` has an approval under `gates: launched`. The entry to `approved`, `delivery` or `closed` needs
one where the initiative names that gate: in `gates`, or as `gate:` of a milestone. Approvals dated later than the as-of date do not count.

Why it matters
A gate is where a sponsor may still say no. Passed in silence, it decides nothing.

Example
    stage: launched
    gates:
      approved: {approvals: [{by: dana.lee, on: 2026-03-02}]}
      # nothing about launched

How to fix
Have the sponsor add `{by, on}` under `gates: <stage>: approvals`, with the pull request or the minutes in `ref`; or set the stage back
until they have.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from polops.analyse.schedule import initiative_item, milestone_item, milestones
from polops.rules import Finding
from polops.source.problem import Severity

if TYPE_CHECKING:
    from collections.abc import Iterator

    from polops.analyse.context import Context
    from polops.plan.plan import Node

CODE, NAME, SEVERITY = "MAP203", "gate", Severity.ERROR
_PASSED = {
    "approved": ("approved",),
    "delivery": ("approved", "delivery"),
    "launched": ("approved", "delivery", "launched"),
    "closed": ("approved", "delivery", "launched", "closed"),
}
"""The gates that a stage lies behind."""


def check(ctx: Context) -> Iterator[Finding]:
    """The gates that each initiative has passed."""
    for node in ctx.plan.nodes("initiative"):
        item = initiative_item(node)
        named = {*item.gates, *(mark.gate for mark in map(milestone_item, milestones(ctx, node)) if mark.gate)}
        for stage in _PASSED.get(item.stage, ()):
            if (stage == "launched" or stage in named) and not _approved(ctx, node, stage):
                message = f"{node.ref} is {item.stage} without an approval of its gate `{stage}`"
                who = item.sponsor or "the sponsor"
                yield Finding(node, message, f"add\ngates:\n  {stage}: {{approvals: [{{by: {who}, on: {ctx.as_of}}}]}}", ("stage",))


def _approved(ctx: Context, node: Node, stage: str) -> bool:
    gate = next((gate for name, gate in initiative_item(node).gates.items() if name == stage), None)
    return gate is not None and any(approval.on <= ctx.as_of for approval in gate.approvals)
