"""Reading plan files.

The inputs are our own; their choice follows the YAML test suite (github.com/yaml/yaml-test-suite), whose 402 cases were run by hand:
no traceback; the accepted ones read as the suite's JSON says, but for one trailing blank line; six harmless invalid ones accepted.
"""

from __future__ import annotations

import unicodedata
from types import SimpleNamespace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from ruamel.yaml.parser import ParserError

from polops.source.problem import Problem, Severity
from polops.source.subset import MAX_DEPTH, MAX_NODES, MAX_PROBLEMS
from polops.source.text import MAX_BYTES
from polops.source.yaml import Plain, read
from polops.source.yaml_words import say

PLAN = """\
kind: okrs   # one team, one quarter
team: mh
objectives:
  - id: O1
    title: "People: in distress find help"
    key_results:
      - {id: KR1, baseline: 0.42, target: 0.30, unit: "%"}
      - id: KR2
        note: |
          First line.
          Second line.
        checkins: [{on: 2026-08-03, value: ~}, 'it''s']
"""


def problems(text: str | bytes) -> tuple[Problem, ...]:
    data, found = read("p.yaml", text if isinstance(text, bytes) else text.encode())
    assert data is None
    assert {(p.code, p.severity) for p in found} == {("GEN101", Severity.ERROR)}
    return found


def told(text: str | bytes) -> list[str]:
    return [f"{p.span.line}:{p.span.col}-{p.span.end_line}:{p.span.end_col} {p.message}" for p in problems(text)]


