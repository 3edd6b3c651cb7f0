"""Metrics as of a date (domain reference C6): the latest value, its interval, its colour, and whether it moved.

A ratio is its numerator over its denominator, and several periods add up as Σ numerator ÷ Σ denominator, never as a mean of rates.
"""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal
from typing import Literal

from polops.analyse.context import ZERO, Context, at_least, each, once
from polops.analyse.few import hides_few, is_few, of_people, people
from polops.analyse.interval import wilson
from polops.analyse.status import Status
from polops.model.metrics import Metric
from polops.model.readings import Reading, Readings
from polops.plan.plan import Node
from polops.source.problem import Route
from polops.values.period import Period, Week
from polops.values.record import dataclass
from polops.values.ref import fold

_FLAT = Decimal("0.01")
_TREND = 12


@dataclass(frozen=True, slots=True)
class Read:
    """One reading at its place: the period, the value in the metric's unit (None: no denominator), and where it stands."""

    period: Period | Week
    value: Decimal | None
    reading: Reading
    path: str
    route: Route


@dataclass(frozen=True, slots=True)
class MetricNumbers:
    """A metric as of a date. `low` and `high` are its 95 % interval, `unsure` whether a limit of its colour lies inside it."""

    value: Decimal | None
    low: Decimal | None
    high: Decimal | None
    n: Decimal | None
    unsure: bool
    target: tuple[Decimal, ...]
    red: tuple[Decimal, ...]
    status: Status
    why: str
    period: Period | Week | None
    overdue: bool
    previous: Decimal | None
    change: Literal["better", "worse", "flat"] | None
    progress: Decimal | None
    trend: tuple[Decimal | None, ...]


@once
def _all(ctx: Context) -> dict[str, list[Read]]:
    """Every reading by metric, oldest first; one of a few people without its value, where the readers may not see it."""
    units = {fold(node.ref): _metric(node).unit or "" for node in ctx.plan.nodes("metric")}
    private = {fold(node.ref) for node in ctx.plan.nodes("metric") if hides_few(ctx) and of_people(_metric(node))}
    found: dict[str, list[Read]] = {}
    for path, file in ctx.plan.of(Readings):
        for ref, values in file.readings.items():
            reads = found.setdefault(fold(ref), [])
            for label, written in values.items():
                reading = Reading() if fold(ref) in private and is_few(people(written)) else written
                value = reading.measured(units.get(fold(ref), ""))
                reads.append(Read(ctx.calendar.period(label), value, reading, path, ("readings", ref, label)))
    for reads in found.values():
        reads.sort(key=lambda read: (read.period.last, read.period.first))
    return found


def _metric(node: Node) -> Metric:
    assert isinstance(node.item, Metric)  # noqa: S101 - the index keeps kinds apart
    return node.item


def readings(ctx: Context, node: Node) -> list[Read]:
    """All readings of a metric, oldest first, those after the as-of date too."""
    return _all(ctx).get(fold(node.ref), [])


def readings_until(ctx: Context, node: Node, until: date) -> list[Read]:
    """The readings of periods that end by a day, oldest first."""
    return [read for read in readings(ctx, node) if read.period.last <= until]


def aggregate(metric_: Metric, reads: list[Read]) -> Decimal | None:
    """One value for several periods: Σ numerator ÷ Σ denominator, the sum of counts, and for values that do not add up the latest.

    12 of 300 and 40 of 500 are 6.5 %, not 6.0 %.
    """
    pairs = [(read.reading.num, read.reading.den) for read in reads if read.reading.num is not None and read.reading.den is not None]
    if pairs:
        whole = sum((den for _, den in pairs), ZERO)
        return sum((num for num, _ in pairs), ZERO) * (100 if metric_.unit == "%" else 1) / whole if whole else None
    known = [read.value for read in reads if read.value is not None]
    if not known:
        return None
    return sum(known, ZERO) if metric_.shape == "count" else known[-1]


