"""A page's charts as SVG, each drawn twice: for a page and for a phone; the style sheet shows one of the two.

`draw` gives an empty text for a chart without numbers, or with more rows than a picture can hold: the table says it then.
Series are told apart by shade *and* by order, label or dash, never by colour alone.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from polops.render import svg_bars, svg_time, words
from polops.render.svg_drawn import Drawn, Series

if TYPE_CHECKING:
    from polops.reports.page import Chart

MOST = 40
"""Rows that a picture can hold."""

LONGEST = 200
"""Letters of a label that a picture looks at; far more than it shows."""

SIZES = (("chart page", 760.0), ("chart phone", 350.0))
"""Classes and widths of the two drawings."""

_KINDS = {
    "bars": svg_bars.bars,
    "stacked_bars": svg_bars.stacked,
    "bridge": svg_bars.bridge,
    "bullet": svg_bars.bullet,
    "lines": svg_time.lines,
    "gantt": svg_time.gantt,
}


def draw(chart: Chart) -> str:
    """The chart as SVG markup, or an empty text."""
    keys = [column.key for column in chart.table.columns]
    cells = {key: [row.cells[place] for row in chart.table.rows] for place, key in enumerate(keys)}
    columns = {column.key: column for column in chart.table.columns}
    labels = [words.word(cell, columns[chart.x].kind)[:LONGEST] for cell in cells[chart.x]]
    series = [
        Series(
            words.one_line(columns[key].label)[:LONGEST],
            columns[key].kind,
            cells[key],
            words.of_status(key) or f"s{min(order, 3)}",
        )
        for order, key in enumerate(chart.series)
    ]
    drawn = Drawn(labels, series, tones=tuple(str(cell or "") for cell in cells[chart.status]) if chart.status else ())
    if not 0 < len(labels) <= MOST or not (drawn.numbers or chart.kind == "gantt"):
        return ""
    pictures = [(style, _KINDS[chart.kind](drawn._replace(wide=wide))) for style, wide in SIZES]
    return "".join(picture.markup(words.one_line(chart.title), drawn.told(), style) for style, picture in pictures if picture)
