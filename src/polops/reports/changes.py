"""Changes and their adoption: go-live, readiness, training, the ADKAR barrier by group, adoption against its target, interventions."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING

from polops.analyse.adoption import ELEMENTS, NO_BARRIER, change, change_item, is_done, is_told
from polops.analyse.context import ratio
from polops.analyse.wording import counted
from polops.reports import desk
from polops.reports.frame import page, percent, section
from polops.reports.page import Chart, Column, Page, Row, Table
from polops.values.hidden import HIDDEN

if TYPE_CHECKING:
    from collections.abc import Iterator

    from polops.analyse.context import Context
    from polops.plan.plan import Node
    from polops.reports import Options
    from polops.reports.page import Cell

ADKAR = "ADKAR scores are 1 to 5; the barrier is the first element, in the order A D K Ab R, at 3 or less."
ADOPTION = "Adoption is people who work the new way ÷ people of the groups that were counted; groups without a reading are left out."
READINESS = "Readiness is messages and trainings done ÷ those due by the date; training is completed ÷ required."


def build(ctx: Context, options: Options) -> Page:
    """The page."""
    nodes = desk.chosen(ctx, options, "change")
    curves = adoption(ctx, nodes)
    sections = (
        section("changes", "Changes", table(ctx, nodes)),
        section("adkar", "ADKAR by group", adkar(ctx, nodes)),
        section("adoption", "Adoption", curves, _curve(curves)),
        section("steps", "Messages and training to come", steps(ctx, nodes)),
        section("interventions", "Interventions", interventions(ctx, nodes)),
    )
    notes = (READINESS, ADKAR, ADOPTION) if nodes else ()
    return page(ctx, options, "changes", "Changes", lead=sentence(ctx, nodes), sections=sections, notes=notes, codes=("CHG",))


def sentence(ctx: Context, nodes: list[Node]) -> str:
    """How many changes run, what holds them up, and where adoption stands."""
    live = [node for node in nodes if change_item(node).stage != "closed"]
    if not live:
        return "No change is under way."
    parts = []
    for node in live:
        numbers, item = change(ctx, node), change_item(node)
        days = (item.go_live - ctx.as_of).days
        when = f"live in {counted(days, 'day')}" if days > 0 else f"live for {counted(-days, 'day')}"
        told = [when]
        if numbers.barrier and numbers.barrier != NO_BARRIER:
            told.append(f"barrier {numbers.barrier}")
        if numbers.adoption is not None:
            told.append(f"adoption {percent(numbers.adoption)}")
        parts.append(f"{node.ref} {', '.join(told)}")
    return f"{counted(len(live), 'change')} under way: {'; '.join(parts)}."


def table(ctx: Context, nodes: list[Node]) -> Table:
    """One row a change."""
    columns = (
        Column("change", "Change", "id"),
        Column("title", "What"),
        Column("stage", "Stage", rank=2),
        Column("go_live", "Go-live", "date"),
        Column("readiness", "Ready", "ratio"),
        Column("training", "Trained", "ratio"),
        Column("barrier", "Barrier"),
        Column("adoption", "Adoption", "ratio"),
        Column("target", "Target", "ratio", rank=2),
        Column("target_date", "By", "date", rank=2),
        Column("people", "People", "integer", rank=3),
        Column("for", "For", "id", rank=3),
        Column("owner", "Owner", "id", rank=3),
        Column("sponsor", "Sponsor", "id", rank=3),
    )
    return Table("changes", "Changes", columns, tuple(_row(ctx, node) for node in nodes))


def _row(ctx: Context, node: Node) -> Row:
    item, numbers = change_item(node), change(ctx, node)
    speed = item.adoption.speed if item.adoption else None
    cells = (
        node.ref, item.title, item.stage, item.go_live, numbers.readiness, numbers.training, numbers.barrier or "not assessed",
        numbers.adoption, speed.target if speed else None, speed.target_date if speed else None,
        sum(group.people for group in item.groups), item.for_ or "", ctx.plan.owner(node) or "", item.sponsor,
    )  # fmt: skip
    return Row(cells, ctx.plan.at(node), node.ref)


def adkar(ctx: Context, nodes: list[Node]) -> Table:
    """The latest assessment of each group: a heat map of scores, and the barrier."""
    columns = (
        Column("group", "Group", "id"),
        Column("name", "Who"),
        Column("people", "People", "integer"),
        Column("impact", "Impact", "integer", rank=2),
        *(Column(field, field.capitalize(), "integer") for field, _ in ELEMENTS),
        Column("barrier", "Barrier"),
        Column("on", "Assessed", "date", rank=2),
    )
    return Table("adkar", "ADKAR by group", columns, tuple(_groups(ctx, nodes)))


def _groups(ctx: Context, nodes: list[Node]) -> Iterator[Row]:
    for node in nodes:
        item = change_item(node)
        for found in change(ctx, node).groups:
            scores: tuple[Cell, ...] = tuple(getattr(found.adkar, field, None) for field, _ in ELEMENTS)
            i = next(i for i, group in enumerate(item.groups) if group is found.group)
            cells = (
                f"{node.ref}/{found.group.id}", found.group.name, found.group.people, found.group.impact, *scores,
                found.barrier or "not assessed", found.adkar.on if found.adkar else None,
            )  # fmt: skip
            yield Row(cells, ctx.plan.at(node, "groups", i), node.ref)


def adoption(ctx: Context, nodes: list[Node]) -> Table:
    """Every reading up to the date: people who work the new way, and their share of the group."""
    columns = (
        Column("group", "Group", "id"),
        Column("on", "On", "date"),
        Column("using", "Using", "integer"),
        Column("people", "Of", "integer"),
        Column("share", "Adoption", "ratio"),
        Column("proficient", "Proficient", "integer", rank=2),
    )
    return Table("adoption", "Adoption", columns, tuple(_readings(ctx, nodes)))


def _readings(ctx: Context, nodes: list[Node]) -> Iterator[Row]:
    for node in nodes:
        item = change_item(node)
        people = {str(group.id).casefold(): group.people for group in item.groups}
        for i, read in enumerate(item.readings):
            size = people.get(read.group.rpartition("/")[2].casefold())
            if read.on <= ctx.as_of and size:
                name = f"{node.ref}/{read.group.rpartition('/')[2]}"
                counts: tuple[Cell, ...] = (read.using, size, ratio(Decimal(read.using), Decimal(size)), read.proficient)
                if not is_told(ctx, node, read.group):
                    counts = (HIDDEN, size, HIDDEN, HIDDEN)
                yield Row((name, read.on, *counts), ctx.plan.at(node, "readings", i), node.ref)


def _curve(source: Table) -> Chart | None:
    """The curve of one group, where it was read more than once; of several groups the table tells more than a tangle."""
    groups = {row.cells[0] for row in source.rows}
    return Chart("lines", "Adoption", source, "on", ("share",)) if len(groups) == 1 and len(source.rows) > 1 else None


def steps(ctx: Context, nodes: list[Node]) -> Table:
    """What is still to be said and taught, in order of day."""
    columns = (
        Column("step", "Step", "id"),
        Column("kind", "Kind"),
        Column("what", "What"),
        Column("group", "Group", "id"),
        Column("due", "Due", "date"),
        Column("owner", "Owner", "id"),
        Column("state", "State"),
    )
    return Table(
        "steps",
        "Messages and training to come",
        columns,
        tuple(sorted(_steps(ctx, nodes), key=lambda row: (str(row.cells[4]), row.cells[0]))),
    )


def _steps(ctx: Context, nodes: list[Node]) -> Iterator[Row]:
    for node in nodes:
        item = change_item(node)
        for field, kind in (("comms", "message"), ("training", "training")) if item.stage != "closed" else ():
            for i, step in enumerate(getattr(item, field)):
                if not is_done(ctx, item, step):
                    due = step.on or step.by
                    late = "late" if due is not None and due < ctx.as_of else ""
                    cells = (f"{node.ref}/{step.id}", kind, step.what, step.group or "all", due, step.owner, late)
                    yield Row(cells, ctx.plan.at(node, field, i), node.ref)


def interventions(ctx: Context, nodes: list[Node]) -> Table:
    """What was done when adoption or a plan fell behind."""
    columns = (
        Column("intervention", "Intervention", "id"),
        Column("on", "On", "date", rank=2),
        Column("trigger", "What set it off"),
        Column("action", "Action"),
        Column("owner", "Owner", "id", rank=2),
        Column("due", "Due", "date"),
        Column("state", "State"),
        Column("effect", "Effect", rank=2),
    )
    return Table("interventions", "Interventions", columns, tuple(_interventions(ctx, nodes)))


def _interventions(ctx: Context, nodes: list[Node]) -> Iterator[Row]:
    for node in nodes:
        for i, step in enumerate(change_item(node).interventions):
            if step.on > ctx.as_of:
                continue
            done = step.done is not None and step.done <= ctx.as_of
            state = "done" if done else "late" if step.due < ctx.as_of else "open"
            cells = (f"{node.ref}/{step.id}", step.on, step.trigger, step.action, step.owner, step.due, state, step.effect or "")
            yield Row(cells, ctx.plan.at(node, "interventions", i), node.ref)
