from __future__ import annotations

import re
from datetime import date
from decimal import Decimal

import pytest
from rich.cells import cell_len
from tests.render.pages import all_kinds_table, empty_page, hostile_page, money_table, sample_page

from polops.render import Look, terminal_tables, words
from polops.render.terminal import render
from polops.reports.page import Chart, Column, Measure, Page, Row, Section, Table, Text, Tile, Tiles
from polops.values.text import HIDDEN

D = Decimal
ANSI = re.compile(r"\x1b\[[\d;]*m")


def drawn(*blocks: Text | Tiles | Table | Chart, width: int = 80, color: bool = False, title: str = "S") -> str:
    """The blocks of a section, without the page's title and the section's rule."""
    page = Page("p", "T", (), "", (Section("s", title, blocks),))
    return render(page, Look(width=width, color=color)).decode().split("\n", 3)[3]


def test_a_table_is_calm() -> None:
    assert (
        drawn(money_table())
        == """\
Budget lines
Line        YTD budget  YTD actual  Variance        %  Status
─────────────────────────────────────────────────────────────
COE-VEN-01      580.0k      595.1k  −15.1k U   −2.6 %  ▲ A
COE-TRV-01       20.0k       12.5k   +7.5k F   37.5 %  ● G
COE-CON-01       50.0k         n/a       n/a      n/a  ○ –
COE-RES-01       90.0k      131.0k  −41.0k U  −45.6 %  ■ R
COE-TRN-01       15.0k       15.0k    0.0k      0.0 %  ✔ done
─────────────────────────────────────────────────────────────
Total           755.0k      753.6k  −48.6k U   −6.4 %  ▲ A
Amounts in EUR.
"""
    )


def test_columns_that_do_not_fit_are_named() -> None:
    assert (
        drawn(all_kinds_table(), title="Objectives")
        == """\
Id     Title                               Plan  Variance   Share  Score  Status
────────────────────────────────────────────────────────────────────────────────
O1     People in distress on Lumo      1,053.1k  −53.1k U  −5.0 %   0.35  ▲ A
       find help, not harm
n/a    n/a                                  n/a       n/a     n/a    n/a  n/a
  KR1  Violative view rate                −0.3k  +42.10 F  25.0 %   0.67  ● G
────────────────────────────────────────────────────────────────────────────────
Total                                  1,052.8k  −53.1k U  −5.0 %
Amounts in EUR. Score: progress towards the target, 0 to 1. Wider terminal
shows: Gap, FTE, Count, Value, Trend, Due, Period.
"""
    )
    assert "Wider terminal shows: Value, Trend, Period." in drawn(all_kinds_table(), width=120)
    assert "Wider" not in drawn(all_kinds_table(), width=170)


def test_a_table_that_cannot_fit_becomes_a_list() -> None:
    shown = drawn(all_kinds_table(), width=40)
    assert "\nO1\n  Title: People in distress on Lumo find\n  help, not harm\n  Plan: 1,053.1k\n  Variance: −53.1k U\n" in shown


def test_tiles_stand_in_rows_of_equal_length() -> None:
    tiles = Tiles(
        (
            Tile("OKR score", D("0.346"), "score", detail="expected 0.39", status="amber", trend=(D(1), D(2))),
            Tile("Late", None, "integer", status="grey"),
            Tile("State", "red", "status"),
            Tile("Due", date(2026, 8, 10), "date"),
        )
    )
    assert (
        drawn(tiles)
        == """\
OKR score                       Late
0.35  ▲ A  ▁█                   n/a
expected 0.39

State                           Due
■ R                             10 Aug 2026
"""
    )
    assert drawn(tiles, width=120).count("\n") == 3
    assert drawn(tiles, width=40).count("\n") == 12
    assert drawn(Tiles(())) == ""


