"""Charts as Mermaid blocks: only those that its `xychart` and `gantt` show truthfully; an empty text stands for *use the table*.

Left to the table: more than one series of bars (Mermaid draws them over each other), negative bars (it draws them from the
floor), and lines with gaps (it has none) where no complete one is left. Colours are named by a line of squares beneath.
"""

from __future__ import annotations

import re
from datetime import date
from decimal import Decimal
from itertools import accumulate
from typing import TYPE_CHECKING

from polops.render import words
from polops.values.rounding import plain

if TYPE_CHECKING:
    from collections.abc import Sequence

    from polops.reports.page import Cell, Chart

PALETTE = (("🟦", "#3b82f6"), ("🟧", "#f59e0b"), ("🟩", "#22a55e"), ("🟪", "#a855f7"))
MOST = 24
"""Points a chart can have before its labels run into each other."""

WIDEST = 100
"""Letters that the labels side by side can have together."""

_ENDS = 2
"""Series of a schedule that are the ends of its bars; those after them are marks."""

_TAGS = {"complete": "done, ", "red": "crit, ", "amber": "active, ", "green": "active, "}
"""How Mermaid draws a bar of a status; it knows three ways beside the plain one."""

_PLACES = 4
_KEEP = re.compile(r"[^\w .,()+/&%'–−-]+")


def label(text: str, width: int = 40) -> str:
    """A label without anything that Mermaid or Markdown could read as more than letters."""
    cleaned = " ".join(_KEEP.sub(" ", words.one_line(text)).split())
    return cleaned if len(cleaned) <= width else cleaned[: width - 1] + "…"


def draw(chart: Chart) -> str:
    """The fenced Mermaid block of a chart with its legend, or an empty text."""
    if not 0 < len(chart.table.rows) <= MOST:
        return ""
    if chart.kind == "gantt":
        return _gantt(chart)
    if chart.kind in ("bars", "bridge") and len(chart.series) == 1:
        return _bars(chart)
    if chart.kind == "bullet" and len(chart.series) == 2:  # noqa: PLR2004 - reached and expected
        return _xy(chart, ("bar", "line"))
    return _xy(chart, ("line",) * len(chart.series)) if chart.kind == "lines" and len(chart.series) <= len(PALETTE) else ""


def column(chart: Chart, key: str) -> list[Cell]:
    """The cells of a chart's column, in order."""
    at = [found.key for found in chart.table.columns].index(key)
    return [row.cells[at] for row in chart.table.rows]


def _complete(values: Sequence[Cell]) -> list[Decimal]:
    """The numbers of a series without gaps, in plain decimals; empty where one is missing."""
    found = [Decimal(value) for value in values if isinstance(value, (int, Decimal))]
    return found if len(found) == len(values) else []


def _bars(chart: Chart) -> str:
    """One series of bars; for a bridge the level that each step leads to, since Mermaid's bars cannot float."""
    values = _complete(column(chart, chart.series[0]))
    if chart.kind == "bridge" and values:
        values = [*accumulate(values[:-1]), values[-1]]
    if not values or min(values) < 0:
        return ""
    legend = "*Bars: the level after each step.*" if chart.kind == "bridge" else ""
    return _block(chart, [("bar", values)], legend)


def _xy(chart: Chart, marks: tuple[str, ...]) -> str:
    """Series that share an axis; one with gaps is left to the table, where that is shown."""
    labels = {found.key: label(found.label) for found in chart.table.columns}
    drawn: list[tuple[str, list[Decimal]]] = []
    legend = []
    for key, mark in zip(chart.series, marks, strict=True):
        values = _complete(column(chart, key))
        if values:
            legend.append(f"{PALETTE[len(drawn)][0]} {labels[key]}{' (line)' if 'bar' in marks and mark == 'line' else ''}")
            drawn.append((mark, values))
    whole = len(drawn) == len(chart.series)
    if not drawn or (not whole and (not chart.shown or chart.kind == "bullet")):
        return ""
    return _block(chart, drawn, " · ".join(legend) + ("" if whole else " · others: see the table"))


def _block(chart: Chart, drawn: list[tuple[str, list[Decimal]]], legend: str) -> str:
    """The lines of an `xychart-beta`; it lies on its side where labels are long, and counts in thousands where numbers are."""
    labels = [label(words.word(value, "text"), 16) or "–" for value in column(chart, chart.x)]
    side = drawn[0][0] == "bar" and (len(labels) > 6 or max(map(len, labels)) > 8)  # noqa: PLR2004 - what fits side by side
    if len(set(labels)) < len(labels) or (not side and len("".join(labels)) > WIDEST):
        return ""  # Mermaid draws rows of the same name as one
    numbers = [value for _, values in drawn for value in values]
    unit, name = (Decimal(1000), ' "thousands"') if max(map(abs, numbers)) >= 10_000 else (Decimal(1), "")  # noqa: PLR2004 - five digits
    low = min([Decimal(0), *numbers])
    high = max(numbers) if max(numbers) > low else low + 1
    palette = ", ".join(color for _, color in PALETTE[: len(drawn)])
    lines = [
        "```mermaid",
        f'%%{{init: {{"themeVariables": {{"xyChart": {{"plotColorPalette": "{palette}"}}}}}}}}%%',
        "xychart-beta horizontal" if side else "xychart-beta",
        f'    title "{label(chart.title, 60) or "Chart"}"',
        f"    x-axis [{', '.join(chr(34) + text + chr(34) for text in labels)}]",
        f"    y-axis{name} {plain(low / unit, _PLACES)} --> {plain(high / unit, _PLACES)}",
        *(f"    {mark} [{', '.join(plain(value / unit, _PLACES) for value in values)}]" for mark, values in drawn),
        "```",
    ]
    return "\n".join([*lines, "", legend] if legend else lines)


def _gantt(chart: Chart) -> str:
    """Stages between two dates; those without dates are in the table only. With marks, each stage has its own section for them.

    The reader's own day is not marked: the same page would change from day to day.
    """
    if len(chart.series) < _ENDS:
        return ""
    names = [label(words.word(name, "text").replace(",", " ")) or "–" for name in column(chart, chart.x)]
    ends = [column(chart, key) for key in chart.series[:_ENDS]]
    marks = {
        label(found.label): column(chart, found.key) for key in chart.series[_ENDS:] for found in chart.table.columns if found.key == key
    }
    colours = column(chart, chart.status) if chart.status else [None] * len(names)
    tasks = []
    for row, name in enumerate(names):
        start, end = (cells[row] for cells in ends)
        if isinstance(start, date) and isinstance(end, date):
            tag = _TAGS.get(str(colours[row]), "")
            tasks += [f"    section {name}", f"    Now :{tag}{start}, {end}"] if marks else [f"    {name} :{tag}{start}, {end}"]
            tasks += [f"    {said} :milestone, {cells[row]}, 0d" for said, cells in marks.items() if isinstance(cells[row], date)]
    whole = all(isinstance(cell, date) for cells in ends for cell in cells)
    if not tasks or (not whole and not chart.shown):
        return ""
    head = ["gantt", f"    title {label(chart.title, 60) or 'Chart'}", "    dateFormat YYYY-MM-DD", "    axisFormat %b %Y"]
    legend = "*Done is grey, red is framed, amber and green are filled.*" if chart.status else ""
    lines = ["```mermaid", *head, "    tickInterval 1month", "    todayMarker off", *tasks, "```"]
    return "\n".join([*lines, "", legend] if legend else lines)
