"""Durations as people write them: `30m`, `4h`, `5d`, `5bd`, `2w`, `6mo`."""

from __future__ import annotations

import re
from calendar import monthrange
from collections.abc import Collection, Container, Iterator
from datetime import date, timedelta

from polops.values.period import LAST_YEAR
from polops.values.record import dataclass

_DURATION = re.compile(r"(\d{1,4})(mo|bd|[mhdw])", re.ASCII)
DURATION_WORDS = "30m, 4h, 5d, 5bd (business days), 2w or 6mo"
_WEEKEND = 5
_DAY_HOURS = {"m": 24 * 60, "h": 24}


@dataclass(frozen=True, slots=True)
class Duration:
    """A number of minutes (`m`), hours (`h`), days (`d`), business days (`bd`), weeks (`w`) or months (`mo`)."""

    count: int
    unit: str

    @classmethod
    def read(cls, text: str) -> Duration:
        """The duration that a text writes. Raises ValueError for anything else."""
        found = _DURATION.fullmatch(text)
        if not found:
            msg = f"not a duration: {text}"
            raise ValueError(msg)
        return cls(int(found[1]), found[2])

    def after(self, day: date, holidays: Container[date] = ()) -> date:
        """The day that lies this long after another. Minutes and hours count as the days they fill, rounded up.

        Business days are Monday to Friday without `holidays`; a month keeps the day of the month or takes the last one.
        """
        if self.unit == "bd":
            return business_day(day, self.count, holidays)
        if self.unit == "mo":
            months = day.year * 12 + day.month - 1 + self.count
            year, month = divmod(months, 12)
            return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))
        return day + timedelta(days=self._days())

    def repeats(self, first: date, since: date = date.min, holidays: Collection[date] = ()) -> Iterator[date]:
        """The days that lie this long apart, from the first one on, without those before `since`; the first alone where it is no time.

        Months count from the first day, so that what begins on the 31st comes on the last day of short months and on the 31st again. Parts
        of a day count as one. They end with the years that plans may name.
        """
        count = self._before(first, since, holidays)
        day = self._times(count).after(first, holidays)
        while day.year <= LAST_YEAR:
            if day >= since:
                yield day
            if not self.count:
                return
            count += 1
            day = self.after(day, holidays) if self.unit == "bd" else self._times(count).after(first)

    def _times(self, count: int) -> Duration:
        return Duration(self.count * count, self.unit) if self.unit in {"mo", "bd"} else Duration(self._days() * count, "d")

    def _before(self, first: date, since: date, holidays: Collection[date]) -> int:
        """How many times the span surely fits between two days."""
        if since <= first or not self.count:
            return 0
        if self.unit == "mo":
            return max((since.year - first.year) * 12 + since.month - first.month - 1, 0) // self.count
        if self.unit == "bd":
            return max(business_days(first, since, holidays) - 1, 0) // self.count
        return (since - first).days // self._days()

    def _days(self) -> int:
        if self.unit in _DAY_HOURS:
            return -(-self.count // _DAY_HOURS[self.unit])
        return self.count * (7 if self.unit == "w" else 1)

    def __str__(self) -> str:
        return f"{self.count}{self.unit}"


def business_day(day: date, count: int, holidays: Container[date] = ()) -> date:
    """The day so many business days after another."""
    while count > 0:
        day += timedelta(days=1)
        if is_business_day(day, holidays):
            count -= 1
    return day


def is_business_day(day: date, holidays: Container[date] = ()) -> bool:
    """Whether a day is one from Monday to Friday and no holiday."""
    return day.weekday() < _WEEKEND and day not in holidays


def business_days(first: date, until: date, holidays: Collection[date] = ()) -> int:
    """How many business days there are from a day on, before another; negative where that one is earlier."""
    if until < first:
        return -business_days(until, first, holidays)
    weeks, rest = divmod((until - first).days, 7)
    count = weeks * _WEEKEND + sum(1 for i in range(rest) if (first + timedelta(days=i)).weekday() < _WEEKEND)
    return count - sum(1 for day in set(holidays) if first <= day < until and day.weekday() < _WEEKEND)
