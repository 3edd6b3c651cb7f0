"""The finance pack (domain reference E4): a sheet for everything that a finance partner asks at month end."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from typing import TYPE_CHECKING

from polops.analyse.books import rate_of
from polops.analyse.context import ZERO
from polops.analyse.outlook import METHODS, newest_forecast
from polops.analyse.variance import line, outlook_methods, outlook_month, roll_up
from polops.analyse.wording import whole
from polops.model.forecast import Forecast
from polops.reports import budget, finance_books, headcount, variance
from polops.reports.frame import OUTLOOK, VARIANCE, page, section, year
from polops.reports.page import Block, Chart, Column, Page, Row, Table, Text
from polops.values.hidden import HIDDEN, is_hidden, or_zero
from polops.values.period import MONTHS, Period
from polops.values.ref import fold

if TYPE_CHECKING:
    from polops.analyse.context import Context
    from polops.plan.plan import Node
    from polops.reports import Options


def build(ctx: Context, options: Options) -> Page:
    """The page: one section a sheet, in the order of E4."""
    found = budget.chosen(ctx, options)
    total = roll_up(ctx, found)
    sections = (
        section(
            "summary",
            "Summary",
            budget.by_cost_center(ctx, options, found) if found else None,
            budget.bridge(ctx, total) if found else None,
        ),
        section("biggest", "Biggest variances", variance.biggest(ctx, found), risk(ctx, found)),
        section("categories", "By category", budget.by_category(ctx, options, found), budget.category_chart(ctx, options, found)),
        section("months", "By month", by_month(ctx, found), cumulative(ctx, options, found)),
        section("variance", "Variance", variance.table(ctx, "material", "Variance", variance.ordered(ctx, found))),
        section("methods", "Outlook methods", methods(ctx, found)),
        section("commitments", "Commitments", finance_books.commitments(ctx, options, found), finance_books.ageing(ctx, options, found)),
        section("accruals", "Accruals", finance_books.accruals(ctx, found)),
        section("transfers", "Transfers", finance_books.transfers(ctx, found)),
        section("personnel", "Personnel", *personnel(ctx, options)),
        section("fx", "FX", finance_books.exchange(ctx, found)),
        section("accuracy", "Forecast accuracy", *accuracy(ctx, options, found)),
    )
    notes = (VARIANCE, OUTLOOK, "Plans, transfers and orders convert at the year's budget rate, actuals at their month's rate.")
    return page(
        ctx,
        options,
        "finance",
        f"Finance pack {year(ctx, options)}",
        lead=budget.lead_of(ctx, options, found, total),
        sections=sections,
        notes=notes,
        codes=("BUD",),
    )


def risk(ctx: Context, found: list[Node]) -> Text | None:
    """How far the outlook methods lie apart: the forecast's risk in one sentence."""
    if not found:
        return None
    spreads = sorted(((or_zero(_spread(ctx, node)), node) for node in found), key=lambda pair: (-pair[0], pair[1].ref))
    total = _all_spreads(ctx, found)
    top = ", ".join(f"{node.ref} {whole(spread)}" for spread, node in spreads[:3] if spread)
    apart = "" if is_hidden(total) else f", {whole(total)} {ctx.currency} in all"
    return Text(f"Outlook risk: how far the methods lie apart{apart}; most: {top}.") if top else None


def _all_spreads(ctx: Context, found: list[Node]) -> Decimal:
    """The sum of the spreads. Not shown where some of them are not: a method's outlook of few people is no part of any other amount."""
    return sum((_spread(ctx, node) for node in found), ZERO)


_COMPARED = ("bottom_up", "budget_remaining", "run_rate", "performance", "headcount")


def _spread(ctx: Context, node: Node) -> Decimal:
    ways = outlook_methods(ctx, node)
    known = [amount for way in _COMPARED if (amount := ways[way]) is not None]  # type: ignore[index]  # the names are methods
    return max(known) - min(known) if known else ZERO


def by_month(ctx: Context, found: list[Node]) -> Table:
    """Each line by month: actual to the last closed one, forecast after it, and its budget below."""
    rows = []
    start = _start(ctx, found)
    for node in found:
        numbers = line(ctx, node)
        outlook = tuple(outlook_month(numbers, i) for i in range(MONTHS))
        rows.append(Row((node.ref, "outlook", *outlook, sum(outlook, ZERO)), ctx.plan.at(node), node.ref))
        rows.append(Row((node.ref, "budget", *numbers.budget_months, numbers.current), ctx.plan.at(node), node.ref))
    closed_count = line(ctx, found[0]).closed if found else 0
    months = tuple(
        Column(
            f"m{i + 1:02d}",
            f"{Period(start + i)}{'' if i < closed_count else ' forecast'}",
            "money",
            ctx.currency,
            rank=1 if i == MONTHS - 1 else 2 if (i + 1) % 3 == 0 else 3,
            ahead=i >= closed_count,
        )
        for i in range(MONTHS)
    )
    columns = (Column("line", "Line", "id"), Column("what", "What"), *months, Column("year", "Year", "money", ctx.currency))
    closed = next((line(ctx, node).ytd_through for node in found), None)
    note = (
        f"Outlook rows are actual through {closed}, forecast after it." if closed else "No month is closed yet: outlook rows are forecast."
    )
    return Table("months", "By month", columns, tuple(rows), note=note, sheet="By month")


def _start(ctx: Context, found: list[Node]) -> int:
    return ctx.calendar.months(found[0].year).start if found else ctx.year.start


