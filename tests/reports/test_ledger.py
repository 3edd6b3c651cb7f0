"""The commitment ledger: what moved, by which decision, within whose authority; and what its readers may see of it."""

from __future__ import annotations

import re
from decimal import Decimal
from typing import TYPE_CHECKING

from tests.analyse.workspaces import at

from polops.analyse.context import Context
from polops.analyse.ledger import movements
from polops.reports import Options, build
from polops.reports.item import view
from polops.rules.run import run

if TYPE_CHECKING:
    from polops.analyse.carrier import Movement
    from polops.reports.page import Page

SETTINGS = """
--- # polops.yaml
kind: settings
root_team: pp
authority:
  - {action: transfer, up_to: 25_000, role: team_lead}
  - {action: transfer, up_to: 250_000, role: director}
  - {action: headcount, role: director}
roles: {director: [dana.lee]}
"""


def decision(name: str, *, approver: str = "dana.lee", more: str = "", approved: bool = True, day: str = "2026-03-01") -> str:
    head = f"kind: decision\nid: {name}\ntitle: T\nstatus: decided\ndriver: li.wei\napprover: {approver}\ndecided: {day}\n"
    entry = f"approvals: [{{by: {approver}, on: {day}}}]\n" if approved else ""
    return f"--- # decisions/{name}.yaml\n{head}choice: A\nwhy: B\n{entry}{more}\n"


def budget(*lines: str, transfers: str = "") -> str:
    each = "\n".join(f"  - {{{line}}}" for line in lines)
    head = "kind: budget\ncost_center: CC-4410\nteam: coe\nfiscal_year: FY26\nstatus: approved\n"
    return f"--- # budgets/coe.yaml\n{head}lines:\n{each}\ntransfers: [{transfers}]\n"


def lock(items: str, *, what: str = "budget", on: str = "2026-01-12", by: str = "DEC-0") -> str:
    head = f"kind: lock\nwhat: {what}\nperiod: FY26\non: {on}\nby: dana.lee\ndecision: {by}\n"
    return f"--- # locks/{what}-{on}.yaml\n{head}items: {{{items}}}\n"


FREEZE = decision("DEC-0", day="2026-01-12")
LINE = "id: X-1, name: X, category: vendor"


def moved(*texts: str) -> list[Movement]:
    return list(movements(at("2026-08-10", SETTINGS, FREEZE, *texts)))


def told(*texts: str) -> list[tuple[str, str, str, str]]:
    return [(each.ref, each.field or each.how, each.decision, each.fault) for each in moved(*texts)]


def page(ctx: Context, audience: str = "restricted") -> Page:
    return build("ledger", ctx, Options(audience=audience))


def test_an_approval_is_bound_to_the_value() -> None:
    """A later, larger change is not covered by the earlier approval; a smaller one is not either."""
    frozen, carries = lock("X-1: {plan: 100_000, phase: even, category: vendor}"), decision("DEC-1", more="values: {X-1: {plan: 120_000}}")
    assert told(budget(f"{LINE}, plan: 100_000"), frozen, carries) == []
    assert told(budget(f"{LINE}, plan: 120_000"), frozen, carries) == [("X-1", "plan", "DEC-1", "")]
    assert told(budget(f"{LINE}, plan: 120_001"), frozen, carries) == [("X-1", "plan", "", "DEC-1 approves 120_000")]
    assert told(budget(f"{LINE}, plan: 110_000"), frozen, carries) == [("X-1", "plan", "", "DEC-1 approves 120_000")]


def test_a_second_approval_carries_the_second_change() -> None:
    texts = (
        budget(f"{LINE}, plan: 130_000"),
        lock("X-1: {plan: 100_000, phase: even, category: vendor}"),
        decision("DEC-1", more="values: {X-1: {plan: 120_000}}"),
        decision("DEC-2", more="values: {X-1: {plan: 130_000}}", day="2026-05-01"),
    )
    (found,) = moved(*texts)
    assert (found.decision, found.before, found.after, found.amount) == ("DEC-2", Decimal(100_000), Decimal(130_000), Decimal(30_000))
    assert (found.on, found.approver, found.fault) == (found.approved_on, "dana.lee", "")


