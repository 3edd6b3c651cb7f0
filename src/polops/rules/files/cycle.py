"""Something leads back to itself.

What it checks
Chains that must come to an end: objectives that align to objectives, positions that report to positions, teams under teams, decisions
and documents that replace each other, milestones that come `after` milestones, also of other initiatives, and transfers of one day
from line to line. A transfer from a line to itself is the shortest circle. Each circle is reported once, at the first of its members,
with the others as further places.

Why it matters
Scores, headcounts and cost centres are rolled up along these chains, and a circle has no top. Money that goes round in a circle moves
nothing, but leaves a trail that somebody has to explain to an auditor.

Example
    teams:
      - {code: coe, name: Policy Centre of Excellence, lead: sam.okafor, parent: mh}
      - {code: mh, name: Mental Health Policy, lead: ines.duarte, parent: coe}

How to fix
Cut the circle where it is least true: point the topmost objective, team or manager upwards, or delete the field. Of transfers that
cancel each other out keep only the difference.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from polops.model import named
from polops.rules import Finding
from polops.source.problem import Severity
from polops.values.ref import fold

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from polops.analyse.context import Context
    from polops.model.budget import Transfer
    from polops.plan.plan import Node
else:
    (Transfer,) = named("Transfer")

CODE, NAME, SEVERITY = "GEN205", "cycle", Severity.ERROR
_CHAINS = (
    ("objective", "aligns_to", "aligns to"),
    ("position", "manager", "reports to"),
    ("team", "parent", "stands under"),
    ("decision", "supersedes", "replaces"),
    ("doc", "supersedes", "replaces"),
)
_SHOWN = 8
_HELP = "point one of them elsewhere, or delete the field"


def check(ctx: Context) -> Iterator[Finding]:
    """Follow each chain from every item; each item is passed once."""
    for kind, field, verb in _CHAINS:
        above = {id(node): found for node in ctx.plan.nodes(kind) if (found := _above(ctx, node, field))}
        for ring in _rings(list(ctx.plan.nodes(kind)), above):
            yield _finding(ring, field, verb)
    yield from _milestones(ctx)
    yield from _transfers(ctx)


def _above(ctx: Context, node: Node, field: str) -> Node | None:
    if field == "aligns_to":
        from polops.analyse.okr import parent  # noqa: PLC0415 - of no use where there are no OKRs

        return parent(ctx, node)
    ref = getattr(node.item, field)
    return ctx.plan.find(ref, node.kind, within=node) if ref else None


def _rings(nodes: list[Node], above: Mapping[int, Node]) -> Iterator[list[Node]]:
    """The circles of a chain in which every item has at most one above it."""
    seen: dict[int, int] = {}
    for number, start in enumerate(nodes):
        way: list[Node] = []
        node: Node | None = start
        while node is not None and id(node) not in seen:
            seen[id(node)] = number
            way.append(node)
            node = above.get(id(node))
        if node is not None and seen[id(node)] == number:
            yield way[next(i for i, passed in enumerate(way) if passed is node) :]


def _finding(ring: list[Node], field: str, verb: str) -> Finding:
    names = [node.ref for node in ring]
    message = f"{names[0]} {verb} itself" if len(ring) == 1 else f"{names[0]} {verb} itself in the end: {_round(names)}"
    return Finding(ring[0], message, _HELP, (field,), related=tuple((node, (field,), f"{node.ref} {verb} the next") for node in ring[1:]))


def _round(names: list[str]) -> str:
    shown = names if len(names) <= _SHOWN else [*names[:_SHOWN], f"… ({len(names) - _SHOWN:,} more)"]
    return " → ".join([*shown, names[0]])


def _milestones(ctx: Context) -> Iterator[Finding]:
    """Milestones wait for any number of others."""
    waits: dict[str, list[tuple[str, Node]]] = {}
    for node in ctx.plan.nodes("milestone"):
        for ref in getattr(node.item, "after", ()):
            before = ctx.plan.find(ref, "milestone", within=node)
            if before is not None:
                waits.setdefault(fold(node.ref), []).append((fold(before.ref), node))
    yield from (_finding(ring, "after", "comes after") for ring in _circles(waits))


def _transfers(ctx: Context) -> Iterator[Finding]:
    days: dict[tuple[str, str], dict[str, list[tuple[str, Node]]]] = {}
    for node in ctx.plan.nodes("transfer"):
        item = node.item
        if not isinstance(item, Transfer):
            continue
        if fold(item.from_) == fold(item.to):
            yield Finding(
                node, f"{node.ref} moves money from {item.from_} to itself", "name the line that receives, or delete the transfer", ("to",)
            )
        else:
            day = days.setdefault((str(item.on), node.file.year()), {})
            day.setdefault(fold(item.from_), []).append((fold(item.to), node))
    for moves in days.values():
        yield from (_circle(ring) for ring in _circles(moves))


def _circles(moves: Mapping[str, list[tuple[str, Node]]]) -> Iterator[list[Node]]:
    """The circles of moves from one name to others: a walk that comes upon a name it stands on; one circle for each such name."""
    told: set[str] = set()
    done: set[str] = set()
    for first in moves:
        walk = _Walk(moves, done)
        walk.enter(first)
        while walk.todo:
            line, node = next(walk.todo[-1], ("", None))
            if node is None:
                walk.leave()
            elif line in walk.stand and line not in told:
                told.add(line)
                yield [*walk.way[walk.stand[line] :], node]
            else:
                walk.enter(line, node)


class _Walk:
    """A walk along moves: the names it stands on with their depth, the moves it took, and what is left to try at each name."""

    def __init__(self, moves: Mapping[str, list[tuple[str, Node]]], done: set[str]) -> None:
        self.moves = moves
        self.done = done
        self.stand: dict[str, int] = {}
        self.way: list[Node] = []
        self.todo: list[Iterator[tuple[str, Node]]] = []

    def enter(self, line: str, node: Node | None = None) -> None:
        """Step on a line, unless the walk has been there."""
        if line in self.done or line in self.stand:
            return
        self.way += [node] if node else []
        self.stand[line] = len(self.stand)
        self.todo.append(iter(self.moves.get(line, ())))

    def leave(self) -> None:
        """Step back from the last line."""
        self.todo.pop()
        self.done.add(self.stand.popitem()[0])
        del self.way[-1:]


def _circle(ring: list[Node]) -> Finding:
    lines = [node.item.from_ for node in ring if isinstance(node.item, Transfer)]
    message = f"{ring[0].ref} sends money in a circle on one day: {_round(lines)}"
    related = tuple((node, ("to",), f"{node.ref} goes on") for node in ring[1:])
    return Finding(ring[0], message, "keep only the difference between them", ("to",), related=related)
