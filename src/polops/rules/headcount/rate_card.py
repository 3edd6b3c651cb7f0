"""The rate card has no rate for a position.

What it checks
The rate card of the fiscal year has an entry for the band and location of every position that costs something in it: filled, or
approved, open or offered with a start within the year. A missing entry is reported once, at the first position that needs it; a year
without any rate card once for all. Positions with a `rate` of their own need no entry, only the card if there are any.

Why it matters
A position without a rate costs nothing in the plan and in the outlook, and the personnel line looks better than it is by a whole
salary.

Example
    # loaded_annual: {P2: {SJC: …, DUB: …}}
    - id: HC-MH-007
      title: Policy Specialist, crisis escalation
      band: P2
      location: SIN              # there is no P2 in SIN
      status: open
      planned_start: 2026-11-02

How to fix
Ask your HR or finance partner for the loaded annual cost of that band in that place, and have them add it to the restricted rates
file. If band or location is a slip, correct it in the position. Messages never show an amount of the card.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from polops.analyse.books import rates
from polops.analyse.headcount import position, position_item
from polops.analyse.judged import unread
from polops.analyse.wording import counted
from polops.rules import Finding
from polops.source.problem import Severity
from polops.values.ref import fold, nearest

if TYPE_CHECKING:
    from collections.abc import Iterator

    from polops.analyse.context import Context
    from polops.model.rates import Rates
    from polops.plan.plan import Node

CODE, NAME, SEVERITY = "HC203", "rate-card", Severity.ERROR
_SHOWN = 5


def check(ctx: Context) -> Iterator[Finding]:
    """The positions without a cost, by the entry they need. Nothing while a rate card could not be read."""
    if "rates" in unread(ctx):
        return
    path, card = rates(ctx).get(ctx.year_label, ("", None))
    missing: dict[tuple[str, str], list[Node]] = {}
    for node in ctx.plan.nodes("position"):
        item = position_item(node)
        if ctx.plan.find(item.location, "location") is None:
            continue  # reported as a reference to nothing
        known = item.rate is not None or (card is not None and _has(card, item.band, item.location))
        if (card is None or not known) and None in position(ctx, node).cost_by_month:
            missing.setdefault((fold(item.band), fold(item.location)) if card else ("", ""), []).append(node)
    for nodes in missing.values():
        yield _entry(nodes, path, card) if card else _card(ctx, nodes)


def _has(card: Rates, band: str, location: str) -> bool:
    places = next((row for known, row in card.loaded_annual.items() if fold(known) == fold(band)), {})
    return any(fold(place) == fold(location) for place in places)


def _card(ctx: Context, nodes: list[Node]) -> Finding:
    year = ctx.year_label
    message = f"{nodes[0].ref} has no rate, because {year} has no rate card ({counted(len(nodes), 'position')} without a cost)"
    return Finding(nodes[0], message, f"add a file of kind rates with `fiscal_year: {year}`, in the restricted folder", ("band",))


def _entry(nodes: list[Node], path: str, card: Rates) -> Finding:
    first, *more = nodes
    item = position_item(first)
    rest = f" (and {counted(len(more), 'more position')})" if more else ""
    message = f"{first.ref} is in band {item.band} in {item.location}, for which {path} has no rate{rest}"
    known = fold(item.band) in {fold(band) for band in card.loaded_annual}
    near = "" if known else nearest(item.band, card.loaded_annual)
    help_ = f"{f'did you mean {near}? Otherwise ' if near else ''}have `{item.location}: …` added under `{item.band}` in the rate card"
    related = tuple((node, ("band",), f"{node.ref} needs it too") for node in more[:_SHOWN])
    return Finding(first, message, help_, ("band",), related=related)
