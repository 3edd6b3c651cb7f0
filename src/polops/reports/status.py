"""The programme's status (highlight report, domain reference E3): sentence, OKRs, KPIs, decisions, money and people, findings."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from polops.analyse import headcount, kpi, okr
from polops.analyse.variance import roll_up
from polops.analyse.wording import counted
from polops.model.metrics import Metric
from polops.reports import budget, decisions, okrs
from polops.reports.frame import (
    INTERVAL,
    OUTLOOK,
    SCORE,
    VACANCY,
    VARIANCE,
    each_team,
    findings_table,
    found_in,
    has,
    measured,
    only,
    page,
    part,
    period,
    section,
    wanted,
)
from polops.reports.page import Cell, Chart, Column, Page, Row, Table
from polops.reports.status_tiles import positions, tiles
from polops.source.problem import Severity

if TYPE_CHECKING:
    from collections.abc import Iterator

    from polops.analyse.context import Context
    from polops.reports import Options
    from polops.reports.page import Block

_MOST = 12
PROGRAMME = ("initiative", "risk", "issue", "update")
"""Kinds whose presence makes a programme: then teams have the colours of C14."""


def build(ctx: Context, options: Options) -> Page:
    """The page."""
    teams_ = (
        part(ctx, options, "status_rag:summary", *PROGRAMME) if has(ctx, *PROGRAMME) else part(ctx, options, "status_teams:summary", "team")
    )
    sections = (
        section("summary", "Summary", tiles(ctx, options), *teams_),
        section("okrs", "OKRs", objectives(ctx, options), *by_team(ctx, options)),
        section("kpis", "KPIs and guardrails", metrics(ctx, options)),
        section("roadmap", "Roadmap", *part(ctx, options, "status_programme:roadmap", "initiative")),
        section("raid", "Blockers and risks", *part(ctx, options, "status_programme:registers", "risk", "issue")),
        section("decisions", "Decisions", waiting(ctx, options), made(ctx, options)),
        section("changes", "Changes", *part(ctx, options, "status_programme:changes", "change")),
        section("money", "Money", money(ctx, options)),
        section("people", "People", people(ctx, options)),
        section("desk", "Policy desk", *desk(ctx, options)),
        section("next", "Asks, next period, path to green", *part(ctx, options, "status_programme:words", "update")),
        section("attention", "Needs attention", attention(ctx, options)),
        section("appendix", "Overrides and waivers", *part(ctx, options, "status_rag:overrides", "update"), waivers(ctx, options)),
    )
    notes = (SCORE, *((INTERVAL,) if has(ctx, "metric") else ()), VARIANCE, OUTLOOK, VACANCY)
    label = ctx.calendar.label(period(ctx, options))
    made_ = page(ctx, options, "status", f"Status {label}", lead=sentence(ctx, options), sections=sections, notes=notes)
    behind = (key_results(ctx, options), *part(ctx, options, "status_programme:heat", "risk"))
    sheets = tuple(table for table in behind if table.rows)
    return replace(made_, headline=headline(ctx, options), sheets=sheets, findings_shown=False)


def desk(ctx: Context, options: Options) -> Iterator[Block | None]:
    """What of the policy desk asks for somebody now."""
    for name, kind in (("launches", "policy"), ("obligations", "obligation"), ("incidents", "incident"), ("findings", "finding")):
        yield from part(ctx, options, f"status_desk:{name}", kind)


def headline(ctx: Context, options: Options) -> str:
    """The owner's own words, from the newest update; empty where there is none."""
    if not has(ctx, "update"):
        return ""
    from polops.reports.status_rag import headline as said  # noqa: PLC0415 - only plans with updates come here

    return said(ctx, options)


def sentence(ctx: Context, options: Options) -> str:
    """OKRs, money and people in one sentence of facts."""
    found = okrs.promised(ctx, options)
    parts = []
    if found:
        counts = [okr.objective(ctx, node).status for node in found]
        told = ", ".join(f"{counts.count(word)} {word}" for word in ("red", "amber", "green", "complete", "grey") if word in counts)
        parts.append(f"{counted(len(found), 'objective')} ({told})")
    parts += means(ctx, options)
    return "; ".join(parts) + "." if parts else "Nothing is planned here yet."


def means(ctx: Context, options: Options) -> list[str]:
    """Money and people, each in the part of a sentence."""
    parts = []
    lines = budget.chosen(ctx, options)
    if lines:
        parts.append(budget.sentence(ctx, options, roll_up(ctx, lines)).rstrip("."))
    nodes = positions(ctx, options)
    if nodes:
        count = headcount.count(ctx, nodes)
        parts.append(f"{count.filled} of {count.approved} positions filled, {count.vacant} vacant")
    return parts


def objectives(ctx: Context, options: Options) -> Table:
    """The period's objectives, a line each."""
    rows = tuple(okrs.objective_row(ctx, node) for node in okrs.promised(ctx, options))
    keep = ("ref", "title", "type", "priority", "score", "expected", "gap", "confidence", "status", "stale", "checked_on", "owner")
    return only(Table("objectives", "Objectives", okrs.COLUMNS, rows), *keep)


def key_results(ctx: Context, options: Options) -> Table:
    """The key results of those objectives, for who filters them in a workbook."""
    rows = tuple(okrs.key_result_row(ctx, child, 0) for node in okrs.promised(ctx, options) for child in okr.key_results(node, ctx))
    keep = ("ref", "title", "type", "current", "score", "expected", "gap", "confidence", "status", "stale", "checked_on", "owner")
    return only(Table("key_results", "Key results", okrs.COLUMNS, rows), *keep)


