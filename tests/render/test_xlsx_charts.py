"""Charts: what they draw, where they stand, and that an office program finds all it needs."""

from __future__ import annotations

import io
import re
import zipfile
from datetime import date
from decimal import Decimal

import openpyxl
import pytest
from tests.render.pages import sample_page

from polops.render import Look
from polops.render.xlsx import render
from polops.render.xlsx_chart_data import drawing, steps
from polops.render.xlsx_chart_kinds import begin
from polops.render.xlsx_chart_looks import colors
from polops.render.xlsx_grid import Grid
from polops.reports.page import Chart, Column, Page, Row, Section, Table

D = Decimal


def table(*rows: tuple[object, ...], kind: str = "money") -> Table:
    columns = (Column("x", "X"), Column("a", "A", kind, "EUR"), Column("b", "B", kind, "EUR"))  # type: ignore[arg-type]  # cells and kinds as a test writes them
    return Table("t", "T", columns, tuple(Row(row) for row in rows))  # type: ignore[arg-type]  # cells and kinds as a test writes them


def charts(page: Page) -> list[str]:
    with zipfile.ZipFile(io.BytesIO(render(page, Look()))) as archive:
        names = sorted(
            (name for name in archive.namelist() if name.startswith("xl/charts/")), key=lambda name: int(re.sub(r"\D", "", name))
        )
        return [archive.read(name).decode() for name in names]


def page_of(*found: Chart) -> Page:
    return Page("x", "X", (), "", (Section("s", "S", found),))


@pytest.mark.parametrize(
    ("amounts", "expected"),
    [
        (
            [100, 50, -30, 120],
            {
                "base": [None, 100, 120, None],
                "stand": [100, None, None, 120],
                "rise": [None, 50, None, None],
                "fall": [None, None, 30, None],
            },
        ),
        (
            [10, -30, 50, 30],
            {
                "stand": [10, None, None, 30],
                "rise": [None, None, 30, None],
                "rise below zero": [None, None, -20, None],
                "fall": [None, 10, None, None],
                "fall below zero": [None, -20, None, None],
            },
        ),
        ([-10, -5, -15], {"base": [None, -10, None], "stand": [-10, None, -15], "fall below zero": [None, -5, None]}),
        ([10, None, 10], {"base": [None, 10, None], "stand": [10, None, 10]}),
        ([7], {"stand": [7]}),
    ],
)
def test_the_parts_of_a_waterfall(amounts: list[int | None], expected: dict[str, list[int | None]]) -> None:
    names = ("base", "stand", "rise", "fall", "rise below zero", "fall below zero")
    found = steps(tuple(None if amount is None else D(amount) for amount in amounts))
    assert {name: list(part) for name, part in zip(names, found, strict=True) if any(part)} == expected


@pytest.mark.parametrize(
    ("amounts", "expected"),
    [([100, 50, -30, 120], 0), ([4_812, 150, -75, 4_887], 4_700), ([10, -30, 50, 30], None), ([1000, 1000], 0)],
)
def test_where_the_axis_of_a_waterfall_begins(amounts: list[int], expected: int | None) -> None:
    found = drawing(Chart("bridge", "B", t := table(*(("x", D(a), None) for a in amounts)), "x", ("a",)), Grid(t, "T", "t"))
    assert found is not None
    assert begin(found) == expected


def test_a_chart_draws_the_table_itself_where_it_can() -> None:
    (drawn,) = charts(page_of(Chart("bars", "C", table(("p", D(1), D(2)), ("q", D(3), D(4))), "x", ("a", "b"))))
    assert re.findall(r"<f>([^<]*)</f>", drawn) == ["'T'!$A$2:$A$3", "'T'!$B$2:$B$3", "'T'!$A$2:$A$3", "'T'!$C$2:$C$3"]


