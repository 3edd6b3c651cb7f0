"""Every kind: the least that a file may say, a full example, and a JSON schema that accepts what the model accepts.

The examples follow the domain reference, B1 and B2, with fictional values.
"""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

import jsonschema
import pytest
from tests.model import programme

from polops.model import KINDS, kind
from polops.model.base import File
from polops.model.build import build
from polops.model.parts import children
from polops.source.yaml import read
from polops.values.period import month

D = Decimal

MINIMAL = programme.MINIMAL | {
    "settings": "kind: settings",
    "org": "kind: org",
    "rates": "{kind: rates, fiscal_year: FY26}",
    "okrs": "{kind: okrs, team: mh, period: 2026-Q3}",
    "metrics": "{kind: metrics, team: mh}",
    "readings": "{kind: readings, team: mh}",
    "budget": "{kind: budget, cost_center: CC-4410, team: coe, fiscal_year: FY26}",
    "actuals": "{kind: actuals, month: 2026-07, status: open, source: GL extract}",
    "commitments": "{kind: commitments, fiscal_year: FY26}",
    "forecast": "{kind: forecast, fiscal_year: FY26, through: 2026-07}",
    "headcount": "{kind: headcount, team: mh}",
    "decision": """
kind: decision
id: DEC-2026-014
title: Fund a second calibration wave
status: deferred
driver: sam.okafor
approver: dana.lee
""",
    "lock": "{kind: lock, what: budget, period: FY26, on: 2026-01-12, by: dana.lee, decision: DEC-2026-002, items: {}}",
}

COMMON = """
owner: ines.duarte
notes: What to know
links: [docs/brief.md, "https://lumo.example/brief"]
tags: [pilot]
audience: internal
approvals: [{by: dana.lee, on: 2026-06-12, role: director, ref: PR 214}]
decision: DEC-2026-014
waive: [{code: HC303, reason: Market is slow, until: 2026-09-30, by: dana.lee}]
version: 1
"""

