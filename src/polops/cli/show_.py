"""`polops show`: one item, with its computed values and where they come from."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from polops.cli.session import RevOption, Session, color, emit, open_session, width
from polops.source.problem import PolopsError

if TYPE_CHECKING:
    from polops.plan.plan import Node
    from polops.reports.item import ItemView

app = typer.Typer(rich_markup_mode=None, add_completion=False)

EXAMPLES = """\b
Examples:
  polops show mh                         a team: filled, vacant, FTE
  polops show mh/2026-Q3/O1/KR2          a key result: score, expected, pace
  polops show COE-VEN-01                 a budget line: variance, outlook
  polops show HC-MH-004 --json           a position, for scripts
  polops show COE-VEN-01 --rev v2026-07  as a git revision has it
"""


def refs(ctx: typer.Context, incomplete: str) -> list[str]:
    """The references that a shell completes."""
    try:
        root = ctx.find_root().obj
        plan = open_session(root if isinstance(root, Path) else None, None).plan
    except PolopsError:
        return []
    return sorted({node.ref for node in plan.all_nodes() if node.ref.casefold().startswith(incomplete.casefold())})


@app.command(epilog=EXAMPLES)
def show(
    ctx: typer.Context,
    ref: Annotated[str, typer.Argument(metavar="REF", help="An id, or a path such as mh/2026-Q3/O1/KR2.", autocompletion=refs)],
    as_of: Annotated[str | None, typer.Option(metavar="DAY", help="The day to compute for, as 2026-08-10; default: today.")] = None,
    json: Annotated[bool, typer.Option("--json", help="For scripts; the keys are stable.")] = False,
    rev: RevOption = None,
) -> None:
    """Show one item: its fields, where it is defined, what refers to it, and its computed values."""
    session = open_session(ctx.obj, as_of, rev)
    node = find(session, ref)
    from polops.reports.item import view

    found = view(session.context, node)
    emit(_json(session, found) if json else _text(session, found))


def find(session: Session, ref: str) -> Node:
    """The item that a reference names; of a line that recurs, that of the year of the as-of date.

    Raises `PolopsError` with a did-you-mean.
    """
    from polops.values.ref import nearest

    plan = session.plan
    node = plan.line(ref, session.context.year_label) or plan.find(ref)
    if node is not None:
        return node
    near = nearest(ref, [known.ref for known in plan.all_nodes()])
    why = " (its file could not be read: run polops check)" if plan.known(ref) else ""
    raise PolopsError(f"nothing is named '{ref[:80]}'{why}", f"did you mean {near}?" if near else "polops list shows what there is")


def _json(session: Session, found: ItemView) -> bytes:
    from polops.render.page_json import dump

    return dump(
        {
            "ref": found.ref,
            "kind": found.kind,
            "as_of": session.context.as_of.isoformat(),
            "at": found.at,
            "team": found.team,
            "owner": found.owner,
            "fields": found.fields,
            "computed": found.computed,
            "why": found.why,
            "used_by": list(found.used_by),
            "lock": found.lock,
        }
    )


def _text(session: Session, found: ItemView) -> bytes:
    from polops.model.base import TITLES
    from polops.render import Look
    from polops.render.terminal import render
    from polops.reports.page import Column, Page, Row, Section, Table

    def table(key: str, title: str, rows: list[tuple[str, ...]], *labels: str) -> Section:
        columns = tuple(Column(label.lower(), label) for label in labels)
        return Section(key, title, (Table(key, title, columns, tuple(Row(row) for row in rows)),)) if rows else Section(key, title, ())

    uses: list[tuple[str, ...]] = [(str(use["ref"]), str(use["field"]), str(use["at"]).rpartition(":")[0]) for use in found.used_by]
    parts = (
        table("computed", "Computed", [(name.replace("_", " "), _word(value)) for name, value in found.computed.items()], "Value", "Is"),
        table("lock", "Frozen", [(name, _word(value)) for name, value in _lock(found)], "What", "Is"),
        table("fields", "Fields", [(name, _word(value)) for name, value in found.fields.items()], "Field", "Is"),
        table("used_by", "Named by", uses, "Item", "Field", "At"),
    )
    facts = [("Kind", found.kind.replace("_", " ")), ("At", found.at), ("Team", found.team or ""), ("Owner", found.owner or "")]
    facts.append(("Commit", session.commit[:12]))
    title = next((str(said) for field in TITLES if (said := found.fields.get(field))), "")
    day = session.context.as_of.isoformat()
    what = "What decides the status: " if "status" in found.computed else ""
    lead = f"{what or found.why[:1].upper()}{found.why if what else found.why[1:]}." if found.why else ""
    page = Page(
        "show",
        f"{found.ref} · {title}" if title else found.ref,
        (("As of", day), *(fact for fact in facts if fact[1])),
        lead,
        tuple(part for part in parts if part.blocks),
    )
    return render(page, Look(width=width(), color=color()))


def _lock(found: ItemView) -> list[tuple[str, object]]:
    """The lock's facts, the frozen values among them, and each change since."""
    if found.lock is None:
        return []
    values, changes = found.lock["values"], found.lock["changes"]
    rows: list[tuple[str, object]] = [(name, found.lock[name]) for name in ("on", "by", "decision", "file")]
    rows += values.items() if isinstance(values, dict) else []
    return rows + [("changed", each) for each in (changes if isinstance(changes, list) else [])]


def _word(value: object) -> str:
    if value is None:
        return "n/a"
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, dict):
        return ", ".join(f"{key}: {_word(item)}" for key, item in value.items())
    if isinstance(value, list):
        return ("; " if any(isinstance(item, dict) for item in value) else ", ").join(_word(item) for item in value)
    return str(value)