ACCEPTED: list[tuple[str, dict[str, Plain]]] = [
    ("kind: okrs", {"kind": "okrs"}),
    ("---\nkind: okrs\n", {"kind": "okrs"}),
    (
        "kind: okrs # 1 reason\na: 12 #1\nb: x#1\nc: 'x' #1\nd: # 1\n#1\ne: |\n  x #1\n",
        {
            "kind": "okrs",
            "a": "12",
            "b": "x#1",
            "c": "x",
            "d": None,
            "e": "x #1\n",
        },
    ),
    ("--- {kind: okrs}\n", {"kind": "okrs"}),
    ("# note\n\nkind: okrs # why\n", {"kind": "okrs"}),
    ("\ufeffkind: okrs\n", {"kind": "okrs"}),
    ("kind: okrs\r\nteam: mh\r\n", {"kind": "okrs", "team": "mh"}),
    (
        "a: 010\nb: no\nc: 1_250.50\nd: 2026-02-30\ne: 0x1F\nf: .nan",
        {"a": "010", "b": "no", "c": "1_250.50", "d": "2026-02-30", "e": "0x1F", "f": ".nan"},
    ),
    ("a: " + "9" * 5000, {"a": "9" * 5000}),
    ("a: null\nb: ~\nc:\nd: NULL\n", {"a": None, "b": None, "c": None, "d": None}),
    ("a: 'null'\nb: \"~\"\nc: ''\nd: nULL\n", {"a": "null", "b": "~", "c": "", "d": "nULL"}),
    ("010: x\nno: y\n'null': z\n\"<<\": w\n", {"010": "x", "no": "y", "null": "z", "<<": "w"}),
    ("a:\n- x\n- y\n", {"a": ["x", "y"]}),
    ("a:\n  -\n    - x\n  - - y\n    - z\n", {"a": [["x"], ["y", "z"]]}),
    ("a: []\nb: {}\nc: [ ]\n", {"a": [], "b": {}, "c": []}),
    ("a: [x, [y], {z: 1}, ]\n", {"a": ["x", ["y"], {"z": "1"}]}),
    ('a: {"x":1, y: , z}\n', {"a": {"x": "1", "y": None, "z": None}}),
    ("a: [x: 1, y]\n", {"a": [{"x": "1"}, "y"]}),
    ("a: {x: 1,\n    y: 2}\n", {"a": {"x": "1", "y": "2"}}),
    ("a: |\n  x\n\n  y\nb: >-\n  x\n  y\n", {"a": "x\n\ny\n", "b": "x y"}),
    ("a: |+\n  x\n\n", {"a": "x\n\n"}),
    ("a: |2\n    x\n", {"a": "  x\n"}),
    ("a: |\n  <<<<<<< not at the start of a line\n  =======\n", {"a": "<<<<<<< not at the start of a line\n=======\n"}),
    ("a: one\n  two\n\n  three\n", {"a": "one two\nthree"}),
    ('a: "one\n  two"\n', {"a": "one two"}),
    ('a: "x\\ty\\n\\u00e9 \\\\ \\""\n', {"a": 'x\ty\né \\ "'}),
    ("a: 'it''s'\n", {"a": "it's"}),
    ("a: Trust & Safety, R&D!\nb: 5 * 4 - 3?\nc: what? , yes\n", {"a": "Trust & Safety, R&D!", "b": "5 * 4 - 3?", "c": "what? , yes"}),
    (
        "a: {at: 2026-07-21T10:20Z, b: Is it done?, c: http://x.org/?q}\n",
        {"a": {"at": "2026-07-21T10:20Z", "b": "Is it done?", "c": "http://x.org/?q"}},
    ),
    ("a: [2026-07-21T10:20:05+02:00, x:y]\n", {"a": ["2026-07-21T10:20:05+02:00", "x:y"]}),
    ("a: x#y\nb: http://x.org:80/#z\nc: 12:30\n", {"a": "x#y", "b": "http://x.org:80/#z", "c": "12:30"}),
    ("a: -1\nb: --\nc: :x\nd: ?x\ne: a:b\n", {"a": "-1", "b": "--", "c": ":x", "d": "?x", "e": "a:b"}),
    ("a b: c d\nx.y-z: 1\n", {"a b": "c d", "x.y-z": "1"}),
    ("a: \tb\t \n", {"a": "b"}),
    ("a: Inês 日本 عربي 😀\né: 1\n", {"a": "Inês 日本 عربي 😀", "é": "1"}),
    ("a: 👩\u200d💻 ❤️ می\u200cشود\n", {"a": "👩\u200d💻 ❤️ می\u200cشود"}),
    ("a: e\u0301\nb: 10\u00a0000\n", {"a": "e\u0301", "b": "10\u00a0000"}),
    ("{a: b}\n", {"a": "b"}),
    ("a: 1\n# - b\n", {"a": "1"}),
    ("a: one\n  two - three\n", {"a": "one two - three"}),
    ("a: {b: {a: 1}}\nb: {a: 1}\n", {"a": {"b": {"a": "1"}}, "b": {"a": "1"}}),
    ('a: "@ines"\n', {"a": "@ines"}),
]


@pytest.mark.parametrize(("text", "data"), ACCEPTED)
def test_accepts(text: str, data: dict[str, Plain]) -> None:
    assert read("p.yaml", text.encode()) == (data, ())


def test_reads_a_plan() -> None:
    data, found = read("p.yaml", PLAN.encode())
    assert not found
    assert data == {
        "kind": "okrs",
        "team": "mh",
        "objectives": [
            {
                "id": "O1",
                "title": "People: in distress find help",
                "key_results": [
                    {"id": "KR1", "baseline": "0.42", "target": "0.30", "unit": "%"},
                    {"id": "KR2", "note": "First line.\nSecond line.\n", "checkins": [{"on": "2026-08-03", "value": None}, "it's"]},
                ],
            }
        ],
    }


