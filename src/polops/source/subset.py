"""The part of YAML that plans are written in: what lies outside it, where it stands, and what to type instead.

`Subset` is one file under inspection. It is told of the parser's events and collects Problems; it never changes what is read.
"""

from __future__ import annotations

import re
import unicodedata
from typing import TYPE_CHECKING

from yaml.events import DocumentEndEvent, DocumentStartEvent

from polops.source.problem import Problem, Span
from polops.source.text import CURLY, error, hides, name_of, show, span_at

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from typing import Any

    from yaml.events import AliasEvent, CollectionStartEvent, Event, ScalarEvent

MAX_DEPTH = 64
MAX_NODES = 200_000
MAX_PROBLEMS = 100

NULLS = frozenset({"", "~", "null", "Null", "NULL"})
"""Plain scalars that say `nothing`; in quotes they are text."""

ITEM = "[]"
"""Stands for the key where a value is a list's item, and no key is expected."""

LOST = "\0\0"
"""Stands for a key that was refused, so that reading can go on behind it."""

_PROPERTIES = re.compile(r"([&!][^\s,\[\]{}]*)[ \t]*([&!][^\s,\[\]{}]*)?")
_EXPLICIT = re.compile(r"\?[ \t]*\Z")
_LIST_LINE = re.compile(r"\n[ \t]*(- [^\n]*)")
_CONTENT = re.compile(r"^(?!---[ \t]*\r?$)[ \t]*[^#\s][^\r\n]*", re.MULTILINE)
_NO_SPACE = re.compile(r"([A-Za-z_][\w.-]*):(?=[^\s/:])(.*)")
_GLUED = re.compile(r"([A-Za-z_][\w.-]*):(?!//)(\S.*)")
_LOST = re.compile(r"[ \t]*(?<=[ \t])(#\d[^\r\n]*)")
_NUMBERED = re.compile(r"#\d")
_LETTER = re.compile(r"[^\W\d_]")
_TWO_FACED = NULLS | {"<<"}  # good keys in quotes only: each is looked at anew

_GOOD: set[str] = set()
"""Plain keys of any file that were looked at and found good: most files have the same ones."""
_MANY = 10_000


def _key_slips(text: str, style: str) -> tuple[tuple[bool, str, str], ...]:
    """What can be wrong with a key, most telling first: whether it is so, the message, the help."""
    name, plain = show(text), style == ""
    glued = _GLUED.fullmatch(text) if plain else None
    unseen = next((c for c in text if not c.isprintable()), text[:1] if text[:1].isspace() else text[-1:])
    return (
        (plain and text == "<<", "merge key `<<`: plans have none", "write the fields out"),
        (not text.strip(), "key is empty: expected a name before the colon", "write the key, or delete the line"),
        (
            glued is not None,
            f"no space after the colon of `{show(glued[1]) if glued else name}`",
            f"write `{show(glued[1])}: {show(glued[2])}`" if glued else "",
        ),
        (plain and text in NULLS, f"key `{name}` is read as nothing: expected a name", f'write "{name}" in quotes'),
        (style in ("|", ">"), "key is a block of text: expected a name on one line", "write `key: value`"),
        (
            not text.isprintable() or text != text.strip(),
            f"key `{name}` has a character that cannot be seen: {name_of(unseen or ' ')}",
            "type the key again",
        ),
        (text != unicodedata.normalize("NFC", text), f"key `{name}` has letters with loose accents (not NFC)", "type the key again"),
        (plain and text[:1] in CURLY, f"key `{name}` has curly quotes", f"write {show(text.strip(CURLY))}"),
    )


class EnoughError(Exception):
    """Reading cannot or need not go on; what was found is in the list of problems."""


