"""A key result without a recent check-in.

What it checks
Key results of active OKRs, from the first to the last day of their period: the latest check-in is at most 14 days old
(`thresholds.okr.stale_after`), counted from the period's start where there is none yet. Milestones and yes-or-no results speak
through their dates, and what is reached or dropped needs no check-in.

Why it matters
A number that nobody confirmed looks exactly like a number that did not move. Two weeks of silence is a sixth of the quarter.

Example
    checkins:
      - {on: 2026-07-20, value: 0.61, confidence: 6}     # and today is 10 August

How to fix
Add a line with today's date, the value (unless a metric gives it) and a confidence from 0 to 10; a note where something happened.
`- {on: 2026-08-10, value: 0.66, confidence: 7}` is enough.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from polops.analyse.progress import KeyResultNumbers, key_result, span_of
from polops.analyse.wording import counted
from polops.model.okrs import KeyResult
from polops.rules import Finding
from polops.source.problem import Severity

if TYPE_CHECKING:
    from collections.abc import Iterator

    from polops.analyse.context import Context
    from polops.plan.plan import Node
    from polops.source.problem import Route

CODE, NAME, SEVERITY = "OKR401", "stale-checkin", Severity.WARNING


def check(ctx: Context) -> Iterator[Finding]:
    """Look at every key result whose numbers are marked stale."""
    for node in ctx.plan.nodes("key_result"):
        numbers = key_result(ctx, node)
        if numbers.stale and numbers.status != "complete" and isinstance(node.item, KeyResult):
            yield _finding(ctx, node, node.item, numbers)


def _finding(ctx: Context, node: Node, item: KeyResult, numbers: KeyResultNumbers) -> Finding:
    first, limit = span_of(ctx, node)[0], ctx.settings.thresholds.okr.stale_after
    if numbers.checked_on and numbers.checked_on >= first:
        last = f"since {numbers.checked_on}, {counted((ctx.as_of - numbers.checked_on).days, 'day')} ago"
    else:
        last = f"of its period, which began {counted((ctx.as_of - first).days, 'day')} ago"
    value = "" if item.metric else "value: …, "
    return Finding(
        node,
        f"{node.ref} has no check-in {last} (limit {limit})",
        f"add `- {{on: {ctx.as_of}, {value}confidence: …}}`",
        _route(item, numbers),
    )


def _route(item: KeyResult, numbers: KeyResultNumbers) -> Route:
    return next((("checkins", i, "on") for i, checkin in enumerate(item.checkins) if checkin.on == numbers.checked_on), ("id",))
