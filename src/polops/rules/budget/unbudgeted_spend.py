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

from polops.analyse.books import line_item, posted, year_label
from polops.analyse.variance import line
from polops.rules import Finding
from polops.rules.budget.words import foreign, live, many, plan_route, unread, whole
from polops.source.problem import Severity
from polops.values.ref import fold

if TYPE_CHECKING:
    from collections.abc import Iterator

    from polops.analyse.books import Posted
    from polops.analyse.context import Context
    from polops.plan.plan import Node

CODE, NAME, SEVERITY = "BUD304", "unbudgeted-spend", Severity.WARNING


def check(ctx: Context) -> Iterator[Finding]:
    """The lines of the year, then the entries that no line of their year takes."""
    for node in live(ctx):
        numbers = line(ctx, node)
        if numbers.ytd_budget == 0 and numbers.ytd_actual:
            yield _line(ctx, node)
    for (year, _), entries in _homeless(ctx).items():
        yield _entry(entries, year)


def _line(ctx: Context, node: Node) -> Finding:
    numbers = line(ctx, node)
    spent = f"spent {whole(numbers.ytd_actual)}" if (numbers.ytd_actual or 0) > 0 else f"taken in {whole(-(numbers.ytd_actual or 0))}"
    plan = f"all {whole(numbers.current)} is planned for later" if numbers.current else "nothing is budgeted for the year"
    start = ctx.calendar.months(year_label(ctx, node)).start
    entries = [entry for entry in posted(ctx).get(fold(node.ref), []) if start <= entry.month.start < start + numbers.closed]
    related = tuple((entry.path, entry.route, f"booked in {entry.month}") for entry in entries[-3:])
    direct = line_item(node).category == "contingency"
    help_ = "move the spend to the line it is for, with a transfer from contingency" if direct else "rebook it, explain it under `commentary`, or transfer budget to the line"
    return Finding(node, f"{node.ref} has {spent} to {numbers.ytd_through} against a budget of 0: {plan}{foreign(ctx, node)}", help_, plan_route(node), related=related)


def _homeless(ctx: Context) -> dict[tuple[str, str], list[Posted]]:
    """Entries by year and line where the year has no such line; by year alone where the current year has no budget at all."""
    found: dict[tuple[str, str], list[Posted]] = {}
    budgeted = {year_label(ctx, node) for node in ctx.plan.nodes("line")}
    labels: dict[int, str] = {}
    for ref, entries in posted(ctx).items():
        if ctx.plan.find(ref, "line") is None or ctx.plan.known(ref):
            continue
        for entry in entries:
            year = labels.get(entry.month.start) or labels.setdefault(entry.month.start, ctx.calendar.label(ctx.calendar.year_of(entry.month.first)))
            if year in budgeted and ctx.plan.line(ref, year) is None:
                found.setdefault((year, ref), []).append(entry)
            elif year == ctx.year_label and year not in budgeted and "budget" not in unread(ctx):
                found.setdefault((year, ""), []).append(entry)
    return found


def _entry(entries: list[Posted], year: str) -> Finding:
    first = min(entries, key=lambda entry: (entry.month.start, entry.path, str(entry.route)))
    names = {fold(entry.entry.line) for entry in entries}
    whose = first.entry.line if len(names) == 1 else many(len(names), "line")
    has = f"has {'an entry' if len(entries) == 1 else many(len(entries), 'entries')[:-1]}" if len(names) == 1 else f"have {len(entries):,} entries"
    help_ = f"book it on a line of {year}, or add a budget for {year} that has {whose}"
    return Finding(first.path, f"{whose} {has} in {year}, but no budget there", help_, (*first.route, "line"))
