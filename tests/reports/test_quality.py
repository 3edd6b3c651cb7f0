"""Consistency reviews: statistics, rates that are refused, findings, themes and trends, with exact cells."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from tests.analyse.lumo import ALL, DAY, POLICY
from tests.analyse.workspaces import at, places
from tests.reports.desk import cells, keys, page_of, table

from polops.reports import Options, build
from polops.reports.page import Chart, Measure


def review(ref: str, on: str, *lines: str) -> str:
    """A review of POL-MH-002."""
    head = ["kind: review", f"id: {ref}", "policy: POL-MH-002", "type: qa_sample", f"on: {on}", "owner: sam.okafor"]
    return "\n".join([f"--- # reviews/{ref}.yaml", *head, *lines, ""])


EARLIER = review(
    "QR-001", "2026-06-08", "n: 100", "matrix: [[42, 8], [13, 37]]",
    "findings: [{id: f1, theme: Recovery narratives, severity: low, text: Pairs, owner: jo.park, due: 2026-07-10, done: 2026-07-08}]",
)  # fmt: skip
RANDOM = review("QR-002", "2026-08-01", "sampling: random", "population: 4_000", "n: 200", "correct: 188")
TARGETED = review(
    "QR-003", "2026-08-02", "sampling: targeted", "n: 60", "correct: 49",
    "findings: [{id: f1, theme: predictions, severity: high, text: Old, owner: jo.park, due: 2026-08-05, guidance_change: Publish it}]",
)  # fmt: skip
SMALL = review("QR-004", "2026-08-04", "n: 10", "correct: 9")
OVERTURN = """
--- # metrics/mh.yaml
kind: metrics
team: mh
metrics:
  - {id: appeal-overturn-mh, name: Appeals overturned, unit: "%", shape: ratio, direction: band, target: [5, 15]}
  - {id: overturn-days, name: Days to overturn, unit: days, shape: median, direction: down}
--- # metrics/readings/mh.yaml
kind: readings
team: mh
readings:
  appeal-overturn-mh: {2026-06: {num: 60, den: 600}, 2026-07: {num: 75, den: 600}}
  overturn-days: {2026-06: 3, 2026-07: 4}
