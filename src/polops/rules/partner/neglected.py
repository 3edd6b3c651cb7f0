"""A partner was not met in time, or an expert never heard what became of their advice.

What it checks
Partners with a `cadence` whose `last_met` is longer ago than that; and conversations with experts (`expert_consultation`, `roundtable`)
whose input has no disposition, or is still `pending`, 60 days later (`partners.disposition_after`).

Why it matters
Trust is built between the requests, not with them. And experts who never hear back stop coming.

Example
    - {id: STK-LEGAL, name: Legal, type: internal, cadence: 2w, last_met: 2026-07-08}      # today is 10 August

How to fix
Meet, and set `last_met`; or agree on a longer `cadence`. For advice: write `disposition:` and, once they were told, `reply_sent:`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from polops.analyse.wording import counted
from polops.model.stakeholders import Engagement, Stakeholder
from polops.rules import Finding
from polops.source.problem import Severity

if TYPE_CHECKING:
    from collections.abc import Iterator

    from polops.analyse.context import Context

CODE, NAME, SEVERITY = "STK301", "neglected-partner", Severity.INFO
_ADVICE = {"expert_consultation", "roundtable"}


def check(ctx: Context) -> Iterator[Finding]:
    """The partners, and the conversations with experts."""
    off = ctx.settings.holidays
    for node in ctx.plan.nodes("stakeholder"):
        item = node.item
        if not isinstance(item, Stakeholder) or not item.cadence or not item.last_met:
            continue
        if item.cadence.after(item.last_met, off) < ctx.as_of:
            ago = counted((ctx.as_of - item.last_met).days, "day")
            yield Finding(node, f"{node.ref} was last met {ago} ago (every {item.cadence})", "meet, and set last_met", ("last_met",))
    wait = ctx.settings.thresholds.partners.disposition_after
    for node in ctx.plan.nodes("engagement"):
        item = node.item
        if not isinstance(item, Engagement) or item.type not in _ADVICE or not item.input or item.disposition not in {None, "pending"}:
            continue
        if wait.after(item.on, off) < ctx.as_of:
            ago = counted((ctx.as_of - item.on).days, "day")
            message = f"the input of {node.ref} is {ago} old and nothing became of it yet"
            yield Finding(
                node, message, "write disposition: adopted, partly or not_adopted", ("disposition",) if item.disposition else ("input",)
            )
