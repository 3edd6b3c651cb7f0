"""`polops codeowners`: who must review which plan files, as GitHub and GitLab read it, from the owners in the plans."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Annotated

import typer

from polops.cli.session import emit, open_session
from polops.cli.streams import tell
from polops.source.problem import PolopsError

if TYPE_CHECKING:
    from collections.abc import Iterable

    from polops.plan.plan import Plan

app = typer.Typer(rich_markup_mode=None, add_completion=False)

EXAMPLES = """\b
Examples:
  polops codeowners              print the lines
  polops codeowners --write      update CODEOWNERS; other lines in it stay
  polops codeowners --check      exit 1 if CODEOWNERS is out of date: for CI

\b
Files are owned by their `owner`, else by their team: by its name on the forge
where settings give one (`handles: {mh: lumo/mh}`), else by its lead. Books
without a team go to the role `finance`, everything else to the root team.
"""
_LOGIN = re.compile(r"[A-Za-z0-9](?:[A-Za-z0-9-]*[A-Za-z0-9])?(?:/[A-Za-z0-9._-]+)?", re.ASCII)
"""A user or team that GitHub can have."""


@app.command(epilog=EXAMPLES)
def codeowners(
    ctx: typer.Context,
    check: Annotated[bool, typer.Option("--check", help="Write nothing; exit with 1 if CODEOWNERS is out of date.")] = False,
    write: Annotated[bool, typer.Option("--write", help="Write our lines into CODEOWNERS.")] = False,
) -> int:
    """Write CODEOWNERS from the owners in the plans, so that a pull request asks the right people for review."""
    from polops.edit.codeowners import find, spliced

    if check and write:
        raise PolopsError("--check and --write contradict each other", "--write first, then --check in CI")
    session = open_session(ctx.obj, None)
    if session.plan.broken:
        raise PolopsError("the plans have files that cannot be read, so their owners are unknown", "mend what polops check says first")
    new = lines(session.plan, session.workspace.printed(session.workspace.root))
    _say_unknown(session.plan)
    if not (check or write):
        emit(new.encode())
        return 0
    place = find(session.workspace.base)
    old = place.read_text(encoding="utf-8", errors="surrogateescape") if place.is_file() else ""
    wanted, name = spliced(old, new), session.workspace.printed(place)
    if check:
        return _compared(name, old, wanted)
    if wanted != old:
        emit(wanted.encode("utf-8", "surrogateescape"), place)
    emit(f"{'wrote' if wanted != old else 'unchanged:'} {name}\n".encode())
    return 0


def lines(plan: Plan, root: str) -> str:
    """Our part of CODEOWNERS for the plans below `root`, a printed path."""
    from polops.analyse.owners import handle, owned, top
    from polops.edit.codeowners import PLACES, block

    whole = "/" if root == "." else f"/{root}/"
    first = tuple(handle(plan, owner) for owner in top(plan))
    rules = [(f"/{rule.pattern}", tuple(handle(plan, owner) for owner in rule.owners)) for rule in owned(plan)]
    own = [(f"/{place}", first) for place in PLACES[:2]]
    return block([pair for pair in ((whole, first), *own, *rules) if pair[1]])


def _say_unknown(plan: Plan) -> None:
    """Tell on standard error which names no GitHub account can have: such a line protects nothing."""
    odd = sorted(odd_names(plan))
    if odd:
        known = ", ".join(f"{name}: …" for name in odd[:5]) + (", …" if len(odd) > 5 else "")  # noqa: PLR2004 - as many as fit a line
        tell(
            f"polops: GitHub has no accounts named {', '.join(odd[:5])}{'' if len(odd) <= 5 else f' and {len(odd) - 5} more'}\n"  # noqa: PLR2004 - as above
            f"  help: write who they are there into polops.yaml: `handles: {{{known}}}`\n"
        )


def odd_names(plan: Plan) -> Iterable[str]:
    """The people who own something and whose handle is no name that GitHub allows."""
    from polops.analyse.owners import handle, owned, top

    owners = {*top(plan), *(owner for rule in owned(plan) for owner in rule.owners)}
    return (owner for owner in owners if not _LOGIN.fullmatch(handle(plan, owner)))


def _compared(name: str, old: str, wanted: str) -> int:
    """Say which lines are missing or too many; the exit code."""
    if wanted == old:
        emit(f"{name} is up to date\n".encode())
        return 0
    before, after = old.splitlines(), wanted.splitlines()
    said = [f"- {line}" for line in before if line not in after] + [f"+ {line}" for line in after if line not in before]
    from polops.values.text import display

    text = f"{name} is out of date: run polops codeowners --write\n" + "".join(f"  {display(line)}\n" for line in said)
    emit(text.encode())
    return 1
