"""The budget by cost centre, category and line: original, transfers, current, year to date, outlook, commitments."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING

from polops.analyse.books import budgets, lines
from polops.analyse.few import FEWEST
from polops.analyse.status import Status
from polops.analyse.variance import LineNumbers, Rollup, is_material, line, roll_up
from polops.analyse.wording import whole
from polops.reports.frame import OUTLOOK, VARIANCE, page, percent, section, wanted, year
from polops.reports.page import Chart, Column, Page, Row, Table
from polops.values.hidden import is_hidden
from polops.values.ref import fold

if TYPE_CHECKING:
    from collections.abc import Iterable

    from polops.analyse.context import Context
    from polops.plan.plan import Node
    from polops.reports import Options


def build(ctx: Context, options: Options) -> Page:
    """The page."""
    found = chosen(ctx, options)
    total = roll_up(ctx, found)
    centers = by_cost_center(ctx, options, found)
    notes = (VARIANCE, OUTLOOK, "Available is current budget − spent − open commitments − requested orders.")
    sections = (
        section("cost_centers", "By cost centre", centers if found else None, bridge(ctx, total) if found else None),
        section("categories", "By category", by_category(ctx, options, found), category_chart(ctx, options, found)),
        section("lines", "By line", by_line(ctx, found)),
    )
    lead = lead_of(ctx, options, found, total)
    return page(ctx, options, "budget", f"Budget {year(ctx, options)}", lead=lead, sections=sections, notes=notes, codes=("BUD",))


def chosen(ctx: Context, options: Options) -> list[Node]:
    """The year's lines that pass the filters."""
    return [node for node in lines(ctx, year(ctx, options)) if wanted(ctx, options, node)]


def lead_of(ctx: Context, options: Options, found: list[Node], total: Rollup) -> str:
    """The facts in one sentence; a year that has no lines has no budget, which is not one of 0."""
    return sentence(ctx, options, total) if found else f"No budget lines of {year(ctx, options)} in this selection."


def sentence(ctx: Context, options: Options, total: Rollup) -> str:
    """The facts in one sentence."""
    label, currency = year(ctx, options), ctx.currency
    if is_hidden(total.outlook):
        return f"{label} budget and outlook are not shown: they would tell the pay of fewer than {FEWEST} people."
    start = f"{label} budget {whole(total.current)} {currency}, outlook {whole(total.outlook)}"
    full = f"{_signed(total.full_year_variance)} for the year ({percent(total.full_year_pct)})"
    if total.variance is None:
        return f"{start}: {full}; no month is closed yet."
    if is_hidden(total.variance):
        return f"{start}: {full}; year to date is not shown."
    return f"{start}: {full}; year to date {_signed(total.variance)} ({percent(total.variance_pct)})."


def _signed(amount: Decimal) -> str:
    return f"{whole(abs(amount))} {'favourable' if amount >= 0 else 'unfavourable'}"


def rag(ctx: Context, current: Decimal, outlook: Decimal) -> Status:
    """The colour of an outlook: green within budget, amber above, red beyond the hard limit (C14, cost)."""
    over = outlook - current
    if is_hidden(over):
        return "grey"
    if over <= 0:
        return "green"
    return "amber" if over <= abs(current) * ctx.settings.thresholds.budget.hard_outlook_pct else "red"


def columns(ctx: Context, first: tuple[Column, ...]) -> tuple[Column, ...]:
    """The money columns of E4's summary, after the given first ones."""
    unit = ctx.currency
    return (
        *first,
        Column("plan", "Original", "money", unit, "sum", 3),
        Column("transfers", "Transfers", "money", unit, "sum", 3),
        Column("current", "Current", "money", unit, "sum"),
        Column("ytd_budget", "YTD budget", "money", unit, "sum", 2),
        Column("ytd_actual", "YTD actual", "money", unit, "sum", 2),
        Column("variance", "Variance", "variance", unit, "sum"),
        Column("variance_pct", "%", "ratio", "", "variance/ytd_budget"),
        Column("outlook", "Outlook", "money", unit, "sum"),
        Column("full_year_variance", "Year", "variance", unit, "sum"),
        Column("full_year_pct", "Year %", "ratio", "", "full_year_variance/current", 3),
        Column("committed", "Committed", "money", unit, "sum", 3),
        Column("available", "Available", "money", unit, "sum", 3),
        Column("rag", "RAG", "status"),
    )


def cells(ctx: Context, total: Rollup) -> tuple[Decimal | str | None, ...]:
    """The money cells of a roll-up, in the order of `columns`."""
    return (
        total.plan,
        total.transfers,
        total.current,
        total.ytd_budget,
        total.ytd_actual,
        total.variance,
        total.variance_pct,
        total.outlook,
        total.full_year_variance,
        total.full_year_pct,
        total.committed,
        total.available,
        rag(ctx, total.current, total.outlook),
    )


