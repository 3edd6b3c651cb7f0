"""Clocks of service levels: what elapsed, what is allowed, and whether it was met (domain reference C18).

Minutes, hours, days, weeks and months run around the clock. Business days (`bd`) run only on business days of the place where the team
works: Monday to Friday there, without the workspace's holidays, 24 hours each, so that Friday 16:00 and one business day is Monday 16:00.
A day without a time is over when it ends: a clock that nobody stopped is breached once the day of its limit is past.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, time, timedelta, tzinfo
from decimal import Decimal
from typing import TYPE_CHECKING, Literal
from zoneinfo import ZoneInfo

from polops.analyse.context import ratio
from polops.values.duration import business_day, business_days, is_business_day
from polops.values.record import dataclass

if TYPE_CHECKING:
    from collections.abc import Collection

    from polops.values.duration import Duration

Result = Literal["met", "breached", "running"]
UTC = ZoneInfo("UTC")
_MINUTE = timedelta(minutes=1)
_PERCENTILES_FROM = 10


@dataclass(frozen=True, slots=True)
class Place:
    """Where a clock hangs: its time zone, and the days that are no business days there."""

    zone: tzinfo = UTC
    holidays: Collection[date] = ()


ANYWHERE = Place()
"""UTC, every Monday to Friday a business day."""


@dataclass(frozen=True, slots=True)
class Clock:
    """One clock: elapsed and allowed minutes, rounded up, the instant of the limit, and the result.

    `elapsed_minutes` is None while the event has not happened; `business`: the minutes are those of business days.
    """

    elapsed_minutes: int | None
    limit_minutes: int
    due: datetime
    result: Result
    business: bool = False


@dataclass(frozen=True, slots=True)
class Spread:
    """Durations or counts in short: how many, the median, and from ten on the 90th percentile; below that `values` are printed instead."""

    n: int
    p50: int | None
    p90: int | None
    values: tuple[int, ...]


def zone(name: str | None) -> tzinfo:
    """The time zone of an IANA name; UTC where there is none, or none of that name on this machine."""
    try:
        return ZoneInfo(name) if name else UTC
    except (KeyError, OSError, ValueError):
        return UTC


def clock(start: datetime, event: datetime | None, limit: Duration, as_of: date, place: Place = ANYWHERE) -> Clock:
    """One clock as of a day: met at the limit or before, breached later or when the limit's day is past, running otherwise.

    Detected 09:30Z, acknowledged 09:41Z within 15m: 11 minutes, met; contained 11:05Z within 1h: 95 minutes, breached.
    What happened after the day is not known yet. Days begin and end at the place.
    """
    start = start.astimezone(place.zone)
    due = _due(start, limit, place)
    known = event.astimezone(place.zone) if event is not None and event.astimezone(place.zone).date() <= as_of else None
    business = limit.unit == "bd"
    allowed = timedelta(days=limit.count) if business else due - start.astimezone(UTC)
    if known is None:
        return Clock(None, _minutes(allowed), due, "breached" if due.astimezone(place.zone).date() < as_of else "running", business)
    taken = business_time(start, known, place.holidays) if business else known.astimezone(UTC) - start.astimezone(UTC)
    return Clock(_minutes(taken), _minutes(allowed), due, "met" if taken <= allowed else "breached", business)


def business_time(start: datetime, end: datetime, holidays: Collection[date] = ()) -> timedelta:
    """The time between two instants of one place that lies on its business days, by the clock on its wall."""
    days = timedelta(days=business_days(start.date(), end.date(), holidays))
    return days + _today(end, holidays) - _today(start, holidays)


def _today(moment: datetime, holidays: Collection[date]) -> timedelta:
    """The business time since midnight."""
    since = moment.replace(tzinfo=None) - datetime.combine(moment.date(), time())
    return since if is_business_day(moment.date(), holidays) else timedelta()


def _due(start: datetime, limit: Duration, place: Place) -> datetime:
    """The instant of the limit, in UTC."""
    if limit.unit in _UNITS:
        return start.astimezone(UTC) + limit.count * _UNITS[limit.unit]
    if limit.unit == "bd" and not is_business_day(start.date(), place.holidays):
        start = datetime.combine(business_day(start.date(), 1, place.holidays), time(), place.zone)
    return datetime.combine(limit.after(start.date(), place.holidays), start.time(), place.zone).astimezone(UTC)


_UNITS = {"m": timedelta(minutes=1), "h": timedelta(hours=1), "d": timedelta(days=1), "w": timedelta(weeks=1)}


def _minutes(span: timedelta) -> int:
    return -(-span // _MINUTE)


def attainment(results: Sequence[Result]) -> Decimal | None:
    """The share of clocks that were met, of those met or breached; None where none is due. 11, 95 and 640 minutes: two of three."""
    met, breached = results.count("met"), results.count("breached")
    return ratio(Decimal(met), Decimal(met + breached))


def percentile(values: Sequence[int], share: int) -> int | None:
    """The percentile by nearest rank: the value at rank ⌈share/100 · n⌉; None without values."""
    rank = -(-share * len(values) // 100)
    return sorted(values)[max(rank, 1) - 1] if values else None


def spread(values: Sequence[int]) -> Spread:
    """Median and 90th percentile by nearest rank, with n. 22, 31, 35, 41, 58, 61, 75, 90, 130, 410: 58 and 130."""
    known = sorted(values)
    return Spread(len(known), percentile(known, 50), percentile(known, 90) if len(known) >= _PERCENTILES_FROM else None, tuple(known))
