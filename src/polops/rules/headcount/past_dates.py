"""A date that was expected has passed.

What it checks
Three dates that lie before the as-of date although the status says they are still to come: the expected start of a position that is
approved, open or offered (`start`, or `planned_start` where there is none); an offer or its acceptance on a position that is not even
`offered`; the last day of a position that is still `filled`.

Why it matters
Costs count a late starter from today and a leaver not at all after the last day. Both are guesses as long as the file does not say
what happened, and the outlook moves a little every night.

Example
    - id: HC-YS-007
      title: Policy Specialist, age assurance
      band: P3
      location: SIN
      status: open
      planned_start: 2026-07-06
      start: 2026-08-03          # a week ago on 10 August

How to fix
Write what is true: a new expected start, `status: filled` for somebody who came, a later `end` for somebody who stayed. For somebody
who left, close the position, or move the dates to `history` and open it again with `reason: backfill`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from polops.analyse.headcount import VACANT, position_item
from polops.analyse.wording import counted
from polops.rules import Finding
from polops.source.problem import Severity

if TYPE_CHECKING:
    from collections.abc import Iterator

    from polops.analyse.context import Context
    from polops.plan.plan import Node

CODE, NAME, SEVERITY = "HC401", "past-dates", Severity.WARNING


def check(ctx: Context) -> Iterator[Finding]:
    """The positions that are vacant, then those that are filled."""
    for node in ctx.plan.nodes("position"):
        status = position_item(node).status
        if status in VACANT:
            yield from _start(ctx, node)
            yield from _offer(ctx, node)
        elif status == "filled":
            yield from _end(ctx, node)


def _start(ctx: Context, node: Node) -> Iterator[Finding]:
    item = position_item(node)
    start = item.start or item.planned_start
    if start and start < ctx.as_of:
        message = f"{node.ref} was expected on {start}, {counted((ctx.as_of - start).days, 'day')} ago, and is still {item.status}"
        yield Finding(
            node, message, "write the new expected `start`, or `status: filled`", ("start",) if item.start else ("planned_start",)
        )


def _offer(ctx: Context, node: Node) -> Iterator[Finding]:
    item = position_item(node)
    for field, day in (("offered", item.offered), ("accepted", item.accepted)):
        if day and day < ctx.as_of and item.status != "offered":
            message = f"{node.ref} was {field} on {day}, but is still {item.status}"
            yield Finding(node, message, f"write `status: offered`, or remove `{field}` if the offer fell through", (field,))
            return


def _end(ctx: Context, node: Node) -> Iterator[Finding]:
    end = position_item(node).end
    if end and end < ctx.as_of:
        message = f"{node.ref} ended on {end}, {counted((ctx.as_of - end).days, 'day')} ago, but is still filled"
        yield Finding(node, message, "close it, open it again as a backfill, or write the later `end`", ("end",))
