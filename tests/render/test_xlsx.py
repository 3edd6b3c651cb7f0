"""The workbook as a reader opens it: sheets, tables, formats, print set-up, inert texts, and the same bytes twice."""

from __future__ import annotations

import io
import re
import zipfile
from datetime import datetime
from decimal import Decimal
from typing import TYPE_CHECKING
from unittest.mock import ANY
from xml.etree import ElementTree as ET

import openpyxl
import pytest
from tests.render.pages import HOSTILE, all_kinds_table, empty_page, hostile_page, money_table, sample_page

from polops.render import Look
from polops.render.xlsx import grids, render
from polops.reports.page import Column, Page, Row, Section, Table, Text
from polops.source.problem import Span

if TYPE_CHECKING:
    from collections.abc import Iterator

    from openpyxl.cell.cell import Cell
    from openpyxl.workbook.workbook import Workbook

PAGES = {"sample": sample_page, "hostile": hostile_page, "empty": empty_page}
FORMULA = re.compile(
    r"=(SUBTOTAL\(109,([A-Z]+\d+:[A-Z]+\d+|\w+\[[\w ().%/–-]+\])\)"  # a sum of cells, or of a column with a plain name
    r'|IF\([A-Z]+\d+=0,"n/a",[A-Z]+\d+/ABS\([A-Z]+\d+\)\))'
)
SHEETS = [
    *("Read me", "Objectives", "Scores", "Budget lines", "Bridge", "By month", "Status by team", "Roadmap", "Plan", "Heat map", "Risks"),
    "Findings",
]


def opened(page: Page) -> Workbook:
    return openpyxl.load_workbook(io.BytesIO(render(page, Look())))


def page_of(*tables: Table, **more: str) -> Page:
    return Page("x", "X", (), "", (Section("s", "S", tables),), **more)  # type: ignore[arg-type]  # options by name


def cells(workbook: Workbook) -> Iterator[tuple[str, Cell]]:
    for sheet in workbook.worksheets:
        for row in sheet.iter_rows():
            for cell in row:
                if cell.value is not None:
                    yield sheet.title, cell


@pytest.fixture(scope="module")
def sample() -> Workbook:
    return opened(sample_page())


def test_the_read_me_is_first_and_the_findings_are_last(sample: Workbook) -> None:
    assert sample.sheetnames == SHEETS


def test_a_sheet_holds_one_table_named_by_its_key(sample: Workbook) -> None:
    assert [list(sheet.tables) for sheet in sample.worksheets[1:]] == [[table.key] for table in sample_page().tables()]
    assert sample["Budget lines"].tables["lines"].ref == "A1:F7"
    assert sample["Budget lines"].tables["lines"].totalsRowCount == 1
    assert sample["Budget lines"].tables["lines"].autoFilter.ref == "A1:F6"
    assert sample["Risks"].tables["risks"].ref == "A1:B2"  # a table without rows still has one, empty


def test_headers_are_the_columns_of_the_table(sample: Workbook) -> None:
    for sheet in sample.worksheets[1:]:
        (table,) = sheet.tables.values()
        heads = [cell.value for cell in sheet[table.ref][0]]
        assert heads == table.column_names
        assert len({str(head).casefold() for head in heads}) == len(heads)


def test_units_stand_in_headers_and_a_measure_spreads(sample: Workbook) -> None:
    heads = [cell.value for cell in sample["Objectives"][1]]
    assert heads == [
        "Id", "Title", "Plan (EUR)", "Variance (EUR)", "Share", "Gap (pts)", "Score", "FTE", "Count", "Value", "Value: low", "Value: high",
        "Value: unit", "Value: unsure", "Trend", "Due", "Period", "Status", "Ref", "Where",
    ]  # fmt: skip