def by_cost_center(ctx: Context, options: Options, found: list[Node]) -> Table:
    """One row a cost centre."""
    rows = []
    for center, team, nodes in centers(ctx, options, found):
        rows.append(Row((center, team, *cells(ctx, roll_up(ctx, nodes))), ctx.plan.at(nodes[0].path, "cost_center"), center))
    first = (Column("cost_center", "Cost centre", "id"), Column("team", "Team", "id", rank=2))
    return Table(
        "cost_centers",
        "Cost centres",
        columns(ctx, first),
        tuple(rows),
        Row(("Total", "", *cells(ctx, roll_up(ctx, found)))),
        sheet="Summary",
    )


def centers(ctx: Context, options: Options, found: list[Node]) -> list[tuple[str, str, list[Node]]]:
    """Cost centre, team and lines, in order of file."""
    kept = {(node.path, *node.route) for node in found}
    grouped: dict[str, tuple[str, str, list[Node]]] = {}
    for _, file in budgets(ctx, year(ctx, options)):
        grouped.setdefault(fold(file.cost_center), (file.cost_center, file.team, []))
    for node in found:
        if (node.path, *node.route) in kept:
            grouped[fold(getattr(node.file, "cost_center", ""))][2].append(node)
    return [group for group in grouped.values() if group[2]]


def by_category(ctx: Context, options: Options, found: list[Node]) -> Table:  # noqa: ARG001 - the sections' shape
    """One row a category, in the order of the budget's vocabulary."""
    grouped: dict[str, list[Node]] = {}
    for node in found:
        grouped.setdefault(str(getattr(node.item, "category", "other")), []).append(node)
    rows = tuple(Row((category.capitalize(), *cells(ctx, roll_up(ctx, nodes)))) for category, nodes in sorted(grouped.items()))
    total = Row(("Total", *cells(ctx, roll_up(ctx, found))))
    return Table("categories", "Categories", columns(ctx, (Column("category", "Category"),)), rows, total, sheet="By category")


def category_chart(ctx: Context, options: Options, found: list[Node]) -> Chart | None:
    """Budget and outlook by category."""
    if not found:
        return None
    return Chart("bars", "Budget and outlook by category", by_category(ctx, options, found), "category", ("current", "outlook"))


def bridge(ctx: Context, total: Rollup) -> Chart:
    """From the original plan over transfers to the current budget and the outlook."""
    unit = ctx.currency
    rows = (
        ("Original", total.plan),
        ("Transfers", total.transfers),
        ("Over or under", total.outlook - total.current),
        ("Outlook", total.outlook),
    )
    table = Table(
        "bridge",
        "Bridge",
        (Column("step", "Step"), Column("amount", "Amount", "money", unit)),
        tuple(Row(cells_) for cells_ in rows),
        sheet="Bridge",
    )
    return Chart("bridge", "From original budget to outlook", table, "step", ("amount",), shown=False)


def by_line(ctx: Context, found: Iterable[Node]) -> Table:
    """One row a line, with the method of its outlook."""
    rows, nodes = [], list(found)
    for node in nodes:
        numbers = line(ctx, node)
        span = ctx.plan.at(node)
        rows.append(Row((node.ref, getattr(node.item, "name", ""), *line_cells(ctx, numbers), ctx.plan.owner(node)), span, node.ref))
    first = (Column("line", "Line", "id"), Column("name", "Name", rank=2))
    more = (Column("method", "Method", rank=3), Column("material", "Material", rank=3), Column("owner", "Owner", "id", rank=3))
    total = Row(("Total", "", *cells(ctx, roll_up(ctx, nodes)), "", "", ""))
    return Table("lines", "Lines", (*columns(ctx, first), *more), tuple(rows), total, sheet="Lines")


def line_cells(ctx: Context, numbers: LineNumbers) -> tuple[Decimal | str | None, ...]:
    """The cells of one line: those of a roll-up, then method and materiality."""
    share = numbers.full_year_variance / abs(numbers.current) if numbers.current else None
    return (
        numbers.plan,
        numbers.transfers,
        numbers.current,
        numbers.ytd_budget,
        numbers.ytd_actual,
        numbers.variance,
        numbers.variance_pct,
        numbers.outlook,
        numbers.full_year_variance,
        share,
        numbers.committed,
        numbers.available,
        rag(ctx, numbers.current, numbers.outlook),
        numbers.outlook_method,
        "material" if is_material(ctx, numbers.variance, numbers.variance_pct) else "",
    )
