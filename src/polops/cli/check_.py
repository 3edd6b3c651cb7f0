"""`polops check`: every problem of the plans, in one run."""

from __future__ import annotations

from collections.abc import Iterable
from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from polops.cli.session import RevOption, Session, busy
from polops.cli.since import SinceOption, open_since
from polops.source.problem import POLICY_CHANGE, PolopsError, Problem, Severity

app = typer.Typer(rich_markup_mode=None, add_completion=False)


class FailOn(StrEnum):
    """The severity from which the exit code is 1."""

    error = "error"
    warning = "warning"
    info = "info"


class ProblemFormat(StrEnum):
    """How problems are written."""

    text = "text"
    json = "json"
    md = "md"
    github = "github"
    gitlab = "gitlab"
    sarif = "sarif"
    junit = "junit"


EXAMPLES = """\b
Examples:
  polops check                              everything, as of today
  polops check plans/okrs --as-of 2026-08-10
  polops check --rev origin/main            the plans as that branch has them
  polops check --since origin/main          judge what the branch changes
  polops check --select BUD,HC3             budget checks, headcount limits
  polops check --fail-on warning            exit code 1 on warnings too
  polops check --format json                for scripts
  polops check --format github -o sarif=polops.sarif

\b
Exit codes:
  0  nothing at or above --fail-on
  1  findings
  2  wrong usage, or no workspace
  3  a bug in polops
"""


@app.command(epilog=EXAMPLES)
def check(
    ctx: typer.Context,
    paths: Annotated[
        list[Path] | None, typer.Argument(metavar="[PATH]...", help="Files or folders to report on; default: all plans.")
    ] = None,
    as_of: Annotated[str | None, typer.Option(metavar="DAY", help="The day to check for, as 2026-08-10; default: today.")] = None,
    select: Annotated[
        list[str] | None, typer.Option(metavar="CODE", help="Only these codes, or beginnings of codes; may be repeated.")
    ] = None,
    ignore: Annotated[list[str] | None, typer.Option(metavar="CODE", help="Not these codes.")] = None,
    fail_on: Annotated[FailOn, typer.Option(help="Exit with 1 from this severity on.")] = FailOn.error,
    format_: Annotated[ProblemFormat, typer.Option("--format", help="How problems are written.")] = ProblemFormat.text,
    output: Annotated[
        list[str] | None,
        typer.Option("-o", "--output", metavar="FORMAT=FILE", help="Write them to a file too, as sarif=polops.sarif; may be repeated."),
    ] = None,
    limit: Annotated[
        int | None, typer.Option(min=0, help="At most so many problems; 0: all. Default: 100 as text or json, which say the total.")
    ] = None,
    rev: RevOption = None,
    since: SinceOption = None,
) -> int:
    """Check the plans and say what to mend: what is wrong, where, and what to type."""
    from polops.cli.publish import publish, targets

    also = targets(output or ())
    wanted, unwanted = codes(select), codes(ignore)
    paths = [_found(path, ctx.obj, rev) for path in paths or ()]
    start = ctx.obj or _start(paths)
    session = open_since(start, as_of, rev, since)
    problems = within(session, findings(session, wanted, unwanted), paths)
    publish(session, problems, format_.value, also, limit)
    worst = max((problem.severity for problem in problems if problem.is_open), default=None)
    return 1 if worst is not None and worst >= Severity[fail_on.value.upper()] else 0


def findings(session: Session, select: Iterable[str] = (), ignore: Iterable[str] = ()) -> list[Problem]:
    """The problems of reading the plans and of every check, in order of place; changes of policy come first."""
    from polops.cli import twin
    from polops.rules.run import graded, run

    wanted, unwanted = tuple(select), tuple(ignore)
    with busy("checking"):
        found = run(session.context, select=wanted, ignore=unwanted, checking=twin.checking)
    found += graded(session.context, session.problems, wanted, unwanted)
    return sorted(found, key=lambda problem: (problem.code != POLICY_CHANGE, problem.sort_key))


def codes(given: list[str] | None) -> tuple[str, ...]:
    """The codes of an option that may be repeated or hold commas; an unknown one is refused with a did-you-mean."""
    from polops.rules import RULES
    from polops.values.ref import nearest

    found = tuple(code.strip().upper() for part in given or () for code in part.split(",") if code.strip())
    for code in found:
        if not any(known.startswith(code) for known in RULES):
            near = nearest(code, RULES)
            raise PolopsError(f"no check has the code '{code[:40]}'", f"did you mean {near}?" if near else "polops explain lists all codes")
    return found


def within(session: Session, problems: list[Problem], paths: list[Path]) -> list[Problem]:
    """Only the problems of the given files and folders."""
    if not paths:
        return problems
    roots = [_root(session, path) for path in paths]
    return [problem for problem in problems if any(_holds(root, problem.span.path) for root in roots)]


def _root(session: Session, path: Path) -> str:
    """The printed path that an argument means; of a revision it must be there, whatever lies around."""
    place = path.resolve()
    if not place.is_relative_to(session.workspace.base):
        raise PolopsError(f"not in this workspace: {path}", f"its plans are in {session.workspace.root}")
    root = session.workspace.printed(place)
    if session.listing and not any(_holds(root, known) for known in session.paths):
        raise PolopsError(f"no plan file or folder in '{session.listing.revision.name[:60]}': {root}")
    return root


def _holds(root: str, path: str) -> bool:
    return root in {".", path} or path.startswith(f"{root}/")


def _found(path: Path, folder: Path | None, rev: str | None) -> Path:
    """A path as it is seen from the folder of -C, or as given; of a revision it need not exist."""
    places = (folder / path, path) if folder else (path,)
    for place in places:
        if place.exists():
            return place
    if rev is not None:
        return places[0]
    raise PolopsError(f"no such file or folder: {path}")


def _start(paths: list[Path]) -> Path | None:
    """Where to look for the workspace: the current folder, or where the first path lies if that is no part of one."""
    first = paths[0] if paths else None
    if first is None or not first.exists():
        return None
    return first if first.is_dir() else first.parent
