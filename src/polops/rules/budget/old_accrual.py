"""A kept accrual has grown old.

What it checks
Accruals with `keep: true`, which do not come back by themselves in the next month, when they are more than two months old. Kept
accruals on the same line and order that add up to 0 have been released and are left alone.

Why it matters
An accrual is an estimate of an invoice that is on its way. After two months the invoice has either been booked, and the cost counts
twice, or will never come, and the budget is charged for nothing.

Example
    entries:
      - {line: COE-VEN-01, amount: 20_000, accrual: true, keep: true, po: PO-88121}     # in the file of April

How to fix
Ask for the invoice. Then release the accrual in the open month with an entry of the opposite sign that is marked the same way,
`{line: COE-VEN-01, amount: -20_000, accrual: true, keep: true, po: PO-88121}`, and book the invoice as it is.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from polops.analyse.books import posted
from polops.analyse.context import ZERO
from polops.analyse.judged import unread
from polops.analyse.walk import root
from polops.analyse.wording import amount, counted, typed
from polops.rules import Finding
from polops.source.problem import Severity
from polops.values.period import month_index
from polops.values.ref import fold

if TYPE_CHECKING:
    from collections.abc import Iterator
    from decimal import Decimal

    from polops.analyse.books import Posted
    from polops.analyse.context import Context

CODE, NAME, SEVERITY = "BUD402", "old-accrual", Severity.WARNING
_MONTHS = 2


def check(ctx: Context) -> Iterator[Finding]:
    """The kept accruals that nobody released. Nothing while a file of actuals, which may release them, could not be read."""
    if "actuals" in unread(ctx):
        return
    for entries in posted(ctx).values():
        kept = [entry for entry in entries if entry.entry.accrual and entry.entry.keep]
        for entry in _unreleased(kept):
            age = month_index(ctx.as_of) - entry.month.start
            if age > _MONTHS:
                yield _finding(ctx, entry, age)


def _unreleased(kept: list[Posted]) -> Iterator[Posted]:
    sums: dict[tuple[str, str], Decimal] = {}
    for entry in kept:
        sums[_key(entry)] = sums.get(_key(entry), ZERO) + entry.entry.amount
    return (entry for entry in kept if entry.entry.amount * sums[_key(entry)] > 0)


def _key(entry: Posted) -> tuple[str, str]:
    return fold(entry.entry.po or ""), entry.entry.currency or ""


def _finding(ctx: Context, entry: Posted, age: int) -> Finding:
    item = entry.entry
    message = f"{item.line} keeps an accrual of {amount(item.amount)} from {entry.month}, {counted(age, 'month')} old"
    order = f", po: {item.po}" if item.po else ""
    help_ = f"release it in the open month: `{{line: {item.line}, amount: {typed(-item.amount)}, accrual: true, keep: true{order}}}`"
    return Finding(root(entry.path, ctx.plan.files[entry.path]), message, help_, (*entry.route, "keep"))
