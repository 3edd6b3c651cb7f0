from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from polops.render import words
from polops.reports.page import Measure
from polops.values.text import HIDDEN, display

D = Decimal


@pytest.mark.parametrize(
    ("value", "kind", "expected"),
    [
        (D("1053100"), "money", "1,053.1k"),
        (D("-250.5"), "money", "−0.3k"),
        (D("99.5"), "money", "99.50"),
        (D(0), "money", "0.0k"),
        (D("-53100"), "variance", "−53.1k U"),
        (D("42"), "variance", "+42 F"),
        (D(0), "variance", "0.0k"),
        (D("0.125"), "ratio", "12.5 %"),
        (D("-0.11"), "points", "−11 pts"),
        (D("0.665"), "score", "0.67"),
        (D("3.250"), "number", "3.25"),
        (D("1E+3"), "number", "1,000"),
        (1200, "integer", "1,200"),
        (D("-0.0004"), "score", "0.00"),
        (date(2026, 8, 10), "date", "10 Aug 2026"),
        ("2026-Q3", "period", "2026-Q3"),
        ("amber", "status", "▲ A"),
        ("od\x1bd", "status", "○ od\\x1bd"),
        ("two\n lines", "text", "two lines"),
        ("", "text", ""),
        (None, "money", "n/a"),
        ((D(1), None, D(3)), "trend", "▁·█"),
        ((None, None), "trend", "n/a"),
        ((D(2), D(2)), "trend", "▄▄"),
        (Measure(D("0.38"), "%", D("0.30"), D("0.48"), unsure=True), "measure", "0.38 % (0.30–0.48)~"),
        (Measure(D(12), "mar\tkets\x1b"), "measure", "12 mar kets\\x1b"),
        (Measure(D("0.66")), "measure", "0.66"),
    ],
)
def test_values_in_words(value: object, kind: str, expected: str) -> None:
    assert words.word(value, kind) == expected  # type: ignore[arg-type]  # cells and kinds as a test writes them


def test_sparklines_may_share_a_scale() -> None:
    assert words.sparkline((D(1), D(2)), (D(0), D(4))) == "▂▄"


@pytest.mark.parametrize(
    ("value", "kind", "unit", "expected"),
    [
        (D("1053100"), "money", "EUR", "1053100.00"),
        (D("-0.004"), "money", "EUR", "0.00"),
        (D("10.5"), "variance", "JPY", "11"),
        (D("1E+3"), "number", "", "1000"),
        (D("0.2500"), "ratio", "", "0.25"),
        (D(1) / D(3), "score", "", "0.333333333333"),
        (D("123456789012345678.123456789"), "number", "", "123456789012345678.123456789"),
        (D("-0"), "number", "", "0"),
        (100, "integer", "", "100"),
    ],
)
def test_exact_numbers(value: Decimal, kind: str, unit: str, expected: str) -> None:
    assert words.exact(value, kind, unit) == expected


@given(st.decimals(allow_nan=False, allow_infinity=False, min_value=-(10**18), max_value=10**18, places=9))
def test_exact_numbers_read_back(value: Decimal) -> None:
    text = words.exact(value)
    assert D(text) == value
    assert "E" not in text


@given(st.text())
def test_display_leaves_nothing_that_steers(text: str) -> None:
    shown = display(text)
    assert not HIDDEN.search(shown)
    shown.encode()
    assert "\n" not in words.one_line(text)
    assert not set("\n\t\r\x1b") & set(words.path_text(text))


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("::error::x", ": :error::x"),
        ("a\n  ::error::x", "a\n  : :error::x"),
        ("\x1b[1m::x", "\x1b[1m: :x"),
        ("## title", "# # title"),
        ("a ##vso[x] ###[y]", "a # #vso[x] # # #[y]"),
        ("a :: b ## c", "a :: b ## c"),
    ],
)
def test_inert_parts_commands(text: str, expected: str) -> None:
    assert words.inert(text) == expected


@given(st.text(alphabet=":#[ \tax\n"))
def test_inert_leaves_no_command(text: str) -> None:
    shown = words.inert(text)
    assert "##[" not in shown
    assert not [line for line in shown.split("\n") if line.lstrip().startswith(("::", "##"))]


def test_a_tinted_cell_has_the_symbol_of_its_status_and_a_count_of_nothing_only_that() -> None:
    assert [words.tinted(words.word(value, "integer"), value, "red") for value in (3, 0)] == ["■ 3", "■"]
    assert words.tinted("n/a", None, "amber") == "▲ n/a"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("39.9 %", "39.9_%"),
        ("−53.1k U for the year", "−53.1k_U for the year"),
        ("+31,300 F, 52.2 %.", "+31,300_F, 52.2_%."),
        ("+4 pts", "+4_pts"),
        ("4 Feb 2026, 3 Fs, 2 points, page 3 Use it", "4 Feb 2026, 3 Fs, 2 points, page 3 Use it"),
    ],
)
def test_a_figure_and_its_unit_stay_on_one_line(text: str, expected: str) -> None:
    assert words.together(text, "_") == expected


def test_a_column_counts_the_items_of_a_status() -> None:
    assert [words.of_status(key) for key in ("red", "krs_red", "score", "red_flags", "")] == ["red", "red", "", "", ""]


def test_verbatim_text_keeps_its_lines_and_spaces_and_hides_nothing() -> None:
    assert words.verbatim("a:\n  b: \x1b[31m  \r\n\tc\u202e") == "a:\n  b: \\x1b[31m  \\x0d\n    c\\u202e"
