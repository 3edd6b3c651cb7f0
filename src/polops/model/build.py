"""From plain data to an entity, or to errors in plain words: one table translates pydantic's findings into ours.

A message never quotes a value of a restricted file: pay must not reach a log.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Any, get_args

from pydantic import BaseModel, ValidationError
from pydantic.fields import FieldInfo

from polops.model import KINDS, kind
from polops.model.base import File, Item
from polops.model.types import shown
from polops.values.number import corrected
from polops.values.record import dataclass
from polops.values.ref import nearest

_OURS = {"GEN101", "GEN102", "GEN103", "GEN105"}
_SHAPES = {
    "model_type": "a mapping (fields under it, indented)",
    "model_attributes_type": "a mapping (fields under it, indented)",
    "dict_type": "a mapping (fields under it, indented)",
    "tuple_type": "a list (one `- ` a line)",
    "list_type": "a list (one `- ` a line)",
}
_MARKS = {"[key]", "‹word›", "‹map›", "‹list›", "‹risk›", "‹assumption›", "‹issue›", "‹dependency›", "‹other›"}
"""Steps of pydantic's routes that no file has: a map's key, and as what a field with several shapes was read."""
_MOST = 20
_LONG = 200
_SUGGESTIONS = 200
"""How many errors of a file get a did-you-mean: looking for one takes a while, and nobody reads so many."""
_CUT = "a comma ends it here"
_PIECE, _HEAD = re.compile(r"\d{1,6} ?%?", re.ASCII), re.compile(r"(?:[$€£¥] ?)?[-+]?[\d_]{1,9}", re.ASCII)
_WORDS = re.compile(r"[\w.-][\w ./-]{0,59}(?:, ?[\w.-][\w ./-]{0,59}){0,5}")
_NO = {"no": "off", "false": "off", "none": "off"}
"""Words for `off` that YAML once knew."""


@dataclass(frozen=True, slots=True)
class FieldError:
    """One wrong field: the way to it, the code, what is wrong, what to type; `at_key` where the key itself is wrong."""

    route: tuple[str | int, ...]
    code: str
    message: str
    help: str = ""
    at_key: bool = False


def build(data: dict[str, Any]) -> File | list[FieldError]:
    """The entity that a file's plain data describes, or everything that is wrong with it."""
    name = data.get("kind")
    if not isinstance(name, str) or name not in KINDS:
        return [_kind_error(data, name)]
    cls = kind(name)
    try:
        entity = cls.model_validate(data)
    except ValidationError as error:
        found = [item for item in error.errors(include_url=False) if not _miscounted(item)]
        errors = dict.fromkeys(_translated(cls, data, item, suggest=i < _SUGGESTIONS) for i, item in enumerate(found))
        cut = {each.route for each in errors if _CUT in each.message}
        meant = {(*each.route[:-1], each.help[14:-2]) for each in errors if each.at_key and each.help.startswith("did you mean `")}
        lacking = {each for each in errors if each.message.startswith("missing field") and each.route in meant}  # one slip, seen twice
        return [each for each in errors if _CUT in each.message or (each.route not in cut and each not in lacking)]
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


def _translated(cls: type[File], data: dict[str, Any], error: Any, *, suggest: bool) -> FieldError:  # noqa: ANN401 - pydantic's dictionary
    loc: tuple[str | int, ...] = error["loc"] or ("",)
    *way, last = loc
    if last not in _MARKS or error["type"] == "extra_forbidden":  # an unknown field may be called anything
        way.append(last)
    route = _as_written(data, tuple(part for i, part in enumerate(way) if part not in _MARKS or i == len(error["loc"]) - 1))
    at_key = error["loc"][-1:] == ("[key]",)
    if route and (parted := _parted(data, route))[0]:
        field, number = parted
        got = "" if cls.RESTRICTED else f", got '{shown(number)[1:-1]}'"
        plain = corrected(number.rstrip("% ")) + "%" * number.endswith("%")
        help_ = "write the number without commas" if cls.RESTRICTED or plain in {"", "%"} else f"write {plain}"
        name = _named(cls, (*route[:-1], field))
        return FieldError((*route[:-1], field), "GEN105", f"`{name}` must be a plain number: {_CUT}{got}", help_)
    what, help_ = _words(cls, route, error, secret=cls.RESTRICTED, suggest=suggest)
    if error["type"] == "extra_forbidden" and help_.startswith("fields here") and not cls.RESTRICTED and (whole := _comma(data, route)):
        help_ = f"a comma within braces ends a text; write {whole}"
    name = _named(cls, route)
    code = error["type"] if error["type"] in _OURS else "GEN102" if error["type"] in {"extra_forbidden", "literal_error"} else "GEN103"
    if error["type"] in {"missing", "extra_forbidden"} and not _too_short(error):
        return FieldError(route, code, what, help_, at_key=error["type"] == "extra_forbidden")
    step = route[-1] if route else ""
    which = f"item {step + 1} of " if isinstance(step, int) else ""
    return FieldError(route, code, f"{which}`{name}` {what}", help_, at_key=at_key)


