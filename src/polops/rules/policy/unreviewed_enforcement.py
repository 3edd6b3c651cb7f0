"""Nobody has checked lately how a policy is enforced.

What it checks
Enforced policies and guidelines have a consistency review in the last 6 months (`policy.review_within`); one that is younger than that has
time until then.

Why it matters
Two reviewers rarely read a rule alike for long. Only a review shows how far they have come apart.

Example
    id: POL-HH-001
    status: enforced              # the last review of it: QR-004 of December

How to fix
Hold a review (a sample or a calibration) and add it under `reviews/`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from polops.analyse.policy import current_version, policy_item
from polops.analyse.review import review_item, reviews_of
from polops.rules import Finding
from polops.source.problem import Severity

if TYPE_CHECKING:
    from collections.abc import Iterator

    from polops.analyse.context import Context

CODE, NAME, SEVERITY = "POL303", "unreviewed-enforcement", Severity.WARNING
_RULES = {"policy", "guideline"}


def check(ctx: Context) -> Iterator[Finding]:
    """The enforced policies and guidelines, where a workspace keeps reviews at all."""
    within = ctx.settings.thresholds.policy.review_within
    if not any(True for _ in ctx.plan.nodes("review")):
        return
    for node in ctx.plan.nodes("policy"):
        item = policy_item(node)
        if item.status != "enforced" or item.type not in _RULES:
            continue
        held = [review_item(found).on for found in reviews_of(ctx, node)]
        version = current_version(ctx, item)
        since = max(held, default=version.effective if version else None)
        if since is None or within.after(since, ctx.settings.holidays) >= ctx.as_of:
            continue
        said = f"the last review of {node.ref} was on {since}" if held else f"{node.ref} is enforced since {since} and was never reviewed"
        yield Finding(node, f"{said} (within {within})", "hold a consistency review, and add it under reviews/", ("status",))
