"""The test vectors of the domain reference, C19, for the books: each figure through the whole way, from YAML text.

`LUMO` holds the files of the reference's part B, as of 10 August 2026 (July closed). Source of every figure here: domain reference C19.
"""

# Figures are compared with plain integers.
# mypy: disable-error-code="comparison-overlap"

from __future__ import annotations

from decimal import Decimal

import pytest
from tests.analyse.workspaces import at, closed_months, node, places

from polops.analyse.align import of as means_of
from polops.analyse.books import phased
from polops.analyse.context import Context
from polops.analyse.headcount import position, team
from polops.analyse.interval import wilson
from polops.analyse.kpi import metric
from polops.analyse.movement import monthly_attrition
from polops.analyse.okr import objective
from polops.analyse.orders import order
from polops.analyse.progress import elapsed, key_result, period_of
from polops.analyse.variance import driver_split, fx_split, is_material, line, outlook_methods

D = Decimal

OKRS = """
--- # okrs/2026-Q3/mh.yaml
kind: okrs
team: mh
period: 2026-Q3
status: active
objectives:
  - id: O1
    title: People in distress on Lumo find help, not harm
    owner: ines.duarte
    type: committed
    priority: P0
    guardrails: [appeal-overturn-mh]
    key_results:
      - id: KR1
        title: Violative view rate, self-harm and suicide
        metric: vvr-selfharm
        baseline: 0.42
        target: 0.30
        unit: "%"
        weight: 2
        checkins:
          - {on: 2026-08-03, confidence: 6, note: New classifier live in 4 of 12 markets}
      - id: KR2
        title: Reviewer agreement (kappa) on the disordered-eating guideline
        baseline: 0.58
        target: 0.75
        checkins:
          - {on: 2026-07-20, value: 0.61, confidence: 6}
          - {on: 2026-08-03, value: 0.66, confidence: 7, note: After calibration round 2}
      - id: KR3
        title: Crisis-resource panel policy enforced in 12 markets
        milestones:
          - {id: a, title: Policy approved, due: 2026-07-31, done: 2026-07-24}
          - {id: b, title: First 6 markets, due: 2026-08-21}
          - {id: c, title: All 12 markets, due: 2026-09-30, weight: 2}
"""
METRICS = """
--- # metrics/mh.yaml
kind: metrics
team: mh
metrics:
  - id: vvr-selfharm
    name: Violative view rate, self-harm and suicide
    unit: "%"
    shape: ratio
    direction: down
    baseline: 0.42
    target: 0.30
    red: 0.45
  - id: appeal-overturn-mh
    name: Appeal overturn rate
    unit: "%"
    shape: ratio
    direction: band
    role: guardrail
    target: [5, 15]
    red: [2, 20]
--- # metrics/readings/mh.yaml
kind: readings
team: mh
fiscal_year: FY26
readings:
  vvr-selfharm:
    2026-06: {num: 84, den: 20_000}
    2026-07: {num: 76, den: 20_000}
  appeal-overturn-mh:
    2026-06: {num: 61, den: 540}
    2026-07: {num: 74, den: 610, note: One policy version change mid-month}
"""
BUDGET = """
--- # budgets/FY26/coe.yaml
kind: budget
cost_center: CC-4410
team: coe
fiscal_year: FY26
status: approved
lines:
  - id: COE-VEN-01
    name: Policy QA reviewers (vendor)
    category: vendor
    plan: 960_000
    driver: {unit: review hour, volume: 40_000, rate: 24.00}
    supports: {mh/2026-Q3/O1: 100%}
  - {id: COE-PRG-02, name: Expert roundtables, category: program, plan: {2026-03: 30_000, 2026-06: 30_000, 2026-09: 45_000}}
  - {id: COE-CTG-01, name: Contingency, category: contingency, plan: 120_000, phase: none}
transfers:
  - id: TR-2026-03
    on: 2026-06-12
    from: COE-CTG-01
    to: COE-VEN-01
    amount: 40_000
    months: {2026-07: 20_000, 2026-08: 20_000}
"""
ORDERS = """
--- # commitments/FY26.yaml
kind: commitments
fiscal_year: FY26
orders:
  - {id: PO-88121, vendor: Meridian, line: COE-VEN-01, amount: 1_050_000, status: open, start: 2026-01-01, end: 2026-12-31}
"""
ACTUALS = (
    closed_months("COE-VEN-01", ["78_400", "79_900", "80_600", "81_400", "85_100", "87_800"], more=", po: PO-88121")
    + """
--- # actuals/2026-07.yaml
kind: actuals
month: 2026-07
status: closed
source: GL extract 2026-08-07
entries:
  - {line: COE-VEN-01, amount: 81_900, po: PO-88121}
  - {line: COE-VEN-01, amount: 20_000, accrual: true, po: PO-88121, note: July wave 2 not invoiced}
"""
)
HEADCOUNT = """
--- # headcount/mh.yaml
kind: headcount
team: mh
positions:
  - {id: HC-MH-001, title: Policy Manager, band: M1, location: SJC, status: filled, start: 2024-02-05, allocation: {mh/2026-Q3/O1: 50%}}
  - id: HC-MH-004
    title: Policy Specialist, disordered eating
    band: P3
    location: SJC
    status: filled
    approved: 2026-03-16
    accepted: 2026-06-22
    planned_start: 2026-07-01
    start: 2026-07-20
    manager: HC-MH-001
    allocation: {mh/2026-Q3/O1: 30%}
  - id: HC-MH-006
    title: Policy Specialist, crisis escalation
    band: P2
    location: DUB
    status: open
    reason: backfill
    priority: P0
    approved: 2026-05-04
    opened: 2026-05-11
    planned_start: 2026-08-01
    start: 2026-10-05
    manager: HC-MH-001
    allocation: {mh/2026-Q3/O1: 100%}
"""
LUMO = OKRS + METRICS + BUDGET + ORDERS + ACTUALS + HEADCOUNT


