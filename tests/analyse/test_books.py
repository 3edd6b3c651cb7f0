"""The books by line and month: phasing, transfers, actuals, orders (domain reference C7)."""

# Figures are compared with plain integers.
# mypy: disable-error-code="comparison-overlap"

from __future__ import annotations

from decimal import Decimal

import pytest
from tests.analyse.workspaces import SETTINGS, at, closed_months, node

from polops.analyse.books import actual_months, closed_through, lines, phased, plan_months, transferred
from polops.analyse.context import Context
from polops.analyse.orders import order
from polops.analyse.outlook import budget_months
from polops.analyse.variance import fx_split, is_material, line, roll_up

D = Decimal
ZEROS = (D(0),) * 12


def budget(*fields: str, transfers: str = "", currency: str = "USD", path: str = "budget.yaml", year: str = "FY26") -> str:
    """A budget of lines X-1, X-2, … from their fields."""
    each = "\n".join(f"  - {{id: X-{i}, name: X, category: other, {field}}}" for i, field in enumerate(fields, 1))
    head = f"kind: budget\ncost_center: CC-1\nteam: coe\nfiscal_year: {year}\ncurrency: {currency}\n"
    return f"--- # {path}\n{head}lines:\n{each}\ntransfers: [{transfers}]\n"


def month(name: str, *entries: str, status: str = "closed") -> str:
    each = ", ".join(f"{{{entry}}}" for entry in entries)
    return f"--- # actuals/{name}.yaml\nkind: actuals\nmonth: {name}\nstatus: {status}\nsource: GL\nentries: [{each}]\n"


def numbers(values: tuple[Decimal | None, ...]) -> list[int | None]:
    return [None if value is None else int(value) for value in values]


# phasing


@pytest.mark.parametrize(
    ("fields", "months"),
    [
        ("plan: 1_200", [100] * 12),
        ("plan: 1_200, phase: even", [100] * 12),
        ("plan: 48_000, phase: quarterly", [12_000, 0, 0, 12_000, 0, 0, 12_000, 0, 0, 12_000, 0, 0]),
        ("plan: 120_000, phase: none", [0] * 11 + [120_000]),
        ("plan: 130, phase: [1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 2]", [10] * 11 + [20]),
        ("plan: {2026-03: 30, 2026-09: 45}", [0, 0, 30, 0, 0, 0, 0, 0, 45, 0, 0, 0]),
        ("plan: {2026-Q1: 30, FY26-Q2: 60}", [10, 10, 10, 20, 20, 20, 0, 0, 0, 0, 0, 0]),
        ("plan: {2026-Q1: 30, 2026-01: 5}", [15, 10, 10, 0, 0, 0, 0, 0, 0, 0, 0, 0]),
        ("plan: {2026-H2: 60}", [0] * 6 + [10] * 6),
        ("plan: {FY26: 1_200}", [100] * 12),
        ("plan: -1_200", [-100] * 12),
        ("plan: 0", [0] * 12),
        ("plan: {2025-12: 5, 2027-01: 7, 2026-12: 9}", [0] * 11 + [9]),
    ],
)
def test_phasing(fields: str, months: list[int]) -> None:
    """Even, quarterly, none, 12 weights, or amounts by month and quarter (spread evenly over their months)."""
    ctx = at("2026-08-10", budget(fields))
    assert numbers(plan_months(ctx, node(ctx, "X-1"))) == months


def test_every_phasing_adds_up_to_the_cent() -> None:
    fields = [
        "plan: 100_000",
        "plan: 100_000.01, phase: quarterly",
        "plan: -77_777.77",
        "plan: 1, phase: [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 0]",
        "plan: {2026-Q3: 0.1}",
    ]
    ctx = at("2026-08-10", budget(*fields))
    assert [sum(phased(ctx, each)) for each in lines(ctx)] == [D(100_000), D("100000.01"), D("-77777.77"), D(1), D("0.1")]


def test_a_fiscal_year_from_october() -> None:
    """Its first month is October; a quarterly plan falls in the first month of each fiscal quarter."""
    ctx = at(
        "2026-08-10",
        SETTINGS + "fiscal_year: {starts: 10}\n",
        budget("plan: {2025-10: 5, 2026-09: 7, 2026-10: 9}", "plan: 40, phase: quarterly"),
    )
    assert numbers(plan_months(ctx, node(ctx, "X-1"))) == [5, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 7]
    assert numbers(plan_months(ctx, node(ctx, "X-2"))) == [10, 0, 0, 10, 0, 0, 10, 0, 0, 10, 0, 0]
    assert ctx.year_label == "FY26"


