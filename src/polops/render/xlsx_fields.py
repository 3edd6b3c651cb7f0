"""The columns of a sheet: a report's columns with units in their headers, a measure spread over several, the source last.

A number stays a number with a number format; *no data* is the text `n/a`, which sums leave out; a number with more digits than
a spreadsheet keeps (15) is written as text, exactly, and never rounded in silence.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING

from polops.render.words import NONE, SYMBOLS, sparkline, status
from polops.render.xlsx_styles import number_format
from polops.render.xlsx_text import HEADER_LIMIT, inert, line, unique
from polops.reports.page import Column, Measure, Row, Table
from polops.values.record import dataclass
from polops.values.rounding import decimals, rounded

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from polops.render.xlsx_styles import Shape
    from polops.reports.page import Cell, Tile

DIGITS = 15
"""A spreadsheet keeps so many significant digits of a number."""

FIRST_DAY = date(1900, 3, 1)
"""Before it, the day numbers of spreadsheets are wrong or disagree."""

Value = str | Decimal | date | None
_SHAPES: dict[str, Shape] = {"id": "text", "period": "text", "measure": "number"}
_PLACES = {"ratio": 4, "score": 4, "points": 2, "integer": 0, "money": 2, "variance": 2}
_MOST_PLACES = 6
_MEASURE_PLACES = 4


@dataclass(frozen=True, slots=True)
class Field:
    """One column of a sheet: its header, how its values look, and how to take them from a row.

    `key` is the report's column for the field that sums and charts mean (empty for what only accompanies it); `places` are the
    decimal places shown; `at` is the position of its column, whose tint it takes; `ahead` is that column's.
    """

    header: str
    shape: Shape
    pick: Callable[[Row], Cell]
    key: str = ""
    label: str = ""
    unit: str = ""
    places: int = 0
    total: str = ""
    at: int = -1
    ahead: bool = False

    def value(self, row: Row) -> Value:
        """What stands in the cell of a row: `Decimal` and `date` as themselves, everything else as inert text."""
        return value(self.pick(row), self.shape)

    def number_format(self, content: Value, tint: str = "") -> str:
        """The spreadsheet's format of a value in this field, with the symbol of the status that tints it."""
        if isinstance(content, str):
            return "@"
        shown = number_format(self.shape, self.places)
        return f'"{SYMBOLS[tint]}" {shown};;"{SYMBOLS[tint]}"' if tint and ";" not in shown else shown

    def tint(self, row: Row) -> str:
        """The status that colours the cell of a row beside its value; empty for none."""
        return (row.tints[self.at] or "") if 0 <= self.at < len(row.tints) else ""

    @property
    def numeric(self) -> bool:
        """Whether the field holds numbers (or dates), which stand on the right."""
        return self.shape not in {"text", "status", "trend"}


def value(cell: Cell, shape: Shape) -> Value:
    """A report's cell as a sheet holds it."""
    if cell is None:
        return NONE
    if isinstance(cell, Measure):
        cell = cell.value
    if isinstance(cell, str):
        return inert(status(cell) if shape == "status" else cell)
    if isinstance(cell, tuple):
        return sparkline(cell)
    if isinstance(cell, date):
        return cell if cell >= FIRST_DAY else cell.isoformat()
    number = Decimal(cell) * (100 if shape == "points" else 1)
    return number + 0 if fits(number, _PLACES.get(shape, _MOST_PLACES)) else f"{number:f}" if number.is_finite() else NONE


def fits(number: Decimal, places: int) -> bool:
    """Whether a spreadsheet holds the number exactly to so many decimal places."""
    if not number.is_finite() or number.adjusted() > DIGITS + places:
        return False
    if number.adjusted() + 1 + places <= DIGITS:
        return True
    return len(rounded(number, places).normalize().as_tuple().digits) <= DIGITS


