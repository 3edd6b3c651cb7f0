"""Which budget line pays a position, and what the positions of a line cost (domain reference C7 and C9).

A position falls on the line that it names, else on the personnel line of its team's cost centre.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

from polops.analyse.books import NOTHING, Months, line_item
from polops.analyse.context import Context, each, once
from polops.analyse.guard import by_line
from polops.analyse.headcount import VACANT, cost_months, expected_start, one_time, planned_start, position_item
from polops.model.headcount import Position
from polops.model.org import Team
from polops.plan.plan import Node
from polops.values.ref import fold


@once
def _by_line(ctx: Context) -> dict[tuple[str, str], list[Node]]:
    """Positions by folded line and fiscal year: the line that they name, else the one of their team's cost centre in that year."""
    found: dict[tuple[str, str], list[Node]] = {}
    defaults = _default_lines(ctx)
    years = sorted({year for year, _ in defaults})
    for node in ctx.plan.nodes("position"):
        own, center = position_item(node).line, fold(cost_center(ctx, ctx.plan.team(node)))
        for year in years:
            line = own or defaults.get((year, center))
            if line:
                found.setdefault((fold(line), year), []).append(node)
    return found


@once
def _default_lines(ctx: Context) -> dict[tuple[str, str], str]:
    """The line that positions fall on by default, by fiscal year and folded cost centre.

    It is the personnel line with `source: headcount`, else the first personnel line.
    """
    found: dict[tuple[str, str], str] = {}
    for node in ctx.plan.nodes("line"):
        item = line_item(node)
        key = (node.year, fold(getattr(node.file, "cost_center", "")))
        found.setdefault(key, "")
        if item.category == "personnel" and (not found[key] or (item.source == "headcount" and not _sourced(ctx, key, found[key]))):
            found[key] = item.id
    return found


def _sourced(ctx: Context, key: tuple[str, str], ref: str) -> bool:
    found = ctx.plan.line(ref, key[0])
    return found is not None and line_item(found).source == "headcount"


def cost_center(ctx: Context, code: str) -> str:
    """The cost centre that a team spends from: its own, or that of the nearest team above; empty where there is none."""
    seen: set[str] = set()
    while code and fold(code) not in seen:
        seen.add(fold(code))
        found = ctx.plan.find(code, "team")
        item = found.item if found else None
        if not isinstance(item, Team):
            return ""
        if item.cost_center:
            return item.cost_center
        code = item.parent or (ctx.settings.root_team or "")
    return ""


def on_line(ctx: Context, node: Node) -> list[Node]:
    """The positions that a budget line pays."""
    return _by_line(ctx).get((fold(node.ref), node.year), [])


@once
def _by_position(ctx: Context) -> dict[str, dict[int, str]]:
    found: dict[str, dict[int, str]] = {}
    for (line, year), nodes in _by_line(ctx).items():
        found.setdefault(year, {}).update((id(node), line) for node in nodes)
    return found


def lines_of(ctx: Context, year: str) -> dict[int, str]:
    """The folded line that pays each position in a fiscal year, by `id` of its node."""
    return _by_position(ctx).get(year, {})


def has_positions(ctx: Context, node: Node) -> bool:
    """Whether any position falls on a line."""
    return bool(on_line(ctx, node))


def _line_cost(ctx: Context, node: Node, start_of: Callable[[Position], date | None]) -> Months:
    year = ctx.calendar.months(node.year)
    months = list(NOTHING)
    for found in on_line(ctx, node):
        item = position_item(found)
        start = start_of(item)
        for part in (cost_months(ctx, item, start, year), one_time(ctx, start, year)):
            if part is not NOTHING:
                months = [month + cost if cost else month for month, cost in zip(months, part, strict=True)]
    return tuple(months)


@by_line
def planned_cost(ctx: Context, node: Node) -> Months:
    """The plan of a personnel line: its positions from their planned start, one-time cost included.

    Frozen, requested and closed positions plan nothing.
    """
    return _line_cost(ctx, node, lambda item: planned_start(item) if item.status in {"filled", *VACANT} else None)


@by_line
@each
def modelled_cost(ctx: Context, node: Node) -> Months:
    """What a line's positions cost by month as things stand, one-time cost included."""
    return _line_cost(ctx, node, lambda item: expected_start(ctx, item))