def test_what_must_be_approved_is_a_setting() -> None:
    texts = (
        budget(f"{LINE}, plan: 120_000"),
        lock("X-1: {plan: 100_000, phase: even, category: vendor}"),
        decision("DEC-1", more="values: {X-1: {plan: 120_000}}", approved=False),
    )
    assert told(*texts) == [("X-1", "plan", "DEC-1", "DEC-1 lacks the approval of dana.lee")]
    assert told(*texts, SETTINGS + "approvals_required: [headcount]\n") == [("X-1", "plan", "DEC-1", "")]


def test_an_authority_of_its_own_for_budgets() -> None:
    texts = (
        budget(f"{LINE}, plan: 150_000"),
        lock("X-1: {plan: 100_000, phase: even, category: vendor}"),
        decision("DEC-1", approver="sam.okafor", more="values: {X-1: {plan: 150_000}}"),
    )
    assert told(*texts)[0][3] == "sam.okafor may not approve a transfer of 50,000 USD"
    own = SETTINGS.replace("authority:\n", "authority:\n  - {action: budget, up_to: 60_000, role: team_lead}\n")
    assert told(*texts, own)[0][3] == ""


def test_transfers_move_the_current_budget() -> None:
    """100,000 gives 10,000 and then 20,000: the two together are above a team lead's 25,000."""
    one = "{id: TR-1, on: 2026-03-01, from: X-1, to: X-2, amount: 10_000, decision: DEC-1}"
    two = "{id: TR-2, on: 2026-04-01, from: X-1, to: X-2, amount: 20_000, decision: DEC-1}"
    plan = budget(f"{LINE}, plan: 100_000", "id: X-2, name: X, category: vendor, plan: 0", transfers=f"{one}, {two}")
    frozen = lock("X-1: {plan: 100_000, phase: even, category: vendor}, X-2: {plan: 0, phase: even, category: vendor}")
    found = moved(plan, frozen, decision("DEC-1", approver="sam.okafor"))
    assert [(each.ref, each.before, each.after, each.record) for each in found] == [
        ("X-1", 100_000, 90_000, "TR-1"),
        ("X-1", 90_000, 70_000, "TR-2"),
        ("X-2", 0, 10_000, "TR-1"),
        ("X-2", 10_000, 30_000, "TR-2"),
    ]
    assert [bool(each.fault) for each in found] == [False, True, False, True]


def test_a_new_baseline_keeps_its_history() -> None:
    later = lock("X-1: {plan: 120_000, phase: even, category: vendor}", on="2026-06-01", by="DEC-1")
    texts = (
        budget(f"{LINE}, plan: 120_000"),
        lock("X-1: {plan: 100_000, phase: even, category: vendor}"),
        later,
        decision("DEC-1", more="values: {X-1: {plan: 120_000}}"),
    )
    (found,) = moved(*texts)
    assert (found.how, found.before, found.after, found.on, found.fault) == ("frozen again", 100_000, 120_000, found.on, "")
    assert found.record == "locks/budget-2026-06-01.yaml"


def test_the_page_says_what_is_not_carried() -> None:
    ctx = at("2026-08-10", SETTINGS, FREEZE, budget(f"{LINE}, plan: 120_000"), lock("X-1: {plan: 100_000, phase: even, category: vendor}"))
    found = page(ctx)
    assert found.lead == "1 change since the freeze: 1 not carried by a decision."
    (row,) = next(table for table in found.tables() if table.key == "changes").rows
    assert row.cells[:6] == ("X-1", "plan", "100_000", "120_000", None, "")
    assert row.cells[8] == "no decision approves it"
    assert str(row.span) == "budgets/coe.yaml:7:48"


