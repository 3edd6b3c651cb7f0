"""A currency has no exchange rate for its year.

What it checks
Every currency other than the reporting currency has a budget rate above zero for the fiscal year in which it is used: in a budget file
or one of its lines, in an entry of the actuals, in an order, and in a cell of the rate card. Each missing rate is reported once, at the
first place that needs it.

Why it matters
One budget rate, fixed for the year, keeps currency movements out of the performance view. An amount without a rate cannot be added to
anything, so it is missing from every total until the rate is there.

Example
    kind: budget
    cost_center: CC-4420
    team: mh
    fiscal_year: FY26
    currency: EUR            # rates.yaml of FY26 has no `fx: {EUR: …}`

How to fix
Add the currency under `fx` in that year's rates file, with the rate that finance fixed: how much of the reporting currency one unit
of the foreign one is worth. If the code is a slip of the pen, correct it where it stands.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from polops.analyse.books import fx, rates
from polops.analyse.judged import unread
from polops.analyse.walk import root
from polops.analyse.wording import counted
from polops.model.actuals import Actuals
from polops.model.budget import Budget
from polops.rules import Finding
from polops.source.problem import Severity
from polops.values.record import dataclass
from polops.values.ref import nearest

if TYPE_CHECKING:
    from collections.abc import Iterator

    from polops.analyse.context import Context
    from polops.plan.plan import Node
    from polops.rules import Where
    from polops.source.problem import Route

CODE, NAME, SEVERITY = "BUD103", "exchange-rate", Severity.ERROR
_SHOWN = 5


@dataclass(frozen=True, slots=True)
class _Use:
    """A place that writes a currency, and the fiscal year whose rate it needs."""

    what: str
    where: Where
    route: Route
    currency: str
    year: str


def check(ctx: Context) -> Iterator[Finding]:
    """Every currency and year, once. Nothing where the rates or the settings could not be read."""
    if unread(ctx).keys() & {"rates", "settings"}:
        return
    missing: dict[tuple[str, str], list[_Use]] = {}
    for use in _uses(ctx):
        if fx(ctx, use.currency, use.year) is None:
            missing.setdefault((use.currency, use.year), []).append(use)
    for places in missing.values():
        yield _finding(ctx, places)
    yield from _worthless(ctx)


def _uses(ctx: Context) -> Iterator[_Use]:
    for path, budget in ctx.plan.of(Budget):
        if budget.currency:
            yield _Use(budget.cost_center, root(path, budget), ("currency",), budget.currency, ctx.calendar.canonical(budget.fiscal_year))
    for kind in ("line", "order"):
        yield from (_Use(node.ref, node, ("currency",), code, node.year) for node in ctx.plan.nodes(kind) if (code := _own(node)))
    yield from _entries(ctx)
    yield from _cells(ctx)


def _own(node: Node) -> str:
    return getattr(node.item, "currency", None) or ""


def _entries(ctx: Context) -> Iterator[_Use]:
    for path, file in ctx.plan.of(Actuals):
        if file.month.first <= ctx.as_of:
            year = ctx.calendar.label(ctx.calendar.year_of(file.month.first))
            yield from (
                _Use(f"an entry on {entry.line}", root(path, file), ("entries", i, "currency"), entry.currency, year)
                for i, entry in enumerate(file.entries)
                if entry.currency
            )


def _cells(ctx: Context) -> Iterator[_Use]:
    for year, (path, card) in rates(ctx).items():
        if card.currency:
            yield _Use("the rate card", root(path, card), ("currency",), card.currency, year)
        for band, row in card.loaded_annual.items():
            for place, (_, code) in row.items():
                if code:
                    yield _Use(f"{band} in {place}", root(path, card), ("loaded_annual", band, place), code, year)


def _finding(ctx: Context, places: list[_Use]) -> Finding:
    first, *more = places
    rest = f" (and {counted(len(more), 'more place')})" if more else ""
    message = f"{first.what} is in {first.currency}, which has no budget rate for {first.year}{rest}"
    related = tuple((use.where, use.route, f"{use.what} needs it too") for use in more[:_SHOWN])
    return Finding(first.where, message, _help(ctx, first.currency, first.year), first.route, related=related)


def _help(ctx: Context, code: str, year: str) -> str:
    line = f"`{code}: {{budget: …}}`, in {ctx.currency} for 1 {code}"
    if year not in rates(ctx):
        return f"add a file of kind rates for {year}, with under `fx`: {line}"
    path, card = rates(ctx)[year]
    near = nearest(code, (known for known in (*card.fx, ctx.currency) if known != code))
    return f"{f'did you mean {near}? Otherwise ' if near else ''}add under `fx` in {path}: {line}"


def _worthless(ctx: Context) -> Iterator[Finding]:
    for year, (path, card) in rates(ctx).items():
        for code, known in card.fx.items():
            for month, rate in known.items():
                if rate <= 0:
                    message = f"{code} has a rate of 0 or less for {year if month == 'budget' else month}, expected one above 0"
                    yield Finding(root(path, card), message, f"write how much {ctx.currency} 1 {code} is worth", ("fx", code, month))
