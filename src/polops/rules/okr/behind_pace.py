"""A key result is behind pace.

What it checks
Key results of active OKRs: how far each is, against how far it should be by the as-of date. Up to 10 points behind is on track, up
to 25 is reported for information, and more than 25 is a warning (`thresholds.okr.on_track_gap` and `off_track_gap`). Where more than
15 % is expected and there is no value at all, that is reported for information too. Dropped and reached key results are left
out.

Why it matters
In the fourth week a gap can be closed by moving people; in the eleventh it can only be explained.

Example
    - id: KR1
      title: Violative view rate, self-harm and suicide
      baseline: 0.42
      target: 0.30          # 0.41 at half-time: 8 % of the way, where 50 % was expected

How to fix
Decide on a way back and write it into the next check-in, with the day on which you will know. If progress comes late by nature, say
so with `expected: back_loaded` or a share by month. If the target cannot be reached any more, drop it with a decision.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from polops.analyse.life import may_stand_in_broken
from polops.analyse.progress import KeyResultNumbers, key_result
from polops.analyse.wording import figure, measured, points, whole_percent
from polops.model.okrs import KeyResult, Okrs
from polops.rules import Finding
from polops.source.problem import Severity

if TYPE_CHECKING:
    from collections.abc import Iterator

    from polops.analyse.context import Context
    from polops.plan.plan import Node

CODE, NAME, SEVERITY = "OKR301", "behind-pace", Severity.WARNING
_HELP = "note the way back in a check-in, or drop it with a decision"


def check(ctx: Context) -> Iterator[Finding]:
    """Look at every key result that is still under way."""
    for node in ctx.plan.nodes("key_result"):
        item = node.item
        if isinstance(node.file, Okrs) and node.file.status == "active" and isinstance(item, KeyResult) and _is_known(ctx, item):
            yield from _of(node, item, key_result(ctx, node))


def _is_known(ctx: Context, item: KeyResult) -> bool:
    """Whether the metric that it depends on is there, and its readings could be read."""
    return not item.metric or (ctx.plan.find(item.metric, "metric") is not None and not may_stand_in_broken(ctx, item.metric))


def _of(node: Node, item: KeyResult, numbers: KeyResultNumbers) -> Iterator[Finding]:
    if numbers.dropped or numbers.status == "complete":
        return
    if not numbers.has_data:
        if numbers.is_silent:
            message = f"{node.ref} has no value yet, and {whole_percent(numbers.expected)} is expected by now"
            help_ = f"add the first reading of {item.metric}" if item.metric else "add a check-in with a `value`"
            yield Finding(node, message, help_, ("id",), severity=Severity.INFO)
    elif numbers.pace in {"red", "amber"} and numbers.gap is not None and numbers.score is not None:
        message = (
            f"{node.ref} is {points(-numbers.gap)} points behind pace: {whole_percent(numbers.score)} reached, "
            f"{whole_percent(numbers.expected)} expected by now{_course(item, numbers)}"
        )
        yield Finding(node, message, _HELP, ("id",), severity=None if numbers.pace == "red" else Severity.INFO)


def _course(item: KeyResult, numbers: KeyResultNumbers) -> str:
    """Where it stands between baseline and target, for key results that have both."""
    if numbers.current is None or item.baseline is None or item.target is None:
        return ""
    return f" ({measured(numbers.current, item.unit)}, from {figure(item.baseline)} to {figure(item.target)})"