def cumulative(ctx: Context, options: Options, found: list[Node]) -> Chart | None:
    """Budget, actual and outlook added up over the year."""
    if not found:
        return None
    total, start = roll_up(ctx, found), _start(ctx, found)
    closed = line(ctx, found[0]).closed
    rows = []
    budget_sum = outlook_sum = ZERO
    for i in range(MONTHS):
        budget_sum += total.budget_months[i]
        outlook_sum += total.outlook_months[i]
        rows.append(Row((str(Period(start + i)), budget_sum, outlook_sum if i < closed else None, outlook_sum)))
    unit = ctx.currency
    columns = (
        Column("month", "Month", "period"),
        Column("budget", "Budget", "money", unit),
        Column("actual", "Actual", "money", unit),
        Column("outlook", "Outlook", "money", unit),
    )
    table = Table("cumulative", f"Cumulative {year(ctx, options)}", columns, tuple(rows), sheet="Cumulative")
    return Chart("lines", "Budget, actual and outlook, cumulative", table, "month", ("budget", "actual", "outlook"), shown=False)


def methods(ctx: Context, found: list[Node]) -> Table:
    """Every outlook method side by side, the chosen one named: the gap between them is the forecast's risk."""
    rows = []
    for node in found:
        numbers = line(ctx, node)
        rows.append(
            Row(
                (
                    node.ref,
                    numbers.outlook_method,
                    numbers.outlook,
                    *(outlook_methods(ctx, node)[way] for way in METHODS),
                    _spread(ctx, node),
                ),
                ctx.plan.at(node),
                node.ref,
            )
        )
    unit = ctx.currency
    columns = (
        Column("line", "Line", "id"),
        Column("method", "Chosen"),
        Column("outlook", "Outlook", "money", unit, "sum"),
        *(
            Column(way, way.replace("_", " ").capitalize(), "money", unit, rank=2 if way in {"budget_remaining", "run_rate"} else 3)
            for way in METHODS
        ),
        Column("spread", "Spread", "money", unit, "sum"),
    )
    total = Row(
        (
            "Total",
            "",
            roll_up(ctx, found).outlook,
            *("",) * len(METHODS),
            _all_spreads(ctx, found),
        )
    )
    return Table(
        "methods",
        "Outlook methods",
        columns,
        tuple(rows),
        total,
        "Spread: between the lowest and highest of bottom up, budget, run rate, performance, headcount.",
    )


def personnel(ctx: Context, options: Options) -> tuple[Block | None, ...]:
    """The personnel cost by month, filled and vacant, with its chart; what would show fewer than five people is not shown."""
    nodes = headcount.chosen(ctx, options)
    if not nodes:
        return ()
    found = headcount.year_costs(ctx, options, nodes)
    table = replace(headcount.months(ctx, found), key="personnel", sheet="Personnel")
    return table, headcount.month_chart(found, table)


def accuracy(ctx: Context, options: Options, found: list[Node]) -> tuple[Table, Chart | None]:
    """Each forecast against what came: accuracy 1 − |A − F| ÷ |A| and bias (F − A) ÷ A, for the months that it foresaw (C8)."""
    rows = []
    lines = {fold(node.ref): node for node in found}
    for path, file in ctx.plan.of(Forecast):
        if ctx.calendar.canonical(file.fiscal_year) != year(ctx, options) or file.through.last > ctx.as_of:
            continue
        for ref, said in file.lines.items():
            node = lines.get(fold(ref))
            for month, amount in sorted(said.months.items()) if node else ():
                assert node is not None  # noqa: S101 - checked in the line above
                index, numbers = month.start - _start(ctx, [node]), line(ctx, node)
                if not 0 <= index < numbers.closed or month <= file.through:
                    continue
                actual = numbers.actual_months[index] or ZERO
                guess = HIDDEN if is_hidden(actual) else amount * rate_of(ctx, node)
                score = 1 - abs(actual - guess) / abs(actual) if actual else None
                bias = (guess - actual) / actual if actual else None
                rows.append(
                    Row(
                        (str(month), str(file.through), ref, guess, actual, score, bias),
                        ctx.plan.at(path, "lines", ref, str(month)),
                        node.ref,
                    )
                )
    columns = (
        Column("month", "Month", "period"),
        Column("cycle", "Forecast through", "period"),
        Column("line", "Line", "id"),
        Column("forecast", "Forecast", "money", ctx.currency),
        Column("actual", "Actual", "money", ctx.currency),
        Column("accuracy", "Accuracy", "ratio"),
        Column("bias", "Bias", "ratio"),
    )
    newest = newest_forecast(ctx).get(year(ctx, options))
    note = f"Newest forecast: through {newest[1].through}." if newest else ""
    table = Table("accuracy", "Forecast accuracy", columns, tuple(rows), note=note)
    return table, foreseen(ctx, table)


def foreseen(ctx: Context, table: Table) -> Chart | None:
    """By month what the newest forecast before it said of its lines, and what came; None for a single month."""
    newest = {(row.cells[0], row.cells[2]): row for row in sorted(table.rows, key=lambda row: str(row.cells[1]))}
    months = sorted({str(month) for month, _ in newest})
    columns = (
        Column("month", "Month", "period"),
        Column("forecast", "Forecast", "money", ctx.currency),
        Column("actual", "Actual", "money", ctx.currency),
    )
    rows = tuple(
        Row((month, *(finance_books.added([row for (of, _), row in newest.items() if of == month], at) for at in (3, 4))))
        for month in months
    )
    made = Table("foreseen", "Forecast and actual of the lines with a forecast", columns, rows, sheet="Accuracy by month")
    return Chart("lines", "Forecast and actual by month", made, "month", ("forecast", "actual"), shown=False) if len(rows) > 1 else None
