"""Charts as text: bars of blocks beside their values, and sparklines. What a chart shows is also in its table."""

from __future__ import annotations

from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from typing import TYPE_CHECKING

from rich.text import Text

from polops.render import words
from polops.render.terminal_lines import COLORS, GAP, beside, say, status, wrap
from polops.render.terminal_tables import cell_text
from polops.reports.page import Measure

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from polops.render.terminal_lines import Align
    from polops.reports.page import Cell, Chart, Column

    Number = Decimal | int
    Line = tuple[str, str, str | Text, Text]  # label, second label, bar, value

_BAR = "cyan"
_BLOCK = "▄"
"""Half as high as the line, so that bars of neighbouring lines stay apart."""
_WIDEST = 40
_LEAST = 8
_SHADES = "█▓▒░▚▪"
_MARKS = "◇◆"


def chart(source: Chart, width: int) -> Iterator[Text]:
    """The chart's title and its lines; nothing where it has no data."""
    lines = list(_KINDS[source.kind](source, width))
    if lines:
        if source.title:
            yield from wrap(say(source.title, "bold"), width, 2)
        yield from lines


def covers(source: Chart) -> bool:
    """Whether the drawn chart says all that its table says: every column's values, no total, no note."""
    shown = {source.x, *source.series}
    table = source.table
    return source.kind != "lines" and all(column.key in shown for column in table.columns) and table.total is None and not table.note


def span_bar(start: Number, end: Number, low: Number, high: Number, width: int) -> str:
    """Blocks from start to end on a scale from low to high; what is not nothing takes one block at least."""
    if width <= 0:
        return ""
    first, last = sorted((_position(start, low, high, width), _position(end, low, high, width)))
    if first == last and start != end:
        first, last = (first, first + 1) if first < width else (first - 1, first)
    return " " * first + _BLOCK * (last - first)


def _position(value: Number, low: Number, high: Number, width: int) -> int:
    if high == low:
        return 0
    return int((Decimal(value - low) / Decimal(high - low) * width).quantize(Decimal(1), ROUND_HALF_UP))


def numeric(cell: Cell) -> Number | None:
    """A cell as a number to draw: a measure's value, a date as its day number."""
    if isinstance(cell, Measure):
        return cell.value
    if isinstance(cell, date):
        return cell.toordinal()
    return cell if isinstance(cell, Decimal | int) else None


def _column(source: Chart, key: str) -> tuple[Column, list[Cell]]:
    index = next(i for i, column in enumerate(source.table.columns) if column.key == key)
    return source.table.columns[index], [row.cells[index] for row in source.table.rows]


def _labels(source: Chart) -> list[str]:
    column, cells = _column(source, source.x)
    return [words.cell(cell, column) for cell in cells]


def _numbers(source: Chart) -> list[Number]:
    return [number for key in source.series for cell in _column(source, key)[1] if (number := numeric(cell)) is not None]


