"""What differs between two plans, item by item: difference first, judgement later (`classify`).

Items are matched by id (`match`), values compared by shape (`difference`). A file that cannot be read on one side is reported as such:
what it may hold is neither added nor removed.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace

from polops.analyse.change import Change, Spot, What, is_secret, kind_of, name_of, scope
from polops.analyse.difference import Difference, canonical, differences
from polops.analyse.match import Matching, Pair
from polops.analyse.wording import counted
from polops.plan.links import links_of
from polops.plan.plan import Node, Plan
from polops.source.problem import Route

_WITH_FILE = ("team", "cost_center", "fiscal_year", "month", "currency")
"""What an item takes from its file: going to another file may change it."""


def diff(old: Plan, new: Plan) -> tuple[Change, ...]:
    """Every change from one plan to another, in order of kind, item and field."""
    return changes_of(Matching(old, new))


def changes_of(matching: Matching) -> tuple[Change, ...]:
    """The changes between two plans whose items are matched."""
    changes = [*_Finder(matching).changes(), *_unreadable(matching.old, matching.new)]
    return tuple(sorted(changes, key=_order))


def _order(change: Change) -> tuple[str, ...]:
    return change.kind, change.ref, change.field, change.what, canonical(change.before), canonical(change.after)


class _Finder:
    def __init__(self, matching: Matching) -> None:
        self.matching = matching
        self.old, self.new = matching.old, matching.new
        self.roots = {(pair.old.path, pair.new.path) for pair in matching.pairs if pair.old and pair.new and not pair.new.route}
        self.untold: set[str] = set()
        self.within: dict[tuple[str, str], list[tuple[Node, Node]]] = {}
        for pair in matching.pairs:
            if pair.old and pair.new:
                self.within.setdefault((pair.old.path, pair.new.path), []).append((pair.old, pair.new))

    def changes(self) -> Iterator[Change]:
        dirty: set[str] = set()
        for pair in self.matching.pairs:
            for change in self._of(pair):
                yield change
                dirty.update(spot.path for spot in (change.old, change.new) if spot)
        for pair in self._files():
            for what in self._writing(pair, dirty | self.untold):
                yield self._change(what, pair)

    def _files(self) -> Iterator[Pair]:
        return (pair for pair in self.matching.pairs if pair.old and pair.new and not pair.new.route)

    def _of(self, pair: Pair) -> Iterator[Change]:
        if pair.old is None or pair.new is None:
            yield from self._whole(pair)
            return
        yield from self._moved(pair, pair.old, pair.new)
        yield from self._renamed(pair, pair.old, pair.new)
        if pair.old.item is not pair.new.item:
            yield from _once(self._field(pair, found) for found in self._differences(pair.old, pair.new))
        if not pair.new.route:
            yield from self._tables(pair, pair.new)

    def _tables(self, pair: Pair, new: Node) -> Iterator[Change]:
        """The CSV files that a plan names, where their bytes differ."""
        for name in new.file.tables():
            before, after = self.old.tables.get(name), self.new.tables.get(name)
            if before is not None and after is not None and before != after:
                yield self._change("changed", pair, name, _rows(before), _rows(after))

    def _differences(self, old: Node, new: Node) -> Iterator[Difference]:
        found = differences(old.item, new.item, lambda one, other: self.matching.same(new, one, other))
        key = getattr(type(new.item).IDENTITY, "key", "")
        return (each for each in found if each.path not in {(key,), ("renamed_from",), ("version",)})

    def _whole(self, pair: Pair) -> Iterator[Change]:
        """An item that is on one side only, unless the other side could not read the file where it may stand."""
        node, other = (pair.old, self.new) if pair.old else (pair.new, self.old)
        assert node is not None  # noqa: S101 - a pair has a side
        if node.path in other.broken or (node.kind and other.known(node.ref)):
            self.untold.add(node.path)
        else:
            yield self._change("removed" if pair.old else "added", pair)

    def _moved(self, pair: Pair, old: Node, new: Node) -> Iterator[Change]:
        if old.path == new.path or (new.route and (old.path, new.path) in self.roots) or not self._leaves(old, new):
            return
        yield self._change("moved", pair, before=old.path, after=new.path)
        if new.route:
            before, after = _given(old), _given(new)
            for name in _WITH_FILE:
                if before.get(name) != after.get(name) and not self.matching.same(new, before.get(name, ""), after.get(name, "")):
                    yield self._change("changed", pair, name, before.get(name), after.get(name))

    def _leaves(self, old: Node, new: Node) -> bool:
        """Whether an item goes by itself, and not inside another one that goes."""
        return not (old.parent and new.parent and old.parent.route and new.parent.route and old.parent.kind == new.parent.kind)

    def _renamed(self, pair: Pair, old: Node, new: Node) -> Iterator[Change]:
        key = getattr(type(new.item).IDENTITY, "key", "")
        before, after = (getattr(node.item, key) if key else node.ref for node in (old, new))
        if new.kind and before != after:
            yield self._change("renamed", pair, key, old.ref, new.ref)

    def _field(self, pair: Pair, found: Difference) -> Change:
        change = self._change("changed", pair, ".".join(found.path), found.before, found.after)
        return _at(replace(change, names=found.names), found)

    def _change(self, what: What, pair: Pair, field: str = "", before: object = None, after: object = None) -> Change:
        old, new = (Spot(self.old, pair.old) if pair.old else None), (Spot(self.new, pair.new) if pair.new else None)
        node = pair.new or pair.old
        assert node is not None  # noqa: S101 - a pair has a side
        names: tuple[str, ...] = ()
        if what in {"added", "removed"}:
            before, after, names = (pair.old.item if pair.old else None), (pair.new.item if pair.new else None), _between(node)
        change = Change(what, kind_of(node), name_of(node), field, before, after, names, old=old, new=new)
        is_told = what in {"moved", "renamed"} or not any(is_secret(each) for each in (pair.old, pair.new) if each)
        return change if is_told else change.discreet()

    def _writing(self, pair: Pair, dirty: set[str]) -> Iterator[What]:
        """Whether a file's items stand in another order; or else whether only its text differs."""
        assert pair.old is not None  # noqa: S101 - _files gives both
        assert pair.new is not None  # noqa: S101 - as above
        if self._order_of(pair.old.path, pair.new.path, old=True) != self._order_of(pair.old.path, pair.new.path, old=False):
            yield "reordered"
        elif not dirty & {pair.old.path, pair.new.path} and _text(pair.old, self.old) != _text(pair.new, self.new):
            yield "rewritten"

    def _order_of(self, old_path: str, new_path: str, *, old: bool) -> list[int]:
        """The items that both versions of a file have, by their numbers, as they stand in one of them."""
        both = self.within[old_path, new_path]
        return sorted(range(len(both)), key=lambda i: _rank(both[i][0 if old else 1].route))


