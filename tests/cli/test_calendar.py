"""`polops calendar` on the example organisation."""

from __future__ import annotations

import csv
import io
from typing import TYPE_CHECKING

import pytest
from icalendar import Calendar
from tests.cli.runner import AS_OF, polops
from tests.conftest import ROOT

if TYPE_CHECKING:
    from pathlib import Path


def rows(*arguments: str) -> list[dict[str, str]]:
    ran = polops("-C", ROOT, "calendar", "--as-of", AS_OF, "--format", "csv", *arguments)
    assert ran.code == 0, ran.err
    return list(csv.DictReader(io.StringIO(ran.out)))


@pytest.mark.parametrize(
    ("arguments", "first", "last"),
    [
        (("--week",), "2026-08-10", "2026-08-16"),
        (("--month",), "2026-08-01", "2026-08-31"),
        ((), "2026-08-10", "2026-09-09"),
        (("--from", "2026-07-01", "--to", "2026-07-31"), "2026-07-01", "2026-07-31"),
        (("--to", "2026-08-12"), "2026-08-10", "2026-08-12"),
    ],
)
def test_the_days_that_are_asked_for(arguments: tuple[str, ...], first: str, last: str) -> None:
    days = [row["on"] for row in rows(*arguments)]
    assert days
    assert days == sorted(days)
    assert first <= days[0] <= days[-1] <= last


def test_filters() -> None:
    everything = rows("--month")
    assert {row["team"] for row in rows("--month", "--team", "mh")} == {"mh"}
    [owner] = {row["owner"] for row in rows("--month", "--owner", "dana.lee")}
    assert owner == "dana.lee"
    assert 0 < len(rows("--month", "--owner", "dana.lee")) < len(everything)


def test_the_file_for_calendar_programs_holds_the_same(tmp_path: Path) -> None:
    place = tmp_path / "plans.ics"
    assert polops("-C", ROOT, "calendar", "--as-of", AS_OF, "--month", "-o", place).code == 0
    found = Calendar.from_ical(place.read_bytes()).events
    assert [str(event.start) for event in found] == [row["on"] for row in rows("--month")]
    assert len({str(event["UID"]) for event in found}) == len(found)


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("--week", "--month"), "--week, --month and --from/--to exclude each other"),
        (("--week", "--from", "2026-08-01"), "--week, --month and --from/--to exclude each other"),
        (("--from", "2026-08-10", "--to", "2026-08-01"), "--to 2026-08-01 lies before 2026-08-10"),
        (("--from", "10.8.2026"), "--from must be a day such as 2026-08-10, got '10.8.2026'"),
        (("--team", "mx"), "no team 'mx'"),
    ],
)
def test_wrong_usage_is_said(arguments: tuple[str, ...], said: str) -> None:
    ran = polops("-C", ROOT, "calendar", "--as-of", AS_OF, *arguments)
    assert (ran.code, ran.out) == (2, "")
    assert ran.first.startswith(f"polops: {said}")


def test_what_has_no_team_of_its_own_is_its_owners() -> None:
    """A change has no field for a team: that of CHG-007 is jo.park's, in the calendar and in the report."""
    assert "CHG-007" in {row["ref"] for row in rows("--from", "2026-08-01", "--to", "2026-12-31", "--team", "mh")}
    assert "CHG-007" in polops("report", "changes", "--team", "mh", "--as-of", AS_OF, cwd=ROOT).out
    assert "CHG-007" not in polops("report", "changes", "--team", "coe", "--as-of", AS_OF, cwd=ROOT).out