def test_values_are_numbers_dates_and_texts(sample: Workbook) -> None:
    row = [cell.value for cell in sample["Objectives"][2]]
    assert row[2:9] == [1053100, -53100, -0.0504225619, -4, 0.346, 3.25, 4]
    assert row[9:14] == [0.38, 0.3, 0.48, "%", "~"]
    assert row[14:] == ["█·▄▁", datetime(2026, 8, 10), "2026-Q3", "▲ A", "mh/2026-Q3/O1", "plans/okrs/2026-Q3/mh.yaml:12"]  # noqa: DTZ001 - a workbook knows no zones
    assert [cell.value for cell in sample["Objectives"][3][:14]][:13] == ["n/a"] * 13


def test_number_formats(sample: Workbook) -> None:
    formats = {head.value: cell.number_format for head, cell in zip(sample["Objectives"][1], sample["Objectives"][2], strict=True)}
    assert formats["Plan (EUR)"] == "#,##0.00"
    assert formats["Variance (EUR)"] == '+#,##0.00" F";[Red]-#,##0.00" U";0.00_ _F'
    assert (formats["Share"], formats["Gap (pts)"], formats["Score"], formats["Count"]) == ("0.0%", "+0.0;-0.0;0.0", "0.00", "#,##0")
    assert (formats["Due"], formats["FTE"]) == ("d mmm yyyy", "#,##0.00")


def test_what_is_to_come_is_shaded() -> None:
    columns = (Column("a", "May", "money", "USD"), Column("b", "Jun forecast", "money", "USD", ahead=True))
    sheet = opened(page_of(Table("t", "T", columns, (Row((Decimal(1), Decimal(2))), Row((Decimal(1), None))))))["T"]
    fills = [[cell.fill.fill_type for cell in row] for row in sheet["A2:B3"]]
    assert fills == [[None, "solid"], [None, "solid"]]


def test_a_tree_is_indented_and_a_status_is_coloured(sample: Workbook) -> None:
    sheet = sample["Objectives"]
    assert (sheet["A2"].alignment.indent, sheet["A4"].alignment.indent) == (0, 1)
    assert sheet["R2"].font.color.rgb == "009A6700"
    assert sheet["C3"].alignment.horizontal == "right"  # n/a in a column of numbers


def test_totals_are_formulas(sample: Workbook) -> None:
    sheet = sample["Budget lines"]
    assert [cell.value for cell in sheet[7]] == [
        "Total",
        "=SUBTOTAL(109,lines[YTD budget (EUR)])",
        "=SUBTOTAL(109,lines[YTD actual (EUR)])",
        "=SUBTOTAL(109,lines[Variance (EUR)])",
        '=IF(B7=0,"n/a",D7/ABS(B7))',
        "▲ A",
    ]


def test_formulas_carry_their_values() -> None:
    workbook = openpyxl.load_workbook(io.BytesIO(render(sample_page(), Look())), data_only=True)
    assert [cell.value for cell in workbook["Budget lines"][7]][1:5] == [755000, 753600.5, -48600.5, -0.0643715]


def test_each_sheet_is_ready_to_read_and_print(sample: Workbook) -> None:
    for sheet in sample.worksheets:
        assert sheet.page_setup.orientation == "landscape"
        assert sheet.page_setup.fitToWidth == 1
        assert sheet.sheet_properties.pageSetUpPr
        assert sheet.sheet_properties.pageSetUpPr.fitToPage
        assert sheet.print_area
        assert sheet.oddHeader
        assert sheet.oddFooter
        assert sheet.oddHeader.left.text == "DRAFT - Programme status: Mental health"
        assert sheet.oddFooter.right.text == "Page &P of &N"
    for sheet in sample.worksheets[1:]:
        assert sheet.freeze_panes == "B2"
        assert sheet.print_title_rows == "$1:$1"


