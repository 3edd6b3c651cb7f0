"""`polops diff`: what changes between two states of the plans, of which class it is, and what it does."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Annotated, Any

import typer

from polops.cli.session import color, emit, width
from polops.source.problem import PolopsError

if TYPE_CHECKING:
    from polops.analyse.classify import Judged
    from polops.analyse.moved import Effects
    from polops.cli.sides import Side
    from polops.reports.item import Plain

app = typer.Typer(rich_markup_mode=None, add_completion=False)

CLASSES = ("commitment", "plan", "record", "cosmetic")
EXAMPLES = """\b
Examples:
  polops diff                           since the branch left main
  polops diff main                      the files here against main
  polops diff v2026-06 v2026-07         two revisions
  polops diff 2026-06-30..2026-08-10    two days: the last commit of each
  polops diff --item COE-VEN-01         one item, and what is inside it
  polops diff --class commitment --json

\b
Classes:
  commitment  a frozen value, or a weaker promise after its cycle began
  plan        a value that no lock guards
  record      a check-in, a reading, an actual, an approval
  cosmetic    order, layout, comments, moved files, renamed ids

\b
Exit codes:
  0  compared
  1  compared, but a file of one side cannot be read
  2  wrong usage, or a side that is not there
  3  a bug in polops
"""


def _refs(ctx: typer.Context, incomplete: str) -> list[str]:
    from polops.cli.show_ import refs

    return refs(ctx, incomplete)


@app.command(epilog=EXAMPLES)
def diff(
    ctx: typer.Context,
    base: Annotated[
        str | None, typer.Argument(metavar="[BASE]", help="A revision or a day, or BASE..HEAD; default: where the branch began.")
    ] = None,
    head: Annotated[str | None, typer.Argument(metavar="[HEAD]", help="A revision or a day; default: the files here.")] = None,
    item: Annotated[str | None, typer.Option(metavar="REF", help="Only this item, and what is inside it.", autocompletion=_refs)] = None,
    team: Annotated[str | None, typer.Option(metavar="CODE", help="Only this team's items.")] = None,
    class_: Annotated[
        list[str] | None,
        typer.Option("--class", metavar="CLASS", help="Only these classes; may be repeated.", autocompletion=lambda: list(CLASSES)),
    ] = None,
    as_of: Annotated[str | None, typer.Option(metavar="DAY", help="The day to compute both sides for; default: today.")] = None,
    effects: Annotated[bool, typer.Option("--effects/--no-effects", help="Compute what the changes do; without, only list them.")] = True,
    json: Annotated[bool, typer.Option("--json", help="For scripts; the keys are stable.")] = False,
) -> int:
    """Show what changes in the plans, of which class each change is and why, and what it does to money, people and scores."""
    from polops.analyse.classify import classify
    from polops.analyse.diff import changes_of
    from polops.analyse.match import Matching
    from polops.analyse.moved import Effects
    from polops.cli.sides import open_sides

    classes = _classes(class_)
    old, new = open_sides(ctx.obj, base, head, as_of, whole=effects or bool(item or team))
    matching = Matching(old.session.plan, new.session.plan)
    every = changes_of(matching)
    found = _effects(old, new, matching, every) if effects else Effects()
    judged: Sequence[Judged] = classify(every, old.session.context, new.session.context)
    if item or team:
        from polops.cli.diff_scope import only

        judged, found = only(old.session, new.session, judged, found, item, team)
    judged = [each for each in judged if each.class_ in classes]
    emit(_json(old, new, judged, found) if json else _text(old, new, judged, found))
    return 1 if any(each.what == "unreadable" for each in every) else 0


def _classes(given: Sequence[str] | None) -> tuple[str, ...]:
    """The classes of an option that may be repeated or hold commas."""
    from polops.values.ref import nearest

    found = tuple(word.strip().casefold() for part in given or () for word in part.split(",") if word.strip())
    for word in found:
        if word not in CLASSES:
            near = nearest(word, CLASSES)
            raise PolopsError(f"no class '{word[:40]}'", f"did you mean {near}?" if near else f"classes: {', '.join(CLASSES)}")
    return found or CLASSES


def _effects(old: Side, new: Side, matching: Any, changes: Any) -> Effects:  # noqa: ANN401 - imported when used
    """What the changes do; of the newer side with what only a comparison finds, such as an edited reading."""
    from polops.analyse.context import Context
    from polops.analyse.effects import effects
    from polops.cli.check_ import findings

    context = new.session.context
    compared = replace(new.session, context=Context(context.plan, context.as_of, base=old.session.plan))
    problems = [findings(session) for session in (old.session, compared)]
    return effects(old.session.context, compared.context, matching, changes, (problems[0], problems[1]))


def _facts(old: Side, new: Side) -> list[tuple[str, str]]:
    days = [side.session.context.as_of.isoformat() for side in (old, new)]
    same = days[0] == days[1]
    facts = [("From", old.name if same else f"{old.name} as of {days[0]}"), ("to", new.name if same else f"{new.name} as of {days[1]}")]
    return [*facts, ("As of", days[1])] if same else facts


def _text(old: Side, new: Side, judged: Sequence[Judged], found: Effects) -> bytes:
    from polops.render import Look
    from polops.render.terminal import render
    from polops.reports.difference import build

    unread = sorted({each.change.ref for each in judged if each.change.what == "unreadable"})
    notes = [f"{path} cannot be read on one side: what it changes is not known. polops check says why." for path in unread]
    page = build(judged, found, _facts(old, new), notes)
    return render(page, Look(width=width(), color=color()))


def _json(old: Side, new: Side, judged: Iterable[Judged], found: Effects) -> bytes:
    from polops.render.page_json import dump
    from polops.reports.difference_plain import changes, effects

    sides: dict[str, Plain] = {
        name: {"name": side.name, "commit": side.session.commit or None, "as_of": side.session.context.as_of.isoformat()}
        for name, side in (("base", old), ("head", new))
    }
    return dump({"changes": changes(judged), "effects": sides | effects(found)})
