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
from polops.rules import Finding
from polops.rules.budget.words import is_live, many, names, unread
from polops.source.problem import Severity
from polops.values.period import MONTHS, Period, month_index

if TYPE_CHECKING:
    from collections.abc import Iterator

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
    """The months that should be closed and are not, each unbroken run as one period."""
    closed = [start for start, (_, file) in months_of(ctx).items() if file.status == "closed"]
    until = max(closed, default=0)
    run = 0
    for start in range(year.start, min(year.start + MONTHS, month_index(ctx.as_of) + 1) + 1):
        if start < year.start + MONTHS and start not in closed and (start < until or _is_late(ctx, Period(start))) and not _is_lost(ctx, Period(start)):
            run += 1
        elif run:
            yield Period(start - run, run)
            run = 0


def _is_late(ctx: Context, month: Period) -> bool:
    return ctx.settings.cadence.close_lag.after(month.last, ctx.settings.holidays) < ctx.as_of


def _is_lost(ctx: Context, month: Period) -> bool:
    """Whether a file that could not be read may be this month's."""
    return "actuals" in unread(ctx) and (names(ctx, "actuals", str(month)) or any(str(month) in path for path in ctx.plan.broken))


def _finding(ctx: Context, run: Period) -> Finding:
    first, last = Period(run.start), Period(run.start + run.months - 1)
    months = str(first) if run.months == 1 else f"{first} to {last}"
    verb = "is" if run.months == 1 else "are"
    later = [start for start, (_, file) in months_of(ctx).items() if start > last.start and file.status == "closed"]
    due = ctx.settings.cadence.close_lag.after(first.last, ctx.settings.holidays)
    why = f"though {Period(min(later))} is" if later else f"{'it was' if run.months == 1 else 'the first was'} due on {due}"
    where, route, is_there = _place(ctx, first)
    message = f"{months} {verb} {'not closed' if is_there else 'missing from the actuals' if not later else 'missing'}, {why}{' closed' if later else ''}"
    help_ = f"write `status: closed` in {where} once it is complete" if is_there else f"import {many(run.months, 'month')} of actuals, {first} first, and close {'it' if run.months == 1 else 'them'}"
    return Finding(where, message, help_, route)


def _place(ctx: Context, month: Period) -> tuple[Where, Route, bool]:
    """The month's own file; where there is none, the nearest one before it, or the first there is."""
    known = months_of(ctx)
    if month.start in known:
        return known[month.start][0], ("status",), True
    before = [start for start in known if start < month.start]
    return known[max(before) if before else min(known)][0], ("month",), False
