"""The HTML page: inert, whole in one file, well-formed, and told in words where it is drawn."""

from __future__ import annotations

import re
import subprocess
from collections import Counter
from dataclasses import replace
from datetime import date
from decimal import Decimal
from html.parser import HTMLParser
from typing import TYPE_CHECKING

import pytest
from tests.render.pages import HOSTILE, empty_page, hostile_page, sample_page

from polops.render import Look, svg
from polops.render.html import POLICY, render
from polops.render.svg_charts import draw
from polops.reports.page import Chart, Column, Page, Row, Section, Table

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from polops.reports.page import ChartKind

VOID = {"meta", "link", "br", "img", "hr", "input"}
TAGS = {
    *("html", "head", "meta", "title", "style", "body", "main", "header", "section", "footer", "nav", "h1", "h2", "h3", "p", "blockquote"),
    *("pre", "code"),
    *("dl", "dt", "dd", "div", "span", "ul", "li", "a", "table", "caption", "thead", "tbody", "tfoot", "tr", "th", "td"),
    *("figure", "figcaption", "details", "summary", "svg", "desc", "path", "rect", "circle", "text"),
}
ATTRIBUTES = {
    *("lang", "charset", "http-equiv", "content", "name", "class", "id", "href", "scope", "role", "tabindex", "aria-label", "style"),
    *("viewbox", "width", "height", "x", "y", "cx", "cy", "r", "rx", "d", "text-anchor"),
}


