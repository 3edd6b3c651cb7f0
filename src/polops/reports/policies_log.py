"""The change log of policies: every version with its summary, who approved it and what the public is told."""

from __future__ import annotations

from typing import TYPE_CHECKING

from polops.model.policy import Version
from polops.reports.frame import period
from polops.reports.page import Column, Row, Table

if TYPE_CHECKING:
    from polops.analyse.context import Context
    from polops.plan.plan import Node
    from polops.reports import Options
    from polops.reports.page import Cell


def changelog(ctx: Context, options: Options, nodes: list[Node]) -> Table:
    """Every version, the latest first; with a period those that take effect in it."""
    span = period(ctx, options) if options.period else None
    wanted = {id(node.item) for node in nodes}
    versions = [
        (node, node.item)
        for node in ctx.plan.nodes("version")
        if id(node.file) in wanted and isinstance(node.item, Version) and (span is None or span.first <= node.item.effective <= span.last)
    ]
    versions.sort(key=lambda pair: pair[0].ref)
    versions.sort(key=lambda pair: pair[1].effective, reverse=True)
    columns = (
        Column("effective", "Effective", "date"),
        Column("policy", "Policy", "id"),
        Column("version", "Version"),
        Column("summary", "Summary"),
        Column("approvals", "Approved by"),
        Column("public_note", "Public note", rank=2),
        Column("state", "State", rank=3),
    )
    rows = tuple(Row(version_cells(ctx, node, item), ctx.plan.at(node), node.ref) for node, item in versions)
    return Table("changelog", "Change log", columns, rows)


def version_cells(ctx: Context, node: Node, item: Version) -> tuple[Cell, ...]:
    """A version in the columns of the change log."""
    said = ", ".join(f"{one.by} {one.on}" for one in item.approvals if one.on <= ctx.as_of)
    state_ = "in force" if item.effective <= ctx.as_of else "to come"
    return item.effective, node.ref.rpartition("/")[0], item.v, item.summary, said or None, item.public_note or "", state_
