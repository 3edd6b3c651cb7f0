"""Money and people in a quarterly review: the year's outlook with its three largest levers, starts against plan, attrition, the pulse."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from typing import TYPE_CHECKING

from polops.analyse import headcount
from polops.analyse.books import line_item
from polops.analyse.context import ZERO, ratio
from polops.analyse.few import hides_few, is_few, of_people
from polops.analyse.kpi import metric
from polops.analyse.movement import bridge
from polops.analyse.orders import order, order_item
from polops.analyse.personnel import costs
from polops.analyse.status import of_vacancy
from polops.analyse.variance import roll_up
from polops.analyse.wording import counted
from polops.model.metrics import Metric
from polops.reports import budget, hiring
from polops.reports.frame import measured, percent, period, wanted, year
from polops.reports.headcount import chosen, groups
from polops.reports.kpis import target
from polops.reports.page import Column, Measure, Row, Table, Text
from polops.values.hidden import or_zero
from polops.values.period import Period
from polops.values.ref import fold
from polops.values.rounding import rounded

if TYPE_CHECKING:
    from polops.analyse.context import Context
    from polops.plan.plan import Node
    from polops.reports import Options
    from polops.reports.page import Block

LEVERS = 3
_BINDING = {"open", "approved"}


def spending(ctx: Context, options: Options) -> tuple[Row, ...]:
    """The year to date and the year's outlook against the budget."""
    lines = budget.chosen(ctx, options)
    if not lines:
        return ()
    total, label, unit = roll_up(ctx, lines), year(ctx, options), ctx.currency
    rows = [(f"Outlook {label}", total.current, total.outlook)]
    if total.ytd_budget is not None and total.ytd_actual is not None:
        rows.insert(0, (f"Spend {label} to date", total.ytd_budget, total.ytd_actual))
    return tuple(
        Row(
            (
                what,
                Measure(rounded(planned, 0), unit),
                Measure(rounded(spent, 0), unit),
                ratio(spent, planned),
                budget.rag(ctx, planned, spent),
                "100 % or less is within budget",
            )
        )
        for what, planned, spent in rows
    )


def seats(ctx: Context, options: Options) -> tuple[Row, ...]:
    """Filled of approved positions, coloured as vacancy is."""
    count = headcount.count(ctx, chosen(ctx, options))
    if not count.approved:
        return ()
    rate, whole, filled = count.vacancy_rate, Decimal(count.approved), Decimal(count.filled)
    cells = (Measure(whole), Measure(filled), ratio(filled, whole), of_vacancy(ctx, rate), f"vacancy {percent(rate)}")
    return (Row(("Positions filled", *cells)),)


def money(ctx: Context, options: Options) -> tuple[Block | None, ...]:
    """The year by cost centre, the way from the original budget to the outlook, and the levers."""
    lines = budget.chosen(ctx, options)
    if not lines:
        return ()
    total = roll_up(ctx, lines)
    centers = replace(budget.by_cost_center(ctx, options, lines), title="Year outlook", sheet="Year outlook")
    return Text(budget.sentence(ctx, options, total)), centers, budget.bridge(ctx, total), levers(ctx, options, lines)


def levers(ctx: Context, options: Options, lines: list[Node]) -> Table:
    """The three largest amounts that can still be steered this year, and what steering them means."""
    columns = (
        Column("lever", "Lever"),
        Column("amount", "Amount", "money", ctx.currency),
        Column("means", "What it means"),
    )
    found = [
        one for one in (_contingency(ctx, lines), _unordered(ctx, lines), _orders(ctx, lines), _vacant(ctx, options)) if one is not None
    ]
    found.sort(key=lambda one: -or_zero(one[1]))
    return Table("levers", "Levers", columns, tuple(Row(one) for one in found[:LEVERS]))


Lever = tuple[str, "Decimal", str]


def _contingency(ctx: Context, lines: list[Node]) -> Lever | None:
    own = [node for node in lines if line_item(node).category == "contingency"]
    left = roll_up(ctx, own).available if own else ZERO
    return ("Contingency", left, f"not spent and not promised on {counted(len(own), 'line')}") if left else None


