"""What falls on which day, by kind of item."""

from __future__ import annotations

from datetime import date
from textwrap import dedent

import pytest
from tests.analyse.workspaces import BASE
from tests.analyse.workspaces import files as base

from polops.analyse.calendar import entries
from polops.analyse.context import Context
from polops.plan.load import load

FIRST, LAST = date(2025, 1, 1), date(2027, 12, 31)


def dates(as_of: str, *files: str) -> list[tuple[str, str, str, str, str]]:
    """Day, what, item, owner and state of every entry."""
    texts = {**base(BASE), **{f"{i}.yaml": dedent(text).encode() for i, text in enumerate(files)}}
    ctx = Context(load(texts).plan, date.fromisoformat(as_of))
    assert not ctx.plan.broken
    return [(str(e.on), e.what, e.ref, e.owner, e.state(ctx.as_of)) for e in entries(ctx, FIRST, LAST)]


BUDGET = "kind: budget\ncost_center: CC-1\nteam: mh\nfiscal_year: FY26\nlines:\n  - {}\n"
OKRS = """
kind: okrs
team: mh
period: 2026-Q3
status: active
objectives:
  - id: O1
    title: t
    key_results:
      - {id: KR1, title: t, baseline: 1, target: 2, due: 2026-08-31}
      - id: KR2
        title: t
        owner: jo.park
        milestones:
          - {id: a, title: t, due: 2026-07-31, done: 2026-08-03}
          - {id: b, title: t, due: 2026-08-05}
          - {id: c, title: t, due: 2026-09-10, dropped: {on: 2026-08-01, decision: DEC-1}}
"""


@pytest.mark.parametrize(
    ("as_of", "state"), [("2026-07-30", ""), ("2026-08-05", ""), ("2026-08-06", "late")], ids=["before", "on the day", "after"]
)
def test_key_results_and_milestones(as_of: str, state: str) -> None:
    found = dates(as_of, OKRS)
    assert ("2026-08-31", "key result due", "mh/2026-Q3/O1/KR1", "ines.duarte", "") in found
    assert ("2026-08-05", "milestone", "mh/2026-Q3/O1/KR2/b", "jo.park", state) in found
    assert ("2026-09-30", "OKRs end", "mh/2026-Q3", "ines.duarte", "") in found


def test_a_milestone_is_shown_on_the_day_it_was_done_and_a_dropped_one_not_at_all() -> None:
    found = dates("2026-08-10", OKRS)
    assert ("2026-08-03", "milestone", "mh/2026-Q3/O1/KR2/a", "jo.park", "done") in found
    assert not [entry for entry in found if entry[2].endswith("/c")]


def test_months_to_be_closed_go_on_to_the_end_of_the_year() -> None:
    """Eight business days after the month: 12 August for July."""
    found = dates("2026-08-10", "kind: actuals\nmonth: 2026-07\nstatus: closed\nsource: GL\n")
    assert found[0] == ("2026-08-12", "month to be closed", "actuals/2026-07", "", "done")
    assert [entry[2] for entry in found[1:]] == [f"actuals/2026-{month:02d}" for month in range(8, 13)]


def test_positions_start_when_they_are_expected_to() -> None:
    found = dates(
        "2026-08-10",
        """
        kind: headcount
        team: mh
        positions:
          - {id: HC-1, title: t, band: P1, location: SJC, status: filled, start: 2026-07-20, end: 2026-12-31}
          - {id: HC-2, title: t, band: P1, location: SJC, status: open, planned_start: 2026-08-01, start: 2026-10-05}
          - {id: HC-3, title: t, band: P1, location: SJC, status: approved, planned_start: 2026-07-01}
          - {id: HC-4, title: t, band: P1, location: SJC, status: frozen, planned_start: 2026-09-01}
        """,
    )
    assert [entry[:3] + entry[4:] for entry in found] == [
        ("2026-07-20", "start", "HC-1", "done"),
        ("2026-08-10", "start", "HC-3", ""),
        ("2026-10-05", "start", "HC-2", ""),
        ("2026-12-31", "last day", "HC-1", ""),
    ]


