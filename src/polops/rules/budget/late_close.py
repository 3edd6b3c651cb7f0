"""A month is not closed in time.

What it checks
Every month of the fiscal year is closed within `cadence.close_lag` (8 business days) after its last day, and no month before a closed
one is left open or missing. Months that follow one another are reported together. A workspace without any actuals is left alone.

Why it matters
Year to date ends with the last month of the unbroken run of closed months. One open month in spring keeps every later figure out of
every report, and nobody sees why.

Example
    kind: actuals
    month: 2026-06
    status: open             # on 10 August; July is already closed
    source: GL extract 2026-07-08, Li Wei

How to fix
Import the month's actuals, write the commentary the variances ask for, and set `status: closed`. If finance needs longer, agree on it
once and change `cadence.close_lag`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from polops.analyse.books import months_of
from polops.analyse.context import once
from polops.analyse.judged import is_live, names, unread
from polops.analyse.walk import root
from polops.rules import Finding
from polops.source.problem import Severity
from polops.values.period import MONTHS, Period

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date

    from polops.analyse.context import Context
    from polops.rules import Where
    from polops.source.problem import Route

CODE, NAME, SEVERITY = "BUD401", "late-close", Severity.WARNING


def check(ctx: Context) -> Iterator[Finding]:
    """The months of the year so far, and of the last one while its close is still going on."""
    if not months_of(ctx):
        return
    last = ctx.year.previous()
    for year in (last, ctx.year):
        if is_live(ctx, year) and (year == ctx.year or any(year.start <= start < ctx.year.start for start in months_of(ctx))):
            for run in _runs(ctx, year):
                yield _finding(ctx, run)


def _runs(ctx: Context, year: Period) -> Iterator[Period]:
    """The months that should be closed and are not, each unbroken run of them as one period."""
    run = 0
    for month in year.split():
        if _is_overdue(ctx, month):
            run += 1
        elif run:
            yield Period(month.start - run, run)
            run = 0
    if run:
        yield Period(year.start + MONTHS - run, run)


def _is_overdue(ctx: Context, month: Period) -> bool:
    if month.start in _closed(ctx) or _is_lost(ctx, month):
        return False
    return month.start < max(_closed(ctx), default=0) or _due(ctx, month) < ctx.as_of


@once
def _closed(ctx: Context) -> frozenset[int]:
    return frozenset(start for start, (_, file) in months_of(ctx).items() if file.status == "closed")


def _due(ctx: Context, month: Period) -> date:
    return ctx.settings.cadence.close_lag.after(month.last, ctx.settings.holidays)


def _is_lost(ctx: Context, month: Period) -> bool:
    """Whether a file that could not be read may be this month's."""
    return "actuals" in unread(ctx) and (names(ctx, "actuals", str(month)) or any(str(month) in path for path in ctx.plan.broken))


def _finding(ctx: Context, run: Period) -> Finding:
    first, last = Period(run.start), Period(run.start + run.months - 1)
    where, route, exists = _place(ctx, first)
    later = min((start for start in _closed(ctx) if start > run.start), default=None)
    why = f"{'the first ' if run.months > 1 else ''}due on {_due(ctx, first)}" if later is None else f"though {Period(later)} is closed"
    help_ = "complete it and write `status: closed`" if exists else f"import the actuals of {first} and close it"
    if run.months > 1:
        return Finding(where, f"{first} {'and' if run.months == 2 else 'to'} {last} are not closed, {why}", help_, route)  # noqa: PLR2004 - a pair
    return Finding(where, f"{first} {'is not closed' if exists else 'has no actuals'}, {why}", help_, route)


def _place(ctx: Context, month: Period) -> tuple[Where, Route, bool]:
    """The month's own file; where there is none, the nearest before it, or the first there is."""
    known = months_of(ctx)
    if month.start in known:
        return root(*known[month.start]), ("status",), True
    before = [start for start in known if start < month.start]
    return root(*known[max(before) if before else min(known)]), ("month",), False
