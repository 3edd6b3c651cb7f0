"""What a policy's launch waits for (domain reference journey 8): the changes that prepare it, and the open issues that block it.

A policy belongs with what it names under `related`, with the changes that are made for it, and with those for an initiative it names.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from polops.analyse.adoption import change_item
from polops.analyse.context import each
from polops.analyse.policy import policy_item
from polops.analyse.raid import blocking, is_open, raid_item

if TYPE_CHECKING:
    from polops.analyse.context import Context
    from polops.plan.plan import Node


@each
def changes_for(ctx: Context, node: Node) -> tuple[Node, ...]:
    """The changes that prepare a policy and are not closed, in order of place."""
    served = {id(node), *(id(one) for one in _related(ctx, node))}
    found = [one for one in ctx.plan.nodes("change") if change_item(one).stage != "closed"]
    return tuple(one for one in found if id(one) in served or id(_aim(ctx, one)) in served)


@each
def blockers_of(ctx: Context, node: Node) -> tuple[Node, ...]:
    """The open issues that block a policy, its initiatives and their milestones, or its changes; the oldest first."""
    wholes = (node, *_related(ctx, node), *changes_for(ctx, node))
    found = {id(one): one for whole in wholes for one in blocking(ctx, whole) if one.kind == "issue" and is_open(ctx, raid_item(one))}
    return tuple(sorted(found.values(), key=lambda one: (raid_item(one).raised, one.ref)))


def _related(ctx: Context, node: Node) -> list[Node]:
    found = [ctx.plan.find(ref, within=node) for ref in policy_item(node).related]
    return [one for one in found if one is not None and one.kind in {"initiative", "change"}]


def _aim(ctx: Context, change: Node) -> Node | None:
    """The initiative or policy that a change is for."""
    ref = change_item(change).for_
    return ctx.plan.find(ref, "initiative", "policy", within=change) if ref else None
