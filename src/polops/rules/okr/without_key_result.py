"""An objective without a key result.

What it checks
Every objective has at least one key result that is not dropped. An objective with `rollup: children` is measured by the objectives
that align to it, and needs one of those instead.

Why it matters
An objective says where to go; only a key result says whether you got there. Without one it has no score, no pace and no status, and
nobody can be early or late.

Example
    objectives:
      - id: O2
        title: Creators understand our recovery-content rules
        key_results: []

How to fix
Add a key result with a baseline and a target, or with dated milestones. If there is nothing to measure this period, leave the
objective out and take it up again when there is.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from polops.analyse.okr import aligned
from polops.analyse.progress import is_dropped
from polops.model.okrs import Objective
from polops.rules import Finding
from polops.source.problem import Severity

if TYPE_CHECKING:
    from collections.abc import Iterator

    from polops.analyse.context import Context
    from polops.plan.plan import Node

CODE, NAME, SEVERITY = "OKR101", "without-key-result", Severity.ERROR
_HELP = "add one with `id`, `title`, `baseline` and `target`, or with `milestones`"


def check(ctx: Context) -> Iterator[Finding]:
    """Look at every objective that is not dropped itself."""
    for node in ctx.plan.nodes("objective"):
        item = node.item
        if not isinstance(item, Objective) or is_dropped(ctx, item) or _has_measure(ctx, node, item):
            continue
        why = "all its key results are dropped" if item.key_results else "nothing says when it is reached"
        field = "key_results" if item.key_results else "id"
        yield Finding(node, f"{node.ref} has no key result: {why}", _HELP, (field,), key=field != "id")


def _has_measure(ctx: Context, node: Node, item: Objective) -> bool:
    if item.rollup == "children" and (aligned(ctx, node) or ctx.plan.broken):
        return True
    return any(not is_dropped(ctx, result) for result in item.key_results)
