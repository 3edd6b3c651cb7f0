"""A policy is enforced without what enforcement needs.

What it checks
Whatever is `enforced` has a version in force (`effective` no later than the as-of date) with at least one approval; a policy
(`type: policy`) also has guidance.

Why it matters
Reviewers cannot enforce what nobody approved, and they enforce what the guidance says, not what the policy means.

Example
    status: enforced
    versions:
      - {v: "3.0", effective: 2026-09-15, summary: Recovery narratives}      # not before September

How to fix
Set the status back to `ready` until the version is in force; or add the approval, or the guidance, that is missing.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from polops.analyse.policy import policy_item
from polops.rules import Finding
from polops.source.problem import Severity

if TYPE_CHECKING:
    from collections.abc import Iterator

    from polops.analyse.context import Context

CODE, NAME, SEVERITY = "POL201", "unenforceable", Severity.ERROR


def check(ctx: Context) -> Iterator[Finding]:
    """What is enforced and has a version at all (POL101 asks for one)."""
    for node in ctx.plan.nodes("policy"):
        item = policy_item(node)
        if item.status != "enforced" or not item.versions:
            continue
        inside = [(version.effective, i) for i, version in enumerate(item.versions) if version.effective <= ctx.as_of]
        if not inside:
            first = min(version.effective for version in item.versions)
            yield Finding(
                node, f"{node.ref} is enforced, but no version is in force before {first}", "set status: ready until then", ("status",)
            )
            continue
        i = max(inside)[1]
        if not any(approval.on <= ctx.as_of for approval in item.versions[i].approvals):
            message = f"{node.ref} is enforced, but nobody approved version {item.versions[i].v}"
            yield Finding(node, message, "have it approved: add approvals: [{by: …, on: …}] to the version", ("versions", i))
        if item.type == "policy" and not item.guidance:
            yield Finding(node, f"{node.ref} is enforced without guidance", "add guidance: title, path, version, updated", ("status",))
