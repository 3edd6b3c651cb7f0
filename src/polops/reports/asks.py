"""What is asked of whom: the asks of the newest updates, decisions that wait, dependencies that are promised too late."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from polops.analyse import raid
from polops.analyse.update import is_latest, update_item
from polops.analyse.wording import counted
from polops.model.raid import Dependency
from polops.reports import decisions
from polops.reports.frame import page, section
from polops.reports.page import Column, Page, Row, Table
from polops.values.ref import fold

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date

    from polops.analyse.context import Context
    from polops.plan.plan import Node
    from polops.reports import Options
    from polops.source.problem import Route

NEWEST = "Asks are those of each team's newest update: what is not asked again is not open."


@dataclass(frozen=True, slots=True)
class Ask:
    """Something that somebody is asked for: `to` by `by`, from the team or item `of`."""

    to: str
    what: str
    by: date | None
    of: str
    ref: str
    kind: str
    node: Node
    route: Route = ()


def build(ctx: Context, options: Options) -> Page:
    """The page."""
    found = [ask for ask in asks(ctx) if chosen(ctx, options, ask)]
    sections = (section("asks", "Asks", table(ctx, found)), section("by_whom", "By whom", summary(ctx, found)))
    return page(
        ctx, options, "asks", "Asks", lead=sentence(ctx, found), sections=sections, notes=(NEWEST,) if found else (), codes=("DEC3", "STS")
    )


def asks(ctx: Context) -> list[Ask]:
    """Everything that is asked, the most urgent first; what has no day comes last."""
    found = (*_updates(ctx), *_decisions(ctx), *_dependencies(ctx))
    return sorted(found, key=lambda ask: (ask.by is None, ask.by, ask.to, ask.what))


def _updates(ctx: Context) -> Iterator[Ask]:
    for node in ctx.plan.nodes("update"):
        item = update_item(node)
        for i, ask in enumerate(item.asks if is_latest(ctx, node) else ()):
            yield Ask(ask.to, ask.what, ask.by, item.team or item.initiative or "", ask.ref or "", "help", node, ("asks", i))


def _decisions(ctx: Context) -> Iterator[Ask]:
    for node in decisions.pending(ctx, list(ctx.plan.nodes("decision"))):
        item = decisions.decision(node)
        yield Ask(item.approver, item.title, item.needed_by, item.driver, node.ref, "decision", node)


def _dependencies(ctx: Context) -> Iterator[Ask]:
    for node in raid.entries(ctx, "dependency"):
        item = node.item
        if isinstance(item, Dependency) and not raid.dependency(ctx, node).delivered and raid.dependency(ctx, node).float_days < 0:
            yield Ask(
                item.from_, f"{item.title}: promised for {item.promised}", item.needed_by, item.owner, node.ref, "earlier delivery", node
            )


def chosen(ctx: Context, options: Options, ask: Ask) -> bool:
    """Whether an ask passes the filters: a team asks or is asked, an owner is asked."""
    if options.owner and fold(options.owner) != fold(ask.to):
        return False
    return not options.team or fold(options.team) in {fold(ask.of), fold(ask.to), fold(ctx.plan.team(ask.node))}


def sentence(ctx: Context, found: list[Ask]) -> str:
    """How much is asked of how many, and what is late."""
    if not found:
        return "Nothing is asked of anybody."
    late = sum(1 for ask in found if ask.by is not None and ask.by < ctx.as_of)
    people = len({fold(ask.to) for ask in found})
    whom = counted(people, "partner or person", "partners and people")
    return f"{counted(len(found), 'ask')} of {whom}{f', {late} past their day' if late else ''}."


def table(ctx: Context, found: list[Ask]) -> Table:
    """One row an ask."""
    columns = (
        Column("to", "Of whom", "id"),
        Column("what", "What"),
        Column("by", "By", "date"),
        Column("days_left", "Days left", "integer"),
        Column("kind", "Kind", rank=2),
        Column("about", "About", "id", rank=2),
        Column("of", "Asked by", "id", rank=2),
    )
    rows = (
        Row((ask.to, ask.what, ask.by, (ask.by - ctx.as_of).days if ask.by else None, ask.kind, ask.ref, ask.of),
            ctx.plan.at(ask.node, *ask.route), ask.node.ref)
        for ask in found
    )  # fmt: skip
    return Table("asks", "Asks", columns, tuple(rows))


def summary(ctx: Context, found: list[Ask]) -> Table:
    """How much each is asked for, and by when the first of it is due."""
    grouped: dict[str, list[Ask]] = {}
    for ask in found:
        grouped.setdefault(ask.to, []).append(ask)
    columns = (
        Column("to", "Of whom", "id"),
        Column("name", "Name"),
        Column("asks", "Asks", "integer", total="sum"),
        Column("late", "Past their day", "integer", total="sum"),
        Column("next", "Next", "date"),
    )
    rows = tuple(_of(ctx, to, asked) for to, asked in sorted(grouped.items(), key=lambda pair: (-len(pair[1]), pair[0])))
    late = sum(1 for ask in found if ask.by is not None and ask.by < ctx.as_of)
    return Table("by_whom", "By whom", columns, rows, Row(("Total", None, len(found), late, None)) if len(rows) > 1 else None)


def _of(ctx: Context, to: str, asked: list[Ask]) -> Row:
    node = ctx.plan.find(to, "stakeholder", "person", "team")
    days = [ask.by for ask in asked if ask.by is not None]
    late = sum(1 for day in days if day < ctx.as_of)
    coming = min((day for day in days if day >= ctx.as_of), default=None)
    return Row((to, getattr(node and node.item, "name", "") or "", len(asked), late, coming), ctx.plan.at(node) if node else None)
