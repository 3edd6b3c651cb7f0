"""The finance pack (domain reference E4): a sheet for everything that a finance partner asks at month end."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from typing import TYPE_CHECKING

from polops.analyse.books import (
    actual_months,
    currency_of,
    fx,
    order,
    order_item,
    posted,
    rate_of,
    transfer_item,
    transfer_months,
    year_label,
)
from polops.analyse.context import ZERO
from polops.analyse.outlook import METHODS, newest_forecast
from polops.analyse.variance import fx_split, line, outlook_methods, outlook_month, roll_up
from polops.model.decision import Decision
from polops.model.forecast import Forecast
from polops.reports import budget, headcount, variance
from polops.reports.frame import OUTLOOK, VARIANCE, money, page, section, year
from polops.reports.page import Block, Cell, Chart, Column, Page, Row, Table, Text
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
        section("commitments", "Commitments", commitments(ctx, options, found), ageing(ctx, options, found)),
        section("accruals", "Accruals", accruals(ctx, found)),
        section("transfers", "Transfers", transfers(ctx, found)),
        section("personnel", "Personnel", *personnel(ctx, options)),
        section("fx", "FX", exchange(ctx, found)),
        section("accuracy", "Forecast accuracy", accuracy(ctx, options, found)),
    )
    notes = (VARIANCE, OUTLOOK, "Plans, transfers and orders convert at the year's budget rate, actuals at their month's rate.")
    return page(
        ctx,
        options,
        "finance",
        f"Finance pack {year(ctx, options)}",
        budget.sentence(ctx, options, total),
        sections,
        notes=notes,
        codes=("BUD",),
    )


def risk(ctx: Context, found: list[Node]) -> Text | None:
    """How far the outlook methods lie apart: the forecast's risk in one sentence."""
    if not found:
        return None
    spreads = sorted(((_spread(ctx, node), node) for node in found), key=lambda pair: (-pair[0], pair[1].ref))
    total = sum((spread for spread, _ in spreads), ZERO)
    top = ", ".join(f"{node.ref} {money(spread)}" for spread, node in spreads[:3] if spread)
    return Text(f"Outlook risk: the methods lie {money(total)} {ctx.currency} apart in all; widest: {top}.") if total else None


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
            rank=1 if i == MONTHS - 1 else 2 if i % 3 == 2 else 3,
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
    return ctx.calendar.months(year_label(ctx, found[0])).start if found else ctx.year.start


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
            sum((line(ctx, node).outlook for node in found), ZERO),
            *("",) * len(METHODS),
            sum((_spread(ctx, node) for node in found), ZERO),
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


def _orders(ctx: Context, options: Options, found: list[Node]) -> list[Node]:
    kept, wanted_year = {fold(node.ref) for node in found}, year(ctx, options)
    return [node for node in ctx.plan.nodes("order") if fold(order_item(node).line) in kept and year_label(ctx, node) == wanted_year]


def commitments(ctx: Context, options: Options, found: list[Node]) -> Table:
    """Orders with what is drawn and open."""
    rows = []
    orders = _orders(ctx, options, found)
    for node in orders:
        item, numbers = order_item(node), order(ctx, node)
        cells: tuple[Cell, ...] = (
            node.ref,
            item.vendor,
            item.line,
            item.status,
            numbers.amount,
            numbers.drawn,
            numbers.open,
            item.end,
            item.notice_by,
        )
        rows.append(Row(cells, ctx.plan.at(node), node.ref))
    unit = ctx.currency
    columns = (
        Column("order", "Order", "id"),
        Column("vendor", "Vendor"),
        Column("line", "Line", "id", rank=2),
        Column("status", "Status"),
        Column("amount", "Amount", "money", unit, "sum"),
        Column("drawn", "Drawn", "money", unit, "sum", 2),
        Column("open", "Open", "money", unit, "sum"),
        Column("end", "End", "date", rank=3),
        Column("notice_by", "Notice by", "date", rank=3),
    )
    numbers_ = [order(ctx, node) for node in orders]
    total = Row(("Total", "", "", "", *(sum((getattr(n, field) for n in numbers_), ZERO) for field in ("amount", "drawn", "open")), "", ""))
    return Table("commitments", "Commitments", columns, tuple(rows), total)


def ageing(ctx: Context, options: Options, found: list[Node]) -> Chart | None:
    """What is open by the time left to the order's end."""
    buckets = {"ended": ZERO, "0–30 d": ZERO, "31–90 d": ZERO, "over 90 d": ZERO, "no end": ZERO}
    for node in _orders(ctx, options, found):
        end = order_item(node).end
        left = (end - ctx.as_of).days if end else None
        name = "no end" if left is None else "ended" if left < 0 else "0–30 d" if left <= 30 else "31–90 d" if left <= 90 else "over 90 d"  # noqa: PLR2004 - the buckets
        buckets[name] += order(ctx, node).open
    if not any(buckets.values()):
        return None
    columns = (Column("left", "Time left"), Column("open", "Open", "money", ctx.currency))
    table = Table(
        "order_ageing",
        "Open orders by time left",
        columns,
        tuple(Row((name, amount)) for name, amount in buckets.items()),
        sheet="Order ageing",
    )
    return Chart("bars", "Open orders by time left", table, "left", ("open",), shown=False)


