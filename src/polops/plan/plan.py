"""The plan: every file of a workspace, immutable and indexed by reference.

Models carry no line numbers: a place is found late, by composing the one file again (`Plan.at`). Names compare without regard to case;
the period in an OKR reference may be written either way (`FY26-Q3`, `2026-Q3`).
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from contextlib import suppress
from dataclasses import field
from functools import cached_property
from typing import TypeVar

from polops.model.base import File, Item
from polops.model.settings import Settings
from polops.source.document import Document
from polops.source.problem import Route, Span
from polops.values.period import Calendar
from polops.values.record import dataclass
from polops.values.ref import fold

F = TypeVar("F", bound=File)


@dataclass(frozen=True, slots=True, eq=False)
class Node:
    """An item at its place: its reference and kind, the file, the way to it, and what it stands in. Each is only the same as itself."""

    ref: str
    kind: str
    item: Item
    file: File
    path: str
    route: Route = ()
    parent: Node | None = None
    year: str = ""
    """The label of the fiscal year (or month) that its file counts in, as it is printed."""

    def up(self) -> Iterator[Node]:
        """The node and everything it stands in, inside out."""
        node: Node | None = self
        while node is not None:
            yield node
            node = node.parent


@dataclass(frozen=True, slots=True)
class Use:
    """A place where one item names another."""

    node: Node
    route: Route
    value: str
    kinds: tuple[str, ...]


@dataclass(frozen=True)
class Plan:
    """All of a workspace. `files` by printed path; `items` are these and everything in them, in order of place.

    `lost` are ids, by folded name, that stand in files which could not be read.

    `is_mute` says that one of those files shows no names at all (it is empty, or no text): it may be what any reference means.
    `left_out` counts the items that were taken out of a plan for some readers (`plan.narrow`); by list, `moved` says where the items that
    are left stand in the file.
    """

    files: Mapping[str, File]
    settings: Settings
    calendar: Calendar
    items: tuple[Node, ...]
    index: Mapping[str, Mapping[str, tuple[Node, ...]]]
    document: Callable[[str], Document]
    broken: frozenset[str] = frozenset()
    lost: Mapping[str, str] = field(default_factory=dict)
    is_mute: bool = False
    tables: Mapping[str, bytes] = field(default_factory=dict)
    """The CSV files that reviews name, by their path in the plans' folder."""
    left_out: int = 0
    moved: Mapping[tuple[str, Route], tuple[int, ...]] = field(default_factory=dict, repr=False)
    _keys: dict[str, str] = field(default_factory=dict, repr=False)
    _places: dict[str, dict[Route, Span]] = field(default_factory=dict, repr=False)

    def of(self, cls: type[F]) -> Iterator[tuple[str, F]]:
        """The files of one kind with their paths, in order of path."""
        return ((path, file) for path, file in self.files.items() if isinstance(file, cls))

    def nodes(self, kind: str) -> Iterator[Node]:
        """All items of a kind, in order of place."""
        return (node for nodes in self.index.get(kind, {}).values() for node in nodes)

    def all_nodes(self) -> Iterator[Node]:
        """All items that can be referred to."""
        return (node for kind in self.index for node in self.nodes(kind))

    def refs(self, kind: str) -> list[str]:
        """The references of a kind, as they are written."""
        return [nodes[0].ref for nodes in self.index.get(kind, {}).values()]

    def key(self, ref: str) -> str:
        """The form in which a reference is looked up."""
        known = self._keys.get(ref)
        if known is None:
            parts = ref.split("/")
            if len(parts) > 1:
                with suppress(ValueError):
                    parts[1] = self.calendar.canonical(parts[1].upper())
            known = self._keys[ref] = fold("/".join(parts))
        return known

    def find(self, ref: str, *kinds: str, within: Node | None = None) -> Node | None:
        """The item that a reference names, of any of the kinds (default: any at all); None where there is none.

        `within` is the item that refers: in its own file `O1/KR2` is enough. Of a budget line that recurs, the latest year's.
        """
        found = self._named(self.key(ref), kinds)
        if found is None and within is not None and (prefix := within.file.ref()):
            found = self._named(self.key(f"{prefix}/{ref}"), kinds)
        return found

    def line(self, ref: str, year: str) -> Node | None:
        """The budget line of that id in a fiscal year's label."""
        for node in self.index.get("line", {}).get(fold(ref), ()):
            if node.year == year:
                return node
        return None

    def known(self, ref: str) -> bool:
        """Whether a reference may point into a file that could not be read: then it is not judged."""
        return fold(ref.rsplit("/", 1)[-1]) in self.lost

    def owner(self, node: Node) -> str | None:
        """Who answers for an item: its own owner, or that of what it stands in, or the lead of its team."""
        for above in node.up():
            if above.item.owner:
                return above.item.owner
        return self.lead(self.team(node))

    def team(self, node: Node) -> str:
        """The code of the team that an item's file belongs to, by itself or through its initiative; empty where it belongs to none."""
        if own := getattr(node.file, "team", None):
            return str(own)
        served = self.find(getattr(node.file, "initiative", None) or "", "initiative")
        return getattr(served.file, "team", None) or "" if served else ""

    def lead(self, team: str) -> str | None:
        """Who leads a team."""
        found = self.find(team, "team") if team else None
        return getattr(found.item, "lead", None) if found else None

    def at(self, where: Node | str, *route: str | int, key: bool = False) -> Span:
        """The place of an item, or of a field of it; of a path, the place in that file."""
        path, way = (where, route) if isinstance(where, str) else (where.path, (*where.route, *route))
        known = {} if route or key else self._items_of(path)
        return known.get(way) or self.document(path).span(self._written(path, way), key=key)

    def _items_of(self, path: str) -> Mapping[Route, Span]:
        """The places of all items of a file: a table names them in an order that is not the file's."""
        if path not in self._places:
            document = self.document(path)
            self._places[path] = {route: document.span(self._written(path, route)) for route in self._routes.get(path, ())}
        return self._places[path]

    @cached_property
    def _routes(self) -> Mapping[str, list[Route]]:
        """The ways to the items of each file."""
        found: dict[str, list[Route]] = {}
        for node in self.items:
            found.setdefault(node.path, []).append(node.route)
        return found

    def _written(self, path: str, route: Route) -> Route:
        """The way to a place in the file, past items that were left out."""
        if not self.moved:
            return route
        found: Route = ()
        for i, step in enumerate(route):
            kept = self.moved.get((path, route[:i])) if isinstance(step, int) else None
            found = (*found, kept[step] if kept and isinstance(step, int) and step < len(kept) else step)
        return found

    @cached_property
    def uses(self) -> Mapping[int, tuple[Use, ...]]:
        """Where each item is named, by `id` of its node."""
        from polops.plan.link import uses  # noqa: PLC0415 - computed only when asked for

        found: dict[int, list[Use]] = {}
        for use in uses(self):
            target = self.find(use.value, *use.kinds, within=use.node)
            if target is not None:
                found.setdefault(id(target), []).append(use)
        return {key: tuple(places) for key, places in found.items()}

    def _named(self, key: str, kinds: tuple[str, ...]) -> Node | None:
        for kind in kinds or self.index:
            found = self.index[kind].get(key) if kind in self.index else None
            if found:
                return found[0] if len(found) == 1 else max(found, key=lambda node: node.year)
        return None
