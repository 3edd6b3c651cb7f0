"""Obligations as of a date: their occurrences, the next one that is open, and how near it is.

An obligation is due once (`due`) or again and again (`first_due`, `every`), each occurrence on its own day; `done` closes an occurrence by
its due day. A duty without a day, or of a regulation that is no law yet or no more, has no next day.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from heapq import merge
from itertools import takewhile
from typing import TYPE_CHECKING, Literal

from polops.analyse.context import each
from polops.model.obligations import Fulfilment, Obligation, Obligations
from polops.values.record import dataclass

if TYPE_CHECKING:
    from polops.analyse.context import Context
    from polops.plan.plan import Node

ObligationStatus = Literal["overdue", "due", "upcoming", "done", "undated", "horizon", "repealed"]
_HORIZON = ("consultation", "proposed")


@dataclass(frozen=True, slots=True)
class Occurrence:
    """One day on which an obligation is due, and how it was met."""

    due: date
    done: Fulfilment | None


@dataclass(frozen=True, slots=True)
class ObligationNumbers:
    """An obligation as of a date: the first occurrence that is not met, days until it (negative: overdue), and the status.

    `due` is within the time that settings name (30 days), `upcoming` later; `last` is the latest occurrence that was met.
    """

    next_due: date | None
    days: int | None
    status: ObligationStatus
    why: str
    last: Occurrence | None


def obligation_item(node: Node) -> Obligation:
    """The obligation of a node."""
    assert isinstance(node.item, Obligation)  # noqa: S101 - the index keeps kinds apart
    return node.item


def met(ctx: Context, item: Obligation, due: date) -> Fulfilment | None:
    """How an occurrence was met by the date; None where it was not."""
    found = item.done.get(due)
    return found if found is not None and found.on <= ctx.as_of else None


def days(ctx: Context, item: Obligation, since: date = date.min) -> Iterator[date]:
    """The days on which an obligation is due, from a day on, in order, without an end where it recurs."""
    repeats = item.every.repeats(item.first_due, since, ctx.settings.holidays) if item.every and item.first_due else ()
    return merge([item.due] if item.due is not None and item.due >= since else [], repeats)


def occurrences(ctx: Context, node: Node, since: date, until: date) -> tuple[Occurrence, ...]:
    """The occurrences of an obligation between two days, both included, in order."""
    item = obligation_item(node)
    return tuple(Occurrence(day, met(ctx, item, day)) for day in takewhile(lambda day: day <= until, days(ctx, item, since)))


@each
def obligation(ctx: Context, node: Node) -> ObligationNumbers:
    """All numbers of an obligation. First due on 28 February and met, every six months: next due on 28 August, 18 days off on the 10th."""
    item, status = obligation_item(node), getattr(node.file, "status", "")
    last = max((due for due in item.done if met(ctx, item, due)), default=None)
    said = Occurrence(last, item.done[last]) if last else None
    if status == "repealed":
        return ObligationNumbers(None, None, "repealed", "the regulation is repealed", said)
    if status in _HORIZON:
        return ObligationNumbers(None, None, "horizon", f"the regulation is a {'proposal' if status == 'proposed' else status}", said)
    due = _next(ctx, item)
    if due is None:
        dated = item.due is not None or item.first_due is not None
        return ObligationNumbers(None, None, "done" if dated else "undated", "met" if dated else "it has no day", said)
    left = (due - ctx.as_of).days
    if left < 0:
        return ObligationNumbers(due, left, "overdue", "its day is past", said)
    soon = ctx.settings.thresholds.policy.due_soon
    near = due <= soon.after(ctx.as_of, ctx.settings.holidays)
    return ObligationNumbers(due, left, "due" if near else "upcoming", f"due within {soon}" if near else f"due later than in {soon}", said)


def _next(ctx: Context, item: Obligation) -> date | None:
    """The first day that was not met. No more days are met than `done` has, so it is found soon."""
    return next((day for day in days(ctx, item) if met(ctx, item, day) is None), None)


def regulation(node: Node) -> Obligations:
    """The regulation that an obligation belongs to."""
    assert isinstance(node.file, Obligations)  # noqa: S101 - an obligation stands in such a file
    return node.file
