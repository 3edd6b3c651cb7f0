"""A key result and its metric tell two stories.

What it checks
Where a key result takes its values from a `metric`: that both have the same unit, that the key result moves the way the metric counts
as better, and that no check-in gives a `value` of its own. Closed periods are left as they are.

Why it matters
With a metric the readings are the value, and a number in a check-in is ignored. Whoever typed it believes that it counts.

Example
    - id: KR1
      title: Violative view rate, self-harm and suicide
      metric: vvr-selfharm
      baseline: 0.42
      target: 0.30
      unit: "%"
      checkins:
        - {on: 2026-08-03, value: 0.38, confidence: 6}     # belongs into the readings

How to fix
Copy the metric's unit, or delete the key result's. Move the value to the metric's readings and keep the confidence and the note. If
the directions differ, one of the two is wrong: look at which way is better.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from polops.analyse.wording import counted, figure
from polops.model.metrics import Metric
from polops.model.okrs import KeyResult, Okrs
from polops.rules import Finding
from polops.source.problem import Severity
from polops.values.ref import fold

if TYPE_CHECKING:
    from collections.abc import Iterator

    from polops.analyse.context import Context
    from polops.plan.plan import Node

CODE, NAME, SEVERITY = "OKR202", "disagrees-with-metric", Severity.ERROR
_OPPOSITE = {("increase", "down"): "lower", ("decrease", "up"): "higher"}


def check(ctx: Context) -> Iterator[Finding]:
    """Look at every key result of an open period that names a metric."""
    for node in ctx.plan.nodes("key_result"):
        item = node.item
        if isinstance(item, KeyResult) and item.metric and isinstance(node.file, Okrs) and node.file.status != "closed":
            metric = ctx.plan.find(item.metric, "metric")
            if metric is not None and isinstance(metric.item, Metric):
                yield from _compare(node, item, metric, metric.item)
                yield from _values(node, item)


def _compare(node: Node, item: KeyResult, metric_node: Node, metric: Metric) -> Iterator[Finding]:
    if item.unit and metric.unit and fold(item.unit.strip()) != fold(metric.unit.strip()):
        message = f"`unit` is {item.unit}, but {metric.id} counts {metric.unit}"
        yield Finding(
            node,
            message,
            f'write "{metric.unit}", or delete the field',
            ("unit",),
            related=((metric_node, ("unit",), "the metric's unit"),),
        )
    better = _OPPOSITE.get((item.kind_of(), metric.direction))
    if better and item.baseline is not None and item.target is not None:
        way = f"from {figure(item.baseline, item.unit)} to {figure(item.target, item.unit)}"
        message = f"`target` goes {way}, but of {metric.id} {better} is better"
        help_ = f"correct the target, or the direction of {metric.id}"
        yield Finding(node, message, help_, ("target",), related=((metric_node, ("direction",), "the metric's direction"),))


def _values(node: Node, item: KeyResult) -> Iterator[Finding]:
    typed = [i for i, checkin in enumerate(item.checkins) if checkin.value is not None]
    if typed:
        more = f" (and {counted(len(typed) - 1, 'later one')})" if len(typed) > 1 else ""
        message = f"`value` is ignored{more}: {node.ref} takes its values from {item.metric}"
        yield Finding(
            node,
            message,
            f"move it to the readings of {item.metric}, and keep confidence and note",
            ("checkins", typed[0], "value"),
            key=True,
        )