# the tables: text, then all that is said about it
BYTES: list[tuple[bytes, str]] = [
    (b"a: b\nc: d\xe9\n", "2:5-2:6 byte 0xE9 is not UTF-8 text"),
    (b"\xef\xbb\xbfa: \xff\n", "1:4-1:5 byte 0xFF is not UTF-8 text"),
    ("é: ".encode() + b"\x80", "1:4-1:5 byte 0x80 is not UTF-8 text"),
    (b"a: \xed\xa0\x80\n", "1:4-1:5 byte 0xED is not UTF-8 text"),
    ("a: b\n".encode("utf-16"), "1:1-1:1 file is UTF-16 text: expected UTF-8"),
    ("a: b\n".encode("utf-32"), "1:1-1:1 file is UTF-32 text: expected UTF-8"),
    ("a: b\n".encode("utf-16-le"), "1:2-1:3 null byte in the file: expected UTF-8 text"),
    (b"\x7fELF\x02\x01\x00\x00", "1:7-1:8 null byte in the file: expected UTF-8 text"),
    (b"a: b\x00c\x00", "1:5-1:6 null byte in the file: expected UTF-8 text"),
    (b"a: " + b"x" * MAX_BYTES, "1:1-1:1 file is 2.0 MB: expected at most 2 MB"),
]

CHARACTERS: list[tuple[str, str]] = [
    ("a: b\rc: d\r", "1:5-1:6 carriage return in the middle of a line"),
    ("a: b\x1b[31m\n", "1:5-1:6 control character U+001B (escape)"),
    ("a: b\u0085c: d\n", "1:5-1:6 control character U+0085 (next line)"),
    ("a: b\u2028c: d\n", "1:5-1:6 control character U+2028 (line separator)"),
    ("# \u202egnihton\na: b\n", "1:3-1:4 hidden character U+202E (right-to-left override)"),
    (
        "a: x\u2066y\u2069\n",
        "1:5-1:6 hidden character U+2066 (left-to-right isolate)|1:7-1:8 hidden character U+2069 (pop directional isolate)",
    ),
    ("a: x\u200by\n", "1:5-1:6 hidden character U+200B (zero width space)"),
    ("a: x\u200dy\n", "1:5-1:6 hidden character U+200D (zero width joiner)"),
    ("a: b\ufeff\n", "1:5-1:6 hidden character U+FEFF (zero width no-break space)"),
    ("\ufeff\ufeffa: b\n", "1:1-1:2 control character U+FEFF (zero width no-break space)"),
    ("a: x\U000e0041\n", "1:5-1:6 hidden character U+E0041 (tag latin capital letter a)"),
    ("kin\u200bd: b\n", "1:4-1:5 hidden character U+200B (zero width space)"),
    ('a: "\\u202e"\n', "1:4-1:12 escape for the character U+202E (right-to-left override)"),
    ('a: "x\\0"\n', "1:4-1:9 escape for the character U+0000 (null)"),
    ('a: "\\N"\n', "1:4-1:8 escape for the character U+0085 (next line)"),
]

