"""Somebody promises to deliver later than it is needed.

What it checks
Open dependencies that are `promised` for a day after `needed_by`, or whose day of need has passed without `delivered`.

Why it matters
The two dates stand next to each other and contradict each other. One of them will turn out to be wrong, and better now than on the day.

Example
    - {id: D-007, type: dependency, from: STK-PROD, needed_by: 2026-08-14, promised: 2026-08-21}

How to fix
Agree with the partner on an earlier day, or move what waits for it and correct `needed_by`. When it came, add `delivered:`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from polops.analyse import raid
from polops.analyse.wording import counted
from polops.model.raid import Dependency
from polops.rules import Finding
from polops.source.problem import Severity

if TYPE_CHECKING:
    from collections.abc import Iterator

    from polops.analyse.context import Context

CODE, NAME, SEVERITY = "RAID304", "late-dependency", Severity.WARNING


def check(ctx: Context) -> Iterator[Finding]:
    """The open dependencies."""
    for node in raid.entries(ctx, "dependency"):
        item, numbers = node.item, raid.dependency(ctx, node)
        if not isinstance(item, Dependency) or numbers.delivered:
            continue
        if numbers.float_days < 0:
            late = counted(-numbers.float_days, "day")
            message = f"{node.ref} is promised for {item.promised}, {late} after it is needed ({item.needed_by})"
            yield Finding(node, message, f"agree on an earlier day with {item.from_}, or move what waits for it", ("promised",))
        elif item.needed_by < ctx.as_of:
            message = f"{node.ref} was needed by {item.needed_by} and is not delivered"
            yield Finding(node, message, "add delivered: with the day, or a new promised: day", ("needed_by",))
