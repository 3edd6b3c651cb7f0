"""The status of a position does not fit its dates.

What it checks
A filled position has started by the as-of date. An offered one says when it was approved and when the offer was made; an open or
approved one when it was approved; a closed one when it ended. Approval comes before every later step, and nobody is expected to
start before the offer was made.

Why it matters
Status decides whether a position costs money and counts as a head; the dates decide from when, and how long hiring took. Where the two
disagree, one of these figures is wrong, and nothing shows which.

Example
    - id: HC-MH-004
      title: Policy Specialist, disordered eating
      band: P3
      location: SJC
      status: filled
      start: 2026-09-14          # a month from now: the offer is accepted, the seat is not filled

How to fix
Write the status that is true today: `offered` until the first day of work, `filled` from then on. Add the missing date, or correct the
one that is out of order. For a backfill, remove the dates of the round before.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from polops.analyse.headcount import position_item
from polops.rules import Finding
from polops.source.problem import Severity

if TYPE_CHECKING:
    from collections.abc import Iterator

    from polops.analyse.context import Context
    from polops.plan.plan import Node

CODE, NAME, SEVERITY = "HC101", "status-dates", Severity.ERROR
_NEEDS = {"approved": ("approved",), "open": ("approved",), "offered": ("approved", "offered"), "closed": ("end",)}
_STEPS = ("opened", "offered", "accepted")


def check(ctx: Context) -> Iterator[Finding]:
    """Every position: the dates its status needs, then their order."""
    for node in ctx.plan.nodes("position"):
        item = position_item(node)
        lacking = [field for field in _NEEDS.get(item.status, ()) if getattr(item, field) is None]
        if lacking:
            fields = " and ".join(f"`{field}`" for field in lacking)
            yield Finding(
                node, f"{node.ref} is {item.status}, but has no date under {fields}", f"add {fields}, or correct the status", ("status",)
            )
        if item.status == "filled" and item.start and item.start > ctx.as_of:
            message = f"{node.ref} is filled, but starts only on {item.start}"
            yield Finding(node, message, "write `status: offered` until then, or correct the start", ("start",))
        yield from _order(node)


def _order(node: Node) -> Iterator[Finding]:
    """Approval comes first, and nobody is expected before the offer. The steps of a recruitment among themselves are GEN206's."""
    item = position_item(node)
    steps = [(field, day) for field in _STEPS if (day := getattr(item, field))]
    if item.approved and steps and steps[0][1] < item.approved:
        field, day = steps[0]
        message = f"{node.ref} was {field} on {day}, before it was approved on {item.approved}"
        yield Finding(node, message, f"correct `{field}` or `approved`", (field,), related=((node, ("approved",), "the approval"),))
    if item.start and item.status != "filled" and steps and item.start < steps[-1][1]:
        field, day = steps[-1]
        message = f"{node.ref} is to start on {item.start}, before it was {field} on {day}"
        yield Finding(node, message, f"correct `start` or `{field}`", ("start",), related=((node, (field,), "the earlier step"),))
