"""Blockers: the open issues that something waits for, how long and how severe, to whom they went, what is next; and what waits.

Source: domain reference C13, E3 (5).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from polops.analyse import raid
from polops.analyse.schedule import milestone
from polops.analyse.wording import counted, listed
from polops.model.raid import Issue
from polops.reports.frame import page, section
from polops.reports.page import Column, Page, Row, Table
from polops.reports.raid import AGE, chosen, escalation
from polops.reports.raid_risks import next_action

if TYPE_CHECKING:
    from datetime import date

    from polops.analyse.context import Context
    from polops.plan.plan import Node
    from polops.reports import Options

ESCALATE = "To escalate: S1 after {S1}, S2 after {S2}, S3 after {S3}, S4 after {S4} at the latest (bd: business days), unless it is solved."
_LEVELS = ("S1", "S2", "S3", "S4")


def build(ctx: Context, options: Options) -> Page:
    """The page."""
    wanted = {id(node) for node in chosen(ctx, options, "issue")}
    found = [node for node in raid.blockers(ctx) if id(node) in wanted]
    limits = ctx.settings.thresholds.raid.escalate
    sections = (
        section("blockers", "Blockers", table(ctx, found)),
        section("actions", "Next actions", actions(ctx, found)),
        section("waiting", "What waits", waiting(ctx, found)),
        section("ages", "Age by severity", ages(ctx, found)),
    )
    notes = (ESCALATE.format(**{level: getattr(limits, level) for level in _LEVELS}), AGE)
    return page(
        ctx, options, "blockers", "Blockers", lead=sentence(ctx, found), sections=sections, notes=notes if found else (), codes=("RAID",)
    )  # fmt: skip


def sentence(ctx: Context, found: list[Node]) -> str:
    """How many there are, of which severity, how old the oldest is, and which nobody escalated in time."""
    if not found:
        return "Nothing is blocked in this selection."
    levels = [(level, sum(1 for node in found if getattr(node.item, "severity", "") == level)) for level in _LEVELS]
    told = ", ".join(f"{count} {level}" for level, count in levels if count)
    held = {id(target) for node in found for target in raid.blocked(ctx, node)}
    oldest = max(found, key=lambda node: raid.issue(ctx, node).age_days)
    said = f"{counted(len(found), 'blocker')} ({told}) {'holds' if len(found) == 1 else 'hold'} up {counted(len(held), 'item')}"
    said += f"; the oldest, {oldest.ref}, is {counted(raid.issue(ctx, oldest).age_days, 'day')} old"
    late = [node.ref for node in found if raid.issue(ctx, node).late]
    idle = [node.ref for node in found if next_action(ctx, node) is None]
    said += f"; late to escalate: {listed(late)}" if late else ""
    return f"{said}; without a next action: {listed(idle)}." if idle else f"{said}."


def table(ctx: Context, found: list[Node]) -> Table:
    """One row a blocker, the most severe first, then the oldest."""
    columns = (
        Column("issue", "Blocker", "id"),
        Column("title", "Title"),
        Column("blocks", "Blocks"),
        Column("age", "Age", "integer", "days"),
        Column("severity", "Sev"),
        Column("escalated_to", "Escalated to", "id"),
        Column("escalation", "Escalation"),
        Column("escalated_on", "Escalated on", "date", rank=2),
        Column("owner", "Owner", "id", rank=3),
        Column("team", "Team", "id", rank=3),
    )
    rows = []
    for node in found:
        item, numbers = node.item, raid.issue(ctx, node)
        assert isinstance(item, Issue)  # noqa: S101 - the index keeps kinds apart
        cells = (
            node.ref,
            item.title,
            ", ".join(target.ref for target in raid.blocked(ctx, node)) or ", ".join(item.blocks),
            numbers.age_days,
            item.severity,
            (item.escalated_to or "") if numbers.escalated else "",
            escalation(ctx, node),
            item.escalated_on if numbers.escalated else None,
            item.owner,
            ctx.plan.team(node),
        )
        rows.append(Row(cells, ctx.plan.at(node), node.ref))
    return Table("blockers", "Blockers", columns, tuple(rows))


def actions(ctx: Context, found: list[Node]) -> Table:
    """What is done next about each blocker, by whom and when, and the decision that it waits for."""
    columns = (
        Column("issue", "Blocker", "id"),
        Column("action", "Next action"),
        Column("due", "Due", "date"),
        Column("by", "By", "id"),
        Column("decision", "Decision", "id"),
        Column("state", "State", rank=2),
    )
    rows = []
    for node in found:
        action = next_action(ctx, node)
        told = (action.what, action.due, action.owner) if action else ("none", None, "")
        state = "" if action is None else "overdue" if action.due < ctx.as_of else "in time"
        rows.append(Row((node.ref, *told, node.item.decision or "", state), ctx.plan.at(node), node.ref))
    return Table("actions", "Next actions", columns, tuple(rows))


def waiting(ctx: Context, found: list[Node]) -> Table:
    """One row a blocked item: what it is, when it is due now, and what it waits for."""
    columns = (
        Column("item", "Item", "id"),
        Column("name", "Name"),
        Column("what", "What", rank=2),
        Column("due", "Now due", "date"),
        Column("waits_for", "Waits for"),
        Column("owner", "Owner", "id", rank=2),
        Column("team", "Team", "id", rank=3),
    )
    held: dict[int, tuple[Node, list[str]]] = {}
    for node in found:
        for target in raid.blocked(ctx, node):
            held.setdefault(id(target), (target, []))[1].append(node.ref)
    rows = [
        Row(
            (
                target.ref, name_of(target), target.kind.replace("_", " "), due(ctx, target), ", ".join(refs), ctx.plan.owner(target) or "",
                ctx.plan.team(target),
            ),
            ctx.plan.at(target),
            target.ref,
        )
        for target, refs in held.values()
    ]  # fmt: skip
    return Table("waiting", "What waits", columns, tuple(rows), sheet="What waits")


def name_of(node: Node) -> str:
    """The name or the title of an item."""
    return str(getattr(node.item, "name", None) or getattr(node.item, "title", None) or "")


def due(ctx: Context, node: Node) -> date | None:
    """When a milestone is due now; nothing of other items."""
    return milestone(ctx, node).propagated if node.kind == "milestone" else None


def ages(ctx: Context, found: list[Node]) -> Table | None:
    """How many blockers of each severity are how old."""
    if not found:
        return None
    columns = (
        Column("severity", "Severity"),
        *(Column(f"days_{i}", f"{label} d", "integer", total="sum") for i, (label, _) in enumerate(raid.BUCKETS)),
        Column("all", "All", "integer", total="sum"),
    )
    groups = [(level, [node for node in found if getattr(node.item, "severity", "") == level]) for level in _LEVELS]
    rows = tuple(Row((level, *(count for _, count in raid.buckets(ctx, nodes)), len(nodes))) for level, nodes in groups if nodes)
    total = Row(("Total", *(count for _, count in raid.buckets(ctx, found)), len(found)))
    return Table("ages", "Age by severity", columns, rows, total, sheet="Age")
