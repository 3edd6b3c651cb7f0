"""The programme in a quarterly review: what was delivered, what slipped, what comes next, benefits, risks, and decisions with options."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from polops.analyse import rag, raid
from polops.analyse.schedule import initiative_item, milestone, milestone_item
from polops.reports import decisions
from polops.reports.decisions_waiting import cost
from polops.reports.desk import passes
from polops.reports.frame import measured, period, wanted
from polops.reports.page import Column, Measure, Row, Table
from polops.reports.qbr_score import score
from polops.reports.raid_risks import top
from polops.values.period import Period

if TYPE_CHECKING:
    from collections.abc import Iterator

    from polops.analyse.context import Context
    from polops.plan.plan import Node
    from polops.reports import Options
    from polops.reports.page import Cell

_GONE = {"cancelled"}
DRIVEN = "Driven by is the milestone that sets the expected day."


def _marks(ctx: Context, options: Options) -> Iterator[Node]:
    """The milestones of the initiatives that pass the filters."""
    for mark in ctx.plan.nodes("milestone"):
        node = mark.parent
        if node and initiative_item(node).stage not in _GONE and passes(ctx, options, node, rag.team_of(ctx, node)):
            yield mark


def milestones_met(ctx: Context, options: Options) -> tuple[Row, ...]:
    """The milestones whose baseline was in the quarter, and those of them that were reached by it."""
    span = period(ctx, options)
    due = [mark for mark in _marks(ctx, options) if _within(milestone_item(mark).baseline, span.first, min(span.last, ctx.as_of))]
    met = [mark for mark in due if milestone(ctx, mark).done and (milestone(ctx, mark).late_days or 0) <= 0]
    return score("Milestones on time", len(due), len(met), "of those whose baseline has come")


def _within(day: date | None, first: date, last: date) -> bool:
    return day is not None and first <= day <= last


def roadmap(ctx: Context, options: Options) -> tuple[Table, ...]:
    """What was delivered in the quarter, what slipped out of its day, what the next quarter brings, and what launches have brought."""
    span = period(ctx, options)
    assert isinstance(span, Period)  # noqa: S101 - `qbr.quarter` has seen to it
    marks = list(_marks(ctx, options))
    done = [mark for mark in marks if milestone(ctx, mark).done and _within(milestone_item(mark).done, span.first, span.last)]
    planned = [mark for mark in marks if _within(milestone_item(mark).baseline, span.first, span.last)]
    slipped = [mark for mark in planned if (milestone(ctx, mark).late_days or 0) > 0 and mark not in done]
    following = span.next()
    ahead = [mark for mark in marks if not milestone(ctx, mark).done and _within(_expected(ctx, mark), following.first, following.last)]
    return (
        milestones(ctx, "delivered", "Delivered", done),
        milestones(ctx, "slipped", "Slipped", slipped),
        milestones(ctx, "ahead", f"Next, {ctx.calendar.label(following)}", ahead),
        benefits(ctx, options, span.previous().previous()),
    )


def _expected(ctx: Context, mark: Node) -> date | None:
    return milestone(ctx, mark).propagated


def milestones(ctx: Context, key: str, title: str, marks: list[Node]) -> Table:
    """One row a milestone, in order of day."""
    columns = (
        Column("milestone", "Milestone", "id"),
        Column("name", "What"),
        Column("baseline", "Baseline", "date"),
        Column("day", "Done" if key == "delivered" else "Expected", "date"),
        Column("late", "Late", "integer", "days"),
        Column("status", "RAG", "status"),
        Column("hard", "Hard", rank=2),
        Column("driver", "Driven by", "id", rank=2),
        Column("initiative", "Initiative", rank=2),
        Column("owner", "Owner", "id", rank=3),
    )
    rows = []
    for mark in sorted(marks, key=lambda mark: (_expected(ctx, mark) or date.max, mark.ref)):
        item, numbers = milestone_item(mark), milestone(ctx, mark)
        cells: tuple[Cell, ...] = (
            mark.ref, item.name, item.baseline, numbers.propagated, numbers.late_days, numbers.status, "hard" if item.hard else "",
            numbers.driver.ref if numbers.driver else "", getattr(mark.parent and mark.parent.item, "name", ""), ctx.plan.owner(mark) or "",
        )  # fmt: skip
        rows.append(Row(cells, ctx.plan.at(mark), mark.ref))
    return Table(key, title, columns, tuple(rows), note=DRIVEN if any(row.cells[7] for row in rows) else "", sheet=key.capitalize())


def benefits(ctx: Context, options: Options, span: Period) -> Table:
    """The metrics of what launched two quarters ago: where they started, what they aim at, where they are."""
    columns = (
        Column("initiative", "Initiative", "id"),
        Column("name", "Name", rank=2),
        Column("launched", "Launched", "date"),
        Column("metric", "Metric", "id"),
        Column("baseline", "From", "measure"),
        Column("value", "Now", "measure"),
        Column("target", "Target"),
        Column("status", "RAG", "status"),
    )
    rows = []
    for node in ctx.plan.nodes("initiative"):
        day = launched(ctx, node)
        if day is not None and span.has(day) and passes(ctx, options, node, rag.team_of(ctx, node)):
            rows += [_benefit(ctx, node, day, found) for ref in initiative_item(node).benefits if (found := ctx.plan.find(ref, "metric"))]
    return Table("benefits", f"Benefits of what launched in {ctx.calendar.label(span)}", columns, tuple(rows), sheet="Benefits")


def _benefit(ctx: Context, node: Node, day: date, found: Node) -> Row:
    from polops.analyse.kpi import metric  # noqa: PLC0415 - only an initiative with benefits needs metrics
    from polops.model.metrics import Metric  # noqa: PLC0415 - as above
    from polops.reports.kpis import target  # noqa: PLC0415 - as above

    item, numbers = found.item, metric(ctx, found)
    assert isinstance(item, Metric)  # noqa: S101 - the index keeps kinds apart
    unit = item.unit or ""
    start = None if item.baseline is None else Measure(item.baseline, unit)
    cells = (node.ref, initiative_item(node).name, day, found.ref, start, measured(numbers, unit), target(item) or "", numbers.status)
    return Row(cells, ctx.plan.at(node, "benefits"), node.ref)


def launched(ctx: Context, node: Node) -> date | None:
    """The day an initiative was launched: that of its milestone with that gate, else of the gate's last approval; None before it."""
    marks = (mark for mark in ctx.plan.nodes("milestone") if mark.parent is node and milestone_item(mark).gate == "launched")
    done = [day for mark in marks if (day := milestone_item(mark).done) is not None and day <= ctx.as_of]
    gate = initiative_item(node).gates.get("launched")
    approved = [approval.on for approval in gate.approvals if approval.on <= ctx.as_of] if gate else []
    return max(done or approved, default=None)


