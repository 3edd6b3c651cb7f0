"""Texts and names as a workbook takes them: inert, short enough, legal in XML, and unique where a spreadsheet demands it.

A spreadsheet reads `_x0041_` inside a text as a character; such sequences are written so that they come back as they were.
"""

from __future__ import annotations

import re
import unicodedata
from math import ceil
from typing import TYPE_CHECKING

from polops.render.words import one_line
from polops.values.text import display

if TYPE_CHECKING:
    from collections.abc import Iterable

CELL_LIMIT = 32_767
SHEET_LIMIT = 31
HEADER_LIMIT = 120
NAME_LIMIT = 200
FORMULA_STARTS = ("=", "+", "-", "@", "＝", "＋", "－", "＠")  # noqa: RUF001 - the full-width forms are meant

_ILLEGAL = re.compile("[\ufffe\uffff]")
_ESCAPE = re.compile("_(?=x[0-9A-Fa-f]{4}_)")
_NOT_IN_SHEET = re.compile(r"[\[\]:*?/\\]+")
_NOT_IN_NAME = re.compile(r"[^A-Za-z0-9_]+")
_CELL_LIKE = re.compile(r"[A-Za-z]{1,3}[0-9]+|[RrCc]([0-9]+([Cc][0-9]*)?)?|[Rr][0-9]*[Cc][0-9]*")


def inert(text: str) -> str:
    """A text for a cell: what XML or a reader's eye could not hold is escaped visibly, and what a cell cannot hold is cut with `…`."""
    text = _ILLEGAL.sub(lambda match: f"\\u{ord(match[0]):04x}", display(text))
    return _ESCAPE.sub("_x005F_", _cut_units(text, CELL_LIMIT))


def line(text: str, limit: int = HEADER_LIMIT) -> str:
    """A text on one line of at most `limit` characters: headers, titles, names."""
    text = one_line(text)
    text = text if len(text) <= limit else text[: limit - 1].rstrip() + "…"
    return inert(text)


def starts_formula(text: str) -> bool:
    """Whether somebody who edits the cell would turn the text into a formula."""
    return text.lstrip().startswith(FORMULA_STARTS)


def width(text: str) -> int:
    """How many columns of a fixed-width font the longest line of a text takes: wide characters count twice, combining ones nothing."""
    if text.isascii() and "\n" not in text:
        return len(text)
    return max((sum(_columns(char) for char in part) for part in text.split("\n")), default=0)


def lines(text: str, wide: float) -> int:
    """How many lines a text takes in a column of that width, about; a word moves to the next line whole, so a tenth is lost."""
    parts = (width(part) for part in text.split("\n"))
    return sum(1 if part < wide else ceil(1.1 * part / wide) for part in parts)


def unique(names: Iterable[str], limit: int, taken: Iterable[str] = ()) -> tuple[str, ...]:
    """The names in order, none twice whatever its case: the second of a kind gets ` 2`, and none is longer than `limit`."""
    seen = {name.casefold() for name in taken}
    found: list[str] = []
    for name in names:
        number, candidate = 1, name[:limit]
        while candidate.casefold() in seen:
            number += 1
            candidate = f"{name[: limit - len(str(number)) - 1]} {number}"
        seen.add(candidate.casefold())
        found.append(candidate)
    return tuple(found)


def sheet_names(wanted: Iterable[str], taken: Iterable[str]) -> tuple[str, ...]:
    """Names of sheets: at most 31 characters, none of those that Excel forbids, no apostrophe at either end, never `History`."""
    return unique((_sheet_name(name) for name in wanted), SHEET_LIMIT, (*taken, "History"))


def table_names(keys: Iterable[str]) -> tuple[str, ...]:
    """Names of Excel tables from the tables' keys: word characters only, no cell reference, unique in the workbook."""
    return tuple(name.replace(" ", "_") for name in unique((_table_name(key) for key in keys), NAME_LIMIT))


def sheet_ref(name: str) -> str:
    """A sheet's name as formulas and links quote it."""
    return "'" + name.replace("'", "''") + "'"


def _sheet_name(name: str) -> str:
    """One sheet's name, perhaps not yet unique."""
    name = " ".join(_NOT_IN_SHEET.sub(" ", line(name, 4 * SHEET_LIMIT)).split())
    if len(name) > SHEET_LIMIT:
        name = name[: SHEET_LIMIT - 1].rstrip() + "…"
    return _cut_units(name, SHEET_LIMIT).strip("' ") or "Table"


def _table_name(key: str) -> str:
    """One table's name, perhaps not yet unique."""
    name = _NOT_IN_NAME.sub("_", key) or "table"
    return f"t_{name}" if name[0].isdigit() or _CELL_LIKE.fullmatch(name) else name


def _cut_units(text: str, limit: int) -> str:
    """The text cut with `…` to so many UTF-16 units, as a spreadsheet counts."""
    if 2 * len(text) <= limit:
        return text
    units = text.encode("utf-16-le")
    return text if len(units) <= 2 * limit else units[: 2 * limit - 2].decode("utf-16-le", "ignore") + "…"


def _columns(char: str) -> int:
    """The columns that one character takes."""
    if unicodedata.combining(char):
        return 0
    return 2 if unicodedata.east_asian_width(char) in "WF" else 1
