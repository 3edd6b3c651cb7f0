"""People and money per objective and initiative, against its priority (domain reference C10).

A position's allocation and a line's `supports` name objectives, key results (which count to their objective) or initiatives (whose share
flows on to the objectives that they support, equally or as they say). What a position does not allocate, and what an initiative does not
pass on, is *run*. Spend tagged `for:` goes to its goal first; the line's shares divide the rest, so that nothing counts twice.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import field
from decimal import Decimal

from polops.analyse.books import effects, line_item, posted, rate_of
from polops.analyse.context import ONE, ZERO, Context, each, once, ratio
from polops.analyse.guard import by_line
from polops.analyse.headcount import VACANT, is_filled, position_item
from polops.analyse.okr import objectives
from polops.analyse.variance import line
from polops.model.okrs import Objective
from polops.plan.plan import Node
from polops.values.period import Period
from polops.values.record import dataclass
from polops.values.ref import fold

FIRST = ("P0", "P1")
"""Priorities that the focus index counts."""


@dataclass(slots=True)
class Means:
    """What serves an objective or initiative: FTE, the positions with their shares, and the spend of budget lines year to date."""

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
    """The objective or initiative that a reference names; of a key result the objective around it."""
    found = ctx.plan.find(ref, "objective", "key_result", "initiative", within=within)
    return found.parent if found is not None and found.kind == "key_result" else found


@each
def passed_on(ctx: Context, node: Node) -> tuple[tuple[Node, Decimal], ...]:
    """Where a share of a goal counts: an objective to itself, an initiative to the objectives that it supports."""
    if node.kind != "initiative":
        return ((node, ONE),)
    said = getattr(node.item, "supports", ())
    shares = said if isinstance(said, dict) else {ref: ONE / len(said) for ref in said}
    found = ((ctx.plan.find(ref, "objective", "key_result", within=node), share) for ref, share in shares.items())
    return tuple((aim.parent if aim.kind == "key_result" and aim.parent else aim, share) for aim, share in found if aim is not None)


@once
def means(ctx: Context) -> dict[int, Means]:
    """What serves each objective and initiative, by `id` of its node."""
    found: defaultdict[int, Means] = defaultdict(Means)
    for node in ctx.plan.nodes("position"):
        _people(ctx, node, found)
    for node in ctx.plan.nodes("line"):
        _money(ctx, node, found)
    return found


def of(ctx: Context, node: Node) -> Means:
    """What serves one objective or initiative. O1 with INI-004: 1.5 of 2.0 filled FTE, 1.0 vacant."""
    return means(ctx).get(id(node), Means())


def serves(ctx: Context, node: Node, target: Node) -> bool:
    """Whether a line names an objective or initiative in its `supports`."""
    return any(goal(ctx, ref, node) is target for ref in line_item(node).supported())


def _reached(ctx: Context, ref: str, node: Node) -> tuple[tuple[Node, Decimal], ...]:
    """What a reference counts to: an initiative itself, and the objectives behind it with their shares. All of a file means the same."""

    def reached() -> tuple[tuple[Node, Decimal], ...]:
        target = goal(ctx, ref, node)
        if target is None:
            return ()
        return ((target, ONE), *passed_on(ctx, target)) if target.kind == "initiative" else passed_on(ctx, target)

    return ctx.keep((_reached, ref, node.path), reached)


def _people(ctx: Context, node: Node, found: defaultdict[int, Means]) -> None:
    item = position_item(node)
    filled = is_filled(ctx, item)
    if not filled and item.status not in VACANT:
        return
    for ref, allocated in item.allocation.items():
        for aim, share in _reached(ctx, ref, node):
            served, part = found[id(aim)], allocated * share
            served.positions.append((node, part))
            if filled:
                served.fte_filled += item.fte * part
            else:
                served.fte_vacant += item.fte * part


def _money(ctx: Context, node: Node, found: defaultdict[int, Means]) -> None:
    named, supported = tagged(ctx, node), line_item(node).supported()
    if not named and not supported:
        return
    rest = (line(ctx, node).ytd_actual or ZERO) - sum(named.values(), ZERO)
    for ref, amount in [*named.items(), *((ref, rest * share) for ref, share in supported.items())]:
        for aim, share in _reached(ctx, ref, node):
            served = found[id(aim)]
            served.spend += amount * share
            served.promised = served.promised or bool(amount) or supported.get(ref, ZERO) > 0


@by_line
@each
def tagged(ctx: Context, node: Node) -> dict[str, Decimal]:
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


def filled_fte(ctx: Context) -> Decimal:
    """All filled FTE of the workspace."""
    return sum((position_item(node).fte for node in ctx.plan.nodes("position") if is_filled(ctx, position_item(node))), ZERO)


def focus(ctx: Context) -> Decimal | None:
    """The focus index: filled FTE on P0 and P1 objectives of the current quarter over all filled FTE."""
    first = ZERO
    for node in objectives(ctx, ctx.quarter):
        if isinstance(node.item, Objective) and node.item.priority in FIRST:
            first += of(ctx, node).fte_filled
    return ratio(first, filled_fte(ctx))
