"""From plain data to an entity, or to errors in plain words."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from pydantic import ValidationError

from polops.model import KINDS, kind
from polops.model.base import File, Item
from polops.model.parts import children
from polops.model.types import shown
from polops.model.wrong import FieldError, miscounted, translated
from polops.values.ref import nearest

_SUGGESTIONS = 200
"""How many errors of a file get a did-you-mean: looking for one takes a while, and nobody reads so many."""


def build(data: dict[str, Any]) -> File | list[FieldError]:
    """The entity that a file's plain data describes, or everything that is wrong with it."""
    name = data.get("kind")
    if not isinstance(name, str) or name not in KINDS:
        return [_kind_error(data, name)]
    cls = kind(name)
    try:
        entity = cls.model_validate(data)
    except ValidationError as error:
        found = [item for item in error.errors(include_url=False) if not miscounted(item)]
        errors = dict.fromkeys(translated(cls, data, item, suggest=i < _SUGGESTIONS) for i, item in enumerate(found))
        explained = {each.explains for each in errors}
        return [each for each in errors if each.explains == each.route or each.route not in explained]
    return list(_lacking(entity, ())) or entity


def _kind_error(data: dict[str, Any], name: object) -> FieldError:
    known = ", ".join(KINDS)
    if name is None:
        return FieldError(
            ("kind",) if "kind" in data else (), "GEN103", "missing field `kind`: what this file holds", f"write one of: {known}"
        )
    near = nearest(str(name), KINDS) if isinstance(name, str) else ""
    fix = f"did you mean `{near}`?" if near else f"write one of: {known}"
    return FieldError(("kind",), "GEN102", f"unknown kind {shown(name)}", fix)


def _lacking(item: Item, route: tuple[str | int, ...]) -> Iterator[FieldError]:
    """Fields that are required because of what other fields say."""
    for field, why in item.needs():
        yield FieldError((*route, field), "GEN103", f"missing field `{field}`: {why}", f"add `{field}: …`")
    for field, what in item.clashes():
        yield FieldError((*route, field), "GEN103", f"`{field}` {what}")
    for way, child in children(item):
        yield from _lacking(child, (*route, *way))