SUBSET: list[tuple[str, str]] = [
    ("", "1:1-1:1 file is empty: expected `kind:` on its first line"),
    ("# note\n\n", "1:1-1:1 file is empty: expected `kind:` on its first line"),
    ("---\n", "1:1-1:1 file is empty: expected `kind:` on its first line"),
    ("- a\n", "1:1-1:4 file holds a list: expected lines of `key: value`"),
    ("# x\nkind:okrs\n", "2:1-2:10 file holds text: expected lines of `key: value`"),
    ("%YAML 1.1\n---\na: b\n", "1:1-1:10 directive `%YAML 1.1`: plans have none"),
    ("# x\n\n%TAG ! x\n---\na: b\n", "3:1-3:9 directive `%TAG ! x`: plans have none"),
    ("a: b\n---\nc: d\n", "2:1-2:4 second document in the file: expected one"),
    ("a: b\n---\n", "2:1-2:4 second document in the file: expected one"),
    ("a: b\n...\n", "2:1-2:4 document end mark `...`: plans have none"),
    ("a: !!str b\n", "1:4-1:9 tag `!!str`: plans have none"),
    ("a: !x [b]\n", "1:4-1:6 tag `!x`: plans have none"),
    ("a: ! b\n", "1:4-1:5 tag `!`: plans have none"),
    ('a: ! "b"\n', "1:4-1:5 tag `!`: plans have none"),
    ("!x a: b\n", "1:1-1:3 tag `!x`: plans have none"),
    ("a: !!python/object:os.system b\n", "1:4-1:29 tag `!!python/object:os.system`: plans have none"),
    ("a: &x b\n", "1:4-1:6 anchor `&x`: plans have none"),
    ("a: &x\n  b: c\n", "1:4-1:6 anchor `&x`: plans have none"),
    ("a: &x !y z\n", "1:4-1:6 anchor `&x`: plans have none|1:7-1:9 tag `!y`: plans have none"),
    ("a: *x\n", "1:4-1:6 alias `*x`: plans have none"),
    ("*x : a\n", "1:1-1:3 alias `*x`: plans have none"),
    ("<<: *x\na: b\n", "1:1-1:3 merge key `<<`: plans have none"),
    ("<<: [*x, *y]\n", "1:1-1:3 merge key `<<`: plans have none"),
    ("a: 1\nb: 2\na: 3\n", "3:1-3:2 duplicate key `a`: also on line 1"),
    ("a: {b: 1, b: 2}\n", "1:11-1:12 duplicate key `b`: also on line 1"),
    ("a: 1\n'a': 2\n", "2:1-2:4 duplicate key `a`: also on line 1"),
    ("? a\n: b\n", "1:3-1:4 `?` before a key: expected `key: value`"),
    ("? [a]\n: b\n", "1:3-1:4 key is a map or a list: expected a name"),
    ("{a: b}: c\n", "1:1-1:2 key is a map or a list: expected a name"),
    ("~: x\nnull: y\n", "1:1-1:2 key `~` is read as nothing: expected a name|2:1-2:5 key `null` is read as nothing: expected a name"),
    ("'null': x\nnull: y\n", "2:1-2:5 duplicate key `null`: also on line 1|2:1-2:5 key `null` is read as nothing: expected a name"),
    ("'': x\n", "1:1-1:3 key is empty: expected a name before the colon"),
    ("' a': x\n", "1:1-1:5 key ` a` has a character that cannot be seen: U+0020 (space)"),
    ("k\u00a0: x\n", "1:1-1:3 key `k\\u00a0` has a character that cannot be seen: U+00A0 (no-break space)"),
    ('"a\\tb": x\n', "1:1-1:7 key `a\\u0009b` has a character that cannot be seen: U+0009 (tab)"),
    ('"a\\u200b": x\n', "1:1-1:10 escape for the character U+200B (zero width space)"),
    ("e\u0301: x\n", "1:1-1:3 key `e\u0301` has letters with loose accents (not NFC)"),
    ("\u201ckind\u201d: x\n", "1:1-1:7 key `\u201ckind\u201d` has curly quotes"),
    ("? |\n  a\n: b\n", "1:3-3:1 `?` before a key: expected `key: value`|1:3-3:1 key is a block of text: expected a name on one line"),
    ("a: Fix #42 now\n", "1:8-1:15 `#42 now` is a comment: it does not belong to the text before it"),
    ("a: #42\nb: c\n", "1:4-1:7 `#42` is a comment: it does not belong to the text before it"),
    ("a:\n  - see #4, #5\n", "2:9-2:15 `#4, #5` is a comment: it does not belong to the text before it"),
    ("a: 1\n  - b\n", "2:3-2:6 list item below a value that began on the line above"),
    ("a:\n  - x\n    - y\n", "3:5-3:8 list item below a value that began on the line above"),
    ("a: " + "[" * 70 + "]" * 70, "1:67-1:68 nested deeper than 64 levels"),
    ("<<<<<<< HEAD\na: b\n=======\na: c\n>>>>>>> theirs\n", "1:1-1:13 git conflict marker"),
    ("a: b\n>>>>>>> theirs\n", "2:1-2:15 git conflict marker"),
    ("a: b\n=======\nc: d\n", "2:1-2:8 git conflict marker"),
]