def chart(kind: str, *rows: tuple[object, ...], unit: str = "integer", columns: int = 1) -> Chart:
    keys = ("a", "b", "c")[:columns]
    source = Table("t", "T", (Column("x", "X"), *(Column(key, key.upper(), unit) for key in keys)), tuple(Row(row) for row in rows))  # type: ignore[arg-type]  # words of a fixed list
    return Chart(kind, "Chart", source, "x", keys, shown=False)  # type: ignore[arg-type]  # words of a fixed list


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        (
            chart("bars", ("p", 4), ("q", -2), ("r", None)),
            f"p  {' ' * 13}{'▄' * 27}    4\nq  {'▄' * 13:40}   −2\nr  {'':40}  n/a\n",
        ),
        (
            chart("stacked_bars", ("p", 2, 1), ("q", None, 1), columns=2),
            "p  ███████████████████████████▓▓▓▓▓▓▓▓▓▓▓▓▓    2 · 1\nq  ▓▓▓▓▓▓▓▓▓▓▓▓▓                             n/a · 1\n█ A  ▓ B\n",
        ),
        (
            chart("bridge", ("p", D(8000)), ("q", D(-4000)), ("r", None), ("s", D(4000)), unit="money"),
            f"p  {'▄' * 40}   8.0k\nq  {' ' * 20}{'▄' * 20}  −4.0k\nr  {'':40}    n/a\ns  {'▄' * 20:40}   4.0k\n",
        ),
        (chart("lines", ("p", D(0), D(4)), ("q", None, D(8)), unit="number", columns=2), "A  ▁·  0 → 0\nB  ▄█  4 → 8\np to q\n"),
        (
            chart("bullet", ("p", D("0.5"), D("0.25")), ("q", None, None), unit="score", columns=2),
            f"p  {'▄' * 10}┃{'▄' * 9}{'·' * 20}  0.50 / 0.25\nq  {'·' * 40}    n/a / n/a\n▄ A ┃ B\n",
        ),
        (
            chart(
                "gantt",
                ("p", date(2026, 1, 1), date(2026, 1, 11)),
                ("q", date(2026, 1, 11), date(2026, 1, 21)),
                ("r", None, None),
                unit="date",
                columns=2,
            ),
            f"p  {'▄' * 20:40}   1 Jan 2026 → 11 Jan 2026\nq  {'▄' * 20:>40}  11 Jan 2026 → 21 Jan 2026\nr  {'':40}  {'n/a':>25}\n",
        ),
    ],
)
def test_charts(source: Chart, expected: str) -> None:
    assert drawn(source) == "Chart\n" + expected


@pytest.mark.parametrize("kind", ["bars", "stacked_bars", "lines", "bullet", "gantt"])
def test_a_chart_without_data_is_left_out(kind: str) -> None:
    assert drawn(chart(kind, ("p", None, None), columns=2)) == ""
    assert drawn(chart(kind, columns=2)) == ""


def test_a_flat_chart_and_the_smallest_values_are_drawn() -> None:
    assert drawn(chart("bars", ("p", 0))) == "Chart\np  0\n"
    assert "▄" * 40 in drawn(chart("bars", ("p", 1000), ("q", 1)))
    assert "▄" * 40 in drawn(chart("bars", ("p", Measure(D(2), "%")), unit="measure"))
    assert "\nq  ▄ " in drawn(chart("bars", ("p", 1000), ("q", 1)))


def test_the_table_of_a_chart_is_shown_once_and_only_if_it_says_more() -> None:
    shown = render(sample_page(), Look(width=100)).decode()
    assert shown.count("By month") == 1
    assert "Step" not in shown


def test_the_page_says_draft_and_its_notes() -> None:
    lines = render(sample_page(), Look()).decode().split("\n")
    assert lines[:7] == [
        "Programme status: Mental health  DRAFT",
        "As of 10 Aug 2026 · Period 2026-Q3 · Data through 2026-07 · Commit 0a1b2c3",
        "The plan has errors: figures may be incomplete until they are mended.",
        "",
        "The score is 0.35 against 0.39 expected; the outlook is 53.1k over budget.",
        "",
        "“Detection works; the vendor ramp-up costs more than planned.”",
    ]
    assert lines[-4:] == ["─" * 80, "Variance = budget − actual; F favourable, U unfavourable.", "1 finding waived.", ""]
    assert render(empty_page(), Look()).decode() == "Nothing yet\n"


def test_many_findings_are_cut_and_counted() -> None:
    findings = Table("f", "Findings", (Column("code", "Code", "id"),), tuple(Row((f"BUD{i}",)) for i in range(30)))
    shown = render(Page("p", "T", (), "", (), findings=findings), Look(limit=20)).decode()
    assert "BUD19\n… and 10 more; 30 in all\n" in shown
    assert "BUD20" not in shown


