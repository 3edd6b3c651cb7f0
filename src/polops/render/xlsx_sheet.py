"""One sheet: an Excel table from A1 with header, rows and total row, notes and charts under it, ready to print."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from math import ceil
from typing import TYPE_CHECKING

from polops.render.words import NONE
from polops.render.xlsx_charts import place
from polops.render.xlsx_grid import column
from polops.render.xlsx_print import set_up
from polops.render.xlsx_styles import RED, Style
from polops.render.xlsx_text import line, lines, width

if TYPE_CHECKING:
    from collections.abc import Sequence

    from openpyxl.worksheet.table import Table, TableColumn
    from openpyxl.worksheet.worksheet import Worksheet

    from polops.render.xlsx_fields import Field, Value
    from polops.render.xlsx_grid import Grid, Total
    from polops.render.xlsx_styles import Book, Part
    from polops.render.xlsx_zip import Cached
    from polops.reports.page import Chart, Page, Row

NARROW, WIDE, FIRST_WIDE, TEXT_WIDE = 9, 18, 40, 60
"""Widths in characters: the least, the most of a number, of the first column, and of a text."""

_MEASURED = 2_000  # rows that decide the widths; more would only cost time
_MARGIN = 2
_LINE, _HIGHEST, _BUTTON = 15, 405, 15  # points
_HEADER_LINES = 6
_DEEPEST = 12
DRAFT = "DRAFT: the plan has errors, so figures may be missing or wrong."


def fill(sheet: Worksheet, grid: Grid, book: Book, page: Page, charts: Sequence[Chart]) -> Cached:
    """Writes a table to its sheet and returns the values of its formulas."""
    widths = _widths(grid)
    _header(sheet, grid, book, widths)
    _body(sheet, grid, book, widths)
    cached = _total_row(sheet, grid, book)
    sheet.add_table(_excel_table(grid))
    sheet.freeze_panes = "B2"
    sheet.sheet_view.showGridLines = False
    row = _notes(sheet, grid, book, page)
    set_up(sheet, page, line(grid.table.title))
    sheet.print_title_rows = "1:1"
    place(sheet, grid, book, charts, (row, page.as_of))
    if page.draft:
        sheet.sheet_properties.tabColor = RED
    return cached


def _header(sheet: Worksheet, grid: Grid, book: Book, widths: Sequence[float]) -> None:
    """The header row: as high as its longest label needs, with the filters' buttons below the labels."""
    high = 1
    for index, (field, wide) in enumerate(zip(grid.fields, widths, strict=True), 1):
        style = Style("header", "@", field.numeric, wrap=True, indent=_aside(field, index), centered=field.shape == "status")
        book.write(sheet, (1, index), field.header, style)
        sheet.column_dimensions[column(index)].width = wide
        high = max(high, lines(field.header, wide))
    sheet.row_dimensions[1].height = _LINE * min(high, _HEADER_LINES) + _BUTTON


def _body(sheet: Worksheet, grid: Grid, book: Book, widths: Sequence[float]) -> None:
    """The rows, each as high as its longest text needs; a child is indented under its parent."""
    for number, (values, row) in enumerate(zip(grid.body, grid.table.rows, strict=False), 2):
        for index, (content, field) in enumerate(zip(values, grid.fields, strict=True), 1):
            indent = min(row.level, _DEEPEST) if index == 1 else _aside(field, index)
            book.write(sheet, (number, index), content, _style(field, content, row, indent))
        texts = [(text, wide) for text, field, wide in zip(values, grid.fields, widths, strict=True) if field.shape == "text"]
        high = max((lines(text, wide) for text, wide in texts if isinstance(text, str)), default=1)
        if high > 1:  # a spreadsheet that is told no height may show one line
            sheet.row_dimensions[number].height = min(_HIGHEST, _LINE * high)


def _aside(field: Field, index: int) -> int:
    """The indent of a text: none in the first column, a little in the others, which may follow a number."""
    return 1 if index > 1 and not field.numeric and field.shape != "status" else 0


def _status(field: Field, row: Row) -> str:
    """The status that colours a cell, if the field is one."""
    found = field.pick(row) if field.shape == "status" else ""
    return found if isinstance(found, str) else ""


def _style(field: Field, content: Value, row: Row, indent: int = 0) -> Style:
    """The look of a value in its column and row."""
    part: Part = "ahead" if field.ahead else "body"
    if content == NONE:
        return Style(part, right=field.numeric, missing=True, indent=indent)
    tint = field.tint(row)
    shown = field.number_format(content, tint)
    return Style(part, shown, field.numeric, wrap=field.shape == "text", indent=indent, status=_status(field, row) or tint)


def _total_row(sheet: Worksheet, grid: Grid, book: Book) -> Cached:
    """The total row, and the values of its formulas."""
    cached: Cached = {}
    total = grid.table.total
    for index, (cell_total, field) in enumerate(zip(grid.totals, grid.fields, strict=False), 1):
        status = _status(field, total) if total else ""
        shown = field.number_format(cell_total.value)
        style = Style("total", shown, field.numeric, indent=_aside(field, index), status=status)
        cell = book.write(sheet, (grid.bottom, index), cell_total.value, style)
        if cell_total.formula and isinstance(cell_total.value, Decimal):
            cell.value = "=" + cell_total.formula
            cached[cell.coordinate] = float(cell_total.value)
    return cached


