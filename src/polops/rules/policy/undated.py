"""A practice or document has no review date.

What it checks
Every practice (`type: practice`) and every document of the library says when it was last reviewed. The owner is required by the format.

Why it matters
Without the day nobody can tell current practice from an old habit, and no review ever falls due.

Example
    - {id: LIB-014, title: How we run a calibration, type: practice, owner: sam.okafor, path: library/calibration.md}

How to fix
Read it, and write `reviewed:` with the day.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from polops.analyse.policy import policy_item
from polops.model.library import Doc
from polops.rules import Finding
from polops.source.problem import Severity

if TYPE_CHECKING:
    from collections.abc import Iterator

    from polops.analyse.context import Context

CODE, NAME, SEVERITY = "POL103", "undated-practice", Severity.WARNING


def check(ctx: Context) -> Iterator[Finding]:
    """The practices, and the documents of the library."""
    for node in ctx.plan.nodes("policy"):
        item = policy_item(node)
        if item.type == "practice" and item.status != "retired" and item.reviewed is None:
            yield Finding(node, f"{node.ref} has no review date", f"read it, and write reviewed: {ctx.as_of}", ("title",))
    for node in ctx.plan.nodes("doc"):
        if isinstance(node.item, Doc) and node.item.reviewed is None:
            yield Finding(node, f"{node.ref} has no review date", f"read it, and write reviewed: {ctx.as_of}", ("title",))
