"""What a change does to money, people, scores and starts, with the reference's figures."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal

from tests.analyse.workspaces import BASE, closed_months, loaded, places

from polops.analyse.context import Context
from polops.analyse.diff import changes_of
from polops.analyse.effects import effects
from polops.analyse.match import Matching
from polops.analyse.moved import Effects
from polops.source.problem import Problem, Severity, Span

BUDGET = """
--- # budgets/coe.yaml
kind: budget
cost_center: CC-4410
team: coe
fiscal_year: FY26
lines:
  - {id: COE-PEO-01, name: Salaries, category: personnel, source: headcount}
  - {id: COE-VEN-01, name: Reviewers, category: vendor, plan: 960_000, forecast: budget_remaining}
  - {id: COE-CTG-01, name: Contingency, category: contingency, plan: 120_000, phase: none}
"""
HEADCOUNT = """
--- # headcount/coe.yaml
kind: headcount
team: coe
positions:
  - {id: HC-COE-001, title: Manager, band: M1, location: SJC, status: filled, start: 2024-02-05}
  - {id: HC-COE-002, title: Analyst, band: P3, location: DUB, status: open, approved: 2026-05-04, planned_start: 2026-09-01}
"""
NEW = "  - {id: HC-COE-009, title: Specialist, band: P3, location: DUB, status: requested, planned_start: 2026-11-02}\n"
OKRS = """
--- # okrs/mh.yaml
kind: okrs
team: mh
period: 2026-Q3
status: active
objectives:
  - id: O1
    title: Help
    guardrails: [overturn]
    key_results:
      - {id: KR1, title: Views, metric: vvr, baseline: 0.42, target: 0.30, unit: "%"}
      - {id: KR2, title: Agreement, baseline: 0.58, target: 0.75, checkins: [{on: 2026-08-03, value: 0.66, confidence: 7}]}
--- # metrics/mh.yaml
kind: metrics
team: mh
metrics:
  - {id: vvr, name: VVR, direction: down, unit: "%", target: 0.30, red: 0.45}
  - {id: overturn, name: Overturn, direction: down, unit: "%", target: 8, red: 12}
--- # readings/mh.yaml
kind: readings
team: mh
readings:
  vvr: {2026-06: 0.42, 2026-07: 0.38}
  overturn: {2026-07: 7}
