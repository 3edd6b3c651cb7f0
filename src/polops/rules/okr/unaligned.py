"""An objective that aligns to nothing above it.

What it checks
Every objective outside the root team names in `aligns_to` an objective or key result of the same or an enclosing period: a quarter's
objective may align to the quarter's or to the year's. Objectives of the root team are the top and need no parent. Nothing is said
while the root team has no OKRs for the period, nor about closed periods and dropped objectives.

Why it matters
An objective that serves nothing above it may be good work that nobody asked for. Aligned to last quarter's objective, it serves one
that is over.

Example
    team: mh
    period: 2026-Q3
    objectives:
      - id: O2
        title: Creators know where a recovery story ends
        aligns_to: pp/2026-Q2/O1      # last quarter's

How to fix
Name the objective or key result that it serves, as in `aligns_to: pp/FY26/O1`. If there is none, ask the root team whether one is
missing or this objective should wait.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from polops.analyse.context import once
from polops.analyse.okr import parent
from polops.analyse.progress import is_dropped, period_of
from polops.model.okrs import Objective, Okrs
from polops.rules import Finding
from polops.source.problem import Severity
from polops.values.ref import fold

if TYPE_CHECKING:
    from collections.abc import Iterator

    from polops.analyse.context import Context
    from polops.plan.plan import Node
    from polops.values.period import Period, Week

CODE, NAME, SEVERITY = "OKR201", "unaligned", Severity.WARNING


def check(ctx: Context) -> Iterator[Finding]:
    """Look at every objective of an open period."""
    for node in ctx.plan.nodes("objective"):
        item = node.item
        if isinstance(node.file, Okrs) and node.file.status != "closed" and isinstance(item, Objective) and not is_dropped(ctx, item):
            yield from _orphan(ctx, node, node.file.team) if item.aligns_to is None else _misaligned(ctx, node, item.aligns_to)


def _orphan(ctx: Context, node: Node, team: str) -> Iterator[Finding]:
    period = period_of(ctx, node)
    if fold(team) == _root(ctx) or not any(_encloses(above, period) for above in _tops(ctx)):
        return
    yield Finding(node, f"{node.ref} aligns to nothing", f"add `aligns_to: {_example(ctx, period)}`, or whichever it serves", ("id",))


def _misaligned(ctx: Context, node: Node, ref: str) -> Iterator[Finding]:
    above = parent(ctx, node)
    if above is None or _encloses(period_of(ctx, above), period_of(ctx, node)):
        return
    own, other = ctx.calendar.label(period_of(ctx, node)), ctx.calendar.label(period_of(ctx, above))
    yield Finding(
        node, f"`aligns_to` names {ref}: {other} does not enclose {own}", f"name an objective of {own} or of its year", ("aligns_to",)
    )


def _encloses(outer: Period | Week, inner: Period | Week) -> bool:
    return outer.first <= inner.first and inner.last <= outer.last


@once
def _root(ctx: Context) -> str:
    """The folded code of the root team: the settings', or the first team."""
    return fold(ctx.settings.root_team or next((node.ref for node in ctx.plan.nodes("team")), ""))


@once
def _tops(ctx: Context) -> dict[Period | Week, str]:
    """The periods for which the root team has OKRs, each with its first objective."""
    found: dict[Period | Week, str] = {}
    for node in ctx.plan.nodes("objective"):
        if fold(ctx.plan.team(node)) == _root(ctx):
            found.setdefault(period_of(ctx, node), node.ref)
    return found


def _example(ctx: Context, period: Period | Week) -> str:
    return next(ref for above, ref in _tops(ctx).items() if _encloses(above, period))
