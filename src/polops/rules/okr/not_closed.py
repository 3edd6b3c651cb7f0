"""A period is over and its OKRs are not closed.

What it checks
OKR files that are still draft or active more than ten days after the last day of their period.

Why it matters
Closing is where a team writes down what it learned and decides what to carry over. Left open, last quarter's objectives go on
collecting check-ins, and the new quarter starts on a feeling.

Example
    kind: okrs
    team: mh
    period: 2026-Q2
    status: active        # and it is August

How to fix
Bring the last values up to date, write `closing: {learned: …}` on each objective, and set `status: closed`. What goes on moves to the
new period with its last value as the baseline.
"""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from polops.analyse.walk import root
from polops.analyse.wording import counted
from polops.model.okrs import Okrs
from polops.rules import Finding
from polops.source.problem import Severity

if TYPE_CHECKING:
    from collections.abc import Iterator

    from polops.analyse.context import Context

CODE, NAME, SEVERITY = "OKR403", "not-closed", Severity.WARNING
GRACE = timedelta(days=10)


def check(ctx: Context) -> Iterator[Finding]:
    """Look at the status of every OKR file whose period is over."""
    for path, file in ctx.plan.of(Okrs):
        last = ctx.calendar.period(file.period).last
        if file.status != "closed" and ctx.as_of > last + GRACE:
            age = counted((ctx.as_of - last).days, "day")
            message = f"{file.ref()} is still {file.status}, {age} after its period ended (limit {GRACE.days})"
            help_ = (
                "write what was learned and `status: closed`" if file.status == "active" else "write `status: closed`, or delete the file"
            )
            yield Finding(root(path, file), message, help_, ("status",))
