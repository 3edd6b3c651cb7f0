"""Laws of diff, on random edits: nothing differs from itself, order is never a value, and the way back mirrors the way there."""

from __future__ import annotations

import json
import random
from copy import deepcopy
from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.analyse.test_classify import LOCKS, TEXT
from tests.analyse.workspaces import BASE, files

from polops.analyse.change import Change, name_of
from polops.analyse.classify import classify
from polops.analyse.context import Context
from polops.analyse.diff import diff
from polops.model.base import Part
from polops.plan.load import load
from polops.plan.plan import Plan
from polops.source.yaml import read

Data = dict[str, Any]
"""A workspace as plain data, by path."""

START: Data = {path: read(path, data)[0] for path, data in files(BASE, TEXT, LOCKS).items()}
VALUES = (
    "1", "0", "7", "48_000", "960_001", "60%", "2026-08-21", "2026-12-01", "2026-Q3", "draft", "approved", "open", "filled", "mh", "coe",
    "KR1", "O2", "HC-MH-001", "COE-VEN-01", "none",
    "run_rate", None,
)  # fmt: skip
CHANCE = st.integers(0, 2**32 - 1).map(random.Random)
"""One number a case: what fails is found again, and shrunk, at once."""


def plan(data: Data) -> Plan:
    """The plan of some data: JSON is YAML, and a quoted scalar is the same text."""
    return load({path: json.dumps(part).encode() for path, part in data.items()}).plan


def spots(part: object, way: tuple[Any, ...] = ()) -> list[tuple[Any, ...]]:
    """The ways to everything in some data."""
    found = [way]
    for key, value in part.items() if isinstance(part, dict) else enumerate(part) if isinstance(part, list) else ():
        found += spots(value, (*way, key))
    return found


def edited(data: Data, chance: random.Random, count: int) -> Data:
    """The data after some random edits: a value replaced, an entry removed, doubled under another id, or moved to another place."""
    data = deepcopy(data)
    for _ in range(count):
        path = chance.choice(sorted(data))
        *way, last = chance.choice([spot for spot in spots(data[path]) if spot] or [("kind",)])
        inside = data[path]
        for step in way:
            inside = inside[step]
        kind = chance.random()
        if isinstance(inside, list) and kind < 0.3:
            entry = deepcopy(inside[last])
            if isinstance(entry, dict) and "id" in entry:
                entry["id"] = f"{entry['id']}-{chance.randrange(9)}"
            inside.insert(chance.randrange(len(inside) + 1), entry)
        elif kind < 0.5 and last != "kind":
            del inside[last]
        elif not isinstance(inside[last], dict | list) and last != "kind":
            inside[last] = chance.choice(VALUES)
    return data


def shuffled(part: Any, chance: random.Random) -> Any:  # noqa: ANN401 - plain data
    """The same data in another order of keys and of entries; lists of numbers keep theirs, as weights and bounds have one."""
    if isinstance(part, dict):
        pairs = list(part.items())
        chance.shuffle(pairs)
        return {key: shuffled(value, chance) for key, value in pairs}
    if isinstance(part, list):
        entries = [shuffled(value, chance) for value in part]
        if all(isinstance(entry, dict) for entry in entries):
            chance.shuffle(entries)
        return entries
    return part


def moved(data: Data, chance: random.Random) -> Data:
    """The same files under other names; those whose folder or name has a meaning stay."""
    return {
        path if "restricted" in path or path == "polops.yaml" else f"x{chance.randrange(9)}/{path}": part for path, part in data.items()
    }


def worth(value: object) -> str:
    """A value to compare; of parts their kind, of a mapping its sorted entries, as the order inside them is free."""
    if isinstance(value, dict):
        return repr(sorted((str(key), worth(part)) for key, part in value.items()))
    return type(value).__name__ if isinstance(value, Part) else repr(value)


def said(old: Data, new: Data) -> list[tuple[Any, ...]]:
    """The changes of value with their classes."""
    sides = [Context(plan(data), date(2026, 8, 10)) for data in (old, new)]
    found = classify(diff(sides[0].plan, sides[1].plan), *sides)
    return sorted(
        (
            *(each.change.what, each.change.kind, each.change.ref, each.change.field),
            *map(worth, (each.change.before, each.change.after)),
            *(each.class_, each.reason),
        )
        for each in found
        if each.change.is_value and each.change.kind != "file"
    )


def both(change: Change) -> list[str]:
    """The item's names on both sides: a file that is about something else now has two."""
    return sorted({name_of(spot.node) if spot.node else spot.path for spot in (change.old, change.new) if spot})


@given(CHANCE, st.integers(0, 6))
def test_a_plan_does_not_differ_from_itself(chance: random.Random, count: int) -> None:
    data = edited(START, chance, count)
    assert diff(plan(data), plan(data)) == ()


@given(CHANCE, st.integers(0, 4))
def test_order_and_place_are_no_values(chance: random.Random, count: int) -> None:
    data = edited(START, chance, count)
    found = diff(plan(data), plan(moved(shuffled(data, chance), chance)))
    assert [change for change in found if change.is_value and change.kind != "file"] == []
    assert {change.what for change in found} <= {"moved", "reordered", "rewritten", "unreadable"}


@given(CHANCE, st.integers(1, 6))
def test_classes_are_the_same_in_any_order(chance: random.Random, count: int) -> None:
    new = edited(START, chance, count)
    assert said(shuffled(START, chance), shuffled(new, chance)) == said(START, new)


@given(CHANCE, st.integers(0, 4), st.integers(1, 6))
def test_the_way_back_mirrors_the_way_there(chance: random.Random, first: int, second: int) -> None:
    old, new = plan(edited(START, chance, first)), plan(edited(START, chance, second))
    back = {"added": "removed", "removed": "added"}
    there = sorted((c.what, c.kind, *both(c), c.field, repr(c.before), repr(c.after)) for c in diff(old, new))
    again = sorted((back.get(c.what, c.what), c.kind, *both(c), c.field, repr(c.after), repr(c.before)) for c in diff(new, old))
    assert there == again


@pytest.mark.parametrize(("old", "new"), [("HC-MH-001", "HC-MH-901"), ("COE-VEN-01", "COE-NEW-01"), ("vvr", "views"), ("DEC-1", "DEC-9")])
def test_a_rename_and_its_way_back(old: str, new: str) -> None:
    """One item gets another id, and everybody who names it the new one: nothing but that is a change."""
    text = json.dumps(START).replace(f'"id": "{old}"', f'"id": "{new}", "renamed_from": "was"').replace(f'"{old}"', f'"{new}"')
    one, two = plan(START), plan(json.loads(text.replace('"was"', f'"{old}"')))
    there, back = diff(one, two), diff(two, one)
    assert [change.what for change in there if change.what != "rewritten"] == ["renamed"]
    assert [(c.before, c.after) for c in there if c.what == "renamed"] == [(old, new)]
    assert [(c.before, c.after) for c in back if c.what != "rewritten"] == [(new, old)]
