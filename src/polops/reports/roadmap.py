"""The roadmap: initiatives with their next milestone, the schedule as a Gantt, colours by dimension, milestones; with `--evm` earned value.

Source: domain reference E3 (4), C11, C12, C14.
"""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from polops.analyse import rag
from polops.analyse.exception import overrun
from polops.analyse.schedule import begun, initiative_item, milestone, milestone_item, milestones, predecessors, schedule
from polops.analyse.wording import counted, listed
from polops.reports.frame import page, period, section, wanted
from polops.reports.page import Chart, Column, Page, Row, Section, Table
from polops.reports.roadmap_value import EVM, NOT_EVM, estimates, value_chart, value_sentence, values, without
from polops.values.period import dated

if TYPE_CHECKING:
    from polops.analyse.context import Context
    from polops.plan.plan import Node
    from polops.reports import Options
    from polops.reports.page import Cell

DATES = (
    "Now is the date a milestone was done, or the later of its forecast and the as-of date, moved by what it waits for (planned gaps are "
    "kept). Slip is now − baseline in calendar days: + is late."
)
COLOUR = (
    "RAG is the worst dimension with data; fewer than half with data is grey. Schedule: green to {green} late, amber to {amber}, red "
    "beyond, past the tolerance, or where a hard date is predicted late."
)
_ORDER = {"red": 0, "amber": 1, "green": 2, "complete": 3, "grey": 4}


def build(ctx: Context, options: Options) -> Page:
    """The page."""
    found = chosen(ctx, options)
    live = [node for node in found if rag.is_live(node)]
    sections = (
        section("roadmap", "Roadmap", overview(ctx, found)),
        section("schedule", "Schedule", gantt(ctx, found)),
        *(_value(ctx, found) if options.evm else ()),
        section("colours", "Colour by dimension", colours(ctx, live)),
        section("milestones", "Milestones", milestone_table(ctx, live)),
    )
    limits = ctx.settings.thresholds.schedule
    notes = (DATES, COLOUR.format(green=limits.amber, amber=limits.red), *((EVM, NOT_EVM) if options.evm else ()))
    lead, notes = sentence(ctx, options, found), notes if found else ()
    return page(ctx, options, "roadmap", "Roadmap", lead=lead, sections=sections, notes=notes, codes=("MAP",))


def _value(ctx: Context, found: list[Node]) -> tuple[Section, ...]:
    table = values(ctx, found)
    return (
        section("value", "Earned value", table, value_chart(table)),
        section("estimates", "Estimates at completion", estimates(ctx, found)),
        section("without", "Without earned value", without(ctx, found)),
    )


def chosen(ctx: Context, options: Options) -> list[Node]:
    """The initiatives that pass the filters; with a period those that have a milestone in it, as agreed or as now expected."""
    found = [node for node in ctx.plan.nodes("initiative") if wanted(ctx, options, node)]
    if not options.period:
        return found
    span = period(ctx, options)
    return [node for node in found if any(span.first <= day <= span.last for day in _dates(ctx, node))]


def _dates(ctx: Context, node: Node) -> list[date]:
    numbers = [(milestone(ctx, mark).propagated, milestone_item(mark).baseline) for mark in milestones(ctx, node)]
    return [day for pair in numbers for day in pair if day is not None]


def sentence(ctx: Context, options: Options, found: list[Node]) -> str:
    """How many initiatives there are, in which colours, what is late and what is beyond its tolerance."""
    if not found:
        return "No initiatives in this selection."
    live = [node for node in found if rag.is_live(node)]
    counts = [(status, sum(1 for node in live if rag.of_initiative(ctx, node).status == status)) for status in _ORDER]
    told = ", ".join(f"{count} {status}" for status, count in counts if count)
    parts = [f"{counted(len(found), 'initiative')}, {len(live)} of them live{f': {told}' if told else ''}"]
    marks = [milestone(ctx, mark) for node in live for mark in milestones(ctx, node)]
    overdue, late = sum(1 for mark in marks if mark.overdue), sum(1 for mark in marks if not mark.done and (mark.late_days or 0) > 0)
    parts.append(f"{counted(late, 'open milestone')} after {'its' if late == 1 else 'their'} baseline, {overdue} overdue")
    beyond = [node.ref for node in live if overrun(ctx, node).exceeded]
    if beyond:
        parts.append(f"beyond tolerance: {listed(beyond)}")
    if options.evm:
        parts.append(value_sentence(ctx, found))
    return f"{'; '.join(parts)}."


