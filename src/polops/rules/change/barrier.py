"""A barrier to a change that nobody does anything about.

What it checks
The latest `adkar` assessment of each group: where an element scores 3 or less (`change.barrier`), the first such element is the barrier,
and there is an intervention for the group (or for all) that is still open or was decided on or after the day of the assessment.

Why it matters
The five elements build on each other. Training does nothing for people who do not see why, and motivation nothing for people who do not
know how: the first low one is where help works.

Example
    adkar:
      - {group: g1, on: 2026-08-05, a: 4, d: 4, k: 2, ab: 2, r: 1}      # barrier: Knowledge
    interventions: []

How to fix
Add an entry under `interventions`: what set it off, what is done, by whom, by when.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from polops.analyse.adoption import NO_BARRIER, GroupNumbers, change, change_item
from polops.rules import Finding
from polops.source.problem import Severity
from polops.values.ref import fold

if TYPE_CHECKING:
    from collections.abc import Iterator

    from polops.analyse.context import Context
    from polops.model.change import Change, Intervention

CODE, NAME, SEVERITY = "CHG302", "barrier", Severity.WARNING


def check(ctx: Context) -> Iterator[Finding]:
    """The groups that were assessed."""
    for node in ctx.plan.nodes("change"):
        item = change_item(node)
        for found in change(ctx, node).groups if item.stage != "closed" else ():
            if found.adkar is None or found.barrier in {None, NO_BARRIER}:
                continue
            if not any(_answers(ctx, item, found, each) for each in item.interventions):
                i = item.adkar.index(found.adkar)
                message = f"{node.ref}/{found.group.id} has the barrier {found.barrier} ({found.adkar.on}) and no intervention"
                yield Finding(node, message, f"add an intervention for {found.group.id}: what, by whom, by when", ("adkar", i))


def _answers(ctx: Context, item: Change, found: GroupNumbers, step: Intervention) -> bool:
    """Whether an intervention is for a group and for its present barrier."""
    if step.on > ctx.as_of or found.adkar is None:
        return False
    names = {fold(str(found.group.id)), fold(f"{item.id}/{found.group.id}")}
    is_open = step.done is None or step.done > ctx.as_of
    return (step.group is None or fold(step.group) in names) and (is_open or step.on >= found.adkar.on)
