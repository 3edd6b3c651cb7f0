"""Dates contradict each other, or lie outside the period of their file.

What it checks
An end is not before its start: orders, positions, former holders, key results, team assessments, the steps of a recruitment, the
life of a risk, issue or dependency, requests and their answers, engagements and replies, interventions, a policy's versions. What
belongs to a period lies in it: milestones, due dates and expected curves of a quarter's OKRs, plan and transfer months of a budget,
months of a forecast, readings and rates of a fiscal year. A check-in, a dropped goal or a transfer may come up to 31 days before
its period, and a check-in or dropped goal up to 60 days after it. Contracts may run across years.

Why it matters
A date outside its period is nearly always last year's, copied, or a month and a day exchanged. The figures that depend on it come out
as zero, and zero looks like good news.

Example
    orders:
      - id: PO-88302
        start: 2026-03-01
        end: 2025-12-15       # before it starts

How to fix
Correct the date that was mistyped. If the date is right, the item stands in the wrong file: a milestone of October belongs to the
fourth quarter's OKRs, a month of next year to next year's budget.
"""

from __future__ import annotations

from datetime import timedelta
from itertools import pairwise
from typing import TYPE_CHECKING, Any, NamedTuple

from polops.analyse.walk import items
from polops.rules import Finding
from polops.source.problem import Route, Severity
from polops.values.period import MONTHS, Period, Week

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping
    from datetime import date

    from polops.analyse.context import Context
    from polops.model.base import Item
    from polops.model.budget import Line, Transfer
    from polops.model.commitments import Order
    from polops.model.decision import Decision
    from polops.model.forecast import Forecast
    from polops.model.headcount import Position
    from polops.model.okrs import KeyResult, KrMilestone, Objective
    from polops.model.org import Team
    from polops.model.rates import Rates
    from polops.model.readings import Readings
    from polops.plan.plan import Node

CODE, NAME, SEVERITY = "GEN206", "impossible-date", Severity.ERROR
BEFORE, AFTER = timedelta(days=31), timedelta(days=60)
_SPAN = ("start", "end")


class Slip(NamedTuple):
    """A wrong date of an item: the way to it, what is wrong, whether it is a key, and the help where it is not the usual one."""

    route: Route
    message: str
    key: bool = False
    help: str = "correct the date"


def check(ctx: Context) -> Iterator[Finding]:
    """Look at every item that has dates, and at every file that has a period."""
    for node in items(ctx):
        look = _OF.get(type(node.item).__name__)
        slips = look(ctx, node, node.item) if look else _programme(node.item)
        for slip in slips:
            yield Finding(node, slip.message, slip.help, slip.route, key=slip.key)


def _programme(item: Item) -> Iterator[Slip]:
    """Items whose dates only have to follow each other; by the kind's name, so that no kind is imported that the plan has no file of."""
    identity = type(item).IDENTITY
    kind = identity.kind if identity else ""
    for names in _FOLLOW.get(kind, ()):
        yield from _in_order(item, *names)
    if kind == "policy":
        versions = getattr(item, "versions", ())
        for i, (before, version) in enumerate(pairwise(versions), start=1):
            if version.effective < before.effective:
                message = f"`effective` is {version.effective}, before that of version {before.v} ({before.effective})"
                yield Slip(("versions", i, "effective"), message, help="correct the date, or put the versions in order")


def _in_order(item: object, *names: str, route: Route = ()) -> Iterator[Slip]:
    """Dates of an item that must follow each other; those that are not given are passed over."""
    known = [(name, day) for name in names if (day := getattr(item, name, None))]
    for (first, before), (name, day) in pairwise(known):
        if day < before:
            yield Slip((*route, name.rstrip("_")), f"`{name.rstrip('_')}` is {day}, before `{first.rstrip('_')}` ({before})")


def _order(_: Context, __: Node, item: Order) -> Iterator[Slip]:
    yield from _in_order(item, *_SPAN)
    yield from _in_order(item, "notice_by", "end")


def _position(_: Context, __: Node, item: Position) -> Iterator[Slip]:
    steps = ("opened", "offered", "accepted", *(("start",) if item.status == "filled" else ()))
    yield from _in_order(item, *steps)
    yield from _in_order(item, "start" if item.start else "planned_start", "end")
    for i, holder in enumerate(item.history):
        yield from _in_order(holder, "from_", "to", route=("history", i))


def _team(_: Context, __: Node, item: Team) -> Iterator[Slip]:
    yield from _in_order(item.exposure, "assessed", "next_assessment", route=("exposure",))


def _decision(_: Context, __: Node, item: Decision) -> Iterator[Slip]:
    yield from _in_order(item, "decided", "review_on")


def _period(ctx: Context, node: Node) -> Period | Week:
    """The period of an item's file."""
    said = vars(node.file)
    return ctx.calendar.period(said.get("period") or said.get("fiscal_year") or "")


def _key_result(ctx: Context, node: Node, item: KeyResult) -> Iterator[Slip]:
    period = _period(ctx, node)
    yield from _in_order(item, "starts", "due")
    yield from _within(ctx, item, ("starts", "due"), period)
    yield from _near(ctx, item, period)
    for i, checkin in enumerate(item.checkins):
        yield from _at_most(ctx, checkin.on, ("checkins", i, "on"), period)
    if isinstance(item.expected, dict):
        for month in item.expected:
            if not _overlap(month, period):
                yield Slip(
                    ("expected", str(month)), f"`expected` names {month}, outside {_label(ctx, period)}", key=True, help="correct the month"
                )


def _milestone(ctx: Context, node: Node, item: KrMilestone) -> Iterator[Slip]:
    yield from _within(ctx, item, ("due",), _period(ctx, node))
    yield from _near(ctx, item, _period(ctx, node))