"""
MEASURED = POLICY.replace("reviewed:", "metrics: [appeal-overturn-mh, overturn-days]\nreviewed:")


def test_two_raters_have_agreement_kappa_and_alpha_and_no_rate() -> None:
    """44, 6 / 11, 39: 83 %, kappa 0.66."""
    page = page_of("quality", at(DAY, ALL))
    (row,) = cells(page, "reviews", "review", "policy", "on", "n", "agreement", "kappa", "alpha", "fleiss", "accuracy", "raters", "open")
    assert row[:5] == ("QR-011", "POL-MH-002", date(2026, 8, 3), 100, Decimal("0.83"))
    assert [places(one if isinstance(one, Decimal) else None, 2) for one in row[5:7]] == ["0.66", "0.66"]
    assert row[7:] == (None, None, 2, 1)
    assert cells(page, "reviews", "judged", "sampling") == [("✖ agreement", "stratified")]
    assert page.lead == "1 review of 1 policy; agreement below the limit in QR-011; 1 finding open."


def test_a_rate_has_its_interval_and_is_unsure_where_the_limit_lies_inside() -> None:
    """188 of 200 is 94.0 %, 89.8 to 96.5 %."""
    page = page_of("quality", at(DAY, ALL, RANDOM))
    rate = cells(page, "reviews", "accuracy")[1][0]
    assert isinstance(rate, Measure)
    assert [places(one, 1) for one in (rate.value, rate.low, rate.high)] == ["94.0", "89.8", "96.5"]
    assert (rate.unit, rate.unsure) == ("%", True)
    assert cells(page, "reviews", "judged", "population")[1] == ("✖ accuracy", 4000)
    assert "accuracy below the limit" not in page.lead, "its policy has a newer review"


def test_no_rate_is_printed_from_a_targeted_sample() -> None:
    page = page_of("quality", at(DAY, ALL, TARGETED))
    assert cells(page, "reviews", "review", "n", "accuracy", "judged")[1] == ("QR-003", 60, None, "findings only")
    assert table(page, "reviews").note.startswith("No rate from a targeted sample: QR-003.")
    shown = [cell for found in page.tables() for row in found.rows for cell in row.cells]
    assert not [cell for cell in shown if isinstance(cell, Measure)]
    assert not {Decimal(49), Decimal(49) / 60} & {cell for cell in shown if isinstance(cell, int | Decimal)}


def test_a_small_sample_says_so() -> None:
    assert cells(page_of("quality", at(DAY, ALL, SMALL)), "reviews", "judged")[0] == ("✖ accuracy, fewer than 100",)


def test_open_findings_stand_by_day_and_themes_come_again() -> None:
    page = page_of("quality", at(DAY, ALL, EARLIER, TARGETED))
    assert cells(page, "open_findings", "finding", "due", "state", "theme", "change", "owner", "severity", "policy") == [
        ("QR-003/f1", date(2026, 8, 5), "late", "predictions", "Publish it", "jo.park", "high", "POL-MH-002"),
        ("QR-011/f1", date(2026, 8, 14), "open", "recovery narratives", "", "jo.park", "high", "POL-MH-002"),
    ]
    assert cells(page, "themes", "theme", "reviews", "open", "found_by") == [("Recovery narratives", 2, 1, "QR-001, QR-011")]
    assert page.lead.endswith("2 findings open, 1 overdue.")


def test_each_policy_has_its_trend_and_a_line() -> None:
    page = page_of("quality", at(DAY, ALL, EARLIER))
    ((trend, first, last, count),) = cells(page, "trend", "trend", "first", "last", "reviews")
    assert isinstance(trend, tuple)
    assert [places(one, 2) for one in trend] == ["0.58", "0.66"]
    assert (first, last, count) == (trend[0], trend[1], 2)
    by_month = table(page, "agreement")
    assert [column.label for column in by_month.columns] == ["Month", "POL-MH-002"]
    assert [row.cells for row in by_month.rows] == [("2026-06", trend[0]), ("2026-08", trend[1])]
    assert [block.kind for section in page.sections for block in section.blocks if isinstance(block, Chart)] == ["lines"]


def test_overturned_decisions_are_those_of_the_policys_metrics_in_per_cent() -> None:
    page = page_of("quality", at(DAY, ALL, MEASURED, OVERTURN))
    assert cells(page, "overturn", "metric", "policy", "period", "value", "trend") == [
        ("appeal-overturn-mh", "POL-MH-002", "2026-07", Decimal("0.125"), (Decimal("0.1"), Decimal("0.125")))
    ]
    assert [row.cells for row in table(page, "overturn_by_month").rows] == [("2026-06", Decimal("0.1")), ("2026-07", Decimal("0.125"))]

    earlier = page_of("quality", at(DAY, ALL, MEASURED, OVERTURN), Options(period="2026-Q2"))
    assert cells(earlier, "overturn", "period", "value") == [("2026-06", Decimal("0.1"))]


def test_filters_by_period_owner_and_the_team_of_the_policy() -> None:
    ctx = at(DAY, ALL, EARLIER)
    assert cells(page_of("quality", ctx, Options(period="2026-Q2")), "reviews", "review") == [("QR-001",)]
    assert cells(page_of("quality", ctx, Options(owner="jo.park")), "reviews", "review") == [("QR-011",)]
    assert len(cells(page_of("quality", ctx, Options(team="mh")), "reviews", "review")) == 2
    nothing = page_of("quality", ctx, Options(team="coe"))
    assert (nothing.lead, keys(nothing)) == ("No consistency reviews in this selection.", [])
    assert keys(page_of("quality", at("2026-06-07", ALL, EARLIER))) == []


def test_a_policy_for_fewer_readers_is_not_named() -> None:
    page = build("quality", at(DAY, ALL, POLICY.replace("reviewed:", "audience: restricted\nreviewed:")), Options())
    assert cells(page, "reviews", "review", "policy") == [("QR-011", None)]
    assert cells(page, "open_findings", "policy") == [(None,)]
