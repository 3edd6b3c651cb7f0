"""Confidence and pace contradict each other.

What it checks
Key results of active OKRs that have a value: a confidence of 7 or more while the pace is red (green outside and red inside, a
watermelon), and a confidence of 3 or less while the pace is green.

Why it matters
One of the two is wrong. Either somebody knows something that the numbers do not show yet, and it should be written down, or nobody
has looked at the numbers when they typed the confidence.

Example
    checkins:
      - {on: 2026-08-03, value: 0.41, confidence: 8}     # 8 % of the way, 50 % expected

How to fix
Ask the owner what makes them so sure, or so doubtful, and put the answer into the note of the next check-in together with a new
confidence. If the work really comes late, `expected: back_loaded` makes the pace say so.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from polops.analyse.progress import KeyResultNumbers, key_result
from polops.analyse.status import of_confidence
from polops.analyse.wording import whole_percent
from polops.model.okrs import KeyResult, Okrs
from polops.rules import Finding
from polops.source.problem import Severity

if TYPE_CHECKING:
    from collections.abc import Iterator

    from polops.analyse.context import Context
    from polops.plan.plan import Node
    from polops.source.problem import Route

CODE, NAME, SEVERITY = "OKR302", "confidence-against-pace", Severity.WARNING
_CONTRADICTIONS = {("green", "red"), ("red", "green")}


def check(ctx: Context) -> Iterator[Finding]:
    """Look at every key result of active OKRs that has a value and a confidence."""
    for node in ctx.plan.nodes("key_result"):
        if isinstance(node.file, Okrs) and node.file.status == "active" and isinstance(node.item, KeyResult):
            numbers = key_result(ctx, node)
            if _contradicts(numbers):
                yield _finding(ctx, node, node.item, numbers)


def _contradicts(numbers: KeyResultNumbers) -> bool:
    told = (of_confidence(numbers.confidence), numbers.pace)
    return numbers.has_data and not numbers.dropped and numbers.status != "complete" and told in _CONTRADICTIONS


def _finding(ctx: Context, node: Node, item: KeyResult, numbers: KeyResultNumbers) -> Finding:
    reached, expected = whole_percent(numbers.score or numbers.expected * 0), whole_percent(numbers.expected)
    message = f"`confidence` is {numbers.confidence} out of 10 while the pace is {numbers.pace} ({reached} reached, {expected} expected)"
    return Finding(node, message, "add a check-in that says which of the two is right, and why", _route(ctx, item))


def _route(ctx: Context, item: KeyResult) -> Route:
    """The way to the latest confidence that counts."""
    told = [(checkin.on, i) for i, checkin in enumerate(item.checkins) if checkin.confidence is not None and checkin.on <= ctx.as_of]
    return ("checkins", max(told)[1], "confidence")
