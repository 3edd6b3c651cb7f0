"""Every page on its way out: who it is for is said, and hidden amounts become *not available*.

A report needs to do nothing for this: its context holds no item that its readers may not see, and no amount (`analyse.audience`). What it
computes from a hidden amount is hidden too, and is taken out here wherever it stands.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from polops.analyse.few import FEWEST
from polops.analyse.wording import counted
from polops.reports.page import Chart, Measure, Table, Tiles
from polops.values.hidden import is_hidden

if TYPE_CHECKING:
    from polops.analyse.context import Context
    from polops.reports.page import Block, Cell, Page, Row, Section, Tile, Trend

HIDDEN = (
    f"Not shown (n/a): amounts for fewer than {FEWEST} people, and those from which such an amount could be computed; "
    "--audience restricted shows them."
)


def told(ctx: Context, page: Page) -> Page:
    """The page with its audience at the head, what was left out at the foot, and no hidden amount in it."""
    sections = tuple(replace(section, blocks=tuple(_block(block) for block in section.blocks)) for section in page.sections)
    sheets = tuple(_table(table) for table in page.sheets)
    notes = page.notes
    if any(new is not old for new, old in zip(_blocks(sections, sheets), _blocks(page.sections, page.sheets), strict=True)):
        notes = (*notes, HIDDEN)
    if ctx.plan.left_out:
        notes = (*notes, f"{counted(ctx.plan.left_out, 'item')} for fewer readers left out, also of totals.")
    return replace(page, facts=(*page.facts, ("Audience", ctx.audience)), sections=sections, sheets=sheets, notes=notes)


def _blocks(sections: tuple[Section, ...], sheets: tuple[Table, ...]) -> list[Block]:
    return [*(block for section in sections for block in section.blocks), *sheets]


def _block(block: Block) -> Block:
    """The block itself where nothing in it is hidden."""
    if isinstance(block, Table):
        return _table(block)
    if isinstance(block, Chart):
        table = _table(block.table)
        return block if table is block.table else replace(block, table=table)
    if isinstance(block, Tiles):
        tiles = tuple(_tile(tile) for tile in block.tiles)
        return block if tiles == block.tiles else replace(block, tiles=tiles)
    return block


def _tile(tile: Tile) -> Tile:
    return replace(tile, value=_cell(tile.value), trend=_trend(tile.trend)) if _has_hidden((tile.value, tile.trend)) else tile


def _table(table: Table) -> Table:
    """The table without hidden amounts; a column with such a hole is not the sum of what it shows."""
    rows = (*table.rows, table.total) if table.total else table.rows
    holes = {column.key for i, column in enumerate(table.columns) if any(_has_hidden(row.cells[i : i + 1]) for row in rows)}
    if not holes:
        return table
    columns = tuple(
        replace(column, total="") if holes.intersection((column.key, *column.total.split("/"))) else column for column in table.columns
    )
    return replace(table, columns=columns, rows=tuple(_row(row) for row in table.rows), total=_row(table.total) if table.total else None)


def _row(row: Row) -> Row:
    return replace(row, cells=tuple(_cell(cell) for cell in row.cells)) if _has_hidden(row.cells) else row


def _has_hidden(cells: tuple[Cell, ...]) -> bool:
    return any(_cell(cell) is not cell for cell in cells)


def _cell(cell: Cell) -> Cell:
    if isinstance(cell, Measure):
        return None if any(map(is_hidden, (cell.value, cell.low, cell.high))) else cell
    if isinstance(cell, tuple):
        return _trend(cell)
    return None if is_hidden(cell) else cell


def _trend(cell: Trend) -> Trend:
    return tuple(None if is_hidden(value) else value for value in cell) if any(map(is_hidden, cell)) else cell