class Reader(HTMLParser):
    """Collects what a page holds; fails where tags are not closed in order."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.open: list[str] = []
        self.tags: Counter[str] = Counter()
        self.attributes: list[tuple[str, str, str]] = []
        self.text: list[str] = []
        self.feed(text)
        self.close()
        assert self.open == []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags[tag] += 1
        self.attributes += [(tag, name, value or "") for name, value in attrs]
        if tag not in VOID:
            self.open.append(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.handle_starttag(tag, attrs)
        self.open.pop()

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        self.text.append(data)


def read(page: Page, look: Look | None = None) -> Reader:
    return Reader(render(page, look or Look(link_base="../")).decode())


@pytest.mark.parametrize("page", [sample_page(), hostile_page(), empty_page()])
def test_only_known_tags_and_attributes_stand_on_a_page(page: Page) -> None:
    found = read(page)
    assert set(found.tags) <= TAGS
    assert {name for _, name, _ in found.attributes} <= ATTRIBUTES
    assert all(value.startswith(("../plans/", "../%", "#")) for _, name, value in found.attributes if name == "href")
    assert all(re.fullmatch(r"--level:\d+", value) for _, name, value in found.attributes if name == "style")


def test_the_hostile_page_has_the_structure_of_the_calm_one() -> None:
    calm, hostile = read(sample_page()), read(hostile_page())
    changing = {"path", "circle", "rect", "text", "title"}  # a longer label leaves less room; a legend breaks
    assert {tag: count for tag, count in calm.tags.items() if tag not in changing} == {
        tag: count for tag, count in hostile.tags.items() if tag not in changing
    }


def test_every_hostile_text_is_there_and_harmless() -> None:
    seen = "".join(read(hostile_page()).text)
    assert "<script>alert(1)</script>" in seen  # as text
    assert "{{ 7*7 }}{% raw %}" in seen
    assert not re.search("[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\u200b]", seen)
    assert len(HOSTILE) > 20


def test_the_browser_is_told_to_run_and_load_nothing() -> None:
    text = render(sample_page(), Look()).decode()
    assert text.startswith("<!doctype html>\n<html lang=")
    assert f'<meta http-equiv="Content-Security-Policy" content="{POLICY}">' in text
    assert text.index("Content-Security-Policy") < text.index("<style>")
    assert not re.search(r"https?:|//\w|url\(|@import|<script|\son\w+=", text)


def test_a_workspaces_template_cannot_lift_the_policy() -> None:
    own = Look(templates=(("page.html.j2", "\n<!DOCTYPE html>\n<html><script>alert(1)</script>{{ title }}"),))
    text = render(sample_page(), own).decode()
    assert text.startswith(
        f'<!doctype html>\n<meta charset="utf-8">\n<meta http-equiv="Content-Security-Policy" content="{POLICY}">\n<html>'
    )
    assert text.lower().count("<!doctype") == 1


def test_tables_are_for_screen_readers_too() -> None:
    found = read(sample_page())
    scopes = Counter(value for _, name, value in found.attributes if name == "scope")
    assert found.tags["caption"] == found.tags["table"] == found.tags["thead"]
    assert scopes["col"] + scopes["row"] == found.tags["th"]
    assert found.tags["desc"] == found.tags["svg"]


def test_words_links_levels_and_status() -> None:
    text = render(sample_page(), Look(link_base="../")).decode()
    assert '<th scope="row" class="id left"><a href="../plans/okrs/2026-Q3/mh.yaml#L12">O1</a></th>' in text
    assert '<th scope="row" class="id left" style="--level:1"><a href="../plans/okrs/x.yaml#L30">KR1</a></th>' in text
    assert '<td class="variance right r1">−53.1k\u00a0U</td>' in text
    assert '<td class="status left r1"><span class="chip amber">▲ A</span></td>' in text
    assert '<span class="none">n/a</span>' in text
    assert "Left out" not in text


def test_a_table_of_contents_stands_on_long_pages_only() -> None:
    assert "<nav" not in render(sample_page(), Look()).decode()
    sections = tuple(Section("a b", f"Part {number}", sample_page().sections[0].blocks) for number in range(5))
    found = read(replace(sample_page(), sections=sections))
    links = [value[1:] for tag, name, value in found.attributes if tag == "a" and name == "href" and value.startswith("#")]
    assert links == [*(f"a-b-{number}" for number in range(1, 6)), "all-findings"]
    assert set(links) <= {value for _, name, value in found.attributes if name == "id"}


def test_the_same_page_gives_the_same_bytes() -> None:
    assert render(hostile_page(), Look()) == render(hostile_page(), Look())


def chart(kind: ChartKind, rows: Sequence[tuple[object, ...]], *keys: str, of: str = "money") -> Chart:
    columns = (Column("x", "Team"), *(Column(key, key.upper(), of, "EUR") for key in keys))  # type: ignore[arg-type]  # words of a fixed list
    return Chart(kind, "Title", Table("t", "T", columns, tuple(Row(row) for row in rows)), "x", keys)  # type: ignore[arg-type]  # words of a fixed list


KINDS: tuple[ChartKind, ...] = ("bars", "stacked_bars", "lines", "bridge", "bullet", "gantt")
ODD: tuple[list[tuple[object, ...]], ...] = (
    [],
    [("a", None, None)],
    [("a", Decimal(0), Decimal(0))],
    [("a", Decimal(-5), Decimal(3)), ("b", None, Decimal(-1))],
    [("a", Decimal("1e15"), Decimal("0.000000001"))],
    [("日本語" * 50, Decimal(1), None), ("", None, Decimal(2))],
    [(f"row {number}", Decimal(number), Decimal(1)) for number in range(40)],
    [(f"row {number}", Decimal(number), Decimal(1)) for number in range(41)],
    [("a", date(2026, 1, 1), date(2026, 1, 1))],
    [("a", date(2026, 5, 1), date(2020, 1, 1)), ("b", None, date(2030, 1, 1))],
)


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("number", range(len(ODD)))
def test_odd_numbers_are_drawn_inside_the_picture_or_not_at_all(kind: ChartKind, number: int) -> None:
    for series in (("a",), ("a", "b")):
        rows = [row[: len(series) + 1] for row in ODD[number]]
        found = Reader(draw(chart(kind, rows, *series)))
        assert found.tags["svg"] in (0, 2)
        widths = [float(value) for tag, name, value in found.attributes if (tag, name) == ("svg", "width")]
        across = [float(value) for _, name, value in found.attributes if name in ("x", "cx")]
        assert all(-1 <= x <= max(widths) for x in across)
        assert not re.search(r"nan|inf|e[+-]\d", " ".join(value for _, name, value in found.attributes if name in ("d", "x", "y", "width")))


def test_a_bridge_floats_between_its_ends() -> None:
    made = draw(chart("bridge", [("Original", Decimal(1000000)), ("Cut", Decimal(-250000)), ("Outlook", Decimal(750000))], "a"))
    page = made.partition("</svg>")[0]
    original, cut, outlook = (tuple(map(float, found)) for found in re.findall(r'<rect x="([\d.]+)" y="[\d.]+" width="([\d.]+)"', page))
    assert original[0] == outlook[0]
    assert cut[0] == pytest.approx(outlook[0] + outlook[1], abs=0.2)
    assert cut[0] + cut[1] == pytest.approx(original[0] + original[1], abs=0.2)
    assert ">−250.0k<" in page
    assert "<desc>Original: A 1,000.0k; Cut: A −250.0k; Outlook: A 750.0k</desc>" in page


def test_a_schedule_is_coloured_by_status_and_marks_the_agreed_end() -> None:
    columns = (
        Column("x", "Name"),
        *(Column(key, key.title(), "date") for key in ("a", "b", "agreed", "next")),
        Column("rag", "RAG", "status"),
    )
    rows = (Row(("One", date(2026, 7, 1), date(2026, 8, 1), date(2026, 7, 20), date(2026, 7, 10), "red")),)
    found = Chart("gantt", "Plan", Table("t", "T", columns, rows), "x", ("a", "b", "agreed", "next"), status="rag")
    made = draw(found).partition("</svg>")[0]
    assert 'class="red"' in made
    assert ">1 Aug 2026 ■ R</text>" in made
    assert made.count('class="mark diamond"') == made.count('class="mark"') == 2  # in the picture and in its legend


def test_statuses_keep_their_colours_and_symbols() -> None:
    made = draw(chart("stacked_bars", [("MH", 4, 1)], "green", "red", of="integer"))
    assert 'class="green"' in made
    assert "● GREEN" in made
    assert ">5</text>" in made


def test_counts_by_status_have_the_colours_of_the_statuses() -> None:
    made = draw(chart("stacked_bars", [("MH", 4, 1, 2)], "krs_complete", "krs_green", "krs_amber", of="integer"))
    assert re.findall(r'<rect[^>]* class="(\w+)"', made)[:3] == ["complete", "green", "amber"]
    assert "● KRS_GREEN" in made
    labelled = Table("t", "T", (Column("x", "X"), Column("green", "● G", "integer"), Column("red", "■ R", "integer")), (Row(("MH", 4, 1)),))
    assert "● ●" not in draw(Chart("stacked_bars", "Title", labelled, "x", ("green", "red")))


def test_a_phone_shows_the_first_columns_and_says_which_others_there_are() -> None:
    columns = (Column("a", "A"), Column("b", "B"), Column("c", "C", rank=2), Column("d", "D", rank=3))
    page = replace(sample_page(), sections=(Section("s", "S", (Table("t", "T", columns, (Row(("1", "2", "3", "4")),)),)),), findings=None)
    made = render(page, Look()).decode()
    assert [found[-2:] for found in re.findall(r'<td class="([^"]+)">', made)] == ["r1", "r2", "r3"]
    assert "On a wider screen: C, D." in made
    assert "Not on paper" not in made, "a table of four columns is printed whole"
    wide = Table("t", "T", (*columns, *(Column(f"x{n}", f"X{n}") for n in range(4))), (Row(("1",) * 8),))
    assert "Not on paper: D." in render(replace(page, sections=(Section("s", "S", (wide,)),)), Look()).decode()
    assert "On a wider screen" not in render(replace(page, sections=()), Look()).decode()


def test_lines_have_gaps_and_names_at_their_ends() -> None:
    rows = [("May", 1, 2), ("Jun", None, 3), ("Jul", 3, None), ("Aug", 4, None)]
    made = draw(chart("lines", rows, "a", "b", of="integer"))
    assert ">A 4<" in made
    assert ">B 3 (Jun)<" in made
    assert made.partition("</svg>")[0].count('class="line s0"') == 1


@pytest.mark.parametrize(
    ("low", "high", "said"), [(0, 430500, "0 100000 200000 300000 400000 500000"), (-3, 7, "-4 -2 0 2 4 6 8"), (5, 5, "5"), (0, 0, "0")]
)
def test_ticks_are_round_and_hold_the_values(low: float, high: float, said: str) -> None:
    assert " ".join(f"{tick:f}".removesuffix(".0") for tick in svg.ticks(low, high)) == said


def test_sparklines() -> None:
    assert svg.sparkline(()) == svg.sparkline((None, None)) == ""
    made = svg.sparkline((Decimal(1), None, Decimal(2), Decimal(3), None))
    assert made.count("<path") == 1
    assert made.count("<circle") == 2
    assert "1, n/a, 2, 3, n/a" in made
    assert "<circle" in svg.sparkline((Decimal(5),) * 3)


@pytest.mark.needs_chromium
@pytest.mark.parametrize("page", [sample_page(), hostile_page()])
def test_a_phone_needs_no_sideways_scrolling(page: Page, program: str, tmp_path: Path) -> None:
    """In a real browser at 375 px the page is exactly as wide as the screen: wide tables scroll in their own boxes."""
    text = render(page, Look()).decode().replace(POLICY, "")
    script = "<script>addEventListener('load', () => document.title = 'wide ' + document.documentElement.scrollWidth)</script>"
    (tmp_path / "page.html").write_text(text.replace("</body>", f"{script}</body>"))
    outer = (
        "<iframe src='page.html' style='width:375px;height:2000px;border:0' onload='document.title = frames[0].document.title'></iframe>"
    )
    (tmp_path / "phone.html").write_text(outer)
    quiet = ("background-networking", "component-update", "gpu", "quic", "sync")
    flags = ["--headless", "--no-sandbox", "--no-first-run", "--hide-scrollbars", "--allow-file-access-from-files"]
    flags += [f"--user-data-dir={tmp_path}/profile", *(f"--disable-{part}" for part in quiet)]
    command = [program, *flags, "--virtual-time-budget=3000", "--dump-dom", f"file://{tmp_path}/phone.html"]
    done = subprocess.run(command, capture_output=True, text=True, timeout=120, check=True)
    assert "<title>wide 375</title>" in done.stdout
