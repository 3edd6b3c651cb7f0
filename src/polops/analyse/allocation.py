"""The alignment matrix (domain reference C10): each objective of a period with what serves it, and what is out of proportion.

FTE shares are of the filled FTE of the objective's team. Cost is year to date: spend of lines without positions behind them, and what
positions cost by the model, without one-time cost. What is made of shares of people's pay (`people`, `cost_share`) is hidden from readers
who may not see each one's; `spend` stays.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from polops.analyse.align import Means, focus, of
from polops.analyse.books import closed_through, line_item, lines
from polops.analyse.context import ONE, ZERO, Context, ratio
from polops.analyse.headcount import is_filled, position, position_item, positions, team
from polops.analyse.okr import objectives
from polops.analyse.suppress import shows_everybody
from polops.analyse.variance import roll_up
from polops.model.okrs import Objective
from polops.values.hidden import HIDDEN
from polops.values.number import TOLERANCE
from polops.values.record import dataclass

if TYPE_CHECKING:
    from decimal import Decimal

    from polops.plan.plan import Node
    from polops.values.period import Period, Week

_LATER = ("P2", "P3")


@dataclass(frozen=True, slots=True)
class Row:
    """One objective: what serves it, its shares of the team's FTE, of all spend and of all cost, and what is odd about that.

    `people` is the cost of its positions' shares, `heads` how many positions that is, `unpriced` how many have no rate and no part in it.
    """

    node: Node
    means: Means
    people: Decimal
    heads: int
    unpriced: int
    fte_share: Decimal | None
    spend_share: Decimal | None
    cost_share: Decimal | None
    flags: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Alignment:
    """The objectives of a period in order of place, the focus index, all filled FTE and the part of it that serves none of them (run).

    `over` are positions and lines that give away more than all of themselves.
    """

    rows: tuple[Row, ...]
    focus: Decimal | None
    fte: Decimal
    run: Decimal
    spend: Decimal
    cost: Decimal
    over: tuple[tuple[Node, Decimal], ...]


def alignment(ctx: Context, period: Period | Week, code: str = "") -> Alignment:
    """The alignment of a period's objectives, of one team or all."""
    nodes = objectives(ctx, period, team=code)
    spend, total = spend_of(ctx), cost(ctx)
    shares = {id(node): ratio(of(ctx, node).fte_filled, team(ctx, ctx.plan.team(node)).fte_filled) for node in nodes}
    first = [shares[id(node)] or ZERO for node in nodes if _priority(node) == "P0"]
    rows = tuple(_row(ctx, node, shares[id(node)], (spend, total), first) for node in nodes)
    fte = team(ctx, code).fte_filled if code else sum((position_item(node).fte for node in _filled(ctx)), ZERO)
    served = sum((row.means.fte_filled for row in rows), ZERO)
    return Alignment(rows, focus(ctx), fte, max(fte - served, ZERO), spend, total, tuple(_over(ctx)))


def _row(ctx: Context, node: Node, share: Decimal | None, totals: tuple[Decimal, Decimal], first: list[Decimal]) -> Row:
    found = of(ctx, node)
    costs = {id(item): position_cost(ctx, item) for item, _ in found.positions}
    people = sum(((costs[id(item)] or ZERO) * part for item, part in found.positions), ZERO)
    unpriced = list(costs.values()).count(None)
    money = ratio(found.spend, totals[0]), ratio(found.spend + people, totals[1])
    return Row(node, found, people, len(costs), unpriced, share, *money, tuple(_flags(ctx, node, share, first)))


def position_cost(ctx: Context, node: Node) -> Decimal | None:
    """The modelled cost of a position in the closed months of the year, one-time cost apart; None without a rate."""
    months = position(ctx, node).cost_by_month[: closed_through(ctx, ctx.year)]
    return None if None in months else sum((month or ZERO for month in months), ZERO)


def spend_of(ctx: Context) -> Decimal:
    """The spend of the year through the last closed month, of lines without positions behind them."""
    return roll_up(ctx, [node for node in lines(ctx) if line_item(node).source != "headcount"]).ytd_actual or ZERO


def cost(ctx: Context) -> Decimal:
    """All cost of the year through the last closed month: lines without positions behind them, and the modelled cost of positions."""
    if ctx.open is not ctx:
        return cost(ctx.open) if shows_everybody(ctx, ctx.year_label) else HIDDEN
    return spend_of(ctx) + sum((position_cost(ctx, node) or ZERO for node in ctx.plan.nodes("position")), ZERO)


def _filled(ctx: Context) -> list[Node]:
    return [node for node in positions(ctx) if is_filled(ctx, position_item(node))]


def _priority(node: Node) -> str:
    assert isinstance(node.item, Objective)  # noqa: S101 - the index keeps kinds apart
    return node.item.priority


def _flags(ctx: Context, node: Node, share: Decimal | None, first: list[Decimal]) -> list[str]:
    """What is odd: a P0 without people or with many vacancies, a later priority with more people than a P0, nothing at all."""
    found, priority = of(ctx, node), _priority(node)
    said = []
    if priority == "P0" and not found.fte_filled:
        said.append("P0 without filled FTE")
    limit = ctx.settings.thresholds.headcount.priority_vacancy
    if priority == "P0" and found.vacant_share is not None and found.vacant_share > limit:
        said.append("P0 with many vacancies")
    if priority in _LATER and first and (share or ZERO) > min(first):
        said.append("more FTE than a P0")
    if found.empty:
        said.append("no people and no money")
    return said


def _over(ctx: Context) -> list[tuple[Node, Decimal]]:
    """Positions and lines whose shares add up to more than 100 %."""
    given = [(node, sum(position_item(node).allocation.values(), ZERO)) for node in ctx.plan.nodes("position")]
    given += [(node, sum(line_item(node).supported().values(), ZERO)) for node in ctx.plan.nodes("line")]
    return [(node, share) for node, share in given if share > ONE + TOLERANCE]
