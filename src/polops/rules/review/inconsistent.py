"""Decisions agree too little with each other, or with the policy.

What it checks
The newest review of each policy: kappa (two raters) reaches `quality.kappa` (0.70) and alpha (three or more) `quality.alpha` (0.667); and
the low end of the 95 % interval of the accuracy reaches `quality.accuracy` (95 %).

Why it matters
Where two reviewers read a rule differently, users meet chance. The interval's low end counts: a lucky sample is not good enforcement.

Example
    labels: [allow, remove]
    matrix: [[44, 6], [11, 39]]        # agreement 83 %, kappa 0.66

How to fix
Look where the raters differ, give the guidance counter-examples, calibrate, and review again. Compare with the policy's own history
before you blame the raters.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from polops.analyse.policy import policy_item
from polops.analyse.review import ReviewNumbers, review, review_item, reviews_of
from polops.rules import Finding
from polops.source.problem import Severity
from polops.values.rounding import spelled

if TYPE_CHECKING:
    from collections.abc import Iterator

    from polops.analyse.context import Context
    from polops.plan.plan import Node

CODE, NAME, SEVERITY = "QAR301", "inconsistent-enforcement", Severity.WARNING


def check(ctx: Context) -> Iterator[Finding]:
    """The newest review of each policy."""
    for policy in ctx.plan.nodes("policy"):
        held = reviews_of(ctx, policy) if policy_item(policy).status != "retired" else []
        if held:
            yield from _judged(ctx, held[-1], review(ctx, held[-1]))


def _judged(ctx: Context, node: Node, numbers: ReviewNumbers) -> Iterator[Finding]:
    limits, item = ctx.settings.thresholds.quality, review_item(node)
    if numbers.consistent is False:
        name, value, limit = ("kappa", numbers.kappa, limits.kappa) if numbers.kappa is not None else ("alpha", numbers.alpha, limits.alpha)
        agreed = f", raw agreement {spelled(numbers.agreement * 100, 0)} %" if numbers.agreement is not None else ""
        message = f"{node.ref} has {name} {spelled(value, 2) if value is not None else 'n/a'} (wanted {spelled(limit, 2)}{agreed})"
        route = ("matrix",) if item.matrix else ("ratings",)
        yield Finding(node, message, "see where raters differ, amend the guidance, calibrate", route, key=True)
    if numbers.accurate is False and numbers.low is not None and numbers.accuracy is not None:
        share, low = spelled(numbers.accuracy * 100, 1), spelled(numbers.low * 100, 1)
        message = f"{node.ref} found {share} % right, {low} % at the low end (wanted {spelled(limits.accuracy * 100, 0)} %)"
        yield Finding(node, message, "see which decisions were wrong, amend the guidance, review again", ("correct",))
