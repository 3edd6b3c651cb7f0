"""Guidance implements an older version than the one in force.

What it checks
Each piece of guidance of an enforced policy (also while it is under review) names the version in force.

Why it matters
Reviewers do what the guidance says: until it is changed, yesterday's rule is enforced, and reviews measure the wrong thing.

Example
    status: enforced
    versions: [{v: "3.0", effective: 2026-07-01, summary: Recovery narratives}]
    guidance: [{title: Reviewer guideline, path: library/de.md, version: "2.4", updated: 2025-12-01}]

How to fix
Update the guidance, and write the new `version:` and `updated:`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from polops.analyse.policy import current_version, guidance_lag, implements, policy_item
from polops.analyse.wording import counted
from polops.rules import Finding
from polops.source.problem import Severity

if TYPE_CHECKING:
    from collections.abc import Iterator

    from polops.analyse.context import Context

CODE, NAME, SEVERITY = "POL203", "old-guidance", Severity.WARNING


def check(ctx: Context) -> Iterator[Finding]:
    """The guidance of what is enforced."""
    for node in ctx.plan.nodes("policy"):
        item = policy_item(node)
        version = current_version(ctx, item)
        if item.status not in {"enforced", "under_review"} or version is None or version.effective > ctx.as_of:
            continue
        for i, found in enumerate(item.guidance):
            if not implements(found.version, version):
                lag = counted(guidance_lag(ctx, item) or 0, "day")
                message = f"{found.title} of {node.ref} implements {found.version}; {version.v} is in force for {lag}"
                yield Finding(node, message, "update the guidance, and write the new version: and updated:", ("guidance", i, "version"))
