"""One screen for leaders (domain reference E2).

In this order: sentence, tiles, objectives, what to worry about, decisions, money and people, next 30 days.
"""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal
from typing import TYPE_CHECKING

from polops.analyse import headcount, kpi, okr, progress
from polops.analyse.variance import line, roll_up
from polops.analyse.wording import counted, variance
from polops.model.commitments import Order
from polops.model.decision import Decision
from polops.model.headcount import Position
from polops.model.metrics import Metric
from polops.model.okrs import KeyResult, KrMilestone, Objective
from polops.reports import budget, status
from polops.reports.frame import OUTLOOK, SCORE, VACANCY, page, percent, period, section, wanted
from polops.reports.page import Cell, Column, Measure, Page, Row, Table, Text, Tile, Tiles
from polops.values.hidden import or_zero
from polops.values.rounding import rounded

if TYPE_CHECKING:
    from collections.abc import Iterator

    from polops.analyse.context import Context
    from polops.plan.plan import Node
    from polops.reports import Options

_TOP = 3
_AHEAD = timedelta(days=30)


def build(ctx: Context, options: Options) -> Page:
    """The page."""
    sections = (
        section("tiles", "At a glance", tiles(ctx, options)),
        section("objectives", "Objectives", objectives(ctx, options)),
        section("top", "Top three", wins(ctx, options), worries(ctx, options)),
        section("decisions", "Decisions needed", status.pending(ctx, options)),
        section("money", "Money and people", money_and_people(ctx, options)),
        section("next", "Next 30 days", ahead(ctx, options)),
    )
    label = ctx.calendar.label(period(ctx, options))
    lead, notes = status.sentence(ctx, options), (SCORE, OUTLOOK, VACANCY)
    return page(ctx, options, "one-pager", f"One page {label}", lead=lead, sections=sections, notes=notes)


def tiles(ctx: Context, options: Options) -> Tiles | None:
    """The status report's big numbers; the KPI tile carries the trend of the worst KPI."""
    found = status.tiles(ctx, options)
    if found is None:
        return None
    worst = next(iter(_kpis(ctx, options)), None)
    if worst is None:
        return found
    numbers = kpi.metric(ctx, worst)
    value = None if numbers.value is None else Measure(numbers.value, getattr(worst.item, "unit", "") or "")
    tile = Tile(
        getattr(worst.item, "name", worst.ref),
        value,
        "measure",
        detail="a KPI that is off target",
        status=numbers.status,
        trend=numbers.trend,
    )
    return Tiles((*found.tiles, tile))


def _kpis(ctx: Context, options: Options) -> list[Node]:
    """KPIs that are red or amber, red first."""
    found = [
        node
        for node in ctx.plan.nodes("metric")
        if isinstance(node.item, Metric)
        and node.item.role == "kpi"
        and wanted(ctx, options, node)
        and kpi.metric(ctx, node).status in {"red", "amber"}
    ]
    return sorted(found, key=lambda node: kpi.metric(ctx, node).status != "red")


def objectives(ctx: Context, options: Options) -> Table:
    """One line an objective: RAG, score, expected, confidence, owner; the most urgent first."""
    found = [node for node in okr.objectives(ctx, period(ctx, options)) if wanted(ctx, options, node)]
    rank = {"red": 0, "amber": 1, "grey": 2, "green": 3, "complete": 4}
    rows = []
    for node in sorted(found, key=lambda node: (rank[okr.objective(ctx, node).status], _priority(node))):
        numbers = okr.objective(ctx, node)
        cells: tuple[Cell, ...] = (
            numbers.status,
            getattr(node.item, "title", ""),
            _priority(node),
            numbers.score,
            numbers.expected,
            numbers.confidence,
            ctx.plan.owner(node) or "",
        )
        rows.append(Row(cells, ctx.plan.at(node), node.ref))
    columns = (
        Column("status", "RAG", "status"),
        Column("title", "Objective"),
        Column("priority", "Pri", rank=2),
        Column("score", "Score", "score"),
        Column("expected", "Exp.", "score"),
        Column("confidence", "Conf", "integer", rank=2),
        Column("owner", "Owner", "id"),
    )
    return Table("objectives", "Objectives", columns, tuple(rows))


def _priority(node: Node) -> str:
    return node.item.priority if isinstance(node.item, Objective) else ""


def _key_results(ctx: Context, options: Options) -> list[Node]:
    found = (node for node in okr.objectives(ctx, period(ctx, options)) if wanted(ctx, options, node))
    return [child for node in found for child in okr.key_results(node, ctx) if not progress.key_result(ctx, child).dropped]