def _once(changes: Iterable[Change]) -> Iterator[Change]:
    """Without values, what differs in several places of a field is one change."""
    said: set[str] = set()
    for change in changes:
        if not change.secret or change.field not in said:
            said.add(change.field)
            yield change


def _rows(data: bytes) -> str:
    return counted(len(data.splitlines()), "row")


def _text(node: Node, plan: Plan) -> str:
    return plan.document(node.path).text


def _rank(route: Route) -> tuple[tuple[bool, str | int], ...]:
    return tuple((isinstance(step, int), step) for step in route)


def _given(node: Node) -> dict[str, str]:
    """What an item's file says about it."""
    currency = getattr(node.file, "currency", None)
    return {**scope(node.file), **({"currency": str(currency)} if currency else {})}


def _between(node: Node) -> tuple[str, ...]:
    """The budget lines that money moves between, or is reserved on: a transfer or an order speaks of them."""
    return tuple(value for _, value, kinds in links_of(node.item) if kinds == ("line",)) if node.kind in {"transfer", "order"} else ()


def _at(change: Change, found: Difference) -> Change:
    """The change at its field, in both files; of a restricted one only the field's name, and for exchange rates what they are for."""
    if change.secret:
        head = found.path[:1] if found.path[0] != "fx" else (found.path[0], *found.path[2:])
        return replace(change, field=".".join(head), path=head, names=())
    old, new = (
        (replace(change.old, route=found.old) if change.old else None),
        (replace(change.new, route=found.new) if change.new else None),
    )
    return replace(change, path=found.path, old=old, new=new)


def _unreadable(old: Plan, new: Plan) -> Iterator[Change]:
    """Files that only one side could read, or that neither could and that differ."""
    for path in sorted(old.broken | new.broken):
        before, after = _state(old, path), _state(new, path)
        if before != after or old.document(path).text != new.document(path).text:
            yield Change("unreadable", "file", path, "", before, after, old=_spot(old, path), new=_spot(new, path))


def _state(plan: Plan, path: str) -> str | None:
    return "unreadable" if path in plan.broken else "readable" if path in plan.files else None


def _spot(plan: Plan, path: str) -> Spot | None:
    return Spot(plan, path) if _state(plan, path) else None
