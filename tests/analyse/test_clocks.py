"""Clocks and percentiles (domain reference C18)."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from polops.analyse.clocks import UTC, Clock, Place, Spread, attainment, business_time, clock, percentile, spread, zone
from polops.values.duration import Duration, business_days

AS_OF = date(2026, 8, 10)
DUBLIN = Place(ZoneInfo("Europe/Dublin"), (date(2026, 8, 3),))  # the August bank holiday


def at(text: str) -> datetime:
    return datetime.fromisoformat(text)


def run(start: str, event: str | None, limit: str, place: Place = DUBLIN, as_of: date = AS_OF) -> Clock:
    return clock(at(start), at(event) if event else None, Duration.read(limit), as_of, place)


def told(found: Clock) -> tuple[int | None, int, str]:
    return found.elapsed_minutes, found.limit_minutes, found.result


def test_the_incident_of_the_reference() -> None:
    """C19: INC-2026-003, S1 clocks 15m/1h/24h: 11 minutes met, 95 minutes breached, 10 h 40 met; two of three."""
    detected = "2026-07-21T09:30Z"
    found = [
        run(detected, event, limit)
        for event, limit in (("2026-07-21T09:41Z", "15m"), ("2026-07-21T11:05Z", "1h"), ("2026-07-21T20:10Z", "24h"))
    ]
    assert list(map(told, found)) == [(11, 15, "met"), (95, 60, "breached"), (640, 1440, "met")]
    share = attainment([each.result for each in found])
    assert share is not None
    assert share * 3 == 2


def test_nothing_due_has_no_attainment() -> None:
    assert attainment([]) is None
    assert attainment(["running"]) is None
    assert attainment(["running", "breached"]) == 0


@pytest.mark.parametrize(
    ("start", "event", "limit", "expected"),
    [
        pytest.param("2026-08-07T09:00Z", "2026-08-07T09:15Z", "15m", (15, 15, "met"), id="at the limit"),
        pytest.param("2026-08-07T09:00Z", "2026-08-07T09:15:01Z", "15m", (16, 15, "breached"), id="a second late is late"),
        pytest.param("2026-08-07T10:00+01:00", "2026-08-07T09:10Z", "15m", (10, 15, "met"), id="offsets are instants"),
        pytest.param("2026-08-07T09:00Z", "2026-08-14T09:00Z", "1w", (10_080, 10_080, "running"), id="after the day: unknown"),
        pytest.param("2026-07-01T09:00Z", "2026-08-01T09:00Z", "1mo", (44_640, 44_640, "met"), id="a month"),
        pytest.param("2026-07-04T09:00Z", "2026-07-08T09:00Z", "3d", (5_760, 4_320, "breached"), id="days run over a weekend"),
    ],
)
def test_around_the_clock(start: str, event: str, limit: str, expected: tuple[int, int, str]) -> None:
    elapsed, allowed, result = expected
    assert told(run(start, event, limit)) == (None if result == "running" else elapsed, allowed, result)


@pytest.mark.parametrize(
    ("start", "event", "limit", "expected"),
    [
        pytest.param("2026-07-24T16:00+01:00", "2026-07-27T15:00+01:00", "1bd", (1_380, 1_440, "met"), id="over a weekend"),
        pytest.param("2026-07-24T16:00+01:00", "2026-07-27T16:01+01:00", "1bd", (1_441, 1_440, "breached"), id="a minute late"),
        pytest.param("2026-07-31T16:00+01:00", "2026-08-04T16:00+01:00", "1bd", (1_440, 1_440, "met"), id="over a holiday"),
        pytest.param("2026-08-01T11:00+01:00", "2026-08-03T23:00+01:00", "1bd", (0, 1_440, "met"), id="no business day yet"),
        pytest.param("2026-07-26T23:30Z", "2026-07-27T00:30Z", "1bd", (60, 1_440, "met"), id="UTC's Sunday, Dublin's Monday"),
    ],
)
def test_business_days(start: str, event: str, limit: str, expected: tuple[int, int, str]) -> None:
    """Monday to Friday of the place, without its holidays, 24 hours each."""
    assert told(run(start, event, limit)) == expected


def test_the_zone_decides_which_day_it_is() -> None:
    """00:30 on Saturday in Singapore is still Friday in San José."""
    start, event = "2026-08-07T16:30Z", "2026-08-07T18:30Z"
    assert told(run(start, event, "1bd", Place(ZoneInfo("Asia/Singapore"))))[0] == 0
    assert told(run(start, event, "1bd", Place(ZoneInfo("America/Los_Angeles"))))[0] == 120


@pytest.mark.parametrize(
    ("start", "limit", "due"),
    [
        ("2026-07-24T16:00+01:00", "1bd", "2026-07-27T15:00+00:00"),
        ("2026-07-31T16:00+01:00", "1bd", "2026-08-04T15:00+00:00"),
        ("2026-08-01T11:00+01:00", "1bd", "2026-08-04T23:00+00:00"),
        ("2026-07-24T16:00+01:00", "90m", "2026-07-24T16:30+00:00"),
        ("2026-01-31T16:00+00:00", "1mo", "2026-02-28T16:00+00:00"),
        ("2026-10-24T12:00+01:00", "1d", "2026-10-25T11:00+00:00"),
    ],
)
def test_the_instant_of_the_limit(start: str, limit: str, due: str) -> None:
    """Found on a Saturday before a bank holiday, one business day ends with Tuesday; a day is 24 hours, also when clocks go back."""
    assert run(start, None, limit).due == at(due)


def test_until_the_day_of_the_limit_is_past_a_clock_runs() -> None:
    """A day has no time: a clock that nobody stopped may have been stopped later that day."""
    assert told(run("2026-08-10T09:30Z", None, "15m")) == (None, 15, "running")
    assert told(run("2026-08-09T09:30Z", None, "15m")) == (None, 15, "breached")
    assert told(run("2026-08-09T22:50Z", None, "15m")) == (None, 15, "running"), "past midnight in Dublin"
    assert told(run("2026-08-09T09:30Z", "2026-08-11T09:30Z", "15m")) == (None, 15, "breached"), "stopped tomorrow"


def test_business_time_adds_up() -> None:
    """Whatever the instant between two others, and backwards too."""
    moments = [datetime(2026, 7, 30, 13, 7, tzinfo=DUBLIN.zone) + timedelta(hours=7 * i) for i in range(40)]
    whole = business_time(moments[0], moments[-1], DUBLIN.holidays)
    for moment in moments:
        parts = business_time(moments[0], moment, DUBLIN.holidays) + business_time(moment, moments[-1], DUBLIN.holidays)
        assert parts == whole
    assert business_time(moments[-1], moments[0], DUBLIN.holidays) == -whole


def test_business_days_are_counted() -> None:
    """As walking from day to day counts them."""
    holidays = (date(2026, 8, 3), date(2026, 8, 8), date(2026, 8, 3))
    first = date(2026, 7, 29)
    for length in range(30):
        until = first + timedelta(days=length)
        days = [first + timedelta(days=i) for i in range(length)]
        assert business_days(first, until, holidays) == sum(day.weekday() < 5 and day not in holidays for day in days)
        assert business_days(until, first, holidays) == -business_days(first, until, holidays)


@pytest.mark.parametrize("name", [None, "", "Nowhere/Land", "../etc/passwd", "/etc/localtime", "Europe", "\0"])
def test_no_such_zone_is_utc(name: str | None) -> None:
    assert zone(name) is UTC


def test_a_zone_by_its_name() -> None:
    assert zone("Asia/Singapore") == ZoneInfo("Asia/Singapore")


def test_percentiles_by_nearest_rank() -> None:
    """C19: of ten values 58 and 130; below ten no 90th percentile, but the values."""
    values = (90, 22, 31, 130, 41, 58, 61, 410, 75, 35)
    assert spread(values) == Spread(10, 58, 130, tuple(sorted(values)))
    assert spread(values[:9]).p90 is None
    assert spread(()) == Spread(0, None, None, ())
    assert [percentile((1, 2, 3, 4), share) for share in (0, 25, 26, 50, 100)] == [1, 1, 2, 2, 4]
