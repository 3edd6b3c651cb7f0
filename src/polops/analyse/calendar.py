"""What falls between two days: the dates of every kind of item, gathered (`dates.py` says what a date is)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from polops.analyse.dates import Entry
from polops.analyse.dates_books import BOOKS
from polops.analyse.dates_desk import DESK
from polops.analyse.dates_programme import PROGRAMME

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date

    from polops.analyse.context import Context


def entries(ctx: Context, first: date, last: date) -> list[Entry]:
    """What falls on the days from first to last, both included, in order of day, reference and word."""
    found = [entry for entry in every(ctx) if first <= entry.on <= last]
    return sorted(found, key=lambda entry: (entry.on, entry.ref, entry.what, entry.title))


def every(ctx: Context) -> Iterator[Entry]:
    """Every entry of the plan, in order of kind and place."""
    for kind, dates in (*BOOKS.items(), *PROGRAMME.items(), *DESK.items()):
        for node in ctx.plan.nodes(kind):
            yield from dates(ctx, node)
    yield from _waivers(ctx)


def _waivers(ctx: Context) -> Iterator[Entry]:
    for node in ctx.plan.all_nodes():
        for i, waiver in enumerate(node.item.waive):
            yield Entry(waiver.until, f"waiver of {waiver.code} ends", node.ref, waiver.reason, node, ("waive", i, "until"), waiver.by)
