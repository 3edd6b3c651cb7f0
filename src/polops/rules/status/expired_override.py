"""An override is past its last day.

What it checks
Every entry under `override` of a team's or initiative's newest update has a last day (`until`) that has not passed. Its `reason` is
required by the format.

Why it matters
An override says: I know better than the numbers, for now. Without an end it becomes a second opinion that nobody checks.

Example
    override:
      - {on: INI-004, rag: green, reason: Vendor slot confirmed, until: 2026-08-07}      # today is the 10th

How to fix
Delete the entry: the computed colour counts again already. If it is still wrong, write a new reason and a new day.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from polops.analyse.update import is_latest, update_item
from polops.rules import Finding
from polops.source.problem import Severity

if TYPE_CHECKING:
    from collections.abc import Iterator

    from polops.analyse.context import Context

CODE, NAME, SEVERITY = "STS101", "expired-override", Severity.ERROR


def check(ctx: Context) -> Iterator[Finding]:
    """The overrides of the newest updates."""
    for node in ctx.plan.nodes("update"):
        if not is_latest(ctx, node):
            continue
        for i, said in enumerate(update_item(node).override):
            if said.until < ctx.as_of:
                message = f"the override of {said.on} ended on {said.until}"
                yield Finding(node, message, "delete the entry, or give a new reason and day", ("override", i, "until"))
