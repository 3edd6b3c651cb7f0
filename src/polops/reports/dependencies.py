"""Dependencies: what others have to deliver, by when it is needed and promised, the float between, what waits; also between initiatives.

Source: domain reference C11, C13.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from polops.analyse import raid
from polops.analyse.rag import is_live
from polops.analyse.schedule import milestone, milestone_item, predecessors
from polops.analyse.wording import counted, listed
from polops.model.raid import Dependency
from polops.reports.blockers import waiting
from polops.reports.frame import page, section, wanted
from polops.reports.page import Column, Page, Row, Table
from polops.reports.raid import chosen, dependency_table, state

if TYPE_CHECKING:
    from polops.analyse.context import Context
    from polops.plan.plan import Node
    from polops.reports import Options

FLOAT = "Float is needed − promised in calendar days: − is promised too late. Overdue: not delivered, and the earlier of both days is past."
BETWEEN = (
    "Between initiatives: ready is the date now of the milestone that must come first; baseline, now and late (in days) are of the one "
    "that waits, and the first drives it where it sets that date."
)


def build(ctx: Context, options: Options) -> Page:
    """The page."""
    found = chosen(ctx, options, "dependency")
    links = between(ctx, options)
    sections = (
        section("dependencies", "Dependencies", dependency_table(ctx, found)),
        section("waiting", "What waits", waiting(ctx, undelivered(ctx, found))),
        section("suppliers", "By supplier", suppliers(ctx, undelivered(ctx, found))),
        section("between", "Between initiatives", between_table(ctx, links)),
    )
    notes = (*((FLOAT,) if found else ()), *((BETWEEN,) if links else ()))
    return page(
        ctx, options, "dependencies", "Dependencies", lead=sentence(ctx, found, links), sections=sections, notes=notes, codes=("RAID",)
    )  # fmt: skip


def sentence(ctx: Context, found: list[Node], links: list[tuple[Node, Node]]) -> str:
    """How many are open, which are promised too late or overdue, and whom they wait for."""
    if not found and not links:
        return "No open dependencies in this selection."
    states = {node.ref: state(ctx, node) for node in found}
    due, here = undelivered(ctx, found), list(states.values()).count("delivered")
    parts = [f"{counted(len(due), 'open dependency', 'open dependencies')} on {counted(len(_by_supplier(due)), 'supplier')}"]
    parts += [f"{here} delivered and not closed"] if here else []
    for word, said in (("too late", "promised after the need"), ("overdue", "overdue")):
        refs = [ref for ref, one in states.items() if one == word]
        if refs:
            parts.append(f"{said}: {listed(refs)}")
    if links:
        parts.append(f"{counted(len(links), 'link')} between initiatives")
    return f"{'; '.join(parts)}."


def undelivered(ctx: Context, found: list[Node]) -> list[Node]:
    """Those that are still to come."""
    return [node for node in found if not raid.dependency(ctx, node).delivered]


def _by_supplier(found: list[Node]) -> dict[str, list[Node]]:
    groups: dict[str, list[Node]] = {}
    for node in found:
        if isinstance(node.item, Dependency):
            groups.setdefault(node.item.from_, []).append(node)
    return groups


def suppliers(ctx: Context, found: list[Node]) -> Table:
    """One row a partner or team that delivers: how much, how much of it late, and the least float."""
    columns = (
        Column("from", "From", "id"),
        Column("name", "Name"),
        Column("open", "Open", "integer", total="sum"),
        Column("late", "Too late", "integer", total="sum"),
        Column("overdue", "Overdue", "integer", total="sum"),
        Column("least", "Least float", "integer", "days"),
        Column("next", "Next needed", "date"),
        Column("refs", "Which", rank=2),
    )
    rows = []
    for name, nodes in _by_supplier(found).items():
        numbers, states = [raid.dependency(ctx, node) for node in nodes], [state(ctx, node) for node in nodes]
        supplier = ctx.plan.find(name, "stakeholder", "team")
        cells = (
            name,
            str(getattr(supplier.item, "name", "")) if supplier else "",
            len(nodes),
            states.count("too late"),
            states.count("overdue"),
            min(one.float_days for one in numbers),
            min(node.item.needed_by for node in nodes if isinstance(node.item, Dependency)),
            ", ".join(node.ref for node in nodes),
        )
        rows.append(Row(cells, ctx.plan.at(supplier) if supplier else None, name))
    rows.sort(key=lambda row: (row.cells[5], row.cells[0]))
    states = [state(ctx, node) for node in found]
    total = Row(("Total", "", len(found), states.count("too late"), states.count("overdue"), None, None, ""))
    return Table("suppliers", "By supplier", columns, tuple(rows), total, sheet="By supplier")


def between(ctx: Context, options: Options) -> list[tuple[Node, Node]]:
    """Open milestones of live initiatives and what they wait for in other ones; either side may pass the filters."""
    return [
        (before, node)
        for node in ctx.plan.nodes("milestone")
        if node.parent is not None and is_live(node.parent) and not milestone(ctx, node).done
        for before in predecessors(ctx)[id(node)]
        if before.parent is not node.parent and (wanted(ctx, options, node) or wanted(ctx, options, before))
    ]


def between_table(ctx: Context, links: list[tuple[Node, Node]]) -> Table:
    """One row a link."""
    columns = (
        Column("before", "First", "id"),
        Column("before_name", "What comes first", rank=2),
        Column("before_on", "Ready", "date"),
        Column("before_status", "Status", "status"),
        Column("after", "Waits", "id"),
        Column("after_name", "What waits", rank=2),
        Column("baseline", "Baseline", "date"),
        Column("after_on", "Now", "date"),
        Column("late", "Late", "integer", "days"),
        Column("drives", "Drives it", rank=2),
    )
    rows = []
    for before, node in links:
        first, second = milestone(ctx, before), milestone(ctx, node)
        cells = (
            before.ref, milestone_item(before).name, first.propagated, first.status, node.ref, milestone_item(node).name,
            milestone_item(node).baseline, second.propagated, second.late_days, "yes" if second.driver is before else "no",
        )  # fmt: skip
        rows.append(Row(cells, ctx.plan.at(node), node.ref))
    return Table("between", "Between initiatives", columns, tuple(rows), sheet="Between initiatives")