def following(ctx: Context, node: Node) -> Node | None:
    """The open milestone that comes next by its date now; of several on one day the one that was agreed for the earliest."""
    open_ = [mark for mark in milestones(ctx, node) if not milestone(ctx, mark).done]
    dated_ = [mark for mark in open_ if milestone(ctx, mark).propagated is not None]
    return min(
        dated_ or open_,
        key=lambda mark: (milestone(ctx, mark).propagated or date.max, milestone_item(mark).baseline or date.max),
        default=None,
    )


def overview(ctx: Context, found: list[Node]) -> Table:
    """One row an initiative: its stage, the next gate, the next milestone with its dates, and where its end stands."""
    columns = (
        Column("initiative", "Initiative", "id"),
        Column("name", "Name"),
        Column("stage", "Stage", rank=2),
        Column("rag", "RAG", "status"),
        Column("end", "Ends", "date"),
        Column("slip", "Slip", "integer", "days"),
        Column("milestone", "Next milestone", rank=2),
        Column("propagated", "Now", "date", rank=2),
        Column("gate", "Next gate", rank=3),
        Column("baseline", "Baseline", "date", rank=3),
        Column("current", "Stated", "date", rank=3),
        Column("tolerance", "Tolerance", rank=3),
        Column("owner", "Owner", "id", rank=3),
        Column("team", "Team", "id", rank=3),
        Column("theme", "Theme", "id", rank=3),
    )
    ordered = sorted(found, key=lambda node: (not rag.is_live(node), _ORDER[rag.of_initiative(ctx, node).status]))
    note = "Ends is the last milestone's date now and slip its days after the baseline; the others are of the next milestone."
    return Table("roadmap", "Roadmap", columns, tuple(_overview_row(ctx, node) for node in ordered), note=note)


def _overview_row(ctx: Context, node: Node) -> Row:
    item, plan, ahead = initiative_item(node), schedule(ctx, node), following(ctx, node) if rag.is_live(node) else None
    ends = (plan.propagated_end, plan.slip_days) if item.stage != "cancelled" else (None, None)
    mark, numbers = (milestone_item(ahead), milestone(ctx, ahead)) if ahead else (None, None)
    gate = milestone_item(plan.gate).gate if plan.gate and ahead else None
    cells = (
        node.ref,
        item.name,
        item.stage,
        rag.of_initiative(ctx, node).status,
        *ends,
        f"{mark.id} {mark.name}" if mark else "",
        numbers.propagated if numbers else None,
        gate or "",
        mark.baseline if mark else None,
        (mark.forecast or mark.baseline) if mark else None,
        str(item.tolerance.time or "") if item.tolerance else "",
        ctx.plan.owner(node) or "",
        rag.team_of(ctx, node),
        item.theme or "",
    )
    return Row(cells, ctx.plan.at(node), node.ref)


def gantt(ctx: Context, found: list[Node]) -> Chart | None:
    """The schedule of the initiatives that were not cancelled, with marks at the agreed end and the next milestone."""
    plan = gantt_table(ctx, [node for node in found if initiative_item(node).stage != "cancelled"])
    dates = ("start", "end", "baseline", "next_on")
    return Chart("gantt", "From approval to the last milestone", plan, "label", dates, shown=False, status="rag") if plan.rows else None


