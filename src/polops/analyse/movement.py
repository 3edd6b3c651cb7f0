"""Heads over a period: who started and left, plan against actual starts, and how long it took (domain reference C9).

Former holders count by the dates of a position's history. Nothing after the as-of date is counted.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date
from decimal import Decimal

from polops.analyse.context import ONE, Context
from polops.analyse.headcount import VACANT, planned_start, position_item
from polops.model.headcount import Position
from polops.plan.plan import Node
from polops.values.period import MONTHS, Period
from polops.values.record import dataclass

_OPEN = date.max
"""The last day of one who stays."""


@dataclass(frozen=True, slots=True)
class Bridge:
    """Heads over a period: opening + starts − leavers = closing. A difference would be a fault in the data."""

    opening: int
    starts: int
    leavers: int
    closing: int


def stints(item: Position) -> Iterator[tuple[date, date]]:
    """The runs of days on which somebody held a position, first and last day, former holders included."""
    for former in item.history:
        yield former.from_, former.to or _OPEN
    if item.start and item.status in {"filled", "closed"}:
        yield item.start, item.end or _OPEN


def heads(nodes: list[Node], day: date) -> int:
    """How many positions were held on a day."""
    return sum(1 for node in nodes if any(first <= day <= last for first, last in stints(position_item(node))))


def bridge(ctx: Context, nodes: list[Node], first: date, last: date) -> Bridge:
    """Movements from a first to a last day (both counted, nothing after the as-of date): the closing is counted, not computed."""
    until = min(last, ctx.as_of)
    runs = [run for node in nodes for run in stints(position_item(node))]
    opening = sum(1 for begin, end in runs if begin < first <= end)
    starts = sum(1 for begin, _ in runs if first <= begin <= until)
    leavers = sum(1 for _, end in runs if first <= end < until)
    return Bridge(opening, starts, leavers, heads(nodes, until))


def attainment(ctx: Context, nodes: list[Node], year: Period) -> tuple[int, int]:
    """Starts of a year to date: actual and planned; hiring plan attainment is one over the other."""
    until = min(ctx.as_of, year.last)
    actual, planned = (sum(1 for day in days if year.first <= day <= until) for days in (actual_starts(ctx, nodes), planned_starts(nodes)))
    return actual, planned


def planned_starts(nodes: Iterable[Node]) -> list[date]:
    """When positions were to start: requested, frozen and closed ones plan nothing (Amendment 2)."""
    items = [position_item(node) for node in nodes]
    return [start for item in items if item.status in {"filled", *VACANT} and (start := planned_start(item))]


def actual_starts(ctx: Context, nodes: Iterable[Node]) -> list[date]:
    """When those that are filled started, as of the date."""
    items = [position_item(node) for node in nodes]
    return [item.start for item in items if item.status == "filled" and item.start and item.start <= ctx.as_of]


def median(values: list[int]) -> Decimal | None:
    """The median of some days; None of none."""
    if not values:
        return None
    ordered, middle = sorted(values), len(values) // 2
    return Decimal(ordered[middle]) if len(values) % 2 else Decimal(ordered[middle - 1] + ordered[middle]) / 2


def monthly_attrition(annual: Decimal) -> Decimal:
    """The monthly rate that makes an annual one: 1 − (1 − a)^(1/12); 18 % a year is 1.640 % a month."""
    return ONE - (ONE - annual) ** (ONE / MONTHS)