@pytest.fixture(scope="module")
def lumo() -> Context:
    """The sample workspace of part B on Monday, 10 August 2026."""
    return at("2026-08-10", LUMO)


# OKRs


def test_elapsed(lumo: Context) -> None:
    """Elapsed 2026-Q3: 40 of 91 days: e = 0.4396."""
    period = period_of(lumo, node(lumo, "mh/2026-Q3/O1"))
    assert (lumo.as_of - period.first).days == 40
    assert places(elapsed(lumo, period.first, period.last), 4) == "0.4396"


def test_elapsed_back_loaded() -> None:
    """Back-loaded: 0.1932."""
    ctx = at("2026-08-10", LUMO.replace("target: 0.75", "target: 0.75\n        expected: back_loaded"))
    assert places(key_result(ctx, node(ctx, "mh/2026-Q3/O1/KR2")).expected, 4) == "0.1932"


@pytest.mark.parametrize(
    ("ref", "type_", "progress", "expected", "gap", "confidence", "status"),
    [
        ("KR1", "decrease", "0.3333", "0.4396", "-0.1062", 6, "amber"),
        ("KR2", "increase", "0.4706", "0.4396", "0.0310", 7, "green"),
        ("KR3", "milestones", "0.2500", "0.2500", "0.0000", None, "green"),
    ],
)
def test_key_results(
    lumo: Context, *, ref: str, type_: str, progress: str, expected: str, gap: str, confidence: int | None, status: str
) -> None:
    """KR1 0.42→0.30 at 0.38; KR2 0.58→0.75 at 0.66; KR3 milestones 1, 1, 2 with the first done."""
    found = key_result(lumo, node(lumo, f"mh/2026-Q3/O1/{ref}"))
    assert (found.type, places(found.progress, 4), places(found.expected, 4), places(found.gap, 4)) == (type_, progress, expected, gap)
    assert (found.confidence, found.status) == (confidence, status)


