"""A rate from a sample that gives none.

What it checks
Reviews with `n` and `correct`: the sample is not `targeted`, and it holds at least `quality.min_sample` (100) decisions.

Why it matters
A targeted sample is chosen for what is wrong in it: its share of errors says nothing about the rest. And 9 of 10 may be anything from
60 to 98 %.

Example
    sampling: targeted
    n: 40
    correct: 31            # no accuracy follows from this

How to fix
Leave `correct` out and keep the findings; or draw a random sample of at least the size that settings ask for.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from polops.analyse.review import review_item
from polops.rules import Finding
from polops.source.problem import Severity

if TYPE_CHECKING:
    from collections.abc import Iterator

    from polops.analyse.context import Context

CODE, NAME, SEVERITY = "QAR101", "false-precision", Severity.WARNING


def check(ctx: Context) -> Iterator[Finding]:
    """The reviews that claim a rate."""
    least = ctx.settings.thresholds.quality.min_sample
    for node in ctx.plan.nodes("review"):
        item = review_item(node)
        if item.n is None or item.correct is None:
            continue
        if item.sampling == "targeted":
            message = f"{node.ref} claims a rate, but its sample is targeted"
            yield Finding(node, message, "leave correct out, and keep the findings", ("correct",))
        elif item.n < least:
            message = f"{node.ref} claims a rate from {item.n} decisions (at least {least})"
            yield Finding(node, message, "draw a larger sample, or leave correct out", ("n",))
