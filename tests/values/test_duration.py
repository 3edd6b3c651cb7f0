"""Durations: what is read, and the day that lies so long after another."""

from __future__ import annotations

from datetime import date

import pytest

from polops.values.duration import Duration, business_day

MONDAY, FRIDAY, SATURDAY = date(2026, 8, 10), date(2026, 8, 14), date(2026, 8, 15)


@pytest.mark.parametrize("text", ["30m", "4h", "5d", "5bd", "2w", "6mo", "0d", "9999d"])
def test_durations_read_back_as_they_print(text: str) -> None:
    assert str(Duration.read(text)) == text


@pytest.mark.parametrize("text", ["", "5", "d", "5 d", "5D", "-5d", "1.5d", "10000d", "5y", "5mo5d", "\uff15d", "P5D"])
def test_texts_that_are_no_duration(text: str) -> None:
    with pytest.raises(ValueError, match="not a duration"):
        Duration.read(text)


@pytest.mark.parametrize(
    ("start", "text", "end"),
    [
        ("2026-08-10", "0d", "2026-08-10"),
        ("2026-08-10", "14d", "2026-08-24"),
        ("2026-08-10", "2w", "2026-08-24"),
        ("2026-08-10", "30m", "2026-08-11"),
        ("2026-08-10", "24h", "2026-08-11"),
        ("2026-08-10", "25h", "2026-08-12"),
        ("2026-08-10", "1440m", "2026-08-11"),
        ("2026-01-31", "1mo", "2026-02-28"),
        ("2028-01-31", "1mo", "2028-02-29"),
        ("2026-08-31", "1mo", "2026-09-30"),
        ("2026-08-31", "6mo", "2027-02-28"),
        ("2026-12-15", "1mo", "2027-01-15"),
        ("2026-08-15", "12mo", "2027-08-15"),
        ("2024-02-29", "12mo", "2025-02-28"),
        ("2026-08-10", "1bd", "2026-08-11"),
        ("2026-08-14", "1bd", "2026-08-17"),
        ("2026-08-15", "1bd", "2026-08-17"),
        ("2026-08-10", "5bd", "2026-08-17"),
        ("2026-07-31", "8bd", "2026-08-12"),
    ],
)
def test_the_day_after_a_while(start: str, text: str, end: str) -> None:
    assert Duration.read(text).after(date.fromisoformat(start)) == date.fromisoformat(end)


def test_holidays_are_no_business_days() -> None:
    holidays = {date(2026, 8, 17), date(2026, 8, 18)}
    assert business_day(FRIDAY, 1, holidays) == date(2026, 8, 19)
    assert Duration(3, "bd").after(FRIDAY, holidays) == date(2026, 8, 21)
    assert Duration(3, "d").after(FRIDAY, holidays) == date(2026, 8, 17), "calendar days know no holidays"
    assert business_day(SATURDAY, 0) == SATURDAY
    assert business_day(MONDAY, 260) == date(2027, 8, 9), "52 weeks"
