"""The first sheet: what the workbook is, as of when, what it says in short, which sheets follow and how to read them."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from typing import TYPE_CHECKING

from polops.render.words import NONE, sparkline, verbatim
from polops.render.words import status as status_word
from polops.render.xlsx_fields import tile_field, value
from polops.render.xlsx_grid import column
from polops.render.xlsx_print import SMALLEST, areas, set_up
from polops.render.xlsx_sheet import DRAFT
from polops.render.xlsx_styles import RED, Style
from polops.render.xlsx_text import inert, line, lines, sheet_ref, starts_formula
from polops.reports.page import Listing, Measure, Text, Tiles

if TYPE_CHECKING:
    from collections.abc import Sequence

    from openpyxl.cell.cell import Cell
    from openpyxl.worksheet.worksheet import Worksheet

    from polops.render.xlsx_fields import Value
    from polops.render.xlsx_grid import Grid
    from polops.render.xlsx_styles import Book
    from polops.reports.page import Page, Tile

README = "Read me"
COLUMNS = (30.0, 18.0, 10.0, 11.0, 52.0, 16.0)
_COLUMNS = 6
"""Columns that the first sheet names of another."""
_LINE, _PAGE = 15.5, 480  # points
_HIGHEST = 400
_POINTS = {"title": 18, "lead": 12, "heading": 12, "draft": 12}
_READING = (
    "n/a means no data: it is never 0, and sums leave it out.",
    "Totals are formulas over the rows above them: set a filter, and they follow. Every other figure is a value from the plan.",
    "Where names the file and line of the plan that a row comes from.",
)
_SIGN = "A variance has a sign and a letter: F favourable (under budget), U unfavourable (over budget)."
_STATUS = "Status: ● G on track, ▲ A at risk, ■ R off track, ○ – not rated, ✔ done."


class _Pen:
    """Writes a sheet from top to bottom."""

    def __init__(self, sheet: Worksheet, book: Book) -> None:
        self.sheet, self.book, self.row = sheet, book, 1

    def cell(self, at: int, content: Value | int, style: Style) -> Cell:
        """A cell of the current row."""
        return self.book.write(self.sheet, (self.row, at), Decimal(content) if isinstance(content, int) else content, style)

    def wrapped(self, first: int, text: str, style: Style) -> None:
        """A text over the columns from `first` to the last, as high as it needs: merged cells do not grow by themselves."""
        room = sum(COLUMNS[first - 1 :]) * 11 / _POINTS.get(style.part, 11)
        self.cell(first, text, style)
        self.sheet.merge_cells(start_row=self.row, end_row=self.row, start_column=first, end_column=len(COLUMNS))
        self.sheet.row_dimensions[self.row].height = min(_HIGHEST, lines(text, room) * _LINE * _POINTS.get(style.part, 11) / 11 + 2)
        self.row += 1

    def grow(self, first: str, fifth: str) -> None:
        """Ends a row of cells, as high as the texts of its wide columns need."""
        high = max(lines(text, COLUMNS[at]) for at, text in ((0, first), (4, fifth)))
        if high > 1:
            self.sheet.row_dimensions[self.row].height = min(_HIGHEST, high * _LINE)
        self.row += 1

    def heads(self, *labels: str) -> None:
        """A header row."""
        for at in range(1, len(COLUMNS) + 1):
            label = labels[at - 1] if at <= len(labels) else ""
            self.cell(at, label, Style("header", "@", label in {"Value", "Rows"}, indent=int(label == "Unit"), centered=label == "Status"))
        self.row += 1


def fill(sheet: Worksheet, page: Page, grids: Sequence[Grid], book: Book) -> None:
    """Writes the sheet."""
    for number, wide in enumerate(COLUMNS, 1):
        sheet.column_dimensions[column(number)].width = wide
    sheet.sheet_view.showGridLines = False
    pen = _Pen(sheet, book)
    _head(pen, page)
    _tiles(pen, page)
    _sheets(pen, grids)
    _texts(pen, page)
    _reading(pen, page, grids)
    set_up(sheet, page, README)
    heights = sum(sheet.row_dimensions[row].height or _LINE for row in range(1, pen.row))
    areas(sheet, f"A1:{column(len(COLUMNS))}{pen.row - 1}", one_page=_PAGE < heights < _PAGE / SMALLEST)
    if page.draft:
        sheet.sheet_properties.tabColor = RED


def _head(pen: _Pen, page: Page) -> None:
    """Title, DRAFT, facts, and what the report says in a sentence."""
    pen.wrapped(1, inert(page.title), Style("title", "@", wrap=True))
    if page.draft:
        pen.wrapped(1, DRAFT, Style("draft", "@", wrap=True))
    for label, said in page.facts:
        pen.cell(1, line(label), Style("note", "@"))
        pen.wrapped(2, inert(said), Style("lead", "@", wrap=True))
    pen.row += 1
    for text, part in ((page.lead, "lead"), (page.headline, "note")):
        if text:
            pen.wrapped(1, inert(text), Style("lead" if part == "lead" else "note", "@", wrap=True))
            pen.row += 1


def _tiles(pen: _Pen, page: Page) -> None:
    """The big numbers, as numbers."""
    tiles = [tile for section in page.sections for block in section.blocks if isinstance(block, Tiles) for tile in block.tiles]
    if not tiles:
        return
    pen.heads("Key figure", "Value", "Unit", "Status", "Detail", "Trend")
    for tile in tiles:
        _tile(pen, tile)
    pen.row += 1


def _tile(pen: _Pen, tile: Tile) -> None:
    """One big number: label, value, unit, status, second line, trend."""
    field = tile_field(tile)
    content = value(tile.value, field.shape)
    right = field.numeric or content == NONE
    style = Style(right=True, missing=True) if content == NONE else Style("strong", field.number_format(content), right)
    pen.cell(1, inert(tile.label), Style("body", "@", wrap=True))
    pen.cell(2, content, style)
    pen.cell(3, line(field.unit), Style("body", "@", indent=1))
    pen.cell(4, status_word(tile.status) if tile.status else "", Style("body", "@", status=tile.status or ""))
    pen.cell(5, inert(_detail(tile)), Style("body", "@", wrap=True))
    pen.cell(6, sparkline(tile.trend) if tile.trend else "", Style("body", "@"))
    pen.grow(tile.label, _detail(tile))


def _detail(tile: Tile) -> str:
    """A tile's second line, with the interval of a measured value."""
    found = [tile.detail] if tile.detail else []
    if isinstance(tile.value, Measure) and tile.value.low is not None and tile.value.high is not None:
        doubt = "; contains the threshold" if tile.value.unsure else ""
        found.append(f"95 % interval {tile.value.low:f}–{tile.value.high:f}{doubt}")
    return "; ".join(found)


