"""What several reports of the policy desk need: which items pass the filters, and how lists and grids of references are written."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from polops.analyse.review import review
from polops.reports.frame import findings_table
from polops.reports.page import Measure
from polops.values.ref import fold

if TYPE_CHECKING:
    from collections.abc import Iterable

    from polops.analyse.context import Context
    from polops.plan.plan import Node
    from polops.reports import Options
    from polops.reports.page import Page

_ALWAYS, _ROOMY = 4, 10


def home(ctx: Context, node: Node) -> str:
    """The team that an item belongs to: its file's, else that of its owner; empty where neither is known."""
    own = ctx.plan.team(node)
    person = None if own else ctx.plan.find(ctx.plan.owner(node) or "", "person")
    return own or (str(getattr(person.item, "team", "")) if person else "")


def passes(ctx: Context, options: Options, node: Node, team: str) -> bool:
    """Whether an item of a team passes the filters by team and owner."""
    if options.team and fold(team) != fold(options.team):
        return False
    return not options.owner or fold(ctx.plan.owner(node) or "") == fold(options.owner)


def chosen(ctx: Context, options: Options, kind: str) -> list[Node]:
    """The items of a kind that pass the filters, in order of place."""
    return [node for node in ctx.plan.nodes(kind) if passes(ctx, options, node, home(ctx, node))]


def about(ctx: Context, options: Options, made: Page, nodes: Iterable[Node]) -> Page:
    """The page with only the findings that are about some items, or about something in them."""
    there = [fold(node.ref) for node in nodes]
    kept = [one for one in options.findings if any(fold(one.ref) == ref or fold(one.ref).startswith(f"{ref}/") for ref in there)]
    return replace(made, findings=findings_table(kept, ctx) if kept else None)


def refs(nodes: Iterable[Node]) -> str:
    """The references of some items, all of them."""
    return ", ".join(node.ref for node in nodes)


def found(ctx: Context, names: Iterable[str], kind: str, within: Node) -> list[Node]:
    """The items that an item names; those that its readers may not see are left out."""
    nodes = (ctx.plan.find(name, kind, within=within) for name in names)
    return [node for node in nodes if node is not None]


def unique(nodes: Iterable[Node]) -> list[Node]:
    """The items, of those with the same reference (which is an error) only the first: what a grid has columns for."""
    kept: dict[str, Node] = {}
    for node in nodes:
        kept.setdefault(fold(node.ref), node)
    return list(kept.values())


def spoken(name: str) -> str:
    """A word of the plan as it is said: `legal review`."""
    return name.replace("_", " ")


def rank(place: int) -> int:
    """The rank of a column in a grid with a column for each item: the first few are always shown."""
    return 1 if place < _ALWAYS else 2 if place < _ROOMY else 3


def accuracy(ctx: Context, node: Node) -> Measure | None:
    """The accuracy that a review found, in percent with its interval; None of a targeted sample, and where nothing was counted."""
    numbers = review(ctx, node)
    if numbers.accuracy is None or numbers.low is None or numbers.high is None:
        return None
    unsure = numbers.low < ctx.settings.thresholds.quality.accuracy < numbers.high
    return Measure(numbers.accuracy * 100, "%", numbers.low * 100, numbers.high * 100, unsure)
