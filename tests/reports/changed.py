"""A small organisation and one pull request to it, as files: money, people, goals, locks and a restricted rate card.

`BASE` is what stands on the main branch, `CHANGE` what the pull request writes: a larger budget than was frozen, a lower target, a
check-in, a transfer without authority, a position that slips.
"""

from __future__ import annotations

AS_OF = "2026-08-10"

BASE = {
    "plans/polops.yaml": """kind: settings
name: Small
currency: USD
root_team: core
authority:
  - {action: transfer, up_to: 25_000, role: team_lead}
  - {action: transfer, up_to: 250_000, role: director}
  - {action: headcount, role: director}
roles: {director: [dana]}
""",
    "plans/org.yaml": """kind: org
teams:
  - {code: core, name: Core, lead: ada, cost_center: CC-1}
people:
  - {handle: ada, name: Ada, team: core}
  - {handle: dana, name: Dana, team: core}
locations:
  - {code: AUS, country: US, currency: USD, timezone: America/Chicago}
""",
    "plans/budgets/FY26/core.yaml": """kind: budget
cost_center: CC-1
team: core
fiscal_year: FY26
currency: USD
status: approved
lines:
  - id: VEN-01
    name: Reviewers
    category: vendor
    plan: 120_000
    supports: [core/2026-Q3/O1]
  - id: TRV-01
    name: Travel
    category: travel
    plan: 24_000
  - id: PER-01
    name: People
    category: personnel
    source: headcount
""",
    "plans/actuals/FY26/2026-07.yaml": """kind: actuals
month: 2026-07
status: closed
source: Ledger of 2026-08-05
entries:
  - {line: VEN-01, amount: 10_000}
  - {line: TRV-01, amount: 1_500}
""",
    "plans/okrs/2026-Q3/core.yaml": """kind: okrs
team: core
period: 2026-Q3
status: active
objectives:
  - id: O1
    title: Appeals are answered well
    owner: ada
    key_results:
      - id: KR1
        title: Appeals answered in a day
        owner: ada
        unit: "%"
        baseline: 40
        target: 80
        checkins:
          - {on: 2026-08-03, value: 50, confidence: 6}
""",
    "plans/headcount/core.yaml": """kind: headcount
team: core
positions:
  - id: HC-1
    title: Specialist
    band: P3
    location: AUS
    status: open
    approved: 2026-06-01
    planned_start: 2026-09-01
    start: 2026-09-01
    approvals: [{by: dana, on: 2026-06-01}]
""",
    "plans/restricted/rates.yaml": """kind: rates
fiscal_year: FY26
loaded_annual:
  P3: {AUS: 123_456}
""",
    "plans/decisions/DEC-1.yaml": """kind: decision
id: DEC-1
title: The plan of the year
status: decided
driver: ada
approver: dana
decided: 2026-01-10
choice: as planned
why: agreed
approvals: [{by: dana, on: 2026-01-10}]
""",
    "plans/locks/budget-FY26.yaml": """kind: lock
what: budget
period: FY26
on: 2026-01-12
by: dana
decision: DEC-1
items:
  VEN-01: {plan: 120_000}
  TRV-01: {plan: 24_000}
  PER-01: {source: headcount}
""",
}
"""The files of the main branch."""

_EDITS = (
    ("plans/budgets/FY26/core.yaml", "plan: 120_000", "plan: 150_000"),
    ("plans/okrs/2026-Q3/core.yaml", "target: 80", "target: 60"),
    ("plans/okrs/2026-Q3/core.yaml", "confidence: 6}\n", "confidence: 6}\n          - {on: 2026-08-10, value: 55, confidence: 7}\n"),
    ("plans/headcount/core.yaml", "    start: 2026-09-01", "    start: 2026-10-15"),
    (
        "plans/budgets/FY26/core.yaml", "source: headcount\n",
        "source: headcount\ntransfers:\n  - {id: TR-1, on: 2026-08-03, from: TRV-01, to: VEN-01, amount: 30_000, decision: DEC-2}\n",
    ),
)  # fmt: skip


def edited(files: dict[str, str], *edits: tuple[str, str, str]) -> dict[str, str]:
    """The files with texts replaced; a text that is not there is an error."""
    found = dict(files)
    for path, old, new in edits:
        assert old in found[path], f"{path} does not hold {old!r}"
        found[path] = found[path].replace(old, new)
    return found


DECISION = """kind: decision
id: DEC-2
title: More reviewers
status: decided
driver: dana
approver: ada
decided: 2026-08-03
choice: move it
why: volume
amount: 30_000
approvals: [{by: ada, on: 2026-08-03}]
"""
CHANGE = edited(BASE, *_EDITS) | {"plans/decisions/DEC-2.yaml": DECISION}
"""The files of the pull request."""
