"""Whose approval a change needs, and whether it is there: frozen values that move, transfers, and positions that come or go forward.

What the base had already, with the same approval, is not told again.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from decimal import Decimal

from polops.analyse.approval import action_of, approval, beyond, fault, required
from polops.analyse.authority import governed, holders, needed_role
from polops.analyse.books import transfer_item, transfer_months
from polops.analyse.carrier import Movement
from polops.analyse.change import Change
from polops.analyse.classify import Judged
from polops.analyse.context import ZERO, Context
from polops.analyse.headcount import position_item
from polops.analyse.ledger import movements
from polops.analyse.wording import listed, money, words_of
from polops.model.decision import Decision
from polops.plan.plan import Node
from polops.values.record import dataclass
from polops.values.ref import fold


@dataclass(frozen=True, slots=True)
class Needed:
    """One thing to approve: what moves, who may approve it, the decision it rests on, and what is there.

    `by` is who approved it, with the day; `fault` says what is missing, `advice` what to do about it. Without both nothing is needed.
    """

    ref: str
    what: str
    who: str
    decision: str
    by: str
    fault: str
    advice: str


def needed(old: Context, new: Context, judged: Sequence[Judged]) -> tuple[Needed, ...]:
    """What the change needs approved, in order of item."""
    known = {_key(each) for each in movements(old)}
    moved = [each for each in movements(new) if _key(each) not in known]
    covered = {fold(each.record or each.ref) for each in movements(new)}
    changes = (each.change for each in judged if each.change.is_value and fold(each.change.ref) not in covered)
    found = [*(_of_movement(new, each) for each in moved), *(need for change in changes for need in _of_change(new, change))]
    return tuple(sorted(dict.fromkeys(found), key=lambda need: (need.ref, need.what)))


def _key(each: Movement) -> tuple[object, ...]:
    """What makes a movement the same in both plans; a transfer is, whatever else moved the line it speaks of."""
    value = (each.record, each.amount) if each.how == "transfer" else (fold(each.ref), each.field, repr(each.after), each.record)
    return each.what, each.how, *value, each.decision, each.approver, each.fault


def _of_movement(ctx: Context, each: Movement) -> Needed:
    ref = each.record if each.how == "transfer" else each.ref
    if each.how == "transfer":
        what = f"moves {money(each.amount or ZERO, ctx.currency)}"
    elif each.how in {"changed", "frozen again"}:
        what = f"{each.field} {words_of(each.before)} → {words_of(each.after)}"
    else:
        what = each.how
    amount = each.amount if each.what == "budget" else None
    return Needed(ref, what, _who(ctx, each.topic, amount), each.decision, _by(each.approver, each.approved_on), each.fault, each.advice)


def _by(person: str, day: object) -> str:
    return f"{person} on {day}" if person else ""


def _who(ctx: Context, topic: str, amount: Decimal | None) -> str:
    """The role that may approve it, with who holds it; empty where no approval is asked for."""
    action = action_of(ctx, topic)
    if not required(ctx, topic):
        return ""
    if not governed(ctx, action):
        return "the approver of a decision"
    role = needed_role(ctx, action, amount)
    return f"{role} ({listed(holders(ctx, role)) or 'nobody yet'})" if role else "more than any role may"


def _of_change(ctx: Context, change: Change) -> Iterator[Needed]:
    """A transfer that is new or another one, and a position that is new or has another status."""
    node = change.new.node if change.new else None
    if node is None or change.secret:
        return
    if change.kind == "transfer":
        yield _transfer(ctx, node)
    elif change.kind == "position" and (change.what == "added" or change.field == "status"):
        yield from _position(ctx, node)


def _transfer(ctx: Context, node: Node) -> Needed:
    item = transfer_item(node)
    moved = sum(transfer_months(ctx, node), ZERO)
    decision = _decision(ctx, item.decision)
    entry = approval(ctx, decision) if decision else None
    wrong, advice = fault(ctx, decision, "transfer", moved) if decision else ("no decision", "add `decision: DEC-…`")
    by = _by(entry.by, entry.on) if entry else ""
    return Needed(node.ref, f"moves {money(moved, ctx.currency)}", _who(ctx, "transfer", moved), item.decision or "", by, wrong, advice)


def _position(ctx: Context, node: Node) -> Iterator[Needed]:
    """A position that is approved, by its own entries or by a decision; one that is only asked for, or closed, needs nothing yet."""
    item = position_item(node)
    if item.status in {"requested", "closed", "frozen"} or not required(ctx, "headcount"):
        return
    decision = _decision(ctx, item.decision)
    entry = (approval(ctx, decision) if decision else None) or next((one for one in item.approvals if one.on <= ctx.as_of), None)
    wrong, advice = "", ""
    if decision:
        wrong, advice = fault(ctx, decision, "headcount", None)
    if not decision or (wrong and item.approvals):
        wrong, advice = beyond(ctx, entry.by, "headcount", None) if entry else ("nobody approved it", _ENTRY)
    by = _by(entry.by, entry.on) if entry else ""
    yield Needed(node.ref, f"position is {item.status}", _who(ctx, "headcount", None), item.decision or "", by, wrong, advice)


_ENTRY = "have it approved: approvals: [{by: …, on: …}]"


def _decision(ctx: Context, ref: str | None) -> Decision | None:
    node = ctx.plan.find(ref, "decision") if ref else None
    return node.item if node and isinstance(node.item, Decision) else None
