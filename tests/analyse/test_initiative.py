"""Money and earned value of an initiative (domain reference C12): what counts as its budget and its spend, and when there is too little."""

# Figures are compared with plain integers.
# mypy: disable-error-code="comparison-overlap"

from __future__ import annotations

from decimal import Decimal

import pytest
from tests.analyse.lumo import ALL, INITIATIVE, SPEND
from tests.analyse.workspaces import at, closed_months, node

from polops.analyse.context import Context
from polops.analyse.initiative import budget_at_completion, costs, earned, spent

D = Decimal
DAY = "2026-08-10"


def plan(initiative: str = INITIATIVE, *more: str, day: str = DAY) -> Context:
    return at(day, ALL, initiative, *more)


def money(ctx: Context) -> tuple[Decimal | None, Decimal | None]:
    found = node(ctx, "INI-004")
    return budget_at_completion(ctx, found), spent(ctx, found)


def budget(text: str) -> str:
    return INITIATIVE.replace("budget: 200_000\n", text)


FEW = INITIATIVE.replace("M1, name", "M1, weight: 0, name").replace("M2, name", "M2, weight: 0, name")
TAGGED = closed_months("MH-VEN-01", ["", "", "", "", "", "", "96_000"], more=", for: INI-004}, {line: MH-VEN-01, amount: 4_000")


def test_an_amount_in_another_currency_counts_at_the_budget_rate() -> None:
    assert money(plan(budget("budget: 100_000\ncurrency: EUR\n")))[0] == 108_000
    assert money(plan(budget("budget: 100_000\ncurrency: CHF\n")))[0] is None
    assert money(plan(budget("")))[0] is None


def test_spend_is_what_is_tagged_and_the_shares_of_the_rest() -> None:
    """96,000 tagged; 4,000 else, of which a line's `supports` may give a share; nothing connects it: not known."""
    assert money(plan(INITIATIVE, TAGGED)) == (200_000, 96_000)
    shared = SPEND.replace("supports: [mh/2026-Q3/O1]", "supports: {INI-004: 25%}")
    assert money(plan(INITIATIVE, shared, TAGGED))[1] == 97_000
    assert money(plan())[1] is None
    assert money(plan(INITIATIVE, shared))[1] == 0, "a line was promised, nothing is spent"


def test_shares_of_lines_are_budget_and_spend() -> None:
    """A quarter of a line is a quarter of its current budget and of what nobody tagged; unless the line itself says otherwise."""
    own = budget("budget: {MH-VEN-01: 25%}\n")
    assert money(plan(own, TAGGED)) == (60_000, 97_000)
    shared = SPEND.replace("supports: [mh/2026-Q3/O1]", "supports: {INI-004: 50%}")
    assert money(plan(own, shared, TAGGED)) == (60_000, 98_000)


def test_the_outlook() -> None:
    """Of shares of lines their outlook; of an amount the estimate at completion; spend that is over budget is a fact; else not known."""
    found = costs(plan(budget("budget: {MH-VEN-01: 25%}\n"), TAGGED), node(plan(budget("budget: {MH-VEN-01: 25%}\n"), TAGGED), "INI-004"))
    assert found.method == "outlook of its lines"
    ctx = plan(INITIATIVE, TAGGED)
    assert (costs(ctx, node(ctx, "INI-004")).outlook, costs(ctx, node(ctx, "INI-004")).method) == (240_000, "estimate at completion")
    ctx = plan(FEW, TAGGED)
    assert (costs(ctx, node(ctx, "INI-004")).outlook, costs(ctx, node(ctx, "INI-004")).method) == (None, "")
    ctx = plan(FEW.replace("200_000", "90_000"), TAGGED)
    assert (costs(ctx, node(ctx, "INI-004")).outlook, costs(ctx, node(ctx, "INI-004")).method) == (96_000, "spend so far")


@pytest.mark.parametrize(
    ("initiative", "why"),
    [
        (budget(""), "no budget"),
        (FEW, "fewer than 3 weighted milestones"),
        (INITIATIVE.replace("baseline: 2026-06-30", "baseline: 2026-08-01").replace("2026-07-24, done", "2026-08-02, done")
         .replace("2026-07-31", "2026-08-03"), ""),
        (INITIATIVE.replace("baseline: 2026-06-30", "baseline: 2026-08-02").replace("2026-07-24, done", "2026-08-03, done")
         .replace("2026-07-31", "2026-08-03"), "less than a fifth of its time is over"),
    ],
)  # fmt: skip
def test_when_earned_value_is_not_shown(initiative: str, why: str) -> None:
    """It needs a budget, spend, three weighted milestones, and 20 % of the time between its baselines: here 9 of 45 days, then 8 of 44."""
    ctx = plan(initiative, TAGGED)
    found = earned(ctx, node(ctx, "INI-004"))
    assert (found.why, found.value is None) == (why, bool(why))


def test_without_spend_what_was_planned_and_earned_is_told() -> None:
    """PV 160,000 and EV 80,000 as in C19; nothing that needs the spend: no data is not 0."""
    ctx = plan()
    value = earned(ctx, node(ctx, "INI-004")).value
    assert value is not None
    assert (value.pv, value.ev, value.sv, value.spi) == (160_000, 80_000, -80_000, D("0.5"))
    assert (value.ac, value.cv, value.cpi, value.eac_typical, value.eac_atypical, value.vac, value.tcpi) == (None,) * 7


def test_what_is_done_after_the_date_is_not_earned() -> None:
    ctx = plan(INITIATIVE, closed_months("MH-VEN-01", ["", "", "", "", "", "96_000"], more=", for: INI-004"), day="2026-07-23")
    value = earned(ctx, node(ctx, "INI-004")).value
    assert value is not None
    assert (value.pv, value.ev) == (40_000, 40_000)
