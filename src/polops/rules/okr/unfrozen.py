"""OKRs are active and not frozen.

What it checks
OKR files that are active more than 14 days after the first day of their period, and of which no lock holds an objective.

Why it matters
Without a lock a target can be lowered in the last week, and nobody will see it in the score. Frozen targets may still move: with a
decision, and in the ledger.

Example
    kind: okrs
    team: mh
    period: 2026-Q3
    status: active        # it is the 20th of July, and locks/ has no okrs-2026-Q3.yaml

How to fix
Have the OKRs approved, write that as a decision, and run `polops freeze okrs 2026-Q3 --decision DEC-…`. A file that came after the
freeze is taken in by the same command with `--again`.
"""

from __future__ import annotations

from datetime import timedelta
from functools import cache
from typing import TYPE_CHECKING

from polops.analyse.frozen import holding, locks_of
from polops.analyse.walk import root
from polops.analyse.wording import counted
from polops.model.okrs import Okrs
from polops.rules import Finding
from polops.source.problem import Severity

if TYPE_CHECKING:
    from collections.abc import Iterator

    from polops.analyse.context import Context

CODE, NAME, SEVERITY = "OKR402", "unfrozen", Severity.WARNING
GRACE = timedelta(days=14)


def check(ctx: Context) -> Iterator[Finding]:
    """Look at every active OKR file whose period has begun."""
    frozen = {key for key, _ in holding(ctx)}
    again = cache(lambda label: " --again" if locks_of(ctx.plan, "okrs", label) else "")
    for path, file in ctx.plan.of(Okrs):
        first = ctx.calendar.period(file.period).first
        if file.status == "active" and file.objectives and ctx.as_of > first + GRACE:
            if any(ctx.plan.key(f"{file.ref()}/{objective.id}") in frozen for objective in file.objectives):
                continue
            label = ctx.calendar.canonical(file.period)
            age = counted((ctx.as_of - first).days, "day")
            message = f"{file.ref()} is active and not frozen, {age} into its period (limit {GRACE.days})"
            yield Finding(root(path, file), message, f"polops freeze okrs {label} --decision DEC-…{again(label)}", ("status",))
