"""Commitments that changed since they were frozen: what, from what to what, and by which decision.

Found by comparing the plan with the locks, and the locks of a cycle with each other; no git history is needed. Transfers move frozen
budgets too, and stand in the ledger beside the changes.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import date
from decimal import Decimal
from itertools import pairwise

from polops.analyse.books import currency_of, fx, plan_months, transfer_item, transfer_months
from polops.analyse.carrier import WHOLE, Movement, carrier_of, judged, of_decision, sums
from polops.analyse.context import ZERO, Context, once
from polops.analyse.freeze import Cycle, members
from polops.analyse.frozen import FrozenValue, Held, Key, former, held, holding, in_force, key_of, locks, value_of, values_in
from polops.model.budget import Line
from polops.model.lock import Lock, read_as
from polops.plan.plan import Node
from polops.values.ref import fold

_ADDITIONS_COUNT = {"budget", "headcount"}


@once
def movements(ctx: Context) -> tuple[Movement, ...]:
    """Every change since the freeze, in order of what is frozen and of items."""
    found = [*_now(ctx), *_added(ctx), *_refrozen(ctx)]
    carried = [(each, carrier_of(ctx, each)) for each in found]
    moved = sums(carried)
    settled = [judged(ctx, each, carrier, moved.get(carrier.id if carrier else "")) for each, carrier in carried]
    return tuple(sorted((*settled, *_transfers(ctx)), key=lambda each: (each.what, each.ref, each.field, each.on or date.max, each.record)))


def _now(ctx: Context) -> Iterator[Movement]:
    """What differs between the locks in force and the plan."""
    yield from _between(ctx, holding(ctx), held(ctx.plan))


def _between(ctx: Context, values: Mapping[Key, FrozenValue], items: Mapping[str, Held]) -> Iterator[Movement]:
    """The changes of each item. What is not there may be for fewer readers, or stand in a file that could not be read."""
    gone: set[str] = set()
    for (key, field), value in values.items():
        item = items.get(key)
        if item is None:
            if key not in gone and not (ctx.plan.left_out and key not in _shown(ctx)) and not _may_be_lost(ctx, value.ref):
                gone.add(key)
                yield _removed(ctx, value, {name: found.value for (other, name), found in values.items() if other == key})
        elif _dropped(ctx, item.node) is not None:
            if key not in gone:
                gone.add(key)
                yield _given_up(ctx, item, value)
        elif field != "source":
            yield from _changed(ctx, item, value)


def _may_be_lost(ctx: Context, ref: str) -> bool:
    """Whether an item may stand in a file that could not be read: then nobody knows that it is gone."""
    return ctx.plan.is_mute or ctx.plan.known(ref)


@once
def _shown(ctx: Context) -> frozenset[str]:
    """The items that the readers saw where the change began: one of these is not for fewer of them, but gone."""
    return frozenset(held(ctx.base)) if ctx.base is not None else frozenset()


def _changed(ctx: Context, item: Held, value: FrozenValue) -> Iterator[Movement]:
    now = value_of(item.part, value.field)
    computed = value.field == "plan" and now is None and getattr(item.part, "source", None) == "headcount"
    if now == value.value or computed:
        return
    amount = _shift(ctx, item.node, value, now) if item.what == "budget" else None
    route = (*item.route, value.field)
    yield Movement(item.ref, item.what, "changed", value.field, value.value, now, item.node, route, value.lock, value.on, item, amount)


def _shift(ctx: Context, node: Node, old: FrozenValue, new: object) -> Decimal:
    """What a change of a budget line moves, in the reporting currency: nothing, unless it is its plan."""
    money = currency_of(ctx, node), node.year
    return abs(_worth(ctx, new, *money) - _worth(ctx, old.value, *money)) if old.field == "plan" else ZERO


def _worth(ctx: Context, plan: object, currency: str, year: str) -> Decimal:
    """A plan's sum in the reporting currency."""
    parts = plan.values() if isinstance(plan, Mapping) else (plan,)
    return sum((part for part in parts if isinstance(part, Decimal)), ZERO) * (fx(ctx, currency, year) or ZERO)


def _removed(ctx: Context, value: FrozenValue, fields: Mapping[str, object]) -> Movement:
    amount = None
    if value.what == "budget":
        plan = read_as(Line, "plan", fields.get("plan"))
        currency = str(fields.get("currency") or ctx.currency)
        year = ctx.calendar.label(ctx.calendar.year_of(value.on))
        amount = abs(_worth(ctx, plan, currency, year))
    name = value.ref.rsplit("/", 1)[-1] if value.what == "forecast" else value.ref
    return Movement(value.ref, value.what, "removed", WHOLE, fields, None, value.lock, ("items", name), value.lock, value.on, None, amount)


