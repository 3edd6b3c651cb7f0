"""Opportunities by weighted shortest job first: what is open, ranked, and what became of the others.

Source: domain reference B3 (strategy).
"""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from polops.analyse.opportunity import priority, ranked
from polops.analyse.wording import counted, number
from polops.model.strategy import Opportunity
from polops.reports.desk import home, passes
from polops.reports.frame import page, section, year
from polops.reports.page import Chart, Column, Page, Row, Table

if TYPE_CHECKING:
    from polops.analyse.context import Context
    from polops.plan.plan import Node
    from polops.reports import Options

WSJF = "Priority is (value + urgency + risk reduction) ÷ effort, each 1 to 5: from 0.6 to 15. Of equal ones the first by id stands first."
_OPEN = ("new", "exploring")


def build(ctx: Context, options: Options) -> Page:
    """The page."""
    found = [node for node in ranked(ctx) if chosen(ctx, options, node)]
    open_ = table(ctx, "open", "Open", [node for node in found if opportunity(node).status in _OPEN])
    decided = table(ctx, "decided", "Decided", [node for node in found if opportunity(node).status not in _OPEN])
    chart = Chart("bars", "Priority of open opportunities", open_, "opportunity", ("priority",)) if len(open_.rows) > 1 else None
    sections = (section("open", "Open", open_, chart), section("decided", "Decided", decided))
    notes = (WSJF,) if found else ()
    return page(ctx, options, "opportunities", "Opportunities", lead=sentence(ctx, found), sections=sections, notes=notes, codes=("STR",))


def chosen(ctx: Context, options: Options, node: Node) -> bool:
    """Whether an opportunity passes the filters: its team is its owner's; with a period only those of that fiscal year."""
    return passes(ctx, options, node, home(ctx, node)) and (not options.period or node.year == year(ctx, options))


def opportunity(node: Node) -> Opportunity:
    """The opportunity of a node."""
    assert isinstance(node.item, Opportunity)  # noqa: S101 - the index keeps kinds apart
    return node.item


def sentence(ctx: Context, found: list[Node]) -> str:
    """How many there are by status, and which open one comes first."""
    if not found:
        return "No opportunities in this selection."
    statuses = Counter(opportunity(node).status for node in found)
    said = f"{counted(len(found), 'opportunity', 'opportunities')}: {', '.join(f'{count} {status}' for status, count in statuses.items())}"
    first = next((node for node in found if opportunity(node).status in _OPEN), None)
    return (
        f"{said}; first of the open ones: {first.ref} {opportunity(first).title} ({number(priority(ctx, first))})." if first else f"{said}."
    )


def table(ctx: Context, key: str, title: str, nodes: list[Node]) -> Table:
    """One row an opportunity, the highest priority first."""
    columns = (
        Column("opportunity", "Opportunity", "id"),
        Column("title", "Title"),
        Column("priority", "Priority", "score"),
        Column("value", "Value", "integer"),
        Column("urgency", "Urgency", "integer"),
        Column("risk_reduction", "Risk", "integer"),
        Column("effort", "Effort", "integer"),
        Column("status", "Status"),
        Column("becomes", "Became", "id", rank=2),
        Column("owner", "Owner", "id", rank=2),
        Column("team", "Team", "id", rank=3),
    )
    rows = []
    for node in nodes:
        item = opportunity(node)
        scores = (item.value, item.urgency, item.risk_reduction, item.effort)
        cells = (node.ref, item.title, priority(ctx, node), *scores, item.status, item.becomes or "", item.owner, home(ctx, node))
        rows.append(Row(cells, ctx.plan.at(node), node.ref))
    return Table(key, title, columns, tuple(rows))
