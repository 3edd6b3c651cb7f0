"""The register, blockers and dependencies: exact cells of a small workspace, as of 10 August 2026."""

from __future__ import annotations

from datetime import date

import pytest
from tests.analyse.lumo import ALL, DAY
from tests.analyse.workspaces import at, files
from tests.reports.pages import cells, keys, table

from polops.analyse.context import Context
from polops.plan.load import load
from polops.reports import Options, build
from polops.reports.page import Page

MORE = """
--- # raid/coe.yaml
kind: raid
team: coe
items:
  - {id: R-1, type: risk, title: Small, owner: sam.okafor, raised: 2026-05-01, reviewed: 2026-06-01, probability: 1, impact: 2}
  - {id: R-2, type: risk, title: Worse, owner: sam.okafor, raised: 2026-08-09, probability: 3, impact: 4, inherent: [2, 3]}
  - {id: R-3, type: risk, title: Gone, owner: sam.okafor, raised: 2026-05-01, probability: 5, impact: 5, status: closed, closed: 2026-06-01}
  - {id: I-1, type: issue, title: Nobody told, owner: sam.okafor, raised: 2026-08-03, severity: S1, blocks: [INI-004/M4, INI-004],
     actions: [{id: a1, what: Later, owner: sam.okafor, due: 2026-09-01}, {id: a2, what: Sooner, owner: li.wei, due: 2026-08-12},
       {id: a3, what: Done, owner: li.wei, due: 2026-08-05, done: 2026-08-06}]}
  - {id: I-2, type: issue, title: Blocks nothing, owner: sam.okafor, raised: 2026-08-07, severity: S4}
  - {id: D-1, type: dependency, title: Overdue, owner: sam.okafor, raised: 2026-06-01, from: STK-LEGAL, needed_by: 2026-08-01,
     promised: 2026-08-01, blocks: [INI-004/M4]}
  - {id: D-2, type: dependency, title: Here, owner: sam.okafor, raised: 2026-06-01, from: mh, needed_by: 2026-08-01,
     promised: 2026-07-20, delivered: 2026-07-21}
  - {id: A-1, type: assumption, title: Late, owner: sam.okafor, raised: 2026-07-01, validate_by: 2026-08-01}
--- # roadmap/INI-020.yaml
kind: initiative
id: INI-020
name: Waits for the refresh
owner: sam.okafor
team: coe
stage: approved
milestones:
  - {id: M1, name: After M3, baseline: 2026-10-01, after: [INI-004/M3]}
"""


@pytest.fixture(scope="module")
def lumo() -> Context:
    return at(DAY, ALL, MORE)


def page(lumo: Context, name: str, **options: str) -> Page:
    return build(name, lumo, Options(audience="restricted", **options))  # type: ignore[arg-type]  # by field


def test_the_heat_map_counts_open_risks_in_the_colour_of_their_zone(lumo: Context) -> None:
    found = table(page(lumo, "raid"), "heat")
    assert [row.cells for row in found.rows] == [
        ("5", 0, 0, 0, 0, 0, 0),
        ("4", 0, 0, 0, 1, 0, 1),
        ("3", 0, 0, 0, 1, 0, 1),
        ("2", 0, 0, 0, 0, 0, 0),
        ("1", 0, 1, 0, 0, 0, 1),
    ]
    assert found.rows[0].tints == (None, "amber", "amber", "red", "red", "red", None)[:6]
    assert found.rows[1].tints[4] == "red"
    assert found.rows[4].tints[1:6] == ("green", "green", "green", "green", "amber")


def test_ages_by_type(lumo: Context) -> None:
    found = table(page(lumo, "raid"), "ages")
    assert [row.cells for row in found.rows] == [
        ("Risks", 1, 0, 0, 1, 1, 3, 101),
        ("Issues", 2, 1, 0, 0, 0, 3, 13),
        ("Dependencies", 0, 0, 0, 1, 2, 3, 70),
        ("Assumptions", 0, 0, 0, 1, 0, 1, 40),
    ]
    assert found.total is not None
    assert found.total.cells == ("Total", 3, 1, 0, 3, 3, 10, 101)


def test_top_risks_move_against_their_score_before_any_response(lumo: Context) -> None:
    assert cells(page(lumo, "raid"), "top", "risk", "score", "zone", "trend", "action", "due", "inherent", "target") == [
        ("R-012", 16, "red", "better", "Book vendor trainer for Manila", date(2026, 8, 7), 20, 8),
        ("R-2", 12, "amber", "worse", "", None, 6, None),
        ("R-1", 2, "green", "", "", None, None, None),
    ]


def test_with_a_plan_to_compare_with_risks_move_against_that() -> None:
    now = load(files(*_texts(MORE))).plan
    before = load(files(*_texts(MORE.replace("probability: 3, impact: 4", "probability: 3, impact: 5")))).plan
    made = page(Context(now, date(2026, 8, 10), base=before), "raid")
    assert cells(made, "top", "risk", "trend") == [("R-012", "flat"), ("R-2", "better"), ("R-1", "flat")]
    assert "Trend is against the plan compared with: lower is better." in made.notes


