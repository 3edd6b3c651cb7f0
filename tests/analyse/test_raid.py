"""Risks, issues, dependencies and assumptions (domain reference C13)."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from tests.analyse.lumo import ALL, DAY
from tests.analyse.workspaces import SETTINGS, at, node

from polops.analyse import raid
from polops.analyse.context import Context


def register(*items: str, more: str = "") -> str:
    """A register of the initiative INI-9, which has one milestone."""
    lines = "".join(f"  - {{owner: jo.park, title: T, {item}}}\n" for item in items)
    whose = more or "initiative: INI-9"
    return (
        "--- # roadmap/INI-9.yaml\nkind: initiative\nid: INI-9\nname: N\nowner: jo.park\nstage: delivery\n"
        "milestones: [{id: M1, name: N, baseline: 2026-10-01}]\n"
        f"--- # raid/x.yaml\nkind: raid\n{whose}\nitems:\n{lines}"
    )


def one(text: str, day: str = DAY) -> tuple[Context, raid.RiskNumbers]:
    ctx = at(day, register(f"id: R-1, type: risk, raised: 2026-07-01, {text}"))
    return ctx, raid.risk(ctx, node(ctx, "R-1"))


@pytest.mark.parametrize("probability", range(1, 6))
@pytest.mark.parametrize("impact", range(1, 6))
def test_zones(probability: int, impact: int) -> None:
    """Green 1 to 4, amber 5 to 12, red 15 to 25; there is no 13 or 14."""
    found = one(f"probability: {probability}, impact: {impact}")[1]
    assert found.score == probability * impact
    assert found.zone == ("green" if found.score <= 4 else "amber" if found.score <= 12 else "red")


@pytest.mark.parametrize(
    ("score", "due"), [("probability: 5, impact: 3", 7), ("probability: 3, impact: 3", 14), ("probability: 2, impact: 2", 30)]
)
def test_review_due(score: str, due: int) -> None:
    """7, 14 or 30 days after the last review by the date, else after it was raised; overdue from the day after."""
    assert one(score)[1].review_due == date.fromordinal(date(2026, 7, 1).toordinal() + due)
    assert one(f"{score}, reviewed: 2026-08-01")[1].review_due == date.fromordinal(date(2026, 8, 1).toordinal() + due)
    assert one(f"{score}, reviewed: 2026-08-11")[1].review_due == date.fromordinal(date(2026, 7, 1).toordinal() + due)
    assert one(f"{score}, reviewed: 2026-08-10")[1].review_overdue is False
    assert one(f"{score}, status: closed, closed: 2026-07-09")[1].review_due is None


def test_zones_are_settings() -> None:
    settings = SETTINGS + "thresholds: {raid: {amber: 8, red: 20, review: {amber: 2w, green: 1mo}}}\n"
    ctx = at(DAY, settings, register("id: R-1, type: risk, raised: 2026-07-01, probability: 4, impact: 4"))
    found = raid.risk(ctx, node(ctx, "R-1"))
    assert (found.zone, found.review_due) == ("amber", date(2026, 7, 15))


def test_trend() -> None:
    """Against an earlier score; without one there is none."""
    assert [raid.trend(8, before) for before in (None, 8, 12, 4)] == [None, "flat", "better", "worse"]


def test_age_ends_when_it_is_closed() -> None:
    """What was closed after the date was still open on it; what was raised after it was not there."""
    ctx, found = one("probability: 1, impact: 1, status: closed, closed: 2026-07-09")
    assert (found.age_days, raid.entries(ctx)) == (8, [])
    ctx, found = one("probability: 1, impact: 1, status: closed, closed: 2026-08-11")
    assert (found.age_days, [item.ref for item in raid.entries(ctx)]) == (40, ["R-1"])
    ctx, _ = one("probability: 1, impact: 1", day="2026-06-30")
    assert raid.entries(ctx, open_only=False) == []


@pytest.mark.parametrize(("severity", "due"), [("S1", "2026-07-31"), ("S2", "2026-08-05"), ("S3", "2026-08-14"), ("S4", "2026-08-28")])
def test_escalation(severity: str, due: str) -> None:
    """1, 3, 10 or 20 business days after Thursday 30 July; Monday 3 August is a holiday. Late from the day after, unless escalated."""
    settings = SETTINGS + "holidays: [2026-08-03]\n"
    item = f"id: I-1, type: issue, raised: 2026-07-30, severity: {severity}, blocks: [INI-9/M1]"
    last = date.fromisoformat(due)
    for day, more, late in ((last, "", False), (last + timedelta(days=1), "", True), (last, ", escalated_on: 2026-07-31", False)):
        ctx = at(day.isoformat(), settings, register(item + more))
        found = raid.issue(ctx, node(ctx, "I-1"))
        assert (found.escalation_due, found.late, found.blocker) == (last, late, True)
    ctx = at("2026-12-01", settings, register(f"{item}, status: closed, closed: 2026-08-31"))
    assert raid.issue(ctx, node(ctx, "I-1")).late is False


def test_ageing() -> None:
    """0–7, 8–14, 15–30, 31–60 and over 60 days, both ends included."""
    days = ["2026-08-10", "2026-08-03", "2026-08-02", "2026-07-27", "2026-07-26", "2026-07-11", "2026-07-10", "2026-06-11", "2026-06-10"]
    ctx = at(DAY, register(*(f"id: R-{i}, type: risk, raised: {day}, probability: 1, impact: 1" for i, day in enumerate(days))))
    assert raid.buckets(ctx, raid.entries(ctx)) == (("0–7", 2), ("8–14", 2), ("15–30", 2), ("31–60", 2), ("> 60", 1))


def test_top_risks_and_the_map_of_them() -> None:
    risks = [(1, 2, 5), (2, 5, 2), (3, 4, 4), (4, 2, 5)]
    ctx = at(DAY, register(*(f"id: R-{i}, type: risk, raised: 2026-07-0{5 - i}, probability: {p}, impact: {n}" for i, p, n in risks)))
    assert [found.ref for found in raid.top_risks(ctx)] == ["R-3", "R-4", "R-2", "R-1"]
    assert raid.heat(ctx) == {(2, 5): 2, (5, 2): 1, (4, 4): 1}


def test_blockers_come_by_severity_and_age() -> None:
    blocks = "blocks: [INI-9]"
    ctx = at(
        DAY,
        register(
            f"id: I-1, type: issue, raised: 2026-07-03, severity: S2, {blocks}",
            f"id: I-2, type: issue, raised: 2026-07-01, severity: S2, {blocks}",
            f"id: I-3, type: issue, raised: 2026-08-01, severity: S1, {blocks}",
            "id: I-4, type: issue, raised: 2026-08-01, severity: S1",
            f"id: I-5, type: issue, raised: 2026-07-01, severity: S1, status: closed, {blocks}",
        ),
    )
    assert [found.ref for found in raid.blockers(ctx)] == ["I-3", "I-2", "I-1"]
    assert [found.ref for found in raid.blocked(ctx, node(ctx, "I-1"))] == ["INI-9"]


def test_dependencies_and_assumptions() -> None:
    """Overdue once needed or promised is past and nothing came; an assumption once it should have been looked at."""
    wants = "from: mh, needed_by: 2026-08-14, promised: 2026-08-12"
    ctx = at(
        "2026-08-13",
        register(
            f"id: D-1, type: dependency, raised: 2026-07-01, {wants}",
            f"id: D-2, type: dependency, raised: 2026-07-01, {wants}, delivered: 2026-08-12",
            "id: A-1, type: assumption, raised: 2026-07-01, validate_by: 2026-08-12",
            "id: A-2, type: assumption, raised: 2026-07-01, validate_by: 2026-08-12, validated: 2026-08-01",
        ),
    )
    late, come = (raid.dependency(ctx, node(ctx, ref)) for ref in ("D-1", "D-2"))
    assert (late.float_days, late.overdue, late.delivered, come.overdue, come.delivered) == (2, True, False, False, True)
    assert [raid.assumption(ctx, node(ctx, ref)).overdue for ref in ("A-1", "A-2")] == [True, False]


def test_whose_entries_they_are() -> None:
    """An initiative has its own register, and what blocks it or its milestones from elsewhere; a team its own."""
    mine = register("id: R-9, type: risk, raised: 2026-07-01, probability: 1, impact: 1")
    ctx = at(DAY, ALL, mine)
    assert [found.ref for found in raid.of_initiative(ctx, node(ctx, "INI-9"))] == ["R-9"]
    assert [found.ref for found in raid.of_initiative(ctx, node(ctx, "INI-004"))] == ["I-021"]
    assert [found.ref for found in raid.of_team(ctx, "MH")] == ["R-012", "I-021", "D-007"]


def test_the_colour_of_entries() -> None:
    """The top open risk's zone; an open S1 issue is red; nothing raised is no data."""
    low = "id: R-1, type: risk, raised: 2026-07-01, probability: 1, impact: 1"
    high = "id: R-2, type: risk, raised: 2026-07-01, probability: 3, impact: 4"
    worst = "id: I-1, type: issue, raised: 2026-07-01, severity: S1"
    for items, expected in (
        ([low, high], ("amber", "top risk R-2 scores 12")),
        ([low, worst], ("red", "S1 issue I-1 is open")),
        ([f"{worst}, status: closed"], ("green", "no open risk")),
    ):
        ctx = at(DAY, register(*items))
        assert raid.colour(ctx, raid.of_initiative(ctx, node(ctx, "INI-9"))) == expected
    assert raid.colour(at(DAY), ()) == ("grey", "no register")
