"""One table of a page as CSV (RFC 4180, UTF-8, `LF` line ends, which git shows better than `CRLF`).

The header row holds the columns' keys. Numbers are plain and exact (`-15100.00`, `0.025`), dates ISO, no data is an empty field; a
measure takes four columns (`value`, `value_low`, `value_high`, `value_unit`), a trend joins its values with `;`. `_ref` and `_at` say
which plan item and line a row comes from. The total row is left out: a sum over the file is then right.

Text that a spreadsheet would take for a formula gets a leading apostrophe.
"""

from __future__ import annotations

import csv
import io
import re
from datetime import date
from typing import TYPE_CHECKING

from polops.render import words
from polops.reports.page import Measure
from polops.source.problem import PolopsError
from polops.values.ref import nearest

if TYPE_CHECKING:
    from polops.render import Look
    from polops.reports.page import Cell, Column, Page, Row, Table

_FORMULA = re.compile(r"'*(?:[\t\r\n]|\s*(?:[=+\-@\uff1d\uff0b\uff0d\uff20\ufe66\ufe62\ufe63\ufe6b]|::|##))")


def render(page: Page, look: Look) -> bytes:
    """The table that `look.table` names, else the page's first. Raises `PolopsError` where there is no such table."""
    table = _choose(page, look.table)
    places = any(row.ref or row.span for row in table.rows)
    out = io.StringIO(newline="")
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow([key for column in table.columns for key in _keys(column)] + ["_ref", "_at"] * places)
    writer.writerows(_fields(row, table, places=places) for row in table.rows)
    return out.getvalue().encode()


def guarded(text: str) -> str:
    """Text that no spreadsheet runs: on one line, nothing hidden, and an apostrophe before what looks like a formula."""
    inert = words.inert(words.one_line(text))
    return f"'{inert}" if _FORMULA.match(text) or _FORMULA.match(inert) else inert


def _choose(page: Page, key: str) -> Table:
    tables = {table.key: table for table in page.tables()}
    if not tables:
        msg = f"the report {words.one_line(page.name)} has no tables"
        raise PolopsError(msg, "use --format json or md")
    if not key:
        return next(iter(tables.values()))
    if key not in tables:
        close = nearest(key, tables)
        guess = f"did you mean {close}? " if close else ""
        msg = f"no table {words.one_line(key)[:80]} in the report {words.one_line(page.name)}"
        raise PolopsError(msg, f"{guess}its tables: {', '.join(tables)}")
    return tables[key]


def _keys(column: Column) -> tuple[str, ...]:
    key = column.key
    return (key, f"{key}_low", f"{key}_high", f"{key}_unit") if column.kind == "measure" else (key,)


def _fields(row: Row, table: Table, *, places: bool) -> list[str]:
    fields = [field for column, cell in zip(table.columns, row.cells, strict=True) for field in _cell(cell, column)]
    at = f"{row.span.path}:{row.span.line}" if row.span else ""
    return fields + [guarded(row.ref), guarded(at)] * places


def _cell(cell: Cell, column: Column) -> tuple[str, ...]:
    if column.kind == "measure":
        if not isinstance(cell, Measure):
            return (_plain(cell, column), "", "", "")
        return (*("" if number is None else words.exact(number) for number in (cell.value, cell.low, cell.high)), guarded(cell.unit))
    return (_plain(cell, column),)


def _plain(cell: Cell, column: Column) -> str:
    if cell is None:
        return ""
    if isinstance(cell, Measure):
        return words.exact(cell.value)
    if isinstance(cell, str):
        return guarded(cell)
    if isinstance(cell, tuple):
        return guarded(";".join("" if value is None else words.exact(value) for value in cell))
    return cell.isoformat() if isinstance(cell, date) else words.exact(cell, column.kind, column.unit)
