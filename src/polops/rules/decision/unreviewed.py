"""A decision was to be looked back on, and was not.

What it checks
Decisions in force whose `review_on` is over and that have no `outcome`.

Why it matters
Whoever never looks back cannot tell good decisions from good luck. One sentence is enough, as long as somebody writes it.

Example
    id: DEC-2026-008
    status: decided
    review_on: 2026-07-31      # and it is August

How to fix
Write in `outcome` whether it was right, or move `review_on` to the day on which that can be told.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from polops.analyse.approval import in_force
from polops.model.decision import Decision
from polops.rules import Finding
from polops.source.problem import Severity

if TYPE_CHECKING:
    from collections.abc import Iterator

    from polops.analyse.context import Context

CODE, NAME, SEVERITY = "DEC302", "unreviewed", Severity.INFO


def check(ctx: Context) -> Iterator[Finding]:
    """Look at every decision in force."""
    for node in ctx.plan.nodes("decision"):
        item = node.item
        if isinstance(item, Decision) and in_force(ctx, item) and item.review_on and item.review_on < ctx.as_of and not item.outcome:
            message = f"{item.id} was to be reviewed on {item.review_on} and has no outcome"
            yield Finding(node, message, "add `outcome: …`: was it right?", ("review_on",))
