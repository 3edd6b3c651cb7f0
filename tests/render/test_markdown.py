"""Markdown reads well, parses as meant, and nothing from the plan becomes markup."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st
from markdown_it import MarkdownIt
from tests.render.pages import HOSTILE, empty_page, hostile_page, money_table, sample_page

from polops.render import Look, words
from polops.render.markdown import escape, render
from polops.render.mermaid import draw, label
from polops.reports.page import Chart, Column, Listing, Page, Row, Section, Table, Text, Tile, Tiles
from polops.source.problem import Span

if TYPE_CHECKING:
    from markdown_it.token import Token

GAP = "\u200b"
READER = MarkdownIt("commonmark", {"html": True}).enable(["table", "strikethrough"])

ATTACKS = (
    *HOSTILE,
    "**bold** __bold__ *i* _i_ ~~s~~ ~s~",
    "`code` ``c``",
    "[a](https://evil.example) [a][b] ![i](x.png) [b]: https://evil.example",
    "<https://evil.example> <a href=x> <!-- c --> <?php ?> <![CDATA[x]]> </details>",
    "https://evil.example www.evil.example ftp://x.example mail@evil.example HTTP://EVIL.EXAMPLE",
    "@lumo/everyone hey @ada, (@bob) me@lumo.example",
    '#12 lumo/polops#12 !7 &9 %3 ~label ~"two words" GH-12 %{project_name} ^alert#1',
    ":smile: :+1: :100: a:thinking_face:b",
    *("# heading", "###### h #", "> quote", "- item", "+ item", "* item", "1. item", "12) item", "---", "***", "___", "===", "- [ ] task"),
    *("    code", "/close", "/assign @ada", "::include{file=x}", "[[_TOC_]]", "| a | b |", "|---|", "a\nb\n\nc", "a  \nb", "a\\\nb"),
    *("a\\", "\\", "\\\\", "\\|", "\\*x\\*", "&lt;b&gt; &#64;ada &copy; &amp;amp;", "$x$ $$y$$", "~~~", "```", "```mermaid"),
    *("Term\n: definition", "{+ a +} {- b -}", "[^1]", "@", "a@", ":", "#", "&", "<"),
)

READABLE = (
    *("COE-VEN-01", "mh/2026-Q3/O1", "snake_case_key", "12.5 %", "−53.1k U", "R&D", "10:30:45", "C#", "a - b", "3 > 2", "don't (really)"),
    *("50/50", "20,000.50", "2026-08-10", "5 + 3 = 8", "Ask: decide", "-1", "1.5", "v1.2.0", "C:\\temp"),
)


def tokens(text: str) -> list[Token]:
    """All tokens, those inside inline ones included."""
    return [inner for token in READER.parse(text) for inner in (token, *(token.children or ()))]


def shown(text: str) -> str:
    """What a reader sees of an escaped text in a paragraph: only a paragraph with text in it may come of it."""
    found = tokens(text)
    assert {token.type for token in found} <= {"paragraph_open", "inline", "text", "text_special", "paragraph_close"}, text
    return "".join(token.content for token in found if token.type in ("text", "text_special")).replace(GAP, "")


@pytest.mark.parametrize("attack", ATTACKS)
def test_hostile_text_is_shown_as_it_is(attack: str) -> None:
    line = words.one_line(attack)
    assert shown(escape(line)) == line


@given(st.text(alphabet=st.sampled_from("ab1 \\`*_{}[]()<>#+-.!|~&;:@$%^='\"/\n"), max_size=30))
def test_any_text_is_shown_as_it_is(text: str) -> None:
    line = words.one_line(text)
    assert shown(escape(line)) == line
    table = READER.parse(f"| h | i |\n| --- | --- |\n| {escape(line)} | x |")
    cells = [cell.children or [] for cell in table if cell.type == "inline"][2:]
    assert ["".join(piece.content for piece in cell).replace(GAP, "") for cell in cells] == [line, "x"]


@pytest.mark.parametrize("text", READABLE)
def test_ordinary_text_is_left_as_it_is(text: str) -> None:
    assert escape(text) == text


@pytest.mark.parametrize("attack", ATTACKS)
def test_what_platforms_look_for_in_the_rendered_text_is_broken_up(attack: str) -> None:
    seen = "".join(token.content for token in tokens(escape(words.one_line(attack))) if token.type in ("text", "text_special"))
    assert not re.search(r"@\w|[#!&~][0-9]|://|www\.|:(?:[a-z_]+|\+1|100):|GH-\d|~[\w\"]|%[\w\"{]", seen, re.IGNORECASE)


@pytest.mark.parametrize("attack", ATTACKS)
def test_no_line_starts_a_quick_action_or_a_ci_command(attack: str) -> None:
    assert not re.match(r"/[a-z]|::|##\[", escape(words.one_line(attack)))


def test_the_hostile_page_has_the_structure_of_the_calm_one() -> None:
    """No attack adds or removes a block, a cell, a link or an emphasis: only texts differ."""
    calm, hostile = (tokens(render(page, Look(link_base="../")).decode()) for page in (sample_page(), hostile_page()))
    # texts may come in pieces, and a table's heading is left out where it says the same as its section's
    skipped = {"text", "text_special", "inline", "heading_open", "heading_close"}
    kinds = [[token.type for token in found if token.type not in skipped] for found in (calm, hostile)]
    assert kinds[0] == kinds[1]
    assert not {"html_block", "html_inline", "image", "code_inline", "softbreak"} & set(kinds[0])
    assert all(str(token.attrs["href"]).startswith("../") for token in hostile if token.type == "link_open")


@pytest.mark.parametrize("page", [sample_page(), hostile_page()])
def test_every_row_has_as_many_cells_as_its_header(page: Page) -> None:
    tables = re.findall(r"(?:^\|.*\|\n)+", render(page, Look()).decode(), re.MULTILINE)
    assert len(tables) == 11
    for table in tables:
        counts = {len(re.findall(r"(?<!\\)(?:\\\\)*\|", row)) for row in table.splitlines()}
        assert len(counts) == 1


def test_it_reads_well_as_plain_text() -> None:
    text = render(sample_page(), Look(link_base="../")).decode()
    assert text.startswith(
        "# Programme status: Mental health\n\n**▲ DRAFT: the plan has errors, so numbers can be wrong or missing.**\n\n"
        "As of: **10 Aug 2026** · Period: **2026-Q3** · Data through: **2026-07** · Commit: **0a1b2c3**\n\n"
        "The score is 0.35 against 0.39 expected; the outlook is 53.1k over budget.\n\n"
        "> Detection works; the vendor ramp-up costs more than planned.\n\n## Summary\n\n"
    )
    assert "| [O1](../plans/okrs/2026-Q3/mh.yaml#L12) | People in distress on Lumo find help, not harm | 1,053.1k | −53.1k U |" in text
    assert "| ↳ [KR1](../plans/okrs/x.yaml#L30) | Violative view rate | −0.3k | +42.10 F |" in text
    assert "| Line | YTD budget | YTD actual | Variance | % | Status |\n| --- | ---: | ---: | ---: | ---: | --- |\n" in text
    assert "| **Total** | **755.0k** |" in text
    assert "### Risks\n\n*No open risks.*\n\n## Findings\n" in text
    assert "Left out" not in text
    assert not re.search(r"\n{3}|[ \t]\n", text)


def test_an_empty_page_is_its_title() -> None:
    assert render(empty_page(), Look()) == b"# Nothing yet\n"


def test_the_same_page_gives_the_same_bytes() -> None:
    assert render(hostile_page(), Look()) == render(hostile_page(), Look())


def test_links_lead_to_the_line_and_to_nothing_else() -> None:
    columns = (Column("n", "N", "number"), Column("id", "Id", "id"))
    paths = ("a b.yaml", "javascript:alert(1)", "//evil.example/x", "é(1)|.yaml", "x](y)", "\ud800")
    rows = tuple(Row((Decimal(1), "x"), Span(path, 3)) for path in paths)
    page = Page("p", "T", (), "", (Section("s", "S", (Table("t", "T", columns, (*rows, Row((Decimal(1), None), Span("y", 1)))),)),))
    links = [
        str(token.attrs["href"])
        for token in tokens(render(page, Look(link_base="https://h/o/r/blob/x y/")).decode())
        if token.type == "link_open"
    ]
    assert [link.removeprefix("https://h/o/r/blob/x%20y/") for link in links] == [
        "a%20b.yaml#L3", "javascript%3Aalert%281%29#L3", "evil.example/x#L3", "%C3%A9%281%29%7C.yaml#L3", "x%5D%28y%29#L3", "%3F#L3",
    ]  # fmt: skip
    here = [str(token.attrs["href"]) for token in tokens(render(page, Look()).decode()) if token.type == "link_open"]
    assert here[1:3] == ["javascript%3Aalert%281%29#L3", "evil.example/x#L3"]


def chart(kind: str, values: list[list[object]], *, shown: bool = True, name: str = "Team") -> Chart:
    keys = [f"s{number}" for number in range(len(values[0]) - 1)]
    columns = (Column("x", name), *(Column(key, key.upper(), "money", "EUR") for key in keys))
    table = Table("t", "T", columns, tuple(Row(tuple(row)) for row in values))  # type: ignore[arg-type]  # words of a fixed list
    return Chart(kind, "Title", table, "x", tuple(keys), shown)  # type: ignore[arg-type]  # words of a fixed list


@pytest.mark.parametrize(
    ("kind", "values"),
    [
        ("bars", [["a", Decimal(-1)]]),
        ("bars", [["a", Decimal(1), Decimal(2)]]),
        ("bars", [["a", None]]),
        ("bars", []),
        ("bars", [[f"a{number}", 1] for number in range(25)]),
        ("stacked_bars", [["a", 1, 2]]),
        ("bridge", [["a", 1], ["b", -2], ["c", -1]]),
        ("bullet", [["a", 1, None]]),
        ("bullet", [["a", 1]]),
        ("lines", [["a", None, None]]),
        ("lines", [["a", 1, 2, 3, 4, 5]]),
        ("gantt", [["a", None, None]]),
        ("gantt", [["a", date(2026, 1, 1)]]),
    ],
)
def test_what_mermaid_would_draw_wrongly_is_left_to_the_table(kind: str, values: list[list[object]]) -> None:
    made = chart(kind, values or [["a", 1]])
    made = made if values else replace(made, table=replace(made.table, rows=()))
    assert draw(made) == ""
    page = Page("p", "T", (), "", (Section("s", "S", (replace(made, shown=False),)),))
    assert "mermaid" not in render(page, Look()).decode()
    assert "### T\n" in render(page, Look()).decode()


def test_charts_as_mermaid() -> None:
    lines = draw(chart("lines", [["2026-05", Decimal("1.50"), 2], ["2026-06", Decimal(3), None]])).splitlines()
    assert lines == [
        "```mermaid",
        '%%{init: {"themeVariables": {"xyChart": {"plotColorPalette": "#3b82f6"}}}}%%',
        "xychart-beta",
        '    title "Title"',
        '    x-axis ["2026-05", "2026-06"]',
        "    y-axis 0 --> 3",
        "    line [1.5, 3]",
        "```",
        "",
        "🟦 S0 · others: see the table",
    ]
    assert draw(chart("lines", [["a", 1, 2], ["b", 3, None]], shown=False)) == ""
    assert "    bar [1000, 1050, 947]" in draw(chart("bridge", [["a", 1000], ["b", 50], ["c", 947]]))
    assert "y-axis 0 --> 1\n" in draw(chart("bars", [["a", 0]]))
    gantt = draw(chart("gantt", [["Design, build", date(2026, 7, 1), date(2026, 8, 1)], ["b", None, None]]))
    assert "    Design build :2026-07-01, 2026-08-01\n```" in gantt


@pytest.mark.parametrize("attack", ATTACKS)
def test_labels_of_charts_cannot_leave_their_quotes_or_the_block(attack: str) -> None:
    assert not re.search(r"[\"`<>{};#\\\[\]:|@~*\n]", label(attack))
    made = draw(chart("bars", [[attack, 1], ["b", 2]]))
    assert [token.type for token in READER.parse(made)] == ["fence"]
    assert made.count("```") == 2


def test_a_table_beside_its_chart_is_shown_once() -> None:
    table = money_table()
    pictures = tuple(Chart("bars", "C", table, "line", ("budget",)) for _ in range(2))
    page = Page("p", "T", (), "", (Section("s", "S", (*pictures, table)), Section("u", "U", pictures)))
    assert render(page, Look()).decode().count("### Budget lines") == 1


def test_tiles_and_texts() -> None:
    blocks = (Tiles((Tile("Label", Decimal(1000), "money", "EUR"),)), Text("Para."), Text(bullets=("one", "- two")))
    page = Page("p", "T", (), "", (Section("s", "S", blocks),))
    assert (
        render(page, Look()).decode()
        == "# T\n\n## S\n\n| | | |\n| --- | ---: | --- |\n| Label | **1.0k** EUR |  |\n\nPara.\n\n- one\n- \\- two\n"
    )


def test_a_listing_cannot_leave_its_fence() -> None:
    text = "why: ```\n````x\n  - a\n"
    page = Page("p", "T", (), "", (Section("s", "S", (Listing(text),)),))
    tokens = READER.parse(render(page, Look()).decode())
    assert [(token.info, token.content) for token in tokens if token.type == "fence"] == [("yaml", "why: ```\n````x\n  - a\n\n")]


def test_a_schedule_with_marks_has_a_section_a_stage() -> None:
    columns = (Column("x", "Name"), *(Column(key, key.title(), "date") for key in ("a", "b", "agreed")), Column("rag", "RAG", "status"))
    rows = (
        Row(("One, two", date(2026, 7, 1), date(2026, 8, 1), date(2026, 7, 20), "red")),
        Row(("b", date(2026, 7, 1), date(2026, 7, 9), None, "complete")),
    )
    made = draw(Chart("gantt", "Plan", Table("t", "T", columns, rows), "x", ("a", "b", "agreed"), status="rag"))
    assert made.splitlines()[7:] == [
        "    section One two",
        "    Now :crit, 2026-07-01, 2026-08-01",
        "    Agreed :milestone, 2026-07-20, 0d",
        "    section b",
        "    Now :done, 2026-07-01, 2026-07-09",
        "```",
        "",
        "*Done is grey, red is framed, amber and green are filled.*",
    ]
