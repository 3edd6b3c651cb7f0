"""A duty is due soon, or overdue.

What it checks
Each duty of a regulation that is adopted or in force: the first day that was not met lies within 30 days (`policy.due_soon`), which is a
warning, or has passed, which is an error.

Why it matters
A date that a law sets does not move because a team is busy.

Example
    - id: art34-risk
      every: 12mo
      first_due: 2026-08-31            # today is 10 August, and `done` has no entry for it

How to fix
Deliver, and write `done: {2026-08-31: {on: …, evidence: …}}`. If the day is wrong, correct it with Legal.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from polops.analyse.obligation import obligation, obligation_item
from polops.analyse.wording import counted
from polops.rules import Finding
from polops.source.problem import Severity

if TYPE_CHECKING:
    from collections.abc import Iterator

    from polops.analyse.context import Context
    from polops.plan.plan import Node
    from polops.source.problem import Route

CODE, NAME, SEVERITY = "OBL301", "due-obligation", Severity.WARNING


def check(ctx: Context) -> Iterator[Finding]:
    """The duties of regulations that bind."""
    for node in ctx.plan.nodes("obligation"):
        numbers = obligation(ctx, node)
        if numbers.next_due is None or numbers.days is None:
            continue
        fix = f"deliver, and add {numbers.next_due}: {{on: …, evidence: …}} under done"
        if numbers.status == "overdue":
            message = f"{node.ref} was due on {numbers.next_due}, {counted(-numbers.days, 'day')} ago"
            yield Finding(node, message, fix, _route(node), severity=Severity.ERROR)
        elif numbers.status == "due":
            left = f"in {counted(numbers.days, 'day')}" if numbers.days else "today"
            yield Finding(node, f"{node.ref} is due on {numbers.next_due}, {left}", fix, _route(node))


def _route(node: Node) -> Route:
    item = obligation_item(node)
    return ("due",) if item.due is not None else ("first_due",)
