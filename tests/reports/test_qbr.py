"""The quarterly review on the small programme of the domain reference: promised against reached, trends, levers, what comes next."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest
from tests.analyse.lumo import ALL, DAY, INITIATIVE
from tests.analyse.workspaces import BASE, at, closed_months
from tests.reports.small import cells

from polops.reports import Options, build
from polops.reports.page import Chart, Measure, Page, Text

SPRING = """
--- # okrs/2026-Q2/mh.yaml
kind: okrs
team: mh
period: 2026-Q2
status: closed
objectives:
  - id: O1
    title: People in distress on Lumo find help, not harm
    closing: {learned: Rules alone were not enough}
    key_results:
      - id: KR1
        title: Rate
        baseline: 0
        target: 10
        checkins: [{on: 2026-06-30, value: 7}]
        closing: {learned: The classifier was at its limit}
  - id: O2
    title: Something else
    key_results:
      - {id: KR1, title: Given up, type: binary, dropped: {on: 2026-06-01, decision: DEC-1}}
      - {id: KR2, title: Reached, type: binary, done: 2026-06-10}
--- # decisions/DEC-1.yaml
kind: decision
id: DEC-1
title: Give it up
status: decided
driver: jo.park
approver: dana.lee
needed_by: 2026-06-01
decided: 2026-06-01
choice: A
why: Because
"""
AUTUMN = """
--- # okrs/2026-Q4/mh.yaml
kind: okrs
team: mh
period: 2026-Q4
objectives:
  - {id: O1, title: A draft, priority: P1, key_results: [{id: KR1, title: Rate, baseline: 4, target: 2, unit: "%"}]}
"""
METRICS = """
--- # metrics/mh.yaml
kind: metrics
team: mh
metrics:
  - {id: rate, name: View rate, unit: "%", shape: ratio, direction: down, target: 3, red: 8}
  - {id: hours, name: Hours, unit: hours, shape: median, direction: down, target: 6}
  - {id: team-pulse, name: Team pulse, unit: points, direction: up, role: health, target: 4, baseline: 3}
--- # metrics/readings/mh.yaml
kind: readings
team: mh
readings:
  rate:
    2026-02: {num: 30, den: 1_000}
    2026-04: {num: 12, den: 300}
    2026-05: {num: 40, den: 500}
    2026-07: {num: 50, den: 1_000}
  hours: {2026-05: 7, 2026-06: 5, 2026-07: 6}
  team-pulse: {2026-07: {value: 4.1, n: 9}}
"""
PENDING = """
--- # decisions/DEC-2.yaml
kind: decision
id: DEC-2
title: Move specialist time
status: proposed
driver: ines.duarte
approver: dana.lee
needed_by: 2026-08-07
affects: [INI-004]
options: [{id: A, text: Move, con: O2 slips}, {id: B, text: Borrow, cost: 31_000, pro: Fast}]
"""
MONEY = """
--- # budgets/FY26/mh.yaml
kind: budget
cost_center: CC-4420
team: mh
fiscal_year: FY26
lines:
  - {id: MH-VEN-01, name: Training, category: vendor, plan: 240_000}
  - {id: MH-CTG-01, name: Contingency, category: contingency, plan: 30_000}
--- # commitments/FY26.yaml
kind: commitments
fiscal_year: FY26
orders:
  - {id: PO-1, vendor: Meridian, line: MH-VEN-01, status: open, amount: 50_000, end: 2026-12-31, notice_by: 2026-09-30}
  - {id: PO-2, vendor: Old, line: MH-VEN-01, status: open, amount: 10_000, end: 2026-12-31, notice_by: 2026-08-01}