def _texts(more: str) -> tuple[str, ...]:
    from tests.analyse.workspaces import BASE  # noqa: PLC0415 - the whole of what `at` loads

    return (BASE, ALL, more)


def test_every_entry_by_type(lumo: Context) -> None:
    made = page(lumo, "raid")
    assert cells(made, "risks", "risk", "age", "review_due", "review") == [
        ("R-012", 35, date(2026, 8, 10), "in time"),
        ("R-2", 1, date(2026, 8, 23), "in time"),
        ("R-1", 101, date(2026, 7, 1), "overdue"),
    ]
    assert cells(made, "issues", "issue", "severity", "age", "escalation") == [
        ("I-1", "S1", 7, "late"),
        ("I-021", "S2", 13, "escalated"),
        ("I-2", "S4", 3, "by 4 Sep 2026"),
    ]
    assert cells(made, "assumptions", "assumption", "state") == [("A-1", "overdue")]
    assert made.lead == (
        "Open: 3 risks (1 red, 1 amber, 1 green, 1 review overdue); 3 issues (2 blocking, 1 late to escalate); "
        "3 dependencies (2 promised too late or overdue); 1 assumption."
    )


def test_filters_of_the_register(lumo: Context) -> None:
    assert cells(page(lumo, "raid", team="coe"), "top", "risk") == [("R-2",), ("R-1",)]
    assert cells(page(lumo, "raid", owner="jo.park"), "top", "risk") == [("R-012",)]
    assert cells(page(lumo, "raid", period="2026-Q2"), "top", "risk") == [("R-1",)]
    nothing = page(lumo, "raid", owner="li.wei")
    assert (nothing.lead, keys(nothing), nothing.notes) == ("No open entries in this selection.", [], ())


def test_blockers_say_what_they_block_and_what_is_next(lumo: Context) -> None:
    """The next action is the open one that is due first."""
    made = page(lumo, "blockers")
    assert cells(made, "blockers", "issue", "blocks", "age", "severity", "escalated_to", "escalation", "escalated_on") == [
        ("I-1", "INI-004/M4, INI-004", 7, "S1", "", "late", None),
        ("I-021", "INI-004/M4", 13, "S2", "dana.lee", "escalated", date(2026, 8, 6)),
    ]
    assert cells(made, "actions", "issue", "action", "due", "by", "decision", "state") == [
        ("I-1", "Sooner", date(2026, 8, 12), "li.wei", "", "in time"),
        ("I-021", "none", None, "", "", ""),
    ]
    assert cells(made, "waiting", "item", "name", "what", "due", "waits_for") == [
        ("INI-004/M4", "Enforced in all markets", "milestone", date(2026, 9, 25), "I-1, I-021"),
        ("INI-004", "Disordered-eating policy refresh", "initiative", None, "I-1"),
    ]
    assert [row.cells for row in table(made, "ages").rows] == [("S1", 1, 0, 0, 0, 0, 1), ("S2", 0, 1, 0, 0, 0, 1)]
    assert made.lead == (
        "2 blockers (1 S1, 1 S2) hold up 2 items; the oldest, I-021, is 13 days old; late to escalate: I-1; without a next action: I-021."
    )
    assert made.notes[0].startswith("To escalate: S1 after 1bd, S2 after 3bd")
    assert page(lumo, "blockers", owner="li.wei").lead == "Nothing is blocked in this selection."


def test_dependencies_with_their_float_and_what_waits(lumo: Context) -> None:
    made = page(lumo, "dependencies")
    assert cells(made, "dependencies", "dependency", "from", "needed_by", "promised", "float", "state", "waits") == [
        ("D-007", "STK-PROD", date(2026, 8, 14), date(2026, 8, 21), -7, "too late", ""),
        ("D-1", "STK-LEGAL", date(2026, 8, 1), date(2026, 8, 1), 0, "overdue", "INI-004/M4"),
        ("D-2", "mh", date(2026, 8, 1), date(2026, 7, 20), 12, "delivered", ""),
    ]
    assert cells(made, "suppliers", "from", "name", "open", "late", "overdue", "least", "next")[0] == (
        "STK-PROD", "Product", 1, 1, 0, -7, date(2026, 8, 14)
    )  # fmt: skip
    assert cells(made, "waiting", "item", "waits_for") == [("INI-004/M4", "D-1")]
    assert cells(made, "between", "before", "before_on", "after", "baseline", "after_on", "late", "drives") == [
        ("INI-004/M3", date(2026, 8, 10), "INI-020/M1", date(2026, 10, 1), date(2026, 10, 11), 10, "yes")
    ]
    assert made.lead == (
        "2 open dependencies on 2 suppliers; 1 delivered and not closed; promised after the need: D-007; overdue: D-1; "
        "1 link between initiatives."
    )


def test_filters_of_dependencies(lumo: Context) -> None:
    """A link between two teams is shown to both of them."""
    for team in ("mh", "coe"):
        assert len(cells(page(lumo, "dependencies", team=team), "between", "before")) == 1
    nothing = page(lumo, "dependencies", owner="li.wei")
    assert (nothing.lead, keys(nothing), nothing.notes) == ("No open dependencies in this selection.", [], ())
