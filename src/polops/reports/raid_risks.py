"""Risks in a report: the heat map, the highest scores with what is done next, and every open risk (domain reference C13)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from polops.analyse import raid
from polops.model.raid import Risk
from polops.reports.page import Column, Row, Table

if TYPE_CHECKING:
    from polops.analyse.context import Context
    from polops.model.base import Action
    from polops.plan.plan import Node
    from polops.reports.page import Status

TOP = 10
_SCALE = range(1, 6)


def heat_map(ctx: Context, risks: list[Node]) -> Table | None:
    """How many open risks there are by probability (rows) and impact (columns), in the colour of their zone."""
    if not risks:
        return None
    counts = raid.heat(ctx, risks)
    columns = (
        Column("probability", "Probability"),
        *(Column(f"impact_{impact}", f"Impact {impact}", "integer") for impact in _SCALE),
        Column("all", "All", "integer"),
    )
    rows = []
    for probability in reversed(_SCALE):
        cells = [counts.get((probability, impact), 0) for impact in _SCALE]
        zones: tuple[Status | None, ...] = (None, *(raid.zone_of(ctx, probability * impact) for impact in _SCALE))
        rows.append(Row((str(probability), *cells, sum(cells)), tints=zones))
    return Table("heat", "Heat map", columns, tuple(rows), note="Open risks by probability and impact, 5 is the highest.", sheet="Heat map")


def top(ctx: Context, risks: list[Node]) -> Table:
    """The highest scores: what moved, and what is done next."""
    columns = (
        Column("risk", "Risk", "id"),
        Column("title", "Title"),
        Column("score", "Score", "integer"),
        Column("zone", "Zone", "status"),
        Column("trend", "Trend"),
        Column("action", "Next action", rank=2),
        Column("due", "Due", "date"),
        Column("response", "Response", rank=3),
        Column("inherent", "Inherent", "integer", rank=3),
        Column("target", "Target", "integer", rank=3),
        Column("owner", "Owner", "id", rank=3),
        Column("team", "Team", "id", rank=3),
    )
    rows = []
    for node in risks[:TOP]:
        numbers, item, action = raid.risk(ctx, node), node.item, next_action(ctx, node)
        assert isinstance(item, Risk)  # noqa: S101 - the index keeps kinds apart
        cells = (
            node.ref,
            item.title,
            numbers.score,
            numbers.zone,
            raid.moved(ctx, node) or "",
            action.what if action else "",
            action.due if action else None,
            item.response or "",
            numbers.inherent,
            numbers.target,
            item.owner,
            ctx.plan.team(node),
        )
        rows.append(Row(cells, ctx.plan.at(node), node.ref))
    left = f"The {TOP} highest of {len(risks)}." if len(risks) > TOP else ""
    return Table("top", "Top risks", columns, tuple(rows), note=left, sheet="Top risks")


def next_action(ctx: Context, node: Node) -> Action | None:
    """The open action of an entry that is due first."""
    open_ = [action for action in raid.raid_item(node).actions if action.done is None or action.done > ctx.as_of]
    return min(open_, key=lambda action: action.due, default=None)


def all_risks(ctx: Context, risks: list[Node]) -> Table:
    """Every open risk: how likely, how bad, and when it is looked at again."""
    columns = (
        Column("risk", "Risk", "id"),
        Column("title", "Title"),
        Column("probability", "P", "integer"),
        Column("impact", "I", "integer"),
        Column("score", "Score", "integer"),
        Column("zone", "Zone", "status"),
        Column("age", "Age", "integer", "days"),
        Column("review_due", "Review due", "date"),
        Column("review", "Review", rank=2),
        Column("state", "State", rank=2),
        Column("response", "Response", rank=3),
        Column("owner", "Owner", "id", rank=3),
        Column("team", "Team", "id", rank=3),
    )
    rows = []
    for node in risks:
        numbers, item = raid.risk(ctx, node), node.item
        assert isinstance(item, Risk)  # noqa: S101 - the index keeps kinds apart
        review = "overdue" if numbers.review_overdue else "in time"
        cells = (
            node.ref, item.title, item.probability, item.impact, numbers.score, numbers.zone, numbers.age_days, numbers.review_due, review,
            item.status, item.response or "", item.owner, ctx.plan.team(node),
        )  # fmt: skip
        rows.append(Row(cells, ctx.plan.at(node), node.ref))
    return Table("risks", "All risks", columns, tuple(rows), sheet="Risks")