"""
ACTUALS = closed_months("COE-VEN-01", ["81_900"] * 7)
TEXT = BUDGET + HEADCOUNT + OKRS + ACTUALS


D = Decimal


def moved(old: str, new: str, day: str = "2026-08-10", later: str = "", base: str = BASE) -> Effects:
    before = Context(loaded(BASE, old).plan, date.fromisoformat(day))
    after = Context(loaded(base, new).plan, date.fromisoformat(later or day))
    matching = Matching(before.plan, after.plan)
    return effects(before, after, matching, changes_of(matching))


def test_no_change_has_no_effect() -> None:
    assert moved(TEXT, TEXT) == Effects()


def test_an_asked_for_position_costs_what_the_reference_says() -> None:
    """Journey 5: P3 in Dublin from 2 November: 24.4k this year, 12.5k once, a run-rate of 149.1k, as long as it is only asked for."""
    found = moved(TEXT, TEXT.replace("positions:\n", f"positions:\n{NEW}"))
    (team,) = found.teams
    (asked,) = team.asked
    assert (asked.ref, places(asked.cost, 2), asked.one_time, places(asked.run_rate, 2)) == (
        "HC-COE-009", "24429.54", Decimal(12_500), "149061.60",
    )  # fmt: skip
    assert (found.lines, team.fte.by, team.cost.by, team.run_rate.by) == ((), D(0), D(0), D(0))


def test_an_approved_position_moves_people_cost_and_the_personnel_line() -> None:
    approved = NEW.replace("requested", "approved, approved: 2026-08-10")
    found = moved(TEXT, TEXT.replace("positions:\n", f"positions:\n{approved}"))
    (line,), (year,), people = found.lines, found.years, found.people
    assert people is not None
    assert (people.fte.before, people.fte.after, people.vacant.by) == (D(2), D(3), D(1))
    assert (places(people.cost.by, 2), people.one_time.by, places(people.run_rate.by, 2)) == ("24429.54", D(12_500), "149061.60")
    assert (line.ref, year.ref) == ("COE-PEO-01", "FY26")
    assert (places(line.budget.by, 2), places(line.outlook.by, 2), places(year.outlook.by, 2)) == ("36929.54",) * 3
    assert [(path.ref, path.via) for path in found.downstream] == [("COE-PEO-01", ("HC-COE-009",))]


def test_a_raised_budget_line() -> None:
    """960,000 by twelve is 80,000; with 7 × 81,900 spent and five months of budget the outlook is 573,300 + 400,000."""
    found = moved(TEXT, TEXT.replace("plan: 960_000", "plan: 1_080_000"))
    (line,), (year,) = found.lines, found.years
    assert (line.budget.before, line.budget.after) == (D(960_000), D(1_080_000))
    assert (line.outlook.before, line.outlook.after) == (D(973_300), D(1_023_300))
    assert (line.variance.before, line.variance.after) == (D(-13_300), D(56_700))
    assert (year.variance.by, year.variance.share is not None) == (D(70_000), True)
    assert found.downstream == ()


def test_a_transfer_moves_two_lines_and_no_budget_in_all() -> None:
    """40,000 over the seven months from June: five of them are still to come, and remaining budget is outlook."""
    transfer = "transfers:\n  - {id: TR-1, on: 2026-06-12, from: COE-CTG-01, to: COE-VEN-01, amount: 40_000}\n"
    found = moved(TEXT, TEXT.replace("plan: 120_000, phase: none}\n", f"plan: 120_000, phase: none}}\n{transfer}"))
    assert [(line.ref, line.budget.by) for line in found.lines] == [("COE-CTG-01", D(-40_000)), ("COE-VEN-01", D(40_000))]
    assert [path.via for path in found.downstream] == [("TR-1",), ("TR-1",)]
    assert [(year.budget.by, places(year.outlook.by, 2)) for year in found.years] == [(D(0), "28571.42")]


def test_a_reading_moves_the_metric_its_key_result_and_the_objective() -> None:
    """0.42 to 0.30: at 0.38 a third is done, at 0.34 two thirds (C2)."""
    found = moved(TEXT, TEXT.replace("2026-07: 0.38", "2026-07: 0.34"))
    assert [(score.ref, places(score.score.before, 2), places(score.score.after, 2)) for score in found.scores] == [
        ("mh/2026-Q3/O1", "0.40", "0.57"), ("mh/2026-Q3/O1/KR1", "0.33", "0.67"), ("vvr", "0.38", "0.34"),
    ]  # fmt: skip
    assert [(path.ref, path.via) for path in found.downstream] == [
        ("mh/2026-Q3/O1", ("readings/mh", "vvr", "mh/2026-Q3/O1/KR1")),
        ("mh/2026-Q3/O1/KR1", ("readings/mh", "vvr")),
        ("vvr", ("readings/mh",)),
    ]


def test_a_guardrail_moves_an_objective_s_status() -> None:
    found = moved(TEXT, TEXT.replace("overturn: {2026-07: 7}", "overturn: {2026-07: 13}"))
    by_ref = {score.ref: (score.status_before, score.status_after) for score in found.scores}
    assert by_ref == {"overturn": ("green", "red"), "mh/2026-Q3/O1": ("green", "amber")}
    assert ("mh/2026-Q3/O1", ("readings/mh", "overturn")) in [(path.ref, path.via) for path in found.downstream]


def test_a_start_that_slips() -> None:
    found = moved(TEXT, TEXT.replace("planned_start: 2026-09-01", "planned_start: 2026-09-01, start: 2026-10-05"))
    assert [(slip.ref, slip.before, slip.after, slip.late) for slip in found.slips] == [
        ("HC-COE-002", date(2026, 9, 1), date(2026, 10, 5), 34),
    ]  # fmt: skip


def test_of_a_rate_card_only_shares_are_told() -> None:
    assert moved(TEXT, TEXT).withheld is False
    found = moved(TEXT, TEXT, base=BASE.replace("134_000 EUR", "147_400 EUR"))
    (line,) = found.lines
    assert (found.withheld, line.ref, line.outlook.share is not None, [path.via for path in found.downstream]) == (
        True, "COE-PEO-01", True, [()],
    )  # fmt: skip
    rate = moved(TEXT, TEXT, base=BASE.replace("2026-07: 1.12", "2026-07: 1.13"))
    assert rate == Effects()


def test_a_rename_moves_nothing() -> None:
    renamed = TEXT.replace("id: COE-VEN-01", "id: COE-VEN-09, renamed_from: COE-VEN-01").replace("line: COE-VEN-01", "line: COE-VEN-09")
    renamed = renamed.replace("id: O1\n", "id: GOAL\n    renamed_from: O1\n")
    assert moved(TEXT, renamed) == Effects()


def test_time_alone_moves_what_depends_on_the_day() -> None:
    found = moved(TEXT, TEXT, later="2026-09-10")
    assert [slip.ref for slip in found.slips] == ["HC-COE-002"]
    assert {path.via for path in found.downstream} == {()}


def test_findings_come_and_go_by_check_and_item_whatever_their_figures() -> None:
    before = Context(loaded(BASE, TEXT).plan, date(2026, 8, 10))
    after = Context(loaded(BASE, TEXT.replace("id: COE-VEN-01", "id: COE-VEN-09, renamed_from: COE-VEN-01")).plan, date(2026, 8, 10))
    stale = Problem(Span("a.yaml", 1, 1, 1, 2), "HC303", Severity.WARNING, "open for 98 days", "", (), "HC-COE-002")
    line = replace(stale, code="BUD301", message="over", ref="COE-VEN-01")
    new = replace(stale, code="BUD303", ref="COE-CTG-01")
    problems = ([stale, line, stale], [replace(stale, message="open for 99 days"), replace(line, ref="COE-VEN-09"), new])
    matching = Matching(before.plan, after.plan)
    found = effects(before, after, matching, changes_of(matching), problems)
    assert (found.added, found.gone) == ((new,), (stale,))


ROADMAP = """
--- # roadmap/INI-004.yaml
kind: initiative
id: INI-004
name: Refresh
owner: ines.duarte
team: mh
stage: delivery
supports: [mh/2026-Q3/O1/KR2]
milestones:
  - {id: M2, name: Text approved, baseline: 2026-07-24, done: 2026-07-24}
  - {id: M3, name: Guidance ready, baseline: 2026-08-21, after: [M2]}
  - {id: M4, name: Enforced, baseline: 2026-10-05, after: [M3]}
"""


def test_a_milestone_s_forecast_moves_what_comes_after_it_and_the_initiative() -> None:
    """C11: the planned gap of 45 days between M3 and M4 is kept; later by more than 7 days is amber."""
    text = TEXT.replace("start: 2024-02-05", "start: 2024-02-05, allocation: {INI-004: 50%}") + ROADMAP
    found = moved(text, text.replace("baseline: 2026-08-21,", "baseline: 2026-08-21, forecast: 2026-08-31,"))
    assert [(slip.ref, slip.before, slip.after, slip.late) for slip in found.slips] == [
        ("INI-004/M3", date(2026, 8, 21), date(2026, 8, 31), 10), ("INI-004/M4", date(2026, 10, 5), date(2026, 10, 15), 10),
    ]  # fmt: skip
    assert [(score.ref, score.status_before, score.status_after) for score in found.scores] == [("INI-004", "green", "amber")]
    assert [(path.ref, path.via) for path in found.downstream] == [
        ("INI-004", ("INI-004/M3",)), ("INI-004/M4", ("INI-004/M3",)),
    ]  # fmt: skip