def test_a_plan_converts_at_the_budget_rate_after_phasing() -> None:
    ctx = at("2026-08-10", budget("plan: 100_000", currency="EUR"))
    months = plan_months(ctx, node(ctx, "X-1"))
    assert sum(months) == 108_000
    assert months[0] == D("8333.34") * D("1.08")


def test_a_currency_of_the_line_wins_over_the_files() -> None:
    ctx = at("2026-08-10", budget("plan: 120, currency: USD", "plan: 120", "plan: 120, currency: SGD", currency="EUR"))
    assert [sum(plan_months(ctx, each)) for each in lines(ctx)] == [120, D("129.60"), 90]


# transfers


def moved(text: str, day: str = "2026-12-31", *, giver: str = "plan: 1_200", taker: str = "plan: 2_400") -> Context:
    return at(day, budget(giver, taker, transfers=f"{{id: T-1, from: X-1, to: X-2, {text}}}"))


@pytest.mark.parametrize(
    ("text", "months"),
    [
        ("on: 2026-06-12, amount: 70", [0] * 5 + [10] * 7),
        ("on: 2026-06-12, amount: 70, months: {2026-07: 30, 2026-09: 40}", [0, 0, 0, 0, 0, 0, 30, 0, 40, 0, 0, 0]),
        ("on: 2026-12-31, amount: 70", [0] * 11 + [70]),
        ("on: 2025-11-01, amount: 120", [10] * 12),
        ("on: 2026-06-12, amount: 70, months: {2026-03: 70}", [0, 0, 70, 0, 0, 0, 0, 0, 0, 0, 0, 0]),
    ],
)
def test_transfers(text: str, months: list[int]) -> None:
    """By the months given, else evenly over the rest of the year from the month of its date; nothing is lost."""
    ctx = moved(text)
    assert numbers(transferred(ctx, node(ctx, "X-2"))) == months
    assert numbers(transferred(ctx, node(ctx, "X-1"))) == [-amount for amount in months]
    assert sum(budget_months(ctx, node(ctx, "X-1"))) + sum(budget_months(ctx, node(ctx, "X-2"))) == 3_600


def test_a_transfer_counts_from_its_day() -> None:
    """Nothing dated after the as-of date is used."""
    for day, amount in (("2026-06-11", 0), ("2026-06-12", 70)):
        ctx = moved("on: 2026-06-12, amount: 70", day)
        assert line(ctx, node(ctx, "X-2")).transfers == amount


def test_transfers_out_of_contingency_reduce_the_last_month() -> None:
    """Whatever `months` says: else contingency would show a false overspend. What receives gets it by month."""
    ctx = moved("on: 2026-06-12, amount: 70, months: {2026-07: 70}", giver="plan: 1_200, phase: none")
    assert numbers(budget_months(ctx, node(ctx, "X-1"))) == [0] * 11 + [1_130]
    assert numbers(transferred(ctx, node(ctx, "X-2"))) == [0, 0, 0, 0, 0, 0, 70, 0, 0, 0, 0, 0]


def test_transfers_into_contingency_stay_out_of_year_to_date() -> None:
    """A line phased `none` has 0 in year-to-date, so what it receives stands in the last month too."""
    ctx = moved("on: 2026-06-12, amount: 70, months: {2026-07: 70}", taker="plan: 2_400, phase: none")
    assert numbers(budget_months(ctx, node(ctx, "X-2"))) == [0] * 11 + [2_470]
    assert numbers(transferred(ctx, node(ctx, "X-1"))) == [0, 0, 0, 0, 0, 0, -70, 0, 0, 0, 0, 0]


def test_a_transfer_between_currencies_is_in_the_givers() -> None:
    ctx = at(
        "2026-12-31",
        budget("plan: 1_200, currency: EUR", "plan: 0", transfers="{id: T-1, on: 2026-01-05, from: X-1, to: X-2, amount: 100}"),
    )
    assert sum(transferred(ctx, node(ctx, "X-2"))) == 108
    assert line(ctx, node(ctx, "X-1")).current == D("1188")


def test_cents_of_a_spread_transfer_are_not_lost() -> None:
    ctx = moved("on: 2026-06-12, amount: 100")
    assert sum(transferred(ctx, node(ctx, "X-2"))) == 100
    assert transferred(ctx, node(ctx, "X-2"))[5] == D("14.29")


# actuals


