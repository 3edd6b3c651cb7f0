"""The decision register and the asks: exact cells of a small programme."""

from datetime import date
from decimal import Decimal

import pytest
from tests.reports.small import cells, page

PENDING = """
kind: decision
id: DEC-1
title: A second specialist
status: proposed
driver: jo.park
approver: dana.lee
needed_by: 2026-08-07
amount: 40_000
options: [{id: A, text: Now}, {id: B, text: Later}]
"""
MADE = """
kind: decision
id: DEC-2
title: Fund the second wave
status: decided
driver: sam.okafor
approver: dana.lee
decided: 2026-06-12
choice: A
why: It is too low to enforce
options: [{id: A, text: Second wave now}]
review_on: 2026-07-31
approvals: [{by: dana.lee, on: 2026-06-12, ref: PR 214}]
"""
LATER = """
kind: decision
id: DEC-3
title: Decided only tomorrow
status: decided
driver: jo.park
approver: sam.okafor
decided: 2026-08-11
choice: Go
why: Because
"""
OLD = """
kind: decision
id: DEC-4
title: The first wave
status: superseded
driver: sam.okafor
approver: dana.lee
"""


def test_what_waits_is_in_order_of_urgency() -> None:
    found = page("decisions", MADE, LATER, PENDING)
    assert found.lead == "2 decisions pending, 1 overdue; 1 made; 1 to look back at."
    keys = ("decision", "needed_by", "days_left", "approver", "amount", "options")
    assert cells(found, "pending", *keys) == [
        ("DEC-1", date(2026, 8, 7), -3, "dana.lee", Decimal(40_000), 2),
        ("DEC-3", None, None, "sam.okafor", None, 0),
    ]


def test_what_was_made_says_what_was_chosen_and_where_it_was_approved() -> None:
    found = page("decisions", MADE)
    assert cells(found, "made", "decision", "choice", "approved") == [("DEC-2", "A: Second wave now", "2026-06-12, PR 214")]
    assert cells(found, "reviews", "decision", "days") == [("DEC-2", 10)]


def test_a_superseded_decision_names_what_replaced_it() -> None:
    found = page("decisions", OLD, MADE.rstrip() + "\nsupersedes: DEC-4\n")
    assert cells(found, "dropped", "decision", "status", "by") == [("DEC-4", "superseded", "DEC-2")]


@pytest.mark.parametrize(
    ("filters", "expected"),
    [
        ({"owner": "jo.park"}, ["DEC-1", "DEC-3"]),
        ({"owner": "sam.okafor"}, ["DEC-3"]),
        ({"team": "coe"}, ["DEC-3"]),
        ({"team": "pp"}, ["DEC-1"]),
    ],
)
def test_an_owner_drives_or_approves(filters: dict[str, str], expected: list[str]) -> None:
    assert [row[0] for row in cells(page("decisions", PENDING, LATER, **filters), "pending", "decision")] == expected


def test_a_period_holds_the_decisions_made_in_it() -> None:
    assert cells(page("decisions", MADE, period="2026-Q2"), "made", "decision") == [("DEC-2",)]
    assert cells(page("decisions", MADE, period="2026-Q1"), "made", "decision") == []


def test_nothing_decided_is_said() -> None:
    assert page("decisions").lead == "0 decisions pending; 0 made."


UPDATE = """
kind: update
team: mh
period: 2026-W32
headline: h
asks:
  - {to: STK-LEGAL, what: Start the review, by: 2026-08-14, ref: I-021}
"""
OLDER = """
kind: update
team: mh
period: 2026-W31
headline: h
asks: [{to: STK-LEGAL, what: Asked before, by: 2026-08-01}]
"""
RAID = """
kind: raid
team: mh
items:
  - {id: I-021, type: issue, title: Not started, owner: ines.duarte, raised: 2026-07-28, severity: S2}
  - id: D-007
    type: dependency
    title: Labels
    owner: jo.park
    raised: 2026-07-01
    from: STK-LEGAL
    needed_by: 2026-08-08
    promised: 2026-08-21
"""
PARTNERS = """
kind: stakeholders
stakeholders: [{id: STK-LEGAL, name: Legal, type: internal, cadence: 2w, last_met: 2026-07-08, lead: ines.duarte}]
requests:
  - {id: RQ-1, from: STK-LEGAL, what: Open and late, received: 2026-08-03, due: 2026-08-07}
  - {id: RQ-2, from: STK-LEGAL, what: In time, received: 2026-08-03, due: 2026-08-07, answered: 2026-08-06}
  - {id: RQ-3, from: STK-LEGAL, what: Not due yet, received: 2026-08-03, due: 2026-08-20}
"""


def test_asks_come_from_updates_decisions_and_dependencies() -> None:
    found = page("asks", PARTNERS, UPDATE, OLDER, PENDING, RAID)
    assert found.lead == "3 asks of 2 partners and people, 2 past their day."
    assert cells(found, "asks", "to", "by", "days_left", "kind", "about", "of") == [
        ("dana.lee", date(2026, 8, 7), -3, "decision", "DEC-1", "jo.park"),
        ("STK-LEGAL", date(2026, 8, 8), -2, "earlier delivery", "D-007", "jo.park"),
        ("STK-LEGAL", date(2026, 8, 14), 4, "help", "I-021", "mh"),
    ]
    assert cells(found, "by_whom", "to", "name", "asks", "late", "next") == [
        ("STK-LEGAL", "Legal", 2, 1, date(2026, 8, 14)),
        ("dana.lee", "Dana Lee", 1, 1, None),
    ]


def test_partners_are_met_and_answered_in_time_or_not() -> None:
    found = page("partners", PARTNERS)
    assert found.lead == "1 partner, 1 to be met: STK-LEGAL; 2 requests open, 1 overdue; 50.0 % answered in time."
    assert cells(found, "partners", "partner", "next", "state") == [("STK-LEGAL", date(2026, 7, 22), "late")]
    assert cells(found, "requests", "request", "state", "days") == [("RQ-1", "overdue", 7), ("RQ-3", "open", 7), ("RQ-2", "in time", 3)]


def test_the_pack_for_a_partner_holds_what_concerns_them() -> None:
    found = page("partners", PARTNERS, UPDATE, RAID, PENDING.rstrip() + "\nagree: [STK-LEGAL]\n", partner="stk-legal")
    assert found.lead == "2 asks of Legal, 2 open requests of theirs, 1 decision pending."
    assert cells(found, "dependencies", "dependency", "float") == [("D-007", -13)]
    assert cells(found, "pending", "decision") == [("DEC-1",)]
