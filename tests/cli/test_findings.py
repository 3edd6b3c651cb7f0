"""What a report prints of the findings: nothing of what its readers may not see, nor of files that may be for fewer."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from tests.cli.runner import AS_OF, lay

from polops.analyse.audience import for_readers
from polops.cli.findings import findings_for
from polops.cli.session import open_session

if TYPE_CHECKING:
    from pathlib import Path

    from polops.source.problem import Problem

ORG = """kind: org
teams: [{code: aa, name: A, lead: ann.a, cost_center: CC-1}]
people: [{handle: ann.a, name: Ann, team: aa}, {handle: old.b, name: Bob, team: aa, left: 2026-01-31}]
locations: [{code: SJC, country: US, currency: USD, timezone: UTC}]
"""
BUDGET = """kind: budget
fiscal_year: FY26
cost_center: CC-1
team: aa
lines:
  - {id: AA-PEO, name: People, category: personnel, plan: 120_000}
  - {id: AA-TRV, name: Travel, category: travel, plan: 120_000}
  - {id: AA-SEC, name: Secret, category: travel, plan: 120_000, audience: restricted}
"""
ACTUALS = """kind: actuals
month: 2026-01
status: closed
source: ledger
entries:
  - {line: AA-PEO, amount: 77_777}
  - {line: AA-TRV, amount: 66_666}
  - {line: AA-SEC, amount: 55_555}
"""
POSITIONS = """kind: headcount
team: aa
positions:
  - {id: HC-1, title: T, band: P1, location: SJC, status: filled, start: 2024-01-01}
"""
FILES = {"polops.yaml": "kind: settings\n", "org.yaml": ORG, "b.yaml": BUDGET, "a.yaml": ACTUALS, "h.yaml": POSITIONS}


def told(folder: Path, reader: str, **more: str) -> list[Problem]:
    lay(folder, {f"plans/{name}": text for name, text in (FILES | {f"{key}.yaml": text for key, text in more.items()}).items()})
    session = open_session(folder, AS_OF)
    return findings_for(session, for_readers(session.context, reader))


def words(problems: list[Problem]) -> str:
    return "\n".join(f"{problem.ref} {problem.message} {problem.help}" for problem in problems)


def test_findings_on_lines_that_are_hidden_or_for_fewer_are_left_out(tmp_path: Path) -> None:
    said = words(told(tmp_path, "internal"))
    assert "66,666" in said
    assert not {figure for figure in ("77,777", "55,555", "AA-PEO", "AA-SEC") if figure in said}
    everything = words(told(tmp_path, "restricted"))
    assert all(figure in everything for figure in ("66,666", "77,777", "55,555"))


def test_the_public_is_told_nothing_of_what_is_internal(tmp_path: Path) -> None:
    assert told(tmp_path, "public") == []


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("kind: okrs\nteam: aa\nperiod: 2026-Q3\nobjectives: [{id: O1, title: Known, weight: heavy}]\n", "heavy"),
        ("kind: okrs\nteam: aa\nperiod: 2026-Q3\naudience: team\nobjectives: [{id: O1, title: Known, weight: heavy}]\n", ""),
        ("kind: incident\nid: INC-1\ntitle: heavy\nseverity: heavy\n", ""),
    ],
)
def test_of_a_broken_file_that_may_be_for_fewer_only_that_is_said(tmp_path: Path, text: str, said: str) -> None:
    found = [problem for problem in told(tmp_path, "internal", broken=text) if problem.span.path == "plans/broken.yaml"]
    assert found
    assert "heavy" in words(found) if said else {problem.message for problem in found} == {"the file cannot be read"}
    assert not [problem for problem in told(tmp_path, "public", broken=text) if problem.span.path == "plans/broken.yaml"]
