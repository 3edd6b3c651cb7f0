"""Incidents: clocks, attainment, what follows, and what wider readers are told, with exact cells."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest
from tests.analyse.lumo import ALL, DAY, INCIDENT
from tests.analyse.workspaces import at
from tests.reports.desk import cells, keys, page_of

from polops.reports import Options, build
from polops.reports.incidents import lasting

FOLLOWED = INCIDENT + """people_exposed: 7
debrief_on: 2026-07-22
aar: {on: 2026-07-28, summary: Variants evaded the first hash, causes: [No perceptual hash at intake]}
actions:
  - {id: a1, what: Perceptual hash at intake, owner: jo.park, due: 2026-08-15}
  - {id: a2, what: Run sheet, owner: jo.park, due: 2026-08-05}
  - {id: a3, what: Rota, owner: sam.okafor, due: 2026-08-01, done: 2026-07-30}
"""  # fmt: skip
OTHER = """
--- # incidents/INC-2026-004.yaml
kind: incident
id: INC-2026-004
title: Wrong number in a panel
severity: S3
protocol: POL-MH-PRO-01
detected: 2026-08-06T16:20Z
acknowledged: 2026-08-06T18:05Z
commander: sam.okafor
"""


def test_each_clock_has_elapsed_limit_result() -> None:
    """S1 with 15m, 1h, 24h: 11 minutes met, 95 breached by 35, 640 met."""
    page = page_of("incidents", at(DAY, ALL))
    assert cells(page, "clocks", "incident", "severity", "clock", "elapsed", "limit", "allowed", "result", "over") == [
        ("INC-2026-003", "S1", "acknowledge", 11, 15, "15m", "✔ met", 0),
        ("INC-2026-003", "S1", "contain", 95, 60, "1h", "✖ breached", 35),
        ("INC-2026-003", "S1", "resolve", 640, 1440, "24h", "✔ met", 0),
    ]
    columns = ("incident", "state", "acknowledge", "contain", "resolve", "after", "commander", "team")
    assert cells(page, "incidents", *columns) == [
        ("INC-2026-003", "resolved", "✔ 11 min", "✖ 95 min", "✔ 10 h 40 min", "overdue", "ines.duarte", "mh")
    ]
    assert page.lead == (
        "1 incident (1 S1), 0 open; 1 clock breached: contain of INC-2026-003; 1 after-action review overdue; 0 actions open."
    )


def test_attainment_is_met_over_due_with_single_values_below_ten() -> None:
    page = page_of("incidents", at(DAY, ALL, OTHER))
    columns = ("clock", "severity", "met", "breached", "running", "attainment", "n", "p50", "p90", "values")
    assert cells(page, "attainment", *columns) == [
        ("acknowledge", "all", 2, 0, 0, Decimal(1), 2, 11, None, "11, 105"),
        ("acknowledge", "S1", 1, 0, 0, Decimal(1), 1, 11, None, "11"),
        ("acknowledge", "S3", 1, 0, 0, Decimal(1), 1, 105, None, "105"),
        ("contain", "all", 0, 2, 0, Decimal(0), 1, 95, None, "95"),
        ("contain", "S1", 0, 1, 0, Decimal(0), 1, 95, None, "95"),
        ("contain", "S3", 0, 1, 0, Decimal(0), 0, None, None, ""),
        ("resolve", "all", 1, 0, 1, Decimal(1), 1, 640, None, "640"),
        ("resolve", "S1", 1, 0, 0, Decimal(1), 1, 640, None, "640"),
        ("resolve", "S3", 0, 0, 1, None, 0, None, None, ""),
    ]
    assert cells(page, "clocks", "clock", "result", "elapsed", "over")[1:3] == [
        ("contain", "✖ breached", None, None), ("resolve", "○ running", None, None),
    ]  # fmt: skip


def test_ten_values_have_a_90th_percentile() -> None:
    """22, 31, 35, 41, 58, 61, 75, 90, 130, 410: 58 and 130."""
    minutes = (22, 31, 35, 41, 58, 61, 75, 90, 130, 410)
    texts = [
        INCIDENT.replace("INC-2026-003", f"INC-2026-1{i:02d}").replace("09:41Z", f"{9 + (30 + taken) // 60:02d}:{(30 + taken) % 60:02d}Z")
        for i, taken in enumerate(minutes)
    ]
    page = page_of("incidents", at(DAY, ALL.replace(INCIDENT, ""), *texts))
    assert cells(page, "attainment", "n", "p50", "p90", "values")[0] == (10, 58, 130, "")


def test_what_follows_an_incident() -> None:
    page = page_of("incidents", at(DAY, ALL, FOLLOWED))
    assert cells(page, "after", "incident", "review", "held", "due", "debrief", "summary", "causes", "exposed") == [
        (
            "INC-2026-003", "held", date(2026, 7, 28), date(2026, 7, 31), "held", "Variants evaded the first hash",
            "No perceptual hash at intake", 7,
        )
    ]  # fmt: skip
    assert cells(page, "actions", "action", "state", "due", "done", "owner") == [
        ("INC-2026-003/a2", "late", date(2026, 8, 5), None, "jo.park"),
        ("INC-2026-003/a1", "open", date(2026, 8, 15), None, "jo.park"),
        ("INC-2026-003/a3", "done", date(2026, 8, 1), date(2026, 7, 30), "sam.okafor"),
    ]
    assert page.lead.endswith("2 actions open, 1 late.")


def test_a_review_and_a_debrief_are_due_ten_days_after_the_end() -> None:
    exposed = INCIDENT + "people_exposed: 3\n"
    states = {day: cells(page_of("incidents", at(day, ALL, exposed)), "after", "review", "debrief") for day in ("2026-07-31", "2026-08-01")}
    assert states == {"2026-07-31": [("due", "due")], "2026-08-01": [("overdue", "overdue")]}
    unresolved = exposed.replace("resolved: 2026-07-21T20:10Z\n", "")
    assert cells(page_of("incidents", at(DAY, ALL, unresolved)), "after", "review", "due", "debrief") == [("open", None, "open")]


@pytest.mark.parametrize("audience", ["team", "internal", "public"])
def test_a_wider_reader_is_told_that_incidents_are_restricted_and_nothing_of_them(audience: str) -> None:
    """The same page with incidents and without any, but for the number of all items that were left out."""
    page = build("incidents", at(DAY, ALL, FOLLOWED), Options(audience=audience))
    none = build("incidents", at(DAY, ALL.replace(INCIDENT, "")), Options(audience=audience))
    assert page.lead == (
        f"No incidents for {audience} readers in this selection: an incident is for restricted readers unless it says otherwise."
    )
    assert (page.sections, page.lead) == ((), none.lead)
    assert [note for note in page.notes if "left out" in note] != []


def test_an_incident_that_is_for_more_readers_hides_what_is_the_teams() -> None:
    page = build("incidents", at(DAY, ALL, FOLLOWED + "audience: internal\n"), Options())
    assert keys(page) == ["attainment", "incidents", "clocks", "after", "actions"]
    assert cells(page, "incidents", "incident", "commander", "team") == [("INC-2026-003", "", "mh")]
    assert cells(page, "after", "review", "summary", "causes", "exposed") == [("held", "(not shown)", "", None)]


def test_filters_by_team_commander_and_period() -> None:
    ctx = at(DAY, ALL, OTHER)
    found = {
        str(options.team or options.owner or options.period): [
            row[0] for row in cells(page_of("incidents", ctx, options), "incidents", "incident")
        ]
        for options in (Options(team="COE"), Options(owner="ines.duarte"), Options(period="2026-07"))
    }
    assert found == {"COE": ["INC-2026-004"], "ines.duarte": ["INC-2026-003"], "2026-07": ["INC-2026-003"]}
    assert page_of("incidents", ctx, Options(owner="li.wei")).lead == "No incidents in this selection."


def test_minutes_in_words() -> None:
    assert [lasting(minutes) for minutes in (0, 119, 120, 640, 1440, 2635)] == [
        "0 min",
        "119 min",
        "2 h 0 min",
        "10 h 40 min",
        "1 d 0 h",
        "1 d 19 h",
    ]
