"""The colour of initiatives and teams by dimension, and overrides (domain reference C14)."""

from __future__ import annotations

from decimal import Decimal

import pytest
from tests.analyse.lumo import ALL, CHANGE, DAY, INITIATIVE, OKRS, PEOPLE, SPEND
from tests.analyse.workspaces import at, closed_months, node

from polops.analyse.allocation import alignment
from polops.analyse.context import Context
from polops.analyse.initiative import costs, earned
from polops.analyse.rag import Rag, of_initiative, of_team
from polops.values.hidden import is_hidden

TAGGED = closed_months("MH-VEN-01", ["", "", "", "", "", "", "96_000"], more=", for: INI-004")


def initiative(*texts: str, day: str = DAY, ref: str = "INI-004") -> Rag:
    ctx = at(day, ALL, *texts)
    return of_initiative(ctx, node(ctx, ref))


def team(*texts: str, day: str = DAY, ref: str = "mh") -> Rag:
    ctx = at(day, ALL, *texts)
    return of_team(ctx, node(ctx, ref, "team"))


def update(rag: str, until: str, *, on: str = "INI-004", period: str = "2026-W32", team: str = "mh") -> str:
    given = f"{{on: {on}, rag: {rag}, reason: The vendor has confirmed, until: {until}}}"
    return f"--- # updates/{period}-{team}.yaml\nkind: update\nteam: {team}\nperiod: {period}\nheadline: H\noverride: [{given}]\n"


def test_every_dimension_of_the_example() -> None:
    """Schedule amber by 10 days; an issue that blocks it and no open risk of its own; its key result green; nobody vacant."""
    found = initiative()
    assert {name: status for name, (status, _) in found.dimensions.items()} == {
        "schedule": "amber", "cost": "grey", "outcome": "green", "risk": "green", "people": "green",
    }  # fmt: skip
    assert (found.status, found.computed, found.why) == ("amber", "amber", "schedule: slip of 10 days")


@pytest.mark.parametrize(
    ("spend", "tolerance", "status"),
    [("80_000", "10%", "green"), ("88_000", "10%", "amber"), ("88_001", "10%", "red"), ("88_000", "", "red"), ("80_000", "", "green")],
)
def test_cost(spend: str, tolerance: str, status: str) -> None:
    """The estimate at completion, 200,000 / CPI, against 200,000: green within, amber within the tolerance; none agreed: no amber."""
    text = INITIATIVE.replace("{time: 14d, cost: 10%}", f"{{time: 14d{f', cost: {tolerance}' if tolerance else ''}}}")
    ctx = at(DAY, ALL, text, closed_months("MH-VEN-01", ["", "", "", "", "", "", spend], more=", for: INI-004"))
    assert of_initiative(ctx, node(ctx, "INI-004")).dimensions["cost"][0] == status


@pytest.mark.parametrize(("value", "status"), [("0.75", "green"), ("0.66", "green"), ("0.60", "red"), ("0.63", "amber")])
def test_outcome(value: str, status: str) -> None:
    """The worst of the key results it supports; complete is green. 15 points behind is amber, 32 red."""
    found = initiative(OKRS.replace("value: 0.66", f"value: {value}"))
    assert found.dimensions["outcome"][0] == status


def seats(filled: int, vacant: int, more: str = "") -> str:
    place = "title: T, band: P2, location: SJC, allocation: {INI-004: 10%}"
    lines = [f"  - {{id: HC-{i}, status: filled, start: 2024-01-01, {place}}}\n" for i in range(filled)]
    lines += [f"  - {{id: HC-V{i}, status: open, planned_start: 2026-10-01, {place}{more}}}\n" for i in range(vacant)]
    return "--- # headcount/mh.yaml\nkind: headcount\nteam: mh\npositions:\n" + "".join(lines)


@pytest.mark.parametrize(
    ("filled", "vacant", "more", "status"),
    [
        (17, 3, "", "green"),
        (16, 3, "", "amber"),
        (7, 3, "", "amber"),
        (6, 3, "", "red"),
        (17, 1, ", priority: P0, approved: 2026-05-12", "green"),
        (17, 1, ", priority: P0, approved: 2026-05-11", "red"),
        (17, 1, ", priority: P1, approved: 2026-05-11", "green"),
    ],
)
def test_people(filled: int, vacant: int, more: str, status: str) -> None:
    """15 % vacant is green, 30 % amber; a P0 position vacant for more than 90 days is red."""
    assert initiative(seats(filled, vacant, more)).dimensions["people"][0] == status


SOON = INITIATIVE.replace("baseline: 2026-09-15", "baseline: 2026-08-14").replace("forecast: 2026-08-07", "done: 2026-07-31")


@pytest.mark.parametrize(
    ("training", "status", "why"),
    [
        ("by: 2026-08-28", "green", "CHG-007 is 100 % ready"),
        ("by: 2026-08-09", "red", "CHG-007 is 50 % ready"),
        ("by: 2026-08-09, done: 2026-08-09", "green", "CHG-007 is 100 % ready"),
    ],
)
def test_readiness_of_a_near_launch(training: str, status: str, why: str) -> None:
    found = initiative(SOON, CHANGE.replace("by: 2026-08-28", training))
    assert found.dimensions["readiness"] == (status, why)


