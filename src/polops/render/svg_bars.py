"""Charts of bars: grouped, stacked, bridge and bullet. Bars lie on their side, so that labels have room."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING

from polops.render import words
from polops.render.svg import Picture, Scale, fitted, width
from polops.render.svg_drawn import PAIR, ROW, across_from, beside, legend, name

if TYPE_CHECKING:
    from polops.render.svg_drawn import Drawn


def bars(drawn: Drawn) -> Picture:
    """Bars in groups, one group a row."""
    thick = 18.0 if len(drawn.series) == 1 else 14.0
    step = thick * len(drawn.series) + 2 * (len(drawn.series) - 1) + 14
    picture = Picture(drawn.wide, 0)
    top = legend(picture, drawn)
    scale = across_from(drawn, min(drawn.numbers), max(drawn.numbers))
    for row in range(len(drawn.labels)):
        y = top + row * step
        name(picture, drawn, row, y + (step - 14) / 2 + 5)
        for order, series in enumerate(drawn.series):
            number, base = series.number(row), y + order * (thick + 2)
            if number is None:
                picture.text(scale(0) + 6, base + thick - 3, words.NONE, "muted")
                continue
            start, end = sorted((scale(0), scale(number)))
            picture.box((start, base), (end - start, thick), series.style, f"{drawn.labels[row]}, {series.label}: {series.word(row)}")
            beside(picture, scale(number), base + thick / 2 + 4.5, number, series.word(row))
    picture.high = top + step * len(drawn.labels)
    picture.line([(scale(0), top - 4), (scale(0), picture.high - 10)], "axis")
    return picture


def stacked(drawn: Drawn) -> Picture | None:
    """One bar a row, its parts end to end with their values inside where there is room, and the sum behind."""
    if min(drawn.numbers) < 0:
        return None
    sums = [sum((series.number(row) or Decimal(0) for series in drawn.series), Decimal(0)) for row in range(len(drawn.labels))]
    picture = Picture(drawn.wide, 0)
    top = legend(picture, drawn)
    scale = across_from(drawn, Decimal(0), max(sums))
    for row, whole in enumerate(sums):
        y, done = top + row * ROW, Decimal(0)
        name(picture, drawn, row, y + 16)
        for series in drawn.series:
            number = series.number(row) or Decimal(0)
            if number:
                start, end = scale(done), scale(done + number)
                picture.box((start, y), (end - start - 1.5, 22), series.style, f"{drawn.labels[row]}, {series.label}: {series.word(row)}")
                if end - start > width(series.word(row)) + 8:
                    picture.text((start + end) / 2, y + 15.5, series.word(row), f"on-{series.style}", "middle")
            done += number
        beside(picture, scale(whole), y + 15.5, whole, words.word(whole, drawn.series[0].kind))
    picture.high = top + ROW * len(sums)
    return picture


def bridge(drawn: Drawn) -> Picture:
    """A waterfall on its side: the first and last row stand on zero, the others float from the running sum."""
    series, last = drawn.series[0], len(drawn.labels) - 1
    numbers = [series.number(row) for row in range(last + 1)]
    spans: list[tuple[Decimal, Decimal]] = []
    level = Decimal(0)
    for row, number in enumerate(numbers):
        start = Decimal(0) if row in (0, last) else level
        level = start + (number or 0)
        spans.append((start, level))
    ends = [end for span in spans for end in span]
    picture = Picture(drawn.wide, 6 + ROW * len(spans))
    scale = across_from(drawn, min(ends), max(ends))
    for row, (start, end) in enumerate(spans):
        y, number = 6 + row * ROW, numbers[row]
        name(picture, drawn, row, y + 15)
        if row < last:
            picture.line([(scale(end), y), (scale(end), y + ROW + 20)], "grid")
        if number is None:
            picture.text(scale(start) + 6, y + 15, words.NONE, "muted")
            continue
        style = "s0" if row in (0, last) else "up" if number >= 0 else "down"
        left, right = sorted((scale(start), scale(end)))
        text = series.word(row) if row in (0, last) or series.kind == "variance" else _signed(number, series.kind)
        picture.box((left, y), (right - left, 20), style, f"{drawn.labels[row]}: {text}")
        beside(picture, scale(min(start, end)) if end < 0 else right, y + 15, end if end < 0 else Decimal(0), text)
    picture.line([(scale(0), 0), (scale(0), picture.high - 8)], "axis")
    return picture


def _signed(number: Decimal, kind: str) -> str:
    """A step's value with its sign."""
    return words.money(number, signed=True) if kind == "money" else ("+" if number > 0 else "") + words.word(number, kind)


def bullet(drawn: Drawn) -> Picture | None:
    """What was reached as a bar on its track, what was expected as a mark across it."""
    if len(drawn.series) < PAIR or min(drawn.numbers) < 0:
        return None
    reached, expected = drawn.series[:PAIR]
    picture = Picture(drawn.wide, 0)
    picture.box((drawn.left, 4), (12, 12), "s0")
    picture.text(drawn.left + 18, 14, fitted(reached.label, drawn.most), "muted")
    mark = drawn.left + 18 + min(drawn.most, width(reached.label)) + 22
    picture.line([(mark, 3), (mark, 17)], "mark")
    picture.text(mark + 8, 14, fitted(expected.label, drawn.most), "muted")
    top = 30.0
    values = [f"{reached.word(row)} / {expected.word(row)}" for row in range(len(drawn.labels))]
    highest = max(*drawn.numbers, Decimal(1)) if reached.kind in ("score", "ratio") else max(drawn.numbers)
    scale = Scale(0, float(highest) or 1.0, drawn.left, drawn.wide - max(map(width, values)) - 12)
    for row in range(len(drawn.labels)):
        y, got, due = top + row * ROW, reached.number(row), expected.number(row)
        name(picture, drawn, row, y + 14)
        picture.box((drawn.left, y), (scale.end - drawn.left, 18), "track")
        if got is not None:
            picture.box((drawn.left, y + 4), (scale(got) - drawn.left, 10), "s0", f"{drawn.labels[row]}: {reached.word(row)}")
        if due is not None:
            picture.line([(scale(due), y - 2), (scale(due), y + 20)], "mark")
        picture.text(scale.end + 10, y + 14, values[row], "value")
    picture.high = top + ROW * len(drawn.labels)
    return picture
