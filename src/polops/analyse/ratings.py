"""Ratings of a review: a CSV file of codes, never content, in the plans' folder.

Its first cell says how it lies: `rater` (a row a rater, a column an item) or `item` (a row an item, a column a rater). The rest of the
first row and column are names, an empty cell is a gap, and a code is compared as it is written.
"""

from __future__ import annotations

import csv
from itertools import chain
from typing import TYPE_CHECKING

from polops.values.record import dataclass

if TYPE_CHECKING:
    from collections.abc import Sequence

MAX_CELLS = 200_000
_SHOWN = 40


@dataclass(frozen=True, slots=True)
class Ratings:
    """What a file of ratings holds: a row an item, a column a rater; or `problem`, what is wrong with it as the end of a sentence."""

    units: tuple[tuple[str | None, ...], ...]
    problem: str = ""


class _UnreadableError(ValueError):
    """What is wrong with a file."""


def read(data: bytes | None, labels: Sequence[str] = ()) -> Ratings:
    """The ratings of a file; None: there is no such file, or it could not be read. `labels`, where given, are all the codes there are."""
    try:
        rows = _rows(data)
        cells = [tuple(cell or None for cell in row[1:]) for row in rows[1:]]
        _check_codes(chain.from_iterable(cells), labels)
    except _UnreadableError as wrong:
        return Ratings((), str(wrong))
    return Ratings(tuple(cells) if rows[0][0].casefold() == "item" else tuple(zip(*cells, strict=True)))


def _rows(data: bytes | None) -> list[list[str]]:
    if data is None:
        raise _UnreadableError("cannot be read")
    try:
        lines = csv.reader(data.decode("utf-8-sig").splitlines(), strict=True)
        rows = [[cell.strip() for cell in row] for row in lines if any(row)]
    except (UnicodeDecodeError, csv.Error):
        raise _UnreadableError("is no CSV file in UTF-8") from None
    if not rows or rows[0][0].casefold() not in {"rater", "item"}:
        raise _UnreadableError("must begin with `rater` (a row a rater) or `item` (a row an item)")
    if any(len(row) != len(rows[0]) for row in rows):
        raise _UnreadableError("must have as many cells in every row as in the first")
    if len(rows) * len(rows[0]) > MAX_CELLS:
        raise _UnreadableError(f"must have at most {MAX_CELLS:,} cells")
    return rows


def _check_codes(codes: chain[str | None], labels: Sequence[str]) -> None:
    unknown = next((code for code in codes if code is not None and code not in labels), None) if labels else None
    if unknown is not None:
        raise _UnreadableError(f"has a code that is none of the labels: '{unknown[:_SHOWN]}'")
