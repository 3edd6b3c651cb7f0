"""Safeguards were not assessed for a year.

What it checks
Teams with any exposure: the last assessment is no older than 12 months (`wellbeing.assessment`), and a planned one (`next_assessment`) has
not passed. A team that was never assessed is reported too.

Why it matters
What people look at changes faster than a yearly plan, and so does how they bear it.

Example
    exposure: {level: regular, safeguards: [informed_consent], assessed: 2025-05-12}      # today is 10 August 2026

How to fix
Assess with the team, and write `assessed:` and `next_assessment:`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from polops.model.org import Team
from polops.rules import Finding
from polops.source.problem import Severity

if TYPE_CHECKING:
    from collections.abc import Iterator

    from polops.analyse.context import Context

CODE, NAME, SEVERITY = "WEL301", "old-assessment", Severity.WARNING


def check(ctx: Context) -> Iterator[Finding]:
    """The teams that are exposed."""
    rhythm = ctx.settings.thresholds.wellbeing.assessment
    for node in ctx.plan.nodes("team"):
        item = node.item
        found = item.exposure if isinstance(item, Team) else None
        if found is None or found.level == "none":
            continue
        due = rhythm.after(found.assessed, ctx.settings.holidays) if found.assessed else None
        if due is None:
            message = f"the safeguards of {node.ref} were never assessed"
            yield Finding(node, message, "assess them with the team, and write assessed:", ("exposure",), key=True)
        elif due < ctx.as_of:
            message = f"the safeguards of {node.ref} were last assessed on {found.assessed} (every {rhythm})"
            yield Finding(node, message, "assess them with the team, and write assessed:", ("exposure", "assessed"))
        elif found.next_assessment and found.next_assessment < ctx.as_of:
            message = f"the assessment of {node.ref} planned for {found.next_assessment} has passed"
            yield Finding(node, message, "write assessed:, or a new next_assessment:", ("exposure", "next_assessment"))
