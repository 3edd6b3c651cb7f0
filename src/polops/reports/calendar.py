"""The calendar: every dated thing of the plans between two days, with its owner, what it is and whether it is done or late."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING

from polops.analyse.calendar import entries
from polops.analyse.wording import counted
from polops.reports.desk import home
from polops.reports.frame import page, period, section
from polops.reports.page import Column, Page, Row, Table
from polops.values.period import dated

if TYPE_CHECKING:
    from datetime import date

    from polops.analyse.context import Context
    from polops.analyse.dates import Entry
    from polops.reports import Options

AHEAD = 30
"""How many days are shown from the as-of date on, unless another span is asked for."""
DATES = "Dates are as currently expected: a start as recruiting expects it, a milestone as it is forecast; late is past and not done."


def build(ctx: Context, options: Options) -> Page:
    """The page."""
    first, last = span(ctx, options)
    found = [entry for entry in entries(ctx, first, last) if wanted(ctx, options, entry)]
    title = f"Calendar {dated(first)} to {dated(last)}"
    sections = [section("calendar", "Dates", table(ctx, found))]
    made = page(ctx, options, "calendar", title, lead=sentence(ctx, found), sections=sections, notes=(DATES,) if found else ())
    return replace(made, findings=None)  # a calendar is no place for the findings of its items


def span(ctx: Context, options: Options) -> tuple[date, date]:
    """The first and the last day: the asked ones, or those of the asked period, or the days from the as-of date on."""
    if options.period:
        asked = period(ctx, options)
        return asked.first, asked.last
    first = options.first or ctx.as_of
    return first, options.last or max(first, ctx.as_of) + timedelta(days=AHEAD)


def wanted(ctx: Context, options: Options, entry: Entry) -> bool:
    """Whether an entry passes the filters by team and owner; the owner is the entry's own."""
    if options.team and home(ctx, entry.node).casefold() != options.team.casefold():
        return False
    return not options.owner or entry.owner.casefold() == options.owner.casefold()


def sentence(ctx: Context, found: list[Entry]) -> str:
    """How many dates there are, how many of them are late, and what they are."""
    if not found:
        return "Nothing falls on these days."
    late = sum(1 for entry in found if entry.state(ctx.as_of) == "late")
    kinds = Counter(entry.what for entry in found)
    most = ", ".join(f"{count} {what}" for what, count in sorted(kinds.items(), key=lambda pair: (-pair[1], pair[0]))[:4])
    return f"{counted(len(found), 'date')}{f', {late} late' if late else ''}: {most}{', …' if len(kinds) > 4 else ''}."  # noqa: PLR2004 - a line's worth


def table(ctx: Context, found: list[Entry]) -> Table:
    """One row a date, in order of day."""
    columns = (
        Column("on", "Day", "date"),
        Column("weekday", "Weekday"),
        Column("what", "What"),
        Column("ref", "Item", "id"),
        Column("title", "Title", rank=2),
        Column("owner", "Owner", "id"),
        Column("state", "State"),
        Column("team", "Team", "id", rank=3),
    )
    return Table("calendar", "Calendar", columns, tuple(row(ctx, entry) for entry in found))


def row(ctx: Context, entry: Entry) -> Row:
    """The row of an entry."""
    plan = ctx.plan
    cells = (
        entry.on, entry.on.strftime("%a"), entry.what, entry.ref, entry.title, entry.owner, entry.state(ctx.as_of), home(ctx, entry.node)
    )  # fmt: skip
    return Row(cells, plan.at(entry.node, *entry.route), entry.node.ref)
