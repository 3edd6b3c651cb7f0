"""Tables as lines: which columns fit, how wide they are, and the rows.

Numbers are never wrapped or cut: a table that is too wide loses its columns of rank 3, then of rank 2 (its note names them), and at
the worst becomes a list of `label: value` lines.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from rich.text import Text

from polops.render import words
from polops.render.terminal_lines import COLORS, GAP, beside, say, status, wrap

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from polops.render.terminal_lines import Align
    from polops.reports.page import Cell, Column, Row, Table

_RIGHT = {"money", "variance", "ratio", "points", "score", "number", "integer"}
_WORDY = {"id", "text"}
_COMFORT = 28
"""A text column gets this much, where its text is longer, before columns of lower rank are shown."""
_LEAST = 10
_LONGEST = 32
"""A cell of another kind that is longer than this (a unit of many words) wraps like text."""
_CELL_LINES = 4
_DEEPEST = 8


class Fit(NamedTuple):
    """The columns that are shown, by index, with their widths."""

    columns: list[int]
    widths: list[int]


def table(source: Table, width: int, *, title: bool = True, limit: int = 0) -> Iterator[Text]:
    """The table's title, head, rows, total and note. With a `limit` at most so many rows, and how many more there are."""
    if title and source.title:
        yield from wrap(say(source.title, "bold"), width, 2)
    rows = source.rows[:limit] if limit else source.rows
    if not rows:
        yield from wrap(say(source.note or "none", "dim"), width)
        return
    fit = fitted(source, width)
    if fit is None:
        yield from _records(source, rows, width)
    else:
        yield from _grid(source, rows, fit)
    if len(rows) < len(source.rows):
        yield Text(f"… and {len(source.rows) - len(rows):,} more; {len(source.rows):,} in all")
    note = _note(source, fit)
    if note:
        yield from wrap(Text(note, "dim"), width)