def _laid(lines: Sequence[Line], width: int, bar: Callable[[str], Text] | None = None) -> Iterator[Text]:
    """Labels, bars and values in columns; labels give way, values never do."""
    aligns: list[Align] = ["left", "left", "left", "right"]
    columns = [[say(line[0]) for line in lines], [say(line[1], "dim") for line in lines]]
    bars = [line[2] if isinstance(line[2], Text) else bar(line[2]) if bar else Text(line[2], _BAR) for line in lines]
    labels = [max((text.cell_len for text in column), default=0) for column in columns]
    widths = [min(labels[0], width // 4), min(labels[1], width // 6), max((text.cell_len for text in bars), default=0)]
    widths.append(max((line[3].cell_len for line in lines), default=0))
    for index, line in enumerate(lines):
        block = [wrap(columns[0][index], widths[0], 1), wrap(columns[1][index], widths[1], 1), [bars[index]], [line[3]]]
        kept = [i for i in range(len(block)) if widths[i]]
        yield from beside([block[i] for i in kept], [widths[i] for i in kept], [aligns[i] for i in kept])


def _room(source: Chart, width: int, values: Sequence[Text]) -> int:
    """How wide bars may be beside labels and values; 0 where they would say nothing."""
    labels = min(max((say(label).cell_len for label in _labels(source)), default=0), width // 4)
    series = min(max((say(_column(source, key)[0].label).cell_len for key in source.series), default=0), width // 6)
    value = max((text.cell_len for text in values), default=0)
    room = width - labels - series - value - 3 * GAP
    return min(_WIDEST, room) if room >= _LEAST else 0


def _bars(source: Chart, width: int) -> Iterator[Text]:
    numbers = _numbers(source)
    if not numbers:
        return
    low, high = min(0, *numbers), max(0, *numbers)
    columns = [_column(source, key) for key in source.series]
    room = _room(source, width, [cell_text(cell, column) for column, cells in columns for cell in cells])
    lines: list[Line] = []
    for row, label in enumerate(_labels(source)):
        for position, (column, cells) in enumerate(columns):
            number = numeric(cells[row])
            bar = "" if number is None else span_bar(0, number, low, high, room)
            lines.append((label if position == 0 else "", column.label if len(columns) > 1 else "", bar, cell_text(cells[row], column)))
    yield from _laid(lines, width)


def _stacked(source: Chart, width: int) -> Iterator[Text]:
    columns = [_column(source, key) for key in source.series]
    rows = [[max(Decimal(numeric(cells[row]) or 0), Decimal(0)) for _, cells in columns] for row in range(len(source.table.rows))]
    most = max((sum(row, Decimal(0)) for row in rows), default=Decimal(0))
    if not most:
        return
    values = [Text(" · ").join(cell_text(cells[row], column) for column, cells in columns) for row in range(len(rows))]
    room = _room(source, width, values)
    lines: list[Line] = []
    for label, row, value in zip(_labels(source), rows, values, strict=True):
        ends = [_position(sum(row[: i + 1], Decimal(0)), 0, most, room) for i in range(len(row))]
        bar = "".join(_SHADES[i % len(_SHADES)] * (end - start) for i, (start, end) in enumerate(zip([0, *ends], ends, strict=False)))
        lines.append((label, "", bar, value))
    styles = {_SHADES[i % len(_SHADES)]: COLORS.get(words.of_status(column.key), _BAR) for i, (column, _) in enumerate(columns)}

    def shaded(bar: str) -> Text:
        return Text.assemble(*((shade, styles[shade]) for shade in bar))

    yield from _laid(lines, width, shaded)
    legend = [Text.assemble(shaded(_SHADES[i % len(_SHADES)]), " ", say(column.label, "dim")) for i, (column, _) in enumerate(columns)]
    yield from wrap(Text("  ").join(legend), width, 3)


def _bridge(source: Chart, width: int) -> Iterator[Text]:
    column, cells = _column(source, source.series[0])
    spans: list[tuple[Number, Number] | None] = []
    running: Number = 0
    for row, cell in enumerate(cells):
        number = numeric(cell)
        stands = row in {0, len(cells) - 1}
        if number is None:
            spans.append(None)
            continue
        spans.append((0, number) if stands else (running, running + number))
        running = number if stands else running + number
    ends = [0, *(end for span in spans if span for end in span)]
    values = [cell_text(cell, column) for cell in cells]
    for row, cell in enumerate(cells[1:-1], 1):
        if column.kind == "money" and isinstance(cell, Decimal | int):
            values[row] = Text(words.money(Decimal(cell), signed=True))
    room = _room(source, width, values)
    bars = ["" if span is None else span_bar(*span, min(ends), max(ends), room) for span in spans]
    yield from _laid([(label, "", bar, value) for label, bar, value in zip(_labels(source), bars, values, strict=True)], width)


def _lines(source: Chart, width: int) -> Iterator[Text]:
    """A sparkline per series, all on one scale, with its first and last value."""
    numbers = _numbers(source)
    if not numbers:
        return
    bounds = Decimal(min(numbers)), Decimal(max(numbers))
    lines: list[Line] = []
    for key in source.series:
        column, cells = _column(source, key)
        points = [numeric(cell) for cell in cells]
        known = [cell for cell in cells if cell is not None]
        trend = words.sparkline(tuple(None if point is None else Decimal(point) for point in points), bounds)
        ends = Text.assemble(cell_text(known[0], column), " → ", cell_text(known[-1], column)) if known else cell_text(None, column)
        lines.append((column.label, "", trend, ends))
    yield from _laid(lines, width)
    labels = _labels(source)[-12:]
    yield from wrap(say(f"{labels[0]} to {labels[-1]}", "dim"), width, 2)


def _bullet(source: Chart, width: int) -> Iterator[Text]:
    """A bar for what is reached, a mark where it is expected."""
    numbers = _numbers(source)
    if not numbers:
        return
    (reached, values), (expected, targets) = _column(source, source.series[0]), _column(source, source.series[1])
    words_ = [Text.assemble(cell_text(a, reached), " / ", cell_text(b, expected)) for a, b in zip(values, targets, strict=True)]
    room = _room(source, width, words_)
    low, high = min(0, *numbers), max(*numbers, 1 if reached.kind in {"score", "ratio"} else 0)
    lines: list[Line] = []
    for label, value, target, word in zip(_labels(source), values, targets, words_, strict=True):
        number, mark = numeric(value), numeric(target)
        bar = ("" if number is None else span_bar(0, number, low, high, room)).ljust(room, "·")
        at = min(_position(mark, low, high, room), room - 1) if mark is not None else room
        lines.append((label, "", bar[: max(at, 0)] + "┃" * (0 <= at < room) + bar[at + 1 :], word))
    yield from _laid(lines, width)
    yield from wrap(say(f"{_BLOCK} {reached.label}  ┃ {expected.label}", "dim"), width, 2)


_ENDS = 2
"""Series of a schedule that are the ends of its bars; those after them are marks."""


def _gantt(source: Chart, width: int) -> Iterator[Text]:
    numbers = _numbers(source)
    if not numbers:
        return
    (first, starts), (last, ends) = _column(source, source.series[0]), _column(source, source.series[:_ENDS][-1])
    marks = [_column(source, key) for key in source.series[_ENDS:][: len(_MARKS)]]
    colours = _column(source, source.status)[1] if source.status else [None] * len(starts)
    values = [
        Text.assemble(cell_text(b, last), " ", status(colour))
        if isinstance(colour, str)
        else Text.assemble(cell_text(a, first), " → ", cell_text(b, last))
        if a or b
        else cell_text(None, first)
        for a, b, colour in zip(starts, ends, colours, strict=True)
    ]
    room = _room(source, width, values)
    bounds = min(numbers), max(numbers)
    lines: list[Line] = []
    for row, (label, start, end, value) in enumerate(zip(_labels(source), starts, ends, values, strict=True)):
        low, high, colour = numeric(start), numeric(end), colours[row]
        bar = Text("" if low is None or high is None else span_bar(low, high, *bounds, room), COLORS.get(str(colour), _BAR))
        short = say(label)
        short.truncate(width // 4, overflow="ellipsis")
        lines.append((short.plain, "", _marked(bar, [numeric(cells[row]) for _, cells in marks], bounds, room), value))
    yield from _laid(lines, width)
    if room and marks:
        said = "  ".join(f"{mark} {column.label}" for mark, (column, _) in zip(_MARKS, marks, strict=False))
        yield from wrap(say(said, "dim"), width, 2)


def _marked(bar: Text, days: Sequence[Number | None], bounds: tuple[Number, Number], room: int) -> Text:
    """A bar with a mark at each day; where two fall into one place the later of them stands."""
    for mark, day in zip(_MARKS, days, strict=False):
        if day is not None and room:
            at = min(_position(day, *bounds, room), room - 1)
            bar.append(" " * max(0, at + 1 - bar.cell_len))
            bar = Text.assemble(bar[:at], (mark, "bold"), bar[at + 1 :])
    return bar


_KINDS: dict[str, Callable[[Chart, int], Iterator[Text]]] = {
    "bars": _bars,
    "stacked_bars": _stacked,
    "bridge": _bridge,
    "lines": _lines,
    "bullet": _bullet,
    "gantt": _gantt,
}
