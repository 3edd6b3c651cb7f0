"""Where things stand in a file."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from polops.source.document import MAX_EXCERPT, Document
from polops.source.yaml import read

if TYPE_CHECKING:
    from polops.source.problem import Route
    from polops.source.yaml import Plain

TEXT = """\
# a budget
kind: budget
owner:
lines:
  - id: L1
    plan: 120_000   # agreed
    phase: {2026-07: 10, 2026-08: '20'}
  - id: L2
    note: |
      First.
      Second.

    tags: [a, "b c", [d]]
  - [x,
     y]
empty: {}
last: "end"
"""


def text_at(document: Document, route: Route, *, key: bool = False) -> str:
    """The place and the text of a span on one line."""
    span = document.span(route, key=key)
    lines = document.text.removeprefix("\ufeff").replace("\r\n", "\n").split("\n")
    if span.line != span.end_line:
        return f"{span.line}:{span.col}-{span.end_line}:{span.end_col}"
    return f"{span.line}:{span.col} {lines[span.line - 1][span.col - 1 : span.end_col - 1]}"


SPANS: list[tuple[Route, bool, str]] = [
    (("kind",), False, "2:7 budget"),
    (("kind",), True, "2:1 kind"),
    (("owner",), False, "3:1 owner"),  # nothing is there: its key
    (("lines",), False, "5:3 - id: L1"),
    (("lines",), True, "4:1 lines"),
    (("lines", 0), False, "5:5 id: L1"),
    (("lines", 0), True, "5:5 id: L1"),
    (("lines", 0, "plan"), False, "6:11 120_000"),
    (("lines", 0, "plan"), True, "6:5 plan"),
    (("lines", 0, "phase"), False, "7:12 {2026-07: 10, 2026-08: '20'}"),
    (("lines", 0, "phase", "2026-08"), False, "7:35 '20'"),
    (("lines", 0, "phase", "2026-08"), True, "7:26 2026-08"),
    (("lines", 1, "note"), False, "9:11-11:14"),
    (("lines", 1, "tags", 1), False, '13:15 "b c"'),
    (("lines", 1, "tags", 2, 0), False, "13:23 d"),
    (("lines", 2), False, "14:5 [x,"),
    (("lines", 2, 1), False, "15:6 y"),
    (("empty",), False, "16:8 {}"),
    (("last",), False, '17:7 "end"'),
    ((), False, "2:1 kind: budget"),
    # missing and unknown: the deepest that is there
    (("nowhere",), False, "2:1 kind: budget"),
    (("nowhere",), True, "2:1 kind: budget"),
    (("lines", 0, "nowhere"), False, "5:5 id: L1"),
    (("lines", 0, "phase", "nowhere", 3), False, "7:5 phase"),
    (("lines", 9), False, "4:1 lines"),
    (("lines", "0"), False, "4:1 lines"),
    (("kind", "deeper"), False, "2:1 kind"),
    (("lines", 2, 1, "deeper"), False, "15:6 y"),
]


@pytest.mark.parametrize("prefix", ["", "\ufeff"])
@pytest.mark.parametrize("newline", ["\n", "\r\n"])
@pytest.mark.parametrize(("route", "key", "expected"), SPANS)
def test_spans(route: Route, key: bool, expected: str, newline: str, prefix: str) -> None:  # noqa: FBT001 - a table's column
    document = Document("b.yaml", prefix + TEXT.replace("\n", newline))
    assert text_at(document, route, key=key) == expected


def test_spans_name_the_file() -> None:
    assert str(Document("plans/b.yaml", TEXT).span(("lines", 0, "plan"))) == "plans/b.yaml:6:11"


def test_columns_count_characters() -> None:
    document = Document("b.yaml", "a: {😀é: 'Inês 日本', b:\t😀 x}\n")
    assert text_at(document, ("a", "😀é")) == "1:9 'Inês 日本'"
    assert text_at(document, ("a", "b")) == "1:23 😀 x"


@pytest.mark.parametrize("prefix", ["", "\ufeff"])
@pytest.mark.parametrize("newline", ["\n", "\r\n"])
def test_offsets_are_ready_to_splice(newline: str, prefix: str) -> None:
    text = prefix + TEXT.replace("\n", newline)
    document = Document("b.yaml", text)
    node = document.node(("lines", 0, "plan"))
    assert node is not None
    assert (text[node.start : node.end], text[node.key_start : node.key_end]) == ("120_000", "plan")
    first = document.node(("lines", 0))
    assert first is not None
    assert text[first.start : first.end].startswith("id: L1")
    assert text[first.start : first.end].endswith("'20'}")
    assert (first.style, first.flow, first.has_key) == ("map", False, False)
    tags = document.node(("lines", 1, "tags"))
    assert tags is not None
    assert (tags.style, tags.flow, text[tags.start : tags.end]) == ("list", True, '[a, "b c", [d]]')


def test_no_node_where_nothing_is() -> None:
    document = Document("b.yaml", TEXT)
    assert document.node(("nowhere",)) is None
    assert document.node(("lines", 9)) is None
    assert document.node(()) is document.root


def test_every_value_has_its_node() -> None:
    data, _ = read("b.yaml", TEXT.encode())
    document = Document("b.yaml", TEXT)

    def walk(route: Route, value: Plain) -> int:
        node = document.node(route)
        assert node is not None
        steps = value if isinstance(value, dict) else range(len(value)) if isinstance(value, list) else ()
        assert list(node.children) == list(steps)
        if isinstance(value, dict):
            return 1 + sum(walk((*route, key), inside) for key, inside in value.items())
        if isinstance(value, list):
            return 1 + sum(walk((*route, place), inside) for place, inside in enumerate(value))
        return 1

    assert walk((), data) == 23


@pytest.mark.parametrize("text", ["", "# only\n", "a: [\n", "a: " + "[" * 70 + "]" * 70, "\ufeff", "x" * 2_000_001])
def test_unreadable_text_points_at_its_first_line(text: str) -> None:
    span = Document("b.yaml", text).span(("a", 0))
    assert (span.line, span.col, span.end_line) == (1, 1, 1)


@pytest.mark.parametrize("text", ["a: &x b\nc: *x\nd: e\n", "? [a]\n: b\nd: e\n", "a: 1\na: 2\nd: e\n", "a: !t b\nb: 1\nd: e\n"])
def test_places_are_found_also_beside_what_plans_do_not_have(text: str) -> None:
    assert text_at(Document("b.yaml", text), ("d",)) == "3:4 e"


def test_lines() -> None:
    document = Document("b.yaml", "\ufeffa: b\r\nc: d\n\nlast")
    assert [document.line(n) for n in range(6)] == ["", "a: b", "c: d", "", "last", ""]


def test_long_lines_are_cut() -> None:
    line = Document("b.yaml", "a: " + "x" * 1000).line(1)
    assert len(line) == MAX_EXCERPT
    assert line.endswith("x…")


def test_documents_of_any_bytes() -> None:
    assert Document.of("b.yaml", b"a: \xe9\nb: c\n").line(1) == "a: \ufffd"