def _excel_table(grid: Grid) -> Table:
    """The Excel table over header, rows and total row."""
    from openpyxl.worksheet.filters import AutoFilter
    from openpyxl.worksheet.table import Table, TableColumn, TableStyleInfo

    last = column(len(grid.fields))
    table = Table(displayName=grid.name, ref=f"A1:{last}{grid.bottom}", totalsRowCount=1 if grid.totals else None)
    table.totalsRowShown = bool(grid.totals)
    table.autoFilter = AutoFilter(ref=f"A1:{last}{grid.last}")
    table.tableStyleInfo = TableStyleInfo(name="TableStyleLight1", showRowStripes=True)
    for number, field in enumerate(grid.fields, 1):
        made = TableColumn(id=number, name=field.header)
        if grid.totals:
            _excel_total(made, grid.totals[number - 1])
        table.tableColumns.append(made)
    return table


def _excel_total(made: TableColumn, total: Total) -> None:
    """What the table itself says of a total cell; Excel wants both to agree."""
    from openpyxl.worksheet.table import TableFormula

    if total.function:
        made.totalsRowFunction = total.function  # type: ignore[assignment]  # one of the names that Excel knows
        if total.function == "custom":
            made.totalsRowFormula = TableFormula(attr_text=total.formula)
    elif isinstance(total.value, str):
        made.totalsRowLabel = total.value


def _notes(sheet: Worksheet, grid: Grid, book: Book, page: Page) -> int:
    """The lines under the table; returns the row after them."""
    row = grid.bottom + 2
    for text, part in _lines(grid, page):
        book.write(sheet, (row, 1), text, Style("draft" if part == "draft" else "note"))
        row += 1
    _link(sheet, row, book)
    return row + 2


def _lines(grid: Grid, page: Page) -> list[tuple[str, str]]:
    """What is said under a table."""
    found = [(DRAFT, "draft")] if page.draft else []
    found += [(line(part, 1_000), "note") for part in grid.table.note.split("\n") if part.strip()]
    if not grid.body:
        found.append(("No rows.", "note"))
    if len(grid.body) < len(grid.table.rows):
        found.append((f"The first {len(grid.body):,} of {len(grid.table.rows):,} rows.", "note"))
    adrift = [field.header for field, total in zip(grid.fields, grid.totals, strict=False) if total.adrift]
    if adrift:
        found.append((line("The total is a value, not the sum of the rows above: " + ", ".join(adrift), 1_000), "note"))
    if any(
        field.numeric and isinstance(cell, str) and cell != NONE for row in grid.body for field, cell in zip(grid.fields, row, strict=True)
    ):
        found.append(("Numbers of more than 15 digits stand as text: a spreadsheet would round them, and sums leave them out.", "note"))
    return found


def _link(sheet: Worksheet, row: int, book: Book) -> None:
    """The way back to the first sheet."""
    from openpyxl.worksheet.hyperlink import Hyperlink

    cell = book.write(sheet, (row, 1), "Back to Read me", Style("note", link=True))
    cell.hyperlink = Hyperlink(ref=cell.coordinate, location="'Read me'!A1")
    book.put(cell, Style("note", link=True))


def _widths(grid: Grid) -> list[float]:
    """The columns' widths in characters: as wide as what is shown, within limits; long texts and headers wrap."""
    return [_width(grid, index, field) for index, field in enumerate(grid.fields)]


def _width(grid: Grid, index: int, field: Field) -> float:
    """One column's width."""
    most = FIRST_WIDE if index == 0 else TEXT_WIDE if field.shape in {"text", "trend"} else WIDE
    shown = max((width(_shown(row[index], field)) for row in grid.body[:_MEASURED]), default=0)
    bold = ceil(1.1 * width(_shown(grid.totals[index].value, field))) if grid.totals else 0
    indent = 2 * max((min(row.level, _DEEPEST) for row in grid.table.rows[:_MEASURED]), default=0) if index == 0 else 0
    word = max((width(part) for part in field.header.split()), default=0) + _MARGIN
    balanced = ceil(width(field.header) / 2) + _MARGIN
    needed = max(shown, bold) + indent + _MARGIN + _aside(field, index + 1)
    return float(max(NARROW, min(most, max(needed, min(word, WIDE), min(balanced, WIDE)))))


def _shown(cell: Value, field: Field) -> str:
    """About what a cell shows."""
    if isinstance(cell, Decimal):
        extra = " F-" if field.shape == "variance" else ""
        return f"{cell * 100:,.1f}%" if field.shape == "ratio" else f"{cell:,.{field.places}f}{extra}"
    return "30 Sep 2026" if isinstance(cell, date) else cell or ""
