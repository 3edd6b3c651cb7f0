"""People and money per objective, against its priority (domain reference C10).

A position's allocation and a line's `supports` name objectives or key results (which count to their objective). What a position does
not allocate is *run*. Spend tagged `for:` goes to its goal first; the line's shares divide the rest, so that nothing counts twice.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from decimal import Decimal

from polops.analyse.books import effects, posted, rate_of
from polops.analyse.context import ZERO, Context, once, ratio
from polops.analyse.headcount import VACANT, is_filled, position_item
from polops.analyse.okr import objectives
from polops.analyse.variance import line
from polops.model.budget import Line
from polops.model.okrs import Objective
from polops.plan.plan import Node
from polops.values.period import Period
from polops.values.ref import fold

_FIRST = ("P0", "P1")


@dataclass(slots=True)
class Means:
    """What serves an objective: filled and vacant FTE, the positions, and spend year to date."""

    fte_filled: Decimal = ZERO
    fte_vacant: Decimal = ZERO
    spend: Decimal = ZERO
    promised: bool = False
    positions: list[tuple[Node, Decimal]] = field(default_factory=list)

    @property
    def vacant_share(self) -> Decimal | None:
        """The vacant share of its people; None without any."""
        return ratio(self.fte_vacant, self.fte_filled + self.fte_vacant)

    @property
    def empty(self) -> bool:
        """Whether nobody and no money serves it."""
        return not (self.fte_filled or self.fte_vacant or self.promised)


def goal(ctx: Context, ref: str, within: Node) -> Node | None:
    """The objective that a reference counts to: itself, or the one around the key result."""
    found = ctx.plan.find(ref, "objective", "key_result", within=within)
    return found.parent if found is not None and found.kind == "key_result" else found


@once
def means(ctx: Context) -> dict[int, Means]:
    """What serves each objective, by `id` of its node."""
    found: dict[int, Means] = {}
    for node in ctx.plan.nodes("position"):
        _people(ctx, node, found)
    for node in ctx.plan.nodes("line"):
        _money(ctx, node, found)
    return found


def of(ctx: Context, node: Node) -> Means:
    """What serves one objective."""
    return means(ctx).get(id(node), Means())


def _people(ctx: Context, node: Node, found: dict[int, Means]) -> None:
    item = position_item(node)
    filled = is_filled(ctx, item)
    if not filled and item.status not in VACANT:
        return
    for ref, share in item.allocation.items():
        target = goal(ctx, ref, node)
        if target is None:
            continue
        served = found.setdefault(id(target), Means())
        served.positions.append((node, share))
        if filled:
            served.fte_filled += item.fte * share
        else:
            served.fte_vacant += item.fte * share


def _money(ctx: Context, node: Node, found: dict[int, Means]) -> None:
    item = node.item
    assert isinstance(item, Line)  # noqa: S101 - the index keeps kinds apart
    tagged = _tagged(ctx, node)
    supported = item.supported()
    if not tagged and not supported:
        return
    numbers = line(ctx, node)
    rest = (numbers.ytd_actual or ZERO) - sum(tagged.values(), ZERO)
    for ref, amount in [*tagged.items(), *((ref, rest * share) for ref, share in supported.items())]:
        target = goal(ctx, ref, node)
        if target is not None:
            served = found.setdefault(id(target), Means())
            served.spend += amount
            served.promised = served.promised or bool(amount) or supported.get(ref, ZERO) > 0


def _tagged(ctx: Context, node: Node) -> dict[str, Decimal]:
    """Spend of a line's closed months that names its goal, by reference."""
    found: dict[str, Decimal] = {}
    numbers = line(ctx, node) if any(entry.entry.for_ for entry in posted(ctx).get(fold(node.ref), [])) else None
    if numbers is None or numbers.ytd_through is None:
        return found
    last = numbers.ytd_through.start
    first = last - numbers.closed + 1
    for entry in posted(ctx).get(fold(node.ref), []):
        for start, amount, currency in effects(ctx, node, entry):
            if entry.entry.for_ and first <= start <= last:
                found[entry.entry.for_] = found.get(entry.entry.for_, ZERO) + amount * rate_of(ctx, node, Period(start), currency)
    return found


def focus(ctx: Context) -> Decimal | None:
    """The focus index: filled FTE on P0 and P1 objectives of the current quarter over all filled FTE."""
    total = sum((position_item(node).fte for node in ctx.plan.nodes("position") if is_filled(ctx, position_item(node))), ZERO)
    first = ZERO
    for node in objectives(ctx, ctx.quarter):
        if isinstance(node.item, Objective) and node.item.priority in _FIRST:
            first += of(ctx, node).fte_filled
    return ratio(first, total)