def risks(ctx: Context, options: Options) -> tuple[Table, ...]:
    """The open risks that go into the next quarter, the highest score first."""
    return (top(ctx, [node for node in raid.top_risks(ctx) if wanted(ctx, options, node)]),)


def decided_in_time(ctx: Context, options: Options) -> tuple[Row, ...]:
    """The decisions that were needed in the quarter by now, and those of them that were made by their day."""
    span = period(ctx, options)
    nodes = decisions.chosen(ctx, options)
    due = [decisions.decision(node) for node in nodes if _within(decisions.decision(node).needed_by, span.first, min(span.last, ctx.as_of))]
    met = [item for item in due if item.status == "decided" and item.decided and item.needed_by and item.decided <= item.needed_by]
    return score("Decisions in time", len(due), len(met), "of those that were needed by now")


def requested(ctx: Context, options: Options) -> tuple[Table, ...]:
    """Each decision that waits, a row an option."""
    columns = (
        Column("decision", "Decision", "id"),
        Column("title", "What"),
        Column("option", "Option"),
        Column("cost", "Cost", "money", ctx.currency),
        Column("pro", "For", rank=2),
        Column("con", "Against", rank=2),
        Column("needed_by", "By when", "date"),
        Column("approver", "By whom", "id", rank=2),
        Column("waiting", "Waiting costs", rank=3),
    )
    rows = []
    for node in decisions.pending(ctx, decisions.chosen(ctx, options)):
        item = decisions.decision(node)
        shared = (item.needed_by, item.approver, cost(ctx, node, item))
        is_ours = item.currency in {None, ctx.currency}
        for i, option in enumerate(item.options):
            amount = option.cost if is_ours else None
            said = (f"{option.id}: {option.text}", amount, option.pro or "", option.con or "")
            rows.append(Row((node.ref, item.title if i == 0 else "", *said, *shared), ctx.plan.at(node, "options", i), node.ref))
        if not item.options:
            rows.append(
                Row((node.ref, item.title, "none written", item.amount if is_ours else None, "", "", *shared), ctx.plan.at(node), node.ref)
            )
    return (Table("requested", "Decisions requested", columns, tuple(rows), sheet="Decisions"),)
