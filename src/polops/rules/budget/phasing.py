"""The months of a plan do not add up to the plan.

What it checks
A list under `phase` has twelve weights, one for each month of the fiscal year, none of them negative and not all of them zero. Where
the weights are evidently amounts (more than 1,000 together and at least half the plan), they add up to the plan. A plan that is given
by month or quarter names no week, and needs no list of weights beside it. As a warning: a driver's volume times its rate is the plan,
within one unit of the currency.

Why it matters
Every variance compares a month with its share of the plan. Weights that cannot be read as twelve months are replaced by even ones,
and an amount outside the year counts nowhere, so a wrong list makes a budget that nobody agreed to.

Example
    - id: CIV-VEN-01
      name: Election-period reviewers
      category: vendor
      plan: 420_000
      phase: [0, 0, 1, 2, 2, 3, 4, 5, 6, 6, 4]     # eleven weights: which month is missing?

How to fix
Write one number for each month, the fiscal year's first month first, and 0 where nothing is planned. Only the proportions count, so
`[1, 1, 2, …]` does; where you prefer amounts, make them add up to `plan`. If a driver disagrees, correct whichever of plan, volume and
rate is out of date.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from polops.analyse.books import line_item
from polops.analyse.context import ZERO
from polops.analyse.wording import amount, counted, typed
from polops.rules import Finding
from polops.source.problem import Severity
from polops.values.period import MONTHS, Period, month_index

if TYPE_CHECKING:
    from collections.abc import Iterator
    from decimal import Decimal

    from polops.analyse.context import Context
    from polops.model.budget import Line
    from polops.plan.plan import Node

CODE, NAME, SEVERITY = "BUD101", "phasing", Severity.ERROR
_AMOUNTS = 1_000
"""Weights that add up to no more than this are taken for proportions."""


def check(ctx: Context) -> Iterator[Finding]:
    """The lines of every year: their weights, their months and their drivers."""
    for node in ctx.plan.nodes("line"):
        item = line_item(node)
        if isinstance(item.plan, dict):
            yield from _months(ctx, node, item.plan)
        if isinstance(item.phase, tuple):
            yield from _weights(ctx, node, item, item.phase)
        if item.driver and item.plan is not None:
            yield from _driver(node, item)


def _months(ctx: Context, node: Node, plan: dict[str, Decimal]) -> Iterator[Finding]:
    """Weeks, which no month adds up. Months outside the year are GEN206's, labels of another calendar GEN105's."""
    for name, planned in plan.items():
        period = ctx.calendar.period(name)
        if not isinstance(period, Period):
            message = f"{node.ref} plans {amount(planned)} in a week, {name}, which belongs to no month"
            yield Finding(node, message, f"write the month: {Period(month_index(period.first))}", ("plan", name), key=True)


def _weights(ctx: Context, node: Node, item: Line, weights: tuple[Decimal, ...]) -> Iterator[Finding]:
    if isinstance(item.plan, dict):
        message = f"{node.ref} gives its plan by month, so its weights are not used"
        yield Finding(node, message, "delete `phase`, or write `plan` as one amount", ("phase",), severity=Severity.WARNING)
        return
    start = ctx.calendar.months(node.year).start
    if len(weights) != MONTHS:
        help_ = f"write 12 numbers, {Period(start)} first, with 0 for a month without spend"
        yield Finding(node, f"{node.ref} has {counted(len(weights), 'weight')}, expected 12, one for each month", help_, ("phase",))
    below = [i for i, weight in enumerate(weights) if weight < 0]
    for i in below:
        month = f" in {Period(start + i)}" if len(weights) == MONTHS else ""
        yield Finding(node, f"{node.ref} has a negative weight{month}, {amount(weights[i])}", "write 0 or more", ("phase", i))
    if len(weights) == MONTHS and not below:
        yield from _sums(node, item, sum(weights, ZERO))


def _sums(node: Node, item: Line, total: Decimal) -> Iterator[Finding]:
    if not total:
        yield Finding(
            node, f"{node.ref} has only zeros as weights, so no month has a plan", "write `phase: even`, or a weight above 0", ("phase",)
        )
        return
    plan = ZERO if item.plan is None or isinstance(item.plan, dict) else abs(item.plan)
    if item.plan is not None and total > _AMOUNTS and total >= plan / 2 and total != plan:
        off = f"{amount(abs(plan - total))} {'missing' if total < plan else 'too much'}"
        message = f"{node.ref} is phased to {amount(total)}, but its plan is {amount(plan)}: {off}"
        yield Finding(node, message, f"correct a month, or write `plan: {typed(total.copy_sign(item.plan))}`", ("phase",))  # type: ignore[arg-type]  # plans by month have left above


def _driver(node: Node, item: Line) -> Iterator[Finding]:
    driver = item.driver
    assert driver is not None  # noqa: S101 - asked before
    plan = sum(item.plan.values(), ZERO) if isinstance(item.plan, dict) else item.plan or ZERO
    product = driver.volume * driver.rate
    if abs(product - plan) > 1:
        message = (
            f"{node.ref} plans {amount(plan)}, but its driver gives {amount(driver.volume)} × {amount(driver.rate)} = {amount(product)}"
        )
        yield Finding(
            node, message, f"write `plan: {typed(product)}`, or correct the volume or the rate", ("driver",), severity=Severity.WARNING
        )
