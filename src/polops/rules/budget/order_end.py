"""A contract ends soon, or outlasts its year.

What it checks
For approved and open orders: the last day to give notice and the last day of the contract, when they lie within the next 30 days; and
a contract that ends after its fiscal year without a `phase` that says how much falls due when, as long as something is open on it.

Why it matters
A contract whose notice day passes unseen renews itself, often at a new price. One that runs into the next year claims this year's
budget for work that next year's has to pay for.

Example
    - id: PO-88163
      vendor: Quillstone Software
      line: PP-SFT-01
      amount: 132_000
      status: open
      end: 2027-06-30
      notice_by: 2026-09-01

How to fix
Decide before the day: give notice, or write the renewal into next year's plan. For a contract that runs on, add what falls due in
which month, as in `phase: {2026-12: 60_000, 2027-06: 72_000}`, or `phase: even`.
"""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from polops.analyse.judged import is_live
from polops.analyse.orders import order, order_item
from polops.analyse.wording import counted, whole
from polops.rules import Finding
from polops.source.problem import Severity

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date

    from polops.analyse.context import Context
    from polops.plan.plan import Node

CODE, NAME, SEVERITY = "BUD205", "order-end", Severity.INFO
_AHEAD = timedelta(days=30)


def check(ctx: Context) -> Iterator[Finding]:
    """The orders that are in force."""
    for node in ctx.plan.nodes("order"):
        if order_item(node).status in {"approved", "open"}:
            yield from _days(ctx, node)
            yield from _later(ctx, node)


def _days(ctx: Context, node: Node) -> Iterator[Finding]:
    item = order_item(node)
    if _soon(ctx, item.notice_by):
        message = f"{node.ref} with {item.vendor} can be ended until {item.notice_by}, {_left(ctx, item.notice_by)}"
        yield Finding(node, message, "give notice by then, or let it renew and plan for it", ("notice_by",))
    if _soon(ctx, item.end):
        open_ = order(ctx, node).open
        rest = f", with {whole(open_)} not drawn" if open_ else ""
        yield Finding(
            node,
            f"{node.ref} with {item.vendor} ends on {item.end}, {_left(ctx, item.end)}{rest}",
            "renew it, or close it after the last invoice",
            ("end",),
        )


def _soon(ctx: Context, day: date | None) -> bool:
    return day is not None and ctx.as_of <= day <= ctx.as_of + _AHEAD


def _left(ctx: Context, day: date | None) -> str:
    days = ((day or ctx.as_of) - ctx.as_of).days
    return f"in {counted(days, 'day')}" if days else "today"


def _later(ctx: Context, node: Node) -> Iterator[Finding]:
    item, label = order_item(node), node.year
    year = ctx.calendar.months(label)
    open_ = order(ctx, node).open
    if item.end and item.end > year.last and item.phase is None and open_ and is_live(ctx, year):
        message = f"{node.ref} runs to {item.end}, after {label}, and does not say when its open {whole(open_)} fall due"
        yield Finding(node, message, "add `phase: even`, or the amounts by month", ("end",))