SYNTAX: list[tuple[str, str, str]] = [
    ("a:\n\tb: c\n", "2:1-2:2 tab in the indentation: expected spaces", "replace each tab with two spaces"),
    ("a:\n  b: c\n  \td: e\n", "3:3-3:4 tab in the indentation: expected spaces", "two spaces"),
    ("a: |\n\tx\n", "2:1-2:2 tab in the indentation: expected spaces", "two spaces"),
    ("owner: @ines.duarte\n", "1:8-1:20 a value cannot start with `@`", "write ines.duarte without the @"),
    ("a: [@ines, @bo]\n", "1:5-1:10 a value cannot start with `@`", "write ines without the @"),
    ("a: `b`\n", "1:4-1:5 a value cannot start with a backtick", "delete the backticks"),
    ("a: %b\n", "1:4-1:5 a value cannot start with `%`", "quotes"),
    ("a: *bold*\n", "1:4-1:5 a value cannot start with `*`", "quotes"),
    ("a: & b\n", "1:4-1:5 a value cannot start with `&`", "quotes"),
    ("a: ? b\n", "1:4-1:5 a value cannot start with `?`", "quotes"),
    ("a: ]\n", "1:4-1:5 a value cannot start with `]`", "quotes"),
    ("a: !x!y z\n", "1:4-1:8 tag `!x!y`: plans have none", "quotes"),
    ("a: !<x\n", "1:4-1:7 tag `!<x`: plans have none", "quotes"),
    ("a:1\nb: 2\n", "1:1-1:3 no space after the colon of `a`", "write `a: …`"),
    ("a: 1\nb:2\nc: 3\n", "2:1-2:3 no space after the colon of `b`", "write `b: …`"),
    ("a:\n  - b:2\n    c: 3\n", "2:5-2:7 no space after the colon of `b`", "write `b: …`"),
    ("a: {b:c}\n", "1:5-1:8 no space after the colon of `b`", "write `b: c`"),
    ("a: {b: {owner:jo.park, c: 1}}\n", "1:9-1:22 no space after the colon of `owner`", "write `owner: jo.park`"),
    ("a: {b:[1]}\n", "1:6-1:7 no space after the colon", "space"),
    ("a:\u00a0b\nc: d\n", "1:3-1:4 no-break space where a plain space is needed", "plain space"),
    ("a:\n  - b\n  -c\n", "3:3-3:5 no space after the `-` of a list item", "write `- c`"),
    ("title: Trust: safety\n", "1:13-1:14 second colon in one value: a colon and a space end a key", 'title: "…"'),
    ("- title: Trust: safety\n", "1:15-1:16 second colon in one value: a colon and a space end a key", 'title: "…"'),
    ("a: \u201cx: y\u201d\n", "1:6-1:7 curly quotes are not quotes in YAML, and this colon needs some", 'a: "…"'),
    ("a: b\nfoo\nc: d\n", "2:1-2:4 line without a colon: expected `key: value`", "colon"),
    ("foo bar\nc: d\n", "1:1-1:8 line without a colon: expected `key: value`", "colon"),
    ("a: b\n   c: d\n", "2:4-2:8 line is indented below a line that already has its value", "line it up"),
    ("a:\n  b: 1\n c: 2\n", "3:2-3:6 indented by 1 space: expected 0, as the lines above", "line it up"),
    ("a:\n  - b: 1\n   c: 2\n", "3:4-3:8 indented by 3 spaces: expected 4, as the lines above", "line it up"),
    ("a:\n  - b: 1\n    c: 2\nd: 3\n    e: 4\n", "4:1-4:5 indented by 0 spaces: expected 4, as the lines around it", "line it up"),
    ("a:\n  - b: 1\n  -c: 2\n", "3:3-3:8 no space after the `-` of a list item", "write `- c: 2`"),
    ("a:\n  - b: 1\n  \u2013 c: 2\n", "3:3-3:4 `\u2013` where a list item's `-` was expected", "write `- c: 2`"),
    ("a:\n  - b: 1\n  * c: 2\n", "3:3-3:4 `*` where a list item's `-` was expected", "write `- c: 2`"),
    ("a:\n  \u2022 b: 1\n    c: 2\n", "2:3-2:4 `\u2022` where a list item's `-` was expected", "write `- b: 1`"),
    ('a: "x\nb: c\nunit: "%"\n', '1:4-1:6 quote " is not closed on its line', 'write " at the end'),
    ('a: "x" y\n', "1:8-1:9 text after the closing quote", "close the quote"),
    ("a:\n  - {b: 1, c: #4 d}\n  - e\n", "2:15-2:20 `#` starts a comment here: the rest of the line is not read", "in quotes"),
    ("a: [b #c]\nd: e\n", "1:7-1:10 `#` starts a comment here: the rest of the line is not read", "in quotes"),
    ('a: ["b #", c}\n', "1:13-1:14 `}` closes nothing here: expected `]`", "write `]`"),
    ("a: 1\n- b\n", "2:1-2:4 list item where `key: value` was expected", "line the `-` up"),
    ("- a\nb: c\n", "2:1-2:5 line within a list: expected `-` at its start", "write `- `"),
    ("a: - b\n", "1:4-1:5 a list item cannot start behind a key on the same line", "next line"),
    ("a: b\n: c\n", "2:1-2:2 key is empty: expected a name before the colon", "write the key"),
    ('a: "x\nb: c\n', '1:4-1:6 quote " is never closed', 'write " at the end'),
    ("a: 'x\n---\nb: c'\n", "1:4-1:6 quote ' is never closed", "write ' at the end"),
    ("a: 'it's'\n", "1:8-1:9 text after the closing quote", "''"),
    ('a: "x" y\n', "1:8-1:9 text after the closing quote", '\\"'),
    ("a: [b] c\n", "1:8-1:9 text after the end of the value", "quotes"),
    ("- [b] c\n", "1:7-1:8 text after the end of the value", "quotes"),
    ("a: [1, 2\nb: c\n", "1:4-1:5 `[` is never closed", "write `]`"),
    ("a: {x: 1\nb: c\n", "1:4-1:5 `{` is never closed", "write `}`"),
    ("a: [\n", "1:4-1:5 `[` is never closed", "write `]`"),
    ("a: {", "1:4-1:5 `{` is never closed", "write `}`"),
    ("a: [1, 2}\n", "1:9-1:10 `}` closes nothing here: expected `]`", "write `]`"),
    ("a: [x: y: z]\n", "1:9-1:10 second colon between `[` and `]`", "comma"),
    ("a: ['x' y]\n", "1:9-1:10 `,` or `]` expected here", "comma"),
    ('a: "\\d"\n', "1:5-1:7 `\\d` is no escape that YAML knows", "single quotes"),
    ('a: "\\UFFFFFFFF"\n', "1:7-1:8 escape does not name a character", "single quotes"),
    ('a: "\\ud800"\n', "1:7-1:8 escape does not name a character", "single quotes"),
    ('a: "\\xZZ"\n', "1:7-1:8 escape does not name a character", "single quotes"),
    ("a: | b\n", "1:6-1:7 text right after `|`", "next line"),
    ("a: |0\n  b\n", "1:5-1:6 indentation of a block of text cannot be 0", "alone"),
    ("a: b\n%c: d\n", "2:1-2:6 a line cannot start with `%`", "quotes"),
    ("{a: b}\nc: d\n", "2:1-2:5 line after the end of the file's map", "without braces"),
    ("--- a: b\n", "1:1-1:9 key on the line of `---`", "next line"),
    ("x" * 1100 + ": b\n", "1:1-1:41 key is longer than 1,000 characters", "shorten"),
]


