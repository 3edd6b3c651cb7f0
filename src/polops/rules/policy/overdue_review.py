"""A policy or document is due for review.

What it checks
Policies of every type (not retired ones, and none before its first version) and documents of the library, whose last review is longer ago
than `review_every` (12 months unless they say otherwise). What was never reviewed counts from its first version.

Why it matters
Language, products and law move. A rule that nobody has read for a year is right by luck.

Example
    reviewed: 2025-07-18
    review_every: 12mo            # today is 10 August 2026

How to fix
Review it, and write `reviewed:` with the day, or the new version; or agree on a longer `review_every`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from polops.analyse.document import doc_item, doc_review_due
from polops.analyse.policy import policy, policy_item
from polops.rules import Finding
from polops.source.problem import Severity

if TYPE_CHECKING:
    from collections.abc import Iterator

    from polops.analyse.context import Context

CODE, NAME, SEVERITY = "POL301", "overdue-review", Severity.WARNING


def check(ctx: Context) -> Iterator[Finding]:
    """The policies and the documents."""
    for node in ctx.plan.nodes("policy"):
        numbers = policy(ctx, node)
        if numbers.review_overdue:
            message = f"{node.ref} was due for review on {numbers.review_due}"
            route = ("reviewed",) if policy_item(node).reviewed else ("title",)
            yield Finding(node, message, f"review it, and write reviewed: {ctx.as_of}", route)
    for node in ctx.plan.nodes("doc"):
        due = doc_review_due(ctx, doc_item(node))
        if due is not None and due < ctx.as_of:
            yield Finding(node, f"{node.ref} was due for review on {due}", f"review it, and write reviewed: {ctx.as_of}", ("reviewed",))
