"""A team holds more FTE than its cap.

What it checks
Filled FTE and vacant FTE (approved, open and offered positions) of a team stay within its `headcount_cap` in the org file. The cap of
a team with teams below counts them all. Requested, frozen and closed positions do not count, and neither do vendor seats.

Why it matters
A cap is what leadership agreed to pay for. A position approved beyond it is either not funded, or takes a seat from another team that
does not know it yet.

Example
    - code: mh
      name: Mental Health Policy
      lead: ines.duarte
      headcount_cap: 6             # 5 filled, 1 open, 1 just approved

How to fix
Freeze or close a position, or move one to the team that has room. If the cap itself is to rise, that is a decision: record it, and
change `headcount_cap` in the same change.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from polops.analyse.headcount import VACANT, position_item, positions, team
from polops.analyse.hiring import cap
from polops.analyse.wording import number
from polops.rules import Finding
from polops.source.problem import Severity

if TYPE_CHECKING:
    from collections.abc import Iterator
    from decimal import Decimal

    from polops.analyse.context import Context
    from polops.plan.plan import Node
    from polops.rules import Where
    from polops.source.problem import Route

CODE, NAME, SEVERITY = "HC201", "team-cap", Severity.ERROR
_SHOWN = 5


def check(ctx: Context) -> Iterator[Finding]:
    """The teams that have a cap, each with all teams below it."""
    for node in ctx.plan.nodes("team"):
        limit, left = cap(ctx, node.ref)
        if limit is not None and left is not None and left < 0:
            yield _finding(ctx, node, limit, -left)


def _finding(ctx: Context, node: Node, limit: Decimal, over: Decimal) -> Finding:
    own = team(ctx, node.ref)
    alone = own.fte_filled + own.fte_vacant == limit + over
    who = f"{node.ref} has" if alone else f"{node.ref} and the teams below it have"
    split = f" ({number(own.fte_filled)} filled, {number(own.fte_vacant)} vacant)" if alone else ", filled and vacant"
    message = f"{who} {number(limit + over)} FTE{split}, over the cap of {number(limit)}"
    help_ = f"freeze or close {number(over)} FTE, or raise `headcount_cap` with a decision"
    return Finding(node, message, help_, ("headcount_cap",), related=_vacant(ctx, node.ref))


def _vacant(ctx: Context, code: str) -> tuple[tuple[Where, Route, str], ...]:
    found = [node for node in positions(ctx, code) if position_item(node).status in VACANT]
    return tuple((node, ("status",), f"{node.ref} is {position_item(node).status}") for node in found[:_SHOWN])