def _named(cls: type[File], route: tuple[str | int, ...]) -> str:
    """The name of what is wrong: the last key of the route.

    In a restricted file it is the last one that is a field of ours, as a key could hold pay.
    """
    keys = [part for part in route if isinstance(part, str)]
    known = {alias for i in range(len(route)) for alias in _fields(_class_at(cls, route[:i]))} if cls.RESTRICTED else set(keys)
    return next((key for key in reversed(keys) if key in known), "")


def _as_written(data: Any, route: tuple[str | int, ...]) -> tuple[str | int, ...]:  # noqa: ANN401 - plain data
    """The route without the steps that exist in the model only (a short form written as one value)."""
    written: list[str | int] = []
    for i, step in enumerate(route):
        if isinstance(data, dict) and (step in data or i == len(route) - 1):
            data = data.get(step)
        elif isinstance(data, list) and isinstance(step, int) and step < len(data):
            data = data[step]
        else:
            continue
        written.append(step)
    return tuple(written)


def _words(cls: type[File], route: tuple[str | int, ...], error: Any, *, secret: bool, suggest: bool) -> tuple[str, str]:  # noqa: ANN401, PLR0911 - pydantic's dictionary, a return each type
    kind_, context = error["type"], error.get("ctx", {})
    if kind_ in _OURS:
        got = "" if secret or context["got"] in {"", "nothing"} else f", got {context['got']}"
        empty = ", but nothing stands there" if context["got"] == "nothing" else ""
        return f"{context['what']}{got}{empty}", "" if secret and context["help"].startswith("write ") else context["help"]
    if _too_short(error):
        return f"has too few entries ({len(error['input'])})", ""
    if kind_ == "missing":
        name = str(route[-1]) if route else ""
        return f"missing field `{name}`{_meaning(cls, error['loc'])}", f"add `{name}: …`"
    if kind_ == "extra_forbidden":
        fields = _fields(_class_at(cls, error["loc"][:-1]))
        return f"unknown field `{_short(route[-1])}`", _field_meant(str(route[-1]), error["input"], fields, suggest=suggest)
    got = "" if secret else f", got {shown(error['input'])}"
    if kind_ == "literal_error":
        choices = [part.strip("' ") for part in context["expected"].replace(" or ", ", ").split(",")]
        said = str(error["input"])
        near = "" if secret or not suggest else _NO[said.lower()] if "off" in choices and said.lower() in _NO else nearest(said, choices)
        return f"must be {_any_of(choices)}{got}", f"did you mean `{near}`?" if near else ""
    if kind_ in _SHAPES:
        return f"must be {_SHAPES[kind_]}{got}", "" if secret else _listed(cls, route, kind_, error["input"])
    if kind_ == "too_short":
        return f"must have at least {context['min_length']} {'entry' if context['min_length'] == 1 else 'entries'}", ""
    if kind_ == "too_long":
        return f"must have {context.get('max_length', '')} entries, has {context.get('actual_length', '')}", ""
    return f"is not what is expected here{got}", ""


def _field_meant(name: str, value: object, fields: list[str], *, suggest: bool) -> str:
    """What an unknown field was to be: `status: dropped` is the field `dropped`, where there is one."""
    if value in fields:
        return f"`{value}` is a field here: write `{value}: …`"
    near = nearest(name, fields) if suggest else ""
    return f"did you mean `{near}`?" if near else f"fields here: {', '.join(fields[:_MOST])}"