def _objective(ctx: Context, node: Node, item: Objective) -> Iterator[Slip]:
    yield from _near(ctx, item, _period(ctx, node))


def _within(ctx: Context, item: object, names: tuple[str, ...], period: Period | Week) -> Iterator[Slip]:
    for name in names:
        day = getattr(item, name)
        if day and not period.first <= day <= period.last:
            yield Slip((name,), f"`{name}` is {day}, outside {_label(ctx, period)} ({period.first} to {period.last})")


def _near(ctx: Context, item: KeyResult | KrMilestone | Objective, period: Period | Week) -> Iterator[Slip]:
    if item.dropped:
        yield from _at_most(ctx, item.dropped.on, ("dropped", "on"), period)


def _at_most(ctx: Context, day: date, route: Route, period: Period | Week) -> Iterator[Slip]:
    if day < period.first - BEFORE:
        yield Slip(route, f"`on` is {day}, {(period.first - day).days:,} days before {_label(ctx, period)} begins (at most {BEFORE.days})")
    elif day > period.last + AFTER:
        yield Slip(route, f"`on` is {day}, {(day - period.last).days:,} days after {_label(ctx, period)} ended (at most {AFTER.days})")


def _line(ctx: Context, node: Node, item: Line) -> Iterator[Slip]:
    yield from _months(ctx, node, "plan", item.plan)


def _transfer(ctx: Context, node: Node, item: Transfer) -> Iterator[Slip]:
    period = _period(ctx, node)
    if not period.first - BEFORE <= item.on <= period.last:
        yield Slip(("on",), f"`on` is {item.on}, outside {_label(ctx, period)} ({period.first} to {period.last})")
    yield from _months(ctx, node, "months", item.months)


def _forecast(ctx: Context, node: Node, item: Forecast) -> Iterator[Slip]:
    period = _period(ctx, node)
    if isinstance(period, Period) and not period.start - 1 <= item.through.start < period.start + MONTHS:
        yield Slip(("through",), f"`through` is {item.through}, outside {_label(ctx, period)}", help="correct the month")
    for ref, line in item.lines.items():
        yield from _months(ctx, node, "lines", line.months, (ref,))


def _readings(ctx: Context, node: Node, item: Readings) -> Iterator[Slip]:
    for ref, values in item.readings.items() if item.fiscal_year else ():
        yield from _months(ctx, node, "readings", values, (ref,))


def _rates(ctx: Context, node: Node, item: Rates) -> Iterator[Slip]:
    for currency, values in item.fx.items():
        yield from _months(ctx, node, "fx", {key: rate for key, rate in values.items() if key != "budget"}, (currency,))
    period = _period(ctx, node)
    if item.increase and item.increase.month.first > period.last:
        yield Slip(("increase", "month"), f"`month` is {item.increase.month}, after {_label(ctx, period)}", help="correct the month")


def _months(ctx: Context, node: Node, field: str, values: object, inner: Route = ()) -> Iterator[Slip]:
    """Keys of a mapping that name months or quarters outside the file's fiscal year."""
    if not values or not isinstance(values, dict):
        return
    period = _period(ctx, node)
    for key in _outside(ctx, tuple(values), period):
        message = f"`{inner[-1] if inner else field}` has a figure for {key}, outside {_label(ctx, period)}"
        yield Slip((field, *inner, str(key)), message, key=True, help="correct the month, or move the figure to its year's file")


def _outside(ctx: Context, keys: tuple[str | Period, ...], period: Period | Week) -> tuple[str | Period, ...]:
    """The keys that lie outside a period. Many lines have the same ones, so the answer is kept."""

    def outside() -> tuple[str | Period, ...]:
        found = [(key, key if isinstance(key, Period) else _read(ctx, key)) for key in keys]
        return tuple(key for key, months in found if months is not None and not _overlap(months, period))

    return ctx.keep((_outside, keys, period), outside)


def _read(ctx: Context, label: str) -> Period | Week | None:
    try:
        return ctx.calendar.period(label)
    except ValueError:
        return None


def _overlap(one: Period | Week, other: Period | Week) -> bool:
    if isinstance(one, Period) and isinstance(other, Period):
        return one.start < other.start + other.months and other.start < one.start + one.months
    return one.first <= other.last and other.first <= one.last


def _label(ctx: Context, period: Period | Week) -> str:
    return ctx.calendar.label(period)


_RAID = (("raised", "escalated_on"), ("raised", "reviewed"), ("raised", "closed"))
_FOLLOW: Mapping[str, tuple[tuple[str, ...], ...]] = {
    "risk": _RAID,
    "issue": _RAID,
    "assumption": (*_RAID, ("raised", "validate_by"), ("raised", "validated")),
    "dependency": (*_RAID, ("raised", "needed_by"), ("raised", "delivered")),
    "request": (("received", "due"), ("received", "answered")),
    "engagement": (("on", "reply_sent"),),
    "intervention": (("on", "due"), ("on", "done")),
}
"""The dates of a kind that must follow each other, pair by pair."""

_OF: Mapping[str, Callable[[Context, Node, Any], Iterator[Slip]]] = {
    "KeyResult": _key_result,
    "KrMilestone": _milestone,
    "Objective": _objective,
    "Position": _position,
    "Line": _line,
    "Order": _order,
    "Transfer": _transfer,
    "Readings": _readings,
    "Forecast": _forecast,
    "Rates": _rates,
    "Team": _team,
    "Decision": _decision,
}
"""What is looked at in each kind of item, by the name of its class: kinds that no file uses stay unimported."""
