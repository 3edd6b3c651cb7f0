"""Items by the team that they belong to. Grouped once: a table of teams need not go through every item for each of them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from polops.analyse.context import Context
from polops.plan.plan import Node
from polops.values.ref import fold


def by_team(ctx: Context, nodes: Iterable[Node]) -> Mapping[str, list[Node]]:
    """Items by the folded code of their team, in the order given."""
    found: dict[str, list[Node]] = {}
    for node in nodes:
        found.setdefault(fold(ctx.plan.team(node)), []).append(node)
    return found


def of_team(ctx: Context, kind: str, code: str) -> list[Node]:
    """The items of a kind that belong to a team, in order of place."""
    return ctx.keep((of_team, kind), lambda: by_team(ctx, ctx.plan.nodes(kind))).get(fold(code), [])
