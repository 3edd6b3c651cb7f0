"""A decision without the approver's approval.

What it checks
Every decision with `status: decided` has an entry in `approvals` by its `approver`, dated no later than the as-of date. A decision
that is dated later than the as-of date does not count yet.

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

from polops.analyse.authority import roles_of
from polops.model.decision import Decision
from polops.rules import Finding
from polops.source.problem import Severity
from polops.values.ref import fold

if TYPE_CHECKING:
    from collections.abc import Iterator

    from polops.analyse.context import Context

CODE, NAME, SEVERITY = "DEC401", "unapproved", Severity.ERROR


def check(ctx: Context) -> Iterator[Finding]:
    """Look at every decision that is in force."""
    for node in ctx.plan.nodes("decision"):
        item = node.item
        if (
            isinstance(item, Decision)
            and item.status == "decided"
            and item.decided
            and item.decided <= ctx.as_of
            and not _approved(ctx, item)
        ):
            message = f"{item.id} is decided without an approval by its approver, {item.approver}"
            yield Finding(node, message, _lines(ctx, item), ("approvals" if item.approvals else "approver",), key=bool(item.approvals))


def _approved(ctx: Context, item: Decision) -> bool:
    return any(fold(approval.by) == fold(item.approver) and approval.on <= ctx.as_of for approval in item.approvals)


def _lines(ctx: Context, item: Decision) -> str:
    """The lines to add: the whole field, or one more entry."""
    role = next(iter(sorted(roles_of(ctx, item.approver))), "")
    entry = f"  - {{by: {item.approver}, on: {item.decided}{f', role: {role}' if role else ''}}}"
    return f"add under `approvals:`\n{entry}" if item.approvals else f"add\napprovals:\n{entry}"
