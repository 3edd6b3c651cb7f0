"""Metrics at their edges (domain reference C6)."""

# Figures are compared with plain integers.
# mypy: disable-error-code="comparison-overlap"

from __future__ import annotations

from decimal import Decimal

import pytest
from tests.analyse.workspaces import SETTINGS, at, node, places

from polops.analyse.context import Context
from polops.analyse.kpi import MetricNumbers, aggregate, metric, readings, readings_until
from polops.model.metrics import Metric

D = Decimal


def workspace(day: str, fields: str, values: str, *more: str) -> Context:
    """One metric `m` and its readings."""
    text = f"--- # metrics.yaml\nkind: metrics\nteam: mh\nmetrics: [{{id: m, name: M, {fields}}}]\n"
    if values:
        text += f"--- # readings.yaml\nkind: readings\nteam: mh\nreadings: {{M: {{{values}}}}}\n"
    return at(day, text, *more)


def of(day: str, fields: str, values: str, *more: str) -> MetricNumbers:
    ctx = workspace(day, fields, values, *more)
    return metric(ctx, node(ctx, "m"))


@pytest.mark.parametrize(
    ("fields", "value", "status"),
    [
        ("direction: up, target: 95, red: 90", "95", "green"),
        ("direction: up, target: 95, red: 90", "94.9", "amber"),
        ("direction: up, target: 95, red: 90", "90", "amber"),
        ("direction: up, target: 95, red: 90", "89.9", "red"),
        ("direction: down, target: 5, red: 8", "5", "green"),
        ("direction: down, target: 5, red: 8", "8", "amber"),
        ("direction: down, target: 5, red: 8", "8.1", "red"),
        ("direction: band, target: [5, 15], red: [2, 20]", "5", "green"),
        ("direction: band, target: [5, 15], red: [2, 20]", "15", "green"),
        ("direction: band, target: [5, 15], red: [2, 20]", "4.9", "amber"),
        ("direction: band, target: [5, 15], red: [2, 20]", "20", "amber"),
        ("direction: band, target: [5, 15], red: [2, 20]", "20.1", "red"),
        ("direction: band, target: [5, 15], red: [2, 20]", "1", "red"),
        ("direction: up, target: 95", "1", "amber"),
        ("direction: up, red: 90", "1", "grey"),
        ("direction: up", "1", "grey"),
    ],
)
def test_colours(fields: str, value: str, status: str) -> None:
    """Limits are included on the better side; without red amber is the floor; without target there is only a trend."""
    assert of("2026-08-10", fields, f"2026-07: {value}").status == status


def test_the_latest_reading_of_an_ended_period_counts() -> None:
    values = "2026-05: 1, 2026-06: 2, 2026-07: 3, 2026-08: 4"
    assert [of(day, "direction: up", values).value for day in ("2026-07-30", "2026-07-31", "2026-08-30", "2026-08-31")] == [2, 3, 3, 4]
    assert of("2026-04-30", "direction: up", values) == of("2026-04-30", "direction: up", ""), "as of before all data"
    none = of("2026-04-30", "direction: up, target: 5", values)
    assert (none.value, none.status, none.period, none.trend) == (None, "grey", None, ())
    found = of("2026-08-31", "direction: up", values)
    assert (found.trend, found.previous, found.change) == ((1, 2, 3, 4), 3, "better")


def test_readings_after_the_date_are_kept_apart() -> None:
    ctx = workspace("2026-07-31", "direction: up", "2026-07: 3, 2026-08: 4, 2026-06: 2")
    found = node(ctx, "m")
    assert [read.value for read in readings(ctx, found)] == [2, 3, 4]
    assert [read.value for read in readings_until(ctx, found, ctx.as_of)] == [2, 3]


def test_ratios_count_hundredths_where_the_unit_is_percent() -> None:
    assert of("2026-08-10", 'direction: down, unit: "%", shape: ratio', "2026-07: {num: 76, den: 20_000}").value == D("0.38")
    assert of("2026-08-10", "direction: down, shape: ratio", "2026-07: {num: 76, den: 20_000}").value == D("0.0038")


def test_a_ratio_without_a_denominator_has_no_value() -> None:
    found = of("2026-08-10", 'direction: down, unit: "%", target: 5', "2026-06: 3, 2026-07: {num: 0, den: 0}")
    assert (found.value, found.status, found.why, found.low, found.change) == (None, "grey", "no value", None, None)


