"""Instants as they are written."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta, timezone

import pytest

from polops.values.instant import spelled_instant


@pytest.mark.parametrize(
    ("at", "text"),
    [
        (datetime(2026, 7, 21, 9, 30, tzinfo=UTC), "2026-07-21T09:30Z"),
        (datetime(2026, 7, 21, 9, 30, 5, tzinfo=UTC), "2026-07-21T09:30:05Z"),
        (datetime(2026, 7, 21, 9, 30, tzinfo=timezone(timedelta(hours=8))), "2026-07-21T09:30+08:00"),
        (datetime(2026, 7, 21, 9, 30, tzinfo=timezone(timedelta(hours=-3, minutes=-30))), "2026-07-21T09:30-03:30"),
    ],
)
def test_it_is_spelled_as_a_plan_has_it(at: datetime, text: str) -> None:
    assert spelled_instant(at) == text
