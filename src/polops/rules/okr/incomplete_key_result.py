"""A key result lacks what its type needs, or its figures contradict it.

What it checks
By type: `increase` and `decrease` need a `baseline` and a `target` that differ and point the right way; `maintain` needs a `floor` or
a `ceiling`, and the floor may not be above the ceiling; `milestones` needs milestones. A key result that gives none of these must at
least say `type: binary` or `type: manual`, and the check-ins of `manual` are shares: `60%`, or 0.6. Key results of learning objectives may
do without a measure.

Why it matters
Progress is (now − baseline) ÷ (target − baseline). Where one of them is missing or both are equal there is no such number, and the
objective's score silently leaves the key result out. A bare 60 could be 60 % or sixty times the goal.

Example
    - id: KR2
      title: Reviewer agreement on the disordered-eating guideline
      type: decrease        # but it goes up
      baseline: 0.58
      target: 0.75

How to fix
Write the missing figure; write shares with a percent sign. If the type disagrees with the figures, delete `type`: it follows from them.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from polops.analyse.progress import share_of
from polops.analyse.wording import figure
from polops.model.okrs import KeyResult
from polops.rules import Finding
from polops.source.problem import Severity

if TYPE_CHECKING:
    from collections.abc import Iterator

    from polops.analyse.context import Context
    from polops.plan.plan import Node

CODE, NAME, SEVERITY = "OKR103", "incomplete-key-result", Severity.ERROR


class Gap(NamedTuple):
    """What is wrong with a key result: the field, the message and the help."""

    field: str
    message: str
    help: str


def check(ctx: Context) -> Iterator[Finding]:
    """Look at every key result."""
    for node in ctx.plan.nodes("key_result"):
        item = node.item
        if isinstance(item, KeyResult):
            for gap in _gaps(node, item):
                yield Finding(node, gap.message, gap.help, (gap.field,))
            if item.kind_of() == "manual":
                yield from _by_hand(node, item)


def _by_hand(node: Node, item: KeyResult) -> Iterator[Finding]:
    for i, checkin in enumerate(item.checkins):
        if checkin.value is not None and share_of(checkin.value) is None:
            message = f"{node.ref} is scored by hand, and {figure(checkin.value, '')} is no share"
            yield Finding(
                node, message, f"write `value: {checkin.value:f}%`, or give it a `baseline` and a `target`", ("checkins", i, "value")
            )


def _gaps(node: Node, item: KeyResult) -> Iterator[Gap]:
    kind = item.kind_of()
    if item.type is None and kind in {"binary", "manual"}:
        yield from _unmeasured(node, item)
    elif kind in {"increase", "decrease"}:
        yield from _towards(node, item, kind)
    elif kind == "maintain":
        yield from _kept(node, item)
    elif kind == "milestones" and not item.milestones:
        yield Gap("type", f"{node.ref} has no `milestones`, as its type needs", "add `milestones: [{id: a, title: …, due: 2026-09-30}]`")


def _unmeasured(node: Node, item: KeyResult) -> Iterator[Gap]:
    told = item.done is not None or any(checkin.value is not None for checkin in item.checkins)
    if not told and getattr(node.parent and node.parent.item, "type", "") != "learning":
        message = f"{node.ref} has nothing to measure it by: neither `baseline` and `target` nor `milestones`"
        yield Gap("id", message, "add them, or write `type: binary` if it is either done or not")


def _towards(node: Node, item: KeyResult, kind: str) -> Iterator[Gap]:
    for name in ("baseline", "target"):
        if getattr(item, name) is None:
            yield Gap("id", f"{node.ref} has no `{name}`, as type {kind} needs", f"add `{name}: …`")
    if item.baseline is None or item.target is None:
        return
    low, high = figure(item.baseline, item.unit), figure(item.target, item.unit)
    if item.baseline == item.target:
        yield Gap(
            "target",
            f"`target` equals `baseline` ({high}): there is no way to go",
            "write another target, or `floor` or `ceiling` to keep a level",
        )
    elif (item.target > item.baseline) != (kind == "increase"):
        yield Gap("type", f"`type` is {kind}, but the figures go from {low} to {high}", "delete `type`, or correct the figures")


def _kept(node: Node, item: KeyResult) -> Iterator[Gap]:
    if item.floor is None and item.ceiling is None:
        yield Gap("type", f"{node.ref} has neither `floor` nor `ceiling`, as type maintain needs", "add `floor: …` or `ceiling: …`")
    elif item.floor is not None and item.ceiling is not None and item.floor > item.ceiling:
        message = f"`floor` is {figure(item.floor, item.unit)}, above `ceiling` ({figure(item.ceiling, item.unit)})"
        yield Gap("floor", message, "exchange the two")
