"""The counts of a position or of vendor seats are impossible.

What it checks
The FTE of a position is more than 0 and at most 1. Vendor seats are 0 or more, and no more of them are filled than planned. The people
who held a position held it one after the other: no two stints of its history, the current one included, share a day.

Why it matters
Heads at the start plus starts minus leavers must give heads at the end. An overlap counts one seat twice in between, and the bridge
that HR and finance compare every month no longer closes.

Example
    - id: HC-COE-007
      title: Consistency analyst
      band: P2
      location: DUB
      status: filled
      start: 2026-04-13
      history:
        - {from: 2024-02-01, to: 2026-04-30}     # left two weeks after the successor began

How to fix
Correct the dates; for a hand-over with both people in place, plan a second position for these weeks. Write part-time work as `fte:
60%`. Raise the planned seats if the vendor was asked for more.
"""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING

from polops.analyse.headcount import position_item
from polops.analyse.movement import stints
from polops.analyse.wording import number, percent
from polops.model.headcount import VendorSeats
from polops.rules import Finding
from polops.source.problem import Severity

if TYPE_CHECKING:
    from collections.abc import Iterator

    from polops.analyse.context import Context
    from polops.plan.plan import Node
    from polops.source.problem import Route

CODE, NAME, SEVERITY = "HC102", "counts", Severity.ERROR


def check(ctx: Context) -> Iterator[Finding]:
    """Every position, then every group of seats."""
    for node in ctx.plan.nodes("position"):
        fte = position_item(node).fte
        if not 0 < fte <= 1:
            yield Finding(
                node,
                f"{node.ref} has an FTE of {percent(fte)}, expected more than 0 and at most 100 %",
                "write `fte: 100%`, or less",
                ("fte",),
            )
        if position_item(node).history:
            yield from _overlaps(node)
    for node in ctx.plan.nodes("seats"):
        yield from _seats(node)


def _overlaps(node: Node) -> Iterator[Finding]:
    item = position_item(node)
    runs = sorted((run, _route(i, len(item.history))) for i, run in enumerate(stints(item)))
    for i, ((first, last), route) in enumerate(runs[1:]):
        (_, until), former = runs[i]
        if first <= until and first <= last:
            said = f"until {until}" if until.year < first.max.year else "without an end"
            message = f"{node.ref} is held from {first} on, while it is still held {said} by the one before"
            yield Finding(
                node,
                message,
                "end the former stint the day before, or start the later one after it",
                route,
                related=((node, former, "the one before"),),
            )


def _route(i: int, formers: int) -> Route:
    return ("history", i, "from") if i < formers else ("start",)


def _seats(node: Node) -> Iterator[Finding]:
    item = node.item
    assert isinstance(item, VendorSeats)  # noqa: S101 - the index keeps kinds apart
    below = [(field, count) for field, count in (("plan", item.plan), ("filled", item.filled)) if count < 0]
    for field, count in below:
        yield Finding(
            node, f"{node.ref} has {number(Decimal(count))} seats under `{field}`, expected 0 or more", "write 0 or more", (field,)
        )
    if item.filled > item.plan and not below:
        message = f"{node.ref} has {item.filled:,} seats filled, more than the {item.plan:,} planned"
        yield Finding(node, message, f"write `plan: {item.filled}`, or correct `filled`", ("filled",))
