"""A manager has very few or very many reports.

What it checks
Filled positions that report to the same position (`manager`), against `headcount.span` (3 to 12). Positions nobody reports to are no
managers and are left alone.

Why it matters
With one or two reports a layer costs more than it gives; with fifteen nobody gets an hour a month. Neither is wrong in itself, and both
are worth a look when the team is planned.

Example
    # two filled positions name it as their manager
    - id: HC-ADS-001
      title: Policy Manager, Commerce and Ads
      band: M1
      location: SJC
      status: filled
      start: 2023-03-20

How to fix
Nothing, if it is meant: waive it, or widen the limits. Otherwise change `manager` on the positions that should report to somebody
else.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from polops.analyse.headcount import positions
from polops.analyse.hiring import managers
from polops.analyse.judged import unread
from polops.analyse.wording import counted
from polops.rules import Finding
from polops.source.problem import Severity

if TYPE_CHECKING:
    from collections.abc import Iterator

    from polops.analyse.context import Context

CODE, NAME, SEVERITY = "HC305", "span", Severity.INFO


def check(ctx: Context) -> Iterator[Finding]:
    """The positions that others report to. A missing headcount file makes few reports no finding."""
    low, high = ctx.settings.thresholds.headcount.span
    for node, count, side in managers(ctx, positions(ctx)):
        if side == "above" or (side == "below" and "headcount" not in unread(ctx)):
            limit = f"fewer than {low}" if side == "below" else f"more than {high}"
            yield Finding(node, f"{node.ref} has {counted(count, 'direct report')}, {limit}", "", ("id",))
