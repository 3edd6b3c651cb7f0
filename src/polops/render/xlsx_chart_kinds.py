"""Native charts: titled, with titled axes, the same colour for the same meaning in every chart, and no legend for one series."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from itertools import zip_longest
from typing import TYPE_CHECKING

from polops.render.xlsx_chart_looks import colors, hide, labels, number_format, solid, text_look, title
from polops.render.xlsx_text import line

if TYPE_CHECKING:
    from openpyxl.chart._chart import ChartBase
    from openpyxl.chart.bar_chart import BarChart
    from openpyxl.chart.line_chart import LineChart
    from openpyxl.chart.series import Series

    from polops.render.xlsx_chart_data import Drawing, Line
    from polops.reports.page import Chart

WIDTH, HEIGHT = 25.0, 7.9
"""A chart's size in cm: as wide as a landscape page, two to a page."""

_PLANNED, _EXPECTED = ("budget", "plan", "planned", "expected", "target", "original"), ("outlook", "forecast")
_DASHES = dict.fromkeys(_PLANNED, "dash") | dict.fromkeys(_EXPECTED, "sysDash")
_AHEAD = {"expected": "outlook"}
"""In a line over time what is expected is what is to come; in bars it is what is compared with."""
_WORDS = {"score": "Score", "ratio": "Share", "integer": "Count", "money": "Amount", "variance": "Variance", "date": "Date"}
_GRID = "E3E6EC"
_MOST_LABELLED = 14
_LONG_LABEL = 16
_THIN = Decimal("0.7")


def draw(chart: Chart, found: Drawing) -> ChartBase:
    """The chart of a drawing whose series have their places on the sheet."""
    kinds = {"lines": _lines, "bridge": _bridge, "bullet": _bullet, "stacked_bars": _stacked}
    made = kinds.get(chart.kind, _bars)(found)
    made.title = title(line(chart.title, 80), 1300)
    made.width, made.height = WIDTH, HEIGHT  # type: ignore[assignment]  # the stub takes the default for the type
    made.roundedCorners = False
    if made.legend:
        made.legend.position, made.legend.overlay = "b", False
        made.legend.txPr = text_look(900)
    return made


def _bars(found: Drawing) -> BarChart:
    """Bars side by side."""
    made = _bar_chart(found, flat=_flat(found))
    made.gapWidth, made.overlap = 60, -5
    if len(found.lines) * len(found.labels) <= _MOST_LABELLED:
        made.dataLabels = labels(number_format(found, labels=True))
    return made


def _stacked(found: Drawing) -> BarChart:
    """Bars on top of each other."""
    made = _bar_chart(found, flat=_flat(found))
    made.grouping, made.gapWidth, made.overlap = "stacked", 60, 100
    if len(found.lines) * len(found.labels) <= _MOST_LABELLED:
        size = number_format(found, labels=True)
        made.dataLabels = labels(f"{size};-{size};;" if ";" not in size else size, "FFFFFF")
    return made


def _bridge(found: Drawing) -> BarChart:
    """A waterfall: stacked bars whose first series, the base, is invisible."""
    made = _bar_chart(found, flat=False)
    made.grouping, made.gapWidth, made.overlap, made.legend = "stacked", 45, 100, None
    cut = begin(found)
    if cut is not None:
        made.y_axis.scaling.min = float(cut)
    if cut:
        made.y_axis.title = title(f"{_words(found)} (axis begins at {int(cut):,})", 900, bold=False)
    size = number_format(found, labels=True).split(";")[0].lstrip("+")
    signs = {"stand": f"{size};-{size};;", "rise": f"+{size};+{size};;", "fall": f"-{size};-{size};;"}
    for series, drawn in zip(made.series, found.lines, strict=True):
        if drawn.key == "base":
            hide(series)
        elif drawn.key in signs:
            series.dLbls = labels(signs[drawn.key], "FFFFFF" if drawn.key == "stand" else "1A1A1A")
    return made


