"""The priority of an opportunity: weighted shortest job first (domain reference B3, strategy)."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING

from polops.analyse.context import each
from polops.model.strategy import Opportunity

if TYPE_CHECKING:
    from polops.analyse.context import Context
    from polops.plan.plan import Node


@each
def priority(_ctx: Context, node: Node) -> Decimal:
    """(value + urgency + risk reduction) ÷ effort, from 0.6 to 15. (5 + 4 + 3) ÷ 3 is 4.0."""
    item = node.item
    assert isinstance(item, Opportunity)  # noqa: S101 - the index keeps kinds apart
    return Decimal(item.value + item.urgency + item.risk_reduction) / Decimal(item.effort)


def ranked(ctx: Context) -> list[Node]:
    """All opportunities, the highest priority first, then by id."""
    return sorted(ctx.plan.nodes("opportunity"), key=lambda node: (-priority(ctx, node), node.ref))
