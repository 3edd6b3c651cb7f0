"""A guardrail metric is red.

What it checks
The latest reading of every metric with `role: guardrail`, against its `red` limit, in the same way as for other metrics.

Why it matters
A guardrail watches what an improvement elsewhere may cost: appeals, false removals, the well-being of reviewers. It matters most when
everything else is going well.

Example
    - id: appeal-overturn-mh
      role: guardrail
      direction: band
      target: [5, 15]
      red: [2, 20]          # and July is 21.3

How to fix
Look for the improvement that it pays for, and slow that down until you know. Record what you decide as a decision that names this
metric in `affects`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from polops.model.metrics import Metric
from polops.rules.kpi.red import of
from polops.source.problem import Severity

if TYPE_CHECKING:
    from collections.abc import Iterator

    from polops.analyse.context import Context
    from polops.rules import Finding

CODE, NAME, SEVERITY = "KPI302", "red-guardrail-metric", Severity.WARNING
_HELP = "look for what it pays for, and record what is decided about it"


def check(ctx: Context) -> Iterator[Finding]:
    """Look at every guardrail."""
    for node in ctx.plan.nodes("metric"):
        if isinstance(node.item, Metric) and node.item.role == "guardrail":
            yield from of(ctx, node, node.item, "is a guardrail and red", _HELP)
