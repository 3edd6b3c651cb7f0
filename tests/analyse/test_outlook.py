"""Outlook methods at their edges (domain reference C8)."""

# Figures are compared with plain integers.
# mypy: disable-error-code="comparison-overlap"

from __future__ import annotations

from decimal import Decimal

import pytest
from tests.analyse.workspaces import at, closed_months, node, places

from polops.analyse.context import Context
from polops.analyse.outlook import budget_months, committed_in_year, falling_due, months_ahead
from polops.analyse.variance import LineNumbers, line, outlook_methods
from polops.model.budget import Method

D = Decimal


def workspace(fields: str, spent: list[str], *more: str, day: str = "") -> Context:
    """One line X-1 and its closed months; as of the 10th of the month after them."""
    text = f"--- # budget.yaml\nkind: budget\ncost_center: CC-4410\nteam: coe\nfiscal_year: FY26\nlines: [{{id: X-1, name: X, {fields}}}]\n"
    return at(day or f"2026-{len(spent) + 1:02d}-10", text, closed_months("X-1", spent), *more)


def of(fields: str, spent: list[str], *more: str, day: str = "") -> LineNumbers:
    ctx = workspace(fields, spent, *more, day=day)
    return line(ctx, node(ctx, "X-1"))


def ways(fields: str, spent: list[str], *more: str, day: str = "") -> dict[Method, D | None]:
    """The outlook by every method."""
    ctx = workspace(fields, spent, *more, day=day)
    return outlook_methods(ctx, node(ctx, "X-1"))


def orders(*fields: str) -> str:
    each = ", ".join(f"{{id: PO-{i}, vendor: V, line: X-1, status: open, {field}}}" for i, field in enumerate(fields, 1))
    return f"--- # orders.yaml\nkind: commitments\nfiscal_year: FY26\norders: [{each}]\n"


def forecast(through: str, said: str, path: str = "forecast.yaml") -> str:
    return f"--- # {path}\nkind: forecast\nfiscal_year: FY26\nthrough: {through}\nlines: {{x-1: {said}}}\n"


@pytest.mark.parametrize(
    ("category", "spent", "method"),
    [
        ("personnel", ["1", "1"], "budget_remaining"),
        ("contingency", ["1", "1"], "none"),
        ("program", ["1", "1"], "budget_remaining"),
        ("research", ["1", "1"], "budget_remaining"),
        ("training", ["1", "1"], "budget_remaining"),
        ("travel", ["1", "1"], "budget_remaining"),
        ("other", ["1", "1"], "budget_remaining"),
        ("recharge", ["-1", "-1"], "budget_remaining"),
        ("vendor", ["1", "1"], "run_rate"),
        ("contractor", ["1", "1"], "run_rate"),
        ("software", ["1", "1"], "run_rate"),
        ("facilities", ["1", "1"], "run_rate"),
        ("vendor", ["1"], "budget_remaining"),
        ("vendor", [], "budget_remaining"),
        ("capex", ["1", "1"], "committed"),
    ],
)
def test_the_default_method_of_a_category(category: str, spent: list[str], method: str) -> None:
    """Amendment 7. A personnel line without positions has no model to follow."""
    assert of(f"category: {category}, plan: 1_200", spent).outlook_method == method


def test_the_choice_forecast_file_then_line_then_category() -> None:
    spent = ["90", "90"]
    assert of("category: vendor, plan: 1_200, forecast: none", spent).outlook_method == "none"
    assert (
        of("category: vendor, plan: 1_200, forecast: none", spent, forecast("2026-02", "{method: performance}")).outlook_method
        == "performance"
    )
    assert of("category: vendor, plan: 1_200, forecast: none", spent, forecast("2026-02", "{2026-03: 5}")).outlook_method == "bottom_up"
    assert of("category: vendor, plan: 1_200, forecast: none", spent, forecast("2026-02", "{note: Only words}")).outlook_method == "none"


def test_the_newest_forecast_of_the_year_counts_once_its_month_is_over() -> None:
    both = forecast("2026-01", "{method: none}", "a.yaml") + forecast("2026-02", "{method: performance}", "b.yaml")
    assert of("category: vendor, plan: 1_200", ["90"], both, day="2026-02-27").outlook_method == "none"
    assert of("category: vendor, plan: 1_200", ["90"], both, day="2026-02-28").outlook_method == "performance"


def test_bottom_up_months_stand_and_the_others_keep_their_budget() -> None:
    found = of("category: other, plan: 1_200", ["90", "80"], forecast("2026-02", "{2026-02: 999, 2026-03: 50, 2026-12: 0}"))
    assert found.outlook == 170 + 50 + 8 * 100 + 0
    assert found.forecast_months == (50, *[100] * 8, 0)


def test_bottom_up_converts_at_the_budget_rate() -> None:
    found = of("category: other, plan: 1_200, currency: EUR", ["90"], forecast("2026-01", "{months: {2026-02: 50}}"))
    assert found.forecast_months[0] == 54


@pytest.mark.parametrize(
    ("spent", "mean"), [(["10", "20", "30", "40"], "30"), (["10", "20", "30"], "20"), (["10", "20"], "15"), (["10"], None), ([], None)]
)
def test_run_rate_is_the_mean_of_the_last_three_closed_months(spent: list[str], mean: str | None) -> None:
    """It needs two months; before that it does not apply."""
    found = of("category: vendor, plan: 1_200, forecast: run_rate", spent)
    if mean is None:
        assert ways("category: vendor, plan: 1_200, forecast: run_rate", spent)["run_rate"] is None
        assert found.outlook_method == "budget_remaining"
    else:
        assert found.outlook_method == "run_rate"
        assert found.forecast_months == (D(mean),) * (12 - len(spent))


