"""The JSON Schema (draft 2020-12) of the kinds, for editors: with descriptions, and the known ids as choices where a workspace is given.

A schema describes what a YAML 1.2 reader makes of a file, and that is not what we make of it: `120_000` is a text there, `7` a number,
`2026` in a title too. So every scalar admits each form in which the same characters may arrive. The schema may pass what
`polops check` refuses, never the other way round.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Mapping
from decimal import Decimal
from typing import Any

from pydantic.json_schema import GenerateJsonSchema, models_json_schema

from polops.model import KINDS, kind
from polops.values.duration import Duration
from polops.values.ref import LOCAL_ID

DRAFT = "https://json-schema.org/draft/2020-12/schema"
Schema = dict[str, Any]
Known = Mapping[str, Iterable[str]]

_MARK = "x-polops-link"
_NAMED = {"properties", "$defs"}
_SCALARS = {"string", "number", "integer", "boolean", "null"}
_INTEGER = r"^[-+]?[0-9]{1,3}(_?[0-9]{3})*$|^[-+]?[0-9]+$"
_YES_NO = r"^([Tt][Rr][Uu][Ee]|[Yy][Ee][Ss]|[Ff][Aa][Ll][Ss][Ee]|[Nn][Oo])$"
_FORMS = {"number": ("1", "2026"), "boolean": ("true", "TRUE")}
_EXAMPLES = (
    "60%", "112_000 EUR", "120_000", "COE-VEN-01", "ines.duarte", "2026-Q3", "FY26", "2026-08-21", "2026-07", "14d", "USD", "US",
    "self_harm", "mental_health/self_harm", "2026-07-21T09:30Z", "reviews/ratings.csv",
)  # fmt: skip
"""How a text is written, for people who do not read patterns: the first of these that a pattern admits."""

_NUMERIC = re.compile(r"[0-9]+([.][0-9]+)?")
"""A short id that a YAML 1.2 reader takes for a number: version `3.0`."""

_SHORT_FORMS = {"Reading": "value"}
"""Parts that may be written as the value of one of their fields alone."""
_OPEN_MAPS = {"LineForecast": "months"}
"""Parts in which the entries of one of their maps may stand without its key."""


def schema_of(name: str, known: Known | None = None) -> Schema:
    """The schema of one kind. `known` maps kinds of items to the references that exist: they become choices."""
    return _finished(f"polops {name}", kind(name).model_json_schema(schema_generator=_Generator), known)


def schema_of_all(known: Known | None = None) -> Schema:
    """One schema for every plan file: which part holds depends on its `kind`, so that an editor complains about that kind only."""
    parts, schema = models_json_schema([(kind(name), "validation") for name in KINDS], schema_generator=_Generator)
    whole = {name: parts[kind(name), "validation"] for name in KINDS}
    schema |= {
        "type": "object",
        "required": ["kind"],
        "properties": {"kind": {"enum": list(KINDS), "description": "what this file holds"}},
        "allOf": [{"if": {"properties": {"kind": {"const": name}}, "required": ["kind"]}, "then": part} for name, part in whole.items()],
    }
    found = _finished("polops plan file", schema, known)
    for name, part in whole.items():
        found["$defs"][part["$ref"].removeprefix("#/$defs/")]["title"] = f"polops {name}"
    return found


class _Generator(GenerateJsonSchema):
    """Maps with what their keys may be; defaults as they are written, without those that say nothing: editors would type them."""

    def dict_schema(self, schema: Any) -> Schema:  # noqa: ANN401 - pydantic's core schema
        keys, values = self.generate_inner(schema["keys_schema"]), self.generate_inner(schema["values_schema"])
        return {"type": "object", "propertyNames": keys, "additionalProperties": values}

    def default_schema(self, schema: Any) -> Schema:  # noqa: ANN401 - pydantic's core schema
        found = super().default_schema(schema)
        if found.get("default") in (None, [], {}):
            found.pop("default", None)
        return found

    def encode_default(self, dft: Any) -> Any:  # noqa: ANN401 - any value
        if isinstance(dft, Decimal):
            return int(dft) if dft == dft.to_integral_value() else float(dft)  # float: a JSON number, to be typed into a plan
        if isinstance(dft, tuple):
            return [self.encode_default(part) for part in dft]
        return str(dft) if isinstance(dft, Duration) else super().encode_default(dft)


def _finished(title: str, schema: Schema, known: Known | None) -> Schema:
    references: Schema = {}
    text = json.dumps(schema)
    used = {name: part for name, part in schema["$defs"].items() if f'"#/$defs/{name}"' in text}
    found = _fit({**schema, "$defs": used}, known, references)
    parts = found.pop("$defs")
    for name in _SHORT_FORMS.keys() & parts.keys():
        part = parts[name]
        parts[name] = {"description": part["description"], "anyOf": [part, part["properties"][_SHORT_FORMS[name]]]}
    for name in _OPEN_MAPS.keys() & parts.keys():
        entries = parts[name]["properties"][_OPEN_MAPS[name]]
        parts[name]["patternProperties"] = {entries["propertyNames"]["pattern"]: entries["additionalProperties"]}
    return {"$schema": DRAFT, "title": title, **found, "$defs": {**parts, **references}}


def _fit(part: Schema, known: Known | None, references: Schema) -> Schema:
    """A part of pydantic's schema as a YAML 1.2 reader needs it; `references` collects the choices, each set once."""
    found: Schema = {}
    for key, value in part.items():
        if key in _NAMED:
            found[key] = {name: _fit(inner, known, references) for name, inner in value.items()}
        elif key in {"anyOf", "oneOf"}:
            found |= _one_of([_fit(inner, known, references) for inner in value])
        elif isinstance(value, dict):
            found[key] = _fit(value, known, references)
        elif isinstance(value, list) and value and isinstance(value[0], dict):
            found[key] = [_fit(inner, known, references) for inner in value]
        elif key not in {"title", _MARK}:
            found[key] = value
    if _MARK in part:
        refs = sorted({ref for name in part[_MARK] for ref in (known or {}).get(name, ())})
        if refs:
            return {**_chosen(part[_MARK], refs, references), **{key: found[key] for key in found.keys() & {"description", "default"}}}
    return _scalar(found)


