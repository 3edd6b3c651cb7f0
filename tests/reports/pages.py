"""Reads a page in tests: the cells of a table by column, and the lead."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from polops.reports.page import Cell, Page, Table


def table(page: Page, key: str) -> Table:
    """A table of the page."""
    return next(found for found in page.tables() if found.key == key)


def cells(page: Page, key: str, *columns: str) -> list[tuple[Cell, ...]]:
    """Some columns of a table, row by row."""
    found = table(page, key)
    places = [[column.key for column in found.columns].index(name) for name in columns]
    return [tuple(row.cells[place] for place in places) for row in found.rows]


def keys(page: Page) -> list[str]:
    """The sections of the page."""
    return [section.key for section in page.sections]
