"""Periods and calendars: every day lies in exactly one month, quarter, half and fiscal year, and labels read back as they print."""

from __future__ import annotations

from datetime import date, timedelta
from itertools import pairwise

import pytest

from polops.values.period import Calendar, Period, Week, is_label, month, month_index

CALENDARS = [Calendar(first, named_for) for first in range(1, 13) for named_for in ("end", "start")]
FIRST_DAY, LAST_DAY = date(2024, 1, 1), date(2028, 12, 31)
DAYS = [FIRST_DAY + timedelta(days=i) for i in range((LAST_DAY - FIRST_DAY).days + 1)]


def name(calendar: Calendar) -> str:
    return f"{calendar.first_month}-{calendar.named_for}"


def labels(shape: str) -> list[str]:
    """The labels of a shape for every fiscal year that touches 2024 to 2028."""
    parts = {"month": [f"{i:02d}" for i in range(1, 13)], "quarter": ["Q1", "Q2", "Q3", "Q4"], "half": ["H1", "H2"], "year": [""]}[shape]
    if shape == "month":
        return [f"{year}-{part}" for year in range(2023, 2030) for part in parts]
    return [f"FY{year}-{part}".rstrip("-") for year in range(22, 31) for part in parts]


@pytest.mark.parametrize("calendar", CALENDARS, ids=name)
@pytest.mark.parametrize("shape", ["month", "quarter", "half", "year"])
def test_every_day_lies_in_exactly_one_period(calendar: Calendar, shape: str) -> None:
    """No gap and no overlap, for 1,827 days."""
    periods = sorted(calendar.months(label) for label in labels(shape))
    for earlier, later in pairwise(periods):
        assert earlier.last + timedelta(days=1) == later.first, "no gap, no overlap"
        assert earlier.next() == later
        assert later.previous() == earlier
    covered = [day for period in periods for day in range(period.first.toordinal(), period.last.toordinal() + 1)]
    assert len(covered) == len(set(covered))
    assert {day.toordinal() for day in DAYS} <= set(covered)
    assert all(period.days == (period.last - period.first).days + 1 for period in periods)


@pytest.mark.parametrize("calendar", CALENDARS, ids=name)
def test_fiscal_year_and_quarter_of_a_day(calendar: Calendar) -> None:
    """The formulas of the domain reference, C1, for every day."""
    first = calendar.first_month
    for day in DAYS:
        if calendar.named_for == "end":
            number = day.year + 1 if first > 1 and day.month >= first else day.year
        else:
            number = day.year - 1 if day.month < first else day.year
        assert calendar.year_number(month_index(day)) == number
        year = calendar.year_of(day)
        assert year == calendar.fiscal_year(number) == calendar.months(f"FY{number % 100:02d}")
        assert year.has(day)
        assert year.first.month == first
        fiscal_month = (day.month - first) % 12 + 1
        quarter = calendar.quarter_of(day)
        assert quarter == calendar.months(f"FY{number % 100:02d}-Q{(fiscal_month + 2) // 3}")
        assert quarter.has(day)
        assert year.contains(quarter)
        assert calendar.months(f"FY{number % 100:02d}-H{(fiscal_month + 5) // 6}").has(day)


@pytest.mark.parametrize("calendar", CALENDARS, ids=name)
@pytest.mark.parametrize("shape", ["month", "quarter", "half", "year"])
def test_labels_read_back_as_they_print(calendar: Calendar, shape: str) -> None:
    for label in labels(shape):
        period = calendar.months(label)
        printed = calendar.label(period)
        assert calendar.months(printed) == period
        assert calendar.canonical(printed) == printed
        assert is_label(label)
        assert is_label(printed)
        calendar_form = calendar.first_month == 1 and shape in {"quarter", "half"}
        assert printed == (label.replace("FY", "20") if calendar_form else label)


@pytest.mark.parametrize("first", range(1, 13))
def test_a_calendar_quarter_is_three_calendar_months_whatever_the_fiscal_year(first: int) -> None:
    calendar = Calendar(first)
    for quarter in range(1, 5):
        period = calendar.months(f"2026-Q{quarter}")
        assert period.first == date(2026, quarter * 3 - 2, 1)
        assert period.months == 3
    assert calendar.months("2026-H2").first == date(2026, 7, 1)