def _one_of(ways: list[Schema]) -> Schema:
    """Several ways to write a value. Those that are plain scalars become one, which says what is wrong in one clause."""
    flat = [inner for way in ways for inner in way.get("anyOf", [way])]
    scalars = [way for way in flat if _types(way) and _types(way) <= _SCALARS and not way.keys() & {"enum", "const"}]
    others = [way for way in flat if way not in scalars]
    names = list(dict.fromkeys(name for way in scalars for name in _listed(way["type"])))
    if names == ["null"]:
        others.append({"type": "null"})
    elif names:
        merged = {key: value for way in scalars for key, value in way.items() if key != "description"}
        others.insert(0, {**merged, "type": names if len(names) > 1 else names[0]})
    return others[0] if len(others) == 1 else {"anyOf": others}


def _scalar(part: Schema) -> Schema:
    """A scalar with each form that a YAML 1.2 reader may give it, and words for what a pattern says."""
    types = _types(part)
    if not types or not types <= _SCALARS or part.keys() & {"enum", "const"} or "errorMessage" in part:
        return _boolean(part)
    found = dict(part)
    if types == {"string"} and "pattern" not in part:
        found["type"] = ["string", *_FORMS]
    elif types == {"string", "integer"} and "pattern" not in part:
        found |= {"type": ["string", *_FORMS], "pattern": f"^{LOCAL_ID.pattern}$"}
    elif types == {"string"}:
        forms = [form for form, texts in _FORMS.items() if any(re.search(part["pattern"], text) for text in texts)]
        found["type"] = ["string", *forms] if forms else "string"
    elif types == {"integer"}:
        said = f"must be a whole number from {part['minimum']} to {part['maximum']}"
        found |= {"type": ["integer", "string"], "pattern": _INTEGER, "errorMessage": said}
    if "pattern" in found and "errorMessage" not in found:
        examples = [text for text in _EXAMPLES if re.search(found["pattern"], text)]
        found |= {"errorMessage": f"must be written as {examples[0]}"} if examples else {}
    return found


def _boolean(part: Schema) -> Schema:
    if part.get("enum") != ["yes", "no"]:
        return part
    return {"type": ["boolean", "string"], "pattern": _YES_NO, "errorMessage": "must be true or false"}


def _types(part: Schema) -> set[str]:
    return set(_listed(part.get("type", [])))


def _listed(value: str | list[str]) -> list[str]:
    return [value] if isinstance(value, str) else value


def _chosen(kinds: list[str], refs: list[str], references: Schema) -> Schema:
    """One of the known references: as they stand, which editors offer, or spelled otherwise, which is as right."""
    name = f"{'-or-'.join(kinds)}-reference"
    words = " or ".join(kinds).replace("_", " ")
    said = {"errorMessage": f"names no known {words} (if it is new, run polops schema again)"}
    numbers = [int(ref) for ref in refs if ref.isdecimal()]
    references[name] = {"enum": [*refs, *numbers], **said}
    shapes = ["string", "number"] if any(_NUMERIC.fullmatch(ref.rpartition("/")[2]) for ref in refs) else "string"
    references[f"{name}-respelled"] = {"type": shapes, "pattern": _spellings(refs), **said}
    return {"anyOf": [{"$ref": f"#/$defs/{name}"}, {"$ref": f"#/$defs/{name}-respelled"}]}


def _spellings(refs: list[str]) -> str:
    """A pattern of the references in any case, and without the start that their own file may leave out.

    The start of an OKR reference is its team and period, as any calendar labels it; of any other path it is the first part.
    """
    found = set()
    for ref in refs:
        first, *rest = _any_case(ref).split("/")
        is_okr = len(rest) > 1
        found.add(f"({first}/[^/]+/)?{'/'.join(rest[1:])}" if is_okr else f"({first}/)?{rest[0]}" if rest else first)
    return f"^({'|'.join(sorted(found))})$"


def _any_case(text: str) -> str:
    return "".join(f"[{letter.upper()}{letter.lower()}]" if letter.isalpha() else letter.replace(".", "\\.") for letter in text)
