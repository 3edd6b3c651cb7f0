"""Which decision carries a change of a commitment: one that names the very value the plan has now.

An approval is bound to the value approved (`values` of the decision): a later, larger change needs another. The decision must be in
force, approved where that is required, within its approver's authority for all that moves in its name, and no older than the freeze.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Literal

from polops.analyse import approval
from polops.analyse.context import ZERO, Context, once
from polops.analyse.frozen import Held
from polops.model.budget import Line
from polops.model.decision import REMOVED, Decision
from polops.model.headcount import Position
from polops.model.lock import Written, flow, read_as, written
from polops.plan.plan import Node
from polops.source.problem import Route
from polops.values.record import dataclass
from polops.values.ref import fold

WHOLE = ""
"""The field of a change that is about a whole item."""


How = Literal["changed", "removed", "dropped", "added", "frozen again", "transfer"]


@dataclass(frozen=True, slots=True)
class Movement:
    """One change of a commitment: the item, the field, from what to what; when and by which decision, where one carries it.

    `fault` says why no decision carries it and `advice` what to do; both are empty where one does. `amount` is what it moves in the
    reporting currency. `where` and `route` are its place: an item's node, or the path of a lock.
    """

    ref: str
    what: str
    how: How
    field: str
    before: object
    after: object
    where: Node | str
    route: Route
    lock: str
    frozen_on: date
    item: Held | None = None
    amount: Decimal | None = None
    on: date | None = None
    decision: str = ""
    approver: str = ""
    approved_on: date | None = None
    record: str = ""
    fault: str = ""
    advice: str = ""

    @property
    def is_pay(self) -> bool:
        """Whether its values are what people cost: findings, which every reader sees, do not tell them."""
        return self.item is not None and isinstance(self.item.part, Line) and self.item.part.category == "personnel"

    @property
    def topic(self) -> str:
        """What is done, as approvals know it."""
        return "transfer" if self.how == "transfer" else self.what


@once
def _approvals(ctx: Context) -> Mapping[str, list[tuple[Decision, str, Written]]]:
    """What decisions approve, by the folded reference of the item: the decision, the field, the value as written."""
    found: dict[str, list[tuple[Decision, str, Written]]] = {}
    for node in ctx.plan.nodes("decision"):
        if isinstance(node.item, Decision):
            for ref, fields in node.item.values.items():
                pairs = fields.items() if isinstance(fields, dict) else ((WHOLE, fields),)
                found.setdefault(ctx.plan.key(ref), []).extend((node.item, field, value) for field, value in pairs)
    return found


def approved(ctx: Context, each: Movement) -> list[tuple[Decision, Written]]:
    """The decisions that speak of a change's field, latest last, each with the value it approves."""
    field = "plan" if each.how == "added" else each.field
    found = [(item, value) for item, name, value in _approvals(ctx).get(ctx.plan.key(each.ref), ()) if name == field]
    return sorted(found, key=lambda pair: (pair[0].decided or date.max, pair[0].id))


def carrier_of(ctx: Context, each: Movement) -> Decision | None:
    """The decision that carries a change: of those that name the value, the first that holds, else the last."""
    if each.decision and each.how in {"dropped", "added"}:
        node = ctx.plan.find(each.decision, "decision")
        return node.item if node and isinstance(node.item, Decision) else None
    fitting = [item for item, value in approved(ctx, each) if _is_same(each, value) and not _is_early(item, each)]
    holding_ones = (item for item in fitting if not approval.fault(ctx, item, each.topic, None)[0])
    return next(holding_ones, fitting[-1] if fitting else None)


def _is_early(item: Decision, each: Movement) -> bool:
    """Whether a decision is older than the freeze: it cannot have meant a later change."""
    return item.decided is not None and item.decided < each.frozen_on


def _is_same(each: Movement, value: Written) -> bool:
    if each.how == "removed":
        return value == REMOVED
    field, after = each.field, each.after
    if each.how == "added":
        field, after = "plan", each.after.get("plan") if isinstance(each.after, Mapping) else None
    return after is not None and (read_as(type(each.item.part), field, value) if each.item else value) == after


