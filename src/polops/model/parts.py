"""What a class holds: the items and the parts in its fields. Each class, and each annotation, is looked at once."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any, get_args

from pydantic import BaseModel
from pydantic.fields import FieldInfo

from polops.model.base import Item


def children(item: BaseModel) -> Sequence[tuple[tuple[str | int, ...], Item]]:
    """The items directly inside an item, each with the way to it."""
    names = item_fields(type(item))
    if not names:  # as most have none, they cost next to nothing
        return ()
    found: list[tuple[tuple[str | int, ...], Item]] = []
    for name in names:
        value = vars(item)[name]
        if isinstance(value, tuple):
            found += (((name, i), child) for i, child in enumerate(value))
        elif value is not None:
            found.append(((name,), value))
    return found


_ITEM_FIELDS: dict[type[BaseModel], tuple[str, ...]] = {}


def item_fields(cls: type[BaseModel]) -> tuple[str, ...]:
    """The fields of a class that hold items (one or a tuple of them)."""
    found = _ITEM_FIELDS.get(cls)
    if found is None:
        found = tuple(name for name, field in cls.model_fields.items() if any(issubclass(part, Item) for part in held_by(field)))
        _ITEM_FIELDS[cls] = found
    return found


_HELD: dict[int, tuple[object, tuple[type[BaseModel], ...]]] = {}


def held_by(field: FieldInfo) -> tuple[type[BaseModel], ...]:
    """The classes in a field's annotation. A class has the very annotation of a field that it inherits, so each is looked at once."""
    annotation = field.annotation
    found = _HELD.get(id(annotation))
    if found is None:
        found = _HELD[id(annotation)] = annotation, tuple(classes(annotation))  # with the annotation, so that no other takes its id
    return found[1]


def classes(annotation: Any, mark: str = "") -> Iterator[type[BaseModel]]:  # noqa: ANN401 - any annotation
    """The classes in an annotation; with `mark`, only those that are tagged with it."""
    if not mark and isinstance(annotation, type) and issubclass(annotation, BaseModel):
        yield annotation
    tagged = any(getattr(part, "tag", None) == mark for part in getattr(annotation, "__metadata__", ()))
    for part in get_args(annotation):
        yield from classes(part, "" if tagged else mark)
