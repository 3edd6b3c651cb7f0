"""A change in words: its two values as the files spell them, and what an item that came or went is called."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from polops.analyse.change import Change, Spot
from polops.analyse.wording import figure
from polops.model.base import Item, Part
from polops.model.budget import Transfer

RESTRICTED = "restricted"
NONE = "–"
_LONGEST = 120
_SIMPLE = {"", '"', "'"}


def spelled(change: Change) -> tuple[str, str]:
    """Before and after: as they are written, where they are one value; an item by its title; a restricted one not at all."""
    if change.secret and change.what in {"changed", "added", "removed"}:
        return RESTRICTED if change.old else NONE, RESTRICTED if change.new else NONE
    return _side(change.old, change.before), _side(change.new, change.after)


def _side(spot: Spot | None, value: object) -> str:
    if value is None:
        return NONE
    if isinstance(value, Item):
        return title(value) or "there"
    return short(_written(spot) or worded(value))


def _written(spot: Spot | None) -> str:
    """A single value as its file spells it, `70%` and `960_000`; empty where it is not written there in one word."""
    if spot is None or not spot.route:
        return ""
    document = spot.plan.document(spot.path)
    route = (*spot.node.route, *spot.route) if spot.node else spot.route
    found = document.node(route)
    if found is None or found.children or found.style not in _SIMPLE or document.span(route) != spot.span:
        return ""
    return document.text[found.start : found.end].strip("\"'")


def title(item: Item) -> str:
    """What a person calls an item; of a transfer, from where to where."""
    if isinstance(item, Transfer):
        return f"{item.from_} → {item.to}"
    return str(next((value for name in ("title", "name", "headline", "vendor", "reason") if (value := getattr(item, name, None))), ""))


def worded(value: object) -> str:
    """Any value in words: fields and entries with their names."""
    if isinstance(value, bool | None):
        return NONE if value is None else "yes" if value else "no"
    if isinstance(value, Decimal):
        return figure(value)
    if isinstance(value, Part | Mapping):
        value = fields(value) if isinstance(value, Part) else value
        return ", ".join(f"{key}: {worded(part)}" for key, part in value.items())
    if isinstance(value, tuple):
        return ", ".join(worded(part) for part in value)
    return str(value)


def fields(part: Part) -> dict[str, Any]:
    """The fields that are written, by their names in a file."""
    known = type(part).model_fields
    return {field.alias or name: getattr(part, name) for name, field in known.items() if name in part.model_fields_set}


def short(text: str) -> str:
    """One line, not too long."""
    line = " ".join(text.split())
    return line if len(line) <= _LONGEST else line[: _LONGEST - 1] + "…"
