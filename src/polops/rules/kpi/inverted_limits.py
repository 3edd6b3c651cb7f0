"""A metric's limits are the wrong way round.

What it checks
Where a metric has both: `red` is not above `target` if up is better, and not below it if down is better. For a band both are written
as `[low, high]`, low first, and the target lies inside the red limits. Metrics that go up or down have one number each.

Why it matters
With limits the wrong way round good values are red and bad ones green, and a coloured report is believed before it is checked.

Example
    - id: vvr-selfharm
      direction: down
      target: 0.30
      red: 0.25             # red would begin before green ends

How to fix
Exchange the two numbers, or correct `direction`. The help says what to type.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from polops.analyse.wording import figure
from polops.model.metrics import Metric
from polops.rules import Finding
from polops.source.problem import Severity

if TYPE_CHECKING:
    from collections.abc import Iterator
    from decimal import Decimal

    from polops.analyse.context import Context
    from polops.plan.plan import Node

CODE, NAME, SEVERITY = "KPI102", "inverted-limits", Severity.ERROR
_PAIR = 2


def check(ctx: Context) -> Iterator[Finding]:
    """Look at the shape of each metric's limits, then at their order."""
    for node in ctx.plan.nodes("metric"):
        item = node.item
        if isinstance(item, Metric):
            wrong = list(_shape(node, item))
            yield from wrong or (_band(node, item) if item.direction == "band" else _order(node, item))


def _shape(node: Node, item: Metric) -> Iterator[Finding]:
    for field, limits in (("target", item.limits("target")), ("red", item.limits("red"))):
        if not limits:
            continue
        if item.direction == "band" and len(limits) != _PAIR:
            yield Finding(node, f"`{field}` of {node.ref} is one number: a band needs two", f"write `{field}: [low, high]`", (field,))
        elif item.direction != "band" and len(limits) == _PAIR:
            message = f"`{field}` of {node.ref} has two numbers, but {item.direction} is better"
            yield Finding(node, message, "write one number, or `direction: band`", (field,))
        elif len(limits) == _PAIR and limits[0] > limits[1]:
            message = f"`{field}` of {node.ref} is [{figure(limits[0])}, {figure(limits[1])}]: the low end comes first"
            yield Finding(node, message, f"write [{_typed(limits[1])}, {_typed(limits[0])}]", (field,))


def _order(node: Node, item: Metric) -> Iterator[Finding]:
    if not item.limits("target") or not item.limits("red"):
        return
    target, red = item.limits("target")[0], item.limits("red")[0]
    if red != target and (red > target) == (item.direction == "up"):
        where = f"{'above' if red > target else 'below'} `target` ({figure(target, item.unit)})"
        message = f"`red` of {node.ref} is {figure(red, item.unit)}, {where}, but {item.direction} is better"
        help_ = f"write `target: {_typed(red)}` and `red: {_typed(target)}`, or correct `direction`"
        yield Finding(node, message, help_, ("red",), related=((node, ("target",), "the target"),))


def _band(node: Node, item: Metric) -> Iterator[Finding]:
    if not item.limits("target") or not item.limits("red"):
        return
    (low, high), (red_low, red_high) = item.limits("target"), item.limits("red")
    if red_low > low or red_high < high:
        limits = f"{figure(red_low)} to {figure(red_high)}"
        message = f"`red` of {node.ref} is {limits}, which cuts into the target ({figure(low)} to {figure(high)})"
        help_ = f"write [{_typed(min(low, red_low))}, {_typed(max(high, red_high))}], or wider"
        yield Finding(node, message, help_, ("red",), related=((node, ("target",), "the target"),))


def _typed(value: Decimal) -> str:
    """A number as it is written in a plan."""
    return f"{value:f}"
