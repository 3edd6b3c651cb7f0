"""The programme's status (highlight report, domain reference E3): sentence, OKRs, KPIs, decisions, money and people, findings."""

from __future__ import annotations

from typing import TYPE_CHECKING

from polops.analyse import headcount, kpi, okr
from polops.analyse.status import Status, worst
from polops.analyse.variance import roll_up
from polops.analyse.wording import counted, whole
from polops.model.decision import Decision
from polops.model.metrics import Metric
from polops.reports import budget, okrs
from polops.reports.frame import OUTLOOK, SCORE, VACANCY, VARIANCE, findings_table, page, percent, period, section, teams, wanted
from polops.reports.page import Cell, Column, Measure, Page, Row, Table, Tile, Tiles
from polops.source.problem import Severity
from polops.values.rounding import spelled

if TYPE_CHECKING:
    from polops.analyse.context import Context
    from polops.plan.plan import Node
    from polops.reports import Options

_MOST = 12


def build(ctx: Context, options: Options) -> Page:
    """The page."""
    sections = (
        section("summary", "Summary", tiles(ctx, options), matrix(ctx, options)),
        section("okrs", "OKRs", objectives(ctx, options)),
        section("kpis", "KPIs and guardrails", metrics(ctx, options)),
        section("decisions", "Decisions", pending(ctx, options), made(ctx, options)),
        section("money", "Money", money(ctx, options)),
        section("people", "People", people(ctx, options)),
        section("attention", "Needs attention", attention(ctx, options)),
    )
    notes = (SCORE, VARIANCE, OUTLOOK, VACANCY)
    label = ctx.calendar.label(period(ctx, options))
    return page(ctx, options, "status", f"Status {label}", lead=sentence(ctx, options), sections=sections, notes=notes)


def sentence(ctx: Context, options: Options) -> str:
    """OKRs, money and people in one sentence of facts."""
    found = [node for node in okr.objectives(ctx, period(ctx, options)) if wanted(ctx, options, node)]
    parts = []
    if found:
        counts = [okr.objective(ctx, node).status for node in found]
        told = ", ".join(f"{counts.count(word)} {word}" for word in ("red", "amber", "green", "complete", "grey") if word in counts)
        parts.append(f"{counted(len(found), 'objective')} ({told})")
    lines = budget.chosen(ctx, options)
    if lines:
        parts.append(budget.sentence(ctx, options, roll_up(ctx, lines)).rstrip("."))
    nodes = positions(ctx, options)
    if nodes:
        count = headcount.count(ctx, nodes)
        parts.append(f"{count.filled} of {count.approved} positions filled, {count.vacant} vacant")
    return "; ".join(parts) + "." if parts else "Nothing is planned here yet."


def positions(ctx: Context, options: Options) -> list[Node]:
    """The positions that pass the filters."""
    return [node for node in headcount.positions(ctx, options.team) if wanted(ctx, options, node)]


def tiles(ctx: Context, options: Options) -> Tiles | None:
    """The big numbers: OKR score, KPIs, outlook, people, decisions."""
    found = [
        tile
        for tile in (
            _okr_tile(ctx, options),
            _kpi_tile(ctx, options),
            _money_tile(ctx, options),
            _people_tile(ctx, options),
            _decision_tile(ctx, options),
        )
        if tile
    ]
    return Tiles(tuple(found)) if found else None


def _okr_tile(ctx: Context, options: Options) -> Tile | None:
    found = [node for node in okr.objectives(ctx, period(ctx, options)) if wanted(ctx, options, node)]
    score, expected = okr.roll_up(ctx, found)
    if score is None or expected is None:
        return None
    status = worst(okr.objective(ctx, node).status for node in found)
    return Tile("OKR score", score, "score", detail=f"expected {spelled(expected, 2)}", status=status)


def _kpi_tile(ctx: Context, options: Options) -> Tile | None:
    statuses = [kpi.metric(ctx, node).status for node in ctx.plan.nodes("metric") if wanted(ctx, options, node)]
    if not statuses:
        return None
    red, amber = statuses.count("red"), statuses.count("amber")
    return Tile(
        "KPIs red, amber", f"{red}, {amber}", "text", detail=f"of {len(statuses)}", status="red" if red else "amber" if amber else "green"
    )


