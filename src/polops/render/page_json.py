"""A page as JSON: exact values for other programs, in one documented shape.

    {"name": "status", "title": "…", "draft": false, "lead": "…", "headline": null,
     "facts": [{"label": "As of", "value": "10 Aug 2026"}],
     "sections": [{"key": "okrs", "title": "OKRs", "blocks": [
         {"type": "text", "text": "…", "bullets": []},
         {"type": "listing", "language": "yaml", "text": "…"},
         {"type": "tiles", "tiles": [{"label", "value", "kind", "unit", "detail", "status", "trend"}]},
         {"type": "table", "table": "objectives"},
         {"type": "chart", "kind": "bars", "title": "…", "table": "objectives", "x": "id", "series": ["score"]}]}],
     "tables": {"objectives": {"title", "note", "columns": [{"key", "label", "kind", "unit"}],
         "rows": [{"id": "O1", "score": "0.35", "_ref": "mh/2026-Q3/O1", "_at": "plans/okrs/mh.yaml:12", "_level": 1}],
         "total": {…} or null}},
     "findings": "findings" or null, "notes": ["…"]}

Blocks name their table; every table stands once in `tables`, those behind charts too, so `.tables.lines.rows[].budget` is always the way.
A row is an object by column key; `_ref`, `_at`, `_level` and `_tints` (column key to status) are there where they say something. Numbers
are decimal strings, never floats: money with its currency's cents, everything else with up to twelve decimals; only `integer` cells are
JSON integers. Dates are ISO, no data is `null`, a measure is `{"value", "unit", "low", "high", "unsure"}`, a trend a list, oldest first.
Characters that could steer a terminal are escaped, so the bytes may be printed anywhere.
"""

from __future__ import annotations

import json
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from polops.render import words
from polops.reports.page import Chart, Listing, Measure, Table, Text
from polops.values.text import HIDDEN

if TYPE_CHECKING:
    import re

    from polops.render import Look
    from polops.reports.page import Block, Cell, Page, Row, Tile

    Json = dict[str, Any]


def render(page: Page, look: Look) -> bytes:  # noqa: ARG001 - every format has this signature
    """The page as UTF-8 JSON, indented by two, with a final line end."""
    return dump({
        "name": page.name,
        "title": page.title,
        "draft": page.draft,
        "lead": page.lead,
        "headline": page.headline or None,
        "facts": [{"label": label, "value": value} for label, value in page.facts],
        "sections": [
            {"key": section.key, "title": section.title, "blocks": [_block(block) for block in section.blocks]}
            for section in page.sections
            if section.blocks
        ],
        "tables": {table.key: _table(table) for table in page.tables()},
        "findings": page.findings.key if page.findings is not None else None,
        "notes": list(page.notes),
    })  # fmt: skip


def dump(data: object) -> bytes:
    """JSON as we print it: readable letters, but everything that steers, hides or commands a CI runner as a `u` escape."""
    text = json.dumps(data, ensure_ascii=False, indent=2, allow_nan=False)
    return (HIDDEN.sub(_escaped, text).replace("##", "#\\u0023") + "\n").encode()


def _escaped(match: re.Match[str]) -> str:
    return json.dumps(match[0])[1:-1]


def value_of(cell: Cell, kind: str, unit: str = "") -> Any:  # noqa: ANN401 - any JSON value
    """A cell as JSON: exact, or `None` for no data."""
    if cell is None or isinstance(cell, str):
        return cell
    if isinstance(cell, Measure):
        numbers = {key: value_of(number, "number") for key, number in (("value", cell.value), ("low", cell.low), ("high", cell.high))}
        return {"value": numbers["value"], "unit": cell.unit, "low": numbers["low"], "high": numbers["high"], "unsure": cell.unsure}
    if isinstance(cell, tuple):
        return [value_of(number, "number") for number in cell]
    if isinstance(cell, date):
        return cell.isoformat()
    whole = Decimal(cell) == Decimal(cell).to_integral_value()
    return int(cell) if kind == "integer" and whole else words.exact(cell, kind, unit)


def _block(block: Block) -> Json:
    if isinstance(block, Table):
        return {"type": "table", "table": block.key}
    if isinstance(block, Listing):
        return {"type": "listing", "language": block.language, "text": block.text}
    if isinstance(block, Chart):
        chart = {
            "type": "chart",
            "kind": block.kind,
            "title": block.title,
            "table": block.table.key,
            "x": block.x,
            "series": list(block.series),
        }
        return chart | ({"status": block.status} if block.status else {})
    if isinstance(block, Text):
        return {"type": "text", "text": block.text, "bullets": list(block.bullets)}
    return {"type": "tiles", "tiles": [_tile(tile) for tile in block.tiles]}


def _tile(tile: Tile) -> Json:
    return {
        "label": tile.label,
        "value": value_of(tile.value, tile.kind, tile.unit),
        "kind": tile.kind,
        "unit": tile.unit,
        "detail": tile.detail,
        "status": tile.status,
        "trend": value_of(tile.trend, "trend"),
    }


def _table(table: Table) -> Json:
    columns = [{"key": column.key, "label": column.label, "kind": column.kind, "unit": column.unit} for column in table.columns]
    rows = [_row(row, table) for row in table.rows]
    return {
        "title": table.title,
        "note": table.note,
        "columns": columns,
        "rows": rows,
        "total": _row(table.total, table) if table.total is not None else None,
    }


def _row(row: Row, table: Table) -> Json:
    cells = {column.key: value_of(cell, column.kind, column.unit) for column, cell in zip(table.columns, row.cells, strict=True)}
    tints = {column.key: tint for column, tint in zip(table.columns, row.tints, strict=False) if tint}
    at = f"{row.span.path}:{row.span.line}" if row.span is not None else ""
    place = {"_ref": row.ref, "_at": at, "_level": row.level, "_tints": tints}
    return cells | {key: value for key, value in place.items() if value}
