"""A page's calendar as an iCalendar file (RFC 5545): one all-day event a date, for any calendar program.

An event's UID is made of the item and of what happens to it, not of the day: importing the file again moves what has moved. The stamp is
the day the report is as of, so that the same plans give the same bytes and a later file is newer than an earlier one.
"""

from __future__ import annotations

from datetime import date, timedelta
from hashlib import sha256
from typing import TYPE_CHECKING

from polops.render import words
from polops.source.problem import PolopsError

if TYPE_CHECKING:
    from collections.abc import Iterator

    from polops.render import Look
    from polops.reports.page import Cell, Page, Table

_FOLD = 75
_ESCAPED = {"\\": "\\\\", ";": "\\;", ",": "\\,"}


def render(page: Page, look: Look) -> bytes:  # noqa: ARG001 - every format has this signature
    """The events of the page's calendar. Raises `PolopsError` where it has none."""
    table = next((table for table in page.tables() if table.key == "calendar"), None)
    if table is None or page.as_of is None:
        raise PolopsError(f"the report {words.one_line(page.name)} is no calendar", "polops calendar --format ics makes one")
    stamp = page.as_of
    lines = [
        "BEGIN:VCALENDAR",
        "VERSION:2.0",
        "PRODID:-//polops//calendar//EN",
        "CALSCALE:GREGORIAN",
        f"X-WR-CALNAME:{_text(page.title.partition(' · ')[0])}",
    ]
    for fields, uid in _events(table):
        lines += _event(fields, uid, stamp)
    return "".join(f"{part}\r\n" for line in (*lines, "END:VCALENDAR") for part in _folded(line)).encode()


def _events(table: Table) -> Iterator[tuple[dict[str, Cell], str]]:
    """Each row by column key with its UID; the second of things alike (two waivers of one code) has a number."""
    seen: dict[str, int] = {}
    for row in table.rows:
        fields = dict(zip((column.key for column in table.columns), row.cells, strict=True))
        name = f"{fields['ref']}\n{fields['what']}"
        seen[name] = seen.get(name, 0) + 1
        number = f"-{seen[name]}" if seen[name] > 1 else ""
        yield fields, f"{sha256(name.encode(errors='surrogatepass')).hexdigest()[:32]}{number}@polops"


def _event(fields: dict[str, Cell], uid: str, stamp: date) -> Iterator[str]:
    on = fields["on"]
    if not isinstance(on, date):
        return
    what = f"{fields['what']}: {fields['title'] or fields['ref']}"
    state = f" ({fields['state']})" if fields["state"] else ""
    about = [f"{label}: {fields[key]}" for label, key in (("Item", "ref"), ("Owner", "owner"), ("State", "state")) if fields[key]]
    yield "BEGIN:VEVENT"
    yield f"UID:{uid}"
    yield f"DTSTAMP:{stamp:%Y%m%d}T000000Z"
    yield f"SEQUENCE:{stamp.toordinal()}"
    yield f"DTSTART;VALUE=DATE:{on:%Y%m%d}"
    yield f"DTEND;VALUE=DATE:{on + timedelta(days=1):%Y%m%d}"
    yield f"SUMMARY:{_text(what + state)}"
    yield f"DESCRIPTION:{_escaped_lines(about)}"
    yield "TRANSP:TRANSPARENT"
    yield "END:VEVENT"


def _escaped_lines(lines: list[str]) -> str:
    return "\\n".join(_text(line) for line in lines)


def _text(text: str) -> str:
    """A text on one line, nothing hidden, with the characters that end a value escaped."""
    return "".join(_ESCAPED.get(sign, sign) for sign in words.inert(words.one_line(text)))


def _folded(line: str) -> Iterator[str]:
    """A line in parts of at most 75 bytes, each but the first beginning with a space; no character is cut in two."""
    part, size = "", 0
    for sign in line:
        width = len(sign.encode())
        if size + width > _FOLD:
            yield part
            part, size = " ", 1
        part, size = part + sign, size + width
    yield part
