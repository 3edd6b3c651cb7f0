"""The programme in the status report (domain reference E3): roadmap, blockers and risks, changes, asks and what comes next."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from polops.analyse import rag, raid
from polops.analyse.okr import objective
from polops.analyse.progress import key_result
from polops.analyse.schedule import initiative_item, milestone, milestone_item, milestones, schedule
from polops.analyse.update import is_latest, update_item
from polops.model.raid import Issue, Risk
from polops.reports.desk import passes
from polops.reports.frame import capped, only, wanted
from polops.reports.page import Column, Row, Table
from polops.reports.status_rag import overridden
from polops.values.period import dated

if TYPE_CHECKING:
    from polops.analyse.context import Context
    from polops.analyse.status import Status
    from polops.plan.plan import Node
    from polops.reports import Options
    from polops.reports.page import Cell

MOST = 10
TOP = 5
URGENT = {"red": 0, "amber": 1, "grey": 2, "green": 3, "complete": 4}
"""Colours in the order in which they ask for somebody."""


def initiatives(ctx: Context, options: Options) -> list[Node]:
    """The live initiatives that pass the filters: the most urgent first, then by the date of their next milestone."""
    found = [node for node in ctx.plan.nodes("initiative") if rag.is_live(node) and passes(ctx, options, node, rag.team_of(ctx, node))]
    return sorted(found, key=lambda node: (URGENT[rag.of_initiative(ctx, node).status], _day(ctx, next_milestone(ctx, node)), node.ref))


def _day(ctx: Context, mark: Node | None) -> date:
    return (milestone(ctx, mark).propagated if mark else None) or date.max


def next_milestone(ctx: Context, node: Node) -> Node | None:
    """The open milestone of an initiative that comes first; None where nothing is left to reach."""
    ahead = [mark for mark in milestones(ctx, node) if not milestone(ctx, mark).done]
    return min(ahead, key=lambda mark: _day(ctx, mark), default=None)


def late_milestones(ctx: Context, options: Options) -> tuple[int, int, int]:
    """How many open milestones of live initiatives are expected after their baseline, how many are open, how many are past their day."""
    found = [milestone(ctx, mark) for node in initiatives(ctx, options) for mark in milestones(ctx, node)]
    open_ = [numbers for numbers in found if not numbers.done]
    return sum(1 for one in open_ if (one.late_days or 0) > 0), len(open_), sum(1 for one in open_ if one.overdue)


def roadmap(ctx: Context, options: Options) -> tuple[Table, ...]:
    """The initiatives: where each stands, its next milestone and how late that is, its colour."""
    nodes = initiatives(ctx, options)
    is_overridden = any(rag.of_initiative(ctx, node).override for node in nodes)
    columns = (
        Column("initiative", "Initiative", "id"),
        Column("name", "Name"),
        Column("stage", "Stage", rank=2),
        Column("gate", "Next gate", rank=3),
        Column("milestone", "Next milestone"),
        Column("baseline", "Baseline", "date", rank=2),
        Column("current", "Stated", "date", rank=3),
        Column("propagated", "Expected", "date"),
        Column("slip", "Slip", "integer", "days"),
        Column("status", "RAG", "status"),
        *((Column("override", "Override", rank=2),) if is_overridden else ()),
        Column("why", "Why", rank=3),
        Column("owner", "Owner", "id", rank=3),
    )
    rows = tuple(_initiative(ctx, node, is_overridden=is_overridden) for node in nodes)
    note = "Expected follows predecessors that are late; slip is days from the baseline to it."
    return (capped(Table("roadmap", "Roadmap", columns, rows, note=note), MOST, "roadmap"),)


def _initiative(ctx: Context, node: Node, *, is_overridden: bool) -> Row:
    item, colour, mark = initiative_item(node), rag.of_initiative(ctx, node), next_milestone(ctx, node)
    gate, numbers = schedule(ctx, node).gate, milestone(ctx, mark) if mark else None
    cells: tuple[Cell, ...] = (
        node.ref,
        item.name,
        item.stage,
        milestone_item(gate).gate if gate else None,
        f"{milestone_item(mark).id} {milestone_item(mark).name}" if mark else None,
        milestone_item(mark).baseline if mark else None,
        numbers.effective if numbers else None,
        numbers.propagated if numbers else None,
        numbers.late_days if numbers else None,
        colour.status,
        *((overridden(colour),) if is_overridden else ()),
        colour.why,
        item.owner,
    )
    return Row(cells, ctx.plan.at(node), node.ref)


def registers(ctx: Context, options: Options) -> tuple[Table, ...]:
    """The blockers and the top risks."""
    blocked = [node for node in raid.blockers(ctx) if wanted(ctx, options, node)]
    risks = [node for node in raid.top_risks(ctx) if wanted(ctx, options, node)]
    return capped(blockers(ctx, blocked), MOST, "blockers"), capped(top(ctx, risks), TOP, "raid")


def blockers(ctx: Context, nodes: list[Node]) -> Table:
    """What blocks what, for how long, to whom it was escalated, and what happens next."""
    columns = (
        Column("issue", "Blocker", "id"),
        Column("title", "What"),
        Column("blocks", "Blocks"),
        Column("severity", "Sev"),
        Column("age", "Age", "integer", "days"),
        Column("escalated_to", "Escalated to", "id", rank=2),
        Column("next", "Next", rank=2),
        Column("owner", "Owner", "id", rank=3),
    )
    rows = []
    for node in nodes:
        item, numbers = node.item, raid.issue(ctx, node)
        assert isinstance(item, Issue)  # noqa: S101 - the index keeps kinds apart
        escalated = (item.escalated_to or "yes") if numbers.escalated else f"due {dated(numbers.escalation_due)}"
        blocks = ", ".join(item.blocks)
        cells = (node.ref, item.title, blocks, item.severity, numbers.age_days, escalated, next_action(ctx, node), item.owner)
        rows.append(Row(cells, ctx.plan.at(node), node.ref))
    return Table("blockers", "Blockers", columns, tuple(rows))


def next_action(ctx: Context, node: Node) -> str:
    """The open action of an entry that is due first: `Ask again (freya.lund, 14 Aug 2026)`."""
    ahead = [action for action in raid.raid_item(node).actions if action.done is None or action.done > ctx.as_of]
    first = min(ahead, key=lambda action: action.due, default=None)
    return f"{first.what} ({first.owner}, {dated(first.due)})" if first else ""


def top(ctx: Context, nodes: list[Node]) -> Table:
    """Open risks, the highest score first."""
    columns = (
        Column("risk", "Risk", "id"),
        Column("title", "What"),
        Column("score", "Score", "integer"),
        Column("zone", "Zone", "status"),
        Column("target", "Aim", "integer", rank=2),
        Column("response", "Response", rank=2),
        Column("next", "Next", rank=3),
        Column("owner", "Owner", "id"),
    )
    rows = []
    for node in nodes:
        item, numbers = node.item, raid.risk(ctx, node)
        assert isinstance(item, Risk)  # noqa: S101 - the index keeps kinds apart
        cells = (
            node.ref, item.title, numbers.score, numbers.zone, numbers.target, item.response, next_action(ctx, node), item.owner
        )  # fmt: skip
        rows.append(Row(cells, ctx.plan.at(node), node.ref))
    return Table("risks", "Top risks", columns, tuple(rows), note="Score is probability × impact, 1 to 25; aim is the score aimed at.")


def changes(ctx: Context, options: Options) -> tuple[Table, ...]:
    """The changes that are under way."""
    from polops.analyse.adoption import change_item  # noqa: PLC0415 - only plans with changes come here
    from polops.reports.changes import table  # noqa: PLC0415 - as above

    nodes = [node for node in ctx.plan.nodes("change") if change_item(node).stage != "closed" and wanted(ctx, options, node)]
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
