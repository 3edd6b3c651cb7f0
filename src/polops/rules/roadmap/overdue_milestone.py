"""A milestone's day has passed.

What it checks
Milestones of live initiatives whose expected day (`forecast`, else `baseline`) has passed and that are not done.

Why it matters
A date in the past is either good news that nobody wrote down, or bad news. Readers cannot tell which.

Example
    - {id: M3, name: Reviewer guidance ready, baseline: 2026-07-31, forecast: 2026-08-07}      # today is the 10th

How to fix
If it was reached, add `done:` with the day. If not, write the day on which it is now expected as `forecast:`; the baseline stays.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from polops.analyse.schedule import initiative_item, milestone, milestone_item
from polops.analyse.wording import counted
from polops.rules import Finding
from polops.source.problem import Severity

if TYPE_CHECKING:
    from collections.abc import Iterator

    from polops.analyse.context import Context

CODE, NAME, SEVERITY = "MAP301", "overdue-milestone", Severity.WARNING
_OVER = {"closed", "cancelled", "paused"}


def check(ctx: Context) -> Iterator[Finding]:
    """The milestones of live initiatives."""
    for node in ctx.plan.nodes("milestone"):
        if not milestone(ctx, node).overdue or node.parent is None or initiative_item(node.parent).stage in _OVER:
            continue
        item = milestone_item(node)
        stated = item.forecast or item.baseline
        if stated is not None:
            message = f"{node.ref} was expected on {stated}, {counted((ctx.as_of - stated).days, 'day')} ago, and is not done"
            yield Finding(node, message, "add done: with the day, or a new forecast:", ("forecast",) if item.forecast else ("baseline",))
