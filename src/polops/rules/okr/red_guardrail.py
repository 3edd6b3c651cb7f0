"""An objective's guardrail is red.

What it checks
The metrics in `guardrails` of active objectives: none of them is beyond its red limit as of the date.

Why it matters
A guardrail is what must not be paid for success. Fewer violative views are no win if appeals show that the wrong videos were
removed; that is why a red guardrail keeps the objective at amber, however good its key results are.

Example
    - id: O1
      title: People in distress find help, not harm
      guardrails: [appeal-overturn-mh]       # 21.3 %, red above 20

How to fix
Look at what the objective's work did to the metric, and slow that work down or change it. Write what you found into the next
check-in. Do not take the guardrail off the objective to make it green.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from polops.analyse.kpi import metric
from polops.analyse.life import may_stand_in_broken
from polops.analyse.progress import is_dropped
from polops.analyse.wording import figure, measured
from polops.model.metrics import Metric
from polops.model.okrs import Objective, Okrs
from polops.rules import Finding
from polops.source.problem import Severity

if TYPE_CHECKING:
    from collections.abc import Iterator

    from polops.analyse.context import Context
    from polops.plan.plan import Node

CODE, NAME, SEVERITY = "OKR303", "red-guardrail", Severity.WARNING


def check(ctx: Context) -> Iterator[Finding]:
    """Look at the guardrails of every active objective."""
    for node in ctx.plan.nodes("objective"):
        item = node.item
        if isinstance(node.file, Okrs) and node.file.status == "active" and isinstance(item, Objective) and not is_dropped(ctx, item):
            for i, ref in enumerate(item.guardrails):
                found = ctx.plan.find(ref, "metric")
                if found is not None and not may_stand_in_broken(ctx, ref):
                    yield from _red(ctx, node, i, found)


def _red(ctx: Context, node: Node, i: int, metric_node: Node) -> Iterator[Finding]:
    numbers, item = metric(ctx, metric_node), metric_node.item
    if numbers.status != "red" or numbers.value is None or not isinstance(item, Metric):
        return
    limits = figure(numbers.red[-1], item.unit)
    if len(numbers.red) > 1:
        limits = f"{figure(numbers.red[0])} to {limits}"
    message = f"{metric_node.ref} is a guardrail of {node.ref} and is red at {measured(numbers.value, item.unit)} (limit {limits})"
    help_ = "note in a check-in what the objective's work has to do with it, and what changes"
    yield Finding(node, message, help_, ("guardrails", i), related=((metric_node, ("red",), "its red limit"),))
