"""A red risk that nobody answers.

What it checks
Every open risk in the red zone (probability × impact of 15 or more) has a `response` and at least one action with an owner and a day that
is not done yet, or was.

Why it matters
A risk that is scored and left alone is a prediction. What makes it managed is the answer: avoid, reduce, transfer, accept or exploit,
and the next thing that somebody does.

Example
    - {id: R-012, type: risk, title: Training capacity, owner: jo.park, raised: 2026-07-06, probability: 4, impact: 4}

How to fix
Write `response:` and an entry under `actions:` with `what`, `owner` and `due`. To accept a risk is an answer too: then the action is when
to look at it again.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from polops.analyse import raid
from polops.model.raid import Risk
from polops.rules import Finding
from polops.source.problem import Severity

if TYPE_CHECKING:
    from collections.abc import Iterator

    from polops.analyse.context import Context

CODE, NAME, SEVERITY = "RAID101", "unanswered-risk", Severity.ERROR


def check(ctx: Context) -> Iterator[Finding]:
    """The open risks in the red zone."""
    for node in raid.entries(ctx, "risk"):
        item, numbers = node.item, raid.risk(ctx, node)
        if not isinstance(item, Risk) or numbers.zone != "red":
            continue
        said = f"{node.ref} is red ({item.probability} × {item.impact} = {numbers.score})"
        if item.response is None:
            yield Finding(
                node, f"{said} and has no response", "write response: avoid, reduce, transfer, accept or exploit", ("probability",)
            )
        if not item.actions:
            help_ = f"add\nactions:\n  - {{id: a1, what: …, owner: {item.owner}, due: {ctx.as_of}}}"
            yield Finding(node, f"{said} and nobody does anything about it", help_, ("title",))
