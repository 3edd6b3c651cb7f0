"""An initiative that serves nothing.

What it checks
Every initiative that is not closed or cancelled supports an objective or a key result, or belongs to a theme of the strategy.

Why it matters
Work without an aim cannot be ranked against other work, and nobody can say when to stop it.

Example
    kind: initiative
    id: INI-009
    stage: delivery
    # neither supports: nor theme:

How to fix
Write `supports:` with the objective or key result that it is for, or `theme:` with the year's theme. If there is none, ask the sponsor
why it is done.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from polops.analyse.schedule import initiative_item
from polops.rules import Finding
from polops.source.problem import Severity

if TYPE_CHECKING:
    from collections.abc import Iterator

    from polops.analyse.context import Context

CODE, NAME, SEVERITY = "MAP201", "without-aim", Severity.WARNING
_OVER = {"closed", "cancelled"}


def check(ctx: Context) -> Iterator[Finding]:
    """The initiatives that are not over."""
    for node in ctx.plan.nodes("initiative"):
        item = initiative_item(node)
        if item.stage not in _OVER and not item.supports and not item.theme:
            message = f"{node.ref} supports no objective and belongs to no theme"
            yield Finding(node, message, "write supports: with what it is for, or theme:", ("name",))
