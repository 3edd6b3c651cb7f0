"""The teams in the status report where a plan holds the books alone: their colours by OKRs, KPIs, cost and people.

With a programme, `status_rag` has the dimensions of C14 in its place.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from polops.analyse import headcount, kpi, okr
from polops.analyse.status import of_vacancy, worst
from polops.analyse.team import of_team
from polops.analyse.variance import roll_up
from polops.reports import budget
from polops.reports.frame import each_team, period
from polops.reports.page import Column, Row, Table

if TYPE_CHECKING:
    from polops.analyse.context import Context
    from polops.analyse.status import Status
    from polops.plan.plan import Node
    from polops.reports import Options


def summary(ctx: Context, options: Options) -> tuple[Table, ...]:
    """The colours of the teams."""
    return (matrix(ctx, options),)


def matrix(ctx: Context, options: Options) -> Table:
    """RAG by team: OKRs, KPIs, cost, people."""
    rows = []
    for team, lines in each_team(ctx, options, budget.chosen(ctx, options)):
        colours = (
            _okr_rag(ctx, options, team),
            _kpi_rag(ctx, team),
            _cost_rag(ctx, lines),
            of_vacancy(ctx, headcount.team(ctx, team.ref).vacancy_rate),
        )
        if any(colour != "grey" for colour in colours):
            cells = (team.ref, getattr(team.item, "name", ""), getattr(team.item, "lead", ""), *colours, worst(colours))
            rows.append(Row(cells, ctx.plan.at(team), team.ref))
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
    return Table("teams", "Teams", columns, tuple(rows), note="Overall is the worst of the four; ○ has no data.", sheet="Summary")


def _okr_rag(ctx: Context, options: Options, team: Node) -> Status:
    return worst(okr.objective(ctx, node).status for node in okr.objectives(ctx, period(ctx, options), team=team.ref))


def _kpi_rag(ctx: Context, team: Node) -> Status:
    return worst(kpi.metric(ctx, node).status for node in of_team(ctx, "metric", team.ref))


def _cost_rag(ctx: Context, lines: list[Node]) -> Status:
    if not lines:
        return "grey"
    total = roll_up(ctx, lines)
    return budget.rag(ctx, total.current, total.outlook)
