"""A duty has no legal contact, or no proof that it was met.

What it checks
Every regulation that is not repealed names its `legal` contact, and every day under `done` has `evidence`. Owner and contact are required
by the format.

Why it matters
A regulator asks for the proof, not for the tick.

Example
    done:
      2026-02-28: {on: 2026-02-26}      # no evidence

How to fix
Write `evidence:` with the path or address of the report, the minutes or the receipt; and `legal:` with the person or partner who advises.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from polops.analyse.obligation import obligation_item
from polops.model.obligations import Obligations
from polops.rules import Finding
from polops.source.problem import Severity

if TYPE_CHECKING:
    from collections.abc import Iterator

    from polops.analyse.context import Context

CODE, NAME, SEVERITY = "OBL101", "unproven-obligation", Severity.ERROR


def check(ctx: Context) -> Iterator[Finding]:
    """The regulations, and the duties that were met."""
    for node in ctx.plan.nodes("regulation"):
        item = node.item
        if isinstance(item, Obligations) and item.status != "repealed" and item.legal is None:
            yield Finding(node, f"{node.ref} has no legal contact", "add legal: a person, or a partner such as STK-LEGAL", ("contact",))
    for node in ctx.plan.nodes("obligation"):
        for due, met in obligation_item(node).done.items():
            if not met.evidence:
                message = f"{node.ref} was met on {met.on} without evidence"
                yield Finding(node, message, "add evidence: where the proof lies", ("done", str(due)))
