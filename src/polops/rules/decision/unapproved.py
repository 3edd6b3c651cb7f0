"""A decision without the approver's approval.

What it checks
Every decision with `status: decided` has an entry in `approvals` by its `approver`, dated no later than the as-of date. A decision
that is dated later than the as-of date does not count yet. It is an error where the decision involves what `settings.approvals_required`
names (money, headcount, frozen OKRs and policies unless it says otherwise); elsewhere an approval is welcome, and this is an info.

Why it matters
*Who approved this, and when?* is the first question of an audit. The approval on the forge is not part of the git history and is lost
with the next move; the line in the file stays.

Example
    status: decided
    approver: dana.lee
    decided: 2026-06-12
    approvals:
      - {by: li.wei, on: 2026-06-11}        # the approver is missing

How to fix
Have the approver add the lines that the help prints, with the day on which they approved and, in `ref`, where that can be seen.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from polops.analyse.approval import approval, in_force, must_be_approved
from polops.analyse.authority import roles_of
from polops.model.decision import Decision
from polops.rules import Finding
from polops.source.problem import Severity

if TYPE_CHECKING:
    from collections.abc import Iterator

    from polops.analyse.context import Context

CODE, NAME, SEVERITY = "DEC401", "unapproved", Severity.ERROR


def check(ctx: Context) -> Iterator[Finding]:
    """Look at every decision that is in force."""
    for node in ctx.plan.nodes("decision"):
        item = node.item
        if isinstance(item, Decision) and in_force(ctx, item) and approval(ctx, item) is None:
            message = f"{item.id} is decided without an approval by its approver, {item.approver}"
            route, severity = ("approvals" if item.approvals else "approver",), None if must_be_approved(ctx, node) else Severity.INFO
            yield Finding(node, message, _lines(ctx, item), route, key=bool(item.approvals), severity=severity)


def _lines(ctx: Context, item: Decision) -> str:
    """The lines to add: the whole field, or one more entry."""
    role = next(iter(sorted(roles_of(ctx, item.approver))), "")
    entry = f"  - {{by: {item.approver}, on: {item.decided}{f', role: {role}' if role else ''}}}"
    return f"add under `approvals:`\n{entry}" if item.approvals else f"add\napprovals:\n{entry}"
