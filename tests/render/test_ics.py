"""iCalendar files, read by a calendar library as another program would read them."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest
from icalendar import Calendar, Event
from tests.render.pages import HOSTILE, sample_page

from polops.render import Look
from polops.render.ics import render
from polops.reports.page import Column, Page, Row, Section, Table
from polops.source.problem import PolopsError

DAY = date(2026, 8, 10)
COLUMNS = (
    Column("on", "Day", "date"), Column("what", "What"), Column("ref", "Item", "id"),
    Column("title", "Title"), Column("owner", "Owner", "id"), Column("state", "State"),
)  # fmt: skip


def calendar(*rows: tuple[date, str, str, str, str, str], as_of: date = DAY) -> Page:
    table = Table("calendar", "Calendar", COLUMNS, tuple(Row(cells, None, cells[2]) for cells in rows))
    return Page("calendar", "Lumo · Calendar 10 Aug 2026", (), "", (Section("calendar", "", (table,)),), as_of=as_of)


def events(data: bytes) -> list[Event]:
    return list(Calendar.from_ical(data).events)


def test_a_calendar_program_reads_what_the_page_says() -> None:
    data = render(calendar((date(2026, 8, 21), "milestone", "mh/O1/KR3/b", "First 6 markets; EU, US", "ines.duarte", "late")), Look())
    [event] = events(data)
    assert Calendar.from_ical(data)["X-WR-CALNAME"] == "Lumo"
    assert event.start == date(2026, 8, 21)
    assert event.end == date(2026, 8, 22)
    assert event["SUMMARY"] == "milestone: First 6 markets; EU, US (late)"
    assert event["DESCRIPTION"] == "Item: mh/O1/KR3/b\nOwner: ines.duarte\nState: late"
    assert not event.errors


def test_what_moves_keeps_its_id_and_is_newer() -> None:
    before, after = (
        events(render(calendar((on, "milestone", "INI-004/M3", title, "jo.park", ""), as_of=as_of), Look()))[0]
        for on, title, as_of in ((DAY, "Guidance", DAY), (DAY + timedelta(days=9), "Guidance ready", DAY + timedelta(days=7)))
    )
    assert before["UID"] == after["UID"]
    assert str(after["SEQUENCE"]) > str(before["SEQUENCE"])


def test_every_event_has_its_own_id() -> None:
    rows = [(DAY, what, ref, "t", "", "") for what in ("start", "last day") for ref in ("A", "B")]
    data = render(calendar(*rows, (DAY, "start", "A", "again", "", "")), Look())
    assert len({str(event["UID"]) for event in events(data)}) == 5


@pytest.mark.parametrize("text", [*HOSTILE, "a\r\nBEGIN:VEVENT", "end\\", "ü" * 200, "a\nEND:VCALENDAR"])
def test_no_text_makes_a_line_of_its_own(text: str) -> None:
    data = render(calendar((DAY, "due", text, text, text, "")), Look())
    assert len(events(data)) == 1
    assert all(len(line.encode()) <= 75 for line in data.decode().split("\r\n"))
    assert "\n" not in data.decode().replace("\r\n", "")


def test_another_report_is_no_calendar() -> None:
    with pytest.raises(PolopsError, match="is no calendar"):
        render(sample_page(), Look())
    with pytest.raises(PolopsError, match="is no calendar"):
        render(replace(calendar(), as_of=None), Look())