def test_an_accrual_comes_back_the_month_after_unless_it_is_kept() -> None:
    ctx = at(
        "2026-04-10",
        budget("plan: 1_200", "plan: 1_200"),
        month(
            "2026-01", "line: X-1, amount: 80", "line: X-1, amount: 20, accrual: true", "line: X-2, amount: 30, accrual: true, keep: true"
        ),
        month("2026-02", "line: X-1, amount: 100"),
        month("2026-03", "line: x-1, amount: 5, accrual: yes"),
    )
    assert numbers(actual_months(ctx, node(ctx, "X-1"))) == [100, 80, 5] + [None] * 9
    assert numbers(actual_months(ctx, node(ctx, "X-2"))) == [30, 0, 0] + [None] * 9
    assert line(ctx, node(ctx, "X-1")).ytd_actual == 185, "March's accrual is not reversed before April is there"


def test_an_accrual_of_december_is_reversed_in_the_next_year() -> None:
    ctx = at(
        "2027-02-10",
        budget("plan: 1_200"),
        budget("plan: 1_200", path="next.yaml", year="FY27"),
        month("2026-12", "line: X-1, amount: 50, accrual: true"),
        month("2027-01", "line: X-1, amount: 60"),
    )
    old, new = (ctx.plan.line("X-1", year) for year in ("FY26", "FY27"))
    assert old is not None
    assert new is not None
    assert numbers(actual_months(ctx, old))[11] == 50
    assert numbers(actual_months(ctx, new))[0] == 10


@pytest.mark.parametrize(
    ("closed", "day", "through"),
    [
        (["2026-01", "2026-02", "2026-03"], "2026-04-10", 3),
        (["2026-01", "2026-02", "2026-04"], "2026-05-10", 2),
        (["2026-02", "2026-03"], "2026-04-10", 0),
        (["2026-01", "2026-02", "2026-03"], "2026-03-30", 2),
        (["2026-01", "2026-02", "2026-03"], "2026-03-31", 3),
        ([], "2026-04-10", 0),
        (["2026-01"], "2025-12-31", 0),
    ],
)
def test_year_to_date_ends_with_the_unbroken_run_of_closed_months(closed: list[str], day: str, through: int) -> None:
    """M of C7: from the start of the year, without a gap, not beyond the as-of date."""
    ctx = at(day, budget("plan: 1_200"), *(month(name, "line: X-1, amount: 90") for name in closed))
    assert closed_through(ctx, ctx.calendar.months("FY26")) == through
    found = line(ctx, node(ctx, "X-1"))
    assert (found.closed, found.ytd_budget) == (through, through * 100 or None)


def test_an_open_month_stops_the_run_but_its_spend_is_known() -> None:
    ctx = at(
        "2026-03-10",
        budget("plan: 1_200"),
        month("2026-01", "line: X-1, amount: 90"),
        month("2026-02", "line: X-1, amount: 70", status="open"),
    )
    found = line(ctx, node(ctx, "X-1"))
    assert (found.closed, found.ytd_actual, numbers(found.actual_months)[:3]) == (1, 90, [90, 70, None])


def test_as_of_before_all_data_is_none_and_not_zero() -> None:
    ctx = at("2026-01-15", budget("plan: 1_200"), month("2026-01", "line: X-1, amount: 90"))
    found = line(ctx, node(ctx, "X-1"))
    assert (found.ytd_through, found.ytd_budget, found.ytd_actual, found.variance, found.variance_pct, found.favourable) == (None,) * 6
    assert (found.outlook, found.full_year_variance, found.available) == (1_200, 0, 1_200)
    total = roll_up(ctx, [node(ctx, "X-1")])
    assert (total.ytd_budget, total.variance, total.variance_pct, total.outlook) == (None, None, None, 1_200)


def test_nothing_spent_on_no_budget_is_zero_per_cent() -> None:
    ctx = at("2026-02-10", budget("plan: 0", "plan: 0"), month("2026-01", "line: X-2, amount: 5"))
    assert line(ctx, node(ctx, "X-1")).variance_pct == 0
    assert line(ctx, node(ctx, "X-2")).variance_pct is None


def test_actuals_convert_at_their_month_and_budgets_at_the_years_rate() -> None:
    """June 1.11, July 1.12, without a rate of its own the budget rate 1.08."""
    ctx = at("2026-08-10", budget("plan: 1_200", currency="EUR"), closed_months("X-1", ["100"] * 7))
    found = line(ctx, node(ctx, "X-1"))
    assert found.actual_months[4:7] == (108, 111, 112)
    assert found.ytd_actual == 5 * 108 + 111 + 112
    split = fx_split(ctx, node(ctx, "X-1"))
    assert split is not None
    assert dict(split.parts) == {"operating": 0, "fx": -7}
    assert sum(amount for _, amount in split.parts) == found.variance


