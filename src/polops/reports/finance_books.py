"""What the books hold for the finance pack: orders, accruals, transfers and foreign currencies."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING

from polops.analyse.books import Posted, actual_months, currency_of, fx, transfer_item, transfer_months
from polops.analyse.books import accruals as posted_accruals
from polops.analyse.context import ZERO
from polops.analyse.orders import order, order_item
from polops.analyse.variance import fx_split, line
from polops.model.decision import Decision
from polops.reports.frame import year
from polops.reports.page import Cell, Chart, Column, Row, Table
from polops.values.period import MONTHS, Period
from polops.values.ref import fold

if TYPE_CHECKING:
    from polops.analyse.context import Context
    from polops.plan.plan import Node
    from polops.reports import Options

_BUCKETS = {"0–30 d": 30, "31–90 d": 90}


def _orders(ctx: Context, options: Options, found: list[Node]) -> list[Node]:
    kept, wanted_year = {fold(node.ref) for node in found}, year(ctx, options)
    return [node for node in ctx.plan.nodes("order") if fold(order_item(node).line) in kept and node.year == wanted_year]


def commitments(ctx: Context, options: Options, found: list[Node]) -> Table:
    """Orders with what is drawn and open."""
    rows = []
    for node in _orders(ctx, options, found):
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
    total = Row(("Total", "", "", "", added(rows, 4), added(rows, 5), added(rows, 6), "", ""))
    return Table("commitments", "Commitments", columns, tuple(rows), total)


def ageing(ctx: Context, options: Options, found: list[Node]) -> Chart | None:
    """What is open by the time left to the order's end."""
    buckets = dict.fromkeys(("ended", *_BUCKETS, "over 90 d", "no end"), ZERO)
    for node in _orders(ctx, options, found):
        end = order_item(node).end
        buckets[_time_left((end - ctx.as_of).days if end else None)] += order(ctx, node).open
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


def _time_left(days: int | None) -> str:
    """The bucket of an order that ends in so many days."""
    if days is None:
        return "no end"
    return "ended" if days < 0 else next((name for name, most in _BUCKETS.items() if days <= most), "over 90 d")


def accruals(ctx: Context, found: list[Node]) -> Table:
    """Accruals: when, how much, reversed or kept, how old."""
    rows = []
    for node in found:
        for entry, amount in posted_accruals(ctx, node):
            age = max((ctx.as_of - entry.month.last).days, 0)
            cells: tuple[Cell, ...] = (node.ref, str(entry.month), amount, _state(ctx, node, entry), age, entry.entry.note or "")
            rows.append(Row(cells, ctx.plan.at(entry.path, *entry.route), node.ref))
    columns = (
        Column("line", "Line", "id"),
        Column("month", "Month", "period"),
        Column("amount", "Amount", "money", ctx.currency, "sum"),
        Column("state", "State"),
        Column("age", "Age (days)", "integer", rank=2),
        Column("note", "Note", rank=2),
    )
    return Table("accruals", "Accruals", columns, tuple(rows), Row(("Total", "", added(rows, 2), "", "", "")))


def _state(ctx: Context, node: Node, entry: Posted) -> str:
    """Whether an accrual stays, came back in the month after, or is still to come back."""
    if entry.entry.keep:
        return "kept"
    back = Period(entry.month.start + 1)
    index = back.start - ctx.calendar.months(node.year).start
    over = back.first <= ctx.as_of and actual_months(ctx, node)[min(max(index, 0), MONTHS - 1)] is not None
    return f"reversed in {back}" if over else "still open"


def added(rows: list[Row], i: int) -> Decimal:
    """The sum of the amounts in a column of the rows."""
    return sum((cell for row in rows if isinstance(cell := row.cells[i], Decimal)), ZERO)


def transfers(ctx: Context, found: list[Node]) -> Table:
    """Transfers that touch the chosen lines, with decision and approver."""
    kept = {fold(node.ref) for node in found}
    label = found[0].year if found else ""
    rows = []
    for node in ctx.plan.nodes("transfer"):
        item = transfer_item(node)
        if node.year != label or item.on > ctx.as_of or not {fold(item.from_), fold(item.to)} & kept:
            continue
        decision = ctx.plan.find(item.decision, "decision") if item.decision else None
        approver = decision.item.approver if decision and isinstance(decision.item, Decision) else ""
        amount = sum(transfer_months(ctx, node), ZERO)
        cells = (node.ref, item.on, item.from_, item.to, amount, item.decision or "", approver, item.reason or "")
        rows.append(Row(cells, ctx.plan.at(node), node.ref))
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
    return Table("transfers", "Transfers", columns, tuple(rows), Row(("Total", "", "", "", added(rows, 4), "", "", "")))


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
        label = nodes[0].year
        newest = fx(ctx, currency, label, last) if last else None
        rows.append(Row((currency, fx(ctx, currency, label), newest, exposure, effect), ctx.plan.at(nodes[0]), currency))
    columns = (
        Column("currency", "Currency", "id"),
        Column("budget_rate", "Budget rate", "number"),
        Column("month_rate", "Month rate", "number"),
        Column("exposure", "Exposure (outlook)", "money", ctx.currency, "sum"),
        Column("fx", "FX variance", "variance", ctx.currency, "sum"),
    )
    return Table("fx", "FX", columns, tuple(rows), Row(("Total", "", "", added(rows, 3), added(rows, 4))))
