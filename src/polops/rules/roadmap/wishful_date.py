"""A date that the plan itself contradicts.

What it checks
An open milestone is not expected before its predecessors let it be: a predecessor's delay moves what comes after it by the gap that was
planned between them. And what a milestone waits for (a dependency that `blocks` it) is not promised for later than the milestone.

Why it matters
A date that everybody knows to be impossible is still the one that partners plan by.

Example
    milestones:
      - {id: M3, name: Training ready, baseline: 2026-07-31, forecast: 2026-08-10}
      - {id: M4, name: Enforced, baseline: 2026-09-15, after: [M3]}     # 46 days after M3: 25 September

How to fix
Write the date that follows as `forecast:`, or shorten the work between the two and say so with an earlier forecast of what comes
before. The baseline stays as it is.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from polops.analyse import raid
from polops.analyse.schedule import initiative_item, milestone, milestone_item
from polops.model.raid import Dependency
from polops.rules import Finding
from polops.source.problem import Severity

if TYPE_CHECKING:
    from collections.abc import Iterator

    from polops.analyse.context import Context

CODE, NAME, SEVERITY = "MAP202", "wishful-date", Severity.WARNING
_OVER = {"closed", "cancelled", "paused"}


def check(ctx: Context) -> Iterator[Finding]:
    """The open milestones of live initiatives, and the dependencies that they wait for."""
    for node in ctx.plan.nodes("milestone"):
        item, numbers = milestone_item(node), milestone(ctx, node)
        stated = item.forecast or item.baseline
        if (
            numbers.done
            or node.parent is None
            or initiative_item(node.parent).stage in _OVER
            or stated is None
            or numbers.propagated is None
        ):
            continue
        if numbers.driver is not None and numbers.propagated > max(stated, ctx.as_of):
            message = f"{node.ref} is expected on {stated}, but {numbers.driver.ref} leads to {numbers.propagated}"
            route = ("forecast",) if item.forecast else ("baseline",)
            yield Finding(node, message, f"write forecast: {numbers.propagated}", route, related=((numbers.driver, (), "comes before it"),))
    yield from _dependencies(ctx)


def _dependencies(ctx: Context) -> Iterator[Finding]:
    for node in raid.entries(ctx, "dependency"):
        item = node.item
        if not isinstance(item, Dependency) or raid.dependency(ctx, node).delivered:
            continue
        for target in raid.blocked(ctx, node):
            when = milestone(ctx, target).propagated if target.kind == "milestone" else None
            if when is not None and not milestone(ctx, target).done and item.promised > when:
                message = f"{node.ref} is promised for {item.promised}, but {target.ref} waits for it and is expected on {when}"
                yield Finding(node, message, f"agree on an earlier day, or write forecast: {item.promised} for {target.ref}", ("promised",))
