"""A group whose work changes much is not told or not taught.

What it checks
Every group of a change with an impact of 4 or 5 (`change.impact`) has at least one message in `comms` and one entry in `training`. One
without `group` is for all groups. Closed changes are left alone.

Why it matters
People who are told nothing make up a reason, and people who are taught nothing do what they did before.

Example
    groups:
      - {id: g1, name: Reviewers in Manila, people: 18, impact: 4}
    training: []

How to fix
Add an entry under `comms` or `training` with what, by when and who does it; or correct `impact`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from polops.analyse.adoption import change_item
from polops.rules import Finding
from polops.source.problem import Severity
from polops.values.ref import fold

if TYPE_CHECKING:
    from collections.abc import Iterator

    from polops.analyse.context import Context
    from polops.model.change import Change, Group, Step

CODE, NAME, SEVERITY = "CHG101", "untold-group", Severity.WARNING


def check(ctx: Context) -> Iterator[Finding]:
    """The groups of changes that are not closed."""
    limit = ctx.settings.thresholds.change.impact
    for node in ctx.plan.nodes("change"):
        item = change_item(node)
        for i, group in enumerate(item.groups if item.stage != "closed" else ()):
            if group.impact < limit:
                continue
            missing = [name for name, steps in (("comms", item.comms), ("training", item.training)) if not _for(item, group, steps)]
            if missing:
                message = f"{node.ref}/{group.id} has impact {group.impact} and no {' and no '.join(missing)}"
                yield Finding(node, message, f"add an entry under {' and '.join(missing)} for {group.id}", ("groups", i, "impact"))


def _for(item: Change, group: Group, steps: tuple[Step, ...]) -> bool:
    names = {fold(str(group.id)), fold(f"{item.id}/{group.id}")}
    return any(step.group is None or fold(step.group) in names for step in steps)