def test_readiness_counts_within_fourteen_days_only() -> None:
    """Today and in 14 days count, in 15 not; a launch without change or policy has no data."""
    for day, counts in (("2026-07-30", False), ("2026-07-31", True), ("2026-08-14", True)):
        assert ("readiness" in initiative(SOON, day=day).dimensions) is counts
    found = initiative(SOON, CHANGE.replace("for: INI-004\n", ""))
    assert found.dimensions["readiness"] == ("grey", "no change or policy says how ready it is")


@pytest.mark.parametrize("stage", ["paused", "closed", "cancelled"])
def test_what_is_over_has_no_colour(stage: str) -> None:
    found = initiative(INITIATIVE.replace("stage: delivery", f"stage: {stage}"))
    assert (found.status, found.dimensions, found.why) == ("grey", {}, f"{stage}: no colour")


def test_fewer_than_half_with_data_is_grey() -> None:
    """Two of five."""
    bare = INITIATIVE.replace("supports: [mh/2026-Q3/O1/KR2]\n", "").replace("INI-004", "INI-005")
    found = initiative(bare, ref="INI-005")
    assert (found.status, found.why) == ("grey", "1 of 5 dimensions have data")
    supporting = INITIATIVE.replace("INI-004", "INI-005")
    assert initiative(supporting, ref="INI-005").why == "2 of 5 dimensions have data"


def test_all_green() -> None:
    found = initiative(SOON, OKRS.replace("value: 0.61, confidence: 6", "value: 0.66, confidence: 7"), day="2026-07-30")
    assert (found.status, found.why) == ("green", "all dimensions with data are green")


def test_an_override_is_shown_beside_the_computed_colour_until_its_last_day() -> None:
    for day, status in (("2026-08-02", "amber"), ("2026-08-03", "green"), ("2026-08-21", "green"), ("2026-08-22", "red")):
        found = initiative(update("green", "2026-08-21"), day=day)
        assert found.status == status, day
        assert (found.override is not None) == (status == "green")
    found = initiative(update("green", "2026-08-21"))
    assert (found.computed, found.override and found.override.update) == ("amber", "mh/2026-W32")
    assert found.why == "override until 2026-08-21 (computed: amber, schedule: slip of 10 days): The vendor has confirmed"


def test_the_latest_update_that_overrides_counts() -> None:
    found = initiative(update("green", "2026-08-21", period="2026-W31"), update("red", "2026-08-21"))
    assert found.status == "red"
    assert initiative(update("green", "2026-12-31", period="2026-W31"), update("red", "2026-08-09")).status == "amber", "it has expired"


def test_a_team() -> None:
    """Its initiatives' worst schedule, its lines, its objectives of the quarter, its registers, its positions."""
    found = team()
    assert dict(found.dimensions) == {
        "schedule": ("amber", "INI-004: slip of 10 days"),
        "cost": ("green", "outlook of its lines within budget"),
        "outcome": ("green", "mh/2026-Q3/O1 green"),
        "risk": ("red", "top risk R-012 scores 16"),
        "people": ("red", "1 of 3 positions vacant"),
    }
    assert (found.status, found.why) == ("red", "risk: top risk R-012 scores 16")
    assert team(update("amber", "2026-08-21", on="mh")).status == "amber"
    assert team(ref="coe").status == "grey"


def test_the_cost_of_a_team() -> None:
    """Over its budget by a tenth is amber, beyond red."""
    spend = closed_months("MH-VEN-01", ["20_000"] * 6 + ["JULY"])
    for july, status in (("20_000", "green"), ("30_000", "amber"), ("60_000", "red")):
        ctx = at(DAY, ALL, SPEND.replace("supports:", "forecast: budget_remaining, supports:"), spend.replace("JULY", july))
        assert of_team(ctx, node(ctx, "mh", "team")).dimensions["cost"][0] == status


def test_money_that_the_readers_may_not_see_gives_no_colour() -> None:
    """A budget made of the pay of three people: grey for readers within the company, whatever it would be."""
    people = SPEND.replace("  - {id: MH-VEN-01", "  - {id: MH-PEO-01, name: P, category: personnel, source: headcount}\n  - {id: MH-VEN-01")
    text = INITIATIVE.replace("budget: 200_000", "budget: {MH-PEO-01: 50%}")
    whole = at(DAY, ALL, people, text, closed_months("MH-PEO-01", ["", "", "", "", "", "", "40_000"]))
    inside = Context(whole.plan, whole.as_of, "internal", whole)
    for found, status in ((whole, "green"), (inside, "grey")):
        colours = of_initiative(found, node(found, "INI-004")), of_team(found, node(found, "mh", "team"))
        assert [colour.dimensions["cost"][0] for colour in colours] == [status, status]
        assert (earned(found, node(found, "INI-004")).value is None) is (status == "grey")
    assert is_hidden(costs(inside, node(inside, "INI-004")).bac)
    row = alignment(inside, inside.quarter).rows[0]
    assert (is_hidden(row.people), is_hidden(row.cost_share), row.means.fte_filled) == (True, True, Decimal("1.5"))


def test_positions_without_any_are_no_data() -> None:
    assert initiative(PEOPLE.replace("INI-004: 70%, ", "")).dimensions["people"] == ("grey", "no positions")
