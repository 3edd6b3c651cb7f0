"""An incident contradicts its protocol or itself.

What it checks
The severity of each incident has clocks in its protocol; and its times are in order: detected, then declared and acknowledged, contained,
resolved, closed. Times without a zone are refused by the format.

Why it matters
Clocks that run backwards, or none at all, make every figure about response worthless.

Example
    severity: S1
    detected: 2026-07-21T09:30Z
    acknowledged: 2026-07-21T09:14Z      # before it was detected

How to fix
Correct the time (mind the zone), or add the severity to the protocol's `severities`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from polops.analyse.incident import incident_item
from polops.model.policy import Policy
from polops.rules import Finding
from polops.source.problem import Severity

if TYPE_CHECKING:
    from collections.abc import Iterator

    from polops.analyse.context import Context
    from polops.plan.plan import Node

CODE, NAME, SEVERITY = "INC101", "contradictory-incident", Severity.ERROR
_ORDER = ("detected", "acknowledged", "contained", "resolved", "closed")


def check(ctx: Context) -> Iterator[Finding]:
    """Every incident."""
    for node in ctx.plan.nodes("incident"):
        item = incident_item(node)
        protocol = ctx.plan.find(item.protocol, "policy", within=node)
        if protocol is not None and isinstance(protocol.item, Policy) and item.severity not in protocol.item.severities:
            message = f"{protocol.ref} has no clocks for {item.severity}"
            yield Finding(node, message, f"add {item.severity} under severities of {protocol.ref}, or correct the severity", ("severity",))
        yield from _order(node)


def _order(node: Node) -> Iterator[Finding]:
    item, known = incident_item(node), "detected"
    for name in _ORDER[1:]:
        when = getattr(item, name)
        if when is None:
            continue
        if when < getattr(item, known):
            yield Finding(node, f"{node.ref} was {name} before it was {known}", f"correct {name} or {known}; mind the zone", (name,))
        known = name
    if item.declared is not None and item.declared < item.detected:
        yield Finding(node, f"{node.ref} was declared before it was detected", "correct declared or detected; mind the zone", ("declared",))
