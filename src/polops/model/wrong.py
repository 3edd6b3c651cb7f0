"""What is said about a wrong field: pydantic's findings in plain words, with the place as it is written and the text to type.

A message never quotes a value of a restricted file: pay must not reach a log.
"""

from __future__ import annotations

import re
from typing import Any

from pydantic import BaseModel

from polops.model.base import File
from polops.model.parts import classes
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
_PIECE, _HEAD = re.compile(r"\d{1,6} ?%?", re.ASCII), re.compile(r"(?:[$€£¥] ?)?[-+]?[\d_]{1,9}", re.ASCII)
_WORDS = re.compile(r"[\w.-][\w ./-]{0,59}(?:, ?[\w.-][\w ./-]{0,59}){0,5}")
_NO = {"no": "off", "false": "off", "none": "off"}
"""Words for `off` that YAML once knew."""


@dataclass(frozen=True, slots=True)
class FieldError:
    """One wrong field: the way to it, the code, what is wrong, what to type; `at_key` where the key itself is wrong.

    `explains` is the way to a field whose errors are the same slip, seen twice.
    """

    route: tuple[str | int, ...]
    code: str
    message: str
    help: str = ""
    at_key: bool = False
    explains: tuple[str | int, ...] | None = None


def translated(cls: type[File], data: dict[str, Any], error: Any, *, suggest: bool) -> FieldError:  # noqa: ANN401 - pydantic's dictionary
    """One of pydantic's findings in our words; with `suggest`, and what was most likely meant."""
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
        route = (*route[:-1], field)
        message = f"`{_named(cls, route)}` must be a plain number: a comma ends it here{got}"
        return FieldError(route, "GEN105", message, help_, explains=route)
    if error["type"] == "extra_forbidden":
        return _unknown(cls, data, route, error, suggest=suggest)
    what, help_ = _words(cls, route, error, secret=cls.RESTRICTED, suggest=suggest)
    name = _named(cls, route)
    code = error["type"] if error["type"] in _OURS else "GEN102" if error["type"] == "literal_error" else "GEN103"
    if error["type"] == "missing" and not _too_short(error):
        return FieldError(route, code, what, help_)
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


def _unknown(cls: type[File], data: Any, route: tuple[str | int, ...], error: Any, *, suggest: bool) -> FieldError:  # noqa: ANN401 - as above
    """A field that is not known here, and what it was to be: `status: dropped` is the field `dropped`, where there is one."""
    name, value, fields = str(route[-1]), error["input"], _fields(_class_at(cls, error["loc"][:-1]))
    near, explains = nearest(name, fields) if suggest else "", None
    if value in fields:
        help_ = f"`{value}` is a field here: write `{value}: …`"
    elif near:
        help_ = f"did you mean `{near}`?"
        explains = (*route[:-1], near) if near not in _at(data, route[:-1]) else None
    elif not cls.RESTRICTED and (whole := _comma(data, route)):
        help_ = f"a comma within braces ends a text; write {whole}"
    else:
        help_ = f"fields here: {', '.join(fields[:_MOST])}"
    return FieldError(route, "GEN102", f"unknown field `{name[:60]}`", help_, at_key=True, explains=explains)


def _at(data: Any, route: tuple[str | int, ...]) -> dict[str, Any]:  # noqa: ANN401 - plain data
    """The map that a route leads to; an empty one where it leads to anything else."""
    for step in route:
        data = data[step] if isinstance(data, dict | list) else None  # type: ignore[index]  # into a list leads a number
    return data if isinstance(data, dict) else {}


def _around(data: Any, route: tuple[str | int, ...]) -> tuple[dict[str, Any], list[str], int]:  # noqa: ANN401 - plain data
    """The map that a route leads into, its keys, and which of them is meant; none where there are too many to be written by hand."""
    found = _at(data, route[:-1])
    keys = list(found) if len(found) <= _LONG and route[-1] in found else []
    return (found, keys, keys.index(route[-1])) if keys else ({}, [], 0)  # type: ignore[arg-type]  # a map's keys are text


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


def miscounted(error: Any) -> bool:  # noqa: ANN401 - pydantic's dictionary
    """Whether a list is long enough as it is written: pydantic does not count its wrong entries, which are reported themselves."""
    return bool(error["type"] == "too_short" and len(error["input"]) >= error["ctx"]["min_length"])


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