def _dropped(ctx: Context, node: Node) -> Node | None:
    """The item itself, or the one around it, that was dropped by the date."""
    for above in node.up():
        dropped = vars(above.item).get("dropped")
        if dropped is not None and dropped.on <= ctx.as_of:
            return above
    return None


def _given_up(ctx: Context, item: Held, value: FrozenValue) -> Movement:
    above = _dropped(ctx, item.node) or item.node
    dropped = above.item.dropped  # type: ignore[attr-defined]  # that is how it was found
    found = Movement(item.ref, item.what, "dropped", WHOLE, None, None, above, ("dropped",), value.lock, value.on, item)
    return replace(found, on=dropped.on, decision=dropped.decision or "")


def _added(ctx: Context) -> Iterator[Movement]:
    """Lines and positions that came after the freeze of their cycle."""
    known = {key for key, _ in holding(ctx)}
    for path, lock in in_force(ctx.plan, ctx.as_of):
        if lock.what not in _ADDITIONS_COUNT:
            continue
        last = ctx.calendar.period(lock.period).last
        for item in members(ctx, Cycle(lock.what, ctx.calendar.canonical(lock.period))):
            approved = getattr(item.part, "approved", None)
            if item.key not in known and not (approved and approved > last):
                yield _new(ctx, item, path, lock)


def _new(ctx: Context, item: Held, path: str, lock: Lock) -> Movement:
    amount = sum(plan_months(ctx, item.node), ZERO) if item.what == "budget" else None
    after = {name: value for name in item.fields if (value := value_of(item.part, name)) is not None}
    found = Movement(
        item.ref, item.what, "added", WHOLE, None, after, item.node, (), path, lock.on, item, abs(amount) if amount else amount
    )
    return replace(found, on=getattr(item.part, "approved", None), decision=item.node.item.decision or "")


def _refrozen(ctx: Context) -> Iterator[Movement]:
    """What differs between a cycle's earlier locks and the next one."""
    items = held(ctx.plan)
    renamed = former(ctx.plan, items)
    for chain in locks(ctx.plan, ctx.as_of):
        for (path, lock), (later_path, later) in pairwise(chain):
            before = values_in(ctx.plan, path, lock, items, renamed)
            after = values_in(ctx.plan, later_path, later, items, renamed)
            for key in before.keys() & after.keys():
                old, new = before[key], after[key]
                if old.value != new.value and key[1] != "source":
                    yield _moved(ctx, items.get(key[0]), old, new, later)


def _moved(ctx: Context, item: Held | None, old: FrozenValue, new: FrozenValue, later: Lock) -> Movement:
    amount = _shift(ctx, item.node, old, new.value) if item and new.what == "budget" else None
    written = next((ref for ref in later.items if fold(ref) == fold(new.ref)), new.ref)
    route = ("items", written, new.field)
    found = Movement(new.ref, new.what, "frozen again", new.field, old.value, new.value, new.lock, route, old.lock, old.on, item, amount)
    return replace(found, on=new.on, record=new.lock)


def _transfers(ctx: Context) -> Iterator[Movement]:
    """What transfers have moved since the freeze, line by line, from one current budget to the next."""
    plans = {key: value for (key, field), value in holding(ctx).items() if field == "plan" and value.what == "budget"}
    now: dict[str, Decimal] = {}
    in_its_name: dict[str, Decimal] = {}
    nodes = [node for node in ctx.plan.nodes("transfer") if transfer_item(node).on <= ctx.as_of]
    for node in sorted(nodes, key=lambda found: (transfer_item(found).on, found.ref)):
        item = transfer_item(node)
        moved = sum(transfer_months(ctx, node), ZERO)
        name = fold(item.decision or "")
        in_its_name[name] = in_its_name.get(name, ZERO) + moved
        for ref, sign in ((item.from_, -1), (item.to, 1)):
            line = ctx.plan.line(ref, node.year)
            frozen = plans.get(key_of(ctx.plan, line)) if line else None
            if line and frozen and item.on >= frozen.on:
                before = now.get(fold(ref), sum(plan_months(ctx, line), ZERO))
                now[fold(ref)] = before + sign * moved
                each = Movement(
                    line.ref, "budget", "transfer", "budget", before, before + sign * moved, node, (), frozen.lock, frozen.on, None, moved,
                    item.on, item.decision or "", record=node.ref,
                )  # fmt: skip
                yield of_decision(ctx, each, in_its_name[name])