def test_an_objective(lumo: Context) -> None:
    """O1, weights 2, 1, 1: S = 0.3468, E = 0.3922, gap −0.0454; committed → worst key result → amber."""
    found = objective(lumo, node(lumo, "mh/2026-Q3/O1"))
    assert (places(found.score, 4), places(found.expected, 4), places(found.gap, 4)) == ("0.3468", "0.3922", "-0.0454")
    assert (found.status, found.why, found.coverage) == ("amber", "the worst key result", 1)


@pytest.mark.parametrize(
    ("baseline", "target", "current", "progress", "score"),
    [
        ("0.42", "0.30", "0.45", "-0.25", "0"),
        ("100", "200", "230", "1.30", "1"),
        ("-10", "10", "0", "0.5", "0.5"),
    ],
)
def test_progress_beyond_the_ends(baseline: str, target: str, current: str, progress: str, score: str) -> None:
    """Raw progress leaves 0 to 1, the score does not."""
    ctx = at(
        "2026-08-10",
        f"""
--- # okrs.yaml
kind: okrs
team: mh
period: 2026-Q3
objectives:
  - id: O1
    title: O
    key_results:
      - {{id: KR1, title: K, baseline: {baseline}, target: {target}, checkins: [{{on: 2026-08-03, value: {current}}}]}}
""",
    )
    found = key_result(ctx, node(ctx, "mh/2026-Q3/O1/KR1"))
    assert (found.progress, found.score) == (D(progress), D(score))


def test_maintain() -> None:
    """Met, met, missing, met, not, met: 4/6 = 0.6667."""
    ctx = at(
        "2026-06-30",
        """
--- # okrs.yaml
kind: okrs
team: mh
period: 2026-H1
objectives:
  - {id: O1, title: O, key_results: [{id: KR1, title: K, metric: qa, floor: 95, unit: "%"}]}
--- # metrics.yaml
kind: metrics
team: mh
metrics: [{id: qa, name: QA accuracy, unit: "%", direction: up}]
--- # readings.yaml
kind: readings
team: mh
readings: {qa: {2026-01: 96, 2026-02: 95, 2026-04: 97, 2026-05: 94.9, 2026-06: 99}}
""",
    )
    found = key_result(ctx, node(ctx, "mh/2026-H1/O1/KR1"))
    assert (found.type, places(found.progress, 4), found.current) == ("maintain", "0.6667", 99)


@pytest.mark.parametrize(("value", "grade"), [("69.5", "green"), ("69.49", "amber")])
def test_grade_of_the_rounded_score(value: str, grade: str) -> None:
    """Aspirational: 0.695 prints 0.70 and grades green; 0.6949 → 0.69 amber."""
    ctx = at(
        "2026-10-05",
        f"""
--- # okrs.yaml
kind: okrs
team: mh
period: 2026-Q3
status: closed
objectives:
  - {{id: O1, title: O, key_results: [{{id: KR1, title: K, baseline: 0, target: 100, checkins: [{{on: 2026-09-30, value: {value}}}]}}]}}
""",
    )
    found = objective(ctx, node(ctx, "mh/2026-Q3/O1"))
    assert (found.score, found.grade) == (D(value) / 100, grade)


# metrics


def test_violative_view_rate(lumo: Context) -> None:
    """July 76/20,000: 0.380 %, 95 % 0.304–0.475: amber, unsure (the red limit 0.45 is inside)."""
    found = metric(lumo, node(lumo, "vvr-selfharm"))
    assert (places(found.value, 3), places(found.low, 3), places(found.high, 3)) == ("0.380", "0.304", "0.475")
    assert (found.status, found.unsure, found.n) == ("amber", True, 20_000)


