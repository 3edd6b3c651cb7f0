"""Weights that are negative, or all zero.

What it checks
The weights of a file's objectives, of an objective's key results and of a key result's milestones: none is negative, and among those
that are not dropped at least one is above zero. Weights need not add up to anything.

Why it matters
A score is a weighted mean. With all weights zero there is nothing to divide by; a negative weight makes progress lower the score.

Example
    key_results:
      - {id: KR1, title: Prevalence, baseline: 0.42, target: 0.30, weight: 0}
      - {id: KR2, title: Agreement, baseline: 0.58, target: 0.75, weight: 0}

How to fix
Delete `weight` where all count the same: it is 1 by default. Write `weight: 2` for what counts double, and 0 only for something that
should be shown and not counted.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from polops.analyse.progress import is_dropped
from polops.analyse.walk import root
from polops.analyse.wording import figure
from polops.model.okrs import Okrs
from polops.rules import Finding
from polops.source.problem import Severity

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from polops.analyse.context import Context
    from polops.model.okrs import KeyResult, KrMilestone, Objective
    from polops.plan.plan import Node

CODE, NAME, SEVERITY = "OKR104", "weights", Severity.ERROR


def check(ctx: Context) -> Iterator[Finding]:
    """Look at each group of items that a mean is taken of."""
    for path, file in ctx.plan.of(Okrs):
        yield from _group(ctx, root(path, file), "objectives")
    for node in ctx.plan.nodes("objective"):
        yield from _group(ctx, node, "key_results")
    for node in ctx.plan.nodes("key_result"):
        yield from _group(ctx, node, "milestones")


def _group(ctx: Context, node: Node, field: str) -> Iterator[Finding]:
    items: Sequence[Objective | KeyResult | KrMilestone] = getattr(node.item, field)
    for i, item in enumerate(items):
        if item.weight < 0:
            message = f"`weight` is {figure(item.weight)}: expected 0 or more"
            yield Finding(node, message, f"write {figure(-item.weight)}, or 0 to leave it out of the score", (field, i, "weight"))
    living = [i for i, item in enumerate(items) if not is_dropped(ctx, item)]
    if living and all(items[i].weight == 0 for i in living):
        message = f"{node.ref} weighs all its {field.replace('_', ' ')} 0: it has no score"
        yield Finding(node, message, "delete the `weight` of each one that counts", (field, living[0], "weight"))
