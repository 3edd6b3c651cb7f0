"""The programme's colours in the status report (domain reference C14 and E3): teams by dimension, headlines, overrides."""

from __future__ import annotations

from typing import TYPE_CHECKING

from polops.analyse import okr, progress, rag
from polops.analyse.update import latest, update_item
from polops.reports.frame import period, teams, wanted
from polops.reports.page import Column, Row, Table
from polops.values.period import dated

if TYPE_CHECKING:
    from polops.analyse.context import Context
    from polops.plan.plan import Node
    from polops.reports import Options
    from polops.reports.page import Cell

OVERALL = "Overall is the worst of the dimensions with data; ○ has too little data."
_LETTERS = {"green": "G", "amber": "A", "red": "R", "grey": "–", "complete": "✔"}


def summary(ctx: Context, options: Options) -> tuple[Table, ...]:
    """The colours of the teams, and what each says."""
    return matrix(ctx, options), headlines(ctx, options)


def headline(ctx: Context, options: Options) -> str:
    """The owner's own words: the newest headline of the asked team, else of the root team; empty where there is none.

    Of a period that is over it is the last one that was written for it.
    """
    first = next((node.ref for node in ctx.plan.nodes("team")), "")
    newest = latest(ctx, options.team or ctx.settings.root_team or first, period(ctx, options).last)
    return update_item(newest).headline if newest else ""


def headlines(ctx: Context, options: Options) -> Table:
    """The newest headline of each team, and of which week or month it is."""
    columns = (Column("team", "Team", "id"), Column("headline", "Headline"), Column("period", "Of", "period"))
    rows = []
    for team in teams(ctx, options):
        newest = latest(ctx, team.ref, period(ctx, options).last)
        if newest is not None and wanted(ctx, options, newest):
            said = update_item(newest)
            rows.append(Row((team.ref, said.headline, said.period), ctx.plan.at(newest, "headline"), newest.ref))
    return Table("headlines", "Headlines", columns, tuple(rows))


def matrix(ctx: Context, options: Options) -> Table:
    """One row a team, one column a dimension. Readiness stands there only while something launches."""
    found = [(team, rag.of_team(ctx, team)) for team in teams(ctx, options)]
    known = [(team, colour) for team, colour in found if any(status != "grey" for status, _ in colour.dimensions.values())]
    dimensions = [name for name in rag.DIMENSIONS if any(name in colour.dimensions for _, colour in known)]
    is_overridden = any(colour.override for _, colour in known)
    columns = (
        Column("team", "Team", "id"),
        *(Column(name, "Ready" if name == "readiness" else name.capitalize(), "status") for name in dimensions),
        Column("overall", "Overall", "status"),
        *((Column("override", "Override"),) if is_overridden else ()),
        Column("why", "Why", rank=2),
        Column("name", "Name", rank=3),
    )
    rows = []
    for team, colour in known:
        cells: tuple[Cell, ...] = (
            team.ref,
            *(colour.dimensions.get(name, ("grey", ""))[0] for name in dimensions),
            colour.status,
            *((overridden(colour),) if is_overridden else ()),
            colour.why,
            getattr(team.item, "name", ""),
        )
        rows.append(Row(cells, ctx.plan.at(team), team.ref))
    return Table("teams", "Teams", columns, tuple(rows), note=OVERALL, sheet="Summary")


def overridden(colour: rag.Rag) -> str:
    """A colour beside the computed one: `A→G (override, until 21 Aug)`; empty where nobody overrides it."""
    return said(colour.computed, colour.override) if colour.override else ""


def said(computed: str, given: rag.Given) -> str:
    """What was computed, and what somebody says in its place until when."""
    return f"{_LETTERS[computed]}→{_LETTERS[given.rag]} (override, until {dated(given.until).rpartition(' ')[0]})"


def overrides(ctx: Context, options: Options) -> tuple[Table, ...]:
    """Each override that counts, with its reason."""
    columns = (
        Column("on", "On", "id"),
        Column("override", "Override"),
        Column("reason", "Reason"),
        Column("by", "By", "id"),
        Column("until", "Until", "date", rank=3),
        Column("update", "Update", "id", rank=3),
    )
    rows = []
    for on, given in rag.overrides(ctx):
        node, update = ctx.plan.find(on, "initiative", "team", "objective", "key_result"), ctx.plan.find(given.update, "update")
        if node is not None and update is not None and wanted(ctx, options, update):
            by = given.by or ctx.plan.owner(update) or ""
            cells = (node.ref, said(_computed(ctx, node), given), given.reason, by, given.until, given.update)
            rows.append(Row(cells, ctx.plan.at(update), node.ref))
    return (Table("overrides", "Overrides", columns, tuple(rows)),)


def _computed(ctx: Context, node: Node) -> str:
    """The colour that an override stands beside."""
    if node.kind == "initiative":
        return rag.of_initiative(ctx, node).computed
    if node.kind == "team":
        return rag.of_team(ctx, node).computed
    return okr.objective(ctx, node).status if node.kind == "objective" else progress.key_result(ctx, node).status
