"""A promise without means: a first priority or a commitment that nobody and no money serves.

What it checks
Objectives of active OKRs that are P0 or committed. At least one position that is filled, offered, open or approved gives them (or one
of their key results) a share of its time, or a budget line supports them, or spend was tagged for them.

Why it matters
Calling something the first priority and giving it nothing is the commonest way to miss it. At the end of the quarter it is a
surprise; at its start it is arithmetic.

Example
    - id: O3
      title: Every market has a crisis-resource panel
      type: committed
      priority: P0        # and no position's `allocation` names mh/2026-Q3/O3

How to fix
Give it people, with `allocation: {mh/2026-Q3/O3: 50%}` on a position, or money, with `supports` on a budget line. If it can have
neither, it is no P0 and no commitment: say so now.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from polops.analyse.align import of
from polops.analyse.life import may_stand_in_broken
from polops.analyse.progress import is_dropped
from polops.model.okrs import Objective, Okrs
from polops.rules import Finding
from polops.source.problem import Severity

if TYPE_CHECKING:
    from collections.abc import Iterator

    from polops.analyse.context import Context
    from polops.plan.plan import Node

CODE, NAME, SEVERITY = "OKR203", "without-means", Severity.WARNING


def check(ctx: Context) -> Iterator[Finding]:
    """Look at the objectives of active OKRs that were promised."""
    for node in ctx.plan.nodes("objective"):
        item = node.item
        if isinstance(node.file, Okrs) and node.file.status == "active" and isinstance(item, Objective) and not is_dropped(ctx, item):
            field = _promise(item)
            if field and of(ctx, node).empty and not may_stand_in_broken(ctx, node.ref):
                yield _finding(node, item, field)


def _promise(item: Objective) -> str:
    return "priority" if item.priority == "P0" else "type" if item.type == "committed" else ""


def _finding(node: Node, item: Objective, field: str) -> Finding:
    what = "P0" if field == "priority" else item.type
    help_ = f"add `{node.ref}: 50%` to the `allocation` of a position, or `supports: [{node.ref}]` to a budget line"
    return Finding(node, f"{node.ref} is {what}, but no position and no budget serves it", help_, (field,))
