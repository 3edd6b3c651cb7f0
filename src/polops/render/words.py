"""How values are worded in every textual format: one place, so that a terminal, a page and a comment say the same.

Money is short (`1,053.1k`), a variance has a sign *and* a letter (`−53.1k U`), a status has a symbol and a letter, and
*no data* is `n/a`: never 0 and never blank. Rounding is half-up and happens only here.
"""

from __future__ import annotations

import re
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING
from urllib.parse import quote

from polops.values.money import cents
from polops.values.period import dated
from polops.values.rounding import decimals, plain, spelled
from polops.values.text import display

if TYPE_CHECKING:
    from collections.abc import Callable

    from polops.reports.page import Cell, Column, Measure
    from polops.source.problem import Span

NONE = "n/a"
SYMBOLS = {"green": "●", "amber": "▲", "red": "■", "grey": "○", "complete": "✔"}
LETTERS = {"green": "G", "amber": "A", "red": "R", "grey": "–", "complete": "done"}
SPARKS = "▁▂▃▄▅▆▇█"

_COMMANDS = re.compile(r"(?P<start>^(?:\x1b\[[\d;]*m|[^\S\n])*)(?P<run>:{2,}|#{2,})|(?P<hashes>#{2,})(?=[\w.]*\[)", re.MULTILINE)
_IN_MARKDOWN = re.compile(r"^(?P<start>\s*:)(?=:)|(?P<hash>#)(?=#[\w.]*\[)", re.MULTILINE)
_UNITS = re.compile(r"(?<=\d)(k?) (?=(?:[%FU]|pts)(?!\w))")
_PLACES = 12
_MOST = 6
_SMALL = 100
"""Amounts below this are worded in full."""


def one_line(text: str) -> str:
    """The text on one line: every run of white space becomes one space."""
    return display(" ".join(text.split()))


def together(text: str, space: str = "\u00a0") -> str:
    """The text with the spaces between a figure and what belongs to it (`3.7 %`, `−53.1k U`) as one that no line ends at."""
    return _UNITS.sub(rf"\1{space}", text)


def path_text(text: str) -> str:
    """A path or a name on one line with nothing collapsed: tabs and line ends become visible escapes too."""
    return display(text).replace("\t", "\\x09").replace("\n", "\\x0a")


def link(base: str, span: Span) -> str:
    """The way to a line of a file, behind a base as in `Look.link_base`: percent-encoded, so that no file name can be more than a path."""
    start = quote(base, safe="/:?#@=;,+~%")
    return f"{start}{quote(span.path.encode('utf-8', 'replace'), safe='/').lstrip('/')}#L{span.line}"


def inert(text: str) -> str:
    """Output that a CI runner takes for no command: `::` and `##` that start a line, and `##…[` anywhere, are parted by a space."""
    return _COMMANDS.sub(lambda match: f"{match['start'] or ''}{' '.join(match['run'] or match['hashes'])}", text)


def inert_markdown(text: str) -> str:
    """As `inert`, for Markdown that was made harmless before: its headings stay as they are."""
    return _IN_MARKDOWN.sub(lambda match: f"{match[0]} ", text)


def exact(value: Decimal | int, kind: str = "number", unit: str = "") -> str:
    """A number for machines: money to its currency's cents, else twelve decimals at most; no exponent, no separators, no `-0`."""
    if kind in {"money", "variance"}:
        return f"{cents(Decimal(value), unit):f}"
    return plain(Decimal(value), _PLACES)


def number(value: Decimal, places: int | None = None, *, signed: bool = False) -> str:
    """A number with thousands separators and a real minus; without `places` just as many decimals as it has, six at most."""
    return spelled(value, decimals(value, _MOST) if places is None else places, signed=signed)


def money(value: Decimal, *, signed: bool = False) -> str:
    """An amount in thousands: `1,053.1k`; under 100 in full, so that nothing small vanishes."""
    if value != 0 and abs(value) < _SMALL:
        return number(value, 0 if value == value.to_integral_value() else 2, signed=signed)
    return number(value / 1000, 1, signed=signed) + "k"


def variance(value: Decimal) -> str:
    """A variance: sign and letter, F favourable (under budget) or U unfavourable (over budget)."""
    letter = " F" if value > 0 else " U" if value < 0 else ""
    return money(value, signed=True) + letter


def measure(value: Measure) -> str:
    """A measured value with unit and interval: `0.38 % (0.30–0.48)~`, the `~` where the interval contains the threshold."""
    unit = f" {one_line(value.unit)}" if value.unit else ""
    places = min(4, max(2, -int(value.value.normalize().as_tuple().exponent))) if value.value != value.value.to_integral_value() else 0
    if value.low is None or value.high is None:
        return number(value.value, min(places, 3)) + unit
    places = 2 if abs(value.value) < _SMALL // 10 else 1
    return f"{number(value.value, places)}{unit} ({number(value.low, places)}–{number(value.high, places)}){'~' if value.unsure else ''}"


def sparkline(values: tuple[Decimal | None, ...], bounds: tuple[Decimal, Decimal] | None = None) -> str:
    """A line of up to 12 bars, oldest first, `·` where there is no data; `bounds` put several lines on one scale."""
    values = values[-12:]
    known = [value for value in values if value is not None]
    if not known:
        return NONE
    low, high = bounds or (min(known), max(known))
    spread = high - low
    return "".join("·" if value is None else SPARKS[int((value - low) * 7 / spread) if spread else 3] for value in values)


def status(value: str) -> str:
    """A status as symbol and letter: `▲ A`; colour is only ever added to this."""
    return f"{SYMBOLS.get(value, '○')} {LETTERS.get(value) or one_line(value)}"


def of_status(key: str) -> str:
    """The status whose items a column of this key counts (`red`, `krs_red`); empty for a column of another meaning."""
    named = key.rpartition("_")[2]
    return named if named in SYMBOLS else ""


def tinted(text: str, value: Cell, tint: str) -> str:
    """A cell that a status colours, worded `text`: with the status's symbol before it; a count of 0 is the symbol alone."""
    return SYMBOLS[tint] if isinstance(value, int) and value == 0 else f"{SYMBOLS[tint]} {text}"


def verbatim(text: str) -> str:
    """Text of several lines with its spaces and line ends, and nothing that steers or hides."""
    return "\n".join(display(line).rstrip() for line in text.expandtabs(4).split("\n"))


def cell(value: Cell, column: Column) -> str:
    """One cell of a column in words; `n/a` for no data (a text column's empty text stays empty)."""
    return word(value, column.kind)


def word(value: Cell, kind: str) -> str:
    """A value of a column kind (`polops.reports.page.Kind`) in words."""
    if value is None:
        return NONE
    if isinstance(value, tuple):
        return sparkline(value)
    if isinstance(value, date):
        return dated(value)
    if isinstance(value, str):
        return status(value) if kind == "status" else one_line(value)
    if isinstance(value, int | Decimal):
        return _NUMBERS.get(kind, number)(Decimal(value))
    return measure(value)


_NUMBERS: dict[str, Callable[[Decimal], str]] = {
    "money": money,
    "variance": variance,
    "ratio": lambda value: number(value * 100, 1) + " %",
    "points": lambda value: number(value * 100, 0, signed=True) + " pts",
    "score": lambda value: number(value, 2),
    "integer": lambda value: number(value, 0),
}
