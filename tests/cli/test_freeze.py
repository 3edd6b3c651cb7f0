"""`polops freeze`: locks of the example organisation, and what is refused with nothing written."""

from __future__ import annotations

import re
import shutil
from typing import TYPE_CHECKING

import pytest
from tests.cli.runner import AS_OF, lay, polops
from tests.conftest import ROOT
from tests.test_rules import files

if TYPE_CHECKING:
    from pathlib import Path

BASE = files((ROOT / "tests/rules/base.yaml").read_text())
DECISION = """kind: decision
id: DEC-1
title: Freeze
status: decided
driver: li.wei
approver: dana.lee
decided: 2026-01-12
choice: Freeze
why: A baseline
approvals: [{by: dana.lee, on: 2026-01-12, role: director}]
"""
BUDGET = """kind: budget
cost_center: CC-4410
team: coe
fiscal_year: FY26
status: approved
lines:
  - {id: COE-PEO-01, name: Salaries, category: personnel, source: headcount}
  - {id: COE-VEN-01, name: Reviewers, category: vendor, plan: 960_000}
  - {id: COE-EUR-01, name: Dublin, category: program, plan: {2026-Q1: 1_250.50, 2026-Q4: 100}, currency: EUR}
"""
HEADCOUNT = """kind: headcount
team: coe
positions:
  - {id: HC-1, title: Lead, band: P3, location: SJC, status: filled, start: 2025-01-01}
  - {id: HC-2, title: Specialist, band: P2, location: DUB, status: open, approved: 2026-01-05, planned_start: 2026-07-01, fte: 80%}
  - {id: HC-3, title: Later, band: P2, location: DUB, status: approved, approved: 2026-03-05, planned_start: 2026-09-01,
     approvals: [{by: dana.lee, on: 2026-03-05}]}
  - {id: HC-4, title: Wished, band: P2, location: DUB, status: requested, planned_start: 2026-09-01}
"""
OKRS = """kind: okrs
team: mh
period: 2026-Q1
status: active
objectives:
  - id: O1
    title: Help
    key_results:
      - {id: KR1, title: Rate, baseline: 0.42, target: 0.30, unit: "%", weight: 2, expected: {2026-01: 10%, 2026-03: 100%}}
      - {id: KR2, title: Steps, milestones: [{id: a, title: A, due: 2026-01-31}]}
      - {id: KR3, title: Gone, baseline: 1, target: 2, dropped: {on: 2026-01-08, decision: DEC-1}}
"""
PLANS = {**BASE, "decisions/DEC-1.yaml": DECISION, "budgets/coe.yaml": BUDGET, "headcount/coe.yaml": HEADCOUNT, "okrs/mh.yaml": OKRS}
DAY = ("--as-of", "2026-01-12", "--decision", "DEC-1")


def frozen(folder: Path, *arguments: str) -> str:
    """The items of the lock that a freeze writes."""
    ran = polops("-C", folder, "freeze", *arguments, *DAY)
    assert (ran.code, ran.out.partition("items:\n")[0].splitlines()[3:]) == (0, ["on: 2026-01-12", "by: dana.lee", "decision: DEC-1"])
    name = re.search(r"wrote (\S+\.yaml)", ran.err)
    assert name, ran.err
    assert (folder / name[1]).read_text() == ran.out, "what is printed is what was written"
    assert polops("-C", folder, "check", "--select", "GEN", "--as-of", AS_OF).code == 0
    return ran.out.partition("items:\n")[2]


def test_a_budget(tmp_path: Path) -> None:
    """COE-PEO-01: 198,000 from January with 3 % more from April; HC-2 0.8 × 112,000 × 1.08 with 3 %, half a year, and 12,500 one-time.

    HC-3 counts too: its planned start is in the plan that is frozen. 198,000 × (3 + 9 × 1.03) ÷ 12 = 202,455; 96,768 × 1.03 ÷ 2 =
    49,835.52; 120,960 × 1.03 ÷ 3 = 41,529.60; 2 × 12,500.
    """
    assert frozen(lay(tmp_path, PLANS), "budget", "fy26").splitlines() == [
        "  COE-PEO-01: {plan: 318_820.12, source: headcount, phase: even, category: personnel}",
        "  COE-VEN-01: {plan: 960_000, phase: even, category: vendor}",
        "  COE-EUR-01: {plan: {2026-Q1: 1_250.50, 2026-Q4: 100}, phase: even, category: program, currency: EUR}",
    ]