def gantt_table(ctx: Context, found: list[Node]) -> Table:
    """What the Gantt draws: from approval, or the first milestone, to the last milestone now; the agreed end, and what comes next."""
    columns = (
        Column("label", "Initiative"),
        Column("start", "From", "date"),
        Column("end", "To", "date"),
        Column("baseline", "Agreed end", "date"),
        Column("next_on", "Next milestone", "date"),
        Column("rag", "RAG", "status"),
    )
    rows = []
    for node in found:
        plan, start, ahead = schedule(ctx, node), begun(ctx, node), following(ctx, node) if rag.is_live(node) else None
        if start is not None and plan.propagated_end is not None:
            upcoming = milestone(ctx, ahead).propagated if ahead else None
            colour = "complete" if initiative_item(node).stage == "closed" else rag.of_initiative(ctx, node).status
            cells: tuple[Cell, ...] = (
                f"{node.ref} {initiative_item(node).name}", start, plan.propagated_end, plan.baseline_end, upcoming, colour
            )  # fmt: skip
            rows.append(Row(cells, ctx.plan.at(node), node.ref))
    rows.sort(key=lambda row: (row.cells[1], row.cells[2]))
    return Table("schedule", "Schedule", columns, tuple(rows), sheet="Schedule")


def colours(ctx: Context, found: list[Node]) -> Table:
    """One row a live initiative: its colour in each dimension, the computed one, and an override beside it."""
    heads = {"schedule": "Sched.", "cost": "Cost", "outcome": "Outc.", "risk": "Risk", "people": "People", "readiness": "Ready"}
    columns = (
        Column("initiative", "Initiative", "id"),
        *(Column(name, heads[name], "status") for name in rag.DIMENSIONS),
        Column("rag", "RAG", "status"),
        Column("why", "Why"),
        Column("computed", "Computed", "status", rank=3),
    )
    rows = []
    for node in found:
        one = rag.of_initiative(ctx, node)
        dimensions = (one.dimensions[name][0] if name in one.dimensions else None for name in rag.DIMENSIONS)
        rows.append(Row((node.ref, *dimensions, one.status, one.why, one.computed), ctx.plan.at(node), node.ref))
    return Table("colours", "Colour by dimension", columns, tuple(rows), note="n/a: does not apply; grey: no data.", sheet="Colours")


def milestone_table(ctx: Context, found: list[Node]) -> Table:
    """The milestones of live initiatives under their initiative: agreed, stated and now, and what sets the date."""
    columns = (
        Column("milestone", "Milestone", "id"),
        Column("name", "Name"),
        Column("baseline", "Baseline", "date"),
        Column("stated", "Stated", "date", rank=2),
        Column("propagated", "Now", "date"),
        Column("slip", "Slip", "integer", "days"),
        Column("driver", "Set by", "id", rank=2),
        Column("state", "State", rank=2),
        Column("status", "Status", "status"),
        Column("gate", "Gate", rank=3),
        Column("after", "After", rank=3),
        Column("weight", "Weight", "number", rank=3),
    )
    rows: list[Row] = []
    for node in found:
        marks = milestones(ctx, node)
        if marks:
            plan = schedule(ctx, node)
            end: tuple[Cell, ...] = (
                node.ref, initiative_item(node).name, plan.baseline_end, None, plan.propagated_end, plan.slip_days, "", "", plan.status
            )  # fmt: skip
            rows.append(Row((*end, "", "", None), ctx.plan.at(node), node.ref))
            rows.extend(_milestone_row(ctx, mark) for mark in marks)
    return Table("milestones", "Milestones", columns, tuple(rows))


def _milestone_row(ctx: Context, node: Node) -> Row:
    item, numbers = milestone_item(node), milestone(ctx, node)
    state = (
        f"done {dated(item.done)}" if numbers.done and item.done else "overdue" if numbers.overdue else "hard date" if item.hard else "open"
    )
    cells = (
        node.ref,
        item.name,
        item.baseline,
        item.done if numbers.done else item.forecast or item.baseline,
        numbers.propagated,
        numbers.late_days,
        numbers.driver.ref if numbers.driver else "",
        state,
        numbers.status,
        item.gate or "",
        ", ".join(before.ref for before in predecessors(ctx)[id(node)]),
        item.weight,
    )
    return Row(cells, ctx.plan.at(node), node.ref, 1)
