"""The big numbers of the status report and of the one-pager: OKR score, KPIs, outlook, people, milestones, decisions."""

from __future__ import annotations

from typing import TYPE_CHECKING

from polops.analyse import headcount, kpi, okr
from polops.analyse.status import of_vacancy, worst
from polops.analyse.variance import roll_up
from polops.analyse.wording import whole
from polops.reports import budget, decisions, okrs
from polops.reports.frame import has, percent, wanted
from polops.reports.page import Tile, Tiles
from polops.values.rounding import spelled

if TYPE_CHECKING:
    from polops.analyse.context import Context
    from polops.analyse.status import Status
    from polops.plan.plan import Node
    from polops.reports import Options

KPIS = "KPIs red, amber"


def tiles(ctx: Context, options: Options) -> Tiles | None:
    """The big numbers: OKR score, KPIs, outlook, people, milestones, decisions."""
    found = [
        tile
        for tile in (
            _okr_tile(ctx, options),
            _kpi_tile(ctx, options),
            _money_tile(ctx, options),
            _people_tile(ctx, options),
            _milestone_tile(ctx, options),
            _decision_tile(ctx, options),
        )
        if tile
    ]
    return Tiles(tuple(found)) if found else None


def _okr_tile(ctx: Context, options: Options) -> Tile | None:
    found = okrs.promised(ctx, options)
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
    return Tile(KPIS, f"{red}, {amber}", "text", detail=f"of {len(statuses)}", status="red" if red else "amber" if amber else "green")


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
    status = None if rate is None else of_vacancy(ctx, rate)
    detail = "no vacancy rate" if rate is None else f"vacancy {percent(rate)}"
    return Tile("Filled of approved", f"{count.filled} of {count.approved}", "text", detail=detail, status=status)


def _milestone_tile(ctx: Context, options: Options) -> Tile | None:
    """Milestones of live initiatives that are expected after their baseline."""
    if not has(ctx, "milestone"):
        return None
    from polops.reports.status_programme import late_milestones  # noqa: PLC0415 - only plans with initiatives come here

    late, open_, overdue = late_milestones(ctx, options)
    status: Status = "green" if not late else "red" if overdue else "amber"
    return Tile("Milestones late", late, "integer", detail=f"of {open_} open, {overdue} past their day", status=status) if open_ else None


def _decision_tile(ctx: Context, options: Options) -> Tile | None:
    found = decisions.pending(ctx, decisions.chosen(ctx, options))
    if not found:
        return None
    late = sum(1 for node in found if (due := decisions.decision(node).needed_by) is not None and due < ctx.as_of)
    return Tile(
        "Decisions pending",
        len(found),
        "integer",
        detail=f"{late} overdue" if late else "none overdue",
        status="amber" if late else "green",
    )


def positions(ctx: Context, options: Options) -> list[Node]:
    """The positions that pass the filters."""
    return [node for node in headcount.positions(ctx, options.team) if wanted(ctx, options, node)]