def by_team(ctx: Context, options: Options) -> Iterator[Chart]:
    """Score against expected, and key results by status, of each team; their table stands in the report on OKRs."""
    drawn = okrs.chart(ctx, options, okrs.promised(ctx, options))
    if drawn is not None:
        yield replace(drawn, kind="bullet", title="Score against expected", series=("score", "expected"), shown=False)
        yield replace(drawn, shown=False)


def metrics(ctx: Context, options: Options) -> Table:
    """Metrics that leaders read: KPIs and guardrails with value, target, status and trend."""
    rows = []
    for node in ctx.plan.nodes("metric"):
        item = node.item
        if not isinstance(item, Metric) or item.role not in {"kpi", "guardrail"} or not wanted(ctx, options, node):
            continue
        numbers = kpi.metric(ctx, node)
        target = "–".join(okrs.plain_number(limit) for limit in numbers.target)
        cells: tuple[Cell, ...] = (
            node.ref,
            item.name,
            measured(numbers, item.unit),
            target,
            numbers.status,
            numbers.change or "",
            numbers.trend,
            ctx.calendar.label(numbers.period) if numbers.period else "",
            ctx.plan.owner(node) or "",
        )
        rows.append(Row(cells, ctx.plan.at(node), node.ref))
    columns = (
        Column("metric", "Metric", "id"),
        Column("name", "Name", rank=2),
        Column("value", "Value", "measure"),
        Column("target", "Target"),
        Column("status", "Status", "status"),
        Column("change", "Change", rank=2),
        Column("trend", "Trend", "trend"),
        Column("as_of", "As of", "period", rank=3),
        Column("owner", "Owner", "id", rank=3),
    )
    return Table("kpis", "KPIs and guardrails", columns, tuple(rows), sheet="KPIs")


def waiting(ctx: Context, options: Options) -> Table:
    """Decisions that wait: by when, who approves, days left."""
    found = decisions.pending_table(ctx, decisions.pending(ctx, decisions.chosen(ctx, options)))
    return replace(found, key="decisions_pending", sheet="Decisions")


def made(ctx: Context, options: Options) -> Table:
    """Decisions of the period so far."""
    asked = replace(options, period=ctx.calendar.label(period(ctx, options)))
    found = decisions.made_table(ctx, decisions.made(ctx, asked, decisions.chosen(ctx, options)))
    return replace(found, key="decisions_made", sheet="Decisions made")


def money(ctx: Context, options: Options) -> Table | None:
    """One line a cost centre."""
    lines = budget.chosen(ctx, options)
    return replace(budget.by_cost_center(ctx, options, lines), sheet="Money") if lines else None


def people(ctx: Context, options: Options) -> Table:
    """One line a team: filled, vacant, vacancy rate, FTE against the cap."""
    rows = []
    nodes = positions(ctx, options)
    for team, own in each_team(ctx, options, nodes):
        if own:
            cap = getattr(team.item, "headcount_cap", None)
            rows.append(Row(_counts(team.ref, headcount.count(ctx, own), cap), ctx.plan.at(team), team.ref))
    columns = (
        Column("team", "Team", "id"),
        Column("approved", "Approved", "integer", total="sum"),
        Column("filled", "Filled", "integer", total="sum"),
        Column("vacant", "Vacant", "integer", total="sum"),
        Column("vacancy_rate", "Vacancy", "ratio", total="vacant/approved"),
        Column("fte_filled", "FTE filled", "number", total="sum", rank=2),
        Column("fte_vacant", "FTE vacant", "number", total="sum", rank=2),
        Column("cap", "Cap", "number", rank=2),
        Column("frozen", "Frozen", "integer", total="sum"),
        Column("requested", "Requested", "integer", total="sum", rank=2),
    )
    total = Row(_counts("Total", headcount.count(ctx, nodes), ""))
    return Table("people", "People", columns, tuple(rows), total if len(rows) > 1 else None)


def _counts(name: str, numbers: headcount.TeamNumbers, cap: Cell) -> tuple[Cell, ...]:
    """The counts of one row of people."""
    return (
        name,
        numbers.approved,
        numbers.filled,
        numbers.vacant,
        numbers.vacancy_rate,
        numbers.fte_filled,
        numbers.fte_vacant,
        cap,
        numbers.frozen,
        numbers.requested,
    )


def attention(ctx: Context, options: Options) -> Table | None:
    """The most severe findings that nobody has waived."""
    found = [problem for problem in found_in(ctx, options) if not problem.waived and problem.severity >= Severity.WARNING]
    if not found:
        return None
    found = sorted(found, key=lambda problem: (-problem.severity, problem.code[3], problem.sort_key))
    table = findings_table(found[:_MOST], ctx)
    more = f"{counted(len(found) - _MOST, 'more finding')}: polops check lists all." if len(found) > _MOST else ""
    return Table("attention", "Needs attention", table.columns, table.rows, note=more)


def waivers(ctx: Context, options: Options) -> Table:
    """Findings that somebody accepts for a while."""
    rows = []
    for node in ctx.plan.all_nodes():
        for i, waiver in enumerate(node.item.waive):
            if waiver.until >= ctx.as_of and wanted(ctx, options, node):
                rows.append(Row((node.ref, waiver.code, waiver.reason, waiver.by, waiver.until), ctx.plan.at(node, "waive", i), node.ref))
    columns = (
        Column("item", "Item", "id"),
        Column("code", "Code", "id"),
        Column("reason", "Reason"),
        Column("by", "By", "id"),
        Column("until", "Until", "date"),
    )
    return Table("waivers", "Waivers", columns, tuple(rows))
