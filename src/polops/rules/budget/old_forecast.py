"""The newest forecast is older than the newest closed month.

What it checks
Fiscal years that are not over and have a forecast: the newest one reaches to the newest closed month (`through`). Years without any
forecast are left alone: their lines use their default methods.

Why it matters
The outlook adds what was spent to what is forecast. A forecast from before the last close knows nothing of what the close brought, and
looks as fresh as any other.

Example
    # forecasts/FY26/2026-05.yaml, while July is closed
    kind: forecast
    fiscal_year: FY26
    through: 2026-05

How to fix
Copy the newest forecast to a file of the closed month, set `through`, and go through its lines with their owners. Lines that nobody
thinks about again may be left out.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from polops.analyse.books import closed_through
from polops.analyse.judged import is_live, unread
from polops.analyse.walk import root
from polops.model.forecast import Forecast
from polops.rules import Finding
from polops.source.problem import Severity
from polops.values.period import Period

if TYPE_CHECKING:
    from collections.abc import Iterator

    from polops.analyse.context import Context

CODE, NAME, SEVERITY = "BUD403", "old-forecast", Severity.WARNING


def check(ctx: Context) -> Iterator[Finding]:
    """The newest forecast of every year that is judged. Nothing while a forecast, which may be newer, could not be read."""
    if "forecast" in unread(ctx):
        return
    newest: dict[str, tuple[str, Forecast]] = {}
    for path, file in ctx.plan.of(Forecast):
        label = ctx.calendar.canonical(file.fiscal_year)
        if label not in newest or file.through.start > newest[label][1].through.start:
            newest[label] = path, file
    for label, (path, file) in newest.items():
        year = ctx.calendar.months(label)
        closed = Period(year.start + closed_through(ctx, year) - 1)
        if year.contains(closed) and is_live(ctx, year) and file.through.start < closed.start:
            message = f"the newest forecast of {label} reaches to {file.through}, though {closed} is closed"
            yield Finding(root(path, file), message, f"write a forecast `through: {closed}`", ("through",))
