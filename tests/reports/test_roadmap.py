"""The roadmap: exact cells of the domain reference's initiative and of two beside it, as of 10 August 2026."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest
from tests.analyse.lumo import ALL, DAY
from tests.analyse.workspaces import at, closed_months
from tests.reports.pages import cells, keys, table

from polops.analyse.audience import for_readers
from polops.analyse.context import Context
from polops.reports import Options, build
from polops.reports.page import Page

D = Decimal
AUG = 10
SPEND = closed_months("MH-VEN-01", ["", "", "", "", "", "", "96_000"], more=", for: INI-004")
OTHERS = """
--- # roadmap/INI-020.yaml
kind: initiative
id: INI-020
name: Waits for the refresh
owner: sam.okafor
team: coe
stage: approved
gates: {approved: {approvals: [{by: dana.lee, on: 2026-04-01}, {by: sam.okafor, on: 2026-04-20}]}}
milestones:
  - {id: M1, name: After M3, baseline: 2026-10-01, after: [INI-004/M3]}
--- # roadmap/INI-021.yaml
kind: initiative
id: INI-021
name: Given up
owner: sam.okafor
team: coe
stage: cancelled
milestones: [{id: M1, name: Never, baseline: 2026-03-01}]
"""


@pytest.fixture(scope="module")
def lumo() -> Context:
    return at(DAY, ALL, OTHERS, SPEND)


@pytest.fixture(scope="module")
def page(lumo: Context) -> Page:
    return build("roadmap", lumo, Options(audience="restricted", evm=True))


def test_one_row_an_initiative_the_live_and_the_worst_first(page: Page) -> None:
    assert cells(page, "roadmap", "initiative", "stage", "rag", "end", "slip", "milestone", "propagated", "gate") == [
        ("INI-004", "delivery", "red", date(2026, 9, 25), 10, "M3 Reviewer guidance and training ready", date(2026, 8, AUG), "launched"),
        ("INI-020", "approved", "grey", date(2026, 10, 11), 10, "M1 After M3", date(2026, 10, 11), ""),
        ("INI-021", "cancelled", "grey", None, None, "", None, ""),
    ]
    assert cells(page, "roadmap", "baseline", "current", "tolerance", "owner", "team")[0] == (
        date(2026, 7, 31), date(2026, 8, 7), "14d", "ines.duarte", "mh"
    )  # fmt: skip


def test_the_schedule_runs_from_approval_to_the_last_milestone_and_marks_the_agreed_end(page: Page) -> None:
    """INI-020 was approved on 1 April; INI-004 says no approval: its first milestone. What is cancelled is not drawn."""
    assert cells(page, "schedule", "label", "start", "end", "baseline", "next_on", "rag") == [
        ("INI-020 Waits for the refresh", date(2026, 4, 1), date(2026, 10, 11), date(2026, 10, 1), date(2026, 10, 11), "grey"),
        (
            "INI-004 Disordered-eating policy refresh", date(2026, 6, 30), date(2026, 9, 25), date(2026, 9, 15), date(2026, 8, AUG), "red"
        ),
    ]  # fmt: skip


def test_milestones_stand_under_their_initiative_with_what_sets_their_date(page: Page) -> None:
    found = cells(page, "milestones", "milestone", "baseline", "stated", "propagated", "slip", "driver", "state", "status")
    assert found[3:6] == [
        ("INI-004/M3", date(2026, 7, 31), date(2026, 8, 7), date(2026, 8, AUG), 10, "", "overdue", "amber"),
        ("INI-004/M4", date(2026, 9, 15), date(2026, 9, 15), date(2026, 9, 25), 10, "INI-004/M3", "open", "amber"),
        ("INI-020", date(2026, 10, 1), None, date(2026, 10, 11), 10, "", "", "amber"),
    ]
    assert found[1][-2:] == ("done 8 Jul 2026", "complete")
    assert [row.level for row in table(page, "milestones").rows] == [0, 1, 1, 1, 1, 0, 1]


def test_colours_by_dimension_say_why(page: Page) -> None:
    (refresh, _) = cells(page, "colours", "schedule", "cost", "outcome", "risk", "people", "readiness", "rag", "why")
    assert refresh[:7] == ("amber", "red", "green", "green", "green", None, "red")
    assert refresh[7] == "cost: estimate at completion over budget and tolerance"


def test_earned_value_with_all_three_estimates(page: Page) -> None:
    """Domain reference C19: BAC 200,000, PV 160,000, EV 80,000, AC 96,000."""
    assert cells(page, "value", "initiative", "bac", "pv", "ev", "ac", "sv", "cv", "spi") == [
        ("INI-004", 200_000, 160_000, 80_000, 96_000, -80_000, -16_000, D("0.5"))
    ]
    assert cells(page, "estimates", "eac_typical", "eac_atypical", "eac_both", "etc", "vac", "reachable") == [
        (240_000, 216_000, 384_000, 144_000, -40_000, "needs more than planned")
    ]
    note = table(page, "estimates").note
    assert all(said in note for said in ("BAC ÷ CPI", "AC + BAC − EV", "AC + (BAC − EV) ÷ (CPI × SPI)"))
    assert cells(page, "without", "initiative", "why") == [("INI-020", "no budget")]


def test_the_lead_says_what_is_late_and_beyond(page: Page) -> None:
    assert page.lead == (
        "3 initiatives, 2 of them live: 1 red, 1 grey; 3 open milestones after their baseline, 1 overdue; beyond tolerance: INI-004; "
        "earned value of 1 initiative, cost above what was earned in INI-004, less earned than planned in INI-004."
    )


def test_filters_and_what_is_left_out(lumo: Context) -> None:
    plain = build("roadmap", lumo, Options(audience="restricted", team="coe"))
    assert keys(plain) == ["roadmap", "schedule", "colours", "milestones"]
    assert [row[0] for row in cells(plain, "roadmap", "initiative")] == ["INI-020", "INI-021"]
    quarter = build("roadmap", lumo, Options(audience="restricted", period="2026-Q4"))
    assert [row[0] for row in cells(quarter, "roadmap", "initiative")] == ["INI-020"]
    nobody = build("roadmap", lumo, Options(audience="restricted", owner="li.wei"))
    assert (nobody.lead, keys(nobody), nobody.notes) == ("No initiatives in this selection.", [], ())


def test_money_that_is_not_shown_is_no_earned_value(lumo: Context) -> None:
    """The readers may not see the line's months: nothing of them is told, and why is."""
    hidden = for_readers(at(DAY, ALL, SPEND.replace("MH-VEN-01", "MH-PEO-01"), PAY), "internal")
    page = build("roadmap", hidden, Options(audience="internal", evm=True))
    assert "value" not in keys(page)
    assert cells(page, "without", "why") == [("its money is not shown to these readers",)]
    assert keys(build("roadmap", lumo, Options(audience="internal", evm=True))).count("value") == 1


PAY = """
--- # budgets/FY26/mh.yaml
kind: budget
cost_center: CC-4420
team: mh
fiscal_year: FY26
lines:
  - {id: MH-VEN-01, name: Consultation and training, category: vendor, plan: 240_000, supports: [mh/2026-Q3/O1]}
  - {id: MH-PEO-01, name: Salaries, category: personnel, source: headcount}
"""


def test_without_spend_what_was_planned_and_earned_is_told() -> None:
    page = build("roadmap", at(DAY, ALL), Options(audience="restricted", evm=True))
    assert cells(page, "value", "pv", "ev", "ac", "cv", "spi", "cpi") == [(160_000, 80_000, None, None, D("0.5"), None)]
    assert "estimates" not in keys(page)
