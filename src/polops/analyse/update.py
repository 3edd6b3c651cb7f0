"""Updates as of a date: the newest one of a team or initiative is what counts; an update is there once its period has begun."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from polops.analyse.context import once
from polops.model.update import Update
from polops.values.ref import fold

if TYPE_CHECKING:
    from collections.abc import Mapping

    from polops.analyse.context import Context
    from polops.plan.plan import Node


def update_item(node: Node) -> Update:
    """The update of a node."""
    assert isinstance(node.item, Update)  # noqa: S101 - the index keeps kinds apart
    return node.item


def about(node: Node) -> str:
    """The team or initiative that an update is about, folded."""
    item = update_item(node)
    return fold(item.team or item.initiative or "")


@once
def _by_subject(ctx: Context) -> Mapping[str, tuple[Node, ...]]:
    found: dict[str, list[Node]] = {}
    for node in ctx.plan.nodes("update"):
        if ctx.calendar.period(update_item(node).period).first <= ctx.as_of:
            found.setdefault(about(node), []).append(node)
    return {
        ref: tuple(sorted(nodes, key=lambda node: (ctx.calendar.period(update_item(node).period).last, node.path), reverse=True))
        for ref, nodes in found.items()
    }


def updates(ctx: Context, ref: str) -> tuple[Node, ...]:
    """The updates of a team or initiative by the date, the newest first."""
    return _by_subject(ctx).get(fold(ref), ())


def latest(ctx: Context, ref: str, end: date | None = None) -> Node | None:
    """The newest update of a team or initiative; None where there is none.

    `end` is the last day of the period that it is wanted for: from that day on the newest whose own period had ended by it.
    """
    past = end if end is not None and end <= ctx.as_of else date.max
    return next((node for node in updates(ctx, ref) if ctx.calendar.period(update_item(node).period).last <= past), None)


def is_latest(ctx: Context, node: Node) -> bool:
    """Whether an update is the newest of its team or initiative."""
    return latest(ctx, about(node)) is node
