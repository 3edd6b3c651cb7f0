"""One screen for leaders (domain reference E2).

In this order: sentence, tiles, objectives, what to worry about, decisions, money and people, next 30 days.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from decimal import Decimal
from importlib import import_module
from typing import TYPE_CHECKING

from polops.analyse import headcount, kpi, okr, progress
from polops.analyse.context import earlier
from polops.analyse.variance import line, roll_up
from polops.analyse.wording import counted, measured, variance
from polops.model.headcount import Position
from polops.model.metrics import Metric
from polops.model.okrs import KeyResult, Objective
from polops.reports import budget, okrs, status, status_tiles
from polops.reports.frame import OUTLOOK, SCORE, VACANCY, capped, has, page, part, percent, period, section, wanted
from polops.reports.page import Cell, Column, Page, Row, Table, Text, Tiles
from polops.values.hidden import or_zero
from polops.values.rounding import rounded

if TYPE_CHECKING:
    from collections.abc import Iterator

    from polops.analyse.context import Context
    from polops.analyse.dates import Entry
    from polops.plan.plan import Node
    from polops.reports import Options

CHANGE = "Change is a score less what it was a week before, in points."
AHEAD, MOST = 30, 12
WEEK = timedelta(days=7)
_TOP = 3
_HARD = (
    ("dates_books", "BOOKS", {"position": "start", "decision": "decision", "kr_milestone": "milestone", "order": "notice by"}),
    ("dates_programme", "PROGRAMME", {"milestone": "hard date", "change": "go-live"}),
    ("dates_desk", "DESK", {"version": "policy effective", "obligation": "obligation due"}),
)
"""Dates that do not wait: where the dates of each kind are, and how what they say begins."""


def build(ctx: Context, options: Options) -> Page:
    """The page."""
    said = part(ctx, options, "one_pager_words:top", "update") or (wins(ctx, options), worries(ctx, options))
    sections = (
        section("tiles", "At a glance", tiles(ctx, options)),
        section("objectives", "Objectives", objectives(ctx, options)),
        section("top", "Top three", *said),
        section("decisions", "Decisions needed", *part(ctx, options, "one_pager_words:decided", "decision")),
        section("money", "Money and people", money_and_people(ctx, options)),
        section("next", f"Next {AHEAD} days", ahead(ctx, options)),
    )
    label = ctx.calendar.label(period(ctx, options))
    lead, notes = status.sentence(ctx, options), (SCORE, CHANGE, OUTLOOK, VACANCY)
    made = page(ctx, options, "one-pager", f"One page {label}", lead=lead, sections=sections, notes=notes)
    return replace(made, headline=status.headline(ctx, options), findings=None)  # one page: polops check has them


def tiles(ctx: Context, options: Options) -> Tiles | None:
    """The status report's big numbers; that of the KPIs carries the trend of the worst one."""
    found, worst = status_tiles.tiles(ctx, options), next(iter(_kpis(ctx, options)), None)
    if found is None or worst is None:
        return found
    numbers = kpi.metric(ctx, worst)
    value = "" if numbers.value is None else f" {measured(numbers.value, getattr(worst.item, 'unit', ''))}"
    return Tiles(
        tuple(
            replace(tile, detail=f"{tile.detail}; {worst.ref}{value}", trend=numbers.trend) if tile.label == status_tiles.KPIS else tile
            for tile in found.tiles
        )
    )


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
    found = okrs.promised(ctx, options)
    rank = {"red": 0, "amber": 1, "grey": 2, "green": 3, "complete": 4}
    rows = []
    for node in sorted(found, key=lambda node: (rank[okr.objective(ctx, node).status], _priority(node))):
        numbers = okr.objective(ctx, node)
        cells: tuple[Cell, ...] = (
            numbers.status,
            getattr(node.item, "title", ""),
            _priority(node),
            _change(ctx, node),
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
        Column("change", "Change", "points"),
        Column("score", "Score", "score"),
        Column("expected", "Exp.", "score"),
        Column("confidence", "Conf", "integer", rank=2),
        Column("owner", "Owner", "id"),
    )
    return Table("objectives", "Objectives", columns, tuple(rows))


def _change(ctx: Context, node: Node) -> Decimal | None:
    """What a week has changed of an objective's score; None where it had none, or its period had not begun."""
    before = earlier(ctx, WEEK)
    was, now = okr.objective(before, node).score, okr.objective(ctx, node).score
    began = progress.period_of(ctx, node).first <= before.as_of
    return None if was is None or now is None or not began else now - was


def _priority(node: Node) -> str:
    return node.item.priority if isinstance(node.item, Objective) else ""


def _key_results(ctx: Context, options: Options) -> list[Node]:
    found = (child for node in okrs.promised(ctx, options) for child in okr.key_results(node, ctx))
    return [child for child in found if not progress.key_result(ctx, child).dropped]


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
    nodes = status_tiles.positions(ctx, options)
    vacant = [node for node in nodes if headcount.position(ctx, node).vacant]
    if nodes:
        urgent = [node.ref for node in vacant if isinstance(node.item, Position) and node.item.priority == "P0"]
        found.append(f"{counted(len(vacant), 'vacant position')}" + (f", P0: {', '.join(urgent)}." if urgent else ", none of them P0."))
        rate = headcount.count(ctx, nodes).vacancy_rate
        found[-1] += f" Vacancy {percent(rate)}."
    return Text("", tuple(found)) if found else None


def ahead(ctx: Context, options: Options) -> Table:
    """What is dated within the next 30 days and does not wait: starts, decisions, key dates, launches, duties, notices."""
    until = ctx.as_of + timedelta(days=AHEAD)
    found = [(words, one) for words, one in _dated(ctx) if not one.done and ctx.as_of <= one.on <= until and _wanted(ctx, options, one)]
    rows = (
        Row((one.on, f"{words}: {one.title}", one.ref, one.owner), ctx.plan.at(one.node, *one.route), one.ref)
        for words, one in sorted(found, key=lambda pair: (pair[1].on, pair[1].ref, pair[0]))
    )
    columns = (Column("on", "On", "date"), Column("what", "What"), Column("ref", "Item", "id"), Column("owner", "Owner", "id", rank=2))
    return capped(Table("next", f"Next {AHEAD} days", columns, tuple(rows)), MOST, "calendar")


def _dated(ctx: Context) -> Iterator[tuple[str, Entry]]:
    for module, table, kinds in _HARD:
        for kind, words in kinds.items() if has(ctx, *kinds) else ():
            dates = getattr(import_module(f"polops.analyse.{module}"), table)[kind]
            yield from ((words, one) for node in ctx.plan.nodes(kind) for one in dates(ctx, node) if one.what.startswith(words))


def _wanted(ctx: Context, options: Options, entry: Entry) -> bool:
    """Whether an entry passes the filters: the owner is its own, the team that of its item."""
    if options.team and ctx.plan.team(entry.node).casefold() != options.team.casefold():
        return False
    return bool(entry.owner) and (not options.owner or entry.owner.casefold() == options.owner.casefold())