def test_headcount_takes_what_was_approved_by_the_day(tmp_path: Path) -> None:
    assert frozen(lay(tmp_path, PLANS), "headcount", "FY26").splitlines() == [
        "  HC-1: {fte: 1, band: P3, location: SJC}",
        "  HC-2: {planned_start: 2026-07-01, fte: 0.8, band: P2, location: DUB}",
    ]


def test_okrs_without_what_was_dropped(tmp_path: Path) -> None:
    assert frozen(lay(tmp_path, PLANS), "okrs", "2026-Q1").splitlines() == [
        "  mh/2026-Q1/O1: {type: aspirational, weight: 1}",
        "  mh/2026-Q1/O1/KR1: {type: decrease, baseline: 0.42, target: 0.30, expected: {2026-01: 0.1, 2026-03: 1}, weight: 2}",
        "  mh/2026-Q1/O1/KR2: {type: milestones, expected: linear, weight: 1}",
        "  mh/2026-Q1/O1/KR2/a: {due: 2026-01-31, weight: 1}",
    ]


def test_a_forecast_holds_the_outlook_of_every_line(tmp_path: Path) -> None:
    forecast = "kind: forecast\nfiscal_year: FY26\nthrough: 2026-10\nstatus: submitted\nlines: {COE-VEN-01: {2026-11: 41_000}}\n"
    months = {
        f"actuals/2026-{month:02d}.yaml": (
            f"kind: actuals\nmonth: 2026-{month:02d}\nstatus: closed\nsource: GL\nentries: [{{line: COE-VEN-01, amount: 80_000}}]\n"
        )
        for month in range(1, 11)
    }
    folder = lay(tmp_path, {**PLANS, **months, "forecasts/10.yaml": forecast})
    ran = polops("-C", folder, "freeze", "forecast", "FY26", "2026-10", "--decision", "DEC-1", "--as-of", "2026-11-10")
    lines = ran.out.partition("items:\n")[2].splitlines()
    assert lines[1:] == [
        "  COE-VEN-01: {months: {2026-11: 41_000}, outlook: {2026-11: 41_000.00, 2026-12: 80_000.00}}",
        "  COE-EUR-01: {outlook: {2026-11: 33.33, 2026-12: 33.33}}",
    ]
    assert re.fullmatch(r"  COE-PEO-01: \{outlook: [\d_]+\.\d\d\}", lines[0]), "of people one number, never single months"
    assert (folder / "locks/forecast-FY26-2026-10.yaml").is_file()


def test_the_frozen_number_is_the_plan_from_then_on(tmp_path: Path) -> None:
    folder = lay(tmp_path, PLANS)
    plan = re.compile(r'"plan": "([\d.]+)"')

    def planned() -> str:
        found = plan.search(polops("-C", folder, "show", "COE-PEO-01", "--json", "--as-of", AS_OF).out)
        assert found
        return found[1]

    before = planned()
    frozen(folder, "budget", "FY26")
    assert planned() == before
    path = folder / "headcount/coe.yaml"
    path.write_text(path.read_text().replace("planned_start: 2026-07-01", "planned_start: 2026-10-01"))
    assert planned() == before, "a later start moves the outlook, not the frozen plan"
    (folder / "locks/budget-FY26.yaml").unlink()
    assert planned() != before


def test_a_dry_run_writes_nothing(tmp_path: Path) -> None:
    folder = lay(tmp_path, PLANS)
    ran = polops("-C", folder, "freeze", "budget", "FY26", *DAY, "--dry-run")
    assert ran.code == 0
    assert ran.out.startswith("kind: lock\nwhat: budget\n")
    assert ran.err == "would write locks/budget-FY26.yaml: 3 items of budget FY26 frozen by DEC-1\n"
    assert not (folder / "locks").exists()


