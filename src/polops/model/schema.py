"""The JSON Schema (draft 2020-12) of the kinds, for editors: with descriptions, and the known ids as choices where a workspace is given."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from polops.model import KINDS, kind

DRAFT = "https://json-schema.org/draft/2020-12/schema"
_MARK = "x-polops-link"


def schema_of(name: str, known: Mapping[str, Iterable[str]] | None = None) -> dict[str, Any]:
    """The schema of one kind. `known` maps kinds of items to the references that exist: they become choices."""
    found = kind(name).model_json_schema(by_alias=True)
    found = _linked(found, known)
    return {"$schema": DRAFT, "title": f"polops {name}", **{key: value for key, value in found.items() if key != "title"}}


def schema_of_all(known: Mapping[str, Iterable[str]] | None = None) -> dict[str, Any]:
    """One schema for every plan file: which part holds depends on its `kind`, so that an editor's complaints are those of that kind only."""
    definitions: dict[str, Any] = {}
    cases = []
    for name in KINDS:
        found = schema_of(name, known)
        definitions.update(found.pop("$defs", {}))
        definitions[f"kind-{name}"] = {key: value for key, value in found.items() if key != "$schema"}
        cases.append({"if": {"properties": {"kind": {"const": name}}, "required": ["kind"]}, "then": {"$ref": f"#/$defs/kind-{name}"}})
    head = {"$schema": DRAFT, "title": "polops plan file", "type": "object", "required": ["kind"]}
    kinds = {"kind": {"enum": list(KINDS), "description": "what this file holds"}}
    return {**head, "properties": kinds, "allOf": cases, "$defs": definitions}


def _linked(part: Any, known: Mapping[str, Iterable[str]] | None) -> Any:  # noqa: ANN401 - JSON
    if isinstance(part, list):
        return [_linked(item, known) for item in part]
    if not isinstance(part, dict):
        return part
    kinds = part.get(_MARK)
    rest = {key: _linked(value, known) for key, value in part.items() if key not in {_MARK, "title"} or (key == "title" and isinstance(value, dict))}
    if isinstance(kinds, list) and known is not None:
        refs = sorted({ref for name in kinds for ref in known.get(name, ())})
        if refs:
            return {**{key: value for key, value in rest.items() if key not in {"pattern", "type", "maxLength"}}, "enum": refs}
    return rest