@pytest.mark.parametrize(("data", "expected"), BYTES)
def test_refuses_bytes(data: bytes, expected: str) -> None:
    assert told(data) == [expected]
    assert problems(data)[0].help


@pytest.mark.parametrize(("text", "expected"), CHARACTERS + SUBSET)
def test_refuses_what_plans_do_not_have(text: str, expected: str) -> None:
    assert told(text) == expected.split("|")
    assert all(p.help for p in problems(text))


@pytest.mark.parametrize(("text", "expected", "help_part"), SYNTAX)
def test_explains_syntax(text: str, expected: str, help_part: str) -> None:
    assert told(text) == [expected]
    assert help_part in problems(text)[0].help


def test_duplicate_names_both_places() -> None:
    (problem,) = problems("a: 1\nb: {x: 1, y: 2,\n    x: 3}\n")
    assert str(problem.span) == "p.yaml:3:5"
    assert [(str(span), label) for span, label in problem.related] == [("p.yaml:2:5", "first written here")]
    assert problem.help == "keep one of the two"


def test_same_key_in_two_maps_is_no_duplicate() -> None:
    assert read("p.yaml", b"a:\n  - x: 1\n  - x: 2\nx: 3\n")[0] == {"a": [{"x": "1"}, {"x": "2"}], "x": "3"}