def _money_tile(ctx: Context, options: Options) -> Tile | None:
    lines = budget.chosen(ctx, options)
    if not lines:
        return None
    total = roll_up(ctx, lines)
    detail = f"outlook {whole(total.outlook)} {ctx.currency}"
    return Tile("Full-year variance", total.full_year_variance, "variance", "", detail, budget.rag(ctx, total.current, total.outlook))


def _people_tile(ctx: Context, options: Options) -> Tile | None:
    nodes = positions(ctx, options)
    if not nodes:
        return None
    count = headcount.count(ctx, nodes)
    rate = count.vacancy_rate
    limit = ctx.settings.thresholds.headcount.vacancy
    status: Status | None = None if rate is None else "green" if rate <= limit else "amber" if rate <= 2 * limit else "red"
    detail = "no vacancy rate" if rate is None else f"vacancy {percent(rate)}"
    return Tile("Filled of approved", f"{count.filled} of {count.approved}", "text", detail=detail, status=status)


def _decision_tile(ctx: Context, options: Options) -> Tile | None:
    found = decisions(ctx, options, "proposed")
    if not found:
        return None
    late = sum(1 for node in found if (due := _decision(node).needed_by) is not None and due < ctx.as_of)
    return Tile(
        "Decisions pending",
        len(found),
        "integer",
        detail=f"{late} overdue" if late else "none overdue",
        status="amber" if late else "green",
    )


def matrix(ctx: Context, options: Options) -> Table:
    """RAG by team: OKRs, KPIs, cost, people (C14: the worst of what has data)."""
    rows = []
    for team in teams(ctx, options):
        colours = (_okr_rag(ctx, options, team), _kpi_rag(ctx, team), _cost_rag(ctx, options, team), _people_rag(ctx, team))
        if any(colour != "grey" for colour in colours):
            rows.append(
                Row(
                    (team.ref, getattr(team.item, "name", ""), getattr(team.item, "lead", ""), *colours, worst(colours)),
                    ctx.plan.at(team),
                    team.ref,
                )
            )
    columns = (
        Column("team", "Team", "id"),
        Column("name", "Name"),
        Column("lead", "Lead", "id", rank=2),
        Column("okrs", "OKRs", "status"),
        Column("kpis", "KPIs", "status"),
        Column("cost", "Cost", "status"),
        Column("people", "People", "status"),
        Column("overall", "Overall", "status"),
    )
    return Table("teams", "Teams", columns, tuple(rows), note="Overall is the worst of the four; ○ has no data.")


def _okr_rag(ctx: Context, options: Options, team: Node) -> Status:
    return worst(okr.objective(ctx, node).status for node in okr.objectives(ctx, period(ctx, options), team=team.ref))


def _kpi_rag(ctx: Context, team: Node) -> Status:
    return worst(kpi.metric(ctx, node).status for node in ctx.plan.nodes("metric") if ctx.plan.team(node).casefold() == team.ref.casefold())


def _cost_rag(ctx: Context, options: Options, team: Node) -> Status:
    lines = [node for node in budget.chosen(ctx, options) if ctx.plan.team(node).casefold() == team.ref.casefold()]
    if not lines:
        return "grey"
    total = roll_up(ctx, lines)
    return budget.rag(ctx, total.current, total.outlook)


def _people_rag(ctx: Context, team: Node) -> Status:
    rate = headcount.team(ctx, team.ref).vacancy_rate
    limit = ctx.settings.thresholds.headcount.vacancy
    return "grey" if rate is None else "green" if rate <= limit else "amber" if rate <= 2 * limit else "red"


def objectives(ctx: Context, options: Options) -> Table:
    """The period's objectives, a line each."""
    found = [node for node in okr.objectives(ctx, period(ctx, options)) if wanted(ctx, options, node)]
    keep = ("ref", "title", "type", "priority", "score", "expected", "gap", "confidence", "status", "stale", "checked_on", "owner")
    indexes = [i for i, column in enumerate(okrs.COLUMNS) if column.key in keep]
    rows = tuple(Row(tuple(row.cells[i] for i in indexes), row.span, row.ref) for row in (okrs.objective_row(ctx, node) for node in found))
    return Table("objectives", "Objectives", tuple(okrs.COLUMNS[i] for i in indexes), rows)


