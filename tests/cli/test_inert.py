"""What plans say never acts: every text field of every kind holds an attack, and every output is read by its own parser.

`ATTACKS` are what the reader lets through (it refuses controls, bidi and zero-width characters before). They go into each field that
accepts them, keys of free maps included; then all reports in all formats, `show`, `list` and `check` are judged against the same
workspace in peace.
"""

from __future__ import annotations

import csv
import io
import json
import re
from collections import Counter
from decimal import localcontext
from html.parser import HTMLParser
from itertools import cycle
from typing import TYPE_CHECKING

import pytest
from markdown_it import MarkdownIt
from openpyxl import load_workbook
from tests.cli.runner import AS_OF, lay, polops
from tests.cli.workspaces import FULL, at, dump, outputs, plain, put, routes, shown

from polops.model.base import File
from polops.model.build import build

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path

    from markdown_it.token import Token

MARK = "zqx"
"""Stands in every attack, so that it is found again."""

ATTACKS = (
    "=cmd|'/c calc'!A1 zqx",
    "+zqx+1",
    "-zqx+1",
    "@SUM(zqx)",
    "\uff1dzqx()",
    "[red]zqx[/red] [/red] [link=https://evil.example]y[/link] :smile:",
    "::error file=x::zqx",
    "##[error]zqx",
    "zqx\n::warning::x\n##[group]y",
    "<script>zqx()</script><img src=https://evil.example/x.png onerror=zqx()>",
    "</td></table><!-- zqx -->&amp;&#x3c;",
    "'\"><svg onload=zqx()>",
    "![zqx](https://evil.example/i.png) [l](javascript:zqx()) `code` **b** | pipe \\| @lumo/everyone #12 /close",
    "{{ zqx }}{% raw %}{{ 7*7 }}",
    "| zqx |\n|---|\n\n# zqx\n\n```mermaid\ngraph zqx\n```",
    "https://evil.example/zqx www.evil.example zqx@evil.example",
    "%0A::error::zqx%0D",
    "\u05e9\u05dc\u05d5\u05dd zqx \u0645\u0631\u062d\u0628\u0627",
    "\u65e5\u672c\u8a9e zqx \U0001f469\u200d\U0001f469\u200d\U0001f467",
    "zqx\t\ttab",
)


