"""The one-pager on the small programme of the domain reference: words of updates, what waiting costs, what moved, the next dates."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from tests.analyse.lumo import ALL, DAY, OKRS
from tests.analyse.workspaces import BASE, at
from tests.reports.small import cells
from tests.reports.test_status import SOON, UPDATES

from polops.reports import Options, build
from polops.reports.page import Page, Text

DECISION = """
--- # decisions/DEC-1.yaml
kind: decision
id: DEC-1
title: Move specialist time
status: proposed
driver: ines.duarte
approver: dana.lee
needed_by: 2026-08-12
affects: [HC-MH-006, HC-MH-001, mh/2026-Q3/O1, INI-004, POL-MH-002, MH-VEN-01]
options: [{id: A, text: Move}, {id: B, text: Wait}]
"""
HARD = """
--- # roadmap/INI-005.yaml
kind: initiative
id: INI-005
name: Desks
owner: jo.park
stage: delivery
milestones:
  - {id: M1, name: Staffed, baseline: 2026-08-31, hard: true}
  - {id: M2, name: Not hard, baseline: 2026-08-30}
  - {id: M3, name: Too far, baseline: 2026-09-10, hard: true}
"""


def report(*texts: str, **options: str) -> Page:
    return build("one-pager", at(DAY, ALL, UPDATES, SOON, DECISION, HARD, *texts), Options(**options))  # type: ignore[arg-type]  # by field


def words(page: Page) -> dict[str, tuple[str, ...]]:
    return {block.text: block.bullets for section in page.sections for block in section.blocks if isinstance(block, Text)}


def test_wins_worries_and_asks_are_those_of_the_newest_updates() -> None:
    said = words(report())
    assert said["Wins"] == ("Kappa 0.66 (ines.duarte)",)
    assert said["Worries"] == ("Training missed its day (ines.duarte)",)
    assert said["Asks"] == ("STK-LEGAL: Start EU wording review, by 14 Aug 2026 (mh)",)
    assert report().headline == "Two objectives wait for people."


def test_the_root_team_speaks_first_and_then_each_team_once() -> None:
    pp = UPDATES.replace("headline: Two objectives", "highlights: [First, Second]\nheadline: Two objectives").replace(
        "highlights: [Kappa 0.66]", "highlights: [Kappa 0.66, Another]"
    )
    assert words(report(pp))["Wins"] == ("First (dana.lee)", "Second (dana.lee)", "Kappa 0.66 (ines.duarte)")


def test_without_updates_key_results_speak() -> None:
    """0.66 of 0.58 to 0.75 is 0.47; 41 days of 92 are over: 2 points ahead of 0.45."""
    said = words(build("one-pager", at(DAY, BASE, OKRS), Options()))
    assert list(said) == ["Ahead"]


def test_a_decision_says_what_waiting_costs() -> None:
    """A position vacant since 4 May, an initiative 10 days late, a policy in 36 days. The objective is ahead, HC-MH-001 is filled."""
    assert cells(report(), "decisions_pending", "decision", "approver", "needed_by", "waiting") == [
        ("DEC-1", "dana.lee", date(2026, 8, 12), "HC-MH-006 vacant for 98 days; INI-004 10 days late; POL-MH-002 effective in 36 days"),
    ]


def test_a_score_shows_what_a_week_has_changed() -> None:
    """On 3 August 0.66 of 0.58 to 0.75 was known, 0.4706; on 27 July 0.61, 0.1765."""
    assert cells(report(), "objectives", "change") == [(Decimal(0),)]
    found = build("one-pager", at("2026-08-03", ALL), Options())
    ((change,),) = cells(found, "objectives", "change")
    assert isinstance(change, Decimal)
    assert round(change, 4) == Decimal("0.2941")


def test_a_period_that_had_not_begun_a_week_ago_has_no_change() -> None:
    assert cells(build("one-pager", at("2026-07-05", ALL), Options()), "objectives", "change") == [(None,)]


def test_the_tiles_are_six_at_most() -> None:
    """That of the KPIs is not there: the small programme has no metrics."""
    (tiles,) = [block for section in report().sections for block in section.blocks if hasattr(block, "tiles")]
    assert [tile.label for tile in tiles.tiles] == [
        "OKR score", "Full-year variance", "Filled of approved", "Milestones late", "Decisions pending",
    ]  # fmt: skip


def test_the_next_days_are_hard_dates() -> None:
    """Starts, decisions, hard milestones, policies and duties of 30 days; other milestones are in the roadmap."""
    assert cells(report(), "next", "on", "what", "ref", "owner") == [
        (date(2026, 8, 12), "decision: Move specialist time", "DEC-1", "dana.lee"),
        (date(2026, 8, 21), "policy effective: Crisis panel 1.0", "POL-MH-003/1.0", "ines.duarte"),
        (
            date(2026, 8, 28), "obligation due: Transparency report in the harmonised template, for each half year, within two months",
            "EU-DSA/art42-transparency", "sam.okafor",
        ),
        (date(2026, 8, 31), "obligation due: Systemic risk assessment at least yearly and before critical functionality",
         "EU-DSA/art34-risk", "ines.duarte"),
        (date(2026, 8, 31), "hard date: Staffed", "INI-005/M1", "jo.park"),
    ]  # fmt: skip


def test_a_filter_holds_for_words_and_dates() -> None:
    page = report(team="coe")
    assert words(page).keys() <= {""}
    assert cells(page, "next", "on") == []
    assert cells(report(owner="jo.park"), "next", "ref") == [("INI-005/M1",)]