@each
def metric(ctx: Context, node: Node) -> MetricNumbers:
    """All numbers of a metric. 76 of 20,000 is 0.380 %, 95 % interval 0.304 to 0.475: amber and unsure, as the red limit 0.45 is inside."""
    item = _metric(node)
    reads = readings_until(ctx, node, ctx.as_of)
    target, red = item.limits("target"), item.limits("red")
    trend = tuple(read.value for read in reads[-_TREND:])
    if not reads:
        return _unread(target, red)
    last = reads[-1]
    low, high, n = _interval(item, last)
    overdue = ctx.as_of > due(ctx, item, last.period)
    status, why = _status(item, last.value, target, red, overdue=overdue)
    unsure = low is not None and high is not None and any(low < limit < high for limit in (*target, *red))
    previous = next((read.value for read in reversed(reads[:-1]) if read.value is not None), None)
    change = _change(item, last.value, previous, low, high)
    return MetricNumbers(
        value=last.value,
        low=low,
        high=high,
        n=n,
        unsure=unsure,
        target=target,
        red=red,
        status=status,
        why=why,
        period=last.period,
        overdue=overdue,
        previous=previous,
        change=change,
        progress=_progress(item, last.value, target),
        trend=trend,
    )


def _unread(target: tuple[Decimal, ...], red: tuple[Decimal, ...]) -> MetricNumbers:
    """A metric that has no reading yet."""
    return MetricNumbers(
        value=None,
        low=None,
        high=None,
        n=None,
        unsure=False,
        target=target,
        red=red,
        status="grey",
        why="no reading yet",
        period=None,
        overdue=False,
        previous=None,
        change=None,
        progress=None,
        trend=(),
    )


def due(ctx: Context, item: Metric, period: Period | Week) -> date:
    """The last day on which the reading after this period's is still in time: one cadence later, and the lag."""
    following = item.cadence.after(period.last + timedelta(days=1), ctx.settings.holidays) - timedelta(days=1)
    return item.lag.after(following, ctx.settings.holidays)


def _interval(item: Metric, read: Read) -> tuple[Decimal | None, Decimal | None, Decimal | None]:
    reading, scale = read.reading, 100 if item.unit == "%" else 1
    if reading.num is not None and reading.den is not None:
        successes, n = reading.num, reading.den
    elif reading.n is not None and reading.value is not None:
        successes, n = reading.value / scale * reading.n, reading.n
    else:
        return None, None, reading.n or reading.den
    found = wilson(successes, n) if item.shape in {"ratio", "value"} or item.unit == "%" else None
    return (found[0] * scale, found[1] * scale, n) if found else (None, None, n)


def _status(
    item: Metric, value: Decimal | None, target: tuple[Decimal, ...], red: tuple[Decimal, ...], *, overdue: bool
) -> tuple[Status, str]:
    if value is None:
        return "grey", "no value"
    if overdue:
        return "grey", "overdue: the reading is older than cadence and lag"
    if not target:
        return "grey", "no target"
    if _within(item, value, target):
        return "green", "target met"
    if red and not _within(item, value, red):
        return "red", "beyond the red limit"
    return "amber", "between target and red limit" if red else "target missed; no red limit"


def _within(item: Metric, value: Decimal, limits: tuple[Decimal, ...]) -> bool:
    if item.direction == "band":
        return at_least(value, limits[0]) and at_least(limits[-1], value)
    return at_least(value, limits[0]) if item.direction == "up" else at_least(limits[0], value)


def _change(
    item: Metric, value: Decimal | None, previous: Decimal | None, low: Decimal | None, high: Decimal | None
) -> Literal["better", "worse", "flat"] | None:
    if value is None or previous is None:
        return None
    inside = low is not None and high is not None and low <= previous <= high
    if inside or abs(value - previous) < _FLAT * abs(previous) or value == previous:
        return "flat"
    if item.direction == "band":
        before, now = _distance(item, previous), _distance(item, value)
        return "flat" if before == now else "better" if now < before else "worse"
    return "better" if (value > previous) == (item.direction == "up") else "worse"


def _distance(item: Metric, value: Decimal) -> Decimal:
    limits = item.limits("target")
    return max(limits[0] - value, value - limits[-1], ZERO) if limits else ZERO


def _progress(item: Metric, value: Decimal | None, target: tuple[Decimal, ...]) -> Decimal | None:
    if value is None or item.baseline is None or len(target) != 1 or target[0] == item.baseline:
        return None
    return (value - item.baseline) / (target[0] - item.baseline)
