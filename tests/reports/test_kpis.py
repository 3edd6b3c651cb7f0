"""The metrics report: exact cells of a small workspace."""

from datetime import date
from decimal import Decimal

from polops.analyse.context import Context
from polops.plan.load import load
from polops.reports import Options
from polops.reports.kpis import build
from polops.reports.page import Chart, Measure, Page, Row, Table

SETTINGS = "kind: settings\nname: Lumo\n"
ORG = """
kind: org
teams:
  - {code: mh, name: Mental Health, lead: ines.duarte}
  - {code: ys, name: Youth Safety, lead: amara.nwosu}
people:
  - {handle: ines.duarte, name: Ines, team: mh}
  - {handle: amara.nwosu, name: Amara, team: ys}
  - {handle: jo.park, name: Jo, team: mh}
"""
MH = """
kind: metrics
team: mh
metrics:
  - {id: vvr, name: View rate, owner: jo.park, unit: "%", shape: ratio, direction: down, baseline: 0.42, target: 0.30, red: 0.45}
  - {id: overturn, name: Overturned, unit: "%", shape: ratio, direction: band, role: guardrail, target: [5, 15], red: [2, 20]}
  - {id: cases, name: Cases, unit: cases, shape: count, direction: up, role: input}
"""
YS = """
kind: metrics
team: ys
metrics:
  - {id: hours, name: Hours to decide, unit: hours, shape: median, direction: down, target: 6}
"""
READINGS = """
kind: readings
team: mh
readings:
  vvr:
    2026-04: {num: 12, den: 300}
    2026-05: {num: 40, den: 500}
    2026-07: {num: 76, den: 20_000}
  overturn:
    2026-06: {num: 61, den: 540}
    2026-07: {num: 150, den: 600}
  cases: {2026-04: 3, 2026-05: 4}
"""


def report(*texts: str, options: Options | None = None) -> Page:
    plan = load({f"plans/{i}.yaml": text.encode() for i, text in enumerate(texts)}).plan
    return build(Context(plan, date(2026, 8, 10)), options or Options())


def tables(page: Page) -> dict[str, Table]:
    return {table.key: table for table in page.tables()}


def cell(table: Table, row: Row, key: str) -> object:
    return row.cells[[column.key for column in table.columns].index(key)]


def cells(table: Table, key: str) -> list[object]:
    return [cell(table, row, key) for row in table.rows]


def test_a_metric_has_its_value_interval_limits_colour_and_movement() -> None:
    table = tables(report(SETTINGS, ORG, MH, YS, READINGS))["kpis"]
    (first, second) = table.rows
    value = cell(table, first, "value")
    assert isinstance(value, Measure)
    assert (value.value, value.unit, value.unsure) == (Decimal("0.38"), "%", True)
    assert value.low is not None
    assert value.high is not None
    assert (round(value.low, 3), round(value.high, 3)) == (Decimal("0.304"), Decimal("0.475"))
    keys = ("metric", "target", "red", "status", "change", "as_of", "reading", "owner", "team", "role")
    assert [cell(table, first, key) for key in keys] == [
        "vvr", "≤ 0.3 %", "> 0.45 %", "amber", "better", "2026-07", "in time", "jo.park", "mh", "kpi",
    ]  # fmt: skip
    assert cell(table, first, "trend") == (Decimal(4), Decimal(8), Decimal("0.38"))
    assert [cell(table, second, key) for key in ("metric", "value", "target", "red", "status", "change", "trend", "reading", "owner")] == [
        "hours", None, "≤ 6 hours", None, "grey", None, None, "none yet", "amara.nwosu",
    ]  # fmt: skip
    assert (first.ref, str(first.span)) == ("vvr", "plans/2.yaml:5:5")


def test_roles_have_sections_of_their_own_and_an_empty_one_is_left_out() -> None:
    page = report(SETTINGS, ORG, MH, YS, READINGS)
    assert [section.key for section in page.sections] == ["kpis", "guardrails", "health", "teams"]
    guardrails = tables(page)["guardrails"]
    assert cells(guardrails, "target") == ["5–15 %"]
    assert cells(guardrails, "red") == ["outside 2–20 %"]
    assert cells(guardrails, "status") == ["red"]
    assert cells(tables(page)["health"], "reading") == ["overdue"]


def test_the_sentence_counts_colours_movements_and_red_guardrails() -> None:
    assert report(SETTINGS, ORG, MH, YS, READINGS).lead == (
        "4 metrics: 1 amber, 1 red, 2 grey (1 overdue); since the period before 2 better, 1 worse, 0 flat; red guardrail: overturn."
    )


def test_a_period_adds_its_own_value_as_a_sum_of_numerators_over_a_sum_of_denominators() -> None:
    page = report(SETTINGS, ORG, MH, YS, READINGS, options=Options(period="2026-Q2"))
    table = tables(page)["kpis"]
    assert [column.label for column in table.columns if column.key == "over"] == ["2026-Q2"]
    assert cells(table, "over") == [Measure(Decimal("6.5"), "%"), None]
    assert cells(tables(page)["health"], "over") == [Measure(Decimal(7), "cases")]
    assert any(note.startswith("Over 2026-Q2 a ratio is Σ numerator") for note in page.notes)


def test_filters_narrow_by_team_and_by_owner() -> None:
    by_team = tables(report(SETTINGS, ORG, MH, YS, READINGS, options=Options(team="YS")))
    assert cells(by_team["kpis"], "metric") == ["hours"]
    by_owner = tables(report(SETTINGS, ORG, MH, YS, READINGS, options=Options(owner="jo.park")))
    assert list(by_owner) == ["kpis", "teams"]


def test_colours_are_counted_by_team_and_drawn_where_there_are_several() -> None:
    page = report(SETTINGS, ORG, MH, YS, READINGS)
    table = tables(page)["teams"]
    assert [row.cells for row in table.rows] == [("mh", 0, 1, 1, 1, 3), ("ys", 0, 0, 0, 1, 1)]
    assert table.total == Row(("Total", 0, 1, 1, 2, 4))
    assert [block.kind for block in page.sections[-1].blocks if isinstance(block, Chart)] == ["stacked_bars"]
    alone = report(SETTINGS, ORG, YS)
    assert not [block for block in alone.sections[-1].blocks if isinstance(block, Chart)]


def test_a_workspace_without_metrics_makes_a_page_that_says_so() -> None:
    page = report(SETTINGS)
    assert (page.title, page.lead, page.sections, page.notes) == ("Lumo · Metrics", "No metrics in this selection.", (), ())
