from __future__ import annotations

import csv
import io
import json
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.render.pages import HOSTILE, empty_page, hostile_page, sample_page

from polops.render import Look, page_json, terminal, words
from polops.render.csv import guarded, render
from polops.reports.page import Column, Measure, Page, Row, Section, Table
from polops.source.problem import PolopsError
from polops.values.text import HIDDEN


def rows(data: bytes) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(data.decode(), newline="")))


def test_the_first_table_by_default() -> None:
    assert render(sample_page(), Look()).decode() == (
        "id,title,plan,variance,share,gap,score,fte,count,value,value_low,value_high,value_unit,trend,due,period,rag,_ref,_at\n"
        'O1,"People in distress on Lumo find help, not harm",1053100.00,-53100.00,-0.0504225619,-0.04,0.346,3.25,4,0.38,0.3,0.48,%,'
        "0.42;;0.4;0.38,2026-08-10,2026-Q3,amber,mh/2026-Q3/O1,plans/okrs/2026-Q3/mh.yaml:12\n"
        ",,,,,,,,,,,,,,,,,,\n"
        "KR1,Violative view rate,-250.50,42.10,0.25,0.11,0.665,0.5,1200,12,,,markets,1;2;3;3,2026-12-31,FY26,green,"
        "mh/2026-Q3/O1/KR1,plans/okrs/x.yaml:30\n"
    )


def test_a_table_by_name_without_places() -> None:
    assert render(sample_page(), Look(table="steps")).decode() == (
        "step,amount\nOriginal,1000000.00\nTransfers,50000.00\nOverrun,-103100.00\nOutlook,946900.00\n"
    )


def test_an_unknown_table() -> None:
    with pytest.raises(PolopsError) as caught:
        render(sample_page(), Look(table="objectivs"))
    assert caught.value.message == "no table objectivs in the report status"
    assert (
        caught.value.help == "did you mean objectives? its tables: "
        "objectives, scores, lines, steps, months, teams, gates, plan, heat, risks, findings"
    )
    with pytest.raises(PolopsError, match="has no tables"):
        render(empty_page(), Look())
    with pytest.raises(PolopsError) as caught:
        render(sample_page(), Look(table="\x1b[31m"))
    assert caught.value.help.startswith("its tables: ")
    assert "\x1b" not in caught.value.message


def test_a_measure_outside_its_column_and_a_number_in_it() -> None:
    table = Table("t", "T", (Column("n", "N", "number"), Column("m", "M", "measure")), (Row((Measure(Decimal(3), "x"), Decimal(4))),))
    assert render(Page("p", "T", (), "", (Section("s", "S", (table,)),)), Look()) == b"n,m,m_low,m_high,m_unit\n3,4,,,\n"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("plain", "plain"),
        ("=1+1", "'=1+1"),
        ("+1", "'+1"),
        ("-1", "'-1"),
        ("@x", "'@x"),
        ("\tx", "'x"),
        ("\rx", "'x"),
        ("\nx", "'x"),
        ("  =1", "'=1"),
        ("\uff1d1", "'\uff1d1"),
        ("\uff0b1", "'\uff0b1"),
        ("\uff0d1", "'\uff0d1"),
        ("\uff201", "'\uff201"),
        ("'=1", "''=1"),
        ("'t", "'t"),
        ("::error::x", "': :error::x"),
        ("a=1", "a=1"),
        ("\u2212 1", "\u2212 1"),
    ],
)
def test_formulas_are_text(text: str, expected: str) -> None:
    assert guarded(text) == expected


@given(st.text())
def test_no_text_is_a_formula(text: str) -> None:
    shown = guarded(text)
    assert not HIDDEN.search(shown)
    assert not shown.startswith(("=", "+", "-", "@", "\t", "\r", "\n", "\uff1d", "\uff0b", "\uff0d", "\uff20"))


def test_hostile_text_stays_in_its_field() -> None:
    for table in hostile_page().tables():
        data = render(hostile_page(), Look(table=table.key))
        assert not HIDDEN.search(data.decode())
        assert data.count(b"\n") == len(table.rows) + 1
        lines = list(csv.reader(io.StringIO(data.decode(), newline="")))
        assert {len(line) for line in lines} == {len(lines[0])}
    assert any(guarded(text).startswith("'") for text in HOSTILE)


def test_every_format_holds_the_same_numbers_in_the_same_order() -> None:
    for page in (sample_page(), hostile_page()):
        tables = json.loads(page_json.render(page, Look()))["tables"]
        for table in page.tables():
            exact = rows(render(page, Look(table=table.key)))
            shown = terminal.render(Page("p", "T", (), "", (Section("s", "S", (table,)),)), Look(width=1000)).decode()
            for column in table.columns:
                if column.kind in {"text", "id", "measure", "trend", "period", "status"}:
                    continue
                values = [row.cells[table.columns.index(column)] for row in table.rows]
                assert [line[column.key] or None for line in exact] == [
                    None if row[column.key] is None else str(row[column.key]) for row in tables[table.key]["rows"]
                ]
                position = 0
                for value in values:
                    position = shown.find(words.cell(value, column), position) + 1
                    assert position > 0
