"""The references that a part holds, by the declarations (`link`) on its class; what each class declares is read once."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, get_args, get_origin

from polops.model.base import Item, Part
from polops.model.types import Link
from polops.source.problem import Route
from polops.values.record import dataclass

Named = tuple[Route, str, tuple[str, ...]]
"""A reference: the way to it, what it says, and the kinds it may name."""


def links_of(part: Part) -> list[Named]:
    """Every reference in a part, without those of the items inside it."""
    found: list[Named] = []
    _add(found, part, ())
    return found


def _add(found: list[Named], part: Part, route: Route) -> None:
    said = vars(part)
    for field in _link_fields(type(part)):
        value = said[field.name]
        if not value:
            continue
        way = (*route, field.alias)
        if not field.kinds:
            _add_parts(found, value, way)
        elif type(value) is str:
            found.append((way, value, field.kinds))
        else:
            found.extend(_values(value, way, field))


def _values(value: Any, way: Route, field: LinkField) -> Iterator[tuple[Route, str, tuple[str, ...]]]:  # noqa: ANN401 - a field's value
    if isinstance(value, str):
        yield way, value, field.kinds
    elif isinstance(value, tuple):
        for i, item in enumerate(value):
            yield (*way, i), item, field.kinds
    elif isinstance(value, dict):
        for key, item in value.items():
            if field.keys:
                yield (*way, key), key, field.kinds
            if field.nested:
                yield from _values(item, (*way, key), field.nested)


def _add_parts(found: list[Named], value: Any, way: Route) -> None:  # noqa: ANN401 - a field's value
    if isinstance(value, Part):
        if not isinstance(value, Item):
            _add(found, value, way)
    elif isinstance(value, tuple | dict):
        for step, inner in value.items() if isinstance(value, dict) else enumerate(value):
            _add_parts(found, inner, (*way, step))


@dataclass(frozen=True, slots=True)
class LinkField:
    """A field that names items (`kinds`): in its value or list, or a mapping's `keys` or `nested` values; or that holds parts that do."""

    name: str
    alias: str
    kinds: tuple[str, ...] = ()
    keys: bool = False
    nested: LinkField | None = None


_FIELDS: dict[type[Part], tuple[LinkField, ...]] = {}


def _link_fields(cls: type[Part]) -> tuple[LinkField, ...]:
    found = _FIELDS.get(cls)
    if found is None:
        _FIELDS[cls] = ()
        fields = (_known_field(name, field.alias or name, (field.annotation, *field.metadata)) for name, field in cls.model_fields.items())
        found = _FIELDS[cls] = tuple(field for field in fields if field)
    return found


_KNOWN: dict[tuple[object, ...], tuple[tuple[Any, ...], LinkField | None]] = {}


def _known_field(name: str, alias: str, marks: tuple[Any, ...]) -> LinkField | None:
    """What a field says of its links. A class has the very marks of a field that it inherits, so those are looked at once."""
    key = (name, alias, *map(id, marks))
    if key not in _KNOWN:
        _KNOWN[key] = marks, _link_field(name, alias, marks)  # with the marks, so that nothing else takes the id of one
    return _KNOWN[key][1]


def _link_field(name: str, alias: str, marks: tuple[Any, ...]) -> LinkField | None:
    annotation = marks[0]
    own = next((mark.kinds for mark in marks[1:] if isinstance(mark, Link)), ())
    if own:
        return LinkField(name, alias, own)
    mapping = next((part for part in _spread(annotation) if get_origin(part) is dict), None)
    if mapping is not None:
        key, value = get_args(mapping)
        inner = _link_field(name, alias, _marks(value))
        return (
            LinkField(name, alias, _kinds(key), keys=True, nested=inner if inner and inner.kinds else None)
            if _kinds(key)
            else _through(name, alias, inner)
        )
    kinds = _kinds(annotation)
    if kinds:
        return LinkField(name, alias, kinds)
    return LinkField(name, alias) if any(_link_fields(part) for part in _models(annotation)) else None


def _through(name: str, alias: str, inner: LinkField | None) -> LinkField | None:
    return LinkField(name, alias, inner.kinds, nested=inner) if inner and inner.kinds else inner


def _marks(annotation: Any) -> tuple[Any, ...]:  # noqa: ANN401 - any annotation
    return (get_args(annotation)[0], *annotation.__metadata__) if hasattr(annotation, "__metadata__") else (annotation,)


def _spread(annotation: Any) -> Iterator[Any]:  # noqa: ANN401 - any annotation
    yield annotation
    if get_origin(annotation) is not dict:
        for part in get_args(annotation):
            yield from _spread(part)


def _kinds(annotation: Any) -> tuple[str, ...]:  # noqa: ANN401 - any annotation
    for part in _spread(annotation):
        for mark in getattr(part, "__metadata__", ()):
            if isinstance(mark, Link):
                return mark.kinds
    return ()


def _models(annotation: Any) -> Iterator[type[Part]]:  # noqa: ANN401 - any annotation
    for part in _spread(annotation):
        if isinstance(part, type) and issubclass(part, Part) and not issubclass(part, Item):
            yield part