def test_violative_view_rate_of_june_and_the_change(lumo: Context) -> None:
    """June 0.420 % (0.339–0.520): the change to July is flat."""
    june = metric(at("2026-07-10", LUMO), node(at("2026-07-10", LUMO), "vvr-selfharm"))
    assert (places(june.value, 3), places(june.low, 3), places(june.high, 3)) == ("0.420", "0.339", "0.520")
    assert metric(lumo, node(lumo, "vvr-selfharm")).change == "flat"


def test_appeal_overturn(lumo: Context) -> None:
    """74/610: 12.1 % (9.8–15.0), green in the band 5–15."""
    found = metric(lumo, node(lumo, "appeal-overturn-mh"))
    assert (places(found.value, 1), places(found.low, 1), places(found.high, 1), found.status) == ("12.1", "9.8", "15.0", "green")


@pytest.mark.parametrize(("met", "n", "rate", "low", "high"), [(188, 200, "94.0", "89.8", "96.5"), (0, 50, "0.0", "0.0", "7.1")])
def test_wilson(met: int, n: int, rate: str, low: str, high: str) -> None:
    """188/200: 94.0 % (89.8–96.5); 0/50: 0 % (0–7.1). From a reading with its sample."""
    ctx = at(
        "2026-08-10",
        f"""
--- # metrics.yaml
kind: metrics
team: mh
metrics: [{{id: qa, name: QA accuracy, unit: "%", shape: ratio, direction: up}}]
--- # readings.yaml
kind: readings
team: mh
readings: {{qa: {{2026-07: {{num: {met}, den: {n}}}}}}}
""",
    )
    found = metric(ctx, node(ctx, "qa"))
    assert (places(found.value, 1), places(found.low, 1), places(found.high, 1)) == (rate, low, high)
    interval = wilson(D(met), D(n))
    assert interval is not None
    assert places(interval[0] * 100, 1) == low


# money


def test_even_phasing() -> None:
    """100,000 over 12: four months of 8,333.34, then eight of 8,333.33."""
    ctx = at("2026-08-10", LUMO.replace("960_000", "100_000"))
    assert phased(ctx, node(ctx, "COE-VEN-01")) == (D("8333.34"),) * 4 + (D("8333.33"),) * 8


def test_actuals_to_july(lumo: Context) -> None:
    """78 400 · 79 900 · 80 600 · 81 400 · 85 100 · 87 800 · 101 900 = 595 100; July with the accrual of 20 000."""
    found = line(lumo, node(lumo, "COE-VEN-01"))
    assert [int(amount or 0) for amount in found.actual_months[:7]] == [78_400, 79_900, 80_600, 81_400, 85_100, 87_800, 101_900]
    assert found.actual_months[7:] == (None,) * 5
    assert found.ytd_actual == 595_100


def test_year_to_date(lumo: Context) -> None:
    """Current 580 000, actual 595 100, V −15 100 U, −2.6 % → not material (5 % and 10 000)."""
    found = line(lumo, node(lumo, "COE-VEN-01"))
    assert (found.ytd_budget, found.ytd_actual, found.variance, found.favourable) == (580_000, 595_100, -15_100, False)
    assert places((found.variance_pct or D(0)) * 100, 1) == "-2.6"
    assert not is_material(lumo, found.variance, found.variance_pct)
    assert str(found.ytd_through) == "2026-07"


def test_outlook(lumo: Context) -> None:
    """Budget 1 000 000; budget_remaining 1 015 100, run_rate (mean 91 600) 1 053 100, performance 1 026 034.48."""
    found = line(lumo, node(lumo, "COE-VEN-01"))
    assert (found.plan, found.transfers, found.current) == (960_000, 40_000, 1_000_000)
    ways = {way: places(amount, 2) for way, amount in outlook_methods(lumo, node(lumo, "COE-VEN-01")).items()}
    assert (ways["budget_remaining"], ways["run_rate"], ways["performance"]) == ("1015100.00", "1053100.00", "1026034.48")
    assert (found.outlook_method, found.outlook, found.full_year_variance) == ("run_rate", 1_053_100, -53_100)
    assert found.forecast_months == (91_600,) * 5


