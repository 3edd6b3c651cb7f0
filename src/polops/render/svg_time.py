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
    """Stages as bars between two dates, over a line for each month or quarter."""
    pairs = [tuple(series.cells[row] for series in drawn.series[:PAIR]) for row in range(len(drawn.labels))]
    days = [cell for pair in pairs for cell in pair if isinstance(cell, date)]
    if len(drawn.series) < PAIR or not days:
        return None
    first, final = min(days).toordinal(), max(days).toordinal()
    scale = Scale(first, final if final > first else first + 1, drawn.left + 6, drawn.right)
    picture = Picture(drawn.wide, 30 + ROW * len(pairs))
    months = [day for number in range(first, final + 1) if (day := date.fromordinal(number)).day == 1]
    for day in months[:: -(-len(months) * 90 // int(drawn.right - drawn.left))]:
        picture.line([(scale(day.toordinal()), 22), (scale(day.toordinal()), picture.high - 6)], "grid")
        picture.text(scale(day.toordinal()), 14, f"{day:%b %Y}", "muted", "middle")
    for row, (start, end) in enumerate(pairs):
        y = 28 + row * ROW
        name(picture, drawn, row, y + 14)
        if not (isinstance(start, date) and isinstance(end, date)):
            picture.text(drawn.left + 6, y + 14, words.NONE, "muted")
            continue
        left, right = sorted((scale(start.toordinal()), scale(end.toordinal())))
        picture.box((left, y), (right - left, 18), "s0", f"{drawn.labels[row]}: {dated(start)} to {dated(end)}")
        picture.text(right + 6, y + 14, dated(end), "value")
    return picture
