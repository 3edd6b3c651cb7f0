"""A policy lacks what its status calls for.

What it checks
A policy (`type: policy`) names its issues and its markets. From status `approval` on, every policy, guideline, protocol, product guidance
or practice has an entry under `versions`. A policy that is `ready` has guidance. Issues are those of `settings.taxonomy` (GEN201 if not).

Why it matters
What a policy covers, where it holds and since when is what everybody else builds on: coverage, launches, the change log.

Example
    type: policy
    status: approval
    issues: [mental_health/self_harm]
    # no markets, no versions

How to fix
Add the field that the help names. `markets: global` is an answer; otherwise list the codes.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from polops.analyse.policy import policy_item
from polops.rules import Finding
from polops.source.problem import Severity

if TYPE_CHECKING:
    from collections.abc import Iterator

    from polops.analyse.context import Context
    from polops.model.policy import Policy

CODE, NAME, SEVERITY = "POL101", "incomplete-policy", Severity.ERROR
_APPROVED = {"approval", "ready", "enforced", "under_review"}


def check(ctx: Context) -> Iterator[Finding]:
    """Every policy that is not retired."""
    for node in ctx.plan.nodes("policy"):
        item = policy_item(node)
        for lacks, fix in _missing(item) if item.status != "retired" else ():
            yield Finding(node, f"{node.ref} is in {item.status} {lacks}", fix, ("status",))


def _missing(item: Policy) -> Iterator[tuple[str, str]]:
    if item.type == "policy" and not item.issues:
        yield "without issues", "add issues: [area/issue], as in the taxonomy of settings"
    if item.type == "policy" and item.markets is None:
        yield "without markets", "add markets: global, or a list of codes"
    if item.status in _APPROVED and not item.versions:
        yield "without a version", 'add versions: [{v: "1.0", effective: …, summary: …}]'
    if item.type == "policy" and item.status == "ready" and not item.guidance:
        yield "without guidance", "add guidance: what reviewers work from, and the version that it implements"
