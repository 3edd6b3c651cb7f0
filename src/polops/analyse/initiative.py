"""Money and earned value of an initiative (domain reference C12): budget at completion, spend, and what was planned and earned.

BAC is the initiative's budget, an amount or shares of budget lines; AC is its spend year by year through each year's last closed month:
entries tagged `for:` it first, then shares of what its lines spent else (a line's `supports`, or the initiative's own `budget`). People are
no part of it. Milestones earn their weight when done, nothing before (0/100). In the reporting currency.
"""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING

from polops.analyse.align import of as means_of
from polops.analyse.align import serves, tagged
from polops.analyse.books import fx
from polops.analyse.context import ONE, ZERO, Context, at_least, each
from polops.analyse.earned_value import EarnedValue, earned_value
from polops.analyse.schedule import initiative_item, is_done, milestone_item, milestones
from polops.analyse.variance import line
from polops.values.hidden import is_hidden
from polops.values.record import dataclass
from polops.values.ref import fold

if TYPE_CHECKING:
    from polops.plan.plan import Node

FEWEST = 3
"""Weighted milestones that earned value needs to mean anything."""
ELAPSED = Decimal("0.2")
"""The share of the baseline's time that must be over: before that CPI is not stable."""


@dataclass(frozen=True, slots=True)
class Costs:
    """An initiative's money. `outlook` is what it will cost in the end, by `method`; None each: not known."""

    bac: Decimal | None
    ac: Decimal | None
    outlook: Decimal | None
    method: str


@dataclass(frozen=True, slots=True)
class Earned:
    """Earned value of an initiative: the numbers, or None and why they are not shown."""

    value: EarnedValue | None
    why: str


def budget_lines(ctx: Context, node: Node) -> list[tuple[Node, Decimal]]:
    """The lines that an initiative's budget names, with its share of each: of the as-of date's year, else the latest."""
    budget = initiative_item(node).budget
    if not isinstance(budget, dict):
        return []
    found = ((ctx.plan.line(ref, ctx.year_label) or ctx.plan.find(ref, "line"), share) for ref, share in budget.items())
    return [(item, share) for item, share in found if item is not None]


def budget_at_completion(ctx: Context, node: Node) -> Decimal | None:
    """The budget of an initiative: its amount at the budget rate, or its shares of current budgets; None without one."""
    item = initiative_item(node)
    if isinstance(item.budget, Decimal):
        rate = fx(ctx, item.currency or ctx.currency, ctx.year_label)
        return None if rate is None else item.budget * rate
    parts = budget_lines(ctx, node)
    return sum((line(ctx, found).current * share for found, share in parts), ZERO) if parts else None


def spent(ctx: Context, node: Node) -> Decimal | None:
    """The spend of an initiative so far; None where no line, entry or budget connects it with money."""
    budget = initiative_item(node).budget
    shares = {fold(ref): share for ref, share in budget.items()} if isinstance(budget, dict) else {}
    means = means_of(ctx, node)
    total, known = means.spend, means.promised
    for found in ctx.plan.nodes("line") if shares else ():
        share = shares.get(fold(found.ref))
        actual = line(ctx, found).ytd_actual
        if share is None or actual is None or serves(ctx, found, node):
            continue
        total += (actual - sum(tagged(ctx, found).values(), ZERO)) * share
        known = True
    return total if known else None


@each
def earned(ctx: Context, node: Node) -> Earned:
    """Earned value as of the date, where there is enough to tell: a budget, three weighted milestones, a fifth of the time over.

    Without any spend tagged for it what was planned and earned is still told, and what needs the spend is None.
    """
    bac, ac = budget_at_completion(ctx, node), spent(ctx, node)
    marks = [milestone_item(mark) for mark in milestones(ctx, node)]
    weighted = [mark for mark in marks if mark.weight > 0 and mark.baseline is not None]
    if bac is None:
        return Earned(None, "no budget")
    if is_hidden(bac) or is_hidden(ac):
        return Earned(None, "its money is not shown to these readers")
    if len(weighted) < FEWEST:
        return Earned(None, f"fewer than {FEWEST} weighted milestones")
    if not at_least(_elapsed(ctx, [mark.baseline for mark in weighted if mark.baseline]), ELAPSED):
        return Earned(None, "less than a fifth of its time is over")
    whole = sum((mark.weight for mark in weighted), ZERO)
    planned = sum((mark.weight for mark in weighted if mark.baseline and mark.baseline <= ctx.as_of), ZERO)
    reached = sum((mark.weight for mark in weighted if is_done(ctx, mark)), ZERO)
    return Earned(earned_value(bac, bac * planned / whole, bac * reached / whole, ac), "")


def _elapsed(ctx: Context, dates: list[date]) -> Decimal:
    """The share of the time from the first to the last baseline that is over; nothing before the first."""
    first, last = min(dates), max(dates)
    if last == first:
        return ONE if ctx.as_of >= first else ZERO
    return Decimal((ctx.as_of - first).days) / (last - first).days


@each
def costs(ctx: Context, node: Node) -> Costs:
    """Budget, spend and outlook: the lines' outlook by share, else the typical estimate of earned value, else spend that is over budget."""
    bac, ac = budget_at_completion(ctx, node), spent(ctx, node)
    parts = budget_lines(ctx, node)
    if parts:
        return Costs(bac, ac, sum((line(ctx, found).outlook * share for found, share in parts), ZERO), "outlook of its lines")
    value = earned(ctx, node).value
    if value is not None and value.eac_typical is not None:
        return Costs(bac, ac, value.eac_typical, "estimate at completion")
    if bac is not None and ac is not None and not is_hidden(ac - bac) and ac > bac:
        return Costs(bac, ac, ac, "spend so far")
    return Costs(bac, ac, None, "")
