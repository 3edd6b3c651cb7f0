"""Alignment: people and money by objective against its priority and health, what is out of proportion, and the focus index.

Source: domain reference C10, E1.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from polops.analyse.align import FIRST
from polops.analyse.allocation import Alignment, alignment
from polops.analyse.context import ZERO, ratio
from polops.analyse.okr import objective
from polops.analyse.wording import counted, listed, number
from polops.model.okrs import Objective
from polops.reports.frame import page, percent, period, section, wanted
from polops.reports.page import Chart, Column, Page, Row, Table, Tile, Tiles
from polops.values.hidden import is_hidden

if TYPE_CHECKING:
    from decimal import Decimal

    from polops.analyse.allocation import Row as Aligned
    from polops.analyse.context import Context
    from polops.reports import Options
    from polops.reports.page import Cell

FOCUS = "Focus index is the filled FTE on {first} objectives of this quarter over all filled FTE."
SHARES = (
    "A position counts with the share it allocates; what an initiative is given goes to the objectives that it supports. Vacant is "
    "approved, open or offered. FTE share is of the filled FTE of the objective's team."
)
SPEND = (
    "Spend is year to date through the last closed month, of lines without positions behind them: entries tagged for a goal first, then "
    "the line's shares of the rest. Spend share is of all such spend."
)
COST = "Cost adds what the positions' shares cost by the model, without one-time cost."
WITHHELD = "What people cost is left out: it would tell the pay of a few; --audience restricted shows it."
FLAGS = (
    "Flags: a P0 without filled FTE, or with more than {limit} of its FTE vacant; a P2 or P3 with a larger FTE share than some P0; an "
    "objective that nobody and no money serves."
)
_PRIORITIES = ("P0", "P1", "P2", "P3")


def build(ctx: Context, options: Options) -> Page:
    """The page."""
    whole = alignment(ctx, period(ctx, options), options.team)
    rows = [row for row in whole.rows if wanted(ctx, options, row.node)]
    told = not any(is_hidden(row.people) for row in rows)
    goals, by_priority = objectives(ctx, rows, told=told), priorities(ctx, rows)
    sections = (
        section("summary", "At a glance", tiles(ctx, options, whole, rows)),
        section("priorities", "By priority", by_priority, people_chart(by_priority, "priority", "FTE by priority")),
        section("objectives", "By objective", goals, people_chart(goals, "objective", "FTE by objective"), spend_chart(goals)),
        section("over", "More than all of it", over(ctx, options, whole)),
    )
    limit = percent(ctx.settings.thresholds.headcount.priority_vacancy)
    notes = (FOCUS.format(first=" and ".join(FIRST)), SHARES, SPEND, COST if told else WITHHELD, FLAGS.format(limit=limit))
    label = ctx.calendar.label(period(ctx, options))
    lead = sentence(options, whole, rows)
    return page(
        ctx,
        options,
        "align",
        f"Alignment {label}",
        lead=lead,
        sections=sections,
        notes=notes if rows else (),
        codes=("OKR201", "OKR203", "HC304"),
    )


def _everything(options: Options) -> bool:
    """Whether the page is of all teams and the current quarter, of which the focus index is."""
    return not (options.team or options.owner or options.period)


def sentence(options: Options, whole: Alignment, rows: list[Aligned]) -> str:
    """The focus index, how many FTE serve objectives, and what is flagged."""
    if not rows:
        return "No objectives in this selection."
    served = _sums(rows)[0]
    parts = [f"Focus index {percent(whole.focus)}"] if _everything(options) else []
    if options.owner:
        parts.append(f"{number(served)} filled FTE serve {counted(len(rows), 'objective')}")
    else:
        parts.append(
            f"{number(served)} of {number(whole.fte)} filled FTE serve {counted(len(rows), 'objective')}, {number(whole.run)} run the rest"
        )
    flagged = [row.node.ref for row in rows if row.flags]
    parts.append(f"{len(flagged)} flagged: {listed(flagged)}" if flagged else "none is flagged")
    return f"{'; '.join(parts)}."


def tiles(ctx: Context, options: Options, whole: Alignment, rows: list[Aligned]) -> Tiles | None:
    """The focus index, people and money on objectives, and how many are flagged."""
    if not rows:
        return None
    (served, vacant, spend), flagged = _sums(rows), sum(1 for row in rows if row.flags)
    focus = (Tile("Focus index", whole.focus, "ratio", detail=f"of {number(whole.fte)} FTE on {' and '.join(FIRST)}"),)
    return Tiles(
        (
            *(focus if _everything(options) else ()),
            Tile("FTE on objectives", served, "number", "FTE", f"{number(vacant)} vacant"),
            Tile("Spend on objectives", spend, "money", ctx.currency, f"{percent(ratio(spend, whole.spend))} of all spend"),
            Tile("Flagged", flagged, "integer", detail=f"of {counted(len(rows), 'objective')}", status="amber" if flagged else "green"),
        )
    )


def objectives(ctx: Context, rows: list[Aligned], *, told: bool) -> Table:
    """One row an objective: how important and how healthy it is, and who and what serves it."""
    unit = ctx.currency
    cost = (Column("cost", "Cost", "money", unit, "sum", rank=2), Column("cost_share", "Cost share", "ratio", rank=2)) if told else ()
    columns = (
        Column("objective", "Objective", "id"),
        Column("title", "Title", rank=2),
        Column("priority", "Pri"),
        Column("status", "Health", "status"),
        Column("fte_filled", "FTE", "number", total="sum"),
        Column("fte_vacant", "Vacant", "number", total="sum"),
        Column("fte_share", "FTE share", "ratio"),
        Column("spend", "Spend", "money", unit, "sum"),
        Column("spend_share", "Spend share", "ratio", rank=2),
        *cost,
        Column("flags", "Flags"),
        Column("score", "Score", "score", rank=3),
        Column("owner", "Owner", "id", rank=3),
        Column("team", "Team", "id", rank=3),
    )
    made = []
    for row in rows:
        numbers = objective(ctx, row.node)
        money = (row.means.spend + row.people, row.cost_share) if told else ()
        cells: tuple[Cell, ...] = (
            row.node.ref, _title(row), _priority(row), numbers.status, row.means.fte_filled, row.means.fte_vacant, row.fte_share,
            row.means.spend, row.spend_share, *money, ", ".join(row.flags), numbers.score, ctx.plan.owner(row.node) or "",
            ctx.plan.team(row.node),
        )  # fmt: skip
        made.append(Row(cells, ctx.plan.at(row.node), row.node.ref))
    sums = _sums(rows)
    costs = (sums[2] + sum((row.people for row in rows), ZERO), None) if told else ()
    total = Row(("Total", "", "", None, sums[0], sums[1], None, sums[2], None, *costs, "", None, "", ""))
    return Table("objectives", "By objective", columns, tuple(made), total, sheet="Objectives")


def _title(row: Aligned) -> str:
    return str(getattr(row.node.item, "title", ""))


def _priority(row: Aligned) -> str:
    assert isinstance(row.node.item, Objective)  # noqa: S101 - an alignment is of objectives
    return row.node.item.priority


def _sums(rows: list[Aligned]) -> tuple[Decimal, Decimal, Decimal]:
    """Filled FTE, vacant FTE and spend of some objectives."""
    means = [row.means for row in rows]
    return (
        sum((one.fte_filled for one in means), ZERO),
        sum((one.fte_vacant for one in means), ZERO),
        sum((one.spend for one in means), ZERO),
    )


def priorities(ctx: Context, rows: list[Aligned]) -> Table:
    """One row a priority: how many objectives, and what serves them."""
    columns = (
        Column("priority", "Priority"),
        Column("objectives", "Objectives", "integer", total="sum"),
        Column("fte_filled", "FTE filled", "number", total="sum"),
        Column("fte_vacant", "FTE vacant", "number", total="sum"),
        Column("fte_share", "FTE share", "ratio"),
        Column("spend", "Spend", "money", ctx.currency, "sum"),
        Column("spend_share", "Spend share", "ratio"),
    )
    fte, _, spend = _sums(rows)

    def cells(own: list[Aligned]) -> tuple[Cell, ...]:
        filled, vacant, spent = _sums(own)
        return (len(own), filled, vacant, ratio(filled, fte), spent, ratio(spent, spend))

    groups = [(name, [row for row in rows if _priority(row) == name]) for name in _PRIORITIES]
    made = tuple(Row((name, *cells(own))) for name, own in groups if own)
    note = "Shares are of what serves these objectives."
    return Table("priorities", "By priority", columns, made, Row(("Total", *cells(rows))), note, sheet="By priority")


def people_chart(source: Table, label: str, title: str) -> Chart | None:
    """Filled and vacant FTE stacked."""
    return Chart("stacked_bars", title, source, label, ("fte_filled", "fte_vacant")) if len(source.rows) > 1 else None


def spend_chart(source: Table) -> Chart | None:
    """Spend by objective."""
    return Chart("bars", "Spend by objective", source, "objective", ("spend",)) if len(source.rows) > 1 else None


def over(ctx: Context, options: Options, whole: Alignment) -> Table:
    """Positions and budget lines whose shares add up to more than 100 %."""
    columns = (Column("item", "Item", "id"), Column("share", "Given away", "ratio"), Column("team", "Team", "id"))
    found = [(node, share) for node, share in whole.over if wanted(ctx, options, node)]
    rows = tuple(Row((node.ref, share, ctx.plan.team(node)), ctx.plan.at(node), node.ref) for node, share in found)
    return Table("over", "More than all of it", columns, rows, sheet="Over 100 %")
