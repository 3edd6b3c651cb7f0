"""A metric by quarter (domain reference C6)."""

# Figures are compared with plain integers.
# mypy: disable-error-code="comparison-overlap"

from __future__ import annotations

from decimal import Decimal

from tests.analyse.workspaces import at, node, places

from polops.analyse.history import Quarter, quarters
from polops.values.period import Period

D = Decimal
METRICS = """
--- # metrics/x.yaml
kind: metrics
team: mh
metrics:
  - {id: rate, name: R, definition: D, owner: jo.park, unit: "%", direction: down, cadence: 1mo, shape: ratio, source: S}
  - {id: cases, name: C, definition: D, owner: jo.park, unit: cases, direction: down, cadence: 1mo, shape: count, source: S}
  - {id: hours, name: H, definition: D, owner: jo.park, unit: h, direction: down, cadence: 1mo, shape: median, source: S}
--- # metrics/readings/x.yaml
kind: readings
team: mh
fiscal_year: FY26
readings:
  rate: {2026-01: {num: 12, den: 300}, 2026-03: {num: 40, den: 500}, 2026-07: {num: 1, den: 100}, 2026-08: {num: 9, den: 10}}
  cases: {2025-12: {value: 3}, 2026-01: {value: 4}, 2026-02: {value: 6}}
  hours: {2026-01: {value: 4}, 2026-02: {value: 6}, 2026-W32: {value: 5}}
"""


def found(ref: str, count: int = 8) -> list[tuple[str, str, int, bool]]:
    ctx = at("2026-08-10", METRICS)
    return [
        (ctx.calendar.label(quarter.period), places(quarter.value, 2), quarter.readings, quarter.closed)
        for quarter in quarters(ctx, node(ctx, ref), count)
    ]


def test_ratios_add_up_and_are_no_mean_of_rates() -> None:
    """12 of 300 and 40 of 500 are 6.5 %, not 6.0 %. The running quarter has what was read so far; August is not over yet."""
    assert found("rate") == [("2026-Q1", "6.50", 2, True), ("2026-Q2", "None", 0, True), ("2026-Q3", "1.00", 1, False)]


def test_the_interval_is_of_all_readings_together() -> None:
    """Wilson, 52 of 800."""
    ctx = at("2026-08-10", METRICS)
    first, second, _ = quarters(ctx, node(ctx, "rate"))
    assert (places(first.low, 2), places(first.high, 2)) == ("4.99", "8.42")
    assert second == Quarter(Period(2026 * 12 + 3, 3), None, None, None, 0, closed=True)


def test_counts_add_up_and_medians_do_not() -> None:
    assert found("cases") == [
        ("2025-Q4", "3.00", 1, True), ("2026-Q1", "10.00", 2, True), ("2026-Q2", "None", 0, True), ("2026-Q3", "None", 0, False),
    ]  # fmt: skip
    assert found("hours") == [("2026-Q1", "6.00", 2, True), ("2026-Q2", "None", 0, True), ("2026-Q3", "5.00", 1, False)]


def test_no_more_than_asked_for() -> None:
    assert [label for label, *_ in found("cases", 2)] == ["2026-Q2", "2026-Q3"]
    ctx = at("2025-06-01", METRICS)
    assert quarters(ctx, node(ctx, "rate")) == ()
