"""Targets that were reached too easily, twice running.

What it checks
The mean score of a team's aspirational objectives in its last two closed periods of the same length: both are 0.95 or more.

Why it matters
Aspirational targets are meant to be just out of reach, and 0.6 to 0.7 is a good result. A team that reaches all of them has either
guessed very well or asked too little of itself, and its scores no longer tell which.

Example
    period: 2026-Q1       # mean of aspirational objectives 0.97
    period: 2026-Q2       # and 1.00

How to fix
Set the next period's targets higher than you are sure of. If these goals must be reached, they are commitments: write
`type: committed`. This check only informs.
"""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING

from polops.analyse.context import at_least
from polops.analyse.okr import roll_up
from polops.analyse.progress import period_of
from polops.analyse.wording import score
from polops.model.okrs import Objective, Okrs
from polops.rules import Finding
from polops.source.problem import Severity
from polops.values.period import Period
from polops.values.ref import fold

if TYPE_CHECKING:
    from collections.abc import Iterator

    from polops.analyse.context import Context
    from polops.plan.plan import Node

CODE, NAME, SEVERITY = "OKR405", "too-easy", Severity.INFO
EASY = Decimal("0.95")

Periods = dict[tuple[str, Period], list["Node"]]


def check(ctx: Context) -> Iterator[Finding]:
    """Compare each team's newest closed period with the one before."""
    closed = _closed(ctx)
    for (team, period), nodes in closed.items():
        before = closed.get((team, period.previous()))
        if before is None or (team, period.next()) in closed:
            continue
        now, then = roll_up(ctx, nodes)[0], roll_up(ctx, before)[0]
        if now is not None and then is not None and at_least(now, EASY) and at_least(then, EASY):
            yield _finding(ctx, nodes[0], (period, now), (period.previous(), then))


def _closed(ctx: Context) -> Periods:
    """The aspirational objectives of closed OKRs by folded team and period."""
    found: Periods = {}
    for node in ctx.plan.nodes("objective"):
        period = period_of(ctx, node)
        if _is_closed(node) and getattr(node.item, "type", "") == "aspirational" and isinstance(period, Period):
            found.setdefault((fold(ctx.plan.team(node)), period), []).append(node)
    return found


def _is_closed(node: Node) -> bool:
    return isinstance(node.item, Objective) and isinstance(node.file, Okrs) and node.file.status == "closed"


def _finding(ctx: Context, node: Node, now: tuple[Period, Decimal], then: tuple[Period, Decimal]) -> Finding:
    scores = " and ".join(f"{score(value)} in {ctx.calendar.label(period)}" for period, value in (then, now))
    message = f"{ctx.plan.team(node)} scored {scores} on aspirational objectives: the targets may be too easy"
    return Finding(node.parent or node, message, "aim higher next period, or call these objectives committed", ("period",))