@pytest.mark.parametrize(
    ("spent", "month"),
    [
        (["120", "120"], "120"),
        (["900", "900"], "200"),
        (["10", "10"], "50"),
        (["0", "0"], "50"),
        (["-50", "0"], "50"),
        (["100", "50"], "75"),
    ],
)
def test_performance_factor_is_clamped(spent: list[str], month: str) -> None:
    """B_m · A_ytd ÷ B_ytd, the factor from 0.5 to 2."""
    found = of("category: other, plan: 1_200, forecast: performance", spent)
    assert found.forecast_months == (D(month),) * 10


def test_performance_without_budget_to_date_falls_back() -> None:
    found = of("category: other, plan: {2026-12: 100}, forecast: performance", ["5", "5"])
    assert (found.outlook_method, found.outlook) == ("budget_remaining", 110)
    assert ways("category: other, plan: {2026-12: 100}, forecast: performance", ["5", "5"])["performance"] is None


def test_performance_of_income() -> None:
    """Both negative: a positive factor."""
    assert of("category: recharge, plan: -1_200, forecast: performance", ["-80", "-80"]).forecast_months == (-80,) * 10


@pytest.mark.parametrize(
    ("fields", "months"),
    [
        ("amount: 100", [0, 0, *[10] * 10]),
        ("amount: 100, end: 2026-07-15", [0, 0, 20, 20, 20, 20, 20, 0, 0, 0, 0, 0]),
        ("amount: 100, start: 2026-06-01, end: 2026-09-30", [0, 0, 0, 0, 0, 25, 25, 25, 25, 0, 0, 0]),
        ("amount: 100, end: 2026-01-31", [0, 0, 100, 0, 0, 0, 0, 0, 0, 0, 0, 0]),
        ("amount: 100, start: 2026-11-01, end: 2027-02-28", [0] * 10 + [25, 25]),
        ("amount: 100, phase: {2026-02: 50, 2026-04: 30, 2026-06: 10}", [0, 0, 0, 75, 0, 25, 0, 0, 0, 0, 0, 0]),
        ("amount: 100, phase: {2026-01: 100}", [0, 0, 100, 0, 0, 0, 0, 0, 0, 0, 0, 0]),
        ("amount: 100, phase: even, end: 2026-04-30", [0, 0, 50, 50, 0, 0, 0, 0, 0, 0, 0, 0]),
    ],
)
def test_committed_is_phased_to_the_end(fields: str, months: list[int]) -> None:
    """What is open falls due evenly from the first open month to its end, or as its phase says of the months ahead."""
    ctx = workspace("category: capex, plan: 1_200", ["", ""], orders(fields))
    found = line(ctx, node(ctx, "X-1"))
    assert found.outlook_method == "committed"
    assert list(found.forecast_months) == months[2:]
    assert committed_in_year(ctx, node(ctx, "X-1")) == sum(months)


def test_an_order_past_the_year_counts_only_its_months_in_it() -> None:
    ctx = workspace("category: capex, plan: 1_200", ["", ""], orders("amount: 100, start: 2026-11-01, end: 2027-02-28"))
    assert falling_due(ctx, node(ctx, "PO-1"), 2) == {10: 25, 11: 25, 12: 25, 13: 25}
    assert committed_in_year(ctx, node(ctx, "X-1")) == 50
    assert line(ctx, node(ctx, "X-1")).committed == 100


def test_shares_of_an_order_are_not_rounded_and_add_up() -> None:
    """From March on 10 of 12 months of 100 and 10 of 11 of 100.03: 83.3333… + 90.9363… = 174.2697."""
    ctx = workspace("category: capex, plan: 1_200", ["", ""], orders("amount: 100, end: 2027-02-28", "amount: 100.03, end: 2027-01-31"))
    found = line(ctx, node(ctx, "X-1"))
    assert places(found.outlook, 6) == "174.269697"
    assert found.outlook == committed_in_year(ctx, node(ctx, "X-1"))
    assert sum(falling_due(ctx, node(ctx, "PO-1"), 2).values()) == 100


def test_a_drawn_up_order_falls_due_nowhere() -> None:
    ctx = workspace("category: capex, plan: 1_200", ["100"], orders("amount: 50"))
    drawn = workspace("category: capex, plan: 1_200", [], orders("amount: 0"), day="2026-01-10")
    assert falling_due(drawn, node(drawn, "PO-1"), 0) == {}
    assert line(ctx, node(ctx, "X-1")).committed == 50, "an entry without a PO draws nothing"


def test_all_methods_stand_side_by_side() -> None:
    found = ways("category: other, plan: 1_200", ["90", "80"])
    assert found == {
        "bottom_up": None,
        "budget_remaining": 1_170,
        "run_rate": 170 + 850,
        "performance": 170 + 850,
        "committed": 170,
        "headcount": None,
        "none": 170,
    }


def test_before_the_first_closed_month_the_outlook_is_the_budget() -> None:
    ctx = workspace("category: vendor, plan: 1_200", [], day="2026-01-05")
    found = line(ctx, node(ctx, "X-1"))
    methods = outlook_methods(ctx, node(ctx, "X-1"))
    assert (found.outlook, methods["run_rate"], methods["performance"]) == (1_200, None, None)
    assert months_ahead(ctx, node(ctx, "X-1"), "budget_remaining", 0) == budget_months(ctx, node(ctx, "X-1"))


def test_after_the_last_month_the_outlook_is_the_actual() -> None:
    found = of("category: vendor, plan: 1_200", ["90"] * 12, day="2027-01-10")
    assert (found.outlook, found.forecast_months, found.full_year_variance) == (1_080, (), 120)