def test_who_freezes_can_be_named(tmp_path: Path) -> None:
    assert "by: li.wei\n" in polops("-C", lay(tmp_path, PLANS), "freeze", "budget", "FY26", *DAY, "--by", "li.wei", "--dry-run").out


def test_what_is_restricted_stays_out_of_a_lock(tmp_path: Path) -> None:
    quiet = BUDGET.replace("plan: 960_000}", "plan: 960_000, audience: restricted}")
    ran = polops("-C", lay(tmp_path, {**PLANS, "budgets/coe.yaml": quiet}), "freeze", "budget", "FY26", *DAY)
    assert ran.code == 0
    assert "COE-VEN-01" not in ran.out
    assert ran.err.endswith("2 items of budget FY26 frozen by DEC-1; 1 item for fewer readers left out\n")


def test_the_same_freeze_twice_is_the_same_file(tmp_path: Path) -> None:
    one, other = (polops("-C", lay(tmp_path / name, PLANS), "freeze", "budget", "FY26", *DAY).out for name in ("one", "other"))
    assert one == other


REFUSALS = [
    (("budget", "FY26"), "a freeze rests on a decision", "add --decision DEC-…"),
    (("budget", "FY26", "--decision", "DEC-11"), "no decision 'DEC-11'", "did you mean DEC-1?"),
    (
        ("budget", "FY26", "--decision", "DEC-1", "--as-of", "2026-01-11"),
        "DEC-1 is not decided by 2026-01-11",
        "have it decided by dana.lee",
    ),
    (("budget", "FY26", *DAY, "--by", "li.way"), "nobody in org.people is called 'li.way'", "did you mean li.wei?"),
    (("budget", "2026-Q3", *DAY), "`budget` is frozen by a period such as FY26, got '2026-Q3'", "polops freeze budget FY26"),
    (("okrs", "Q3", *DAY), "`okrs` is frozen by a period such as 2026-Q4, got 'Q3'", "polops freeze okrs 2026-Q4"),
    (
        ("forecast", "FY26", *DAY),
        "`forecast` is frozen by a period such as FY26 2026-07, got 'FY26'",
        "polops freeze forecast FY26 2026-07",
    ),
    (("budget", "FY26", "2026-07", *DAY), "`budget` takes one period, got 'FY26 2026-07'", "polops freeze budget FY26"),
    (("budget", "FY27", *DAY), "there is nothing to freeze for budget FY27", "polops list"),
    (("roadmap", "FY26", *DAY), "there is nothing to freeze for roadmap FY26", "polops list"),
]


@pytest.mark.parametrize(("arguments", "message", "help_"), REFUSALS)
def test_what_is_refused(tmp_path: Path, arguments: tuple[str, ...], message: str, help_: str) -> None:
    folder = lay(tmp_path, PLANS)
    ran = polops("-C", folder, "freeze", *arguments)
    assert (ran.code, ran.out) == (2, "")
    assert message in ran.first
    assert help_ in ran.err
    assert not (folder / "locks").exists()


def refused(folder: Path) -> str:
    ran = polops("-C", folder, "freeze", "budget", "FY26", *DAY)
    assert ran.code == 2
    assert not (folder / "locks").exists()
    return ran.first


def test_a_draft_is_no_promise(tmp_path: Path) -> None:
    assert "budgets/coe.yaml is a draft" in refused(lay(tmp_path, {**PLANS, "budgets/coe.yaml": BUDGET.replace("approved", "draft")}))


def test_a_plan_with_errors_is_not_frozen(tmp_path: Path) -> None:
    assert "the plans have errors" in refused(lay(tmp_path, {**PLANS, "budgets/coe.yaml": BUDGET.replace("960_000", "960,000")}))


def test_a_decision_without_an_approval_freezes_nothing(tmp_path: Path) -> None:
    assert "not approved by its approver" in refused(
        lay(tmp_path, {**PLANS, "decisions/DEC-1.yaml": DECISION.replace("{by: dana.lee", "{by: li.wei")})
    )


