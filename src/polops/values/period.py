"""Periods: runs of whole months, and the calendar that names them.

A `Period` is half-open by construction (a first month and a number of months), so next, previous, contains and overlap are integer
arithmetic. Dates that a person meets (`first`, `last`) are inclusive. Labels belong to a `Calendar`, which knows when the fiscal
year starts and which year it is named for. Weeks are ISO weeks and are no run of months; they only share `first` and `last`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import field
from datetime import date, timedelta

from polops.values.record import dataclass

MONTHS = 12
_NAMES = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
_QUARTER, _HALF = 3, 6
FIRST_YEAR, LAST_YEAR = 1900, 2999
"""The years that plans may name: far enough from where calendars end that no sum of dates and durations can leave them."""
_LABEL = re.compile(r"(?:((?:19|2\d)\d\d)|FY(\d{2}))(?:-(?:Q([1-4])|H([12])|(0[1-9]|1[0-2])))?", re.ASCII)
_WEEK = re.compile(r"((?:19|2\d)\d\d)-W(\d{2})", re.ASCII)
LABEL_WORDS = "a month 2026-07, a quarter 2026-Q3 or FY26-Q3, a half 2026-H2 or a year FY26"


@dataclass(frozen=True, slots=True, order=True)
class Period:
    """A run of whole months: `start` counts months from year 0 (`year * 12 + month - 1`), `months` is how many."""

    start: int
    months: int = 1

    @property
    def first(self) -> date:
        """The first day, inclusive."""
        return date(self.start // MONTHS, self.start % MONTHS + 1, 1)

    @property
    def last(self) -> date:
        """The last day, inclusive."""
        return date.fromordinal(_first_day(self.start + self.months).toordinal() - 1)

    @property
    def days(self) -> int:
        """Calendar days from first to last, both counted."""
        return self.last.toordinal() - self.first.toordinal() + 1

    def next(self) -> Period:
        """The period of the same length that follows."""
        return Period(self.start + self.months, self.months)

    def previous(self) -> Period:
        """The period of the same length before."""
        return Period(self.start - self.months, self.months)

    def contains(self, other: Period) -> bool:
        """Whether every month of the other lies in this one."""
        return self.start <= other.start and other.start + other.months <= self.start + self.months

    def has(self, day: date) -> bool:
        """Whether a day lies in the period."""
        return self.start <= month_index(day) < self.start + self.months

    def split(self) -> Iterator[Period]:
        """Its single months, in order."""
        return (Period(self.start + i) for i in range(self.months))

    def __str__(self) -> str:
        return f"{self.start // MONTHS}-{self.start % MONTHS + 1:02d}"


@dataclass(frozen=True, slots=True, order=True)
class Week:
    """An ISO week, Monday to Sunday."""

    monday: date

    @property
    def first(self) -> date:
        """Its Monday."""
        return self.monday

    @property
    def last(self) -> date:
        """Its Sunday."""
        return self.monday + timedelta(days=6)

    def __str__(self) -> str:
        year, week, _ = self.monday.isocalendar()
        return f"{year}-W{week:02d}"


def dated(day: date) -> str:
    """A date as `10 Aug 2026`: no reader can take the day for the month."""
    return f"{day.day} {_NAMES[day.month - 1]} {day.year:04d}"


def month_index(day: date) -> int:
    """The number of a day's month, counted as in `Period.start`."""
    return day.year * MONTHS + day.month - 1


def month(text: str) -> Period:
    """The month of a label such as `2026-07`. Raises ValueError for anything else."""
    found = _LABEL.fullmatch(text)
    if not found or not found[1] or not found[5]:
        msg = f"not a month: {text}"
        raise ValueError(msg)
    return Period(int(found[1]) * MONTHS + int(found[5]) - 1)


def is_label(text: str) -> bool:
    """Whether a text has the form of a month, quarter, half, year or week label (not whether a calendar accepts it)."""
    found = _LABEL.fullmatch(text)
    if found:
        return not (found[1] and not (found[3] or found[4] or found[5])) and not (found[2] and found[5])
    return _week(text) is not None


