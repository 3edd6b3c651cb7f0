"""A report as a workbook: a `Read me` first, then one sheet per table of the page, the findings last.

Numbers are numbers with formats, totals are formulas over the rows they stand under, texts are texts whatever they begin with.
The same page gives the same bytes; nothing in the file refers to another file, a machine or a user.
"""

from __future__ import annotations

import io
import re
from datetime import datetime
from typing import TYPE_CHECKING, cast

from polops.render.xlsx_grid import Grid
from polops.render.xlsx_readme import README
from polops.render.xlsx_readme import fill as fill_readme
from polops.render.xlsx_sheet import fill
from polops.render.xlsx_styles import Book
from polops.render.xlsx_text import line, sheet_names, table_names
from polops.render.xlsx_zip import UNDATED, stable
from polops.reports.page import Chart

if TYPE_CHECKING:
    from openpyxl.worksheet.worksheet import Worksheet

    from polops.render import Look
    from polops.reports.page import Page

AUTHOR = "polops"

_DATE = re.compile(r"\b(\d{4}-\d{2}-\d{2}|\d{1,2} [A-Z][a-z]{2} \d{4})\b")


def render(page: Page, look: Look) -> bytes:  # noqa: ARG001 - every format has the same signature; a workbook shows all
    """The bytes of an .xlsx file."""
    from openpyxl import Workbook

    workbook = Workbook()
    first = cast("Worksheet", workbook.active)
    first.title = README
    book = Book(first)
    sheets = grids(page)
    cached = {}
    for number, grid in enumerate(sheets, 2):
        sheet = workbook.create_sheet(grid.sheet)
        cached[f"xl/worksheets/sheet{number}.xml"] = fill(sheet, grid, book, page, _charts(page, grid))
    fill_readme(first, page, sheets, book)
    when = _as_of(page)
    workbook.properties.creator, workbook.properties.title, workbook.properties.created = AUTHOR, line(page.title), when
    saved = io.BytesIO()
    workbook.save(saved)
    return stable(saved.getvalue(), cached, when)


def grids(page: Page) -> tuple[Grid, ...]:
    """The page's tables with the names of their sheets and Excel tables."""
    tables = page.tables()
    sheets = sheet_names((table.sheet or table.title or table.key for table in tables), [README])
    names = table_names(table.key for table in tables)
    return tuple(Grid(table, sheet, name) for table, sheet, name in zip(tables, sheets, names, strict=True))


def _charts(page: Page, grid: Grid) -> list[Chart]:
    """The charts of a table, in the page's order."""
    blocks = (block for section in page.sections for block in section.blocks)
    return [block for block in blocks if isinstance(block, Chart) and block.table.key == grid.table.key]


def _as_of(page: Page) -> datetime:
    """The first date in the report's facts, which is its as-of date: the only date that the file carries."""
    for _, said in page.facts:
        if found := _DATE.search(said):
            try:
                return datetime.strptime(found[1], "%Y-%m-%d" if found[1][4:5] == "-" else "%d %b %Y")  # noqa: DTZ007 - a day
            except ValueError:
                continue
    return UNDATED
