"""Paper: landscape A4, one page wide, the header row on every page, the report's name above and the page's number below."""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

from polops.render.words import one_line
from polops.render.xlsx_text import line

if TYPE_CHECKING:
    from openpyxl.worksheet.header_footer import HeaderFooterItem
    from openpyxl.worksheet.worksheet import Worksheet

    from polops.reports.page import Page

A4 = 9
_HEADER = 55  # a header's parts share 255 characters, codes and doubled ampersands included
WIDE, HIGH = 27.4, 17.0
"""What the page leaves between its margins, in cm."""

SMALLEST = 0.6
"""How far a sheet may shrink to fit on one page, beyond what its width asks for."""

_MARGIN, _EDGE = 0.45, 0.75  # inches


def set_up(sheet: Worksheet, page: Page, title: str) -> None:
    """Sets a sheet up for printing."""
    sheet.page_setup.orientation = "landscape"
    sheet.page_setup.paperSize = A4
    sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight = 1, 0
    sheet.sheet_properties.pageSetUpPr.fitToPage = True  # type: ignore[union-attr]  # a new sheet has them
    margins = sheet.page_margins
    margins.left = margins.right = _MARGIN
    margins.top = margins.bottom = _EDGE
    margins.header = margins.footer = 0.35
    draft = "DRAFT - " if page.draft else ""
    above, below = cast("HeaderFooterItem", sheet.oddHeader), cast("HeaderFooterItem", sheet.oddFooter)
    above.left.text = _code(draft + one_line(page.title))
    above.right.text = _code(title)
    below.left.text = _code("; ".join(f"{one_line(label)} {one_line(value)}" for label, value in page.facts[:2]))
    below.right.text = "Page &P of &N"


def areas(sheet: Worksheet, *ranges: str, one_page: bool = False) -> None:
    """What is printed: each range begins a page; with `one_page` it is made small enough for one."""
    sheet.print_area = ",".join(ranges)
    sheet.page_setup.fitToHeight = 1 if one_page else 0


def _code(text: str) -> str:
    """A text in a header: an ampersand begins a code there, so it is doubled; a space keeps a digit from being a font's size."""
    text = line(text, _HEADER).replace("&", "&&")
    return f" {text}" if text[:1].isdigit() else text
