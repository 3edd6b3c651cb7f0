"""A clock of an incident was breached.

What it checks
The clocks of the protocol (acknowledge, contain, resolve) of each incident that is not closed: the event came after the limit, or has not
come and the limit is past. Minutes, hours and days run around the clock, business days do not.

Why it matters
The first hours decide how far something spreads. A breach is looked at while people still remember why.

Example
    detected: 2026-07-21T09:30Z
    contained: 2026-07-21T11:05Z         # 95 minutes; the limit of S1 is 1 h

How to fix
Write down what held it up in the after-action review, with an action, and close the incident (`closed:`). For a clock that still runs out:
escalate.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from polops.analyse.incident import STEPS, incident, incident_item
from polops.rules import Finding
from polops.source.problem import Severity

if TYPE_CHECKING:
    from collections.abc import Iterator

    from polops.analyse.context import Context

CODE, NAME, SEVERITY = "INC301", "breached-clock", Severity.WARNING


def check(ctx: Context) -> Iterator[Finding]:
    """The incidents that are not closed."""
    fields = dict(STEPS)
    for node in ctx.plan.nodes("incident"):
        item, numbers = incident_item(node), incident(ctx, node)
        if item.closed is not None and item.closed.date() <= ctx.as_of:
            continue
        for name in numbers.breached:
            clock = numbers.clocks[name]
            took = f"took {clock.elapsed_minutes:,} min" if getattr(item, fields[name]) is not None else "has not happened"
            message = f"{node.ref}: {name} {took} (limit {clock.limit_minutes:,} min)"
            route = (fields[name],) if getattr(item, fields[name]) is not None else ("detected",)
            yield Finding(node, message, "say why in the after-action review, with an action; then close it", route)