@pytest.mark.parametrize("rows", [[("p", D(1), None), ("q", D(3), D(4))], [("p" * 60, D(1), D(2))], [(date(2026, 1, 2), D(1), D(2))]])
def test_it_has_columns_of_its_own_where_it_cannot(rows: list[tuple[object, ...]]) -> None:
    page = page_of(Chart("lines", "C", table(*rows), "x", ("a", "b")))
    (drawn,) = charts(page)
    sheet = openpyxl.load_workbook(io.BytesIO(render(page, Look())))["T"]
    place = re.findall(r"\$([A-Z]+)\$(\d+):", drawn)
    assert place[0][0] not in {"A", "B", "C"}
    head = sheet[f"{place[0][0]}{int(place[0][1]) - 1}"]
    assert head.value == "Chart data"
    numbers = [sheet[f"{place[3][0]}{int(place[3][1]) + offset}"].value for offset in range(len(rows))]
    assert numbers == [None if row[2] is None else row[2] for row in rows]
    assert not sheet.print_area.endswith(place[0][0] + place[0][1])


@pytest.mark.parametrize(
    "chart",
    [
        Chart("bars", "C", table(), "x", ("a",)),
        Chart("bars", "C", table(("p", None, None)), "x", ("a", "b")),
        Chart("bars", "C", table(("p", D(1), None)), "x", ("nothing",)),
    ],
)
def test_nothing_is_drawn_of_nothing(chart: Chart) -> None:
    assert charts(page_of(chart)) == []


def test_every_kind_is_drawn_with_titles_and_axes() -> None:
    found = charts(sample_page())
    assert len(found) == 5
    for drawn in found:
        assert '<delete val="0" />' in drawn
        assert drawn.count("<title>") == 3
        assert '<overlay val="0" />' in drawn
        assert '<roundedCorners val="0" />' in drawn
        assert "<a:t />" not in drawn
        assert not re.search(r'<numFmt formatCode="[^"]*" ?/>', drawn)
    bullet, bridge, lines, bars, stacked = found
    assert bullet.count("<barChart>") == 2
    assert bridge.count("<a:noFill />") >= 2
    assert "<lineChart>" in lines
    assert '<grouping val="clustered" />' in bars
    assert '<grouping val="stacked" />' in stacked


@pytest.mark.parametrize("kind", ["money", "variance", "ratio", "score", "points", "integer", "number"])
@pytest.mark.parametrize("chart", ["bars", "stacked_bars", "lines", "bridge", "bullet"])
def test_every_kind_of_number_in_every_kind_of_chart(kind: str, chart: str) -> None:
    rows = [(f"a long label {n}", D(n * 9_000_000), D(-n)) for n in range(9)]
    for series in (("a", "b"), ("b",)):
        assert len(charts(page_of(Chart(chart, "C", table(*rows, kind=kind), "x", series)))) == 1  # type: ignore[arg-type]  # cells and kinds as a test writes them


def test_charts_stand_under_a_short_table_and_beside_a_long_one() -> None:
    short, long = (table(*((f"r{n}", D(n), D(1)) for n in range(size))) for size in (5, 90))
    for found, anchors, areas in ((short, [(0, 9)], 1), (long, None, 2)):
        workbook = openpyxl.load_workbook(io.BytesIO(render(page_of(Chart("bars", "C", found, "x", ("a", "b"))), Look())))
        sheet = workbook["T"]
        places = [(chart.anchor._from.col, chart.anchor._from.row) for chart in sheet._charts]  # type: ignore[attr-defined]  # openpyxl keeps its charts to itself
        assert len(sheet.print_area.split(",")) == areas
        if anchors:
            assert places == anchors
        else:
            assert places[0][0] > 3
            assert places[0][1] == 0


def test_the_same_meaning_has_the_same_colour_and_no_two_series_share_one() -> None:
    assert colors(["actual"])[0] == colors(["q1", "actual"])[1]
    assert colors(["krs_green", "krs_red"]) == colors(["green", "red"])
    for keys in (["f1", "f2", "actual"], ["budget", "actual", "outlook"], ["green", "amber", "red", "grey"]):
        assert len(set(colors(keys))) == len(keys)