def sums(carried: list[tuple[Movement, Decision | None]]) -> Mapping[str, Decimal]:
    """What moves in each decision's name."""
    found: dict[str, Decimal] = {}
    for each, carrier in carried:
        if carrier and each.amount is not None:
            found[carrier.id] = found.get(carrier.id, ZERO) + each.amount
    return found


def judged(ctx: Context, each: Movement, carrier: Decision | None, amount: Decimal | None) -> Movement:
    """A change with what carries it, or with what is wrong."""
    if carrier is None:
        return _by_entry(ctx, each) if each.how == "added" and each.what == "headcount" else _uncarried(ctx, each)
    entry = approval.approval(ctx, carrier)
    found = replace(
        each,
        on=each.on or carrier.decided,
        decision=carrier.id,
        approver=entry.by if entry else "",
        approved_on=entry.on if entry else None,
    )
    wrong, advice = approval.fault(ctx, carrier, each.topic, amount if each.what == "budget" else None)
    return replace(found, fault=wrong, advice=advice)


def _uncarried(ctx: Context, each: Movement) -> Movement:
    """A change that no decision carries: which ones speak of it, and what to write."""
    if each.decision:
        return replace(each, fault=f"there is no decision {each.decision}", advice="correct the name")
    if each.how == "dropped":
        return replace(each, fault="no decision", advice="write `dropped: {on: …, decision: DEC-…}`")
    spoken = approved(ctx, each)
    if not spoken:
        return replace(each, fault="no decision approves it", advice=_advice(each))
    item, value = spoken[-1]
    early = f", before the freeze of {each.frozen_on}" if _is_early(item, each) else ""
    return replace(each, fault=f"{item.id} approves {'another value' if each.is_pay else flow(value)}{early}", advice=_advice(each))


def _advice(each: Movement) -> str:
    """The lines that a decision needs."""
    field, after = ("plan", each.after.get("plan")) if each.how == "added" and isinstance(each.after, Mapping) else (each.field, each.after)
    said = (
        REMOVED if each.how == "removed" else flow({field: written(after)}) if after is not None and not each.is_pay else flow({field: "…"})
    )
    renamed = f"if it has a new name, write renamed_from: {each.ref.rpartition('/')[2]} at it; else " if each.how == "removed" else ""
    return f"{renamed}take it back, or have it decided and approved, with these lines in the decision\nvalues:\n  {each.ref}: {said}"


def _by_entry(ctx: Context, each: Movement) -> Movement:
    """A position that came later stands on its own approvals: by somebody with authority who neither asks for it nor holds it."""
    part = each.item.part if each.item else None
    if not isinstance(part, Position):
        return each
    entries = [entry for entry in part.approvals if entry.on <= ctx.as_of]
    own = {fold(person) for person in (part.owner, part.person) if person}
    fair = [entry for entry in entries if fold(entry.by) not in own]
    entry = next((one for one in fair if not approval.beyond(ctx, one.by, "headcount", None)[0]), None)
    if entry:
        return replace(each, approver=entry.by, approved_on=entry.on)
    if not approval.required(ctx, "headcount"):
        return each
    wrong, advice = approval.beyond(ctx, fair[0].by, "headcount", None) if fair else ("nobody approved it", "")
    if entries and not fair:
        wrong = f"{entries[0].by} approved a position of their own"
    return replace(each, fault=wrong, advice=advice or "have it approved: approvals: [{by: …, on: …}]")


def of_decision(ctx: Context, each: Movement, amount: Decimal) -> Movement:
    """A transfer, with what the decision that it names makes of it; `amount` is all that moved in its name so far."""
    node = ctx.plan.find(each.decision, "decision") if each.decision else None
    if node is None or not isinstance(node.item, Decision):
        return replace(each, fault="no decision", advice="add `decision: DEC-…`")
    return judged(ctx, each, node.item, amount)
