"""A waiver has expired, never ends, or waives nothing.

What it checks
Every `waive` entry of living items: its `until` is not over, it ends within a year from the as-of date, and its code is one that
polops has. On closed quarters, past years and other history old waivers may stay.

Why it matters
A waiver is a promise to come back. An expired one says that nobody did, one that runs to 2099 was never meant as a promise, and one
with a mistyped code hides nothing at all while its author thinks that it does.

Example
    waive:
      - {code: HC303, reason: Two candidates in the last round, until: 2026-07-31, by: dana.lee}

How to fix
Mend what was waived and delete the entry. If the exception still stands, have the person in `by` agree to a new `until` within the
next twelve months.
"""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from polops.analyse.life import is_past
from polops.analyse.walk import items
from polops.analyse.wording import counted
from polops.rules import RULES, Finding
from polops.source.problem import Severity
from polops.values.ref import nearest

if TYPE_CHECKING:
    from collections.abc import Iterator

    from polops.analyse.context import Context
    from polops.model.base import Waiver
    from polops.plan.plan import Node

CODE, NAME, SEVERITY = "GEN401", "expired-waiver", Severity.ERROR
LONGEST = timedelta(days=366)


def check(ctx: Context) -> Iterator[Finding]:
    """Look at every waiver of every item that is not history."""
    for node in items(ctx):
        if node.item.waive and not is_past(ctx, node):
            for i, waiver in enumerate(node.item.waive):
                yield from _of(ctx, node, i, waiver)


def _of(ctx: Context, node: Node, i: int, waiver: Waiver) -> Iterator[Finding]:
    days = (ctx.as_of - waiver.until).days
    if days > 0:
        message = f"`until` is {waiver.until}: the waiver of {waiver.code} expired {counted(days, 'day')} ago"
        yield Finding(node, message, f"mend it and delete the waiver, or agree on a new day with {waiver.by}", ("waive", i, "until"))
    elif waiver.until > ctx.as_of + LONGEST:
        message = f"`until` is {waiver.until}: the waiver of {waiver.code} runs for more than a year"
        yield Finding(node, message, f"write a day up to {ctx.as_of + LONGEST}", ("waive", i, "until"), severity=Severity.WARNING)
    if waiver.code not in RULES:
        near = nearest(waiver.code, RULES)
        help_ = f"write {near}" if near else "write the code of the finding, as in GEN401, or delete the waiver"
        yield Finding(node, f"`code` is no check that polops has: {waiver.code[:20]}", help_, ("waive", i, "code"))
