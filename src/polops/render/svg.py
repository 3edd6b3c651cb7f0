"""Inline SVG from numbers: scales, shapes, labels and sparklines; how they look is left to the page's style sheet.

Shapes carry classes (`s0`…`s3` for series, a status's name, `axis`, `grid`, `muted`), texts are escaped here, and every picture
has a title and its values in words for those who cannot see it. Coordinates have one decimal, so the same page gives the same bytes.
"""

from __future__ import annotations

import math
from dataclasses import field
from decimal import Decimal
from html import escape
from typing import TYPE_CHECKING
from unicodedata import combining, east_asian_width

from polops.render import words
from polops.values.record import dataclass

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from polops.reports.page import Trend

GLYPH = 7.9
"""Width of a letter at the size charts are set in (13 units): that of a wide face, so that no label is cut."""

MOST_TOLD = 2000
"""Letters of values in words that a picture carries."""


def at(value: float) -> str:
    """A coordinate: one decimal, no negative zero."""
    return f"{value + 0:.1f}".removesuffix(".0").replace("-0", "0") if abs(value) < 0.05 else f"{value:.1f}".removesuffix(".0")  # noqa: PLR2004 - half of the last digit


def width(text: str) -> float:
    """About how wide a label is."""
    return GLYPH * sum(_broad(glyph) for glyph in text)


def _broad(glyph: str) -> float:
    if combining(glyph):
        return 0
    return 1.8 if east_asian_width(glyph) in "WF" else 1.25 if glyph.isupper() else 1


def fitted(text: str, most: float) -> str:
    """The text, cut with an ellipsis where it is wider than that."""
    if width(text) <= most:
        return text
    while text and width(text) + GLYPH > most:
        text = text[: max(0, min(len(text) - 1, int(most / GLYPH)))]
    return text.rstrip() + "…"


@dataclass(frozen=True, slots=True)
class Scale:
    """A straight scale from values to coordinates."""

    low: float
    high: float
    start: float
    end: float

    def __call__(self, value: Decimal | float) -> float:
        """The coordinate of a value."""
        spread = self.high - self.low or 1.0
        return self.start + (float(value) - self.low) / spread * (self.end - self.start)


def ticks(low: float, high: float, about: int = 5) -> list[Decimal]:
    """Round values from at or below `low` to at or above `high`, with steps of 1, 2, 2.5 or 5 times a power of ten."""
    span = (high - low) or abs(high) or 1.0
    power = Decimal(10) ** math.floor(math.log10(span / about))
    step = next(power * factor for factor in map(Decimal, ("1", "2", "2.5", "5", "10")) if float(power * factor) * about >= span * 0.999)
    first = math.floor(Decimal(repr(low)) / step)
    last = math.ceil(Decimal(repr(high)) / step)
    return [step * number for number in range(first, last + 1)]


@dataclass(slots=True)
class Picture:
    """Shapes in the order they are drawn."""

    wide: float
    high: float
    shapes: list[str] = field(default_factory=list)

    def text(self, x: float, y: float, text: str, kind: str = "", anchor: str = "start") -> None:
        """A label; `y` is its base line."""
        end = "" if anchor == "start" else f' text-anchor="{anchor}"'
        self.shapes.append(f'<text x="{at(x)}" y="{at(y)}"{_class(kind)}{end}>{escape(text)}</text>')

    def box(self, place: tuple[float, float], size: tuple[float, float], kind: str, tip: str = "") -> None:
        """A bar from its upper left corner, at least one unit wide, with its words as a tooltip."""
        (x, y), (wide, high) = place, size
        shape = f'<rect x="{at(x)}" y="{at(y)}" width="{at(max(wide, 1))}" height="{at(high)}" rx="2"{_class(kind)}>'
        self.shapes.append(f"{shape}<title>{escape(tip)}</title></rect>" if tip else f"{shape}</rect>")

    def line(self, points: Sequence[tuple[float, float]], kind: str) -> None:
        """A line through points."""
        path = "L".join(f"{at(x)} {at(y)}" for x, y in points)
        self.shapes.append(f'<path d="M{path}"{_class(kind)}/>')

    def dot(self, x: float, y: float, kind: str, size: float = 3) -> None:
        """A round mark."""
        self.shapes.append(f'<circle cx="{at(x)}" cy="{at(y)}" r="{at(size)}"{_class(kind)}/>')

    def diamond(self, x: float, y: float, kind: str, size: float = 6) -> None:
        """A mark on a day."""
        path = "L".join(f"{at(left)} {at(top)}" for left, top in ((x, y - size), (x + size, y), (x, y + size), (x - size, y)))
        self.shapes.append(f'<path d="M{path}Z"{_class(kind)}/>')

    def markup(self, title: str, values: Iterable[str], kind: str = "chart") -> str:
        """The picture with its title and its values in words."""
        told = "; ".join(values)
        told = told if len(told) <= MOST_TOLD else told[:MOST_TOLD] + "…"
        wide, high = at(self.wide), at(self.high)
        head = f'<svg class="{kind}" role="img" viewBox="0 0 {wide} {high}" width="{wide}" height="{high}">'
        return f"{head}<title>{escape(title)}</title><desc>{escape(told)}</desc>{''.join(self.shapes)}</svg>"


def _class(kind: str) -> str:
    return f' class="{escape(kind)}"' if kind else ""


def sparkline(trend: Trend) -> str:
    """A small line of up to 12 points with its end marked; gaps stay gaps, and no data draws nothing."""
    trend = trend[-12:]
    known = [value for value in trend if value is not None]
    if not known:
        return ""
    low, high = float(min(known)), float(max(known))
    down = Scale(low, high, 20, 4) if low < high else Scale(low, low + 2, 12, 4)
    across = Scale(0, max(1, len(trend) - 1), 3, 93)
    picture = Picture(96, 24)
    runs: list[list[tuple[float, float]]] = [[]]
    for number, value in enumerate(trend):
        if value is None:
            runs.append([])
        else:
            runs[-1].append((across(number), down(value)))
    for run in filter(None, runs):
        if len(run) > 1:
            picture.line(run, "spark")
        elif run != runs[-1]:
            picture.dot(*run[0], "spark-dot", 1.5)
    last = next(run for run in reversed(runs) if run)[-1]
    picture.dot(*last, "spark-dot", 2.5)
    told = ", ".join(words.NONE if value is None else words.number(value) for value in trend)
    return picture.markup("Trend, oldest first", [told], "sparkline")
