"""Cells of a report's tables, for the tests of the policy desk's reports."""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

from polops.reports import Options, module

if TYPE_CHECKING:
    from polops.analyse.context import Context
    from polops.reports.page import Cell, Page, Table


def page_of(name: str, ctx: Context, options: Options | None = None) -> Page:
    """The page of a report for restricted readers, as its module makes it."""
    page: Page = import_module(module(name)).build(ctx, options or Options())
    return page


def table(page: Page, key: str) -> Table:
    """A table of a page."""
    return next(found for found in page.tables() if found.key == key)


def cells(page: Page, key: str, *columns: str) -> list[tuple[Cell, ...]]:
    """The cells of some columns of a table, row by row."""
    found = table(page, key)
    keys = [column.key for column in found.columns]
    return [tuple(row.cells[keys.index(column)] for column in columns) for row in found.rows]


def keys(page: Page) -> list[str]:
    """The sections of a page."""
    return [section.key for section in page.sections]
