"""A syntax error as the parser sees it, and the slips that lie before the place where it stumbled: what reads on is not what was meant."""

from __future__ import annotations

import re
from dataclasses import field

from polops.source.problem import Problem, Span
from polops.source.text import error, show
from polops.values.record import dataclass

_HASH = re.compile(r"[ \t]#")
_QUOTED = re.compile(r"\"(?:[^\"\\]|\\.)*\"|'[^']*'")
_PAIRS = (("{", "}"), ("[", "]"))
_BULLET = re.compile(r"\s*([*\u2022\u00b7\u2010-\u2015\u2212\u2023\u25e6])\s+(\S.*)")

Place = tuple[int, int]
"""Line and column, from 0, as the parser counts."""


@dataclass(frozen=True, slots=True)
class Trouble:
    """What the parser said (`problem`, within `context`), and the places of both."""

    path: str
    lines: list[str] = field(repr=False)
    context: str
    problem: str
    at: Place
    origin: Place

    @property
    def line(self) -> str:
        """The line that the parser stumbled over."""
        return self.line_at(self.at[0])

    @property
    def char(self) -> str:
        """The character that the parser stumbled over; empty at the end of a line."""
        return self.line[self.at[1] : self.at[1] + 1]

    @property
    def leads(self) -> bool:
        """Whether only indentation stands before the place."""
        return not self.line[: self.at[1]].strip()

    def line_at(self, number: int) -> str:
        """One line of the file, from 0; empty beyond its end."""
        return self.lines[number] if 0 <= number < len(self.lines) else ""

    def above(self, number: int | None = None) -> int:
        """The nearest line above that holds more than a comment; -1 if there is none."""
        numbers = range(min(self.at[0] if number is None else number, len(self.lines)) - 1, -1, -1)
        return next((n for n in numbers if self.lines[n].strip() and self.lines[n].lstrip()[0] != "#"), -1)

    def says(self, place: Place, width: int, message: str, help: str) -> Problem:  # noqa: A002 - the user's word for it
        """Make the problem, `width` characters wide."""
        line, col = place[0] + 1, place[1] + 1
        return error(Span(self.path, line, col, line, col + width), message, help)

    def here(self, message: str, help: str) -> Problem:  # noqa: A002 - as above
        """Make the problem at the character that the parser stumbled over."""
        return self.says(self.at, 1 if self.char else 0, message, help)

    def whole(self, number: int, message: str, help: str) -> Problem:  # noqa: A002 - as above
        """Make the problem from a line's first character to its end."""
        line = self.line_at(number)
        body = line.strip()
        return self.says((number, len(line) - len(line.lstrip())), len(body), message, help)


def hidden_end(t: Trouble) -> Problem | None:
    """A `#` that hides the end of a list or map in brackets: `{on: 2026-08-03, note: #42 closed}`."""
    for number in dict.fromkeys((t.at[0], t.above(), t.origin[0])):
        line = t.line_at(number)
        found = _HASH.search(_QUOTED.sub(lambda quoted: "x" * len(quoted[0]), line))
        if found and any(line.count(o, 0, found.start()) > line.count(c, 0, found.start()) and c in line[found.end() :] for o, c in _PAIRS):
            place = (number, found.end() - 1)
            said = "`#` starts a comment here: the rest of the line is not read"
            return t.says(place, len(line) - place[1], said, "put the text that holds the `#` in quotes")
    return None


def runaway_quote(t: Trouble) -> Problem | None:
    """A quote that was not closed, and that the next quote of its sort closed, some lines below."""
    before = t.line[: t.at[1]].rstrip()
    quote = before[-1:]
    if quote not in ('"', "'") or before.count(quote) % 2 == 0:
        return None
    for number in range(t.at[0] - 1, -1, -1):
        line = t.lines[number]
        if line.count(quote) % 2:
            found = re.search(rf"(?:[:,\[{{]\s|-\s|[\[{{])\s*{quote}[^{quote}]*\Z", line)
            at = line.rindex(quote)
            words = f"quote {show(quote)} is not closed on its line", f"write {show(quote)} at the end of the value"
            return t.says((number, at), len(line) - at, *words) if found else None
    return None


def bullet(t: Trouble, number: int) -> Problem | None:
    """A list item that begins with what a word processor makes of a `-`, or with another sign for it."""
    if found := _BULLET.match(t.line_at(number)):
        message = f"`{found[1]}` where a list item's `-` was expected"
        return t.says((number, found.start(1)), 1, message, f"write `- {show(found[2])}`")
    return None