def metrics(ctx: Context, options: Options) -> Table:
    """Metrics that leaders read: KPIs and guardrails with value, target, status and trend."""
    rows = []
    for node in ctx.plan.nodes("metric"):
        item = node.item
        if not isinstance(item, Metric) or item.role not in {"kpi", "guardrail"} or not wanted(ctx, options, node):
            continue
        numbers = kpi.metric(ctx, node)
        value = None if numbers.value is None else Measure(numbers.value, item.unit or "", numbers.low, numbers.high, numbers.unsure)
        target = "–".join(okrs.plain_number(limit) for limit in numbers.target)
        cells: tuple[Cell, ...] = (
            node.ref,
            item.name,
            value,
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


def decisions(ctx: Context, options: Options, status: str) -> list[Node]:
    """Decisions of a status; with a filter by person those they drive or approve."""
    found = [node for node in ctx.plan.nodes("decision") if _decision(node).status == status]
    return [
        node
        for node in found
        if not options.owner or options.owner.casefold() in {_decision(node).driver.casefold(), _decision(node).approver.casefold()}
    ]


def _decision(node: Node) -> Decision:
    assert isinstance(node.item, Decision)  # noqa: S101 - the index keeps kinds apart
    return node.item


def pending(ctx: Context, options: Options) -> Table:
    """Decisions that wait: by when, who approves, days left."""
    rows = []
    for node in sorted(decisions(ctx, options, "proposed"), key=lambda node: str(_decision(node).needed_by)):
        item = _decision(node)
        left = (item.needed_by - ctx.as_of).days if item.needed_by else None
        rows.append(Row((node.ref, item.title, item.needed_by, left, item.approver, item.amount), ctx.plan.at(node), node.ref))
    columns = (
        Column("decision", "Decision", "id"),
        Column("title", "What"),
        Column("needed_by", "Needed by", "date"),
        Column("days_left", "Days left", "integer"),
        Column("approver", "Approver", "id", rank=2),
        Column("amount", "Amount", "money", ctx.currency, rank=3),
    )
    return Table("decisions_pending", "Pending", columns, tuple(rows), sheet="Decisions pending")


def made(ctx: Context, options: Options) -> Table:
    """Decisions of the quarter so far."""
    rows = []
    for node in decisions(ctx, options, "decided"):
        item = _decision(node)
        if item.decided is not None and ctx.quarter.first <= item.decided <= ctx.as_of:
            rows.append(Row((node.ref, item.title, item.decided, item.choice or "", item.approver), ctx.plan.at(node), node.ref))
    columns = (
        Column("decision", "Decision", "id"),
        Column("title", "What"),
        Column("decided", "Decided", "date"),
        Column("choice", "Choice", rank=3),
        Column("approver", "Approver", "id", rank=2),
    )
    return Table("decisions_made", "Made this quarter", columns, tuple(rows), sheet="Decisions made")


def money(ctx: Context, options: Options) -> Table | None:
    """One line a cost centre."""
    lines = budget.chosen(ctx, options)
    return budget.by_cost_center(ctx, options, lines) if lines else None


def people(ctx: Context, options: Options) -> Table:
    """One line a team: filled, vacant, vacancy rate, FTE against the cap."""
    rows = []
    nodes = positions(ctx, options)
    for team in teams(ctx, options):
        own = [node for node in nodes if ctx.plan.team(node).casefold() == team.ref.casefold()]
        count = headcount.count(ctx, own)
        if own:
            cap = getattr(team.item, "headcount_cap", None)
            rows.append(Row(_counts(team.ref, count, cap), ctx.plan.at(team), team.ref))
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
    found = [problem for problem in options.findings if not problem.waived and problem.severity >= Severity.WARNING]
    if options.team or options.owner:
        nodes = ((problem, ctx.plan.find(problem.ref) if problem.ref else None) for problem in found)
        found = [problem for problem, node in nodes if node is not None and wanted(ctx, options, node)]
    if not found:
        return None
    found = sorted(found, key=lambda problem: (-problem.severity, problem.code[3], problem.sort_key))
    table = findings_table(found[:_MOST], ctx)
    more = f"{counted(len(found) - _MOST, 'more finding')}: polops check lists all." if len(found) > _MOST else ""
    return Table("attention", "Needs attention", table.columns, table.rows, note=more)