FULL = programme.FULL | {
    "settings": """
kind: settings
name: Lumo Product Policy
root_team: pp
currency: USD
fiscal_year: {starts: 10, named_for: start}
cadence: {checkin: 1w, update: 2w, readings: 1mo, close_lag: 8bd}
thresholds:
  okr: {on_track_gap: 10%, off_track_gap: 25%, stale_after: 14d, max_objectives: 5, max_krs: 5}
  budget: {variance_pct: 5%, variance_abs: 10_000, match: any, hard_outlook_pct: 10%}
  headcount: {vacancy: 15%, open_days: 90, start_slip: 30d, span: [3, 12]}
  schedule: {amber: 7d, red: 21d}
  quality: {kappa: 0.70, alpha: 0.667, accuracy: 95%, min_sample: 100}
okr: {cap: 1.2, pace: ratio}
headcount: {prorate: month}
authority:
  - {action: transfer, up_to: 25_000, role: team_lead}
  - {action: headcount, role: director}
roles: {director: [dana.lee], team_lead: [ines.duarte, sam.okafor]}
approvals_required: [money]
taxonomy: {mental_health: [disordered_eating, self_harm]}
scales: {impact: [low, high]}
holidays: [2026-12-25]
allowed_hosts: [lumo.example]
severity: {BUD302: error, OKR105: off}
advisory: {HC303: 2026-12-31}
""",
    "org": """
kind: org
teams:
  - {code: pp, name: Product Policy, lead: dana.lee, cost_center: CC-4400, headcount_cap: 42}
  - code: mh
    name: Mental Health Policy
    lead: ines.duarte
    parent: pp
    exposure:
      level: regular
      safeguards: [informed_consent, opt_out, rotation, breaks_2h, viewing_tools, debrief, counselling, manager_training, post_role_support]
      assessed: 2026-03-12
      next_assessment: 2027-03-12
      consulted: [2026-02-20]
people:
  - {handle: dana.lee, name: Dana Lee, team: pp}
  - {handle: ines.duarte, name: Inês Duarte, team: mh, left: 2026-12-31}
locations:
  - {code: SJC, country: US, currency: USD, timezone: America/Los_Angeles, workdays: 220}
""",
    "rates": """
kind: rates
fiscal_year: FY26
currency: USD
fx:
  EUR: {budget: 1.08, 2026-06: 1.11}
loaded_annual:
  P2: {SJC: 100_000, DUB: 90_000 EUR}
one_time: {hire: 9_500, equipment: 3_000}
increase: {month: 2026-04, pct: 3%}
""",
    "okrs": """
kind: okrs
team: mh
period: 2026-Q3
status: active
objectives:
  - id: O1
    title: People in distress on Lumo find help, not harm
    owner: ines.duarte
    type: committed
    weight: 2
    priority: P0
    aligns_to: pp/FY26/O1
    rollup: mixed
    theme: T1
    guardrails: [appeal-overturn-mh]
    key_results:
      - id: KR1
        title: Violative view rate
        metric: vvr-selfharm
        baseline: 0.42
        target: 0.30%
        unit: "%"
        weight: 2
        starts: 2026-07-15
        due: 2026-09-15
        expected: {2026-07: 10%, 2026-08: 40%}
        checkins:
          - {on: 2026-08-03, value: 0.38, confidence: 6, note: New classifier}
      - id: KR2
        title: Panel in 12 markets
        milestones:
          - {id: a, title: Policy approved, due: 2026-07-31, done: 2026-07-24}
          - {id: b, title: All markets, due: 2026-09-30, weight: 2, dropped: {on: 2026-08-01, decision: DEC-2026-014}}
        expected: back_loaded
        dropped: {on: 2026-08-01}
        closing: {score: 0.5, reason: Counted by hand, learned: Start earlier}
    closing: {learned: Ask sooner}
    dropped: {on: 2026-08-05, decision: DEC-2026-014}
""",
    "metrics": """
kind: metrics
team: mh
metrics:
  - id: vvr-selfharm
    name: Violative view rate
    definition: Share of sampled views.
    source: Data Science
    unit: "%"
    shape: ratio
    direction: down
    role: kpi
    baseline: 0.42
    target: 0.30
    red: 0.45
    cadence: 2w
    lag: 20d
    by: [market]
  - {id: appeals, name: Appeals, direction: band, target: [5, 15], red: [2, 20]}
""",
    "readings": """
kind: readings
team: mh
fiscal_year: FY26
readings:
  vvr-selfharm:
    2026-06: {num: 84, den: 20_000, note: First month}
    2026-07: 0.38
    2026-W33: {value: 0.37, n: 5_000, restated: Late samples}
""",
    "budget": """
kind: budget
cost_center: CC-4410
team: coe
fiscal_year: FY26
currency: USD
status: approved
lines:
  - {id: COE-PEO-01, name: Salaries, category: personnel, source: headcount, nature: opex}
  - id: COE-VEN-01
    name: Reviewers
    category: vendor
    plan: 960_000
    phase: [1, 1, 1, 1, 1, 1, 2, 2, 2, 2, 2, 2]
    driver: {unit: review hour, volume: 40_000, rate: 24.00}
    supports: {mh/2026-Q3/O1: 60%, mh/2026-Q3/O2: 0.4}
    currency: EUR
    forecast: run_rate
  - {id: COE-PRG-02, name: Roundtables, category: program, plan: {2026-03: 30_000, 2026-Q3: 45_000}, supports: [mh/2026-Q3/O1]}
  - {id: COE-CTG-01, name: Contingency, category: contingency, plan: 120_000, phase: none}
transfers:
  - id: TR-2026-03
    on: 2026-06-12
    from: COE-CTG-01
    to: COE-VEN-01
    amount: 40_000
    months: {2026-07: 20_000, 2026-08: 20_000}
    reason: Second wave
    decision: DEC-2026-014
""",
    "actuals": """
kind: actuals
month: 2026-07
status: closed
source: GL extract 2026-08-07
entries:
  - {line: COE-VEN-01, amount: 81_900, po: PO-88121, volume: 3_300}
  - {line: COE-VEN-01, amount: 20_000.50, accrual: true, keep: no, for: INI-004, currency: EUR, note: Not invoiced}
commentary:
  - {line: COE-VEN-01, cause: one_off, text: Wave 2, owner: sam.okafor}
""",
    "commitments": """
kind: commitments
fiscal_year: FY26
orders:
  - {id: PO-88121, vendor: Meridian, line: COE-VEN-01, amount: 1_050_000, status: open, start: 2026-01-01, end: 2026-12-31,
     notice_by: 2026-10-01}
  - {id: PO-88470, vendor: Harbour, line: COE-PRG-02, amount: 41_000, status: approved, currency: EUR, phase: {2026-09: 41_000}}
  - {id: PO-88471, vendor: Harbour, line: COE-PRG-02, amount: 1, status: requested, phase: even}
""",
    "forecast": """
kind: forecast
fiscal_year: FY26
through: 2026-07
status: submitted
lines:
  COE-VEN-01: {method: run_rate, note: Continues}
  COE-PRG-02: {2026-09: 41_000}
  COE-TRV-01: {months: {2026-10: 5_000}, note: Offsite}
""",
    "headcount": """
kind: headcount
team: mh
positions:
  - {id: HC-MH-001, title: Policy Manager, band: M1, location: SJC, status: filled, start: 2024-02-05}
  - id: HC-MH-006
    title: Policy Specialist
    band: P2
    location: DUB
    status: open
    type: fixed_term
    reason: backfill
    fte: 50%
    planned_start: 2026-08-01
    start: 2026-10-05
    end: 2027-10-04
    approved: 2026-05-04
    opened: 2026-05-11
    offered: 2026-07-01
    accepted: 2026-07-10
    person: jo.park
    manager: HC-MH-001
    allocation: {mh/2026-Q3/O1: 100%}
    line: COE-PEO-01
    rate: 80_000
    languages: [de, pt]
    priority: P0
    history: [{person: jo.park, from: 2024-01-08, to: 2026-04-30}, {from: 2022-01-10, to: 2023-12-31}]
vendor_seats:
  - {id: VS-MER-01, vendor: Meridian, site: Manila, function: policy QA, plan: 20, filled: 18, rate: 1_900,
     line: COE-VEN-01, po: PO-88121, exposure: core}
""",
    "decision": """
kind: decision
id: DEC-2026-014
title: Fund a second calibration wave
status: decided
driver: sam.okafor
approver: dana.lee
needed_by: 2026-06-15
decided: 2026-06-12
choice: A
why: Agreement is too low
options: [{id: A, text: Now, cost: 40_000, pro: Sooner}, {id: B, text: Wait, con: Later}]
agree: [li.wei]
agreed: {li.wei: 2026-06-11}
contributors: [li.wei, STK-LEGAL]
informed: [jo.park]
affects: [COE-VEN-01, INI-004]
amount: 40_000
currency: USD
review_on: 2026-09-30
outcome: It was
supersedes: DEC-2026-002
""",
    "lock": """
kind: lock
what: forecast
period: FY26
through: 2026-07
on: 2026-08-10
by: dana.lee
items:
  COE-VEN-01: {method: run_rate, outlook: {2026-08: 85_014.29}}
  COE-PRG-02: {months: {2026-09: 41_000}, outlook: {2026-08: 0, 2026-09: 41_000}}
""",
}  # fmt: skip


