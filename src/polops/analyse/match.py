"""Which item of one plan is which of another: by id, never by place; `renamed_from` leads from a new id to the old one.

What a rename changes in its wake is no difference: the references of the items inside, and those of everybody who names them.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from functools import cached_property

from polops.analyse.change import name_of
from polops.analyse.difference import canonical
from polops.model.base import Entry, File
from polops.plan.link import nodes_of
from polops.plan.plan import Node, Plan
from polops.values.record import dataclass
from polops.values.ref import fold

Key = tuple[str, str, str]


@dataclass(frozen=True, slots=True)
class Pair:
    """An item on both sides; None where it is not."""

    old: Node | None
    new: Node | None


class Matching:
    """The pairs of two plans, without those of files that are the same in both."""

    def __init__(self, old: Plan, new: Plan) -> None:
        self.old = old
        self.new = new
        self.pairs = self._pairs()

    @cached_property
    def renames(self) -> dict[str, str]:
        """The old name of every item that has another now, by the new one, both folded."""
        changed = ((pair.old.ref, pair.new.ref) for pair in self.pairs if pair.old and pair.new and pair.new.kind)
        return {fold(new): fold(old) for old, new in changed if fold(old) != fold(new)}

    def same(self, node: Node, old: str, new: str) -> bool:
        """Whether two texts in an item mean the same: equal, or an old and a new name of one item."""
        if old == new:
            return True
        known = self.renames
        if not known:
            return False
        whole = f"{node.file.ref()}/{new}" if node.file.ref() else new
        return known.get(fold(new), known.get(fold(whole), "")) in {fold(old), fold(f"{self._was(node)}/{old}")}

    def _was(self, node: Node) -> str:
        """The old reference of the file that a new item stands in."""
        ref = node.file.ref()
        return self.renames.get(fold(ref), ref)

    def unchanged(self) -> set[str]:
        """The paths of files that are the same in both plans."""
        if self.old.calendar != self.new.calendar:
            return set()
        return {path for path, file in self.new.files.items() if path in self.old.files and self._is_same(path, file)}

    def _is_same(self, path: str, file: File) -> bool:
        is_text = self.old.files[path] is file or self.old.document(path).text == self.new.document(path).text
        return is_text and all(self.old.tables.get(name) == self.new.tables.get(name) for name in file.tables())

    def _pairs(self) -> tuple[Pair, ...]:
        skip = self.unchanged()
        old, new = _by_key(self.old, skip), _by_key(self.new, skip)
        pairs = [*_same_key(old, new)]
        _Renames(pairs).follow(old, new)
        pairs += _same_path(old, new)
        pairs += (Pair(node, None) for nodes in old.values() for node in nodes)
        pairs += (Pair(None, node) for nodes in new.values() for node in nodes)
        return tuple(pairs)


def _by_key(plan: Plan, skip: set[str]) -> dict[Key, list[Node]]:
    found: dict[Key, list[Node]] = {}
    for path, file in plan.files.items():
        if path not in skip:
            for node in nodes_of(path, file, plan.calendar):
                if (node.kind or not node.route) and not isinstance(node.item, Entry):
                    found.setdefault(_key(node), []).append(node)
    return found


def _key(node: Node, ref: str = "") -> Key:
    identity = type(node.item).IDENTITY
    if identity is None:
        return "", fold(name_of(node)), ""
    return node.kind, fold(ref or node.ref), node.year if identity.scope == "year" else ""


def _same_key(old: dict[Key, list[Node]], new: dict[Key, list[Node]]) -> Iterator[Pair]:
    """Pairs of one key."""
    for key in [key for key in old if key in new]:
        yield from _paired(old, new, key, key)


_ALIKE: tuple[Callable[[Node], str], ...] = (
    lambda node: f"{node.path} {canonical(node.item)}",
    lambda node: canonical(node.item),
    lambda node: node.path,
    lambda _: "",
)
"""What makes two items of one id a pair, the surest first: an id that is there twice is a problem, but no reason to stumble."""


def _paired(old: dict[Key, list[Node]], new: dict[Key, list[Node]], key: Key, other: Key) -> Iterator[Pair]:
    left, right = old.pop(key), new.pop(other)
    if len(left) == len(right) == 1:
        yield Pair(left[0], right[0])
        return
    for alike in _ALIKE:
        yield from _alike(left, right, alike)
    old |= {key: left} if left else {}
    new |= {other: right} if right else {}


def _alike(left: list[Node], right: list[Node], alike: Callable[[Node], str]) -> Iterator[Pair]:
    """Pairs of those that are alike, in an order that is not that of the files; they leave both lists."""
    for node in sorted(left, key=lambda node: canonical(node.item)):
        same = [one for one in right if alike(one) == alike(node)]
        if same:
            twin = min(same, key=lambda one: canonical(one.item))
            left.remove(node)
            right.remove(twin)
            yield Pair(node, twin)


def _same_path(old: dict[Key, list[Node]], new: dict[Key, list[Node]]) -> Iterator[Pair]:
    """Files without a reference that are about something else now, but stand where they stood."""
    places = {(nodes[0].path, nodes[0].file.kind): key for key, nodes in old.items() if not key[0]}
    for key in [key for key in new if not key[0]]:
        other = places.get((new[key][0].path, new[key][0].file.kind))
        if other in old:
            yield from _paired(old, new, other, key)


class _Renames:
    """Finds what is left by its old name: from outside in, and in both directions, so that the way back is no other way."""

    def __init__(self, pairs: list[Pair]) -> None:
        self.pairs = pairs

    def follow(self, old: dict[Key, list[Node]], new: dict[Key, list[Node]]) -> None:
        """Pair what `renamed_from` names on either side."""
        if not _said(old.values()) and not _said(new.values()):
            return
        teams = {key: node for key, nodes in new.items() for node in nodes if key[0] == "team"}
        self._one_way(old, new, teams.keys(), back=False)
        self._one_way(new, old, [key for key in old if key[0] == "team"], back=True)
        self._one_way(old, new, list(new), back=False)
        self._one_way(new, old, list(old), back=True)

    def _one_way(self, old: dict[Key, list[Node]], new: dict[Key, list[Node]], keys: Iterable[Key], *, back: bool) -> None:
        was: dict[int, str] = {}
        renamed = dict(self._known(back=back))
        for node in sorted((node for key in keys for node in new.get(key, ())), key=lambda node: (len(node.route), node.ref)):
            ref = was[id(node)] = _was(node, was, renamed)
            key = _key(node, ref)
            if fold(ref) != fold(node.ref) and key in old and _key(node) in new:
                renamed[fold(node.ref)] = ref
                self.pairs += (Pair(p.new, p.old) if back else p for p in _paired(old, new, key, _key(node)))

    def _known(self, *, back: bool) -> Iterator[tuple[str, str]]:
        for pair in self.pairs:
            if pair.old and pair.new and fold(pair.old.ref) != fold(pair.new.ref):
                yield (fold(pair.old.ref), pair.new.ref) if back else (fold(pair.new.ref), pair.old.ref)


def _said(groups: Iterable[list[Node]]) -> bool:
    return any(node.item.renamed_from for nodes in groups for node in nodes)


def _was(node: Node, was: dict[int, str], renamed: dict[str, str]) -> str:
    """The reference that an item had: what it says itself, or what follows from the items around it and from its team."""
    said, identity = node.item.renamed_from, type(node.item).IDENTITY
    if said and (not identity or not identity.path or "/" in said):
        return said
    if node.parent is None:
        first, slash, rest = node.ref.partition("/")
        return f"{renamed.get(fold(first), first)}{slash}{rest}" if slash else node.ref
    if not identity or not identity.path:
        return node.ref
    above = was.get(id(node.parent)) or renamed.get(fold(node.parent.ref), node.parent.ref)
    return f"{above}/{said or node.ref.rsplit('/', 1)[-1]}"
