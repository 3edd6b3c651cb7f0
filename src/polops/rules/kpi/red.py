"""A metric is red.

What it checks
The latest reading of every metric that is not a guardrail, against its `red` limit: below it where up is better, above it where down
is better, outside it for a band. An overdue reading is grey and no longer red.

Why it matters
Red is the limit that was agreed on while nobody was under pressure. Passing it is the moment to decide something.

Example
    - id: vvr-selfharm
      direction: down
      target: 0.30
      red: 0.45             # and July is 0.52

How to fix
Find out what changed, and write it into the reading's `note` so that the next reader knows. Where the message says that the limit
lies within the sampling error, take a larger sample before you act. Move the limit only with those who agreed on it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from polops.analyse.kpi import MetricNumbers, metric, readings_until
from polops.analyse.life import may_stand_in_broken
from polops.analyse.wording import figure, measured
from polops.model.metrics import Metric
from polops.rules import Finding
from polops.source.problem import Severity

if TYPE_CHECKING:
    from collections.abc import Iterator

    from polops.analyse.context import Context
    from polops.plan.plan import Node

CODE, NAME, SEVERITY = "KPI301", "red", Severity.WARNING


def check(ctx: Context) -> Iterator[Finding]:
    """Look at every metric but guardrails, which KPI302 has."""
    for node in ctx.plan.nodes("metric"):
        if isinstance(node.item, Metric) and node.item.role != "guardrail":
            yield from of(ctx, node, node.item, "is red", "find out what changed, and say it in the reading's `note`")


def of(ctx: Context, node: Node, item: Metric, what: str, help_: str) -> Iterator[Finding]:
    """The finding of a metric whose latest value is red."""
    numbers = metric(ctx, node)
    if numbers.status != "red" or numbers.value is None or may_stand_in_broken(ctx, node.ref):
        return
    read = readings_until(ctx, node, ctx.as_of)[-1]
    value = f"{measured(numbers.value, item.unit)} in {read.route[-1]}"
    message = f"{node.ref} {what}: {value} (limit {_limits(item, numbers)}){_unsure(item, numbers)}"
    yield Finding(node, message, help_, ("red",), related=((read.path, read.route, "the reading"),))


def _limits(item: Metric, numbers: MetricNumbers) -> str:
    return " to ".join(figure(limit, item.unit if i == len(numbers.red) - 1 else "") for i, limit in enumerate(numbers.red))


def _unsure(item: Metric, numbers: MetricNumbers) -> str:
    if numbers.low is None or numbers.high is None or not any(numbers.low < limit < numbers.high for limit in numbers.red):
        return ""
    return f"; the sample leaves {measured(numbers.low)} to {measured(numbers.high, item.unit)} open"