def test_all_violations_of_a_file_in_one_run_in_order() -> None:
    text = "# \u200b\na: &x 1\nb: !t y\nc: *z\nc: 2\n'': 3\nd:1\ne: 4\nf: &after the syntax error\n"
    assert [f"{p.span.line}:{p.span.col}" for p in problems(text)] == ["1:3", "2:4", "3:4", "4:4", "5:1", "6:1", "7:1"]


def test_at_most_a_hundred_problems() -> None:
    assert len(problems("a: 1\n" * 500)) == MAX_PROBLEMS
    assert len(problems("a: \u200b\n" * 500)) == MAX_PROBLEMS


def test_data_is_shared_by_no_two_places() -> None:
    data, _ = read("p.yaml", b"a: [[], []]\n")
    assert data is not None
    assert isinstance(data["a"], list)
    assert data["a"][0] is not data["a"][1]


@pytest.mark.parametrize("extra", [0, 1])
def test_depth_limit(extra: int) -> None:
    depth = MAX_DEPTH - 1 + extra  # the root is a level
    text = "a: " + "[" * depth + "]" * depth
    assert (read("p.yaml", text.encode())[0] is None) == bool(extra)


@pytest.mark.parametrize("extra", [0, 1])
def test_node_limit(extra: int) -> None:
    count = MAX_NODES - 3 + extra  # root, key and list are nodes too
    data, found = read("p.yaml", ("a: [" + "x," * count + "]").encode())
    assert (data is None) == bool(extra)
    assert [p.message for p in found] == ["more than 200,000 values in one file"] * extra


BOMBS = {
    "alias bomb": "a: &a [x, x]\n" + "".join(f"{chr(98 + n)}: &{chr(98 + n)} [*{chr(97 + n)}, *{chr(97 + n)}]\n" for n in range(24)),
    "merge bomb": "a: &a {x: 1}\n" + "".join(f"b{n}: &b{n}\n  <<: [*a, *a]\n" for n in range(50)),
    "self reference": "a: &a [*a]\n",
    "brackets": "[" * 200_000,
    "brackets in a field": "a: " + "[" * 200_000,
    "braces": "{" * 200_000,
    "nested flow maps": "{a: " * 10_000,
    "nested block maps": "\n".join(" " * n + "a:" for n in range(1500)),
    "nested block lists": "- " * 100_000,
    "nested questions": "? " * 100_000,
    "directives": "%TAG !a{}! x\n" * 80_000 + "a: b\n",
    "tags": "a: " + "!a " * 100_000,
    "anchors": "".join(f"a{n}: &a{n} x\n" for n in range(80_000)),
    "commas": "a: [" + "," * 1_000_000,
    "colons": "a: {" + ":" * 1_000_000,
    "quotes": "a: " + "'" * 999_999,
    "spaces": " " * 1_900_000,
    "spaces and a tab": " " * 1_900_000 + "\t: x",
    "dashes": "-" * 1_900_000,
    "long escape": 'a: "' + "\\U0010FFFF" * 100_000,
    "one long line without colon": "a: b\n" + "x" * 1_000_000 + "\nc: d\n",
    "one long line with two colons": "a: " + "x" * 1_000_000 + ": y",
    "bars": "a: " + "|" * 1_000_000,
    "markers": "<<<<<<< x\n" * 100_000,
    "hashes": "#" * 1_900_000,
    "carriage returns": "\r" * 1_900_000,
    "nulls": "\0" * 1_900_000,
    "byte-order marks": "\ufeff" * 600_000,
    "accents": "e\u0301" * 400_000 + ": x",
}


