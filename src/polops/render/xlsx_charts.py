"""Where charts stand: under a table that leaves room for them on its printed page, else to its right, on a page of their own."""

from __future__ import annotations

from typing import TYPE_CHECKING

from polops.render.xlsx_chart_data import drawing, write
from polops.render.xlsx_chart_kinds import HEIGHT, WIDTH, draw
from polops.render.xlsx_grid import column
from polops.render.xlsx_print import HIGH, SMALLEST, WIDE, areas
from polops.render.xlsx_weeks import weeks

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from openpyxl.worksheet.worksheet import Worksheet

    from polops.render.xlsx_grid import Grid
    from polops.render.xlsx_styles import Book
    from polops.reports.page import Chart

_ROW_CM, _CHAR_CM, _PAD_CM = 0.529, 0.185, 0.13
_DEFAULT_CHARS = 8.43
_TOO_WIDE = 38
_ROWS = int(HEIGHT / _ROW_CM) + 2


def place(sheet: Worksheet, grid: Grid, book: Book, charts: Sequence[Chart], at: tuple[int, date | None]) -> None:
    """Draws the charts of a table, from the row in `at` on if they stand under it, and says what is printed.

    A schedule is no chart, but a grid of weeks beside the table, with the report's day in it.
    """
    row, as_of = at
    drawn = [(chart, found) for chart in charts if chart.kind != "gantt" and (found := drawing(chart, grid))]
    planned = max((weeks(sheet, grid, book, chart, as_of) for chart in charts if chart.kind == "gantt"), default=0)
    shown = max(planned or _printed(sheet, grid), _reach(sheet, 1))
    pages = _pages(sheet, shown, row + len(drawn) * _ROWS)
    under = pages * SMALLEST <= 1
    top, left = (row, 1) if under else (1, max(shown, len(grid.fields)) + 2)
    last, bottom = _reach(sheet, left), top + len(drawn) * _ROWS - 1
    free = max(shown, len(grid.fields), last) + 2
    for number, (chart, found) in enumerate(drawn):
        line = top + number * _ROWS
        placed, free = write(sheet, found, book, line, free)
        sheet.add_chart(draw(chart, placed), f"{column(left)}{line}")
    table = f"A1:{column(shown)}{max(row - 1, bottom if under else 0)}"
    areas(sheet, *([table] if under or not drawn else [table, f"{column(left)}1:{column(last)}{bottom}"]), one_page=under and pages > 1)


def _printed(sheet: Worksheet, grid: Grid) -> int:
    """How many columns are printed: a wide table goes without its sources, which are of no use on paper."""
    fields = [number for number, field in enumerate(grid.fields, 1) if field.key]
    wide = sum(_cm(sheet, number) for number in range(1, len(grid.fields) + 1))
    return fields[-1] if fields and wide > _TOO_WIDE else len(grid.fields)


def _reach(sheet: Worksheet, left: int) -> int:
    """The last column that a chart beginning at `left` covers."""
    last, covered = left, _cm(sheet, left)
    while covered < WIDTH:
        last += 1
        covered += _cm(sheet, last)
    return last


def _pages(sheet: Worksheet, columns: int, rows: int) -> float:
    """How many pages so many columns and rows take, as far as heights can be told."""
    wide = sum(_cm(sheet, number) for number in range(1, columns + 1))
    return rows * _ROW_CM * min(1.0, WIDE / wide) / HIGH


def _cm(sheet: Worksheet, number: int) -> float:
    """A column's width on paper."""
    letters = column(number)
    wide = sheet.column_dimensions[letters].width if letters in sheet.column_dimensions else _DEFAULT_CHARS
    return wide * _CHAR_CM + _PAD_CM
