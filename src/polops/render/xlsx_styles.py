"""How cells look: one palette, one number format per kind, and a book that makes each style once per workbook.

Colour only ever repeats what a sign, a letter or a symbol says.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Literal, cast

from polops.render.xlsx_text import starts_formula
from polops.values.record import dataclass

if TYPE_CHECKING:
    from openpyxl.cell.cell import Cell
    from openpyxl.styles import Font
    from openpyxl.styles.cell_style import StyleArray
    from openpyxl.worksheet.worksheet import Worksheet

    from polops.render.xlsx_fields import Value

NAVY, INK, GREY, PALE, LINE, RED = "1F3864", "1A1A1A", "6B7280", "F3F5F9", "D5DAE3", "B42318"
STATUS = {"green": "2E7D32", "amber": "9A6700", "red": RED, "grey": GREY, "complete": "1B5E20"}
_STATUS_FILL = {"green": "E7F4E8", "amber": "FFF3D1", "red": "FDE7E5", "grey": "", "complete": "E7F4E8"}

_LONG = 255  # a longer text shows as ##### in a cell with the format of text

Shape = Literal["text", "money", "variance", "ratio", "points", "score", "number", "integer", "date", "status", "trend"]
"""How a value is shown."""

Part = Literal["body", "strong", "header", "total", "title", "draft", "heading", "lead", "plain", "note", "data", "week", "now", "ahead"]
"""What a cell is for; `data` are the numbers that only a chart needs, `week` the cells of a schedule, `now` those of its day,
`ahead` forecasts."""


@dataclass(frozen=True, slots=True)
class Style:
    """The look of a cell.

    `status` colours it, `missing` greys `n/a`, `quoted` keeps an edited text from becoming a formula, `turned` text runs upwards.
    """

    part: Part = "body"
    number_format: str = "General"
    right: bool = False
    wrap: bool = False
    indent: int = 0
    status: str = ""
    missing: bool = False
    quoted: bool = False
    link: bool = False
    centered: bool = False
    turned: bool = False


def number_format(shape: Shape, places: int) -> str:
    """The spreadsheet's format of a shape: a variance has a sign and F (favourable) or U (unfavourable, red)."""
    number = "0." + "0" * places if places else "0"
    formats = {
        "variance": f'+#,##{number}" F";[Red]-#,##{number}" U";{number}_ _F',
        "ratio": "0.0%",
        "points": "+0.0;-0.0;0.0",
        "score": "0.00",
        "date": "d mmm yyyy",
        "integer": "#,##0",
        "money": f"#,##{number}",
        "number": f"#,##{number}",
    }
    return formats.get(shape, "@" if shape == "text" else "General")


class Book:
    """The styles of a workbook, each made once: setting fonts and fills cell by cell is what makes large workbooks slow."""

    def __init__(self, sheet: Worksheet) -> None:
        self._sheet = sheet
        self._made: dict[Style, StyleArray] = {}

    def write(self, sheet: Worksheet, at: tuple[int, int], content: Value, style: Style) -> Cell:
        """Writes a value at a row and column: text is text whatever it begins with, and nothing is ever a formula."""
        cell = cast("Cell", sheet.cell(*at))
        cell.value = content
        if isinstance(content, str):
            cell.data_type = "s"
            style = replace(style, quoted=True) if starts_formula(content) else style
            style = replace(style, number_format="General") if len(content) > _LONG else style
        self.put(cell, style)
        return cell

    def put(self, cell: Cell, style: Style) -> None:
        """Gives a cell its look."""
        made = self._made.get(style)
        if made is None:
            made = self._made[style] = self._make(style)
        cell._style = made  # type: ignore[attr-defined]  # noqa: SLF001 - the array is shared, never changed

    def _make(self, style: Style) -> StyleArray:
        """Registers a style with the workbook."""
        from openpyxl.cell.cell import Cell
        from openpyxl.styles import Alignment, Border, PatternFill, Side

        cell = Cell(self._sheet, row=1, column=1)
        cell.font = _font(style)
        cell.alignment = Alignment(
            horizontal=_horizontal(style),
            vertical="bottom" if style.turned else "top",
            wrap_text=style.wrap or None,
            indent=style.indent,
            text_rotation=90 if style.turned else 0,
        )
        fill = _fill(style)
        if fill:
            cell.fill = PatternFill("solid", start_color=fill, end_color=fill)
        if style.part in {"body", "strong", "total", "ahead"}:
            edge = Side("thin", LINE)
            cell.border = Border(top=Side("thin", NAVY) if style.part == "total" else None, bottom=edge)
        elif style.part in {"week", "now"}:
            side = Side("medium", RED) if style.part == "now" else Side("hair", LINE)
            cell.border = Border(left=side, right=side if style.part == "now" else None, bottom=Side("thin", LINE))
        cell.number_format = style.number_format
        if style.quoted:
            cell.quotePrefix = True
        return cell._style  # type: ignore[attr-defined, no-any-return]  # noqa: SLF001 - see put()


def _horizontal(style: Style) -> Literal["left", "center", "right"]:
    """Numbers and `n/a` in their place on the right, a status in the middle, texts on the left."""
    if style.status or style.centered:
        return "center"
    return "right" if style.right else "left"


def _font(style: Style) -> Font:
    """Size, weight and colour."""
    from openpyxl.styles import Font

    sizes = {"title": 18, "lead": 12, "heading": 12, "draft": 12}
    color = {"header": "FFFFFF", "title": NAVY, "heading": NAVY, "draft": RED, "note": GREY, "data": "9AA1AC"}.get(style.part, INK)
    color = STATUS.get(style.status, GREY if style.missing else "1155CC" if style.link else color)
    return Font(
        name="Calibri",
        size=8 if style.part == "data" or style.turned else sizes.get(style.part, 11),
        bold=style.part in {"strong", "header", "total", "title", "heading", "draft"},
        italic=style.part == "note",
        underline="single" if style.link else None,
        color=color,
    )


def _fill(style: Style) -> str:
    """The colour behind a cell, or empty."""
    if style.part in {"body", "total"} and _STATUS_FILL.get(style.status):
        return _STATUS_FILL[style.status]
    return {"header": NAVY, "total": PALE, "ahead": PALE, "draft": "FDE7E5" if style.wrap else ""}.get(style.part, "")
