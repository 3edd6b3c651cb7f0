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

from polops.analyse.headcount import reports_of
from polops.rules import Finding
from polops.rules.budget.words import many, unread
from polops.source.problem import Severity

if TYPE_CHECKING:
    from collections.abc import Iterator

    from polops.analyse.context import Context

CODE, NAME, SEVERITY = "HC305", "span", Severity.INFO


def check(ctx: Context) -> Iterator[Finding]:
    """The positions that others report to. A missing headcount file makes few reports no finding."""
    low, high = ctx.settings.thresholds.headcount.span
    reports = reports_of(ctx)
    for node in ctx.plan.nodes("position"):
        count = len(reports.get(id(node), ()))
        few = 0 < count < low and "headcount" not in unread(ctx)
        if few or count > high:
            limit = f"fewer than {low}" if few else f"more than {high}"
            yield Finding(node, f"{node.ref} has {many(count, 'direct report')}, {limit}", "", ("id",))
