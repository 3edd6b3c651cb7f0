"""Clocks of incidents, the place they hang at, and how often they are met (domain reference C18)."""

from __future__ import annotations

from zoneinfo import ZoneInfo

import pytest
from tests.analyse.lumo import ALL, DAY, INCIDENT, PEOPLE
from tests.analyse.workspaces import at, node, places

from polops.analyse.clocks import UTC
from polops.analyse.context import Context
from polops.analyse.incident import incident, incidents, place_of, service


def test_the_place_is_where_most_of_the_team_works() -> None:
    """By filled FTE; a team without people works where the workspace does, a workspace without people at its first location."""
    ctx = at(DAY, ALL)
    assert place_of(ctx, "mh").zone == ZoneInfo("Europe/Dublin"), "one FTE each: the first by name"
    assert place_of(ctx, "coe").zone == ZoneInfo("Europe/Dublin")
    third = PEOPLE + "  - {id: HC-MH-009, title: T, band: P3, location: SJC, status: filled, start: 2024-01-01}\n"
    assert place_of(at(DAY, ALL, third), "MH").zone == ZoneInfo("America/Los_Angeles")
    assert place_of(at(DAY), "mh").zone == ZoneInfo("America/Los_Angeles")
    bare = "--- # polops.yaml\nkind: settings\n--- # org.yaml\nkind: org\n--- # restricted/rates.yaml\nkind: rates\nfiscal_year: FY26\n"
    assert place_of(at(DAY, bare), "").zone is UTC


S3 = INCIDENT.replace("severity: S1", "severity: S3").replace("2026-07-21T09:30Z", "2026-07-24T15:00Z")


@pytest.mark.parametrize(
    ("resolved", "result"), [("2026-07-31T15:00Z", "met"), ("2026-07-31T15:01Z", "breached"), ("2026-07-26T10:00Z", "met")]
)
def test_business_days(resolved: str, result: str) -> None:
    """S3 is resolved within 5bd: from Friday 16:00 in Dublin to the next Friday 16:00."""
    text = S3.replace("acknowledged: 2026-07-21T09:41Z\n", "").replace("contained: 2026-07-21T11:05Z\n", "")
    ctx = at(DAY, ALL, text.replace("2026-07-21T20:10Z", resolved))
    found = incident(ctx, node(ctx, "INC-2026-003")).clocks["resolve"]
    assert (found.limit_minutes, found.result, found.business) == (7_200, result, True)


def plan(day: str = DAY) -> Context:
    """One S1 as in the reference, one that nobody has touched, one of tomorrow."""
    other = INCIDENT.replace("INC-2026-003", "INC-2026-004").split("detected")[0] + "detected: {}\n"
    return at(day, ALL, other.format("2026-07-01T08:00Z"), other.replace("004", "005").format("2026-08-11T08:00Z"))


def test_attainment() -> None:
    """An untouched clock is breached once its day is past; what is detected after the date does not exist yet."""
    ctx = plan()
    nodes = incidents(ctx)
    assert [found.ref for found in nodes] == ["INC-2026-004", "INC-2026-003"]
    found = service(ctx, nodes)
    assert [(name, places(one.share, 2), one.due, one.minutes.values) for name, one in found.items()] == [
        ("acknowledge", "0.50", 2, (11,)), ("contain", "0.00", 2, (95,)), ("resolve", "0.50", 2, (640,)),
    ]  # fmt: skip
    assert incident(ctx, nodes[0]).breached == ("acknowledge", "contain", "resolve")
    assert service(ctx, [])["contain"].share is None


def test_open_until_resolved_or_closed() -> None:
    ctx = plan()
    assert [incident(ctx, found).is_open for found in incidents(ctx)] == [True, False]
    early = plan("2026-07-20")
    assert [incident(early, node(early, ref)).is_open for ref in ("INC-2026-003", "INC-2026-004")] == [True, True]
