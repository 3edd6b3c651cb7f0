"""Values, columns and totals before they reach a sheet."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest
from tests.render.pages import all_kinds_table, hostile_page

from polops.render.xlsx_fields import fits, value
from polops.render.xlsx_grid import Grid, Total, column
from polops.render.xlsx_text import inert, line, lines, sheet_ref, unique, width
from polops.reports.page import Column, Measure, Row, Table

D = Decimal


def grid(*rows: tuple[object, ...], total: tuple[object, ...] | None = None, columns: tuple[Column, ...] = ()) -> Grid:
    columns = columns or (
        Column("a", "A", "money", "EUR", total="sum"),
        Column("b", "B", "money", "EUR", total="sum"),
        Column("r", "R", "ratio", total="a/b"),
    )
    made = tuple(Row(row) for row in rows)  # type: ignore[arg-type]  # cells and kinds as a test writes them
    return Grid(Table("t", "T", columns, made, Row(total) if total else None), "T", "t")  # type: ignore[arg-type]  # cells and kinds as a test writes them


@pytest.mark.parametrize(
    ("cell", "shape", "expected"),
    [
        (None, "money", "n/a"),
        (None, "text", "n/a"),
        ("", "text", ""),
        (3, "integer", D(3)),
        (D("-0"), "money", D(0)),
        (D("0.05"), "points", D("5.00")),
        (Measure(D("0.38"), "%"), "number", D("0.38")),
        ((D(1), D(2)), "trend", "▁█"),
        ("amber", "status", "▲ A"),
        (date(2026, 8, 10), "date", date(2026, 8, 10)),
        (date(1900, 2, 28), "date", "1900-02-28"),
        (D("NaN"), "money", "n/a"),
        (D("1e30"), "money", "1" + "0" * 30),
        (D(1) / D(3), "ratio", D(1) / D(3)),
        ("x", "money", "x"),
    ],
)
def test_value(cell: object, shape: str, expected: object) -> None:
    assert value(cell, shape) == expected  # type: ignore[arg-type]  # cells and kinds as a test writes them


@pytest.mark.parametrize(
    ("number", "places", "expected"),
    [
        ("999999999999999", 2, True),
        ("9999999999999.99", 2, True),
        ("99999999999999.99", 2, False),
        ("1234567890123456", 2, False),
        ("1000000000000000", 2, True),
        ("0.3333333333333333333333333333", 6, True),
        ("-123456789012345678", 0, False),
        ("Infinity", 0, False),
    ],
)
def test_fits(number: str, places: int, *, expected: bool) -> None:
    assert fits(D(number), places) is expected


def test_totals_name_the_columns_and_the_cells_they_come_from() -> None:
    found = grid((D(1), D(4), None), (D(2), None, None), total=(D(3), D(4), D("0.75"))).totals
    assert found == (
        Total(D(3), "SUBTOTAL(109,t[A (EUR)])", "sum"),
        Total(D(4), "SUBTOTAL(109,t[B (EUR)])", "sum"),
        Total(D("0.75"), 'IF(B4=0,"n/a",A4/ABS(B4))', "custom"),
    )


def test_a_total_that_is_not_the_sum_of_the_rows_is_a_value() -> None:
    found = grid((D(1), D(4), None), total=(D(100), D(4), D(25))).totals
    assert (found[0], found[2]) == (Total(D(100), adrift=True), Total(D(25), adrift=True))
    assert found[1].formula


def test_a_share_of_a_column_without_a_total_sums_the_column_itself() -> None:
    columns = (Column("a", "A #[x]'s", "money"), Column("b", "B", "money"), Column("r", "R", "ratio", total="a/b"))
    found = grid((D(1), D(-4), None), total=(None, None, D("0.25")), columns=columns).totals
    assert found[:2] == (Total(None), Total(None))
    assert found[2].formula == 'IF(SUBTOTAL(109,t[B])=0,"n/a",SUBTOTAL(109,A2:A2)/ABS(SUBTOTAL(109,t[B])))'


@pytest.mark.parametrize("total", ["a/zero", "a/unknown", "unknown/a"])
def test_a_share_that_cannot_be_worked_out_is_what_the_report_says(total: str) -> None:
    columns = (Column("a", "A", "money"), Column("zero", "Zero", "money"), Column("r", "R", "ratio", total=total))
    assert grid((D(1), D(0), None), total=(None, None, D("0.25")), columns=columns).totals[2] == Total(D("0.25"), adrift=True)
    assert grid((D(1), D(0), None), total=(None, None, None), columns=columns).totals[2] == Total("n/a")


def test_a_header_that_a_formula_cannot_spell_is_named_by_its_cells() -> None:
    columns = (Column("a", "A'[#@]", "money", total="sum"),)
    assert grid((D(1),), (D(2),), total=(D(3),), columns=columns).totals == (Total(D(3), "SUBTOTAL(109,A2:A3)", "custom"),)


def test_cents_are_shown_where_there_are_any() -> None:
    whole, cents = grid((D(1), D("1.5"), None), (D("1e30"), None, None)).fields[:2]
    assert (whole.places, cents.places) == (0, 2)


def test_a_measure_has_one_unit_in_its_header_or_a_column_of_units() -> None:
    columns = (Column("m", "M", "measure", "%"),)
    one = grid((Measure(D("0.5"), "%"),), (None,), columns=columns)
    assert [field.header for field in one.fields] == ["M (%)"]
    two = grid((Measure(D("0.5"), "%"),), (Measure(D(3), "days", D(2), D(4), unsure=True),), columns=columns)
    assert [field.header for field in two.fields] == ["M (%)", "M: low (%)", "M: high (%)", "M: unit", "M: unsure"]
    assert two.body == ((D("0.5"), "n/a", "n/a", "%", ""), (D(3), D(2), D(4), "days", "~"))


def test_the_same_label_twice_and_no_label_at_all() -> None:
    columns = (Column("a", "Total"), Column("b", "total"), Column("c", ""), Column("d", "x" * 300))
    assert [field.header for field in grid(("", "", "", ""), columns=columns).fields] == ["Total", "total 2", "Column 3", "x" * 99 + "…"]


def test_a_table_without_columns_and_a_row_too_short() -> None:
    assert [field.header for field in Grid(Table("t", "T", (), ()), "T", "t").fields] == ["Column"]
    assert grid((D(1),)).body == ((D(1), "n/a", "n/a"),)


def test_the_unit_is_not_said_twice() -> None:
    assert [field.header for field in grid((None,), columns=(Column("a", "Plan EUR", "money", "EUR"),)).fields] == ["Plan EUR"]


def test_every_total_of_the_samples_reconciles() -> None:
    tables = [all_kinds_table(), *(table for table in hostile_page().tables() if table.total)]
    for table in tables:
        assert not any(total.adrift for total in Grid(table, "T", "t").totals)


@pytest.mark.parametrize(("number", "letters"), [(1, "A"), (26, "Z"), (27, "AA"), (702, "ZZ"), (703, "AAA"), (16384, "XFD")])
def test_column(number: int, letters: str) -> None:
    assert column(number) == letters


def test_texts() -> None:
    assert inert("a\x00\ufffe\ud800_x0041_ _x_") == "a\\x00\\ufffe\\ud800_x005F_x0041_ _x_"
    assert inert("x" * 32_767) == "x" * 32_767
    assert inert("x" * 32_768) == "x" * 32_766 + "…"
    assert inert("👩" * 16_384) == "👩" * 16_383 + "…"
    assert line("a\n b\tc", 5) == "a b c"
    assert line("abcdef", 5) == "abcd…"
    assert (width("abc"), width("日本\na"), width("e\u0301")) == (3, 4, 1)
    assert (lines("abc", 10), lines("abc\nde", 10), lines("x" * 25, 10)) == (1, 2, 3)
    assert unique(["a", "A", "a"], 3) == ("a", "A 2", "a 3")
    assert sheet_ref("It's") == "'It''s'"
