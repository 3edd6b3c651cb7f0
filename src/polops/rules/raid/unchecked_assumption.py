"""An assumption was not looked at in time.

What it checks
Open assumptions whose `validate_by` has passed and that are not `validated`.

Why it matters
The plan stands on it. The day was chosen so that there is still time to do something else.

Example
    - {id: A-004, type: assumption, title: Volume stays flat, raised: 2026-06-01, validate_by: 2026-07-31}

How to fix
Look. If it holds, add `validated:`; if not, close it and raise the issue or the risk that follows.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from polops.analyse import raid
from polops.rules import Finding
from polops.source.problem import Severity

if TYPE_CHECKING:
    from collections.abc import Iterator

    from polops.analyse.context import Context

CODE, NAME, SEVERITY = "RAID305", "unchecked-assumption", Severity.WARNING


def check(ctx: Context) -> Iterator[Finding]:
    """The open assumptions."""
    for node in raid.entries(ctx, "assumption"):
        if raid.assumption(ctx, node).overdue:
            message = f"{node.ref} was to be checked by {getattr(node.item, 'validate_by', '')} and was not"
            yield Finding(node, message, "add validated: with the day; or close it and raise what follows", ("validate_by",))