@pytest.mark.parametrize("name", BOMBS)
def test_bombs_end_in_problems(name: str) -> None:
    found = problems(BOMBS[name])
    assert 1 <= len(found) <= MAX_PROBLEMS
    assert all(len(p.message) < 200 and len(p.help) < 200 for p in found)


@pytest.mark.parametrize(
    "text", ["a: " + "9" * 5000, "a: " + "x" * 1_900_000, "a: '" + "x" * 1_900_000 + "'", "a: |\n" + "  x\n" * 400_000]
)
def test_long_values_are_values(text: str) -> None:
    assert read("p.yaml", text.encode())[1] == ()


def test_files_do_not_infect_each_other() -> None:
    read("a.yaml", b"%YAML 1.1\n---\na: &x b\n")
    assert read("b.yaml", b"no: NO\n") == ({"no": "NO"}, ())
    assert [p.message for p in read("c.yaml", b"a: *x\n")[1]] == ["alias `*x`: plans have none"]


def test_a_fault_without_words_of_ours_is_still_a_problem() -> None:
    assert say("p.yaml", "a: b", RecursionError()).message == "file cannot be read as YAML"
    fault = ParserError(None, None, "something new", SimpleNamespace(line=1, column=2))
    problem = say("p.yaml", "a: b\nc: d\n", fault)
    assert (str(problem.span), problem.message) == ("p.yaml:2:3", "this cannot be read as YAML")


JARGON = ("expected <", "token", "scanning", "parsing", "block mapping", "flow", "scalar", "node", "cannot be read as YAML")
SNIPPETS = [
    "\t",
    "&a",
    "*a",
    "!t",
    ": ",
    "- ",
    "[",
    "]",
    "{",
    "}",
    "'",
    '"',
    "#",
    "\n",
    "\r\n",
    "\r",
    "\\",
    "\\x",
    "@",
    "`",
    "%",
    "? ",
    "<<: ",
    "---",
    "...",
    "\u200b",
    "\ufeff",
    "é",
    "😀",
    "e\u0301",
    "\x00",
    "  ",
    "~",
    ",",
    ">",
    "=======\n",
    "<<<<<<< a\n",
    "|",
    "",
]


@st.composite
def mutated(draw: st.DrawFn) -> str:
    """A valid plan after one to six slips of the hand."""
    text = PLAN
    for _ in range(draw(st.integers(1, 6))):
        at = draw(st.integers(0, len(text)))
        gone = draw(st.integers(0, 6))
        text = text[:at] + draw(st.sampled_from(SNIPPETS)) + text[at + gone :]
    return text


@settings(max_examples=300, deadline=None)
@given(mutated())
def test_any_slip_ends_in_data_or_problems(text: str) -> None:
    data, found = read("p.yaml", text.encode())
    assert (data is None) == bool(found)
    lines = text.removeprefix("\ufeff").split("\n")
    for problem in found:
        span = problem.span
        assert 1 <= span.line <= span.end_line <= len(lines)
        assert 1 <= span.col <= len(lines[span.line - 1]) + 1
        assert 1 <= span.end_col <= len(lines[span.end_line - 1]) + 1
        assert (span.line, span.col) <= (span.end_line, span.end_col)
        assert problem.message.isprintable() or any(unicodedata.combining(c) for c in problem.message)
        assert not any(word in problem.message for word in JARGON)


@settings(max_examples=200, deadline=None)
@given(st.binary(max_size=200) | st.text(max_size=200).map(lambda text: text.encode("utf-8", "surrogatepass")))
def test_any_bytes_end_in_data_or_problems(data: bytes) -> None:
    root, found = read("p.yaml", data)
    assert (root is None) == bool(found)
