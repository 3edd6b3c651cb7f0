"""Money is spent where nothing is budgeted.

What it checks
Lines that have actuals, but whose budget to the last closed month is 0: nothing was planned for these months, or all of it was moved
away. And entries on a line that has no budget in the fiscal year of the entry, although other years know it. Years for which there is
no budget file at all are left alone, except the current one.

Why it matters
Without a budget there is no percentage and no limit: the spend passes every other check. Often it is a booking on the wrong line or
last year's line that nobody closed in the ledger.

Example
    # the whole plan is for September, but a deposit went out in June
    - id: PP-CAP-02
      name: Review room equipment
      category: capex
      plan: {2026-09: 40_000}

How to fix
If the entry belongs to another line, have it rebooked in the open month. If the spend is right but early, explain it under
`commentary`. If the line is new, give it a budget with a transfer; contingency is spent that way, never directly.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from polops.analyse.books import line_item, months_of, posted
from polops.analyse.context import ZERO, once
from polops.analyse.judged import to_date, unread
from polops.analyse.variance import line
from polops.analyse.walk import root
from polops.analyse.wording import whole
from polops.rules import Finding
from polops.rules.budget.words import foreign, plan_route
from polops.source.problem import Severity
from polops.values.ref import fold

if TYPE_CHECKING:
    from collections.abc import Iterator

    from polops.analyse.books import Posted
    from polops.analyse.context import Context
    from polops.plan.plan import Node
    from polops.rules import Where
    from polops.source.problem import Route

CODE, NAME, SEVERITY = "BUD304", "unbudgeted-spend", Severity.WARNING
_HELP = "rebook it, explain it under `commentary`, or transfer budget to the line"
_DIRECT = "rebook it on the line it is for, with a transfer from contingency"
_SHOWN = 3


def check(ctx: Context) -> Iterator[Finding]:
    """The lines of the year, then the entries that no line of their year takes."""
    for node in to_date(ctx):
        numbers = line(ctx, node)
        if numbers.ytd_budget == 0 and numbers.ytd_actual:
            yield _line(ctx, node)
    for (year, _), entries in _homeless(ctx).items():
        yield _entry(ctx, entries, year)


def _line(ctx: Context, node: Node) -> Finding:
    numbers = line(ctx, node)
    plan = f"all {whole(numbers.current)} are planned for later" if numbers.current else "the year has none"
    message = (
        f"{node.ref} has spent {whole(numbers.ytd_actual or ZERO)} to {numbers.ytd_through} without a budget: {plan}{foreign(ctx, node)}"
    )
    help_ = _DIRECT if line_item(node).category == "contingency" else _HELP
    return Finding(node, message, help_, plan_route(node), related=_booked(ctx, node, numbers.closed))


def _booked(ctx: Context, node: Node, closed: int) -> tuple[tuple[Where, Route, str], ...]:
    start = ctx.calendar.months(node.year).start
    entries = [entry for entry in posted(ctx).get(fold(node.ref), []) if start <= entry.month.start < start + closed]
    return tuple((entry.path, entry.route, f"booked in {entry.month}") for entry in entries[-_SHOWN:])


def _homeless(ctx: Context) -> dict[tuple[str, str], list[Posted]]:
    """Entries by year and line where the year has no such line; by year alone where the current year has no budget at all."""
    found: dict[tuple[str, str], list[Posted]] = {}
    budgeted = {node.year for node in ctx.plan.nodes("line")}
    for ref, entries in posted(ctx).items():
        if ctx.plan.find(ref, "line") is None or ctx.plan.known(ref):
            continue
        for entry in entries:
            year = _year(ctx)[entry.month.start]
            if year in budgeted and ctx.plan.line(ref, year) is None:
                found.setdefault((year, ref), []).append(entry)
            elif year == ctx.year_label and year not in budgeted and "budget" not in unread(ctx):
                found.setdefault((year, ""), []).append(entry)
    return found


@once
def _year(ctx: Context) -> dict[int, str]:
    """The fiscal year of each month of the actuals."""
    return {start: ctx.calendar.label(ctx.calendar.year_of(file.month.first)) for start, (_, file) in months_of(ctx).items()}


def _entry(ctx: Context, entries: list[Posted], year: str) -> Finding:
    first = min(entries, key=lambda entry: (entry.month.start, entry.route))
    names = {fold(entry.entry.line) for entry in entries}
    whose = f"{first.entry.line} has" if len(names) == 1 else f"{len(names)} lines have"
    message = f"{whose} {'1 entry' if len(entries) == 1 else f'{len(entries):,} entries'} in {year}, but no budget in that year"
    return Finding(
        root(first.path, ctx.plan.files[first.path]),
        message,
        f"book it on a line of {year}, or add the budget of {year}",
        (*first.route, "line"),
    )