def wins(ctx: Context, options: Options) -> Text | None:
    """The key results that are furthest ahead of what was expected."""
    ahead_ = [
        (numbers.gap, node)
        for node in _key_results(ctx, options)
        if (numbers := progress.key_result(ctx, node)).gap is not None and numbers.gap > 0 and numbers.has_data
    ]
    best = sorted(ahead_, key=lambda pair: (-(pair[0] or Decimal(0)), pair[1].ref))[:_TOP]
    return Text("Ahead", tuple(f"{_title(node)}: {_points(gap)} ahead ({ctx.plan.owner(node)})" for gap, node in best)) if best else None


def worries(ctx: Context, options: Options) -> Text | None:
    """The key results that are furthest behind, and red KPIs."""
    behind = [
        (numbers.gap, node)
        for node in _key_results(ctx, options)
        if (numbers := progress.key_result(ctx, node)).status in {"red", "amber"} and numbers.gap is not None and numbers.gap < 0
    ]
    lowest = sorted(behind, key=lambda pair: (pair[0] or Decimal(0), pair[1].ref))[:_TOP]
    return (
        Text("Behind", tuple(f"{_title(node)}: {_points(gap)} behind ({ctx.plan.owner(node)})" for gap, node in lowest)) if lowest else None
    )


def _title(node: Node) -> str:
    return f"{node.ref} {node.item.title}" if isinstance(node.item, KeyResult) else node.ref


def _points(gap: Decimal | None) -> str:
    return counted(int(rounded(abs(gap or Decimal(0)) * 100, 0)), "point")


def money_and_people(ctx: Context, options: Options) -> Text | None:
    """The outlook's variance with its two biggest causes, and vacancies on P0 work."""
    found = []
    lines = budget.chosen(ctx, options)
    if lines:
        total = roll_up(ctx, lines).full_year_variance
        biggest = sorted(lines, key=lambda node: -abs(or_zero(line(ctx, node).full_year_variance)))[:2]
        causes = ", ".join(f"{node.ref} {variance(line(ctx, node).full_year_variance)}" for node in biggest)
        found.append(f"Full-year variance {variance(total)} {ctx.currency}; biggest: {causes}.")
    nodes = status.positions(ctx, options)
    vacant = [node for node in nodes if headcount.position(ctx, node).vacant]
    if nodes:
        urgent = [node.ref for node in vacant if isinstance(node.item, Position) and node.item.priority == "P0"]
        found.append(f"{counted(len(vacant), 'vacant position')}" + (f", P0: {', '.join(urgent)}." if urgent else ", none of them P0."))
        rate = headcount.count(ctx, nodes).vacancy_rate
        found[-1] += f" Vacancy {percent(rate)}."
    return Text("", tuple(found)) if found else None


def ahead(ctx: Context, options: Options) -> Table:
    """What is dated within the next 30 days: starts, decisions, milestones, notices."""
    until = ctx.as_of + _AHEAD
    rows = [row for day, row in sorted(_dated(ctx, options), key=lambda pair: (pair[0], pair[1].ref)) if ctx.as_of <= day <= until]
    columns = (Column("on", "On", "date"), Column("what", "What"), Column("ref", "Item", "id"), Column("owner", "Owner", "id", rank=2))
    return Table("next", "Next 30 days", columns, tuple(rows))


def _dated(ctx: Context, options: Options) -> Iterator[tuple[date, Row]]:
    for node in status.positions(ctx, options):
        numbers = headcount.position(ctx, node)
        if numbers.vacant and numbers.expected_start:
            yield _row(ctx, node, numbers.expected_start, f"expected start: {getattr(node.item, 'title', '')}")
    for node in status.decisions(ctx, options, "proposed"):
        if isinstance(node.item, Decision) and node.item.needed_by:
            yield _row(ctx, node, node.item.needed_by, f"decision needed: {node.item.title}")
    for node in ctx.plan.nodes("kr_milestone"):
        item = node.item
        if (
            isinstance(item, KrMilestone)
            and wanted(ctx, options, node)
            and not progress.is_done(ctx, item)
            and not progress.is_dropped(ctx, item)
        ):
            yield _row(ctx, node, item.due, f"milestone due: {item.title}")
    for node in ctx.plan.nodes("order"):
        if isinstance(node.item, Order) and node.item.notice_by and node.item.status in {"open", "approved"} and wanted(ctx, options, node):
            yield _row(ctx, node, node.item.notice_by, f"notice to {node.item.vendor}")


def _row(ctx: Context, node: Node, day: date, what: str) -> tuple[date, Row]:
    return day, Row((day, what, node.ref, ctx.plan.owner(node) or ""), ctx.plan.at(node), node.ref)
