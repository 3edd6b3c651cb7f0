"""The way from an edited item to one that moved because of it: a reading, its metric, the key result on it, the objective around that.

Ways are looked for backwards, from what moved to what its numbers are made of, in both plans: what is gone had led somewhere.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Any

from polops.analyse import books, initiative, okr, orders, personnel_line, raid, schedule
from polops.analyse.change import Change
from polops.analyse.context import Context
from polops.plan.plan import Node
from polops.values.record import dataclass
from polops.values.ref import fold


@dataclass(frozen=True, slots=True)
class Path:
    """An item that moved though nobody edited it, and the items that lead to it, the edited one first.

    `via` is empty where no item leads to it, but an exchange rate, a pay rate, a setting or the date.
    """

    ref: str
    via: tuple[str, ...]


def paths(old: Context, new: Context, changes: Iterable[Change], moved: Iterable[str]) -> tuple[Path, ...]:
    """The moved items that nobody edited, each with the shortest way."""
    edited = {fold(change.ref): change.ref for change in changes if change.is_value}
    records: dict[str, list[str]] = {}
    for change in changes:
        for name in change.names:
            node = change.spot.plan.find(name, within=change.spot.node)
            if node is not None:
                records.setdefault(fold(node.ref), []).append(change.ref)
    wanted = sorted(ref for ref in {*moved} if fold(ref) not in edited)
    return tuple(Path(ref, _way((old, new), ref, edited, records)) for ref in wanted)


def _way(sides: tuple[Context, Context], ref: str, edited: Mapping[str, str], records: Mapping[str, list[str]]) -> tuple[str, ...]:
    """The way from the nearest edited item."""
    towards: dict[str, str] = {ref: ""}
    queue = deque([ref])
    while queue:
        at = queue.popleft()
        for source in (*records.get(fold(at), ()), *_sources(sides, at)):
            if source not in towards:
                towards[source] = at
                queue.append(source)
            if fold(source) in edited:
                return _walked(towards, source)
    return ()


def _walked(towards: Mapping[str, str], source: str) -> tuple[str, ...]:
    way = [source]
    while (at := towards[way[-1]]) and towards[at]:
        way.append(at)
    return tuple(way)


def _sources(sides: tuple[Context, Context], ref: str) -> Iterator[str]:
    """What an item's numbers are made of, in either plan."""
    for ctx in sides:
        for kind, of in _OF.items():
            for node in ctx.plan.index.get(kind, {}).get(fold(ref), ()):
                yield from of(ctx, node)


def _of_line(ctx: Context, node: Node) -> Iterator[str]:
    yield from (found.ref for found in personnel_line.on_line(ctx, node))
    yield from (found.ref for found in orders.orders(ctx).get((fold(node.ref), node.year), ()))
    yield from (found.ref for found, _ in books.transfers(ctx).get((fold(node.ref), node.year), ()))


def _of_objective(ctx: Context, node: Node) -> Iterator[str]:
    item: Any = node.item
    yield from (f"{node.ref}/{result.id}" for result in item.key_results)
    yield from (found.ref for found in okr.aligned(ctx, node))
    yield from item.guardrails


def _of_key_result(_: Context, node: Node) -> Iterator[str]:
    item: Any = node.item
    yield from (f"{node.ref}/{step.id}" for step in item.milestones)
    yield from filter(None, [item.metric])


def _of_initiative(ctx: Context, node: Node) -> Iterator[str]:
    yield from (found.ref for found in schedule.milestones(ctx, node))
    yield from (found.ref for found, _ in initiative.budget_lines(ctx, node))
    yield from (found.ref for found in raid.of_initiative(ctx, node))
    supported = (ctx.plan.find(ref, within=node) for ref in schedule.initiative_item(node).supports)
    yield from (found.ref for found in supported if found is not None)


def _of_milestone(ctx: Context, node: Node) -> Iterator[str]:
    yield from (found.ref for found in schedule.predecessors(ctx).get(id(node), ()))


_OF: Mapping[str, Callable[[Context, Node], Iterator[str]]] = {
    "line": _of_line,
    "objective": _of_objective,
    "key_result": _of_key_result,
    "initiative": _of_initiative,
    "milestone": _of_milestone,
}
