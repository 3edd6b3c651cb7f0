"""People are not where the priorities are.

What it checks
Objectives of the current quarter in active files, for teams that plan positions. A P0 objective has somebody at work on it today, and
no more than `headcount.priority_vacancy` (25 %) of its people are still to be hired. A P2 or P3 objective has no more filled FTE than
a P0 of the same team. And every objective has people or money; where a P0 or committed one has neither, OKR203 says so. An objective
has one finding at most.

Why it matters
Priorities are what a team says, allocations what it does. When the two part, the first objective waits for a hire while the second
one is fully staffed, and nobody decided that.

Example
    # filled FTE: O1 1.3 and O2 1.4
    objectives:
      - {id: O1, title: Nobody in crisis waits, priority: P0}
      - {id: O2, title: Clearer guidance on body image, priority: P2}

How to fix
Move shares under `allocation` from the lower priority to the higher one until the missing person is there, or change the priorities
if the allocation is what you mean. Both are decisions worth recording.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from polops.analyse.align import of
from polops.analyse.headcount import positions
from polops.analyse.judged import unread
from polops.analyse.okr import objectives
from polops.analyse.progress import is_dropped
from polops.analyse.wording import number, percent
from polops.model.okrs import Objective, Okrs
from polops.rules import Finding
from polops.source.problem import Severity
from polops.values.ref import fold

if TYPE_CHECKING:
    from collections.abc import Iterator

    from polops.analyse.context import Context
    from polops.plan.plan import Node

CODE, NAME, SEVERITY = "HC304", "priority", Severity.WARNING
_FIRST, _LOW = "P0", {"P2", "P3"}


def check(ctx: Context) -> Iterator[Finding]:
    """The objectives of each team, held against its P0s. Nothing while a headcount file, which may allocate people, could not be read."""
    if "headcount" in unread(ctx):
        return
    for nodes in _by_team(ctx).values():
        first = [node for node in nodes if _item(node).priority == _FIRST]
        for node in nodes:
            finding = _p0(ctx, node) if node in first else _other(ctx, node, first)
            if finding:
                yield finding


def _item(node: Node) -> Objective:
    assert isinstance(node.item, Objective)  # noqa: S101 - the index keeps kinds apart
    return node.item


def _by_team(ctx: Context) -> dict[str, list[Node]]:
    found: dict[str, list[Node]] = {}
    for node in objectives(ctx, ctx.quarter):
        active = isinstance(node.file, Okrs) and node.file.status == "active"
        if active and not is_dropped(ctx, _item(node)) and positions(ctx, ctx.plan.team(node)):
            found.setdefault(fold(ctx.plan.team(node)), []).append(node)
    return found


def _p0(ctx: Context, node: Node) -> Finding | None:
    served, limit = of(ctx, node), ctx.settings.thresholds.headcount.priority_vacancy
    if served.empty:
        return None
    people = f"{number(served.fte_filled)} FTE filled, {number(served.fte_vacant)} vacant"
    if not served.fte_filled:
        message = f"{node.ref} is P0, but nobody works on it: {people}"
        return Finding(node, message, "give it a share under `allocation` of somebody who is there", ("priority",))
    share = served.vacant_share
    if share is not None and share > limit:
        message = f"{node.ref} is P0, but {percent(share, limit)} of its people are still to be hired: {people} (limit {percent(limit)})"
        return Finding(node, message, "fill the vacancy first, or move a share of somebody who is there", ("priority",))
    return None


def _other(ctx: Context, node: Node, first: list[Node]) -> Finding | None:
    item, served = _item(node), of(ctx, node)
    if served.empty and item.type != "committed":
        return Finding(node, f"{node.ref} has neither people nor money", "add it to an `allocation` or to `supports`, or drop it", ("id",))
    if item.priority not in _LOW:
        return None
    least = min(first, key=lambda p0: of(ctx, p0).fte_filled, default=None)
    if least is None or served.fte_filled <= of(ctx, least).fte_filled:
        return None
    has, less = number(served.fte_filled), number(of(ctx, least).fte_filled)
    message = f"{node.ref} is {item.priority} and has {has} FTE, more than the P0 {least.ref} with {less}"
    related = ((least, ("priority",), "the P0"),)
    return Finding(node, message, "move a share to the P0, or change the priorities", ("priority",), related=related)
