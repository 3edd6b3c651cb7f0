"""What the kinds of charts share: the columns at hand, where marks begin and end, labels, values and the legend."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING, NamedTuple

from polops.render import words
from polops.render.svg import Scale, fitted, width

if TYPE_CHECKING:
    from polops.render.svg import Picture
    from polops.reports.page import Cell

PAIR = 2
"""Series of a chart that compares two: reached and expected, start and end."""

ROW = 30.0
"""Height of a row with one bar."""


class Series(NamedTuple):
    """A column of numbers: its label, the kind of its cells, the cells, and the class of its marks."""

    label: str
    kind: str
    cells: list[Cell]
    style: str

    def number(self, row: int) -> Decimal | None:
        """The number in a row; None for no data."""
        cell = self.cells[row]
        return Decimal(cell) if isinstance(cell, (int, Decimal)) else None

    def word(self, row: int) -> str:
        """The cell of a row in words."""
        return words.word(self.cells[row], self.kind)

    def numbers(self) -> list[Decimal]:
        """The numbers that there are."""
        return [found for row in range(len(self.cells)) if (found := self.number(row)) is not None]


class Drawn(NamedTuple):
    """A chart's columns at hand, and how wide the picture is."""

    labels: list[str]
    series: list[Series]
    wide: float = 0.0
    tones: tuple[str, ...] = ()
    """The status that colours each row, where the chart has such a column; an empty text for none."""

    @property
    def numbers(self) -> list[Decimal]:
        """The numbers of all series."""
        return [number for series in self.series for number in series.numbers()]

    def told(self) -> list[str]:
        """The values in words, row by row."""
        rows = [", ".join(f"{series.label} {series.word(row)}" for series in self.series) for row in range(len(self.labels))]
        return [f"{label}: {values}" for label, values in zip(self.labels, rows, strict=True)]

    @property
    def left(self) -> float:
        """Where the marks begin: behind the labels."""
        return min(self.most, max(map(width, self.labels), default=0)) + 14

    @property
    def most(self) -> float:
        """The width of the widest label that is written in full."""
        return self.wide * 0.3

    @property
    def right(self) -> float:
        """Where the marks end: before the widest value."""
        values = [series.word(row) for series in self.series for row in range(len(self.labels))]
        return self.wide - min(self.wide * 0.35, max(map(width, values)) + 16)


def legend(picture: Picture, drawn: Drawn) -> float:
    """The names of the series with their shades, in as many lines as it takes; returns where the marks begin."""
    if len(drawn.series) == 1:
        return 6
    x, y = drawn.left, 14.0
    for series in drawn.series:
        symbol = words.SYMBOLS.get(series.style, "")
        label = fitted(series.label if series.label.startswith(symbol) else f"{symbol} {series.label}", drawn.most)
        if x + width(label) + 20 > drawn.wide:
            x, y = drawn.left, y + 20
        picture.box((x, y - 10), (12, 12), series.style)
        picture.text(x + 18, y, label, "muted")
        x += width(label) + 36
    return y + 14


def across_from(drawn: Drawn, low: Decimal, high: Decimal) -> Scale:
    """The scale of lying bars: from zero or below, with room for the values beside them."""
    start = drawn.left + (drawn.wide - drawn.right if low < 0 else 0)
    return Scale(min(float(low), 0.0), max(float(high), 0.0) or 1.0, start, drawn.right)


def name(picture: Picture, drawn: Drawn, row: int, y: float) -> None:
    """The label of a row, before its marks."""
    picture.text(drawn.left - 12, y, fitted(drawn.labels[row], drawn.most), anchor="end")


def beside(picture: Picture, x: float, y: float, number: Decimal, text: str) -> None:
    """A value beside the end of its bar."""
    if number < 0:
        picture.text(x - 6, y, text, "value", "end")
    else:
        picture.text(x + 6, y, text, "value")