def fields(table: Table) -> tuple[Field, ...]:
    """The fields of a table in order, with unique headers."""
    found = [field for index, column in enumerate(table.columns) for field in _spread(table, column, index)]
    keys = {column.key for column in table.columns}
    if "ref" not in keys and any(row.ref and row.ref not in row.cells for row in table.rows):
        found.append(Field("Ref", "text", lambda row: row.ref))
    if "where" not in keys and any(row.span for row in table.rows):
        found.append(Field("Where", "text", lambda row: f"{row.span.path}:{row.span.line}" if row.span else ""))
    found = found or [Field("Column", "text", lambda _row: None)]
    headers = unique((line(field.header) or f"Column {number}" for number, field in enumerate(found, 1)), HEADER_LIMIT)
    return tuple(replace(field, header=header) for field, header in zip(found, headers, strict=True))


def tile_field(tile: Tile) -> Field:
    """The field of a big number."""
    column = Column(tile.label, tile.label, tile.kind, tile.unit)
    return _spread(Table("tile", tile.label, (column,), (Row((tile.value,)),)), column, 0)[0]


def _spread(table: Table, column: Column, index: int) -> list[Field]:
    """The fields of one column: one, or for a measure its value, interval, unit and doubt, as far as the rows have them."""
    cells = [row.cells[index] for row in (*table.rows, *([table.total] if table.total else [])) if index < len(row.cells)]
    pick = lambda row: row.cells[index] if index < len(row.cells) else None  # noqa: E731 - a parameter of several fields
    if column.kind == "measure":
        return _measure(column, pick, [cell for cell in cells if isinstance(cell, Measure)])
    shape: Shape = _SHAPES.get(column.kind) or column.kind  # type: ignore[assignment]  # every other kind is its own shape
    unit = "pts" if shape == "points" else column.unit
    places = _places(shape, cells)
    return [Field(_with_unit(column.label, unit), shape, pick, column.key, column.label, unit, places, column.total, index, column.ahead)]


def _measure(column: Column, pick: Callable[[Row], Cell], known: list[Measure]) -> list[Field]:
    """The fields of a measure: the unit is in the header where all rows share it, else in a column of its own."""
    units = {measure.unit for measure in known}
    unit = next(iter(units)) if len(units) == 1 else column.unit
    places = min(
        _MEASURE_PLACES, max((_decimals(number) for m in known for number in (m.value, m.low, m.high) if number is not None), default=0)
    )

    def part(name: str) -> Callable[[Row], Cell]:
        def take(row: Row) -> Cell:
            cell = pick(row)
            return getattr(cell, name) if isinstance(cell, Measure) else None

        return take

    found = [Field(_with_unit(column.label, unit), "number", pick, column.key, column.label, unit, places, column.total)]
    if any(measure.low is not None or measure.high is not None for measure in known):
        found += [
            Field(_with_unit(f"{column.label}: low", unit), "number", part("low"), places=places),
            Field(_with_unit(f"{column.label}: high", unit), "number", part("high"), places=places),
        ]
    if len(units) > 1:
        found.append(Field(f"{column.label}: unit", "text", part("unit")))
    if any(measure.unsure for measure in known):
        found.append(Field(f"{column.label}: unsure", "text", lambda row: "~" if getattr(pick(row), "unsure", False) else ""))
    return found


def _with_unit(label: str, unit: str) -> str:
    """A header: the label and, unless it says so already, the unit."""
    label = line(label, HEADER_LIMIT - 20)
    return f"{label} ({line(unit, 18)})" if unit and unit.casefold() not in label.casefold().split() else label


def _places(shape: Shape, cells: Sequence[Cell]) -> int:
    """The decimal places a column shows: cents only where a cell has them, so that what is shown adds up."""
    most = max((_decimals(cell) for cell in cells if isinstance(cell, Decimal)), default=0)
    if shape in {"money", "variance"}:
        return 2 if most else 0
    return min(most, _MOST_PLACES) if shape == "number" else _PLACES.get(shape, 0)


def _decimals(number: Decimal) -> int:
    """The decimal places a number has; none for one that is too large to ask."""
    if not number.is_finite() or number.adjusted() > DIGITS + _MOST_PLACES:
        return 0
    return decimals(number, _MOST_PLACES)
