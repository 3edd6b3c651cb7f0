"""A schedule on a sheet: a column for each week right of the table, filled by conditional formatting from the dates in the row.

Somebody who moves a date in the table sees the bar move. Marks are letters in their weeks, so that colour says nothing alone: the status
stands in the table, too. A schedule of more than 60 weeks has columns of several weeks.
"""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING

from polops.render.words import SYMBOLS
from polops.render.xlsx_grid import column
from polops.render.xlsx_styles import NAVY, Style
from polops.render.xlsx_text import line
from polops.values.period import dated

if TYPE_CHECKING:
    from collections.abc import Iterator

    from openpyxl.formatting.rule import Rule
    from openpyxl.worksheet.worksheet import Worksheet

    from polops.render.xlsx_grid import Grid
    from polops.render.xlsx_styles import Book
    from polops.reports.page import Chart

MOST = 60
"""Columns of weeks."""

_FILLS = {"green": "7DB77F", "amber": "E5B64A", "red": "DD7A72", "complete": "9FB8A0", "grey": "B8BDC7"}
_WEEK = 7
_ENDS = 2
_MARKS = "◇◆"
_WIDTH, _TURNED = 2.7, 48  # characters, points


def weeks(sheet: Worksheet, grid: Grid, book: Book, chart: Chart, as_of: date | None) -> int:
    """Writes the weeks of a schedule; returns the last column, or 0 where nothing has dates."""
    shown = [grid.places[key] for key in chart.series if key in grid.places]
    days = [cell for row in grid.body for index in shown if isinstance(cell := row[index], date)]
    if len(shown) < _ENDS or not days:
        return 0
    starts, step = _columns(min(days), max(days))
    now = (as_of - starts[0]).days // step if as_of else -1
    left = len(grid.fields) + 2
    for at, monday in enumerate(starts, left):
        book.write(sheet, (1, at), monday, Style("header", "d mmm", turned=True))
        sheet.column_dimensions[column(at)].width = _WIDTH
    sheet.row_dimensions[1].height = max(sheet.row_dimensions[1].height or 0, _TURNED)
    for row, cells in enumerate(grid.body, 2):
        days_ = [(mark, cells[index]) for mark, index in zip(_MARKS, shown[_ENDS:], strict=False)]
        marks = {(day - starts[0]).days // step: mark for mark, day in days_ if isinstance(day, date)}
        for at in range(len(starts)):
            book.write(sheet, (row, left + at), marks.get(at, ""), Style("now" if at == now else "week", "@", centered=True))
    last = left + len(starts) - 1
    area = f"{column(left)}2:{column(last)}{grid.last}"
    for rule in _rules(grid, chart, column(left), shown, step):
        sheet.conditional_formatting.add(area, rule)
    book.write(sheet, (grid.bottom + 1, left), _legend(grid, shown, as_of, step), Style("note"))
    return last


def _columns(first: date, last: date) -> tuple[list[date], int]:
    """The Mondays of the columns, and how many days a column is."""
    monday = first - timedelta(days=first.weekday())
    count = (last - monday).days // _WEEK + 1
    step = _WEEK * -(-count // MOST)
    return [monday + timedelta(days=step * number) for number in range((last - monday).days // step + 1)], step


def _rules(grid: Grid, chart: Chart, left: str, shown: list[int], step: int) -> Iterator[Rule]:
    """What fills a week: the bar, in the colour of its row's status."""
    from openpyxl.formatting.rule import FormulaRule
    from openpyxl.styles import PatternFill

    start, end = (f"${column(index + 1)}2" for index in shown[:_ENDS])
    inside = f"ISNUMBER({start}),ISNUMBER({end}),{left}$1<=MAX({start},{end}),{left}$1+{step}>MIN({start},{end})"
    at = grid.places.get(chart.status)
    for status, color in _FILLS.items() if at is not None else ():
        own = f'LEFT(${column(at + 1)}2,1)="{SYMBOLS[status]}"'  # type: ignore[operator]  # asked above
        yield FormulaRule([f"AND({inside},{own})"], fill=PatternFill("solid", start_color=color, end_color=color))  # type: ignore[no-untyped-call]  # openpyxl has no types here
    if at is None:
        yield FormulaRule([f"AND({inside})"], fill=PatternFill("solid", start_color=NAVY, end_color=NAVY))  # type: ignore[no-untyped-call]  # openpyxl has no types here


def _legend(grid: Grid, shown: list[int], as_of: date | None, step: int) -> str:
    """What the columns, marks and lines are."""
    parts = ["One column a week, by its Monday" if step == _WEEK else f"One column {step // _WEEK} weeks, by the first Monday"]
    parts += [f"{mark} {line(grid.fields[index].label)}" for mark, index in zip(_MARKS, shown[_ENDS:], strict=False)]
    return "; ".join([*parts, *([f"red lines: {dated(as_of)}"] if as_of else [])]) + "."
