"""An override is two steps better than what was computed.

What it checks
Overrides of the newest updates that are in force: green where the numbers say red.

Why it matters
One step is judgement. Two steps mean that either the numbers or the person is badly wrong, and the reader must know which.

Example
    override:
      - {on: INI-004, rag: green, reason: We will catch up, until: 2026-08-21}      # computed: red

How to fix
Correct the data that makes it red, or say amber and write the path to green.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from polops.analyse.rated import computed
from polops.analyse.update import is_latest, update_item
from polops.rules import Finding
from polops.source.problem import Severity

if TYPE_CHECKING:
    from collections.abc import Iterator

    from polops.analyse.context import Context

CODE, NAME, SEVERITY = "STS301", "bold-override", Severity.WARNING
_RANK = {"complete": 0, "green": 0, "amber": 1, "red": 2}
_BOLD = 2


def check(ctx: Context) -> Iterator[Finding]:
    """The overrides that are in force."""
    for node in ctx.plan.nodes("update"):
        for i, said in enumerate(update_item(node).override if is_latest(ctx, node) else ()):
            found = computed(ctx, said.on, node)
            if said.until < ctx.as_of or found is None or said.rag not in _RANK or found[0] not in _RANK:
                continue
            if _RANK[found[0]] - _RANK[said.rag] >= _BOLD:
                message = f"{said.on} is called {said.rag}, but computes as {found[0]} ({found[1]})"
                yield Finding(node, message, "correct the data, or say amber and write the path to green", ("override", i, "rag"))
