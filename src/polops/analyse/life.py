"""What is history, and what has ended: closed quarters and years, people who left, dropped goals, closed orders.

History is left as it is: nobody edits a closed quarter because somebody left since. What has ended and is still named by living work is
another matter (`endings`).
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import datetime
from typing import TYPE_CHECKING

from polops.analyse.context import once
from polops.model import named
from polops.values.record import dataclass
from polops.values.ref import fold

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date

    from polops.analyse.context import Context
    from polops.model.actuals import Actuals
    from polops.model.base import Item
    from polops.model.budget import Budget, Transfer
    from polops.model.commitments import Commitments, Order
    from polops.model.decision import Decision
    from polops.model.forecast import Forecast
    from polops.model.headcount import Position
    from polops.model.okrs import KeyResult, KrMilestone, Objective, Okrs
    from polops.model.org import PersonEntry
    from polops.model.rates import Rates
    from polops.model.readings import Readings
    from polops.plan.plan import Node
else:
    (
        Actuals,
        Budget,
        Commitments,
        Decision,
        Forecast,
        KeyResult,
        KrMilestone,
        Objective,
        Okrs,
        Order,
        PersonEntry,
        Position,
        Rates,
        Readings,
        Transfer,
    ) = named(
        "Actuals",
        "Budget",
        "Commitments",
        "Decision",
        "Forecast",
        "KeyResult",
        "KrMilestone",
        "Objective",
        "Okrs",
        "Order",
        "PersonEntry",
        "Position",
        "Rates",
        "Readings",
        "Transfer",
    )

_PENDING = ("proposed", "deferred")
_GOALS = ("objective", "key_result")
_ENDS: Mapping[str, tuple[str, tuple[str, ...]]] = {
    "initiative": ("stage", ("closed", "cancelled")),
    "change": ("stage", ("closed",)),
    "policy": ("status", ("retired",)),
    "regulation": ("status", ("repealed",)),
    "opportunity": ("status", ("declined",)),
}
"""Kinds that end by a word in a field. A table by name, so that no kind is imported that the plan has no file of."""
_CLOSES = {**_ENDS, **dict.fromkeys(("risk", "assumption", "issue", "dependency"), ("status", ("closed",)))}
"""What is history by such a word. A closed issue may still be named: it is what a risk became."""
_DONE = {
    **dict.fromkeys(("milestone", "action", "finding", "change_comms", "training", "intervention"), "done"),
    "request": "answered",
    "incident": "closed",
    "engagement": "on",
    "review": "on",
}
"""What is history from a day on, and the field with the day."""


@dataclass(frozen=True, slots=True)
class Ending:
    """An item that has ended: how, as the end of a sentence (`left on 2026-06-30`); when, if known; and what replaced it."""

    node: Node
    how: str
    on: date | None = None
    instead: str = ""


def is_past(ctx: Context, node: Node) -> bool:
    """Whether an item is history as of the date, by itself or by what it stands in."""
    return any(_is_over(ctx, above.item) for above in node.up())


def _is_over(ctx: Context, item: Item) -> bool:
    match item:
        case Okrs() | Actuals() | Position() | Order():
            return item.status in {"closed", "cancelled"}
        case Forecast():
            return item.status != "draft"
        case Decision():
            return item.status not in _PENDING
        case Budget() | Commitments() | Readings() | Rates():
            return _year_over(ctx, item.fiscal_year)
        case _:
            return _day_over(ctx, item) or _closed(ctx, item)


def _closed(ctx: Context, item: Item) -> bool:
    """Whether an item of the programme or of the policy desk is history; of an update or a strategy, whether its period is over."""
    identity = type(item).IDENTITY
    kind = identity.kind if identity else ""
    if kind in _CLOSES:
        field, words = _CLOSES[kind]
        return getattr(item, field) in words
    if kind in _DONE:
        day = getattr(item, _DONE[kind])
        return day is not None and (day.date() if isinstance(day, datetime) else day) <= ctx.as_of
    label = {"update": "period", "strategy": "fiscal_year"}.get(kind)
    return label is not None and _year_over(ctx, getattr(item, label))


def _day_over(ctx: Context, item: Item) -> bool:
    match item:
        case KrMilestone(done=day) if day:
            return day <= ctx.as_of
        case KeyResult(dropped=dropped) | Objective(dropped=dropped) | KrMilestone(dropped=dropped):
            return dropped is not None and dropped.on <= ctx.as_of
        case Transfer(on=day) | PersonEntry(left=day):
            return day is not None and day <= ctx.as_of
        case _:
            return False


def _year_over(ctx: Context, label: str | None) -> bool:
    return label is not None and ctx.calendar.period(label).last < ctx.as_of


@once
def endings(ctx: Context) -> Mapping[str, Mapping[int, Ending]]:
    """Everything that has ended as of the date and that something may still name, by kind and `id` of its node."""
    found: dict[str, dict[int, Ending]] = {}
    for kind in ("person", "order", "position", "decision", "milestone", "doc", *_ENDS, *_GOALS):
        for node in ctx.plan.nodes(kind):
            ending = _ending(ctx, node)
            if ending:
                found.setdefault(kind, {})[id(node)] = ending
    return found


def _ending(ctx: Context, node: Node) -> Ending | None:
    match node.item:
        case PersonEntry(left=day) if day and day <= ctx.as_of:
            return Ending(node, f"left on {day}", day)
        case Order(status="closed" | "cancelled" as status):
            return Ending(node, f"is {status}")
        case Position(status="closed", end=day):
            return Ending(node, "is closed", day)
        case Decision():
            return _replaced(ctx, node)
        case KeyResult() | Objective():
            return _goal_ended(ctx, node)
        case _:
            return _programme_ended(ctx, node) if node.kind in {"doc", "milestone", *_ENDS} else None


def _programme_ended(ctx: Context, node: Node) -> Ending | None:
    """How an initiative, a milestone, a policy or a document has ended. A milestone that was reached has not."""
    if node.kind == "doc":
        later = _newer(ctx).get(fold(node.ref))
        return Ending(node, f"was replaced by {later}", None, later) if later else None
    if node.kind == "milestone":
        stopped = getattr(node.file, "stage", "") == "cancelled" and getattr(node.item, "done", None) is None
        return Ending(node, f"belongs to {node.file.ref()}, which is cancelled") if stopped else None
    field, words = _ENDS[node.kind]
    word = getattr(node.item, field)
    return Ending(node, f"is {word}") if word in words else None


@once
def _newer(ctx: Context) -> Mapping[str, str]:
    """The document that replaces another, by the other's folded id."""
    return {fold(old): node.ref for node in ctx.plan.nodes("doc") if (old := getattr(node.item, "supersedes", None))}


