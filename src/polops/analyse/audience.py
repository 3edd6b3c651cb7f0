"""Who reads a report, and what they see of a plan (domain reference E0).

| | restricted | team | internal | public |
|---|---|---|---|---|
| items and fields for | all | team and wider | internal and wider | public |
| who holds a position | yes | yes | no | no |
| pay of fewer than five people | yes | no | no | no |
| pulse, attrition, ADKAR, adoption and training of fewer than five | yes | no | no | no |

Items that are left out count in nothing (`plan.narrow`); amounts that are not shown still count in totals that do not tell them
(`analyse.suppress`).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from polops.analyse.context import Context
from polops.plan.narrow import READERS, narrow

if TYPE_CHECKING:
    from polops.plan.plan import Node

DEFAULT = "internal"
__all__ = ["DEFAULT", "READERS", "audience_of", "for_readers"]


def audience_of(node: Node) -> str:
    """For whom an item is: the innermost audience that is written around it."""
    return next((above.item.audience for above in node.up() if above.item.audience), DEFAULT)


def for_readers(ctx: Context, audience: str) -> Context:
    """The context for an audience: the plan without what is for fewer, and without the pay of few."""
    if audience == ctx.audience:
        return ctx

    def narrowed() -> Context:
        plan = narrow(ctx.plan, audience)
        base = narrow(ctx.base, audience) if ctx.base is not None else None
        whole = ctx.open if plan is ctx.plan else Context(plan, ctx.as_of, base=base)
        return Context(plan, ctx.as_of, audience, whole, base=base)

    return ctx.keep((for_readers, audience), narrowed)