def test_without_changes_and_without_locks() -> None:
    still = at(
        "2026-08-10", SETTINGS, FREEZE, budget(f"{LINE}, plan: 100_000"), lock("X-1: {plan: 100_000, phase: even, category: vendor}")
    )
    assert page(still).lead == "No changes since the freeze."
    assert page(at("2026-08-10", SETTINGS)).lead == "Nothing is frozen: polops freeze writes down what a cycle promises."


def test_a_lock_that_a_change_deletes_is_missed() -> None:
    old = at("2026-08-10", SETTINGS, FREEZE, budget(f"{LINE}, plan: 100_000"), lock("X-1: {plan: 100_000, phase: even, category: vendor}"))
    new = at("2026-08-10", SETTINGS, FREEZE, budget(f"{LINE}, plan: 190_000"))
    (problem,) = run(Context(new.plan, new.as_of, base=old.plan), select=["GEN402"])
    assert (str(problem.span), problem.message) == (
        "locks/budget-2026-01-12.yaml:1:1", "the lock of 2026-01-12 was deleted, or is no longer that of budget FY26",
    )  # fmt: skip
    assert not run(new, select=["GEN402"])


def test_the_pay_of_a_few_stays_hidden() -> None:
    """A personnel plan that was a number of two positions, and is typed now: neither number is for everybody."""
    people = """
--- # headcount/coe.yaml
kind: headcount
team: coe
positions:
  - {id: HC-1, title: A, band: P3, location: SJC, status: filled, start: 2025-01-01}
  - {id: HC-2, title: B, band: P2, location: SJC, status: filled, start: 2025-01-01}
"""
    line = "id: X-1, name: Salaries, category: personnel"
    ctx = at(
        "2026-08-10",
        SETTINGS,
        FREEZE,
        people,
        budget(f"{line}, plan: 371_234"),
        lock("X-1: {plan: 370_145, source: headcount, category: personnel}"),
    )
    for audience, shown in (("restricted", True), ("internal", False)):
        cells = [cell for table in page(ctx, audience).tables() for row in table.rows for cell in row.cells]
        assert ("370_145" in cells) is shown
        assert ("371_234" in cells) is shown
    (finding,) = [problem for problem in run(ctx, select=["GEN402"]) if problem.code == "GEN402"]
    assert finding.message == "`plan` of X-1 is not what was frozen: no decision approves it"
    assert not re.search(r"\d{3}_\d{3}", finding.message + finding.help), "findings are printed for every reader"


def test_an_item_for_fewer_readers_is_not_said_to_be_gone() -> None:
    ctx = at(
        "2026-08-10", SETTINGS, FREEZE,
        budget(f"{LINE}, plan: 100_000, audience: restricted", "id: X-2, name: X, category: vendor, plan: 1"),
        lock("X-1: {plan: 100_000, phase: even, category: vendor}, X-2: {plan: 1, phase: even, category: vendor}"),
    )  # fmt: skip
    assert page(ctx, "internal").lead == "No changes since the freeze."


def test_show_tells_the_lock() -> None:
    ctx = at("2026-08-10", SETTINGS, FREEZE, budget(f"{LINE}, plan: 120_000"), lock("X-1: {plan: 100_000, phase: even, category: vendor}"))
    node = ctx.plan.find("X-1", "line")
    assert node
    assert view(ctx, node).lock == {
        "file": "locks/budget-2026-01-12.yaml",
        "on": "2026-01-12",
        "by": "dana.lee",
        "decision": "DEC-0",
        "values": {"plan": "100000", "phase": "even", "category": "vendor"},
        "changes": [{"change": "plan", "decision": None, "fault": "no decision approves it"}],
    }
    team = ctx.plan.find("coe", "team")
    assert team
    assert view(ctx, team).lock is None
