"""Obligations: the ladder, evidence, standing duties and the horizon, with exact cells."""

from __future__ import annotations

from datetime import date

from tests.analyse.lumo import ALL, DAY, OBLIGATIONS
from tests.analyse.workspaces import at
from tests.reports.desk import cells, keys, page_of

from polops.analyse.audience import for_readers
from polops.reports import Options, build
from polops.rules.obligation.unassessed import check

STANDING = OBLIGATIONS + """  - id: orders
    summary: Orders are answered
    type: response_time
    owner: jo.park
    response: 1h
    policies: [POL-MH-002]
"""  # fmt: skip
COMING = """
--- # obligations/ex-yda.yaml
kind: obligations
regulation: EX-YDA
name: Youth Design Act
jurisdiction: EX
status: proposed
contact: ines.duarte
items:
  - {id: audit, summary: Audit of the age signal, type: audit, owner: jo.park, due: 2027-12-31, impact_due: 2026-07-31}
  - {id: limits, summary: Limits at night, type: design, owner: sam.okafor, impact_due: 2026-06-30, position: We do it already}
  - {id: later, summary: Record, type: record, owner: sam.okafor}
"""


def test_the_ladder_has_what_is_due_next_the_earliest_first() -> None:
    page = page_of("obligations", at(DAY, ALL))
    columns = ("due", "days", "status", "obligation", "owner", "legal", "type", "contact")
    assert cells(page, "ladder", *columns) == [
        (date(2026, 8, 28), 18, "due", "EU-DSA/art42-transparency", "sam.okafor", "STK-LEGAL", "report", "ines.duarte"),
        (date(2026, 8, 31), 21, "due", "EU-DSA/art34-risk", "ines.duarte", "STK-LEGAL", "risk assessment", "ines.duarte"),
    ]
    assert page.lead == ("2 obligations of 1 regulation; 0 overdue, 2 due within 30d; next EU-DSA/art42-transparency on 28 Aug 2026.")


def test_what_is_overdue_stands_first() -> None:
    page = page_of("obligations", at("2026-09-02", ALL))
    assert cells(page, "ladder", "days", "status") == [(-5, "overdue"), (-2, "overdue")]
    assert page.lead == "2 obligations of 1 regulation; 2 overdue, 0 due within 30d."


def test_a_period_has_its_own_occurrences_met_or_not() -> None:
    page = page_of("obligations", at(DAY, ALL), Options(period="FY26"))
    assert cells(page, "ladder", "due", "status", "evidence") == [
        (date(2026, 2, 28), "done", "reports/dsa-2025H2.pdf"),
        (date(2026, 8, 28), "due", ""),
        (date(2026, 8, 31), "due", ""),
    ]
    late = page_of("obligations", at("2026-08-30", ALL), Options(period="2026-Q3"))
    assert cells(late, "ladder", "status") == [("overdue",), ("due",)]
    assert keys(late) == ["ladder"]


def test_evidence_is_told_and_missed() -> None:
    page = page_of("obligations", at(DAY, ALL))
    assert cells(page, "evidence", "due", "on", "early", "evidence") == [
        (date(2026, 2, 28), date(2026, 2, 26), 2, "reports/dsa-2025H2.pdf")
    ]
    bare = page_of("obligations", at(DAY, ALL, OBLIGATIONS.replace(", evidence: reports/dsa-2025H2.pdf", "")))
    assert cells(bare, "evidence", "evidence") == [("none",)]
    assert "1 fulfilment without evidence" in bare.lead


def test_a_duty_without_a_day_is_always_in_force() -> None:
    page = page_of("obligations", at(DAY, ALL, STANDING))
    assert cells(page, "standing", "obligation", "response", "shown_by", "owner") == [("EU-DSA/orders", "1h", "POL-MH-002", "jo.park")]


def test_the_horizon_stands_apart() -> None:
    page = page_of("obligations", at(DAY, ALL, COMING), Options(horizon=True))
    assert keys(page) == ["horizon"]
    assert cells(page, "horizon", "obligation", "law", "impact_due", "assessed", "due", "position") == [
        ("EX-YDA/limits", "proposed", date(2026, 6, 30), "✔ assessed", None, "We do it already"),
        ("EX-YDA/audit", "proposed", date(2026, 7, 31), "✖ overdue", date(2027, 12, 31), ""),
        ("EX-YDA/later", "proposed", None, "○ no day", None, ""),
    ]
    assert page.lead == "3 duties of 1 coming regulation; 1 assessment overdue."
    assert page_of("obligations", at(DAY, ALL), Options(horizon=True)).lead == "Nothing is coming in this selection."
    before = page_of("obligations", at("2026-07-31", ALL, COMING), Options(horizon=True))
    assert cells(before, "horizon", "assessed")[1] == ("○ open",)


def test_a_wider_reader_sees_that_a_duty_was_assessed_and_not_how() -> None:
    ctx = at(DAY, ALL, COMING)
    page = build("obligations", ctx, Options(horizon=True))
    assert cells(page, "horizon", "assessed", "position")[:2] == [("✔ assessed", "(not shown)"), ("✖ overdue", "")]
    for reader in ("restricted", "internal"):
        assert [str(getattr(found.where, "ref", "")) for found in check(for_readers(ctx, reader))] == ["EX-YDA/audit"]


def test_filters_by_owner_and_by_the_team_of_the_owner() -> None:
    ctx = at(DAY, ALL)
    assert cells(page_of("obligations", ctx, Options(owner="SAM.okafor")), "ladder", "obligation") == [("EU-DSA/art42-transparency",)]
    assert cells(page_of("obligations", ctx, Options(team="mh")), "ladder", "obligation") == [("EU-DSA/art34-risk",)]
    assert page_of("obligations", ctx, Options(team="pp")).lead == "No obligations in this selection."