def plain(text: str) -> dict[str, Any]:
    data, problems = read("plan.yaml", text.encode())
    assert data is not None, problems
    return data


def built(text: str) -> Any:  # noqa: ANN401 - a file of any kind
    entity = build(plain(text))
    assert isinstance(entity, File), entity
    return entity


def test_every_kind_has_both_examples() -> None:
    assert set(MINIMAL) == set(FULL) == set(KINDS)


@pytest.mark.parametrize("name", KINDS)
def test_the_least_that_a_file_may_say(name: str) -> None:
    entity = built(MINIMAL[name])
    assert (entity.kind, entity.version, entity.tags) == (name, 1, ())


@pytest.mark.parametrize("name", KINDS)
def test_a_full_example_with_the_common_fields(name: str) -> None:
    entity = built(FULL[name].strip() + COMMON)
    assert entity.owner == "ines.duarte"
    assert entity.approvals[0].on == date(2026, 6, 12)
    assert entity.waive[0].until == date(2026, 9, 30)
    assert entity.audience == "internal"


@pytest.mark.parametrize("name", KINDS)
def test_a_frozen_file(name: str) -> None:
    entity = built(MINIMAL[name])
    with pytest.raises(ValueError, match="frozen"):
        entity.notes = "changed"


@pytest.mark.parametrize("name", KINDS)
def test_the_json_schema_builds_and_accepts_both_examples(name: str) -> None:
    """Draft 2020-12; every scalar of our plain data is text, which editors' readers would type: only the shape is compared."""
    schema = kind(name).model_json_schema()
    jsonschema.Draft202012Validator.check_schema(schema)
    assert schema["additionalProperties"] is False
    assert set(plain(FULL[name])) <= set(schema["properties"])
    undescribed = [field for field, part in schema["properties"].items() if "description" not in part]
    assert not undescribed


def test_what_was_read() -> None:
    """Types and defaults of the scalars: dates, months, money, shares, and what is inferred."""
    okrs = built(FULL["okrs"])
    first, second = okrs.objectives[0].key_results
    assert (first.kind_of(), second.kind_of()) == ("decrease", "milestones")
    assert first.target == D("0.30")
    assert first.expected == {month("2026-07"): D("0.1"), month("2026-08"): D("0.4")}
    assert second.milestones[0].weight == 1
    budget = built(FULL["budget"])
    assert budget.lines[1].plan == D(960_000)
    assert budget.lines[1].supported() == {"mh/2026-Q3/O1": D("0.6"), "mh/2026-Q3/O2": D("0.4")}
    assert budget.lines[2].plan == {"2026-03": D(30_000), "2026-Q3": D(45_000)}
    assert budget.lines[2].supported() == {"mh/2026-Q3/O1": D(1)}
    assert budget.lines[0].supported() == {}
    assert (budget.transfers[0].from_, budget.lines[0].phase, budget.lines[3].phase) == ("COE-CTG-01", "even", "none")
    rates = built(FULL["rates"])
    assert rates.loaded_annual["P2"] == {"SJC": (D(100_000), ""), "DUB": (D(90_000), "EUR")}
    position = built(FULL["headcount"]).positions[1]
    assert (position.fte, position.history[1].person) == (D("0.5"), None)
    assert built(FULL["headcount"]).positions[0].type == "employee"
    settings = built(MINIMAL["settings"])
    assert (settings.currency, settings.fiscal_year.starts, settings.fiscal_year.named_for) == ("USD", 1, "end")
    assert settings.thresholds.okr.on_track_gap == D("0.10")
    assert str(settings.thresholds.okr.stale_after) == "14d"
    assert settings.thresholds.budget.variance_abs == 10_000
    assert settings.okr.cap == 1