def test_the_read_me_says_what_the_workbook_is(sample: Workbook) -> None:
    sheet = sample["Read me"]
    said = [cell.value for row in sheet.iter_rows() for cell in row if cell.value is not None]
    for text in (
        "Programme status: Mental health",
        "10 Aug 2026",
        "0a1b2c3",
        "The score is 0.35 against 0.39 expected; the outlook is 53.1k over budget.",
        "Detection works; the vendor ramp-up costs more than planned.",
        "• 1 finding waived.",
        "• Path to green: second calibration round.",
        "95 % interval 0.30–0.48; contains the threshold",
    ):
        assert text in said
    assert str(said[1]).startswith("DRAFT")
    assert -53100 in said
    held = {row[0].value: row[4].value for row in sheet.iter_rows() if row[0].hyperlink}
    assert all(held.values()), "each sheet says what it holds"
    assert not any(name == said for name, said in held.items())
    links = {cell.value: cell.hyperlink.location for row in sheet.iter_rows() for cell in row if cell.hyperlink}
    assert links == {name: f"'{name}'!A1" for name in SHEETS[1:]}


def test_a_page_without_anything_is_a_read_me_alone() -> None:
    workbook = opened(empty_page())
    assert workbook.sheetnames == ["Read me"]
    assert not any("DRAFT" in str(cell.value) for _, cell in cells(workbook))


@pytest.mark.parametrize("name", PAGES)
def test_the_same_page_gives_the_same_bytes(name: str) -> None:
    assert render(PAGES[name](), Look()) == render(PAGES[name](), Look(width=200, color=True))


@pytest.mark.parametrize("name", PAGES)
def test_the_archive_is_well_formed_and_refers_to_nothing_outside(name: str) -> None:
    with zipfile.ZipFile(io.BytesIO(render(PAGES[name](), Look()))) as archive:
        assert archive.testzip() is None
        assert {info.date_time for info in archive.infolist()} == {(1980, 1, 1, 0, 0, 0)}
        assert archive.namelist()[0] == "[Content_Types].xml"
        for part in archive.namelist():
            ET.fromstring(archive.read(part))  # noqa: S314 - our own bytes
            assert b"TargetMode" not in archive.read(part)
            assert "externalLink" not in part
        core = archive.read("docProps/core.xml").decode()
    day = "2026-08-10" if name == "sample" else "2000-01-01"
    assert re.findall(r"\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}Z", core) == [f"{day}T00:00:00Z"] * 2


def test_hostile_texts_are_never_formulas_or_errors() -> None:
    workbook = opened(hostile_page())
    totals = {grid.sheet: grid.bottom for grid in grids(hostile_page()) if grid.totals}
    for sheet, cell in cells(workbook):
        assert cell.data_type in {"s", "n", "d", "f"}
        if cell.data_type == "f":
            assert cell.row == totals[sheet]
            assert FORMULA.fullmatch(str(cell.value))
        if cell.data_type == "s" and str(cell.value).lstrip().startswith(("=", "+", "-", "@", "＝")):  # noqa: RUF001 - a full-width sign is meant
            assert cell.quotePrefix
    assert sum(cell.data_type == "f" for _, cell in cells(workbook)) == 9


@pytest.mark.parametrize("text", [*HOSTILE, "#REF!", "#N/A", "TRUE", "1e5", "2026-01-01", "\ufffe", "_x0041_", "y" * 40_000, "👩" * 20_000])
def test_a_hostile_text_comes_back_as_text(text: str) -> None:
    table = Table(
        "t", text, (Column("a", text), Column("b", text)), (Row((text, text), Span(text), ref=text),), Row((text, None)), note=text
    )
    workbook = opened(Page(text, text, ((text, text),), text, (Section(text, text, (table, Text(text, (text,)))),), (text,), text))
    sheet = workbook.worksheets[1]
    assert sheet["A2"].data_type == sheet["B1"].data_type == "s"
    assert all(cell.data_type == "s" for _, cell in cells(workbook) if isinstance(cell.value, str))
    assert len(str(sheet["A2"].value).encode("utf-16-le")) <= 2 * 32_767
    if text.isprintable() and len(text) < 10_000 and not text.startswith("_x"):
        assert sheet["A2"].value == text