def _goal_ended(ctx: Context, node: Node) -> Ending | None:
    for above in node.up():
        dropped = vars(above.item).get("dropped")
        if dropped is not None and dropped.on <= ctx.as_of:
            return Ending(node, f"was dropped on {dropped.on}", dropped.on)
    if isinstance(node.file, Okrs) and node.file.status == "closed":
        return Ending(node, f"belongs to {node.file.ref()}, which is closed")
    return None


def _replaced(ctx: Context, node: Node) -> Ending | None:
    later = _successors(ctx).get(fold(node.ref))
    if later is not None:
        return Ending(node, f"was replaced by {later.id}", later.decided, later.id)
    return Ending(node, "is superseded") if getattr(node.item, "status", "") == "superseded" else None


@once
def _successors(ctx: Context) -> Mapping[str, Decision]:
    """The decision in force that replaces another, by the other's folded id."""
    return {fold(item.supersedes): item for item in _decided(ctx) if item.supersedes}


def _decided(ctx: Context) -> Iterator[Decision]:
    for _, item in ctx.plan.of(Decision):
        if item.status == "decided" and item.decided and item.decided <= ctx.as_of:
            yield item


def may_stand_in_broken(ctx: Context, ref: str) -> bool:
    """Whether a file that could not be read names an item: then what depends on what it says is not judged. Any period's label will do."""
    broken = _broken(ctx)
    if not broken:
        return False
    first, *rest = fold(ref).split("/")
    steps = [re.escape(first), *(r"[\w-]+" if i == 0 else re.escape(step) for i, step in enumerate(rest))]
    named = re.compile(rf"(?<![\w/-]){'/'.join(steps)}(?![\w-])")
    return any(named.search(text) for text in broken)


@once
def _broken(ctx: Context) -> tuple[str, ...]:
    return tuple(fold(ctx.plan.document(path).text) for path in sorted(ctx.plan.broken))