def attacked(path: str, attacks: Iterator[str]) -> tuple[str, int]:
    """A file with an attack in every field that takes any text, and how many there are."""
    data = plain(path)
    count = 0
    for route in list(routes(data)):
        if isinstance(at(data, route), str):
            changed = put(data, route, next(attacks))
            if isinstance(build(changed), File):
                data, count = changed, count + 1
    return dump(data), count


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The full workspace under attack."""
    attacks = cycle(ATTACKS)
    made = {path: attacked(path, attacks) for path in FULL}
    assert sum(count for _, count in made.values()) > 100
    return lay(tmp_path_factory.mktemp("attacked"), {path: text for path, (text, _) in made.items()})


@pytest.fixture(scope="module")
def found(folder: Path) -> dict[tuple[str, str], bytes]:
    """Every report in every format."""
    with localcontext(prec=100):
        return {(name, kind): data for name, kind, data in outputs(folder, AS_OF)}


@pytest.fixture(scope="module")
def calm(tmp_path_factory: pytest.TempPathFactory) -> dict[tuple[str, str], bytes]:
    """The same without attacks."""
    with localcontext(prec=100):
        return {(name, kind): data for name, kind, data in outputs(lay(tmp_path_factory.mktemp("calm"), FULL), AS_OF, ("md", "html"))}


def of(found: dict[tuple[str, str], bytes], kind: str) -> list[tuple[str, bytes]]:
    return [(name, data) for (name, other), data in found.items() if other == kind]


def assert_harmless(text: str) -> None:
    """No control character, no bidi or zero-width one, nothing that a CI runner takes for a command."""
    assert not re.search("[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\u200b\u2060\ufeff]", text)
    assert not re.search(r"^\s*(::|##\[)", text, re.MULTILINE)


def test_the_attacks_arrive(found: dict[tuple[str, str], bytes]) -> None:
    """Otherwise nothing is tested."""
    for kind in ("terminal", "md", "html", "json", "csv"):
        assert sum(data.decode().count(MARK) for _, data in of(found, kind)) > 10, kind


def test_terminal(found: dict[tuple[str, str], bytes], folder: Path) -> None:
    for _, data in of(found, "terminal"):
        assert_harmless(data.decode())
    with localcontext(prec=100):
        for _, _, text in shown(folder):
            assert_harmless(text.decode())
    for kind in ("", "objective", "metric", "line", "position", "order", "decision", "team", "person"):
        assert_harmless(polops("-C", folder, "list", *([kind] if kind else [])).out)


def test_check(folder: Path) -> None:
    assert_harmless(polops("-C", folder, "check", "--as-of", AS_OF, "--limit", "0").out)
    lines = polops("-C", folder, "check", "--as-of", AS_OF, "--format", "github").out.splitlines()
    *commands, total = lines
    assert all(re.match(r"::(error|warning|notice) file=[^:,]+,line=\d+,", line) for line in commands)
    assert "::" not in total
    assert json.loads(polops("-C", folder, "check", "--as-of", AS_OF, "--format", "json").out)


def test_markdown(found: dict[tuple[str, str], bytes], calm: dict[tuple[str, str], bytes]) -> None:
    """Rendered, it has no element, address or picture that the calm report does not have too."""
    for name, data in of(found, "md"):
        assert_harmless(data.decode())
        tokens = list(flat(MarkdownIt("gfm-like", {"linkify": False}).parse(data.decode())))
        assert not [token for token in tokens if token.type == "image"]
        addresses = {str(token.attrs.get("href")) for token in tokens if token.type == "link_open"}
        assert all(re.fullmatch(r"(plans/[\w./-]+#L\d+(-L\d+)?|#[\w-]+)", address) for address in addresses), (name, addresses)
        html = {token.content for token in tokens if token.type.startswith("html")}
        assert not [text for text in html if MARK in text or "evil" in text], name
        peace = list(flat(MarkdownIt("gfm-like", {"linkify": False}).parse(calm[name, "md"].decode())))
        kinds, before = Counter(token.type for token in tokens), Counter(token.type for token in peace)
        for kind in ("heading_open", "fence", "table_open", "blockquote_open"):
            assert kinds[kind] <= before[kind] + 1, (name, kind)  # one more: the findings that attacks add
        text = data.decode()
        assert not re.search(r"(?<![\w`\\&#;])@lumo", text), name
        assert not re.search(r"^/close", text, re.MULTILINE)


def flat(tokens: Iterable[Token]) -> Iterator[Token]:
    """The tokens with those inside."""
    for token in tokens:
        yield token
        yield from flat(token.children or ())


class Elements(HTMLParser):
    """Elements and attributes of a page."""

    def __init__(self) -> None:
        super().__init__()
        self.tags: set[str] = set()
        self.attributes: set[str] = set()
        self.addresses: set[str] = set()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.add(tag)
        self.attributes |= {name for name, _ in attrs}
        self.addresses |= {value or "" for name, value in attrs if name in {"href", "src", "action", "xlink:href", "background"}}


def test_html(found: dict[tuple[str, str], bytes], calm: dict[tuple[str, str], bytes]) -> None:
    for name, data in of(found, "html"):
        page, peace = Elements(), Elements()
        page.feed(data.decode())
        peace.feed(calm[name, "html"].decode())
        assert page.tags <= peace.tags | {"details", "summary", "table", "tbody", "thead", "tr", "td", "th", "section", "h2", "a"}, name
        assert not page.tags & {"script", "img", "iframe", "object", "form"}
        assert not [name for name in page.attributes if name.startswith("on")]
        assert all(re.fullmatch(r"(plans/[\w./-]+(#L\d+(-L\d+)?)?|#[\w-]+)", address) for address in page.addresses), (name, page.addresses)
        assert b"default-src 'none'" in data


def test_xlsx(found: dict[tuple[str, str], bytes]) -> None:
    """A text is a text: formulas are only our own, and none mentions what a plan says."""
    for name, data in of(found, "xlsx"):
        book = load_workbook(io.BytesIO(data))
        cells = [cell for sheet in book for row in sheet.iter_rows() for cell in row if cell.value is not None]
        assert any(MARK in str(cell.value) for cell in cells), name
        for cell in cells:
            if MARK in str(cell.value):
                assert cell.data_type == "s", (name, cell.coordinate, cell.value)
            assert cell.hyperlink is None or not re.search("evil|javascript", str(cell.hyperlink.target))
        assert all(len(sheet.title) <= 31 and not re.search(r"[\[\]:*?/\\]", sheet.title) for sheet in book)


def test_csv(found: dict[tuple[str, str], bytes]) -> None:
    for name, data in of(found, "csv"):
        rows = list(csv.reader(io.StringIO(data.decode("utf-8-sig"))))
        assert len({len(row) for row in rows if row}) == 1, name
        for cell in (cell for row in rows for cell in row):
            assert not re.match(r"[=+@\t\r\uff1d\uff0b\uff0d\uff20]", cell) or re.fullmatch(r"[-+]?[\d.]+", cell), (name, cell)
            assert not cell.startswith("-") or re.fullmatch(r"-[\d.]+", cell), (name, cell)


def test_json(found: dict[tuple[str, str], bytes], folder: Path) -> None:
    """Data is data: texts come back as they were written."""
    everything = "".join(data.decode() for _, data in of(found, "json"))
    for _, data in of(found, "json"):
        assert isinstance(json.loads(data), dict)
    with localcontext(prec=100):
        shows = {ref: json.loads(data) for ref, data, _ in shown(folder)}
    titles = [str(item["fields"].get("title") or item["fields"].get("name") or "") for item in shows.values()]
    assert sum(MARK in title for title in titles) > 5
    assert all(title in ATTACKS for title in titles if MARK in title)
    assert MARK in everything