def _around(data: Any, route: tuple[str | int, ...]) -> tuple[dict[str, Any], list[str], int]:  # noqa: ANN401 - plain data
    """The map that a route leads into, its keys, and which of them is meant; none where there are too many to be written by hand."""
    for step in route[:-1]:
        data = data[step] if isinstance(data, dict | list) else None  # type: ignore[index]  # into a list leads a number
    keys = list(data) if isinstance(data, dict) and len(data) <= _LONG and route[-1] in data else []
    return (data, keys, keys.index(route[-1])) if keys else ({}, [], 0)


def _parted(data: Any, route: tuple[str | int, ...]) -> tuple[str, str]:  # noqa: ANN401 - plain data
    """The field and number that commas within braces have cut up: `{plan: 120,000}` is a plan of 120 and a field `000`."""
    data, keys, first = _around(data, route)
    last = first
    while first > 0 and _is_piece(data, keys[first]):
        first -= 1
    while last + 1 < len(keys) and _is_piece(data, keys[last + 1]):
        last += 1
    start = data[keys[first]] if first < last else None
    return (keys[first], ",".join([start, *keys[first + 1 : last + 1]])) if isinstance(start, str) and _HEAD.fullmatch(start) else ("", "")


def _is_piece(data: dict[str, Any], key: str) -> bool:
    return data[key] is None and bool(_PIECE.fullmatch(key))


def _comma(data: Any, route: tuple[str | int, ...]) -> str:  # noqa: ANN401 - plain data
    """The text that a comma within braces has cut up, in quotes: `{note: After round 2, calibrated}` is a note and a field `calibrated`."""
    data, keys, at = _around(data, route)
    before = data[keys[at - 1]] if at > 0 and data[keys[at]] is None else None
    return f'{keys[at - 1]}: "{before}, {keys[at]}"' if isinstance(before, str) and len(before) <= _LONG and '"' not in before else ""


def _listed(cls: type[File], route: tuple[str | int, ...], kind_: str, value: object) -> str:
    """What was written as one entry, as a list; or the fields that a map needs, where text stands in its place."""
    inside = _class_at(cls, route)
    fields = [field.alias or name for name, field in inside.model_fields.items() if field.is_required()] if inside else []
    if fields and isinstance(value, str) and inside is not _class_at(cls, tuple(step for step in route if isinstance(step, str))[:-1]):
        dash = "- " if kind_ in {"list_type", "tuple_type"} else ""
        return f"write {dash}{{{', '.join(f'{name}: …' for name in fields)}}}"
    return f"write [{value}]" if kind_ in {"list_type", "tuple_type"} and isinstance(value, str) and _WORDS.fullmatch(value) else ""


def _too_short(error: Any) -> bool:  # noqa: ANN401 - pydantic's dictionary
    """Whether what is missing is an entry of a list of fixed length."""
    return error["type"] == "missing" and isinstance(error["loc"][-1], int)


def _miscounted(error: Any) -> bool:  # noqa: ANN401 - pydantic's dictionary
    """Whether a list is long enough as it is written: pydantic does not count its wrong entries, which are reported themselves."""
    return bool(error["type"] == "too_short" and len(error["input"]) >= error["ctx"]["min_length"])


def _short(name: str | int) -> str:
    return str(name)[:60]


def _any_of(choices: list[str]) -> str:
    return choices[0] if len(choices) == 1 else f"{', '.join(choices[:-1])} or {choices[-1]}"


def _meaning(cls: type[File], route: tuple[str | int, ...]) -> str:
    owner = _class_at(cls, route[:-1])
    field = next((f for name, f in (owner.model_fields if owner else {}).items() if (f.alias or name) == route[-1]), None)
    return f": {field.description}" if field and field.description else ""


def _fields(cls: type[BaseModel] | None) -> list[str]:
    return [field.alias or name for name, field in cls.model_fields.items()] if cls else []


def _class_at(cls: type[BaseModel] | None, route: tuple[str | int, ...]) -> type[BaseModel] | None:
    """The class that describes what a route leads to; of several that a field may hold, the one whose mark stands in the route."""
    ways: Any = ()
    for step in route:
        if isinstance(step, int) or cls is None:
            continue
        field = next((f for name, f in cls.model_fields.items() if (f.alias or name) == step), None)
        if field is not None:
            ways = field.annotation
            cls = next(classes(ways), None)
        elif step in _MARKS:
            cls = next(classes(ways, step), cls)
    return cls