"""
SPENT = closed_months("MH-VEN-01", ["20_000"] * 7)


def report(*texts: str, day: str = DAY, audience: str = "internal", **options: str) -> Page:
    return build("qbr", at(day, ALL, *texts), Options(audience=audience, **options))  # type: ignore[arg-type]  # by field


def score(page: Page, what: str) -> tuple[object, ...]:
    """Promised, reached, share and colour of a row of the scorecard."""
    ((_, promised, reached, share, status),) = [
        row for row in cells(page, "scorecard", "what", "promised", "reached", "share", "status") if row[0] == what
    ]
    assert isinstance(promised, Measure)
    assert isinstance(reached, Measure)
    return promised.value, reached.value, share, status


def said(page: Page, section: str) -> list[str]:
    return [block.text for found in page.sections if found.key == section for block in found.blocks if isinstance(block, Text)]


def test_the_scorecard_has_what_was_promised_and_what_was_reached() -> None:
    """M3 of 31 July is open, M2 of 24 July was done that day; of two clocks, three: 95 minutes against 60 is a breach."""
    page = report(audience="restricted")
    assert score(page, "Milestones on time") == (2, 1, Decimal("0.5"), "amber")
    assert score(page, "Positions filled") == (3, 2, Decimal(2) / 3, "red")
    assert score(page, "Incident clocks met") == (3, 2, Decimal(2) / 3, "amber")
    assert score(page, "Issues covered")[0] == 7


def test_who_may_not_see_incidents_sees_no_clocks() -> None:
    page = report()
    assert "Incident clocks met" not in {row[0] for row in cells(page, "scorecard", "what")}
    assert "incidents" not in {section.key for section in page.sections}
    assert cells(report(audience="restricted"), "incidents", "incident") == [("INC-2026-003",)]


def test_a_closed_quarter_has_grades_and_what_was_learned() -> None:
    """7 of 10 is 0.70, green; O2 reached what was not dropped. Together (0.70 + 1) / 2 = 0.85."""
    page = report(SPRING, period="2026-Q2")
    assert cells(page, "grades", "ref", "score", "status", "grade", "learned") == [
        ("mh/2026-Q2/O1", Decimal("0.7"), "green", "green", "Rules alone were not enough KR1: The classifier was at its limit"),
        ("mh/2026-Q2/O2", Decimal(1), "green", "green", ""),
    ]
    assert score(page, "OKR score") == (Decimal("1.00"), Decimal("0.85"), Decimal("0.85"), "green")
    assert score(page, "Objectives graded green") == (2, 2, Decimal(1), "green")
    assert page.lead.startswith("2 objectives (2 green by grade)")
    assert "2026-Q2 is over" in page.notes[0]


def test_a_running_quarter_says_so() -> None:
    page = report()
    assert page.lead.startswith("So far: 1 objective (1 green)")
    assert cells(page, "grades", "ref", "grade") == [("mh/2026-Q3/O1", "running")]


def test_what_was_dropped_and_what_was_carried_over() -> None:
    """The next quarter has an objective of the same title."""
    assert cells(report(SPRING, period="2026-Q2"), "unfinished", "ref", "became", "decision") == [
        ("mh/2026-Q2/O1", "carried into mh/2026-Q3/O1", None),
        ("mh/2026-Q2/O2/KR1", "dropped 2026-06-01", "DEC-1"),
    ]


def test_a_trend_adds_up_quarters_and_says_what_it_leaves_open() -> None:
    """12 of 300 and 40 of 500 are 6.5 %, not 6.0; of a median the last reading stands."""
    found = cells(report(METRICS), "kpi_history", "metric", "q1", "q2", "q3", "target", "status", "caveats")
    assert found == [
        (
            "rate", Measure(Decimal("3.00"), "%"), Measure(Decimal("6.50"), "%"), Measure(Decimal("5.00"), "%"), "≤ 3 %", "amber",
            "2026-Q3 so far: 1 reading; fewer readings in 2026-Q1",
        ),
        (
            "hours", None, Measure(Decimal("5.00"), "hours"), Measure(Decimal("6.00"), "hours"), "≤ 6 hours", "green",
            "2026-Q3 so far: 1 reading; last reading of each quarter",
        ),
    ]  # fmt: skip


def test_a_kpi_off_target_is_drawn_with_its_limits() -> None:
    charts = [
        block for section in report(METRICS).sections for block in section.blocks if isinstance(block, Chart) and section.key == "kpis"
    ]
    (chart,) = charts
    assert (chart.kind, chart.series, chart.table.sheet) == ("lines", ("value", "target_0", "red_0"), "KPI rate")
    assert [row.cells for row in chart.table.rows] == [
        ("2026-Q1", Decimal("3.00"), Decimal(3), Decimal(8)),
        ("2026-Q2", Decimal("6.50"), Decimal(3), Decimal(8)),
        ("2026-Q3", Decimal("5.00"), Decimal(3), Decimal(8)),
    ]


def test_a_past_quarter_ends_its_trends() -> None:
    found = cells(report(METRICS, period="2026-Q2"), "kpi_history", "metric", "q1", "q2")
    assert [row[0] for row in found] == ["rate", "hours"]
    assert found[0][2] == Measure(Decimal("6.50"), "%")


def test_the_roadmap_tells_what_was_delivered_what_slipped_and_what_is_next() -> None:
    later = INITIATIVE.replace("baseline: 2026-09-15", "baseline: 2026-10-15")
    page = report(later)
    assert cells(page, "delivered", "milestone", "day", "late") == [
        ("INI-004/M1", date(2026, 7, 8), 8),
        ("INI-004/M2", date(2026, 7, 24), 0),
    ]
    assert cells(page, "slipped", "milestone", "day", "late", "status") == [("INI-004/M3", date(2026, 8, 10), 10, "amber")]
    assert cells(page, "ahead", "milestone", "day", "late", "driver") == [("INI-004/M4", date(2026, 10, 25), 10, "INI-004/M3")]


def test_benefits_are_of_what_launched_two_quarters_ago() -> None:
    launched = """
