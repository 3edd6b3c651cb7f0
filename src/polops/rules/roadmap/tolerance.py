"""An initiative is beyond its tolerance, and its sponsor has not decided.

What it checks
Live initiatives with a `tolerance`: the propagated end is no later than the baseline plus `time`, and the outlook no higher than the
budget plus `cost`. Beyond that there is a decision by its sponsor, taken after the initiative was approved: the one that it names in
`decision:`, or one tagged `exception` that `affects` it. It counts until its `review_on`.

Why it matters
The tolerance is what the sponsor agreed to hear nothing about. Beyond it, going on or stopping is the sponsor's right to decide.

Example
    tolerance: {time: 14d, cost: 10%}
    # the last milestone is 30 days late, and no decision says so

How to fix
Write the decision: what happened, the options, what they cost. `polops report exception` drafts it. Then have the sponsor decide.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from polops.analyse.exception import decided, exceptions, overrun, pending
from polops.analyse.schedule import initiative_item
from polops.analyse.wording import counted, money
from polops.rules import Finding
from polops.source.problem import Severity

if TYPE_CHECKING:
    from collections.abc import Iterator

    from polops.analyse.context import Context
    from polops.plan.plan import Node

CODE, NAME, SEVERITY = "MAP303", "tolerance", Severity.ERROR


def check(ctx: Context) -> Iterator[Finding]:
    """The initiatives that are beyond their tolerance without a decision."""
    for node in exceptions(ctx):
        if decided(ctx, node) is None:
            yield Finding(node, f"{node.ref} {_how_far(ctx, node)}, and no exception is decided", _next_step(ctx, node), ("tolerance",))


def _how_far(ctx: Context, node: Node) -> str:
    found, parts = overrun(ctx, node), []
    if found.days is not None:
        parts.append(f"ends on {found.end}, {counted(found.days, 'day')} beyond its tolerance ({found.allowed_end})")
    if found.over is not None and found.allowed_cost is not None:
        parts.append(f"costs {money(found.over, ctx.currency)} more than its tolerance ({money(found.allowed_cost, ctx.currency)})")
    return " and ".join(parts)


def _next_step(ctx: Context, node: Node) -> str:
    proposed, sponsor = pending(ctx, node), initiative_item(node).sponsor or "the sponsor"
    if proposed is not None:
        return f"have {sponsor} decide {proposed.ref}"
    return f"have {sponsor} decide, and write decision: DEC-… in {node.ref}; polops report exception drafts the decision"