def test_orders_and_decisions_belong_to_who_must_act() -> None:
    found = dates(
        "2026-08-10",
        """
        kind: commitments
        fiscal_year: FY26
        orders:
          - {id: PO-1, vendor: V, line: L-1, amount: 1, status: open, end: 2026-12-31, notice_by: 2026-08-01}
          - {id: PO-2, vendor: V, line: L-1, amount: 1, status: cancelled, end: 2026-12-31}
        """,
        BUDGET.format("{id: L-1, name: n, category: vendor, plan: 1, owner: jo.park}"),
        "kind: decision\nid: DEC-1\ntitle: t\nstatus: proposed\ndriver: jo.park\napprover: ines.duarte\nneeded_by: 2026-08-07\n",
        "kind: decision\nid: DEC-2\ntitle: t\nstatus: decided\ndriver: jo.park\napprover: ines.duarte\ndecided: 2026-06-01\n"
        "choice: a\nwhy: b\nreview_on: 2026-09-01\n",
    )
    assert found == [
        ("2026-06-01", "decision", "DEC-2", "ines.duarte", "done"),
        ("2026-08-01", "notice by", "PO-1", "jo.park", "late"),
        ("2026-08-07", "decision", "DEC-1", "ines.duarte", "late"),
        ("2026-09-01", "decision review", "DEC-2", "jo.park", ""),
        ("2026-12-31", "order ends", "PO-1", "jo.park", ""),
    ]


def test_waivers_end() -> None:
    line = "{id: L-1, name: n, category: vendor, plan: 1, waive: [{code: BUD206, reason: r, until: 2026-09-30, by: jo.park}]}"
    found = dates("2026-08-10", BUDGET.format(line))
    assert found == [("2026-09-30", "waiver of BUD206 ends", "L-1", "jo.park", "")]


INITIATIVE = """
kind: initiative
id: INI-004
name: Refresh
owner: ines.duarte
stage: delivery
milestones:
  - {id: M1, name: Consulted, baseline: 2026-06-30, done: 2026-07-08}
  - {id: M3, name: Guidance ready, baseline: 2026-07-31, forecast: 2026-08-07}
  - {id: M4, name: Enforced, baseline: 2026-09-15, hard: true}
"""
RAID = """
kind: raid
team: mh
items:
  - id: R-012
    type: risk
    title: Training capacity
    owner: jo.park
    raised: 2026-07-06
    reviewed: 2026-08-03
    probability: 4
    impact: 4
    response: reduce
    actions: [{id: a1, what: Book a trainer, owner: jo.park, due: 2026-08-07}]
  - {id: I-021, type: issue, title: Legal wording, owner: ines.duarte, raised: 2026-07-28, severity: S2, blocks: [INI-004/M4]}
  - {id: D-007, type: dependency, title: Labels, owner: jo.park, raised: 2026-07-01, from: pp, needed_by: 2026-08-14, promised: 2026-08-21}
  - {id: A-001, type: assumption, title: Volume, owner: jo.park, raised: 2026-07-01, validate_by: 2026-09-01, status: closed}
"""


def test_the_programme_has_milestones_reviews_and_dependencies() -> None:
    """R-012 is red and was reviewed on 3 August: due seven days later. I-021 is S2: three business days. Source: domain reference C19."""
    assert dates("2026-08-10", INITIATIVE, RAID) == [
        ("2026-07-08", "milestone", "INI-004/M1", "ines.duarte", "done"),
        ("2026-07-31", "blocker to be escalated", "I-021", "ines.duarte", "late"),
        ("2026-08-07", "milestone", "INI-004/M3", "ines.duarte", "late"),
        ("2026-08-07", "action", "R-012/a1", "jo.park", "late"),
        ("2026-08-10", "risk review", "R-012", "jo.park", ""),
        ("2026-08-14", "dependency needed", "D-007", "jo.park", ""),
        ("2026-08-21", "dependency promised", "D-007", "jo.park", ""),
        ("2026-09-15", "hard date", "INI-004/M4", "ines.duarte", ""),
    ]


def test_a_cancelled_initiative_has_only_its_past() -> None:
    found = dates("2026-08-10", INITIATIVE.replace("stage: delivery", "stage: cancelled"))
    assert [entry[2] for entry in found] == ["INI-004/M1"]