def _unordered(ctx: Context, lines: list[Node]) -> Lever | None:
    """What the outlook still plans to spend and nothing binds: outlook less spend and open orders, people and contingency apart."""
    own = [node for node in lines if line_item(node).category not in {"contingency", "personnel"} and line_item(node).source != "headcount"]
    if not own:
        return None
    total = roll_up(ctx, own)
    free = total.outlook - (total.ytd_actual or ZERO) - total.committed
    return ("Not ordered yet", free, f"in the outlook of {counted(len(own), 'line')} without an order") if not free <= ZERO else None


def _orders(ctx: Context, lines: list[Node]) -> Lever | None:
    """The open orders of these lines that can still be given notice."""
    own = {fold(node.ref) for node in lines}
    nodes = []
    for node in ctx.plan.nodes("order"):
        item = order_item(node)
        if item.notice_by is not None and item.notice_by >= ctx.as_of and item.status in _BINDING and fold(item.line) in own:
            nodes.append(node)
    amount = sum((order(ctx, node).open for node in nodes), ZERO)
    first = min((notice for node in nodes if (notice := order_item(node).notice_by)), default=None)
    return ("Orders that can be ended", amount, f"{counted(len(nodes), 'order')}, first notice by {first}") if nodes else None


def _vacant(ctx: Context, options: Options) -> Lever | None:
    """What vacant positions will still cost this year, where it may be shown."""
    nodes = [node for node in chosen(ctx, options) if headcount.position(ctx, node).vacant]
    amount = costs(ctx, ctx.calendar.months(year(ctx, options)), nodes).total.expected if nodes else None
    return ("Starting later", amount, f"what {counted(len(nodes), 'vacant position')} will cost this year") if amount else None


def people(ctx: Context, options: Options) -> tuple[Block | None, ...]:
    """Counts, starts against the plan, movements and attrition of the quarter, and the pulse."""
    nodes, span = chosen(ctx, options), period(ctx, options)
    if not nodes or not isinstance(span, Period):
        return (pulse(ctx, options),)
    whole, teams = ctx.calendar.months(year(ctx, options)), groups(ctx, options)
    counts = replace(hiring.counts(ctx, teams, whole), title="Positions", sheet="People")
    starts = hiring.plan_table(ctx, nodes, whole)
    moved = replace(hiring.movements(ctx, teams, span), key="movements", title="Movements", sheet="Movements")
    return counts, attrition(ctx, nodes, span), moved, starts, hiring.plan_chart(starts), pulse(ctx, options)


def attrition(ctx: Context, nodes: list[Node], span: Period) -> Text | None:
    """Leavers of the quarter over its mean heads; of a few people it is not said."""
    moved = bridge(ctx, nodes, span.first, span.last)
    heads = moved.opening + moved.closing
    if not heads or (hides_few(ctx) and (is_few(moved.opening) or is_few(moved.closing))):
        return None
    share = Decimal(2 * moved.leavers) / heads
    return Text(f"Attrition in {ctx.calendar.label(span)}: {counted(moved.leavers, 'leaver')}, {percent(share)} of mean heads.")


def pulse(ctx: Context, options: Options) -> Table:
    """The metrics of people: pulse, well-being, attrition."""
    columns = (
        Column("metric", "Metric", "id"),
        Column("name", "Name"),
        Column("value", "Value", "measure"),
        Column("target", "Target"),
        Column("status", "RAG", "status"),
        Column("trend", "Trend", "trend"),
        Column("as_of", "As of", "period", rank=2),
    )
    rows = []
    for node in ctx.plan.nodes("metric"):
        item = node.item
        if isinstance(item, Metric) and of_people(item) and wanted(ctx, options, node):
            numbers = metric(ctx, node)
            label = ctx.calendar.label(numbers.period) if numbers.period else None
            cells = (node.ref, item.name, measured(numbers, item.unit), target(item) or "", numbers.status, numbers.trend or None, label)
            rows.append(Row(cells, ctx.plan.at(node), node.ref))
    return Table("pulse", "Well-being pulse", columns, tuple(rows))
