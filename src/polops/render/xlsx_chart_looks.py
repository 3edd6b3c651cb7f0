"""How charts look: colours by meaning, titles, labels and number formats, the same in all of them."""

from __future__ import annotations

from itertools import cycle
from typing import TYPE_CHECKING

from polops.render.words import of_status

if TYPE_CHECKING:
    from collections.abc import Sequence

    from openpyxl.chart.label import DataLabelList
    from openpyxl.chart.series import Series
    from openpyxl.chart.shapes import GraphicalProperties
    from openpyxl.chart.text import RichText
    from openpyxl.chart.title import Title

    from polops.render.xlsx_chart_data import Drawing

_PALETTE = ("1F3864", "C55A11", "2A8C82", "7F7F7F", "B8860B", "6A4C93", "5B8DB8", "A0522D")
_MEANING = {
    "budget": "A6AEBB", "plan": "A6AEBB", "planned": "A6AEBB", "expected": "C9CFD9", "target": "A6AEBB", "original": "A6AEBB",
    "actual": "1F3864", "reached": "1F3864", "score": "1F3864", "filled": "1F3864", "outlook": "C55A11", "forecast": "C55A11",
    "green": "4C9A57", "amber": "E0A526", "red": "C0392B", "grey": "B4BAC4", "complete": "1E6B34",
    "stand": "1F3864", "rise": "8CCBC4", "fall": "F2B488", "rise below zero": "8CCBC4", "fall below zero": "F2B488", "days": "5B8DB8",
}  # fmt: skip
_TEXT = "444B57"
_THOUSANDS, _MILLIONS = 10_000, 10_000_000


def hide(series: Series) -> None:
    """Makes a series invisible: what the bars above it stand on."""
    from openpyxl.chart.shapes import GraphicalProperties

    series.graphicalProperties = GraphicalProperties(noFill=True)
    series.graphicalProperties.line.noFill = True


def solid(color: str) -> GraphicalProperties:
    """A filled shape without an outline."""
    from openpyxl.chart.shapes import GraphicalProperties

    made = GraphicalProperties(solidFill=color)
    made.line.noFill = True
    return made


def title(text: str, size: int, *, bold: bool = True) -> Title:
    """A title beside the plot, not over it."""
    from openpyxl.chart.text import RichText, Text
    from openpyxl.chart.title import Title
    from openpyxl.drawing.text import CharacterProperties, Paragraph, ParagraphProperties, RegularTextRun

    look = CharacterProperties(sz=size, b=bold, solidFill=_TEXT)
    rich = RichText(p=[Paragraph(pPr=ParagraphProperties(defRPr=look), r=[RegularTextRun(rPr=look, t=text)])])
    return Title(tx=Text(rich=rich), overlay=False)


def text_look(size: int, color: str = _TEXT) -> RichText:
    """How labels are written."""
    from openpyxl.chart.text import RichText
    from openpyxl.drawing.text import CharacterProperties, Paragraph, ParagraphProperties

    look = CharacterProperties(sz=size, solidFill=color)
    return RichText(p=[Paragraph(pPr=ParagraphProperties(defRPr=look), endParaRPr=look)])


def labels(number_format: str, color: str | None = None) -> DataLabelList:
    """The numbers on the bars."""
    from openpyxl.chart.label import DataLabelList

    made = DataLabelList(numFmt=number_format, showVal=True)
    made.showSerName = made.showCatName = made.showLegendKey = made.showPercent = False
    made.txPr = text_look(800, color or _TEXT)
    return made


def colors(keys: Sequence[str]) -> tuple[str, ...]:
    """The colours of series: by meaning where they have one, else the next of the palette that the chart does not use."""
    fixed = [_MEANING.get(of_status(key) or key, "") for key in keys]
    free = [shade for shade in _PALETTE if shade not in fixed] or list(_PALETTE)
    others = cycle(free)
    return tuple(shade or next(others) for shade in fixed)


def number_format(found: Drawing, *, labels: bool = False) -> str:
    """The number format of an axis or of labels: amounts in thousands or millions once they are large."""
    shape, largest = found.field.shape, found.largest
    if shape in {"money", "variance"}:
        point = "0.0" if labels else "0"
        size = '#,##0.0,,"M"' if largest >= _MILLIONS else f'#,##{point},"k"' if largest >= _THOUSANDS else "#,##0"
        return f"+{size};-{size};0" if shape == "variance" else size
    return {"ratio": "0.0%" if labels else "0%", "score": "0.00" if labels else "0.0", "points": "+0;-0;0"}.get(
        shape, "#,##0" if shape == "integer" else "General"
    )
