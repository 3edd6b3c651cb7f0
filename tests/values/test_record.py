"""Values are Python's own dataclasses, but for the guard against assignments, which mypy holds."""

from __future__ import annotations

from dataclasses import fields, replace

from polops.values.record import dataclass


@dataclass(frozen=True, slots=True)
class Point:
    x: int
    y: int = 0


@dataclass(slots=True)
class Count:
    seen: int = 0


@dataclass(frozen=True, slots=True, eq=False)
class Mark:
    word: str


def test_equal_values_are_one_key() -> None:
    assert {Point(1): "a"}[Point(1, 0)] == "a"
    assert Point(1) != Point(2)


def test_what_is_not_frozen_is_no_key() -> None:
    assert Count.__hash__ is None


def test_a_value_without_equality_is_only_itself() -> None:
    assert len({Mark("a"), Mark("a")}) == 2


def test_they_are_dataclasses_with_slots() -> None:
    assert [field.name for field in fields(Point)] == ["x", "y"]
    assert replace(Point(1, 2), x=3) == Point(3, 2)
    assert repr(Point(1, 2)) == "Point(x=1, y=2)"
    assert not hasattr(Point(1), "__dict__")
