"""The plans together with the revision that a change began with: what `--since` names, or in a pull request's job its target branch.

The base is where both lines of history met, so that what the other branch did meanwhile is not taken for this change's doing. A base
that is not here is an error with the `git fetch` to run, never an empty comparison.
"""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from polops.cli.session import Session, is_change, open_session, read_day, start_folder

if TYPE_CHECKING:
    from polops.cli.sides import Side

SinceOption = Annotated[
    str | None,
    typer.Option("--since", metavar="REV", help="Judge the change since the branch left REV; in a pull request's job: its target branch."),
]
"""`--since`, as commands have it that judge a change."""


def open_since(start: Path | None, as_of: str | None, rev: str | None, since: str | None) -> Session:
    """The session, with the base in its context where a change is looked at."""
    if since is None and not is_change():
        return open_session(start, as_of, rev)
    return open_change(start, as_of, rev, since)[1]


def open_change(start: Path | None, as_of: str | None, rev: str | None, since: str | None) -> tuple[Side, Session]:
    """The base, under its name (where REV, else the target branch, was left), and the session with it in its context."""
    from polops.analyse.context import Context
    from polops.cli.sides import Side, open_sides
    from polops.source.git import find_repository, merge_base, resolve

    base = None
    if since is not None:
        repository = find_repository(start_folder(start, rev))
        base = merge_base(resolve(repository, since), resolve(repository, rev or "HEAD")).commit
    old, new = open_sides(start, base, rev, as_of or read_day(None).isoformat())
    context = new.session.context
    session = replace(new.session, context=Context(context.plan, context.as_of, base=old.session.plan))
    return Side(f"{since[:60]} ({base[:12]})" if since and base else old.name, old.session), session