def begin(found: Drawing) -> Decimal | None:
    """Where a waterfall's axis begins: at 0, unless its steps would then be too thin to see; None where it goes below 0."""
    sums = list(zip_longest(*(drawn.numbers for drawn in found.lines)))
    if any(number is not None and number < 0 for parts in sums for number in parts):
        return None
    tops = [sum((number for number in parts if number is not None), Decimal(0)) for parts in sums]
    lows = [parts[0] or top for parts, top in zip(sums, tops, strict=True)]
    low, high = min(lows), max(tops)
    if low < _THIN * high or low == high:
        return Decimal(0)
    unit = Decimal(1).scaleb((high - low).adjusted())
    return max(Decimal(0), ((low - (high - low) / 2) // unit) * unit)


def _bullet(found: Drawing) -> BarChart:
    """Reached against expected: a narrow dark bar over a wide light one, on axes of the same length."""
    from openpyxl.chart.legend import Legend

    if len(found.lines) == 1:
        return _bars(found)
    wide = _bar_chart(replace(found, lines=found.lines[1:2]), flat=True, reference=True)
    narrow = _bar_chart(replace(found, lines=found.lines[:1]), flat=True, start=1)
    wide.gapWidth, narrow.gapWidth = 35, 180
    narrow.dataLabels = labels(number_format(found, labels=True))
    top, low = _bounds(found)
    for made in (wide, narrow):
        made.y_axis.scaling.min, made.y_axis.scaling.max = low, top
    narrow.x_axis.axId, narrow.y_axis.axId = 500, 600
    narrow.x_axis.crossAx, narrow.y_axis.crossAx = 600, 500
    narrow.x_axis.delete = narrow.y_axis.delete = True
    narrow.x_axis.title = narrow.y_axis.title = None
    wide.legend = Legend()
    narrow.y_axis.majorGridlines = None
    wide += narrow
    return wide


def _lines(found: Drawing) -> LineChart:
    """Lines; what was planned is dashed."""
    from openpyxl.chart.line_chart import LineChart
    from openpyxl.chart.marker import Marker

    made = LineChart()
    keys = [_AHEAD.get(drawn.key, drawn.key) for drawn in found.lines]
    for number, (drawn, key, shade) in enumerate(zip(found.lines, keys, colors(keys), strict=True)):
        series = _series(found, drawn, number)
        series.graphicalProperties.noFill = True
        series.graphicalProperties.line.solidFill = shade
        series.graphicalProperties.line.width = 28_000
        series.graphicalProperties.line.dashStyle = _DASHES.get(key, "solid")
        series.marker = Marker(symbol="circle", size=5)
        series.marker.graphicalProperties = solid(shade)
        series.smooth = False
        made.series.append(series)
    _axes(made, found)
    return made


def _bar_chart(found: Drawing, *, flat: bool, start: int = 0, reference: bool = False) -> BarChart:
    """A bar chart of all series; `flat` lays the bars down, the first row on top; `reference` paints what is compared with."""
    from openpyxl.chart.bar_chart import BarChart

    made = BarChart()
    made.type = "bar" if flat else "col"
    for number, (drawn, shade) in enumerate(zip(found.lines, colors([drawn.key for drawn in found.lines]), strict=True), start):
        series = _series(found, drawn, number)
        series.graphicalProperties = solid("C9CFD9" if reference else shade)
        series.invertIfNegative = False
        made.series.append(series)
    _axes(made, found)
    if flat:
        made.x_axis.scaling.orientation = "maxMin"
        made.y_axis.crosses = "max"
    return made


def _axes(made: BarChart | LineChart, found: Drawing) -> None:
    """Both axes: shown, titled, with quiet lines, the labels below even where numbers are negative."""
    from openpyxl.chart.axis import ChartLines
    from openpyxl.chart.shapes import GraphicalProperties

    quiet = GraphicalProperties()
    quiet.line.solidFill = _GRID
    for axis, said in ((made.x_axis, found.axis), (made.y_axis, _words(found))):
        axis.delete = False
        axis.title = title(line(said, 40), 900, bold=False) if said else None
        axis.txPr = text_look(900)
    made.x_axis.tickLblPos = "low"
    made.y_axis.number_format = number_format(found)
    made.y_axis.majorGridlines = ChartLines(spPr=quiet)
    if len(found.lines) == 1:
        made.legend = None


def _words(found: Drawing) -> str:
    """What the axis of numbers is called."""
    return found.field.unit or _WORDS.get(found.field.shape, "") or found.field.label


def _series(found: Drawing, drawn: Line, number: int) -> Series:
    """A series with its labels and numbers on the sheet."""
    from openpyxl.chart.data_source import AxDataSource, NumDataSource, NumRef, StrRef
    from openpyxl.chart.series import Series, SeriesLabel
    from openpyxl.chart.shapes import GraphicalProperties

    series = Series(idx=number, order=number, tx=SeriesLabel(v=drawn.label))
    series.cat = AxDataSource(strRef=StrRef(f=found.ref))
    series.val = NumDataSource(numRef=NumRef(f=drawn.ref))
    series.graphicalProperties = GraphicalProperties()
    return series


def _flat(found: Drawing) -> bool:
    """Whether bars lie, because their labels are long."""
    return max(map(len, found.labels)) > _LONG_LABEL


def _bounds(found: Drawing) -> tuple[float, float]:
    """The end and the beginning of an axis that two charts share."""
    numbers = [number for drawn in found.lines for number in drawn.numbers if number is not None]
    top = max(*numbers, Decimal(0)) * Decimal("1.15")
    score = found.field.shape == "score"
    return (max(1.0, float(top)) if score else float(top) or 1.0), float(min(*numbers, Decimal(0)))