@pytest.mark.parametrize(
    ("first", "named_for", "label", "start", "end", "printed"),
    [
        (1, "end", "2026-Q3", "2026-07-01", "2026-09-30", "2026-Q3"),
        (1, "end", "FY26-Q3", "2026-07-01", "2026-09-30", "2026-Q3"),
        (1, "start", "FY26-H2", "2026-07-01", "2026-12-31", "2026-H2"),
        (1, "end", "FY26", "2026-01-01", "2026-12-31", "FY26"),
        (10, "end", "FY26", "2025-10-01", "2026-09-30", "FY26"),
        (10, "start", "FY26", "2026-10-01", "2027-09-30", "FY26"),
        (10, "end", "FY26-Q1", "2025-10-01", "2025-12-31", "FY26-Q1"),
        (10, "end", "2026-Q3", "2026-07-01", "2026-09-30", "FY26-Q4"),
        (7, "end", "FY15-H1", "2014-07-01", "2014-12-31", "FY15-H1"),
        (2, "end", "2026-Q3", "2026-07-01", "2026-09-30", "2026-07..2026-09"),
        (1, "end", "2026-02", "2026-02-01", "2026-02-28", "2026-02"),
        (1, "end", "2028-02", "2028-02-01", "2028-02-29", "2028-02"),
        (1, "end", "2026-W33", "2026-08-10", "2026-08-16", "2026-W33"),
        (1, "end", "2026-W01", "2025-12-29", "2026-01-04", "2026-W01"),
        (1, "end", "2026-W53", "2026-12-28", "2027-01-03", "2026-W53"),
    ],
)
def test_known_periods(*, first: int, named_for: str, label: str, start: str, end: str, printed: str) -> None:
    calendar = Calendar(first, named_for)
    period = calendar.period(label)
    assert (str(period.first), str(period.last), calendar.canonical(label)) == (start, end, printed)


@pytest.mark.parametrize(
    "label",
    [
        "",
        "2026",
        "FY2026",
        "FY26-07",
        "2026-13",
        "2026-00",
        "2026-7",
        "2026-Q5",
        "2026-Q0",
        "2026-H3",
        "2025-W53",
        "2026-W00",
        "2026-W54",
        "Q3 2026",
        "2026-07-01",
        "fy26",
        "26-Q3",
        "\uff12\uff10\uff12\uff16-07",
        "2026-07 ",
        "0000-07",
    ],
)
def test_texts_that_are_no_label(label: str) -> None:
    assert not is_label(label)


@pytest.mark.parametrize("label", ["2026", "FY26-07", "2026-13", "Q3 2026", "2025-W53", ""])
def test_a_calendar_refuses_what_names_no_period(label: str) -> None:
    with pytest.raises(ValueError, match="not a period"):
        Calendar().period(label)


def test_a_week_is_no_run_of_months() -> None:
    with pytest.raises(ValueError, match="not a run of months: 2026-W33"):
        Calendar().months("2026-W33")


@pytest.mark.parametrize("text", ["2026-Q3", "FY26", "2026", "2026-W33", "2026-7", ""])
def test_month_refuses_other_labels(text: str) -> None:
    with pytest.raises(ValueError, match="not a month"):
        month(text)


def test_weeks_cover_every_day_once() -> None:
    calendar, seen = Calendar(), date(2024, 1, 1)
    for year in range(2024, 2029):
        for number in range(1, 53 + (date(year, 12, 28).isocalendar().week == 53)):
            week = calendar.period(f"{year}-W{number:02d}")
            assert isinstance(week, Week)
            assert week.first == seen
            assert str(week) == f"{year}-W{number:02d}"
            seen = week.last + timedelta(days=1)
    assert seen == date(2029, 1, 1)


def test_contains_and_split() -> None:
    quarter, july = Calendar().months("2026-Q3"), month("2026-07")
    assert [str(part) for part in quarter.split()] == ["2026-07", "2026-08", "2026-09"]
    assert quarter.contains(july)
    assert not july.contains(quarter)
    assert not quarter.contains(month("2026-10"))
    assert not quarter.contains(month("2026-06"))
    assert not quarter.contains(Period(quarter.start + 2, 2)), "an overlap is not contained"
    assert str(july.next()) == "2026-08"
    assert str(month("2026-01").previous()) == "2025-12"
    assert not july.has(date(2026, 6, 30))
    assert not july.has(date(2026, 8, 1))
