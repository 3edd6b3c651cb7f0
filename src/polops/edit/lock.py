"""The text of a lock: one item a line where it fits, in the order it was given; read back and compared before anybody saves it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from polops.model.build import build
from polops.model.lock import Lock, flow, scalar
from polops.source.yaml import read

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from polops.model.lock import Written

_WIDTH = 140


def lock_text(head: Mapping[str, str], items: Mapping[str, Mapping[str, Written]]) -> str:
    """The file. Raises ValueError where it would not be read as what was meant."""
    lines = [f"{name}: {scalar(value)}" for name, value in head.items()]
    text = "\n".join((*lines, "items:", *(line for ref, fields in items.items() for line in _entry(ref, dict(fields), 2)))) + "\n"
    _compare(text, {**head, "items": {ref: dict(fields) for ref, fields in items.items()}})
    return text


def _entry(key: str, value: Written, indent: int) -> Iterator[str]:
    """A key and its value: on one line, or the value's own entries below."""
    start = f"{' ' * indent}{scalar(key)}:"
    line = f"{start} {flow(value)}"
    if len(line) <= _WIDTH or not isinstance(value, dict):
        yield line
        return
    yield start
    for name, part in value.items():
        yield from _entry(name, part, indent + 2)


def _compare(text: str, meant: Mapping[str, object]) -> None:
    data, problems = read("lock.yaml", text.encode())
    if problems or data != meant or not isinstance(build(data), Lock):
        msg = "the lock does not read as it was meant"
        raise ValueError(msg)
