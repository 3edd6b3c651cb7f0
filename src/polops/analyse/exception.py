"""Exceptions: an initiative that has left the tolerance agreed with its sponsor, and the decision that says how it goes on.

Within the tolerance the owner manages; beyond it the sponsor decides (PRINCE2, management by exception). The decision is the one that the
initiative names in `decision:`, taken after it was approved, or one tagged `exception` that `affects` it. It is decided by the date, where
there is a sponsor by the sponsor, and counts until its `review_on`.
"""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING

from polops.analyse.approval import in_force
from polops.analyse.context import ONE, ZERO, Context, each, once
from polops.analyse.initiative import costs
from polops.analyse.schedule import OVER, initiative_item, schedule
from polops.model.decision import Decision
from polops.values.hidden import is_hidden
from polops.values.record import dataclass
from polops.values.ref import fold

if TYPE_CHECKING:
    from collections.abc import Mapping

    from polops.plan.plan import Node

TAG = "exception"


@dataclass(frozen=True, slots=True)
class Overrun:
    """How far an initiative is beyond its tolerance: days and the day allowed, or money over the amount allowed. None: within it."""

    days: int | None = None
    allowed_end: date | None = None
    end: date | None = None
    over: Decimal | None = None
    allowed_cost: Decimal | None = None
    cost: Decimal | None = None

    @property
    def exceeded(self) -> bool:
        """Whether time or cost is beyond the tolerance."""
        return self.days is not None or self.over is not None


@each
def overrun(ctx: Context, node: Node) -> Overrun:
    """How far a live initiative is beyond its time and its cost tolerance. 14 days agreed and 30 late: 16 days."""
    item, plan = initiative_item(node), schedule(ctx, node)
    if item.stage in OVER or item.tolerance is None:
        return Overrun()
    found = Overrun()
    if item.tolerance.time is not None and plan.baseline_end is not None and plan.propagated_end is not None:
        allowed = item.tolerance.time.after(plan.baseline_end, ctx.settings.holidays)
        if plan.propagated_end > allowed:
            found = Overrun((plan.propagated_end - allowed).days, allowed, plan.propagated_end)
    money = costs(ctx, node)
    if item.tolerance.cost is not None and money.bac is not None and money.outlook is not None and not is_hidden(money.outlook):
        most = money.bac * (ONE + item.tolerance.cost)
        if money.outlook - most > ZERO:
            return Overrun(found.days, found.allowed_end, found.end, money.outlook - most, most, money.outlook)
    return found


def exceptions(ctx: Context) -> list[Node]:
    """The initiatives beyond their tolerance, in order of place."""
    return [node for node in ctx.plan.nodes("initiative") if overrun(ctx, node).exceeded]


@once
def _decisions(ctx: Context) -> Mapping[int, tuple[Node, ...]]:
    """The decisions tagged `exception` by the initiative that they affect, by `id` of its node."""
    found: dict[int, list[Node]] = {}
    for node in ctx.plan.nodes("decision"):
        item = node.item
        if isinstance(item, Decision) and TAG in {tag.casefold() for tag in item.tags}:
            for ref in item.affects:
                target = ctx.plan.find(ref, "initiative")
                if target is not None:
                    found.setdefault(id(target), []).append(node)
    return {key: tuple(nodes) for key, nodes in found.items()}


def decided(ctx: Context, node: Node) -> Node | None:
    """The exception decision that an initiative goes on by; None where there is none that counts."""
    sponsor = initiative_item(node).sponsor
    for found in (*_own(ctx, node), *reversed(_decisions(ctx).get(id(node), ()))):
        item = found.item
        if not isinstance(item, Decision) or not in_force(ctx, item) or (item.review_on and item.review_on < ctx.as_of):
            continue
        if sponsor is None or fold(item.approver) == fold(sponsor):
            return found
    return None


def _own(ctx: Context, node: Node) -> tuple[Node, ...]:
    """The decision that an initiative names, unless it is the one by which the initiative was approved."""
    item = initiative_item(node)
    found = ctx.plan.find(item.decision, "decision") if item.decision else None
    taken = found.item.decided if found is not None and isinstance(found.item, Decision) else None
    approved = [approval.on for name, gate in item.gates.items() if name == "approved" for approval in gate.approvals]
    return (found,) if found is not None and taken is not None and taken > max(approved, default=date.min) else ()


def pending(ctx: Context, node: Node) -> Node | None:
    """The exception decision that is proposed for an initiative and not taken yet."""
    return next((found for found in _decisions(ctx).get(id(node), ()) if getattr(found.item, "status", "") == "proposed"), None)