def _sheets(pen: _Pen, grids: Sequence[Grid]) -> None:
    """The sheets that follow, each a link to itself."""
    from openpyxl.worksheet.hyperlink import Hyperlink

    if not grids:
        return
    pen.heads("Sheet", "Rows", "", "", "What it holds")
    for grid in grids:
        link = Style("body", "@", link=True)
        cell = pen.cell(1, grid.sheet, link)
        cell.hyperlink = Hyperlink(ref=cell.coordinate, location=f"{sheet_ref(grid.sheet)}!A1")
        pen.book.put(cell, replace(link, quoted=starts_formula(grid.sheet)))
        pen.cell(2, len(grid.table.rows), Style("body", "#,##0", right=True))
        pen.cell(3, "", Style())
        pen.cell(4, "", Style())
        said = _holds(grid)
        pen.cell(5, said, Style("body", "@", wrap=True))
        pen.cell(6, "", Style())
        pen.grow("", said)
    pen.row += 1


def _holds(grid: Grid) -> str:
    """What a sheet holds: its title where that says more than its name, and its first columns."""
    title = line(grid.table.title)
    columns = ", ".join(line(field.label or field.header) for field in grid.fields[:_COLUMNS] if field.key)
    return ": ".join(part for part in (title if title != grid.sheet else "", columns) if part)


def _texts(pen: _Pen, page: Page) -> None:
    """The report's paragraphs and lists, under their sections' titles."""
    for section in page.sections:
        texts = [
            block for block in section.blocks if isinstance(block, Listing) or (isinstance(block, Text) and (block.text or block.bullets))
        ]
        if not texts:
            continue
        pen.wrapped(1, inert(section.title), Style("heading", "@", wrap=True))
        for block in texts:
            for said in _said(block):
                pen.wrapped(1, inert(said), Style("plain", "@", wrap=True))
        pen.row += 1


def _said(block: Text | Listing) -> list[str]:
    """A block's lines; those of a listing with their spaces."""
    if isinstance(block, Listing):
        return verbatim(block.text).split("\n")
    return [said for said in (block.text, *(f"• {bullet}" for bullet in block.bullets)) if said]


def _reading(pen: _Pen, page: Page, grids: Sequence[Grid]) -> None:
    """Definitions and conventions."""
    shapes = {field.shape for grid in grids for field in grid.fields}
    said = [*page.notes, *_READING, *([_SIGN] if "variance" in shapes else []), *([_STATUS] if "status" in shapes else [])]
    pen.wrapped(1, "Definitions and how to read", Style("heading", "@"))
    for text in said:
        pen.wrapped(1, inert(f"• {text}"), Style("plain", "@", wrap=True))