def test_a_lock_is_never_overwritten(tmp_path: Path) -> None:
    folder = lay(tmp_path, PLANS)
    before = frozen(folder, "budget", "FY26")
    ran = polops("-C", folder, "freeze", "budget", "FY26", *DAY)
    assert (ran.code, ran.out) == (2, "")
    assert "budget FY26 is frozen since 2026-01-12 (locks/budget-FY26.yaml)" in ran.first
    assert (folder / "locks/budget-FY26.yaml").read_text().endswith(before)


def test_the_example_organisation_can_be_frozen(tmp_path: Path) -> None:
    shutil.copytree(ROOT / "plans", tmp_path / "plans", ignore=shutil.ignore_patterns("locks"))
    for arguments in (("budget", "FY26"), ("headcount", "FY26"), ("okrs", "2026-Q3"), ("okrs", "FY26"), ("forecast", "FY26", "2026-07")):
        ran = polops("-C", tmp_path, "freeze", *arguments, "--decision", "DEC-2026-002", "--as-of", AS_OF)
        assert ran.code == 0, ran.err
    assert polops("-C", tmp_path, "check", "--as-of", AS_OF, "--select", "GEN").code == 0


LATER = DECISION.replace("DEC-1", "DEC-2").replace("2026-01-12", "2026-06-01") + "values: {COE-VEN-01: {plan: 970_000}}\n"
AGAIN = ("freeze", "budget", "FY26", "--again", "--decision", "DEC-2", "--as-of", "2026-06-01")


def moved(folder: Path, plan: str) -> Path:
    """The workspace with a frozen budget, of which one plan has changed since."""
    frozen(lay(folder, {**PLANS, "decisions/DEC-2.yaml": LATER}), "budget", "FY26")
    path = folder / "budgets/coe.yaml"
    path.write_text(path.read_text().replace("960_000", plan))
    return folder


def test_a_later_lock_takes_over_what_was_approved(tmp_path: Path) -> None:
    folder = moved(tmp_path, "970_000")
    ran = polops("-C", folder, *AGAIN)
    assert ran.code == 0, ran.err
    assert "  COE-VEN-01: {plan: 970_000, phase: even, category: vendor}\n" in (folder / "locks/budget-FY26-2026-06-01.yaml").read_text()
    assert "960_000" in (folder / "locks/budget-FY26.yaml").read_text(), "the earlier lock stays"
    assert polops("-C", folder, "check", "--select", "GEN", "--as-of", AS_OF).code == 0


def test_a_later_lock_takes_over_nothing_else(tmp_path: Path) -> None:
    ran = polops("-C", moved(tmp_path, "980_000"), *AGAIN)
    assert (ran.code, ran.out) == (2, "")
    assert ran.first == "polops: 1 change of what is frozen rests on no approved decision"
    assert "polops check --select GEN402" in ran.err
    assert [path.name for path in (tmp_path / "locks").iterdir()] == ["budget-FY26.yaml"]


def test_a_later_lock_needs_a_decision_of_its_own(tmp_path: Path) -> None:
    ran = polops("-C", moved(tmp_path, "970_000"), "freeze", "budget", "FY26", "--again", "--decision", "DEC-1", "--as-of", "2026-06-01")
    assert "locks/budget-FY26.yaml is of 2026-01-12 and rests on DEC-1" in ran.first


def test_nothing_is_frozen_again_that_was_not_frozen(tmp_path: Path) -> None:
    ran = polops("-C", lay(tmp_path, PLANS), "freeze", "budget", "FY26", "--again", *DAY)
    assert ran.first == "polops: budget FY26 is not frozen yet"


def test_a_lock_that_was_edited_to_fit_is_seen(tmp_path: Path) -> None:
    folder = moved(tmp_path, "970_000")
    polops("-C", folder, *AGAIN)
    path = folder / "locks/budget-FY26-2026-06-01.yaml"
    path.write_text(path.read_text().replace("970_000", "990_000"))
    (folder / "budgets/coe.yaml").write_text((folder / "budgets/coe.yaml").read_text().replace("970_000", "990_000"))
    ran = polops("-C", folder, "check", "--select", "GEN402", "--as-of", AS_OF)
    assert ran.code == 1
    assert "error[GEN402] `plan` of COE-VEN-01 went from 960_000 to 990_000 in the later lock: DEC-2 approves 970_000" in ran.out