def test_changes_and_partners() -> None:
    change = """
    kind: change
    id: CHG-007
    title: New guideline
    owner: jo.park
    sponsor: dana.lee
    go_live: 2026-09-15
    groups: [{id: g1, name: Reviewers, people: 18, impact: 4}]
    comms: [{id: c1, group: g1, what: Why, on: 2026-07-30, owner: jo.park, done: 2026-07-30}]
    training: [{id: t1, group: g1, what: Module, by: 2026-08-28, owner: jo.park, required: 18, completed: 5}]
    adoption: {speed: {target_date: 2026-10-15, target: 90%}}
    """
    partners = """
    kind: stakeholders
    stakeholders: [{id: STK-LEGAL, name: Legal, type: internal, cadence: 2w, last_met: 2026-07-08, lead: ines.duarte}]
    requests: [{id: RQ-114, from: STK-LEGAL, what: In scope?, received: 2026-08-03, due: 2026-08-07, answered: 2026-08-06}]
    engagements: [{id: ENG-1, type: speaking, on: 2026-10-14, topic: Crisis, spokesperson: ines.duarte}]
    """
    assert [entry[:3] + entry[4:] for entry in dates("2026-08-10", change, partners)] == [
        ("2026-07-22", "partner meeting", "STK-LEGAL", "late"),
        ("2026-07-30", "communication", "CHG-007/c1", "done"),
        ("2026-08-07", "answer due", "RQ-114", "done"),
        ("2026-08-28", "training", "CHG-007/t1", ""),
        ("2026-09-15", "go-live", "CHG-007", ""),
        ("2026-10-14", "speaking", "ENG-1", ""),
        ("2026-10-15", "adoption target", "CHG-007", ""),
    ]


def test_of_updates_only_the_newest_asks() -> None:
    update = """
    kind: update
    team: mh
    period: {}
    headline: h
    asks: [{{to: pp, what: Start, by: {}}}]
    """
    found = dates("2026-08-10", update.format("2026-W32", "2026-08-14"), update.format("2026-W31", "2026-08-07"))
    assert found == [("2026-08-14", "pp asked", "mh/2026-W32", "pp", "")]


def test_the_desk_has_launches_duties_and_debriefs() -> None:
    policy = """
    kind: policy
    id: POL-1
    title: Policy
    type: policy
    owner: ines.duarte
    status: approval
    reviewed: 2025-11-18
    versions: [{v: "3.0", effective: 2026-09-15, summary: s}]
    readiness:
      legal_review: {due: 2026-08-14, owner: jo.park}
      rollback_plan: {na: Wording only}
    """
    duties = """
    kind: obligations
    regulation: EU-DSA
    name: n
    jurisdiction: EU
    status: in_force
    contact: ines.duarte
    items:
      - id: report
        summary: s
        type: report
        owner: sam.okafor
        every: 6mo
        first_due: 2026-02-28
        done: {2026-02-28: {on: 2026-02-26, evidence: x.pdf}}
    """
    protocol = """
    kind: policy
    id: POL-PRO
    title: Protocol
    type: protocol
    owner: ines.duarte
    status: retired
    severities: {S1: {acknowledge: 15m}}
    """
    incident = """
    kind: incident
    id: INC-1
    title: t
    severity: S1
    protocol: POL-PRO
    detected: 2026-07-21T09:30Z
    resolved: 2026-07-21T20:10Z
    commander: ines.duarte
    people_exposed: 7
    debrief_on: 2026-07-22
    """
    assert [entry[:3] + entry[4:] for entry in dates("2026-08-10", policy, duties, protocol, incident)] == [
        ("2026-02-28", "obligation due 2026-02-28", "EU-DSA/report", "done"),
        ("2026-07-22", "debrief", "INC-1", "done"),
        ("2026-07-31", "after-action review", "INC-1", "late"),
        ("2026-08-14", "legal review", "POL-1", ""),
        ("2026-08-28", "obligation due 2026-08-28", "EU-DSA/report", ""),
        ("2026-09-15", "policy effective", "POL-1/3.0", ""),
        ("2026-11-18", "policy review", "POL-1", ""),
        ("2027-02-28", "obligation due 2027-02-28", "EU-DSA/report", ""),
    ]
