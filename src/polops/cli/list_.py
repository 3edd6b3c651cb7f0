"""`polops list`: what there is."""

from __future__ import annotations

from typing import Annotated

import typer

from polops.cli.session import RevOption, Session, color, emit, open_session, width
from polops.source.problem import PolopsError

app = typer.Typer(rich_markup_mode=None, add_completion=False)

EXAMPLES = """\b
Examples:
  polops list                     the kinds, and how many there are of each
  polops list position --team mh
  polops list risk --team mh
  polops list line --json
  polops list position --rev v2026-07
"""
NAMES = {"kr_milestone": "key-result-step", "key_result": "key-result", "seats": "vendor-seats", "change_comms": "change-comms"}
"""How kinds of items are written on the command line, where not by their own name."""
INSIDE = {
    "budget": "line", "headcount": "position", "commitments": "order", "org": "team", "goals": "objective", "raid": "risk",
    "library": "doc", "obligations": "obligation", "roadmap": "initiative", "blockers": "issue", "partners": "stakeholder",
    "policies": "policy", "opportunities": "opportunity", "dependencies": "dependency", "taxonomy": "topic", "people": "person",
}  # fmt: skip
"""The items that a kind of file, or a word for many, is about: `polops list budget` means its lines."""


@app.command("list", epilog=EXAMPLES)
def list_(
    ctx: typer.Context,
    kind: Annotated[
        str, typer.Argument(metavar="[KIND]", help="objective, key-result, metric, line, position, team, initiative, risk, policy, …")
    ] = "",
    team: Annotated[str, typer.Option(metavar="CODE", help="Only this team's.")] = "",
    json: Annotated[bool, typer.Option("--json", help="For scripts.")] = False,
    rev: RevOption = None,
) -> None:
    """List what there is: the kinds, or the items of one kind with title, owner and place."""
    session = open_session(ctx.obj, None, rev)
    if team and session.plan.find(team, "team") is None:
        raise _unknown("team", team, session.plan.refs("team"), "polops list team")
    rows = _items(session, _kind(session, kind), team) if kind else _kinds(session, team)
    if json:
        from polops.render.page_json import dump

        emit(dump(rows))
    else:
        emit(_table(session, rows, kind))


def _kind(session: Session, given: str) -> str:
    """The kind that a word means: with dash or underscore, one or many."""
    word = given.casefold().replace("-", "_").replace(" ", "_")
    named = {name.replace("-", "_"): kind for kind, name in NAMES.items()}
    for candidate in (word, word.removesuffix("s"), word.removesuffix("es")):
        found = INSIDE.get(candidate, named.get(candidate, candidate))
        if found in session.plan.index:
            return found
    raise _unknown("kind", given, [NAMES.get(kind, kind) for kind in session.plan.index], "polops list")


def _unknown(what: str, given: str, known: list[str], command: str) -> PolopsError:
    from polops.values.ref import nearest

    near = nearest(given, known)
    return PolopsError(f"no {what} '{given[:60]}'", f"did you mean {near}?" if near else f"{command} shows them")


def _kinds(session: Session, team: str) -> list[dict[str, object]]:
    counts = {kind: sum(1 for node in session.plan.nodes(kind) if _of(session, node, team)) for kind in session.plan.index}
    return [{"kind": NAMES.get(kind, kind), "count": count} for kind, count in counts.items() if count]


def _of(session: Session, node, team: str) -> bool:  # type: ignore[no-untyped-def]  # noqa: ANN001 - Node would import the plan
    return (
        not team
        or session.plan.team(node).casefold() == team.casefold()
        or (node.kind == "team" and node.ref.casefold() == team.casefold())
    )


def _items(session: Session, kind: str, team: str) -> list[dict[str, object]]:
    from polops.model.base import title_of

    plan = session.plan
    return [
        {
            "ref": node.ref,
            "title": title_of(node.item),
            "status": getattr(node.item, "status", None) or getattr(node.item, "stage", None),
            "team": plan.team(node) or None,
            "owner": plan.owner(node),
            "at": str(plan.at(node)),
        }
        for node in plan.nodes(kind)
        if _of(session, node, team)
    ]


def _table(session: Session, rows: list[dict[str, object]], kind: str) -> bytes:
    from polops.render import Look
    from polops.render.terminal import render
    from polops.reports.page import Column, Page, Row, Section, Table

    if not rows:
        return b"nothing here yet\n"
    keys = [key for key in rows[0] if any(row[key] is not None for row in rows)]
    ranks = {"at": 2, "owner": 2, "team": 2, "status": 2}
    columns = tuple(
        Column(key, key.capitalize(), "integer" if key == "count" else "id" if key in {"ref", "at"} else "text", rank=ranks.get(key, 1))
        for key in keys
    )
    cells = [Row(tuple(row[key] if row[key] is not None else "" for key in keys)) for row in rows]  # type: ignore[misc]  # texts and counts
    title = f"{kind}: {len(rows):,}" if kind else "Kinds"
    facts = (("Commit", session.commit[:12]),) if session.commit else ()
    page = Page(
        "list", f"{session.plan.settings.name} · {title}", facts, "", (Section("list", "", (Table("list", "", columns, tuple(cells)),)),)
    )
    return render(page, Look(width=width(), color=color()))