def fitted(source: Table, width: int) -> Fit | None:
    """The columns that fit, and their widths; None where not even those of rank 1 do."""
    widest = [_widest(source, index) for index in range(len(source.columns))]
    natural = [_natural(column, width) for column, width in zip(source.columns, widest, strict=True)]
    flexible = [column.kind in _WORDY or width > _LONGEST for column, width in zip(source.columns, widest, strict=True)]
    kept = list(range(len(natural)))
    for drop in sorted((i for i in kept if source.columns[i].rank > 1), key=lambda i: (-source.columns[i].rank, -i)):
        if _sum([min(natural[i], _COMFORT) if flexible[i] else natural[i] for i in kept]) <= width:
            break
        kept.remove(drop)
    for least in (_COMFORT, _COMFORT // 2, _LEAST):
        widths = [min(natural[i], least) if flexible[i] else natural[i] for i in kept]
        if _sum(widths) <= width:
            return Fit(kept, _stretched(widths, [natural[i] for i in kept], width - _sum(widths)))
    return None


def _sum(widths: Sequence[int]) -> int:
    return sum(widths) + GAP * (len(widths) - 1)


def _stretched(widths: list[int], natural: list[int], room: int) -> list[int]:
    """The widths with the room shared out among the columns that want more, evenly."""
    widths = list(widths)
    while room > 0 and (wanting := [i for i, width in enumerate(widths) if width < natural[i]]):
        for i in wanting[:room]:
            widths[i] += 1
        room -= len(wanting[:room])
    return widths


def _widest(source: Table, index: int) -> int:
    column = source.columns[index]
    rows = [*source.rows, *([source.total] if source.total else [])]
    return max((_row_text(row, index, column).cell_len + (_indent(source, row, index) if row.level else 0) for row in rows), default=0)


def _natural(column: Column, widest: int) -> int:
    """As wide as the widest cell and the longest word of the heading; all of a short heading."""
    label = words.one_line(column.label)
    longest = max((Text(word).cell_len for word in label.split()), default=0)
    return max(widest, min(longest, _LONGEST // 2), min(Text(label).cell_len, _LEAST), 1)


def _indent(source: Table, row: Row, index: int) -> int:
    """A child stands two columns deeper than its parent, in the first column of text."""
    first = next((i for i, column in enumerate(source.columns) if column.kind in _WORDY), 0)
    return 2 * min(row.level, _DEEPEST) if index == first else 0


def cell_text(cell: Cell, column: Column) -> Text:
    """A cell in words: no data dim, a status coloured, a zero variance aligned with those that have a letter."""
    if cell is None:
        return Text(words.NONE, "dim")
    if column.kind == "status" and isinstance(cell, str):
        return status(cell)
    text = words.cell(cell, column)
    return Text(text + "  " if column.kind == "variance" and text[-1:] not in "FU" else text)


def _row_text(row: Row, index: int, column: Column) -> Text:
    """A cell of a row in words, with the symbol of the status that tints it."""
    text = cell_text(row.cells[index], column)
    if index >= len(row.tints) or not (tint := row.tints[index]):
        return text
    text = Text(words.tinted(text.plain, row.cells[index], tint))
    text.stylize(COLORS[tint], 0, 1)
    return text


def _align(column: Column) -> Align:
    return "right" if column.kind in _RIGHT else "left"


def _grid(source: Table, rows: Sequence[Row], fit: Fit) -> Iterator[Text]:
    columns = [source.columns[i] for i in fit.columns]
    aligns = [_align(column) for column in columns]
    heads = [wrap(say(column.label, "dim"), width, _CELL_LINES) for column, width in zip(columns, fit.widths, strict=True)]
    rule = Text("─" * _sum(fit.widths), "dim")
    yield from beside(heads, fit.widths, aligns, bottom=True)
    yield rule
    tree = any(row.level for row in rows)
    for row in rows:
        yield from beside(_cells(source, row, fit, parent=tree and row.level == 0), fit.widths, aligns)
    if source.total is not None:
        yield rule
        for line in beside(_cells(source, source.total, fit, total=True), fit.widths, aligns):
            line.stylize("bold")
            yield line


def _cells(source: Table, row: Row, fit: Fit, *, parent: bool = False, total: bool = False) -> list[list[Text]]:
    """The row's cells as lines; a total that a column does not have stays blank."""
    cells = []
    for index, width in zip(fit.columns, fit.widths, strict=True):
        column, cell, indent = source.columns[index], row.cells[index], _indent(source, row, index)
        text = Text() if total and cell is None and not column.total else _row_text(row, index, column)
        if parent and column.kind in _WORDY:
            text.stylize("bold")
        lines = wrap(text, max(width - indent, 1), _CELL_LINES)
        cells.append([Text(" " * indent) + line for line in lines] if indent else lines)
    return cells


def _records(source: Table, rows: Sequence[Row], width: int) -> Iterator[Text]:
    """Where no table fits: every row as a list of `label: value`."""
    for row in [*rows, *([source.total] if source.total else [])]:
        first, *rest = [(column, cell_text(cell, column)) for column, cell in zip(source.columns, row.cells, strict=True)]
        yield from wrap(Text.assemble(first[1], style="bold"), width, _CELL_LINES)
        for column, text in rest:
            label = say(column.label, "dim")
            label.truncate(max(width // 3, _LEAST), overflow="ellipsis")
            yield from (Text("  ") + line for line in wrap(Text.assemble(label, ": ", text), width - 2, _CELL_LINES))


def _note(source: Table, fit: Fit | None) -> str:
    """What the amounts are in, the table's own note, and which columns did not fit."""
    units = sorted({column.unit for column in source.columns if column.kind in {"money", "variance"} and column.unit})
    parts = [f"Amounts in {', '.join(units)}."] if units else []
    parts += [source.note] if source.note else []
    hidden = [column.label for i, column in enumerate(source.columns) if fit is not None and i not in fit.columns]
    parts += [f"Wider terminal shows: {', '.join(hidden)}."] if hidden else []
    return words.one_line(" ".join(parts))
