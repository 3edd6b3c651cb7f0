"""A decision is overdue.

What it checks
Decisions that are proposed or deferred and whose `needed_by` is over.

Why it matters
Work waits for it: whoever planned with that day now goes on without an answer, or stands still.

Example
    id: DEC-2026-019
    status: proposed
    needed_by: 2026-08-07      # and it is the 10th

How to fix
Have the approver decide, and write `status`, `decided`, `choice` and `why`. If the answer can wait, agree on a new `needed_by`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from polops.analyse.wording import counted
from polops.model.decision import Decision
from polops.rules import Finding
from polops.source.problem import Severity

if TYPE_CHECKING:
    from collections.abc import Iterator

    from polops.analyse.context import Context

CODE, NAME, SEVERITY = "DEC301", "overdue", Severity.WARNING


def check(ctx: Context) -> Iterator[Finding]:
    """Look at every decision that is still open."""
    for node in ctx.plan.nodes("decision"):
        item = node.item
        if isinstance(item, Decision) and item.status in {"proposed", "deferred"} and item.needed_by and item.needed_by < ctx.as_of:
            late = counted((ctx.as_of - item.needed_by).days, "day")
            message = f"{item.id} was needed by {item.needed_by}, {late} ago, and is {item.status}"
            yield Finding(node, message, f"have {item.approver} decide, or agree on a new `needed_by`", ("needed_by",))