@pytest.mark.parametrize(
    ("day", "cadence", "lag", "period", "overdue"),
    [
        ("2026-09-15", "1mo", "15d", "2026-07", False),
        ("2026-09-16", "1mo", "15d", "2026-07", True),
        ("2026-08-27", "1w", "4d", "2026-W33", False),
        ("2026-08-28", "1w", "4d", "2026-W33", True),
        ("2026-11-10", "3mo", "10d", "2026-Q2", True),
        ("2026-10-10", "3mo", "10d", "2026-Q2", False),
    ],
)
def test_overdue_is_grey(day: str, cadence: str, lag: str, period: str, overdue: bool) -> None:  # noqa: FBT001 - the value under test
    """Older than cadence and lag: the next period's reading is late."""
    found = of(day, f"direction: up, target: 1, cadence: {cadence}, lag: {lag}", f"{period}: 5")
    assert (found.overdue, found.status) == (overdue, "grey" if overdue else "green")


@pytest.mark.parametrize(
    ("fields", "before", "now", "change"),
    [
        ("direction: up", "100", "102", "better"),
        ("direction: up", "100", "98", "worse"),
        ("direction: down", "100", "98", "better"),
        ("direction: up", "100", "100.9", "flat"),
        ("direction: up", "100", "101", "better"),
        ("direction: up", "0", "0", "flat"),
        ("direction: up", "0", "1", "better"),
        ("direction: up", "-100", "-98", "better"),
        ("direction: band, target: [5, 15]", "20", "17", "better"),
        ("direction: band, target: [5, 15]", "3", "1", "worse"),
        ("direction: band, target: [5, 15]", "6", "12", "flat"),
    ],
)
def test_change(fields: str, before: str, now: str, change: str) -> None:
    """Flat below 1 % relative; in a band what counts is the distance from it."""
    assert of("2026-08-10", fields, f"2026-06: {before}, 2026-07: {now}").change == change


def test_change_is_flat_inside_the_interval() -> None:
    fields = 'direction: down, unit: "%", shape: ratio'
    assert of("2026-08-10", fields, "2026-06: {num: 84, den: 20_000}, 2026-07: {num: 76, den: 20_000}").change == "flat"
    assert of("2026-08-10", fields, "2026-06: {num: 84, den: 20_000}, 2026-07: {num: 50, den: 20_000}").change == "better"
    assert of("2026-08-10", fields, "2026-07: {num: 50, den: 20_000}").change is None


def test_intervals_of_a_value_with_its_sample() -> None:
    found = of("2026-08-10", 'direction: up, unit: "%", target: 95', "2026-07: {value: 94, n: 200}")
    assert (places(found.low, 1), places(found.high, 1), found.n, found.unsure) == ("89.8", "96.5", 200, True)
    assert of("2026-08-10", 'direction: up, unit: "%", target: 99', "2026-07: {value: 94, n: 200}").unsure is False
    bare = of("2026-08-10", 'direction: up, unit: "%", target: 95', "2026-07: 94")
    assert (bare.low, bare.high, bare.n, bare.unsure) == (None, None, None, False)


def test_a_median_has_no_wilson_interval() -> None:
    found = of("2026-08-10", "direction: down, unit: h, shape: median", "2026-07: {value: 4, n: 200}")
    assert (found.low, found.high, found.n) == (None, None, 200)


@pytest.mark.parametrize(
    ("shape", "values", "total"),
    [
        ("ratio", "2026-06: {num: 12, den: 300}, 2026-07: {num: 40, den: 500}", "6.5"),
        ("ratio", "2026-06: {num: 0, den: 0}, 2026-07: {num: 0, den: 0}", None),
        ("count", "2026-06: 12, 2026-07: 40", "52"),
        ("median", "2026-06: 12, 2026-07: 40", "40"),
        ("value", "2026-06: 12, 2026-07: 40", "40"),
    ],
)
def test_several_periods(shape: str, values: str, total: str | None) -> None:
    """12/300 and 40/500 are 6.5 %, not the mean of the rates, 6.0 %; medians do not add up: the latest."""
    ctx = workspace("2026-08-10", f'direction: up, unit: "%", shape: {shape}', values)
    found = node(ctx, "m")
    assert isinstance(found.item, Metric)
    assert aggregate(found.item, readings(ctx, found)) == (None if total is None else D(total))
    assert aggregate(found.item, []) is None


@pytest.mark.parametrize(
    ("fields", "value", "progress"),
    [
        ("direction: down, baseline: 0.42, target: 0.30", "0.38", "0.3333"),
        ("direction: up, baseline: 0, target: 10", "12", "1.2000"),
        ("direction: up, baseline: 10, target: 10", "12", "None"),
        ("direction: band, baseline: 4, target: [5, 15]", "6", "None"),
        ("direction: up, target: 10", "6", "None"),
    ],
)
def test_progress_to_the_target(fields: str, value: str, progress: str) -> None:
    assert places(of("2026-08-10", fields, f"2026-07: {value}").progress, 4) == progress


def test_business_days_in_a_lag_respect_holidays() -> None:
    fields, values = "direction: up, target: 1, cadence: 1mo, lag: 1bd", "2026-07: 5"
    assert of("2026-09-02", fields, values).overdue
    assert not of("2026-09-02", fields, values, SETTINGS + "holidays: [2026-09-01]\n").overdue
