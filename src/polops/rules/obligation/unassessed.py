"""A coming regulation was not assessed in time.

What it checks
Duties of regulations in `consultation` or `proposed` whose `impact_due` has passed and that have no `position`.

Why it matters
A consultation is the one time that somebody asks. After it, one can only comply.

Example
    status: proposed
    items:
      - {id: age-checks, summary: …, type: design, owner: ines.duarte, impact_due: 2026-07-31}

How to fix
Assess what it would mean, and write the result as `position:`; or agree on a new day with the contact.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from polops.analyse.obligation import obligation_item, regulation
from polops.rules import Finding
from polops.source.problem import Severity

if TYPE_CHECKING:
    from collections.abc import Iterator

    from polops.analyse.context import Context

CODE, NAME, SEVERITY = "OBL303", "unassessed-regulation", Severity.WARNING
_COMING = {"consultation", "proposed"}


def check(ctx: Context) -> Iterator[Finding]:
    """The duties on the horizon."""
    for node in ctx.plan.nodes("obligation"):
        item = obligation_item(node)
        if regulation(node).status in _COMING and item.impact_due and item.impact_due < ctx.as_of and not item.position:
            message = f"the impact of {node.ref} was to be assessed by {item.impact_due}"
            yield Finding(node, message, "assess it, and write position:", ("impact_due",))