@dataclass(frozen=True, slots=True)
class Calendar:
    """Names periods: the fiscal year's first month (1 to 12) and whether it is named for the year it ends or starts in.

    Source: domain reference C1. Where the fiscal year starts in January, `2026-Q3` and `FY26-Q3` are one period, printed `2026-Q3`.
    """

    first_month: int = 1
    named_for: str = "end"
    _cache: dict[str, Period | Week] = field(default_factory=dict, compare=False, repr=False)
    _labels: dict[str, str] = field(default_factory=dict, compare=False, repr=False)

    def period(self, label: str) -> Period | Week:
        """The period that a label names. Raises ValueError where it names none."""
        known = self._cache.get(label)
        if known is None:
            known = self._cache[label] = self._parse(label)
        return known

    def months(self, label: str) -> Period:
        """The run of months that a label names. Raises ValueError for a week or for no label at all."""
        found = self.period(label)
        if isinstance(found, Week):
            msg = f"not a run of months: {label}"
            raise ValueError(msg)  # noqa: TRY004 - a label is text of any type; it is its value that is wrong
        return found

    def fiscal_year(self, number: int) -> Period:
        """The fiscal year of that number: 2026 for FY26."""
        year = number - 1 if self.named_for == "end" and self.first_month > 1 else number
        return Period(year * MONTHS + self.first_month - 1, MONTHS)

    def year_number(self, start: int) -> int:
        """The number of the fiscal year that holds a month (`Period.start`)."""
        year = (start - (self.first_month - 1)) // MONTHS
        return year + 1 if self.named_for == "end" and self.first_month > 1 else year

    def year_of(self, day: date) -> Period:
        """The fiscal year that holds a day."""
        return self.fiscal_year(self.year_number(month_index(day)))

    def quarter_of(self, day: date) -> Period:
        """The fiscal quarter that holds a day."""
        year = self.year_of(day)
        return Period(year.start + (month_index(day) - year.start) // _QUARTER * _QUARTER, _QUARTER)

    def label(self, period: Period | Week) -> str:
        """The shortest label of a period: `2026-07`, `2026-Q3` (`FY26-Q3` where the fiscal year is not the calendar's), `FY26`."""
        if isinstance(period, Week) or period.months == 1:
            return str(period)
        number = self.year_number(period.start)
        inside = (period.start - self.fiscal_year(number).start) % MONTHS
        name = f"FY{number % 100:02d}"
        if self.first_month == 1 and period.months in {_QUARTER, _HALF}:
            name = str(number)
        if period.months == _QUARTER and inside % _QUARTER == 0:
            return f"{name}-Q{inside // _QUARTER + 1}"
        if period.months == _HALF and inside % _HALF == 0:
            return f"{name}-H{inside // _HALF + 1}"
        if period.months == MONTHS and inside == 0:
            return name
        return f"{Period(period.start)}..{Period(period.start + period.months - 1)}"

    def canonical(self, label: str) -> str:
        """The label as it is printed: `FY26-Q3` becomes `2026-Q3` where both mean the same."""
        known = self._labels.get(label)
        if known is None:
            known = self._labels[label] = self.label(self.period(label))
        return known

    def _parse(self, label: str) -> Period | Week:
        found = _LABEL.fullmatch(label)
        if not found:
            week = _week(label)
            if week is None:
                msg = f"not a period: {label}"
                raise ValueError(msg)
            return week
        year, fiscal, quarter, half, month_ = found.groups()
        start = int(year) * MONTHS if year else self.fiscal_year(2000 + int(fiscal)).start
        if month_ and year:
            return Period(start + int(month_) - 1)
        if month_ or (year and not quarter and not half):
            msg = f"not a period: {label}"
            raise ValueError(msg)
        if quarter:
            return Period(start + (int(quarter) - 1) * _QUARTER, _QUARTER)
        return Period(start + (int(half) - 1) * _HALF, _HALF) if half else Period(start, MONTHS)


def _first_day(start: int) -> date:
    return date(start // MONTHS, start % MONTHS + 1, 1)


def _week(text: str) -> Week | None:
    found = _WEEK.fullmatch(text)
    if not found:
        return None
    try:
        return Week(date.fromisocalendar(int(found[1]), int(found[2]), 1))
    except ValueError:
        return None