def accruals(ctx: Context, found: list[Node]) -> Table:
    """Accruals: when, how much, reversed or kept, how old."""
    rows = []
    for node in found:
        for entry in posted(ctx).get(fold(node.ref), []):
            if not entry.entry.accrual:
                continue
            back = Period(entry.month.start + 1)
            reversed_ = (
                "kept"
                if entry.entry.keep
                else f"reversed in {back}"
                if back.first <= ctx.as_of and actual_months(ctx, node)[min(back.start - _start(ctx, [node]), 11)] is not None
                else "still open"
            )
            age = (ctx.as_of - entry.month.last).days
            amount = entry.entry.amount * rate_of(ctx, node, entry.month, entry.entry.currency)
            rows.append(
                Row(
                    (node.ref, str(entry.month), amount, reversed_, max(age, 0), entry.entry.note or ""),
                    ctx.plan.at(entry.path, *entry.route),
                    node.ref,
                )
            )
    columns = (
        Column("line", "Line", "id"),
        Column("month", "Month", "period"),
        Column("amount", "Amount", "money", ctx.currency, "sum"),
        Column("state", "State"),
        Column("age", "Age (days)", "integer", rank=2),
        Column("note", "Note", rank=2),
    )
    total = sum((cell for row in rows if isinstance(cell := row.cells[2], Decimal)), ZERO)
    return Table("accruals", "Accruals", columns, tuple(rows), Row(("Total", "", total, "", "", "")))


def transfers(ctx: Context, found: list[Node]) -> Table:
    """Transfers that touch the chosen lines, with decision and approver."""
    kept = {fold(node.ref) for node in found}
    label = year_label(ctx, found[0]) if found else ""
    rows = []
    for node in ctx.plan.nodes("transfer"):
        item = transfer_item(node)
        if year_label(ctx, node) != label or item.on > ctx.as_of or not {fold(item.from_), fold(item.to)} & kept:
            continue
        decision = ctx.plan.find(item.decision, "decision") if item.decision else None
        approver = decision.item.approver if decision and isinstance(decision.item, Decision) else ""
        amount = sum(transfer_months(ctx, node), ZERO)
        rows.append(
            Row(
                (node.ref, item.on, item.from_, item.to, amount, item.decision or "", approver, item.reason or ""),
                ctx.plan.at(node),
                node.ref,
            )
        )
    columns = (
        Column("transfer", "Transfer", "id"),
        Column("on", "On", "date"),
        Column("from", "From", "id"),
        Column("to", "To", "id"),
        Column("amount", "Amount", "money", ctx.currency, "sum"),
        Column("decision", "Decision", "id", rank=2),
        Column("approver", "Approver", "id", rank=2),
        Column("reason", "Reason", rank=3),
    )
    total = sum((cell for row in rows if isinstance(cell := row.cells[4], Decimal)), ZERO)
    return Table("transfers", "Transfers", columns, tuple(rows), Row(("Total", "", "", "", total, "", "", "")))


def personnel(ctx: Context, options: Options) -> tuple[Block | None, ...]:
    """The personnel cost by month, filled and vacant, with its chart; what would show fewer than five people is not shown."""
    nodes = headcount.chosen(ctx, options)
    if not nodes:
        return ()
    found = headcount.year_costs(ctx, options, nodes)
    table = replace(headcount.months(ctx, found), key="personnel", sheet="Personnel")
    return table, headcount.month_chart(found, table)


def exchange(ctx: Context, found: list[Node]) -> Table:
    """Foreign currencies: budget and newest month rate, exposure, and the FX part of the variance."""
    grouped: dict[str, list[Node]] = {}
    for node in found:
        if currency_of(ctx, node) != ctx.currency:
            grouped.setdefault(currency_of(ctx, node), []).append(node)
    rows = []
    for currency, nodes in sorted(grouped.items()):
        last = line(ctx, nodes[0]).ytd_through
        exposure = sum((line(ctx, node).outlook for node in nodes), ZERO)
        effect = sum((dict(split.parts)["fx"] for node in nodes if (split := fx_split(ctx, node))), ZERO)
        label = year_label(ctx, nodes[0])
        rows.append(
            Row(
                (currency, fx(ctx, currency, label), fx(ctx, currency, label, last) if last else None, exposure, effect),
                ctx.plan.at(nodes[0]),
                currency,
            )
        )
    columns = (
        Column("currency", "Currency", "id"),
        Column("budget_rate", "Budget rate", "number"),
        Column("month_rate", "Month rate", "number"),
        Column("exposure", "Exposure (outlook)", "money", ctx.currency, "sum"),
        Column("fx", "FX variance", "variance", ctx.currency, "sum"),
    )
    total = Row(("Total", "", "", *(sum((cell for row in rows if isinstance(cell := row.cells[i], Decimal)), ZERO) for i in (3, 4))))
    return Table("fx", "FX", columns, tuple(rows), total)


def accuracy(ctx: Context, options: Options, found: list[Node]) -> Table:
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
                actual, guess = numbers.actual_months[index] or ZERO, amount * rate_of(ctx, node)
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
    return Table("accuracy", "Forecast accuracy", columns, tuple(rows), note=note)
