"""A past reading was changed without saying why.

What it checks
Only where a change is looked at (`polops check --since`): the readings of periods that are over. One that is another value now, or gone,
needs a `restated` note, and one that was restated before a new note. A reading that moved to another file, or is written in another way
(`0.38` as `{num: 76, den: 20_000}`), is the same reading.

Why it matters
Reports were made from the old value and decisions were taken on them. A history that is edited silently cannot be trusted, and nobody
can tell a correction from a slip of the hand.

Example
    readings:
      vvr-selfharm:
        2026-06: 0.39          # 0.42 in the branch it goes into

How to fix
Say why: `2026-06: {value: 0.39, restated: Sample corrected for duplicates}`. If the change was a slip, write the old value again.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from polops.analyse.frozen import former_refs
from polops.analyse.kpi import Read, readings_until
from polops.analyse.life import may_stand_in_broken
from polops.analyse.since import before
from polops.analyse.walk import root
from polops.analyse.wording import measured
from polops.model.metrics import Metric
from polops.rules import Finding
from polops.source.problem import Severity

if TYPE_CHECKING:
    from collections.abc import Iterator

    from polops.analyse.context import Context
    from polops.plan.plan import Node

CODE, NAME, SEVERITY = "KPI402", "changed-reading", Severity.ERROR


def check(ctx: Context) -> Iterator[Finding]:
    """Compare the past readings of every metric with those of the base. Nothing without one."""
    old = before(ctx)
    for node in ctx.plan.nodes("metric") if old else ():
        if old and isinstance(node.item, Metric) and not may_stand_in_broken(ctx, node.ref):
            now = {str(read.period): read for read in readings_until(ctx, node, ctx.as_of)}
            for read in _former(ctx, old, node):
                yield from _compared(ctx, node, node.item, read, now.get(str(read.period)))


def _former(ctx: Context, old: Context, node: Node) -> list[Read]:
    """The past readings of a metric in the base, under whichever name it had there."""
    known = (found for name in (node.ref, *former_refs(ctx.plan, node)) if (found := old.plan.find(name, "metric")))
    return [read for found in known for read in readings_until(old, found, old.as_of)]


def _compared(ctx: Context, node: Node, item: Metric, was: Read, now: Read | None) -> Iterator[Finding]:
    label = str(was.route[-1])
    if now is None:
        where, route = _place(ctx, node, was)
        message = f"the reading {_value(item, was)} of {node.ref} for {label} is gone"
        yield Finding(where, message, "write it again; a corrected one takes its place with a `restated` note", route, key=True)
    elif now.value != was.value and now.reading.restated in {None, was.reading.restated}:
        values = f"from {_value(item, was)} to {_value(item, now)}"
        message = f"the reading of {node.ref} for {label} changes {values} without a new `restated` note"
        yield Finding(root(now.path, ctx.plan.files[now.path]), message, f"write `{label}: {{…, restated: why}}`", now.route)


def _place(ctx: Context, node: Node, was: Read) -> tuple[Node, tuple[str | int, ...]]:
    """The metric's readings where they stood; the metric where that file is gone."""
    file = ctx.plan.files.get(was.path)
    return (root(was.path, file), was.route[:2]) if file else (node, ("id",))


def _value(item: Metric, read: Read) -> str:
    return measured(read.value, item.unit) if read.value is not None else "nothing"
