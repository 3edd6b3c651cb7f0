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

from polops.analyse.context import ZERO
from polops.analyse.headcount import VACANT, position_item, positions, team
from polops.model.org import Team
from polops.rules import Finding
from polops.rules.budget.words import number
from polops.source.problem import Severity
from polops.values.ref import fold

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
    """The teams with a cap, each with all teams below it."""
    nodes = {fold(node.ref): node for node in ctx.plan.nodes("team")}
    below = _below(ctx, nodes)
    for code, node in nodes.items():
        cap = _team(node).headcount_cap
        if cap is not None:
            yield from _judge(ctx, node, cap, below[code])


def _team(node: Node) -> Team:
    assert isinstance(node.item, Team)  # noqa: S101 - the index keeps kinds apart
    return node.item


def _below(ctx: Context, nodes: dict[str, Node]) -> dict[str, list[str]]:
    """The codes in each team's subtree, its own first. A team without a parent stands under the root team; a circle ends where it began."""
    root = fold(ctx.settings.root_team or next(iter(nodes), ""))
    found: dict[str, list[str]] = {code: [code] for code in nodes}
    for code in nodes:
        above, seen = code, {code}
        while (above := _above(nodes[above], above, root)) in nodes and above not in seen:
            found[above].append(code)
            seen.add(above)
    return found


def _above(node: Node, code: str, root: str) -> str:
    parent = _team(node).parent
    return fold(parent) if parent else root if code != root else ""


def _judge(ctx: Context, node: Node, cap: Decimal, codes: list[str]) -> Iterator[Finding]:
    counts = [team(ctx, code) for code in codes]
    filled, vacant = sum((count.fte_filled for count in counts), ZERO), sum((count.fte_vacant for count in counts), ZERO)
    if filled + vacant > cap:
        who = node.ref if len(codes) == 1 else f"{node.ref} and the teams below it"
        have = "has" if len(codes) == 1 else "have"
        message = (
            f"{who} {have} {number(filled + vacant)} FTE ({number(filled)} filled, {number(vacant)} vacant), over the cap of {number(cap)}"
        )
        help_ = f"freeze or close {number(filled + vacant - cap)} FTE, or raise `headcount_cap` with a decision"
        yield Finding(node, message, help_, ("headcount_cap",), related=_vacant(ctx, codes))


def _vacant(ctx: Context, codes: list[str]) -> tuple[tuple[Where, Route, str], ...]:
    found = (node for code in codes for node in positions(ctx, code) if position_item(node).status in VACANT)
    return tuple((node, ("status",), f"{node.ref} is {position_item(node).status}") for node, _ in zip(found, range(_SHOWN), strict=False))
