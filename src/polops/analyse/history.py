"""A metric by quarter, for trends longer than its last readings (domain reference C6): each quarter's readings added up as they may be."""

from __future__ import annotations

from typing import TYPE_CHECKING

from polops.analyse.context import ZERO
from polops.analyse.interval import wilson
from polops.analyse.kpi import Read, aggregate, readings_until
from polops.model.metrics import Metric
from polops.values.period import Period
from polops.values.record import dataclass

if TYPE_CHECKING:
    from decimal import Decimal

    from polops.analyse.context import Context
    from polops.plan.plan import Node

QUARTERS = 8


@dataclass(frozen=True, slots=True)
class Quarter:
    """One fiscal quarter of a metric: its value in the metric's unit and its 95 % interval, from so many readings; None without any.

    `closed` is whether the quarter is over; the running one holds what was read so far.
    """

    period: Period
    value: Decimal | None
    low: Decimal | None
    high: Decimal | None
    readings: int
    closed: bool


def quarters(ctx: Context, node: Node, count: int = QUARTERS) -> tuple[Quarter, ...]:
    """The last quarters of a metric up to the running one, oldest first, from the first that has a reading on.

    Ratios add up as Σ numerator ÷ Σ denominator, counts as sums; values, medians and percentiles do not add up: their latest counts.
    A reading belongs to the quarter that its period ends in.
    """
    item = node.item
    assert isinstance(item, Metric)  # noqa: S101 - the index keeps kinds apart
    reads = readings_until(ctx, node, ctx.as_of)
    if not reads:
        return ()
    periods = [ctx.quarter]
    while len(periods) < count:
        periods.append(periods[-1].previous())
    first = ctx.calendar.quarter_of(reads[0].period.last)
    return tuple(_quarter(ctx, item, period, reads) for period in reversed(periods) if period >= first)


def _quarter(ctx: Context, item: Metric, period: Period, reads: list[Read]) -> Quarter:
    own = [read for read in reads if period.has(read.period.last)]
    low, high = _interval(item, own)
    return Quarter(period, aggregate(item, own), low, high, len(own), closed=period.last <= ctx.as_of)


def _interval(item: Metric, reads: list[Read]) -> tuple[Decimal | None, Decimal | None]:
    """The interval of a ratio over all its readings together."""
    pairs = [(read.reading.num, read.reading.den) for read in reads if read.reading.num is not None and read.reading.den is not None]
    found = wilson(sum((num for num, _ in pairs), ZERO), sum((den for _, den in pairs), ZERO)) if pairs else None
    scale = 100 if item.unit == "%" else 1
    return (found[0] * scale, found[1] * scale) if found else (None, None)
