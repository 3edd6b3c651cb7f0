"""A schedule in a workbook: weeks as columns, bars by conditional formatting, marks as letters."""

from __future__ import annotations

import io
import re
from datetime import date, datetime

import openpyxl
import pytest
from openpyxl.worksheet.worksheet import Worksheet

from polops.render import Look
from polops.render.xlsx import render
from polops.reports.page import Cell, Chart, Column, Page, Row, Section, Table

COLUMNS = (
    Column("name", "Name"),
    Column("start", "Start", "date"),
    Column("end", "End", "date"),
    Column("agreed", "Agreed end", "date"),
    Column("rag", "RAG", "status"),
)
AUGUST = (
    ("One", date(2026, 8, 5), date(2026, 8, 24), date(2026, 8, 17), "red"),
    ("Two", date(2026, 8, 31), None, None, "grey"),
)


def sheet(*rows: tuple[Cell, ...], series: tuple[str, ...] = ("start", "end", "agreed"), status: str = "rag") -> Worksheet:
    table = Table("plan", "Plan", COLUMNS, tuple(Row(row) for row in rows))
    chart = Chart("gantt", "Schedule", table, "name", series, status=status)
    page = Page("p", "P", (), "", (Section("s", "S", (chart,)),), as_of=date(2026, 8, 10))
    found = openpyxl.load_workbook(io.BytesIO(render(page, Look())))["Plan"]
    assert isinstance(found, Worksheet)
    return found


def test_a_column_a_week_from_the_first_monday_to_the_last_date() -> None:
    found = sheet(*AUGUST)
    assert [cell.value for cell in found[1][6:]] == [datetime(2026, 8, day) for day in (3, 10, 17, 24, 31)]  # noqa: DTZ001 - days
    assert [cell.value for cell in found[2][6:]] == [None, None, "◇", None, None]
    assert re.search(r"\$A\$1:\$[K-Z]\$\d+$", str(found.print_area))


def test_bars_follow_the_dates_in_the_table() -> None:
    """Each status has its rule; the week of the report's day has lines around it."""
    found = sheet(*AUGUST)
    (area,) = found.conditional_formatting
    assert str(area.sqref) == "G2:K3"
    formulas = [rule.formula[0] for rule in area.rules]
    assert [getattr(cell.border.right, "style", None) for cell in found[2][6:]] == [None, "medium", None, None, None]
    bar = 'AND(ISNUMBER($B2),ISNUMBER($C2),G$1<=MAX($B2,$C2),G$1+7>MIN($B2,$C2),LEFT($E2,1)="■")'
    assert bar in formulas
    assert len(formulas) == 5


def test_without_a_status_bars_have_one_colour() -> None:
    (area,) = sheet(*AUGUST, status="").conditional_formatting
    assert len(area.rules) == 1


def test_a_long_schedule_has_columns_of_several_weeks() -> None:
    found = sheet(("One", date(2024, 1, 1), date(2026, 12, 28), None, "green"))
    assert found["H1"].value - found["G1"].value == datetime(2024, 1, 22) - datetime(2024, 1, 1)  # noqa: DTZ001 - days
    assert "One column 3 weeks" in str(found["G3"].value)
    assert found.max_column <= 6 + 60


@pytest.mark.parametrize(
    ("row", "series"), [(("One", None, None, None, "green"), ("start", "end")), (AUGUST[0], ("start",)), (AUGUST[0], ("start", "nothing"))]
)
def test_no_weeks_without_two_dates(row: tuple[Cell, ...], series: tuple[str, ...]) -> None:
    assert not list(sheet(row, series=series).conditional_formatting)
