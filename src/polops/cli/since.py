"""The plans together with the revision that a change began with: what `--since` names, or in a pull request's job its target branch.

The base is where both lines of history met, so that what the other branch did meanwhile is not taken for this change's doing. A base
that is not here is an error with the `git fetch` to run, never an empty comparison.
"""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from polops.cli.session import Session, is_change, open_session, target_branch

if TYPE_CHECKING:
    from polops.plan.plan import Plan
    from polops.source.git import Revision

SinceOption = Annotated[
    str | None,
    typer.Option("--since", metavar="REV", help="Judge the change since the branch left REV; in a pull request's job: its target branch."),
]
"""`--since`, as commands have it that judge a change."""


def open_since(start: Path | None, as_of: str | None, rev: str | None, since: str | None) -> Session:
    """The session, with the base in its context where a change is looked at."""
    session = open_session(start, as_of, rev)
    if since is None and not is_change():
        return session
    from polops.analyse.context import Context
    from polops.source.git import find_repository, merge_base, resolve

    repository = find_repository(start or Path.cwd())
    other = resolve(repository, since) if since is not None else target_branch(repository)
    base = _plan(merge_base(other, resolve(repository, rev or "HEAD")))
    return replace(session, context=Context(session.plan, session.context.as_of, base=base))


def _plan(revision: Revision) -> Plan:
    """The plan of a revision; an empty one where it has none yet."""
    from polops.plan.load import load
    from polops.source.revision import NoPlansError, list_plans, read_plans

    try:
        texts, refused = read_plans(list_plans(revision))
    except NoPlansError:
        texts, refused = {}, []
    return load(texts, (problem.span.path for problem in refused)).plan