@pytest.mark.parametrize(("way", "variance"), [("budget_remaining", "-15100.00"), ("run_rate", "-53100.00"), ("performance", "-26034.48")])
def test_full_year_variance_by_method(way: str, variance: str) -> None:
    """V_fy −15 100 / −53 100 / −26 034.48."""
    ctx = at("2026-08-10", LUMO.replace("supports: {mh/2026-Q3/O1: 100%}", f"forecast: {way}"))
    assert places(line(ctx, node(ctx, "COE-VEN-01")).full_year_variance, 2) == variance


def test_an_order_drawn_and_the_over_commitment(lumo: Context) -> None:
    """PO-88121 1 050 000, drawn 595 100: open 454 900; available −50 000."""
    found = order(lumo, node(lumo, "PO-88121"))
    assert (found.amount, found.drawn, found.open, found.soft) == (1_050_000, 595_100, 454_900, 0)
    assert line(lumo, node(lumo, "COE-VEN-01")).available == -50_000


@pytest.mark.parametrize(
    ("category", "plan", "actual", "variance", "percent"),
    [("other", "0", "5_000", "-5000", "None"), ("recharge", "-240_000", "-15_000", "-5000", "-0.25")],
)
def test_no_budget_and_income(category: str, plan: str, actual: str, variance: str, percent: str) -> None:
    """Plan 0, actual 5 000: V −5 000 U, n/a %; income plan −20 000, actual −15 000: V −5 000 U, −25 %."""
    ctx = at(
        "2026-02-10",
        f"""
--- # budget.yaml
kind: budget
cost_center: CC-1
team: coe
fiscal_year: FY26
lines: [{{id: X-1, name: X, category: {category}, plan: {plan}}}]
""",
        closed_months("X-1", [actual]),
    )
    found = line(ctx, node(ctx, "X-1"))
    assert (places(found.variance, 0), places(found.variance_pct, 2), found.favourable) == (variance, percent, False)


def test_flexed_budget() -> None:
    """23 500 h × 24.00 against 24 800 h × 24.70: volume −31 200, rate −17 360, total −48 560."""
    ctx = at(
        "2026-02-10",
        """
--- # budget.yaml
kind: budget
cost_center: CC-1
team: coe
fiscal_year: FY26
lines: [{id: X-1, name: X, category: vendor, plan: {2026-01: 564_000}, driver: {unit: review hour, volume: 23_500, rate: 24.00}}]
--- # actuals/2026-01.yaml
kind: actuals
month: 2026-01
status: closed
source: GL
entries: [{line: X-1, amount: 612_560, volume: 24_800}]
""",
    )
    split = driver_split(ctx, node(ctx, "X-1"))
    assert split is not None
    assert dict(split.parts) == {"volume": -31_200, "rate": -17_360}
    assert line(ctx, node(ctx, "X-1")).variance == -48_560


def test_budget_rate_and_month_rate() -> None:
    """300 000 EUR @1.08 against 290 000 @1.12: operating +10 800 F, FX −11 600 U, total −800."""
    ctx = at(
        "2026-08-10",
        """
--- # budget.yaml
kind: budget
cost_center: CC-1
team: coe
fiscal_year: FY26
lines: [{id: X-1, name: X, category: vendor, currency: EUR, plan: {2026-07: 300_000}}]
""",
        closed_months("X-1", ["", "", "", "", "", "", "290_000"]),
    )
    numbers, split = line(ctx, node(ctx, "X-1")), fx_split(ctx, node(ctx, "X-1"))
    assert (numbers.ytd_budget, numbers.ytd_actual, numbers.variance) == (324_000, 324_800, -800)
    assert split is not None
    assert dict(split.parts) == {"operating": 10_800, "fx": -11_600}


# people


