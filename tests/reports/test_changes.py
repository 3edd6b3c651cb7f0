"""Changes, the communications plan and engagements: exact cells of a small programme."""

from datetime import date
from decimal import Decimal

from tests.reports.small import cells, page

CHANGE = """
kind: change
id: CHG-007
title: Move reviewers to the new guideline
owner: jo.park
sponsor: dana.lee
stage: live
go_live: 2026-07-15
groups:
  - {id: g1, name: Reviewers, people: 18, impact: 4}
  - {id: g2, name: Appeals, people: 9, impact: 3}
adkar:
  - {group: g1, on: 2026-07-01, a: 2, d: 2, k: 2, ab: 2, r: 1}
  - {group: g1, on: 2026-08-05, a: 4, d: 4, k: 2, ab: 2, r: 1}
comms:
  - {id: c1, group: g1, what: Why it changes, on: 2026-07-30, owner: jo.park, done: 2026-07-30}
  - {id: c2, what: Two weeks on, on: 2026-08-07, owner: jo.park}
training:
  - {id: t1, group: g1, what: Module and quiz, by: 2026-08-28, owner: jo.park, required: 18, completed: 5}
adoption: {speed: {target_date: 2026-10-15, target: 90%}}
readings:
  - {group: g1, on: 2026-07-31, using: 9}
  - {group: g2, on: 2026-07-31, using: 9}
  - {group: g1, on: 2026-08-31, using: 18}
interventions:
  - {id: v1, on: 2026-08-06, trigger: Knowledge, action: Two clinics, owner: jo.park, due: 2026-08-20}
  - {id: v2, on: 2026-08-20, trigger: Later, action: Not yet, owner: jo.park, due: 2026-08-30}
"""


def test_a_change_by_readiness_barrier_and_adoption() -> None:
    """Adoption is 18 of 27 people; one of two messages and trainings due is done. Source: domain reference C15, C19 (barrier Knowledge)."""
    found = page("changes", CHANGE)
    assert found.lead == "1 change under way: CHG-007 live for 26 days, barrier Knowledge, adoption 66.7 %."
    [(readiness, training, barrier, adoption, target)] = cells(found, "changes", "readiness", "training", "barrier", "adoption", "target")
    assert (readiness, training, barrier, target) == (Decimal("0.5"), Decimal(5) / 18, "Knowledge", Decimal("0.9"))
    assert adoption == Decimal(18) / 27


def test_groups_show_the_latest_assessment() -> None:
    assert cells(page("changes", CHANGE), "adkar", "group", "a", "k", "r", "barrier", "on") == [
        ("CHG-007/g1", 4, 2, 1, "Knowledge", date(2026, 8, 5)),
        ("CHG-007/g2", None, None, None, "not assessed", None),
    ]


def test_nothing_later_than_the_date_counts() -> None:
    found = page("changes", CHANGE)
    assert cells(found, "adoption", "group", "using", "people", "share") == [
        ("CHG-007/g1", 9, 18, Decimal("0.5")),
        ("CHG-007/g2", 9, 9, Decimal(1)),
    ]
    assert cells(found, "interventions", "intervention", "state") == [("CHG-007/v1", "open")]


def test_what_is_to_come_is_in_order_of_day() -> None:
    assert cells(page("changes", CHANGE), "steps", "step", "kind", "due", "state") == [
        ("CHG-007/c2", "message", date(2026, 8, 7), "late"),
        ("CHG-007/t1", "training", date(2026, 8, 28), ""),
    ]


def test_a_closed_change_asks_for_nothing() -> None:
    found = page("changes", CHANGE.replace("stage: live", "stage: closed"))
    assert found.lead == "No change is under way."
    assert cells(found, "steps", "step") == []


PARTNERS = """
kind: stakeholders
stakeholders: [{id: STK-LEGAL, name: Legal, type: internal}]
comms:
  - {id: COM-1, to: STK-LEGAL, what: Monthly digest, channel: mail, every: 1mo, on: 2026-01-15, owner: jo.park, done: 2026-07-05}
  - {id: COM-2, to: STK-LEGAL, what: Once, channel: meeting, on: 2026-06-01, owner: ines.duarte, done: 2026-06-01}
  - {id: COM-3, to: STK-LEGAL, what: First time, channel: mail, every: 2w, on: 2026-08-20, owner: ines.duarte}
engagements:
  - id: ENG-1
    type: expert_consultation
    on: 2026-06-24
    topic: Recovery
    input: Allow narratives
    disposition: adopted
    reply_sent: 2026-07-10
  - {id: ENG-2, type: roundtable, on: 2026-05-01, topic: Words, input: Three new ones}
  - {id: ENG-3, type: speaking, on: 2026-10-14, topic: Crisis, spokesperson: ines.duarte}
  - {id: ENG-4, type: conference, on: 2026-03-01, topic: No input}
"""


def test_messages_come_back_with_their_rhythm() -> None:
    found = page("comms", PARTNERS, CHANGE)
    assert found.lead == "3 messages to come, 2 late; 2 said and done."
    assert cells(found, "coming", "message", "to", "due", "state", "owner") == [
        ("COM-1", "STK-LEGAL", date(2026, 8, 5), "late", "jo.park"),
        ("CHG-007/c2", "CHG-007", date(2026, 8, 7), "late", "jo.park"),
        ("COM-3", "STK-LEGAL", date(2026, 8, 20), "", "ines.duarte"),
    ]
    assert [row[0] for row in cells(found, "said", "message")] == ["COM-2", "CHG-007/c1"]
    assert [row[0] for row in cells(page("comms", PARTNERS, owner="ines.duarte"), "coming", "message")] == ["COM-3"]


def test_engagements_say_what_became_of_the_input() -> None:
    found = page("engagements", PARTNERS)
    assert found.lead == "1 engagement to come, 1 not cleared; 3 held; the input of 1 is pending."
    assert cells(found, "coming", "engagement", "days", "cleared") == [("ENG-3", 65, "nobody yet")]
    assert cells(found, "past", "engagement", "disposition", "reply_sent") == [
        ("ENG-1", "adopted", date(2026, 7, 10)),
        ("ENG-2", "pending", None),
        ("ENG-4", "", None),
    ]
    assert cells(found, "dispositions", "type", "adopted", "pending", "all") == [("expert consultation", 1, 0, 1), ("roundtable", 0, 1, 1)]