def test_sheets_and_tables_have_legal_names_whatever_they_are_called() -> None:
    names = ["Read me", "read ME", "a/b:c*[d]?\\e", "'quoted'", "x" * 50, "x" * 50, "", "History", "日本語" * 20, "A1"]
    tables = [
        Table(key, name, (Column("a", "A"),), ())
        for key, name in zip(["A1", "R1C1", "r", "1x", "x y", "x-y", "Ü", "Q3", "", "t"], names, strict=True)
    ]
    workbook = opened(page_of(*tables))
    assert len({name.casefold() for name in workbook.sheetnames}) == len(names) + 1
    for name in workbook.sheetnames:
        assert 0 < len(name) <= 31
        assert not set(name) & set("[]:*?/\\")
        assert name.strip("'") == name
    keys = [key for sheet in workbook.worksheets for key in sheet.tables]
    assert keys == ["t_A1", "t_R1C1", "t_r", "t_1x", "x_y", "x_y_2", "_", "t_Q3", "table", "t"]


def test_where_and_ref_come_last_and_only_where_there_is_something_to_say() -> None:
    columns = (Column("a", "Where"), Column("b", "B"))
    table = Table("t", "T", columns, (Row(("x", "y"), Span("p.yaml", 3), ref="x"), Row(("z", "y"))))
    assert [cell.value for cell in opened(page_of(table))["T"][1]] == ["Where", "B", "Where 2"]
    second = Table("t", "T", (Column("a", "Month"), Column("b", "Line")), (Row(("2026-04", "L-1"), ref="L-1"),))
    assert [cell.value for cell in opened(page_of(second))["T"][1]] == ["Month", "Line"], "the reference stands there already"
    assert [cell.value for cell in opened(page_of(Table("t", "T", (Column("where", "Place"),), table.rows)))["T"][1]] == ["Place"]


def test_amounts_too_long_for_a_spreadsheet_stand_as_exact_text() -> None:
    amounts = [Decimal("123456789012345678.10"), Decimal("0.10"), Decimal("9999999999999.99")]
    table = Table(
        "t", "T", (Column("a", "A", "money", "EUR", total="sum"),), tuple(Row((amount,)) for amount in amounts), Row((sum(amounts),))
    )
    sheet = opened(page_of(table))["T"]
    assert [sheet.cell(row, 1).value for row in (2, 3, 4, 5)] == ["123456789012345678.10", 0.1, 9999999999999.99, str(sum(amounts))]
    said = [str(sheet.cell(row, 1).value) for row in (7, 8)]
    assert said[0].startswith("The total is a value")
    assert said[1].startswith("Numbers of more than 15 digits")


def test_a_wide_table_prints_without_its_sources() -> None:
    table = all_kinds_table()
    wide = Table("w", "W", tuple(Column(f"c{n}", "x" * 18) for n in range(14)), (Row(("y" * 30,) * 14, Span("p.yaml"), ref="r"),))
    workbook = opened(page_of(table, wide, money_table()))
    assert workbook["W"].print_area == "'W'!$A$1:$N$5"
    assert workbook["Budget lines"].print_area.startswith("'Budget lines'!$A$1:$")


def test_an_as_of_date_that_is_none_dates_nothing() -> None:
    page = Page("x", "X", (("As of", "2026-13-45"), ("Period", "99 Foo 2026")), "", ())
    with zipfile.ZipFile(io.BytesIO(render(page, Look()))) as archive:
        assert b"2000-01-01T00:00:00Z" in archive.read("docProps/core.xml")


def test_more_rows_than_a_sheet_holds_are_cut_and_counted(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("polops.render.xlsx_grid.MOST_ROWS", 2)
    table = Table("t", "T", (Column("a", "A", "integer", total="sum"),), (Row((1,)), Row((2,)), Row((3,))), Row((6,)))
    sheet = opened(page_of(table))["T"]
    assert [sheet.cell(row, 1).value for row in range(2, 8)] == [1, 2, 6, None, "The first 2 of 3 rows.", ANY]
    assert str(sheet["A7"].value).startswith("The total is a value")