--- # roadmap/INI-001.yaml
kind: initiative
id: INI-001
name: Rotation
owner: ines.duarte
team: mh
stage: launched
benefits: [team-pulse]
milestones: [{id: M1, name: Live, baseline: 2026-03-01, done: 2026-03-02, gate: launched}]
"""
    assert cells(report(METRICS, launched), "benefits", "initiative", "launched", "metric", "baseline", "value", "status") == [
        ("INI-001", date(2026, 3, 2), "team-pulse", Measure(Decimal(3), "points"), Measure(Decimal("4.1"), "points"), "green"),
    ]
    assert cells(report(METRICS, launched, period="2026-Q2"), "benefits") == []


def test_the_levers_are_what_can_still_be_steered() -> None:
    """Spent 140,000 of an outlook of 240,000, and 60,000 ordered: 40,000 are free. PO-2's notice is over; the contingency is untouched."""
    page = report(MONEY, SPENT)
    assert cells(page, "levers", "lever", "amount") == [
        ("Orders that can be ended", Decimal(50_000)),
        ("Not ordered yet", Decimal(40_000)),
        ("Contingency", Decimal(30_000)),
    ]
    assert score(page, "Outlook FY26") == (Decimal(270_000), Decimal(240_000), Decimal(240_000) / 270_000, "green")


def test_attrition_of_a_few_is_not_told() -> None:
    """Two heads: who left would be known."""
    assert said(report(), "people") == []
    assert said(report(audience="restricted"), "people") == ["Attrition in 2026-Q3: 0 leavers, 0.0 % of mean heads."]


def test_the_pulse_stands_with_the_people() -> None:
    assert cells(report(METRICS), "pulse", "metric", "value", "status") == [("team-pulse", Measure(Decimal("4.1"), "points"), "green")]


def test_the_policy_desk_has_its_quarter() -> None:
    page = report()
    assert cells(page, "changelog", "policy", "version") == [("POL-MH-002", "3.0")]
    assert cells(page, "reviews", "review", "kappa") == [("QR-011", Decimal("0.66"))]
    assert cells(page, "obligations", "obligation", "status") == [("EU-DSA/art42-transparency", "due"), ("EU-DSA/art34-risk", "due")]
    assert cells(report(period="2026-Q1"), "obligations", "obligation", "status") == [("EU-DSA/art42-transparency", "done")]
    assert score(report(period="2026-Q1"), "Obligations met") == (1, 1, 1, "green")


def test_decisions_are_requested_with_their_options() -> None:
    assert cells(report(PENDING), "requested", "decision", "option", "cost", "pro", "con", "needed_by", "waiting") == [
        ("DEC-2", "A: Move", None, "", "O2 slips", date(2026, 8, 7), "INI-004 10 days late"),
        ("DEC-2", "B: Borrow", Decimal(31_000), "Fast", "", date(2026, 8, 7), "INI-004 10 days late"),
    ]
    assert score(report(SPRING, PENDING), "Decisions in time") == (1, 0, 0, "red")
    assert score(report(SPRING, period="2026-Q2"), "Decisions in time") == (1, 1, 1, "green")


def test_the_next_quarter_has_its_drafts_and_what_serves_them() -> None:
    page = report(AUTUMN)
    assert cells(page, "drafts", "ref", "course", "state") == [
        ("mh/2026-Q4/O1", "", "draft"),
        ("mh/2026-Q4/O1/KR1", "no data (4 → 2 %)", ""),
    ]
    assert cells(page, "alignment", "objective", "fte_filled", "flags") == [("mh/2026-Q4/O1", Decimal(0), "no people and no money")]


def test_without_drafts_the_quarter_itself_is_shown_and_that_is_said() -> None:
    page = report()
    assert said(page, "next") == ["No OKRs are drafted for 2026-Q4; people and money are those of 2026-Q3."]
    ((objective, priority, filled, vacant, flags),) = cells(page, "alignment", "objective", "priority", "fte_filled", "fte_vacant", "flags")
    assert (objective, priority, filled, vacant, flags) == ("mh/2026-Q3/O1", "P0", Decimal("1.5"), Decimal(1), "P0 with many vacancies")


@pytest.mark.parametrize(
    ("asked", "label"), [("FY26", "2026-Q3"), ("FY25", "2025-Q4"), ("2026-05", "2026-Q2"), ("2026-W32", "2026-Q3"), ("FY27", "2027-Q4")]
)
def test_a_review_is_of_a_quarter_and_says_of_which(asked: str, label: str) -> None:
    """Of a period that holds the date its quarter, else the last one."""
    page = report(period=asked)
    assert page.title.endswith(f"Quarterly business review {label}")
    assert page.notes[0] == f"A review is of a quarter: of {asked} this is {label}."
    assert not report(period=label).notes[0].startswith("A review is of a quarter")


def test_an_empty_plan_has_an_empty_review() -> None:
    page = build("qbr", at(DAY, BASE), Options())
    assert (page.lead, page.sections) == ("Nothing is planned here yet.", ())
