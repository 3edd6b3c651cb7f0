"""What a chart draws, as numbers: straight from the table's columns, or worked out in columns of its own beside the chart.

Own columns are needed where the table has no data (a chart would draw the text `n/a` as zero), where labels are too long for an
axis, and for bridges, whose bars float on an invisible base.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING

from polops.render.words import NONE
from polops.render.xlsx_grid import column
from polops.render.xlsx_styles import Style
from polops.render.xlsx_text import line, sheet_ref
from polops.values.period import dated
from polops.values.record import dataclass

if TYPE_CHECKING:
    from collections.abc import Sequence

    from openpyxl.worksheet.worksheet import Worksheet

    from polops.render.xlsx_fields import Field, Value
    from polops.render.xlsx_grid import Grid
    from polops.render.xlsx_styles import Book
    from polops.reports.page import Chart

LABEL = 36
"""The longest label an axis takes."""

_EPOCH = date(1899, 12, 30)  # day 0 of a spreadsheet
_SHORT = 22
_ZERO = Decimal(0)
_STEPS = ("base", "stand", "rise", "fall", "rise below zero", "fall below zero")

Numbers = tuple[Decimal | None, ...]


@dataclass(frozen=True, slots=True)
class Line:
    """One series: its name, its numbers, what it means (which decides its colour), and where it stands once it is written."""

    label: str
    key: str
    numbers: Numbers
    ref: str = ""


@dataclass(frozen=True, slots=True)
class Drawing:
    """The series of a chart over the labels of its axis; `field` says of which kind the numbers are."""

    labels: tuple[str, ...]
    lines: tuple[Line, ...]
    field: Field
    axis: str
    ref: str = ""

    @property
    def largest(self) -> Decimal:
        """The largest number by amount."""
        return max((abs(number) for drawn in self.lines for number in drawn.numbers if number is not None), default=_ZERO)


def drawing(chart: Chart, grid: Grid) -> Drawing | None:
    """What a chart draws; nothing where the table has no such columns or no data in them."""
    shown = [grid.places[key] for key in chart.series if key in grid.places]
    numbers = {index: tuple(_number(row[index]) for row in grid.body) for index in shown}
    if not shown or not any(number is not None for index in shown for number in numbers[index]):
        return None
    x = grid.places.get(chart.x, 0)
    labels = tuple(_label(row[x]) for row in grid.body)
    lines = tuple(Line(line(grid.fields[index].label, LABEL), grid.fields[index].key, numbers[index]) for index in shown)
    found = Drawing(labels, lines, grid.fields[shown[0]], line(grid.fields[x].label, LABEL))
    if chart.kind == "bridge":
        return replace(found, lines=_named(steps(numbers[shown[0]])), labels=tuple(line(label, _SHORT) for label in labels))
    return _direct(found, grid, x, shown)


def steps(amounts: Numbers) -> tuple[Numbers, ...]:
    """The stacked parts of a waterfall: base, standing bars, rises, falls, and the parts of rises and falls below zero.

    The first and the last bar stand on zero; each other runs from the sum before it to the sum after it. A part that crosses zero
    is split there, because stacked bars grow away from zero on both sides.
    """
    parts: list[list[Decimal | None]] = [[] for _ in _STEPS]
    running = _ZERO
    for number, amount in enumerate(amounts):
        found: dict[str, Decimal] = {}
        step = amount or _ZERO
        if number in {0, len(amounts) - 1}:
            found["stand"], running = step, step
        else:
            before, running = running, running + step
            found = _floating(before, running)
        for part, name in zip(parts, _STEPS, strict=True):
            part.append(found.get(name) or None)
    return tuple(tuple(part) for part in parts)


def _floating(before: Decimal, after: Decimal) -> dict[str, Decimal]:
    """The parts of one floating bar."""
    low, high = min(before, after), max(before, after)
    name = "rise" if after >= before else "fall"
    if low >= 0:
        return {"base": low, name: high - low}
    if high <= 0:
        return {"base": high, f"{name} below zero": low - high}
    return {name: high, f"{name} below zero": low}


def _named(parts: tuple[Numbers, ...]) -> tuple[Line, ...]:
    """The parts of a waterfall that occur; the base always does, so that the first series is the invisible one."""
    found = (Line(name, name, part) for name, part in zip(_STEPS, parts, strict=True))
    return tuple(part for part in found if part.key == "base" or any(number is not None for number in part.numbers))


def _direct(found: Drawing, grid: Grid, x: int, shown: Sequence[int]) -> Drawing:
    """The drawing with references to the table itself, if the table can be drawn as it is."""
    whole = all(number is not None for drawn in found.lines for number in drawn.numbers)
    texts = all(isinstance(row[x], str) and row[x] == label for row, label in zip(grid.body, found.labels, strict=True))
    if not whole or not texts:
        return found
    lines = tuple(replace(drawn, ref=_ref(grid.sheet, index + 1, 2, grid.last)) for drawn, index in zip(found.lines, shown, strict=True))
    return replace(found, lines=lines, ref=_ref(grid.sheet, x + 1, 2, grid.last))


def write(sheet: Worksheet, found: Drawing, book: Book, row: int, left: int) -> tuple[Drawing, int]:
    """Writes the chart's own columns from `left`, unless it draws the table itself; also returns the next free column."""
    if found.ref:
        return found, left
    last = row + len(found.labels)
    _column(sheet, book, (row, left), ("Chart data", *found.labels))
    for offset, drawn in enumerate(found.lines, 1):
        _column(sheet, book, (row, left + offset), (drawn.label, *drawn.numbers))
    name = sheet.title
    lines = tuple(replace(drawn, ref=_ref(name, left + offset, row + 1, last)) for offset, drawn in enumerate(found.lines, 1))
    return replace(found, lines=lines, ref=_ref(name, left, row + 1, last)), left + len(lines) + 2


def _column(sheet: Worksheet, book: Book, at: tuple[int, int], cells: Sequence[str | Decimal | None]) -> None:
    """One grey column of numbers; no data is an empty cell here, which a chart leaves out."""
    for offset, content in enumerate(cells):
        book.write(sheet, (at[0] + offset, at[1]), content, Style("data", "@" if isinstance(content, str) else "#,##0.00"))


def _ref(sheet: str, at: int, first: int, last: int) -> str:
    """The cells of a column as a chart names them."""
    return f"{sheet_ref(sheet)}!${column(at)}${first}:${column(at)}${last}"


def _number(content: Value) -> Decimal | None:
    """A cell's number; a date's is its day."""
    if isinstance(content, date):
        return Decimal((content - _EPOCH).days)
    return content if isinstance(content, Decimal) else None


def _label(content: Value) -> str:
    """A cell as a label of an axis."""
    if isinstance(content, date):
        return dated(content)
    return line(f"{content:f}" if isinstance(content, Decimal) else content or NONE, LABEL)
