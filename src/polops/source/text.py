"""From bytes to text: what can be said about a file before YAML is looked at.

Text is strict UTF-8 with LF or CRLF line ends; a byte-order mark at the start is accepted and never counted as a column. Characters
that a reviewer cannot see are refused wherever they stand, comments included, because what is reviewed must be what is read.
A zero-width joiner or non-joiner is kept where it does its work, between two characters beyond ASCII: in emoji, Persian, Hindi.
"""

from __future__ import annotations

import re
import unicodedata
from typing import TYPE_CHECKING

from polops.source.problem import Problem, Severity, Span

if TYPE_CHECKING:
    from collections.abc import Iterator

CODE = "GEN101"
"""The rule that every problem of this room belongs to: the file can be read."""

MAX_BYTES = 2_000_000
"""The largest plan file, in bytes."""

CURLY = "\u201c\u201d\u201e\u2018\u2019"
"""Typographic quotes, which word processors put where YAML wants straight ones."""

BOM = "\ufeff"
_FOREIGN = ((b"\xff\xfe\0\0", "UTF-32"), (b"\0\0\xfe\xff", "UTF-32"), (b"\xff\xfe", "UTF-16"), (b"\xfe\xff", "UTF-16"))
_SAVE = "save the file as UTF-8"

_BREAKING = re.compile("\\A\ufeff|[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u2028\u2029\ufdd0-\ufdef\ufffe\uffff]|\r(?!\n)")
"""Characters that end the reading: controls, and line ends that not every editor shows as line ends."""

HIDDEN = re.compile(
    "[\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b-\u200f\u202a-\u202e\u2060-\u206f\u3164\ufe00-\ufe0d\ufeff"
    "\uffa0\ufff9-\ufffb\U0001bca0-\U0001bca3\U0001d173-\U0001d17a\U000e0000-\U000e0fff]"
)
"""Characters without a glyph: bidi controls, zero-width and filler characters, tag characters, rare variation selectors."""

_ORDINARY = bytes(range(0x20, 0x7F)) + b"\t\n"
_JOINERS = "\u200c\u200d"
_MARKERS = re.compile(r"^(?:<{7}|>{7})(?=[ \r\n]|\Z).*", re.MULTILINE)
_INDENT = re.compile(r"[ \t]*(?:#[^\n]*)?\r?\n?")
_PLAIN_NAMES = {"\t": "tab", "\r": "carriage return", "\x1b": "escape", "\x7f": "delete", "\x85": "next line", "\0": "null"}


def error(span: Span, message: str, help: str = "", *related: tuple[Span, str]) -> Problem:  # noqa: A002 - the user's word for it
    """Say that a file cannot be read, at a place, with the text to type instead."""
    return Problem(span, CODE, Severity.ERROR, message, help, related)


def show(text: str, limit: int = 40) -> str:
    """Make a piece of a file safe to print within a message: shortened, and unprintable characters as escapes."""
    short = text if len(text) <= limit else text[: limit - 1] + "…"
    if short.isprintable():
        return short
    return "".join(c if c.isprintable() else f"\\u{ord(c):04x}" for c in short)


def span_at(path: str, text: str, start: int, end: int) -> Span:
    """Turn character offsets of a text into lines and columns."""
    line, begin = text.count("\n", 0, start) + 1, text.rfind("\n", 0, start) + 1
    more, last = text.count("\n", start, end), text.rfind("\n", 0, end) + 1
    return Span(path, line, start - begin + 1, line + more, end - last + 1)


def too_large(path: str, size: int) -> Problem:
    """Refuse a file over the limit; `size` in bytes."""
    message = f"file is {size / 1e6:.1f} MB: expected at most {MAX_BYTES // 1_000_000} MB"
    return error(Span(path), message, "split it: one file for each team, period or cost centre")


def decode(path: str, data: bytes) -> str | Problem:
    """Read bytes as UTF-8 and drop a byte-order mark; or say which byte is the first that is no UTF-8."""
    for mark, name in _FOREIGN:
        if data.startswith(mark):
            return error(Span(path), f"file is {name} text: expected UTF-8", _SAVE)
    try:
        return data.decode("utf-8").removeprefix(BOM)
    except UnicodeDecodeError as bad:
        before = data[: bad.start].decode("utf-8").removeprefix(BOM)
        place = span_at(path, before + "?", len(before), len(before) + 1)
        return error(place, f"byte 0x{data[bad.start]:02X} is not UTF-8 text", _SAVE)


def breaks(path: str, text: str) -> Iterator[Problem]:
    """Find what makes any further reading pointless: control characters, odd line ends, conflict markers, directives."""
    yield from _controls(path, text)
    yield from _conflicts(path, text)
    yield from _directives(path, text)


def hidden(path: str, text: str) -> Iterator[Problem]:
    """Find characters that nobody can see, comments included."""
    if text.isascii():
        return
    for found in HIDDEN.finditer(text):
        if not _joins(text, found.start()):
            yield error(span_at(path, text, *found.span()), f"hidden character {name_of(found[0])}", "delete it: no reviewer can see it")


def hides(text: str) -> str:
    """Return the first character of a value (where escapes can make any) that must not be there, or an empty text."""
    for found in (_BREAKING.search(text), HIDDEN.search(text)):
        if found and not _joins(text, found.start()):
            return found[0]
    return ""


def name_of(char: str) -> str:
    """Name a character as `U+200B (zero width space)`."""
    name = _PLAIN_NAMES.get(char) or unicodedata.name(char, "").lower()
    return f"U+{ord(char):04X}" + (f" ({name})" if name else "")


def _joins(text: str, at: int) -> bool:
    if text[at] not in _JOINERS or at == 0 or at + 1 == len(text):
        return False
    before, after = text[at - 1], text[at + 1]
    return ord(before) > 0xFF and ord(after) > 0xFF and not HIDDEN.match(before) and not HIDDEN.match(after)  # noqa: PLR2004 - Latin-1


def _controls(path: str, text: str) -> Iterator[Problem]:
    if text.isascii() and not text.encode().translate(None, _ORDINARY):
        return  # eight times as fast as the search below
    if (null := text.find("\0")) >= 0:
        yield error(span_at(path, text, null, null + 1), "null byte in the file: expected UTF-8 text", _SAVE)
        return
    for found in _BREAKING.finditer(text):
        place = span_at(path, text, *found.span())
        if found[0] == "\r":
            yield error(place, "carriage return in the middle of a line", "save the file with LF (Unix) or CRLF (Windows) line ends")
            return
        yield error(place, f"control character {name_of(found[0])}", "delete it")


def _conflicts(path: str, text: str) -> Iterator[Problem]:
    if "<<<<<<<" not in text and ">>>>>>>" not in text:
        return
    found = list(_MARKERS.finditer(text))
    opening = [m for m in found if m[0][0] == "<"] or found
    for marker in opening:
        place = span_at(path, text, marker.start(), marker.start() + len(marker[0].rstrip("\r")))
        yield error(place, "git conflict marker", "keep one side, delete the three marker lines")


def _directives(path: str, text: str) -> Iterator[Problem]:
    """A thousand `%TAG` lines cost the parser a million comparisons, so they are refused before it starts."""
    at = 0
    while (found := _INDENT.match(text, at)) and found.end() > at and text[found.end() - 1] == "\n":
        at = found.end()
    if text.startswith("%", at):
        end = text.find("\n", at)
        line = text[at : end if end >= 0 else len(text)].rstrip("\r")
        place = span_at(path, text, at, at + len(line))
        yield error(place, f"directive `{show(line)}`: plans have none", "delete the line")
