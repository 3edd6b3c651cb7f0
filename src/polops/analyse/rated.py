"""The computed colour of whatever an update may speak of: an initiative, a team, an objective or a key result."""

from __future__ import annotations

from typing import TYPE_CHECKING

from polops.analyse import rag
from polops.analyse.okr import objective
from polops.analyse.progress import key_result

if TYPE_CHECKING:
    from polops.analyse.context import Context
    from polops.analyse.status import Status
    from polops.plan.plan import Node


def computed(ctx: Context, ref: str, within: Node | None = None) -> tuple[Status, str] | None:
    """The colour that the numbers give, without any override, and why; None where the reference names nothing that has one."""
    node = ctx.plan.find(ref, "initiative", "team", "objective", "key_result", within=within)
    if node is None:
        return None
    if node.kind in {"initiative", "team"}:
        found = rag.of_initiative(ctx, node) if node.kind == "initiative" else rag.of_team(ctx, node)
        return found.computed, found.why
    numbers = objective(ctx, node) if node.kind == "objective" else key_result(ctx, node)
    return numbers.status, numbers.why
