"""The dates of the books: OKRs, metrics, month ends, orders, positions and decisions."""

from __future__ import annotations

from typing import TYPE_CHECKING

from polops.analyse.books import months_of
from polops.analyse.dates import Entry, entry
from polops.analyse.headcount import VACANT, position
from polops.analyse.kpi import due, readings_until
from polops.analyse.progress import is_done, is_dropped
from polops.model.actuals import Actuals
from polops.model.commitments import Order
from polops.model.decision import Decision
from polops.model.headcount import Position
from polops.model.metrics import Metric
from polops.model.okrs import KeyResult, KrMilestone, Okrs
from polops.values.period import MONTHS, Period

if TYPE_CHECKING:
    from collections.abc import Iterator

    from polops.analyse.context import Context
    from polops.analyse.dates import Dates
    from polops.plan.plan import Node

_BINDING = {"approved", "open"}


def _okrs(ctx: Context, node: Node) -> Iterator[Entry]:
    file = node.file
    if isinstance(file, Okrs) and file.status != "draft":
        last = ctx.calendar.period(file.period).last
        yield from entry(ctx, node, last, "OKRs end", ("period",), title=f"{file.team} {file.period}", done=file.status == "closed")


def _key_result(ctx: Context, node: Node) -> Iterator[Entry]:
    item = node.item
    if isinstance(item, KeyResult) and not is_dropped(ctx, item):
        yield from entry(ctx, node, item.due, "key result due", ("due",), done=is_done(ctx, item))


def _milestone(ctx: Context, node: Node) -> Iterator[Entry]:
    item = node.item
    if isinstance(item, KrMilestone) and not is_dropped(ctx, item):
        done = is_done(ctx, item)
        yield from entry(ctx, node, item.done if done else item.due, "milestone", ("done" if done else "due",), done=done)


def _metric(ctx: Context, node: Node) -> Iterator[Entry]:
    """When the next reading is overdue; a metric that was never read has no such day."""
    reads = readings_until(ctx, node, ctx.as_of)
    if reads and isinstance(node.item, Metric):
        yield from entry(ctx, node, due(ctx, node.item, reads[-1].period), "reading due", ())


def _decision(ctx: Context, node: Node) -> Iterator[Entry]:
    item = node.item
    if not isinstance(item, Decision):
        return
    decided = item.decided is not None and item.decided <= ctx.as_of
    if item.status in {"proposed", "decided"}:
        on, field = (item.decided, "decided") if decided else (item.needed_by, "needed_by")
        yield from entry(ctx, node, on, "decision", (field,), owner=item.approver, done=decided)
    if item.status == "decided":
        yield from entry(ctx, node, item.review_on, "decision review", ("review_on",), owner=item.driver, done=bool(item.outcome))


def _order(ctx: Context, node: Node) -> Iterator[Entry]:
    item = node.item
    if isinstance(item, Order) and item.status in _BINDING:
        line = ctx.plan.line(item.line, node.year)
        owner = item.owner or (line and ctx.plan.owner(line)) or ""
        begun, over = (day is not None and day < ctx.as_of for day in (item.start, item.end))
        yield from entry(ctx, node, item.start, "order starts", ("start",), owner=owner, done=begun)
        yield from entry(ctx, node, item.notice_by, "notice by", ("notice_by",), owner=owner)
        yield from entry(ctx, node, item.end, "order ends", ("end",), owner=owner, done=over)


def _position(ctx: Context, node: Node) -> Iterator[Entry]:
    """The start, as expected or as it was, and the last day. The title is the position's: no names."""
    item = node.item
    if not isinstance(item, Position):
        return
    if item.status in VACANT:
        yield from entry(ctx, node, position(ctx, node).expected_start, "start", ("start",) if item.start else ("planned_start",))
    elif item.status == "filled":
        begun = item.start is not None and item.start <= ctx.as_of
        yield from entry(ctx, node, item.start, "start", ("start",), done=begun)
        yield from entry(ctx, node, item.end, "last day", ("end",), done=item.end is not None and item.end < ctx.as_of)


def _actuals(ctx: Context, node: Node) -> Iterator[Entry]:
    """The day on which a month should be closed; of the newest file also those of the year's months after it."""
    file = node.file
    if not isinstance(file, Actuals):
        return
    yield from _close(ctx, node, file.month, done=file.status == "closed")
    if file.month.start == max(months_of(ctx), default=0):
        year = ctx.calendar.year_of(file.month.first)
        for start in range(file.month.start + 1, year.start + MONTHS):
            yield from _close(ctx, node, Period(start))


def _close(ctx: Context, node: Node, month: Period, *, done: bool = False) -> Iterator[Entry]:
    on = ctx.settings.cadence.close_lag.after(month.last, ctx.settings.holidays)
    yield Entry(on, "month to be closed", f"actuals/{month}", f"Actuals of {month}", node, (), ctx.plan.owner(node) or "", done)


BOOKS: dict[str, Dates] = {
    "okrs": _okrs,
    "key_result": _key_result,
    "kr_milestone": _milestone,
    "metric": _metric,
    "actuals": _actuals,
    "order": _order,
    "position": _position,
    "decision": _decision,
}
