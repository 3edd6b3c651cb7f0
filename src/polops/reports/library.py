"""The library: documents and how fresh they are, which teams work by them, and what replaces what (domain reference B4.20)."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from polops.analyse.document import adopters, doc_item, doc_review_due, freshness, superseded_by
from polops.analyse.wording import counted
from polops.reports.desk import about, home, unique
from polops.reports.frame import page, section
from polops.reports.frame import teams as chosen_teams
from polops.reports.page import Column, Page, Row, Table
from polops.values.ref import fold

if TYPE_CHECKING:
    from collections.abc import Sequence

    from polops.analyse.context import Context
    from polops.analyse.document import Freshness
    from polops.plan.plan import Node
    from polops.reports import Options
    from polops.reports.page import Cell

FRESH = "A document is overdue when its last review is longer ago than it says (12 months by default), superseded when another replaces it."
TEAM = "With --team: what somebody of the team keeps, and what the team works by."
_STATES: tuple[Freshness, ...] = ("fresh", "overdue", "never reviewed", "superseded")
_ALWAYS = 8


def build(ctx: Context, options: Options) -> Page:
    """The page."""
    nodes = chosen(ctx, options)
    sections = (
        section("documents", "Documents", documents(ctx, nodes)),
        section("adoption", "Who works by what", adoption(ctx, options, nodes)),
        section("superseded", "Replaced", replaced(ctx, nodes)),
    )
    notes = (FRESH, *((TEAM,) if options.team else ())) if nodes else ()
    made = page(ctx, options, "library", "Library", lead=sentence(ctx, nodes), sections=sections, notes=notes)
    return about(ctx, options, made, nodes)


def chosen(ctx: Context, options: Options) -> list[Node]:
    """The documents that pass the filters, in order of place: of a team those that it keeps or works by."""
    found = []
    for node in ctx.plan.nodes("doc"):
        of_team = not options.team or fold(home(ctx, node)) == fold(options.team) or fold(options.team) in adopters(ctx, node)
        if of_team and (not options.owner or fold(ctx.plan.owner(node) or "") == fold(options.owner)):
            found.append(node)
    return found


def sentence(ctx: Context, nodes: Sequence[Node]) -> str:
    """How many documents are fresh, overdue and superseded, and how many nobody works by."""
    if not nodes:
        return "No documents in this selection."
    states = Counter(freshness(ctx, node) for node in nodes)
    parts = [f"{counted(len(nodes), 'document')}: {', '.join(f'{states[name]} {name}' for name in _STATES if states[name])}"]
    idle = sum(1 for node in nodes if not adopters(ctx, node) and superseded_by(ctx, node) is None)
    parts.append(f"{sum(len(adopters(ctx, node)) for node in nodes)} adoptions by teams")
    parts += [f"{idle} that no team works by"] if idle else []
    return f"{'; '.join(parts)}."


def documents(ctx: Context, nodes: Sequence[Node]) -> Table:
    """One row a document: those whose review is due first at the top."""
    columns = (
        Column("doc", "Document", "id"),
        Column("title", "Title"),
        Column("type", "Type"),
        Column("state", "State"),
        Column("due", "Review due", "date"),
        Column("teams", "Teams", "integer"),
        Column("owner", "Owner", "id", rank=2),
        Column("reviewed", "Reviewed", "date", rank=2),
        Column("days", "Days left", "integer", "days", rank=3),
        Column("every", "Every", rank=3),
        Column("path", "Path", rank=3),
    )
    rows = [_document(ctx, node) for node in nodes]
    rows.sort(key=lambda row: (row.cells[3] == "superseded", row.cells[4] is not None, str(row.cells[4]), row.ref))
    return Table("documents", "Documents", columns, tuple(rows))


def _document(ctx: Context, node: Node) -> Row:
    item, due = doc_item(node), doc_review_due(ctx, doc_item(node))
    cells: tuple[Cell, ...] = (
        node.ref,
        item.title,
        item.type,
        freshness(ctx, node),
        due,
        len(adopters(ctx, node)),
        ctx.plan.owner(node) or "",
        item.reviewed if due is not None else None,
        (due - ctx.as_of).days if due is not None else None,
        str(item.review_every),
        item.path,
    )
    return Row(cells, ctx.plan.at(node), node.ref)


def adoption(ctx: Context, options: Options, nodes: Sequence[Node]) -> Table:
    """Document × team: a sign where the team works by it; documents that another replaces are left out."""
    teams = unique(chosen_teams(ctx, options))
    columns = (
        Column("doc", "Document", "id"),
        *(Column(f"of_{team.ref}", team.ref, rank=1 if i < _ALWAYS else 2) for i, team in enumerate(teams)),
        Column("title", "Title"),
        Column("teams", "Teams", "integer", rank=2),
        Column("last", "Last adopted", "date", rank=3),
    )
    rows = []
    for node in nodes:
        found = adopters(ctx, node)
        if superseded_by(ctx, node) is None and teams:
            signs = ("✔" if fold(team.ref) in found else "·" for team in teams)
            last = max(found.values(), default=None)
            rows.append(Row((node.ref, *signs, doc_item(node).title, len(found), last), ctx.plan.at(node), node.ref))
    return Table(
        "adoption",
        "Who works by what",
        columns,
        tuple(rows),
        note="✔ works by it; documents that another replaces are left out.",
        sheet="Adoption",
    )


def replaced(ctx: Context, nodes: Sequence[Node]) -> Table:
    """One row a document that replaces another: which teams have moved, and which still work by the old one."""
    columns = (
        Column("new", "Document", "id"),
        Column("title", "Title"),
        Column("old", "Replaces", "id"),
        Column("moved", "Work by the new"),
        Column("behind", "Still by the old"),
    )
    rows = []
    for node in nodes:
        old = ctx.plan.find(doc_item(node).supersedes or "", "doc")
        if old is not None:
            moved, before = adopters(ctx, node), adopters(ctx, old)
            behind = [team for team in before if team not in moved]
            cells = (node.ref, doc_item(node).title, old.ref, ", ".join(moved) or "none", ", ".join(behind) or "none")
            rows.append(Row(cells, ctx.plan.at(node), node.ref))
    return Table("superseded", "Replaced", columns, tuple(rows))
