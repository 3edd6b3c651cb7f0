"""The programme in the status report (domain reference E3): roadmap, blockers and risks, changes, asks and what comes next."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from polops.analyse import rag, raid
from polops.analyse.okr import objective
from polops.analyse.progress import key_result
from polops.analyse.schedule import milestone, milestones
from polops.analyse.update import is_latest, update_item
from polops.reports import blockers
from polops.reports.desk import passes
from polops.reports.frame import capped, only, wanted
from polops.reports.page import Chart, Column, Row, Table
from polops.reports.raid_risks import heat_map, top
from polops.reports.roadmap import gantt, overview
from polops.reports.status_rag import overridden

if TYPE_CHECKING:
    from polops.analyse.context import Context
    from polops.analyse.status import Status
    from polops.plan.plan import Node
    from polops.reports import Options

MOST, TOP = 10, 5


def initiatives(ctx: Context, options: Options) -> list[Node]:
    """The live initiatives that pass the filters, in order of place."""
    return [node for node in ctx.plan.nodes("initiative") if rag.is_live(node) and passes(ctx, options, node, rag.team_of(ctx, node))]


def late_milestones(ctx: Context, options: Options) -> tuple[int, int, int]:
    """How many open milestones of live initiatives are expected after their baseline, how many are open, how many are past their day."""
    found = [milestone(ctx, mark) for node in initiatives(ctx, options) for mark in milestones(ctx, node)]
    open_ = [numbers for numbers in found if not numbers.done]
    return sum(1 for one in open_ if (one.late_days or 0) > 0), len(open_), sum(1 for one in open_ if one.overdue)


def roadmap(ctx: Context, options: Options) -> tuple[Table | Chart | None, ...]:
    """The initiatives, the most urgent colour first, with the overrides beside the colours; and their schedule."""
    nodes = initiatives(ctx, options)
    found = overview(ctx, nodes)
    said = {node.ref: overridden(rag.of_initiative(ctx, node)) for node in nodes}
    given = "; ".join(f"{ref} {words_}" for ref, words_ in said.items() if words_)
    if given:
        rows = tuple(replace(row, cells=(*row.cells, said[row.ref])) for row in found.rows)
        columns = (*found.columns, Column("override", "Override", rank=3))
        found = replace(found, columns=columns, rows=rows, note=f"{found.note} {given}.")
    return capped(found, MOST, "roadmap"), gantt(ctx, nodes)


def registers(ctx: Context, options: Options) -> tuple[Table, ...]:
    """The blockers and the top risks."""
    blocked = [node for node in raid.blockers(ctx) if wanted(ctx, options, node)]
    risks = [node for node in raid.top_risks(ctx) if wanted(ctx, options, node)]
    worst = replace(top(ctx, risks[:TOP]), sheet="Risks")
    return capped(blockers.table(ctx, blocked), MOST, "blockers"), capped(worst, TOP, "raid", of=len(risks))


def heat(ctx: Context, options: Options) -> tuple[Table, ...]:
    """The open risks by probability and impact."""
    found = heat_map(ctx, [node for node in raid.top_risks(ctx) if wanted(ctx, options, node)])
    return () if found is None else (found,)


def changes(ctx: Context, options: Options) -> tuple[Table, ...]:
    """The changes that are under way."""
    from polops.analyse.adoption import change_item  # noqa: PLC0415 - only plans with changes come here
    from polops.reports.changes import table  # noqa: PLC0415 - as above
    from polops.reports.desk import chosen  # noqa: PLC0415 - as above

    nodes = [node for node in chosen(ctx, options, "change") if change_item(node).stage != "closed"]
    return (capped(table(ctx, nodes), MOST, "changes"),)


def updates(ctx: Context, options: Options) -> list[Node]:
    """The newest update of each team and initiative that passes the filters."""
    return [node for node in ctx.plan.nodes("update") if is_latest(ctx, node) and wanted(ctx, options, node)]


def words(ctx: Context, options: Options) -> tuple[Table, ...]:
    """What updates ask for, plan next, and say of what is off track."""
    from polops.reports import asks  # noqa: PLC0415 - only plans with updates come here

    found = [ask for ask in asks.asks(ctx) if ask.kind == "help" and asks.chosen(ctx, options, ask)]
    asked = only(asks.table(ctx, found), "to", "what", "by", "days_left", "about", "of")
    nodes = updates(ctx, options)
    return capped(asked, MOST, "asks"), coming(ctx, nodes), path_to_green(ctx, nodes)


def coming(ctx: Context, nodes: list[Node]) -> Table:
    """What each team does next."""
    columns = (Column("of", "Team", "id"), Column("next", "Next"))
    found = ((node, update_item(node)) for node in nodes)
    rows = (
        Row((item.team or item.initiative, "; ".join(item.next)), ctx.plan.at(node, "next"), node.ref) for node, item in found if item.next
    )
    return Table("coming", "Next period", columns, tuple(rows))


def path_to_green(ctx: Context, nodes: list[Node]) -> Table:
    """How what is off track comes back, and by when."""
    columns = (
        Column("on", "On", "id"),
        Column("status", "RAG", "status"),
        Column("plan", "Plan"),
        Column("by", "By", "date"),
        Column("update", "Update", "id", rank=3),
    )
    rows = []
    for node in nodes:
        for i, way in enumerate(update_item(node).path_to_green):
            target = ctx.plan.find(way.on, "initiative", "team", "objective", "key_result", within=node)
            cells = (target.ref if target else way.on, colour_of(ctx, target) if target else None, way.plan, way.by, node.ref)
            rows.append(Row(cells, ctx.plan.at(node, "path_to_green", i), node.ref))
    return Table("path_to_green", "Path to green", columns, tuple(sorted(rows, key=lambda row: str(row.cells[3]))))


def colour_of(ctx: Context, node: Node) -> Status:
    """The colour of an initiative, team, objective or key result, as it counts."""
    given = rag.override(ctx, node.ref)
    if given is not None:
        return given.rag
    if node.kind in {"initiative", "team"}:
        return (rag.of_initiative if node.kind == "initiative" else rag.of_team)(ctx, node).status
    return objective(ctx, node).status if node.kind == "objective" else key_result(ctx, node).status
