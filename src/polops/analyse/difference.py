"""Where two values of one field differ: by the model's shapes, so that spelling, order and defaults make no difference.

Entries of a list are matched by what they name (`id`, `on`, `line`, …) and never by place. A list of words is a set.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from functools import cache

from polops.model.base import Item, Part
from polops.model.parts import item_fields
from polops.source.problem import Route
from polops.values.record import dataclass

_NAMES = ("id", "code", "by", "on", "from_", "line", "po", "for_", "who", "action", "role", "group", "v", "accrual")
"""Fields that say which entry of a list it is."""
_IN_ORDER = {"scales"}
"""Lists of words whose order has a meaning."""

Same = Callable[[str, str], bool]
"""Whether an old and a new text mean the same: names of items may have changed."""


@dataclass(frozen=True, slots=True)
class Difference:
    """One value that differs: the way to it by names, both values, and the routes in both files (to where it is missing from).

    `names` may be those of other items.
    """

    path: tuple[str, ...]
    before: object
    after: object
    old: Route
    new: Route
    names: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class _Way:
    path: tuple[str, ...] = ()
    old: Route = ()
    new: Route = ()
    names: tuple[str, ...] = ()

    def to(self, name: str, old: str | int, new: str | int, *names: str) -> _Way:
        return _Way((*self.path, name), (*self.old, old), (*self.new, new), (*self.names, *names))

    def differ(self, before: object, after: object) -> Difference:
        old, new = (self.old[:-1] if before is None else self.old), (self.new[:-1] if after is None else self.new)
        return Difference(self.path, before, after, old, new, self.names)


def differences(old: Part, new: Part, same: Same) -> Iterator[Difference]:
    """Every field of an item that differs, without the items inside it, which have names of their own."""
    yield from _parts(old, new, _Way(), same)


def _parts(old: Part, new: Part, way: _Way, same: Same) -> Iterator[Difference]:
    for name, alias in _fields(type(new)):
        before, after = getattr(old, name), getattr(new, name)
        if before is not after and before != after:
            yield from _values(before, after, way.to(alias, alias, alias), same)


@cache
def _fields(cls: type[Part]) -> tuple[tuple[str, str], ...]:
    inside = {name for name in item_fields(cls) if _is_named(cls, name)}
    return tuple((name, field.alias or name) for name, field in cls.model_fields.items() if name not in inside)


def _is_named(cls: type[Part], name: str) -> bool:
    """Whether a field holds items that can be referred to."""
    todo, found = [cls.model_fields[name].annotation], False
    while todo:
        part = todo.pop()
        if isinstance(part, type) and issubclass(part, Item):
            found = found or part.IDENTITY is not None
        todo += getattr(part, "__args__", ())
    return found


def _values(before: object, after: object, way: _Way, same: Same) -> Iterator[Difference]:
    if isinstance(before, str) and isinstance(after, str):
        if not same(before, after):
            yield way.differ(before, after)
    elif isinstance(before, dict) and isinstance(after, dict):
        yield from _maps(before, after, way, same)
    elif isinstance(before, Part) and isinstance(after, type(before)):
        yield from _parts(before, after, way, same)
    elif isinstance(before, tuple) and isinstance(after, tuple):
        yield from _lists(before, after, way, same)
    elif before != after:
        yield way.differ(before, after)


def _maps(before: Mapping[object, object], after: Mapping[object, object], way: _Way, same: Same) -> Iterator[Difference]:
    left = dict(after)
    for key, value in before.items():
        other = key if key in left else next((new for new in left if new not in before and same(str(key), str(new))), None)
        if other is None:
            yield way.to(str(key), str(key), str(key), str(key)).differ(value, None)
        elif value != (new_value := left.pop(other)):
            yield from _values(value, new_value, way.to(str(other), str(key), str(other), str(other)), same)
    for key, value in left.items():
        yield way.to(str(key), str(key), str(key), str(key)).differ(None, value)


def _lists(before: tuple[object, ...], after: tuple[object, ...], way: _Way, same: Same) -> Iterator[Difference]:
    if any(isinstance(entry, Part) for entry in (*before, *after)):
        yield from _entries(before, after, way, same)
    elif way.path[0] not in _IN_ORDER and all(isinstance(entry, str) for entry in (*before, *after)):
        gone = [old for old in before if old not in after and not any(same(str(old), str(new)) for new in after)]
        come = [new for new in after if new not in before and not any(same(str(old), str(new)) for old in before)]
        if gone or come or len(before) != len(after):
            yield way.differ(before or None, after or None)
    else:
        yield way.differ(before or None, after or None)


def _entries(before: tuple[object, ...], after: tuple[object, ...], way: _Way, same: Same) -> Iterator[Difference]:
    """Entries that are equal on both sides go first; of the rest those that name the same are pairs, in the order of their values."""
    old, new = _by_name(before, way), _by_name(after, way)
    new_of = {name: next((n for n in new if n not in old and _named_alike(name, n, same)), name) for name in old if name not in new}
    for name, entries in old.items():
        others = new.pop(new_of.get(name, name), [])
        rest, other_rest = _unequal(entries, others), _unequal(others, entries)
        for (i, entry), (j, other) in zip(rest, other_rest, strict=False):
            yield from _values(entry, other, way.to(_label(name), i, j, *name), same)
        for i, entry in rest[len(other_rest) :]:
            yield way.to(_label(name), i, i, *name).differ(entry, None)
        for j, other in other_rest[len(rest) :]:
            yield way.to(_label(name), j, j, *name).differ(None, other)
    for name, entries in new.items():
        for j, other in sorted(entries, key=_order):
            yield way.to(_label(name), j, j, *name).differ(None, other)


_Entry = tuple[int, object]


def _by_name(entries: tuple[object, ...], way: _Way) -> dict[tuple[str, ...], list[_Entry]]:
    found: dict[tuple[str, ...], list[_Entry]] = {}
    for i, entry in enumerate(entries):
        found.setdefault(_name(entry, way), []).append((i, entry))
    return dict(sorted(found.items()))


def _name(entry: object, way: _Way) -> tuple[str, ...]:
    if not isinstance(entry, Part):
        return (str(entry),)
    names = [str(value) for name in _NAMES if name in type(entry).model_fields and (value := getattr(entry, name)) not in (None, False)]
    if way.path[-1] == "approvals" or "id" in type(entry).model_fields:
        return tuple(names[:1])
    return tuple("accrual" if name == "True" else name for name in names)


def _named_alike(old: tuple[str, ...], new: tuple[str, ...], same: Same) -> bool:
    return len(old) == len(new) and all(same(one, other) for one, other in zip(old, new, strict=True))


def _unequal(entries: list[_Entry], others: list[_Entry]) -> list[_Entry]:
    left = [other for _, other in others]
    rest = []
    for i, entry in entries:
        if entry in left:
            left.remove(entry)
        else:
            rest.append((i, entry))
    return sorted(rest, key=_order)


def _order(entry: _Entry) -> str:
    return canonical(entry[1])


def canonical(value: object) -> str:
    """A text that is the same for equal values, in whatever order their keys stand."""
    if isinstance(value, Part):
        return canonical(dict(value))
    if isinstance(value, Mapping):
        return repr(sorted((str(key), canonical(part)) for key, part in value.items()))
    if isinstance(value, tuple):
        return repr([canonical(part) for part in value])
    return str(value)


def _label(name: tuple[str, ...]) -> str:
    return " ".join(name) or "entry"
