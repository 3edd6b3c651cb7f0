"""Contingency is used faster than the year passes, or nearly gone.

What it checks
For each contingency line: how much of its plan is transferred away or spent, compared with the share of the fiscal year that is over.
Using it faster than time passes is reported. So is a rest below `budget.contingency_floor` (10 % of the plan), however late in the
year.

Why it matters
Contingency is for what nobody could foresee. When half of it is gone in the first quarter, the plan had a hole that was known, and
the real surprises of autumn will find nothing left.

Example
    - {id: COE-CTG-01, name: Contingency, category: contingency, plan: 120_000, phase: none}
    # transfers in February: 60,000, half of it, with 13 % of the year over

How to fix
Stop using it for what should have been planned, and find that money on lines that are under their budget. Give back to contingency
what a transfer turned out not to need, with a transfer the other way.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from polops.analyse.books import line_item, transfers
from polops.analyse.context import ZERO, at_least
from polops.analyse.judged import live
from polops.analyse.progress import elapsed
from polops.analyse.variance import line
from polops.analyse.wording import percent, whole
from polops.rules import Finding
from polops.rules.budget.words import plan_route
from polops.source.problem import Severity
from polops.values.ref import fold

if TYPE_CHECKING:
    from collections.abc import Iterator
    from decimal import Decimal

    from polops.analyse.context import Context
    from polops.plan.plan import Node
    from polops.rules import Where
    from polops.source.problem import Route

CODE, NAME, SEVERITY = "BUD305", "contingency", Severity.WARNING


def check(ctx: Context) -> Iterator[Finding]:
    """The contingency lines that plan something."""
    for node in live(ctx):
        if line_item(node).category == "contingency":
            numbers = line(ctx, node)
            if numbers.plan > 0:
                yield from _judge(ctx, node, numbers.plan, numbers.current - (numbers.ytd_actual or ZERO))


def _judge(ctx: Context, node: Node, plan: Decimal, left: Decimal) -> Iterator[Finding]:
    label = node.year
    year = ctx.calendar.months(label)
    used, over = 1 - left / plan, elapsed(ctx, year.first, year.last)
    floor = ctx.settings.thresholds.budget.contingency_floor
    if not at_least(left / plan, floor):
        message = f"{node.ref} has {whole(left)} of {whole(plan)} left, {percent(left / plan, floor)}, below the floor of {percent(floor)}"
    elif not at_least(over, used):
        message = (
            f"{node.ref} has used {whole(plan - left)} of {whole(plan)}, {percent(used, over)}, when {percent(over)} of {label} is over"
        )
    else:
        return
    help_ = "keep the rest for what nobody can foresee, and give back what a transfer did not need"
    yield Finding(node, message, help_, plan_route(node), related=_given(ctx, node))


def _given(ctx: Context, node: Node) -> tuple[tuple[Where, Route, str], ...]:
    found = transfers(ctx).get((fold(node.ref), node.year), [])
    return tuple((moved, ("amount",), "given") for moved, sign in found if sign < 0)
