"""Which decisions count: decided by the date, approved by the one who decides, within that one's authority, and not their own request.

What must be approved is `settings.approvals_required`: money, headcount, frozen OKR values and policy launches unless it says otherwise.
Elsewhere a decision is enough.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from polops.analyse.authority import governed, holders, holds, may_approve, needed_role
from polops.analyse.context import once
from polops.analyse.wording import listed, money
from polops.values.ref import fold

if TYPE_CHECKING:
    from decimal import Decimal

    from polops.analyse.context import Context
    from polops.model.base import Approval
    from polops.model.decision import Decision
    from polops.plan.plan import Node


def in_force(ctx: Context, item: Decision) -> bool:
    """Whether a decision is decided as of the date."""
    return item.status == "decided" and item.decided is not None and item.decided <= ctx.as_of


def pending(ctx: Context, item: Decision) -> str:
    """How a decision is not in force: `is proposed`; empty where it is."""
    if in_force(ctx, item):
        return ""
    return f"is decided only on {item.decided}" if item.status == "decided" else f"is {item.status}"


def approval(ctx: Context, item: Decision) -> Approval | None:
    """The approval by the decision's own approver, no later than the date; None where there is none."""
    return next((entry for entry in item.approvals if fold(entry.by) == fold(item.approver) and entry.on <= ctx.as_of), None)


TOPICS = {"budget": "money", "transfer": "money", "headcount": "headcount", "okrs": "okrs", "roadmap": "roadmap", "forecast": "forecast"}
"""What an approval is about, as `settings.approvals_required` calls it, by what is frozen."""
_ACTS = {"transfer": "a transfer"}
_OWN_REQUEST = {"money", "headcount"}
"""Where nobody may approve what they asked for."""


MONEY = ("line", "order", "transfer", "seats")
HEADCOUNT = ("position",)
_KINDS = {
    **dict.fromkeys(MONEY, "money"),
    **dict.fromkeys(HEADCOUNT, "headcount"),
    "policy": "policy",
}
_FROZEN = {**dict.fromkeys(("objective", "key_result", "kr_milestone"), "okrs"), **dict.fromkeys(("initiative", "milestone"), "roadmap")}


def involved(ctx: Context, node: Node) -> set[str]:
    """The kinds of money, headcount and policies that a decision affects, changes, or that rest on it; of goals those it changes."""
    item = node.item
    found = set(_resting(ctx).get(fold(node.ref), set()))
    for ref in getattr(item, "affects", ()):
        found |= {target.kind} if (target := ctx.plan.find(ref, *_KINDS)) else set()
    for ref in getattr(item, "values", ()):
        found |= {target.kind} if (target := ctx.plan.find(ref, *_KINDS, *_FROZEN)) else set()
    return found


def must_be_approved(ctx: Context, node: Node) -> bool:
    """Whether a decision is about something that `settings.approvals_required` names."""
    topics = {(_KINDS | _FROZEN)[kind] for kind in involved(ctx, node)}
    return not topics.union({"money"} if getattr(node.item, "amount", None) else ()).isdisjoint(ctx.settings.approvals_required)


@once
def _resting(ctx: Context) -> dict[str, set[str]]:
    """The kinds of items that rest on a decision, by its folded id."""
    found: dict[str, set[str]] = {}
    for kind in _KINDS:
        for node in ctx.plan.nodes(kind):
            if node.item.decision:
                found.setdefault(fold(node.item.decision), set()).add(kind)
    return found


def action_of(ctx: Context, what: str) -> str:
    """The action of `settings.authority` that a change of something frozen is; money without a row of its own is moved as by transfer."""
    return "transfer" if what == "budget" and not governed(ctx, "budget") else what


def required(ctx: Context, what: str) -> bool:
    """Whether a change of something frozen needs an approval."""
    return TOPICS.get(what, what) in ctx.settings.approvals_required


def fault(ctx: Context, item: Decision, what: str, amount: Decimal | None) -> tuple[str, str]:
    """Why a decision does not carry a change of something frozen, and the way out; empty texts where it does.

    `amount` is all that moves in the decision's name, in the reporting currency.
    """
    if how := pending(ctx, item):
        return f"{item.id} {how}", f"have it decided by {item.approver}, or take the change back"
    entry = approval(ctx, item)
    if required(ctx, what) and entry is None:
        return f"{item.id} lacks the approval of {item.approver}", f"have {item.approver} add an entry to `approvals` of {item.id}"
    if entry and entry.role and not holds(ctx, entry.by, entry.role):
        who = listed(holders(ctx, entry.role)) or "somebody who holds it"
        return f"{entry.by} approved {item.id} as {entry.role} without holding that role", f"have it decided and approved by {who}"
    if TOPICS.get(what) in _OWN_REQUEST and fold(item.approver) == fold(item.driver):
        return f"{item.approver} approved a request of their own with {item.id}", "have somebody else decide"
    return beyond(ctx, item.approver, action_of(ctx, what), amount)


def beyond(ctx: Context, person: str, action: str, amount: Decimal | None) -> tuple[str, str]:
    """Why a person may not approve an action of an amount, and who may; empty texts where they may."""
    if may_approve(ctx, person, action, amount):
        return "", ""
    role = needed_role(ctx, action, amount)
    size = f" of {money(amount, ctx.currency)}" if amount else ""
    who = listed(holders(ctx, role)) or "nobody holds that role yet"
    return (
        f"{person} may not approve {_ACTS.get(action, f'{action} changes')}{size}",
        f"needs a {role.replace('_', ' ')} ({who})" if role else "no role in settings.authority reaches it",
    )