def test_short_forms_of_readings_and_forecasts() -> None:
    readings = built(FULL["readings"]).readings["vvr-selfharm"]
    assert readings["2026-07"].value == D("0.38")
    assert readings["2026-06"].measured("%") == D("0.42")
    assert readings["2026-06"].measured("views") == D("0.0042")
    assert readings["2026-W33"].n == 5_000
    lines = built(FULL["forecast"]).lines
    assert lines["COE-PRG-02"].months == {month("2026-09"): D(41_000)}
    assert lines["COE-TRV-01"].months == {month("2026-10"): D(5_000)}
    assert lines["COE-VEN-01"].method == "run_rate"


@pytest.mark.parametrize(
    ("fields", "type_"),
    [
        ("baseline: 0, target: 10", "increase"),
        ("baseline: 10, target: 0", "decrease"),
        ("target: 10", "increase"),
        ("floor: 95", "maintain"),
        ("ceiling: 5, baseline: 1, target: 2", "maintain"),
        ("milestones: [{id: a, title: A, due: 2026-07-31}], floor: 1", "milestones"),
        ("done: 2026-08-01", "binary"),
        ("unit: x", "binary"),
        ("checkins: [{on: 2026-08-01, value: 40%}]", "manual"),
        ("type: manual, baseline: 0, target: 10", "manual"),
        ("type: increase, baseline: 10, target: 0", "increase"),
    ],
)
def test_the_inferred_type_of_a_key_result(fields: str, type_: str) -> None:
    text = f"{{kind: okrs, team: mh, period: 2026-Q3, objectives: [{{id: O1, title: O, key_results: [{{id: KR1, title: K, {fields}}}]}}]}}"
    assert built(text).objectives[0].key_results[0].kind_of() == type_


def test_children_are_the_items_directly_inside() -> None:
    okrs = built(FULL["okrs"])
    assert [route for route, _ in children(okrs)] == [("objectives", 0)]
    assert [route for route, _ in children(okrs.objectives[0])] == [("key_results", 0), ("key_results", 1)]
    assert [route for route, _ in children(okrs.objectives[0].key_results[1])] == [("milestones", 0), ("milestones", 1)]


@pytest.mark.parametrize(("text", "value"), [("true", True), ("yes", True), ("True", True), ("false", False), ("no", False), ("NO", False)])
def test_booleans_accept_yes_and_no(text: str, value: bool) -> None:  # noqa: FBT001 - the value under test
    entry = f"{{kind: actuals, month: 2026-07, status: open, source: GL, entries: [{{line: A-1, amount: 1, accrual: {text}}}]}}"
    assert built(entry).entries[0].accrual is value


def test_a_country_code_no_is_text() -> None:
    assert built("{kind: org, locations: [{code: OSL, country: NO, currency: NOK, timezone: Europe/Oslo}]}").locations[0].country == "NO"


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("{kind: rates, fiscal_year: FY26, loaded_annual: {P1: {SJC: -1}}}", "`loaded_annual` must be 0 or more"),
        ("{kind: rates, fiscal_year: FY26, one_time: {hire: -1}}", "`hire` must be 0 or more"),
        (
            "{kind: commitments, fiscal_year: FY26, orders: [{id: PO-1, vendor: V, line: A-1, amount: -41_000, status: open}]}",
            "`amount` must be 0 or more, got '-41_000'",
        ),
        ("{kind: settings, thresholds: {budget: {variance_pct: -5%}}}", "`variance_pct` must be 0% or more, got '-5%'"),
        ("{kind: settings, thresholds: {budget: {variance_abs: -5}}}", "`variance_abs` must be 0 or more, got '-5'"),
        ("{kind: org, teams: [{code: a, name: A, lead: x, headcount_cap: -9}]}", "`headcount_cap` must be 0 or more, got '-9'"),
    ],
)
def test_what_cannot_be_negative(text: str, message: str) -> None:
    """A minus in a limit or an order would turn every comparison with it round."""
    data, _ = read("p.yaml", text.encode())
    assert data is not None
    found = build(data)
    assert isinstance(found, list)
    assert [error.message for error in found] == [message]
