"""Which decisions count: decided by the date, and approved by the one who decides."""

from __future__ import annotations

from typing import TYPE_CHECKING

from polops.values.ref import fold

if TYPE_CHECKING:
    from polops.analyse.context import Context
    from polops.model.base import Approval
    from polops.model.decision import Decision


def in_force(ctx: Context, item: Decision) -> bool:
    """Whether a decision is decided as of the date."""
    return item.status == "decided" and item.decided is not None and item.decided <= ctx.as_of


def approval(ctx: Context, item: Decision) -> Approval | None:
    """The approval by the decision's own approver, no later than the date; None where there is none."""
    return next((entry for entry in item.approvals if fold(entry.by) == fold(item.approver) and entry.on <= ctx.as_of), None)