def test_an_entry_may_have_its_own_currency() -> None:
    ctx = at("2026-08-10", budget("plan: 1_200"), closed_months("X-1", ["", "", "", "", "", "", "100"], more=", currency: EUR"))
    assert line(ctx, node(ctx, "X-1")).ytd_actual == 112
    split = fx_split(ctx, node(ctx, "X-1"))
    assert split is not None
    assert dict(split.parts)["fx"] == -4


def test_no_fx_split_in_the_reporting_currency() -> None:
    ctx = at("2026-02-10", budget("plan: 1_200"), month("2026-01", "line: X-1, amount: 5"))
    assert fx_split(ctx, node(ctx, "X-1")) is None


# orders


def orders(*fields: str) -> str:
    each = ", ".join(f"{{id: PO-{i}, vendor: V, line: X-1, {field}}}" for i, field in enumerate(fields, 1))
    return f"--- # orders.yaml\nkind: commitments\nfiscal_year: FY26\norders: [{each}]\n"


@pytest.mark.parametrize(
    ("status", "open_", "soft"), [("open", 70, 0), ("approved", 70, 0), ("requested", 0, 70), ("closed", 0, 0), ("cancelled", 0, 0)]
)
def test_orders(status: str, open_: int, soft: int) -> None:
    """Open and approved reserve what is not drawn; requested is soft; closed and cancelled release it."""
    ctx = at(
        "2026-02-10", budget("plan: 1_200"), orders(f"amount: 100, status: {status}"), month("2026-01", "line: X-1, amount: 30, po: po-1")
    )
    found = order(ctx, node(ctx, "PO-1"))
    assert (found.drawn, found.open, found.soft) == (30, open_, soft)
    assert line(ctx, node(ctx, "X-1")).available == 1_200 - 30 - open_ - soft


def test_an_order_is_never_less_than_drawn() -> None:
    """max(0, …); accruals draw, their reversal gives back; an open month does not draw yet."""
    ctx = at(
        "2026-04-10",
        budget("plan: 1_200"),
        orders("amount: 100, status: open"),
        month("2026-01", "line: X-1, amount: 60, accrual: true, po: PO-1"),
        month("2026-02", "line: X-1, amount: 65, po: PO-1"),
        month("2026-03", "line: X-1, amount: 500, po: PO-1", status="open"),
    )
    found = order(ctx, node(ctx, "PO-1"))
    assert (found.drawn, found.open) == (65, 35)
    over = at(
        "2026-02-10", budget("plan: 1_200"), orders("amount: 100, status: open"), month("2026-01", "line: X-1, amount: 130, po: PO-1")
    )
    assert order(over, node(over, "PO-1")).open == 0


def test_an_order_in_another_currency_converts_at_the_budget_rate() -> None:
    ctx = at(
        "2026-02-10",
        budget("plan: 1_200"),
        orders("amount: 100, status: open, currency: EUR"),
        month("2026-01", "line: X-1, amount: 54, po: PO-1"),
    )
    found = order(ctx, node(ctx, "PO-1"))
    assert (found.amount, found.drawn, found.open) == (108, 54, 54)


# materiality and sums


@pytest.mark.parametrize(
    ("match", "amount", "share", "material"),
    [
        ("all", "10_000", "5%", True),
        ("all", "9_999.99", "50%", False),
        ("all", "500_000", "4.9%", False),
        ("any", "10_000", "1%", True),
        ("any", "1", "5%", True),
        ("any", "1", "1%", False),
    ],
)
def test_material(match: str, amount: str, share: str, material: bool) -> None:  # noqa: FBT001 - the value under test
    """Amount and percentage both, or either; in both directions."""
    ctx = at("2026-08-10", SETTINGS + f"thresholds: {{budget: {{match: {match}}}}}\n")
    value, part = D(amount), D(share[:-1]) / 100
    assert is_material(ctx, value, part) is material
    assert is_material(ctx, -value, -part) is material
    assert is_material(ctx, None, None) is False


def test_percentages_of_a_sum_are_those_of_the_sums() -> None:
    ctx = at(
        "2026-02-10",
        budget("plan: 1_200", "plan: 12_000", "plan: -1_200"),
        month("2026-01", "line: X-1, amount: 50", "line: X-2, amount: 1_100", "line: X-3, amount: -90"),
    )
    total = roll_up(ctx, lines(ctx))
    assert (total.plan, total.ytd_budget, total.ytd_actual, total.variance, total.variance_pct) == (12_000, 1_000, 1_060, -60, D("-0.06"))
    assert numbers(total.actual_months)[:2] == [1_060, None]
    assert sum(total.outlook_months) == total.outlook
    assert total.full_year_variance == total.current - total.outlook
    empty = roll_up(ctx, [])
    assert (empty.plan, empty.variance, empty.full_year_pct) == (0, None, None)
