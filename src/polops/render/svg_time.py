"""Charts over time: lines, named at their ends instead of in a legend, and stages between two dates."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from polops.render import words
from polops.render.svg import Picture, Scale, fitted, ticks, width
from polops.render.svg_drawn import PAIR, ROW, name
from polops.values.period import dated

if TYPE_CHECKING:
    from polops.render.svg_drawn import Drawn, Series


def lines(drawn: Drawn) -> Picture:
    """Lines over time, each named at its end with its last value; a gap stays a gap."""
    names = [_name_of_line(drawn, series) for series in drawn.series]
    low, high = float(min(drawn.numbers)), float(max(drawn.numbers))
    steps = ticks(0 if 0 <= low < high * 0.6 or low == high > 0 else low, high)
    kind = drawn.series[0].kind if drawn.series[0].kind != "variance" else "money"
    axis = [words.word(step, kind) if step else "0" for step in steps]
    left = max(map(width, axis)) + 10
    right = drawn.wide - min(drawn.wide * 0.36, max(map(width, names))) - 12
    picture = Picture(drawn.wide, 270)
    down = Scale(float(steps[0]), float(steps[-1]), 232, 16)
    across = Scale(0, max(1, len(drawn.labels) - 1), left + 12, right - 8)
    for step, text in zip(steps, axis, strict=True):
        picture.line([(left, down(step)), (right, down(step))], "axis" if step == 0 else "grid")
        picture.text(left - 8, down(step) + 4.5, text, "muted", "end")
    every = max(1, -(-int(sum(width(label) + 14 for label in drawn.labels)) // int(right - left)))
    for row, label in enumerate(drawn.labels):
        if row % every == 0:
            picture.text(across(row), 256, fitted(label, 120), "muted", "middle")
    for series in drawn.series:
        _line(picture, series, across, down)
    _ends(picture, drawn, names, down, right)
    return picture


def _name_of_line(drawn: Drawn, series: Series) -> str:
    """A line's name and last value, and where it ends if that is before the others."""
    last = _last(series)
    return f"{series.label} {series.word(last)}" + (f" ({drawn.labels[last]})" if last < len(drawn.labels) - 1 else "")


def _last(series: Series) -> int:
    """The row of the last number of a series; its last row where it has none."""
    rows = [row for row in range(len(series.cells)) if series.number(row) is not None]
    return rows[-1] if rows else len(series.cells) - 1


def _line(picture: Picture, series: Series, across: Scale, down: Scale) -> None:
    run: list[tuple[float, float]] = []
    for row in range(len(series.cells) + 1):
        number = series.number(row) if row < len(series.cells) else None
        if number is not None:
            run.append((across(row), down(number)))
        elif run:
            if len(run) > 1:
                picture.line(run, f"line {series.style}")
            picture.dot(*run[-1], f"end {series.style}")
            run = []


def _ends(picture: Picture, drawn: Drawn, names: list[str], down: Scale, right: float) -> None:
    """The names at the ends of the lines, moved apart where they would lie on each other."""
    numbers = [series.number(_last(series)) for series in drawn.series]
    floor = 0.0
    for height, order in sorted((down(number), order) for order, number in enumerate(numbers) if number is not None):
        floor = max(height, floor)
        picture.text(right + 8, floor + 4.5, _shortened(names[order], drawn.wide - right - 8), f"name {drawn.series[order].style}")
        floor += 17


def _shortened(name: str, most: float) -> str:
    """A line's name without the place where it ends, if there is no room for that."""
    return name if width(name) <= most else fitted(name.rpartition(" (")[0] or name, most)


def gantt(drawn: Drawn) -> Picture | None:
    """Stages as bars between two dates over a line for each month or quarter, coloured by status, with marks at further dates."""
    rows = range(len(drawn.labels))
    days = [cell for series in drawn.series for cell in series.cells if isinstance(cell, date)]
    if len(drawn.series) < PAIR or not any(isinstance(cell, date) for series in drawn.series[:PAIR] for cell in series.cells):
        return None
    first, final = min(days).toordinal(), max(days).toordinal()
    scale = Scale(first, final if final > first else first + 1, drawn.left + 6, drawn.right - (40 if drawn.tones else 0))
    marks = drawn.series[PAIR:]
    top = 28 + (24 if marks else 0)
    picture = Picture(drawn.wide, top + 2 + ROW * len(rows))
    _months(picture, scale, top, drawn.right)
    _mark_legend(picture, marks, drawn)
    for row in rows:
        y = top + row * ROW
        name(picture, drawn, row, y + 14)
        start, end = (series.cells[row] for series in drawn.series[:PAIR])
        if not (isinstance(start, date) and isinstance(end, date)):
            picture.text(drawn.left + 6, y + 14, words.NONE, "muted")
            continue
        left, right = sorted((scale(start.toordinal()), scale(end.toordinal())))
        tone = drawn.tones[row] if drawn.tones else ""
        picture.box((left, y), (right - left, 18), tone or "s0", f"{drawn.labels[row]}: {dated(start)} to {dated(end)}")
        reach = right
        for series, draw in zip(marks, _MARKS, strict=False):
            day = series.cells[row]
            if isinstance(day, date):
                draw(picture, scale(day.toordinal()), y)
                reach = max(reach, scale(day.toordinal()))
        picture.text(reach + 8, y + 14, f"{dated(end)} {words.status(tone)}" if tone else dated(end), "value")
    return picture


def _months(picture: Picture, scale: Scale, top: float, right: float) -> None:
    """A line for each month, or for as many as there is room for."""
    days = (date.fromordinal(number) for number in range(int(scale.low), int(scale.high) + 1))
    months = [day for day in days if day.day == 1]
    for day in months[:: -(-len(months) * 90 // int(right - scale.start))]:
        x = scale(day.toordinal())
        picture.line([(x, top - 6), (x, picture.high - 6)], "grid")
        picture.text(x, top - 14, f"{day:%b %Y}", "muted", "middle")


def _bar_mark(picture: Picture, x: float, y: float) -> None:
    picture.line([(x, y - 3), (x, y + 21)], "mark")


def _diamond_mark(picture: Picture, x: float, y: float) -> None:
    picture.diamond(x, y + 9, "mark diamond")


_MARKS = (_bar_mark, _diamond_mark)


def _mark_legend(picture: Picture, marks: list[Series], drawn: Drawn) -> None:
    """What the marks are."""
    x = drawn.left + 6
    for series, draw in zip(marks, _MARKS, strict=False):
        draw(picture, x, 0)
        label = fitted(series.label, drawn.most)
        picture.text(x + 12, 14, label, "muted")
        x += width(label) + 44