def test_text_and_bullets() -> None:
    assert drawn(Text("One.\n\nTwo.", ("a", "b " * 30)), width=44) == "One.\nTwo.\n• a\n• " + "b " * 20 + "b\n  " + "b " * 8 + "b\n"


def test_colour_only_adds_to_what_is_said() -> None:
    for page in (sample_page(), hostile_page()):
        plain, color = (render(page, Look(width=100, color=on)).decode() for on in (False, True))
        assert "\x1b" not in plain
        stripped = ANSI.sub("", color)
        assert [line.rstrip() for line in stripped.split("\n")] == plain.split("\n")
        assert "\x1b[33m▲\x1b[0m A" in color


@pytest.mark.parametrize("width", [1, 40, 64, 80, 100, 120, 200, 400])
@pytest.mark.parametrize("color", [False, True])
def test_hostile_text_is_harmless_at_every_width(width: int, color: bool) -> None:  # noqa: FBT001 - a parameter of the test
    shown = ANSI.sub("", render(hostile_page(), Look(width=width, color=color)).decode())
    assert not HIDDEN.search(shown)
    assert "\t" not in shown
    assert "[/red]" in shown
    assert not [line for line in shown.split("\n") if line.lstrip().startswith(("::", "##"))]
    assert max(cell_len(line) for line in shown.split("\n")) <= max(width, 40) + 2


def test_numbers_are_never_cut() -> None:
    numbers = [words.cell(cell, column) for column, cell in zip(all_kinds_table().columns, all_kinds_table().rows[0].cells, strict=True)]
    for width in (40, 80, 100, 120, 200):
        shown = drawn(all_kinds_table(), width=width)
        fit = terminal_tables.fitted(all_kinds_table(), width)
        kept = range(len(numbers)) if fit is None else fit.columns
        assert [numbers[i] for i in kept if numbers[i] not in shown and i != 1] == []


def test_wide_characters_are_counted() -> None:
    wide = Table("t", "S", (Column("a", "方針"), Column("b", "N", "integer")), (Row(("日本語の方針", 1)), Row(("ab", 22))))
    assert drawn(wide) == "方針           N\n────────────────\n日本語の方針   1\nab            22\n"


def test_the_same_page_gives_the_same_bytes(monkeypatch: pytest.MonkeyPatch) -> None:
    before = render(sample_page(), Look(width=90, color=True))
    for name, value in {"COLUMNS": "20", "NO_COLOR": "1", "FORCE_COLOR": "1", "TERM": "dumb", "JUPYTER_COLUMNS": "10"}.items():
        monkeypatch.setenv(name, value)
    assert render(sample_page(), Look(width=90, color=True)) == before


def test_a_schedule_shows_its_marks_and_status() -> None:
    columns = (
        Column("x", "Name"),
        *(Column(key, key.title(), "date") for key in ("a", "b", "agreed", "next")),
        Column("rag", "RAG", "status"),
    )
    rows = (
        Row(("One", date(2026, 7, 1), date(2026, 8, 10), date(2026, 7, 21), date(2026, 7, 11), "red")),
        Row(("Two", date(2026, 7, 1), date(2026, 7, 21), date(2026, 8, 10), None, "green")),
        Row(("Three", None, None, None, None, "grey")),
    )
    source = Chart("gantt", "Plan", Table("t", "T", columns, rows), "x", ("a", "b", "agreed", "next"), shown=False, status="rag")
    lines = render(Page("p", "T", (), "", (Section("s", "S", (source,)),)), Look(width=80)).decode().splitlines()
    one, two = next(line for line in lines if line.startswith("One")), next(line for line in lines if line.startswith("Two"))
    assert one.endswith("10 Aug 2026 ■ R")
    assert 0 < one.index("◆") < one.index("◇") < one.rindex("▄")
    assert two.index("◇") > two.rindex("▄") + 10
    assert "◇ Agreed ◆ Next" in lines[-1]


def test_a_figure_is_not_parted_from_its_unit() -> None:
    lines = drawn(Text("A line of forty letters that ends at 39.9 % of it and −5,300.00 U in all"), width=40).rstrip().split("\n")
    assert lines == ["A line of forty letters that ends at", "39.9 % of it and −5,300.00 U in all"]