class Subset:
    """One file on its way to data, and what is wrong with it so far."""

    def __init__(self, path: str, text: str) -> None:
        self.path = path
        self.text = text
        self.problems: list[Problem] = []
        self.careful = any(sign in text for sign in "\\&!?") or _NUMBERED.search(text) is not None  # else `scalar` finds nothing
        self.known: dict[str, str] = {}  # keys that were looked at and found good
        self._documents = 0
        self._merge_line = -1

    def report(self, problem: Problem) -> None:
        """Add a problem; a hundred are enough."""
        self.problems.append(problem)
        if len(self.problems) >= MAX_PROBLEMS:
            raise EnoughError

    def screen(self, look: Callable[[str, str], Iterable[Problem]]) -> None:
        """Report what a look at the bare text finds."""
        for problem in look(self.path, self.text):
            self.report(problem)

    def scalar(self, event: ScalarEvent) -> None:
        """Refuse tags and anchors on a scalar, explicit keys, what `#42` cuts off, and characters that an escape smuggled into a text."""
        self._properties(event)
        start = event.start_mark.index
        if start < event.end_mark.index and _EXPLICIT.search(self.text, max(0, start - 20), start):
            self._refuse(event, "`?` before a key: expected `key: value`", "delete the `?`, or put the key in quotes if it belongs to it")
        lost = _LOST.match(self.text, event.end_mark.index) if event.style == "" else None
        if lost and (not event.value or _LETTER.search(event.value)):
            place = span_at(self.path, self.text, *lost.span(1))
            message = f"`{show(lost[1])}` is a comment: it does not belong to the text before it"
            self.report(error(place, message, "put the whole text in quotes; in a comment write a space after the `#`"))
        bad = hides(event.value) if event.style == '"' else ""
        if bad and bad not in self._slice(event):
            self._refuse(event, f"escape for the character {name_of(bad)}", "delete it: plans hold only text that can be seen")

    def key(self, event: ScalarEvent) -> str:
        """Check a key when it is first met; return it, or LOST where it is refused."""
        text, plain = event.value, event.style == ""
        if plain and text == "<<":
            self._merge_line = event.start_mark.line
        if text in _GOOD and plain:
            return self.known.setdefault(text, text)
        if hides(text):
            return LOST  # the character is reported already, by itself
        for wrong, message, help in _key_slips(text, event.style):  # noqa: A001 - the user's word for it
            if wrong:
                self._refuse(event, message, help)
                return LOST
        if plain and len(_GOOD) < _MANY:
            _GOOD.add(text)
        return self.known.setdefault(text, text) if text not in _TWO_FACED else text

    def duplicate(self, event: ScalarEvent, first: Any) -> None:  # noqa: ANN401 - a mark of the untyped parser
        """Refuse a key that its map already has, and name both places."""
        end = first.index + event.end_mark.index - event.start_mark.index
        place = span_at(self.path, self.text, first.index, min(end, len(self.text)))
        message = f"duplicate key `{show(event.value)}`: also on line {first.line + 1}"
        self._refuse(event, message, "keep one of the two", (place, "first written here"))

    def swallowed(self, event: ScalarEvent) -> None:
        """Refuse a list that the line above it swallowed: YAML reads `a: 1` with `- b` indented below as the text `1 - b`."""
        if event.style or event.start_mark.line == event.end_mark.line:
            return
        if found := _LIST_LINE.search(self.text, event.start_mark.index, event.end_mark.index):
            place = span_at(self.path, self.text, *found.span(1))
            self.report(
                error(place, "list item below a value that began on the line above", "line the `-` up with its list, or quote the text")
            )

    def collection(self, event: CollectionStartEvent, depth: int, *, as_key: bool) -> None:
        """Refuse tags and anchors on a map or list, its use as a key, and nesting that is too deep."""
        if event.anchor is not None or event.tag is not None:  # otherwise the sign in the text is the first key's
            self._properties(event)
        if as_key:
            self._refuse(event, "key is a map or a list: expected a name", "write `key: value`; text with braces or brackets needs quotes")
        if depth >= MAX_DEPTH:
            self._refuse(event, f"nested deeper than {MAX_DEPTH} levels", "flatten the file")
            raise EnoughError

    def alias(self, event: AliasEvent) -> None:
        """Refuse an alias, unless the merge key before it was refused already."""
        if event.start_mark.line != self._merge_line:
            name = show("*" + event.anchor)
            self._refuse(event, f"alias `{name}`: plans have none", f'write the value out, or put it in quotes if it is text: "{name}"')

    def frame(self, event: object) -> None:
        """Refuse the end mark of a document and any second document."""
        if isinstance(event, DocumentEndEvent) and event.explicit:
            self._refuse(event, "document end mark `...`: plans have none", "delete the line")
            raise EnoughError
        self._documents += isinstance(event, DocumentStartEvent)
        if self._documents > 1 and isinstance(event, DocumentStartEvent):
            self._refuse(
                event, "second document in the file: expected one", "delete the line `---`, or move what follows it to its own file"
            )
            raise EnoughError

    def overgrown(self, event: object) -> None:
        """Refuse a file of too many values."""
        self._refuse(event, f"more than {MAX_NODES:,} values in one file", "split it: one file for each team, period or cost centre")
        raise EnoughError

    def root(self, top: list[Any]) -> None:
        """Refuse a file that is empty or whose one value is no map."""
        if self.problems or (top and isinstance(top[0], dict)):
            return
        found = _CONTENT.search(self.text)
        if not found or not top or top[0] is None:
            self.report(error(Span(self.path), "file is empty: expected `kind:` on its first line", "write it, or delete the file"))
            return
        glued = _NO_SPACE.match(found[0])
        hint = f"write `{glued[1]}: {show(glued[2])}`" if glued else "start the file with `kind:` and the name of its kind"
        what = "a list" if isinstance(top[0], list) else "text"
        place = span_at(self.path, self.text, *found.span())
        self.report(error(place, f"file holds {what}: expected lines of `key: value`", hint))

    def _properties(self, event: Any) -> None:  # noqa: ANN401 - scalar or collection
        if found := _PROPERTIES.match(self.text, event.start_mark.index):
            for group in (1, 2):
                if found[group]:
                    self._property(found[group], *found.span(group))

    def _property(self, text: str, start: int, end: int) -> None:
        word, sign = "anchor" if text[0] == "&" else "tag", text[0]
        message = f"{word} `{show(text)}`: plans have none"
        place = span_at(self.path, self.text, start, end)
        self.report(error(place, message, f"delete it, or put the value in quotes if `{sign}` belongs to it"))

    def _slice(self, event: Event) -> str:
        return self.text[event.start_mark.index : event.end_mark.index]

    def _refuse(self, event: Any, message: str, help: str, *related: tuple[Span, str]) -> None:  # noqa: A002, ANN401 - as above
        start, end = event.start_mark, event.end_mark
        place = Span(self.path, start.line + 1, start.column + 1, end.line + 1, end.column + 1)
        self.report(error(place, message, help, *related))