def test_cost_of_a_new_position(lumo: Context) -> None:
    """HC-MH-004 P3 SJC, start 20 Jul, 3 % from April: July 16 995 × 12/31 = 6 578.71; 2026 = 91 553.71."""
    found = position(lumo, node(lumo, "HC-MH-004"))
    assert places(found.cost_by_month[6], 2) == "6578.71"
    assert found.cost_by_month[7] == 16_995
    assert places(found.cost_fy, 2) == "91553.71"
    assert found.one_time_fy == 12_500


def test_cost_had_it_started_as_planned() -> None:
    """From 1 July 101 970.00: timing saving 10 416.29."""
    ctx, late = at("2026-08-10", LUMO.replace("start: 2026-07-20", "start: 2026-07-01")), at("2026-08-10", LUMO)
    cost, less = position(ctx, node(ctx, "HC-MH-004")).cost_fy, position(late, node(late, "HC-MH-004")).cost_fy
    assert cost == 101_970
    assert less is not None
    assert places(cost - less, 2) == "10416.29"


def test_a_half_time_leaver() -> None:
    """0.5 FTE at 198 000, no increase, leaves 15 September: 70 125.00 (September 15/30)."""
    ctx = at(
        "2026-08-10",
        """
--- # headcount.yaml
kind: headcount
team: mh
positions: [{id: HC-1, title: T, band: P3, location: SJC, status: filled, start: 2024-01-08, end: 2026-09-15, fte: 50%}]
--- # restricted/rates.yaml
kind: rates
fiscal_year: FY26
loaded_annual: {P3: {SJC: 198_000}}
""",
    )
    found = position(ctx, node(ctx, "HC-1"))
    assert found.cost_fy == 70_125
    assert found.cost_by_month[8] == D(4_125)


@pytest.mark.parametrize(("start", "cost"), [("2026-10-05", "29807.54"), ("2026-08-01", "51912.00")])
def test_cost_of_an_open_position_abroad(start: str, cost: str) -> None:
    """HC-MH-006 P2 DUB 112 000 EUR @1.08 +3 %: from 1 August 51 912.00; from 5 October 29 807.54."""
    ctx = at("2026-08-01", LUMO.replace("start: 2026-10-05", f"start: {start}"))
    assert places(position(ctx, node(ctx, "HC-MH-006")).cost_fy, 2) == cost


def test_a_team(lumo: Context) -> None:
    """MH: filled 2, vacant 1, vacancy 33.3 %."""
    found = team(lumo, "mh")
    assert (found.approved, found.filled, found.vacant, found.fte_filled, found.fte_vacant) == (3, 2, 1, 2, 1)
    assert places((found.vacancy_rate or D(0)) * 100, 1) == "33.3"


def test_times(lumo: Context) -> None:
    """HC-MH-004 time to fill 98 d, to start 126 d; HC-MH-006 open age 98 d, slip 65 d."""
    filled, vacant = position(lumo, node(lumo, "HC-MH-004")), position(lumo, node(lumo, "HC-MH-006"))
    assert (filled.time_to_fill, filled.time_to_start, filled.open_age, filled.start_slip) == (98, 126, None, 19)
    assert (vacant.time_to_fill, vacant.time_to_start, vacant.open_age, vacant.start_slip) == (None, None, 98, 65)


def test_alignment_without_the_initiative(lumo: Context) -> None:
    """O1 has 0.5 + 0.3 of 2.0 filled FTE (the reference's 1.5 counts INI-004's 0.7 too), and 1.0 FTE vacant."""
    found = means_of(lumo, node(lumo, "mh/2026-Q3/O1"))
    assert (found.fte_filled, found.fte_vacant, team(lumo, "mh").fte_filled) == (D("0.8"), 1, 2)
    assert found.spend == 595_100


def test_attrition() -> None:
    """18 % a year is 1.640 % a month."""
    assert places(monthly_attrition(D("0.18")) * 100, 3) == "1.640"
