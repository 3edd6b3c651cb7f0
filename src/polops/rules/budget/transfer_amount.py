"""A transfer moves money that is not there.

What it checks
The line that gives keeps at least what is already spent and ordered: its full-year budget after the transfer covers actuals to the
last closed month and open orders. Where a line is short, the latest transfers out of it are reported, as many as make up the
shortfall. The amount is above zero, the months add up to it, and both lines have a budget in that year.

Why it matters
Money given away that an order already claims is spent twice: once by the line that received it, and once when the invoice comes.

Example
    - id: TR-2026-05
      on: 2026-07-20
      from: COE-VEN-01             # 10,000 left after actuals and open orders
      to: COE-TRV-01
      amount: 15_000
      months: {2026-09: 10_000}    # and 5,000 of the amount has no month

How to fix
Move no more than the amount that the message says is free, or close or reduce an order of the giving line first. Correct the months
until they add up. A transfer the other way round is written with `from` and `to` exchanged, not with a minus.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from polops.analyse.books import line_item, transfer_item, transfer_months, transfers
from polops.analyse.context import ZERO
from polops.analyse.judged import live
from polops.analyse.variance import line
from polops.analyse.wording import amount, typed, whole
from polops.rules import Finding
from polops.rules.budget.words import foreign
from polops.source.problem import Severity
from polops.values.ref import fold

if TYPE_CHECKING:
    from collections.abc import Iterator

    from polops.analyse.context import Context
    from polops.plan.plan import Node

CODE, NAME, SEVERITY = "BUD202", "transfer-amount", Severity.ERROR


def check(ctx: Context) -> Iterator[Finding]:
    """Each transfer for itself, then each line that gives."""
    for node in ctx.plan.nodes("transfer"):
        if transfer_item(node).on <= ctx.as_of:
            yield from _amounts(node)
            yield from _lines(ctx, node)
    for node in live(ctx):
        yield from _shortfall(ctx, node)


def _amounts(node: Node) -> Iterator[Finding]:
    item = transfer_item(node)
    if item.amount <= 0:
        help_ = (
            f"exchange `from` and `to`, and write `amount: {typed(-item.amount)}`"
            if item.amount
            else "write the amount, or delete the transfer"
        )
        yield Finding(node, f"{node.ref} moves {amount(item.amount)}, expected an amount above 0", help_, ("amount",))
    total = sum(item.months.values(), ZERO)
    if item.months and total != item.amount:
        message = f"{node.ref} moves {amount(item.amount)}, but its months add up to {amount(total)}"
        yield Finding(node, message, f"correct a month, or write `amount: {typed(total)}`", ("months",))


def _lines(ctx: Context, node: Node) -> Iterator[Finding]:
    item, label = transfer_item(node), node.year
    for field, ref in (("from", item.from_), ("to", item.to)):
        if ctx.plan.line(ref, label) is None and ctx.plan.find(ref, "line") is not None and not ctx.plan.known(ref):
            message = f"{node.ref} moves {amount(item.amount)} {field} {ref}, which has no budget in {label}"
            yield Finding(node, message, f"name a line of {label}, or add {ref} to its budget", (field,))


def _shortfall(ctx: Context, node: Node) -> Iterator[Finding]:
    """The latest transfers out of a line that are more than it had to give."""
    found = transfers(ctx).get((fold(node.ref), node.year), [])
    given = [moved for moved, sign in found if sign < 0 and transfer_item(moved).amount > 0]
    if not given or line_item(node).category == "recharge":
        return
    numbers = line(ctx, node)
    claimed = (numbers.ytd_actual or ZERO) + numbers.committed
    short = claimed - numbers.current
    for moved in sorted(given, key=lambda found: (transfer_item(found).on, found.ref), reverse=True):
        if short <= 0:
            return
        size = sum(transfer_months(ctx, moved), ZERO)
        free = max(ZERO, size - short)
        message = f"{moved.ref} takes {amount(size)} from {node.ref}, which has {whole(free) if free else 'nothing'} to give"
        message += f": {whole(claimed)} are spent or on open orders{foreign(ctx, node)}"
        help_ = f"move at most {whole(free)}" if free else "take the transfer back"
        related = ((node, ("plan",), "the line that gives"),)
        yield Finding(moved, message, f"{help_}, or close an order of {node.ref}", ("amount",), related=related)
        short -= size
