"""More objectives or key results than a team can keep in view.

What it checks
A team has at most five objectives in a period, and an objective at most five key results (`thresholds.okr.max_objectives` and
`max_krs`). Dropped ones and closed periods do not count. The finding stands at the first one too many.

Why it matters
OKRs are a choice. A list of nine objectives is the list of everything the team does, and no longer says what comes first.

Example
    settings:
      thresholds:
        okr: {max_objectives: 5, max_krs: 5}

How to fix
Move what matters least to next period, merge key results that measure the same thing, or keep the rest as ordinary work outside the
OKRs. If your teams agreed on another number, write it in the settings.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from polops.analyse.progress import is_dropped
from polops.analyse.walk import root
from polops.model.okrs import Objective, Okrs
from polops.rules import Finding
from polops.source.problem import Severity

if TYPE_CHECKING:
    from collections.abc import Iterator

    from polops.analyse.context import Context
    from polops.plan.plan import Node

CODE, NAME, SEVERITY = "OKR102", "too-many", Severity.WARNING


def check(ctx: Context) -> Iterator[Finding]:
    """Count the objectives of every open file, and the key results of each of them."""
    limits = ctx.settings.thresholds.okr
    for path, file in ctx.plan.of(Okrs):
        if file.status != "closed":
            yield from _too_many(ctx, root(path, file), "objectives", limits.max_objectives)
    for node in ctx.plan.nodes("objective"):
        item = node.item
        if isinstance(node.file, Okrs) and node.file.status != "closed" and isinstance(item, Objective) and not is_dropped(ctx, item):
            yield from _too_many(ctx, node, "key_results", limits.max_krs)


def _too_many(ctx: Context, node: Node, field: str, most: int) -> Iterator[Finding]:
    living = [i for i, item in enumerate(getattr(node.item, field)) if not is_dropped(ctx, item)]
    if len(living) > most:
        message = f"{node.ref} has {len(living)} {field.replace('_', ' ')} (limit {most})"
        yield Finding(node, message, f"keep the {most} that matter most, and move, merge or drop the rest", (field, living[most], "id"))
