"""Journey 2, a quarter opens: OKRs are written with targets to be filled, aligned, frozen; from then a changed target is an error.

Source: domain reference F2, as far as the commands exist (`new` comes with the commands that write plans).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from tests.cli.runner import polops

if TYPE_CHECKING:
    from pathlib import Path

DAY = "2026-10-01"
FILE = "plans/okrs/2026-Q4/mh.yaml"
OKRS = """kind: okrs
team: mh
period: 2026-Q4
status: {status}
objectives:
  - id: O1
    title: People in distress on Lumo find help, not harm
    owner: ines.duarte
    aligns_to: pp/FY26/O1
    key_results:
      - id: KR1
        title: Violative view rate, self-harm and suicide
        metric: vvr-selfharm
        baseline: 0.38
        target: {target}
        unit: "%"
"""


def write(folder: Path, *, status: str = "active", target: str = "0.28") -> None:
    place = folder / FILE
    place.parent.mkdir(exist_ok=True)
    place.write_text(OKRS.format(status=status, target=target))


def errors(folder: Path, *arguments: str) -> list[str]:
    """The first lines of the errors in the quarter's file."""
    ran = polops("check", FILE, "--as-of", DAY, *arguments, cwd=folder)
    return [line for line in ran.out.splitlines() if ": error[" in line]


def test_a_target_to_be_filled_is_asked_for(workspace: Path) -> None:
    write(workspace, status="draft", target="TODO")
    assert errors(workspace) == [f"{FILE}:15:17: error[GEN103] `target` must be a plain number, got 'TODO'"]


def test_the_tree_shows_what_aligns_to_what(workspace: Path) -> None:
    write(workspace, status="draft")
    ran = polops("report", "okrs", "--tree", "--period", "2026-Q4", "--as-of", DAY, cwd=workspace)
    assert ran.code == 0
    assert "mh/2026-Q4/O1/KR1" in ran.out
    assert "GEN201" not in polops("check", FILE, "--as-of", DAY, cwd=workspace).out


def test_freezing_guards_the_targets(workspace: Path) -> None:
    write(workspace)
    frozen = polops("freeze", "okrs", "2026-Q4", "--decision", "DEC-2026-032", "--as-of", DAY, cwd=workspace)
    assert frozen.code == 0, frozen.err
    lock = (workspace / "plans/locks/okrs-2026-Q4.yaml").read_text()
    assert "mh/2026-Q4/O1/KR1: {type: decrease, baseline: 0.38, target: 0.28" in lock
    assert errors(workspace) == []

    write(workspace, target="0.33")
    assert errors(workspace) == [
        f"{FILE}:15:17: error[GEN402] `target` of mh/2026-Q4/O1/KR1 is 0.33, frozen as 0.28: no decision approves it",
    ]


def test_a_decision_that_approves_the_value_carries_the_change(workspace: Path) -> None:
    write(workspace)
    assert polops("freeze", "okrs", "2026-Q4", "--decision", "DEC-2026-032", "--as-of", DAY, cwd=workspace).code == 0
    write(workspace, target="0.33")
    decision = """kind: decision
id: DEC-2026-041
title: A slower start in two markets
status: decided
driver: ines.duarte
approver: dana.lee
decided: {day}
choice: Lower the target
why: Two markets start a month late
values:
  mh/2026-Q4/O1/KR1: {{target: {value}}}
approvals: [{{by: dana.lee, on: {day}, role: director}}]
"""
    place = workspace / "plans/decisions/DEC-2026-041.yaml"
    place.write_text(decision.format(day=DAY, value="0.30"))
    assert [line.partition(" ")[2].partition("]")[0] for line in errors(workspace)] == ["error[GEN402"], "approved was another value"
    place.write_text(decision.format(day=DAY, value="0.33"))
    assert errors(workspace) == []
    ledger = polops("report", "ledger", "--as-of", DAY, "--format", "csv", cwd=workspace).out
    assert "mh/2026-Q4/O1/KR1" in ledger
    assert "DEC-2026-041" in ledger
