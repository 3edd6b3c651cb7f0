"""`polops comment`: the report of a pull request, as one comment that is kept up to date."""

from __future__ import annotations

import os
import re
import sys
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from polops.cli.publish import append
from polops.cli.session import emit
from polops.cli.since import SinceOption
from polops.cli.streams import tell
from polops.source.problem import PolopsError

if TYPE_CHECKING:
    from polops.cli.pipeline import Pull
    from polops.values.marker import Marker

app = typer.Typer(rich_markup_mode=None, add_completion=False)


class ForgeName(StrEnum):
    """Where the pull request is."""

    github = "github"
    gitlab = "gitlab"


EXAMPLES = """\b
Examples:
  polops comment                         in a job of GitHub or GitLab
  polops comment --since origin/main --print   only print it
  polops report pr --since origin/main --format md -o report.md
  polops comment --forge github --file report.md

\b
The token is GITHUB_TOKEN, or GITLAB_TOKEN, else CI_JOB_TOKEN. Without
one, and for a fork's pull request, the comment is printed; in a job of
GitHub it stands in the summary as well.
"""


@app.command(epilog=EXAMPLES)
def comment(
    ctx: typer.Context,
    file: Annotated[
        Path | None, typer.Option("--file", metavar="FILE", help="The comment's text; - reads standard input; default: polops report pr.")
    ] = None,
    forge: Annotated[ForgeName | None, typer.Option(help="Where the pull request is; default: where the job runs.")] = None,
    repo: Annotated[str, typer.Option(metavar="NAME", help="OWNER/NAME, or a GitLab project; default: the job's.")] = "",
    pull: Annotated[int | None, typer.Option(metavar="NUMBER", min=1, help="The pull or merge request; default: the job's.")] = None,
    revision: Annotated[
        str, typer.Option(metavar="COMMIT", help="The commit that the text is about; default: the pull request's head.")
    ] = "",
    api: Annotated[str, typer.Option(metavar="URL", help="The API's address; default: the job's.")] = "",
    wait: Annotated[int, typer.Option(metavar="SECONDS", min=0, max=3600, help="How long to wait for the forge at most, in all.")] = 120,
    only_print: Annotated[bool, typer.Option("--print", help="Print it and ask nobody.")] = False,
    as_of: Annotated[str | None, typer.Option(metavar="DAY", help="Without --file: the day to report for; default: today.")] = None,
    since: SinceOption = None,
) -> None:
    """Write or update the one comment of polops at a pull request; print it where there is no token for that."""
    from polops.cli import pipeline
    from polops.cli.report_ import comment_text
    from polops.edit.api import RefusalError
    from polops.edit.comment import put
    from polops.values.marker import read_marker

    theirs, text = read_marker(_text(file, {"--as-of": as_of, "--since": since}) if file else comment_text(ctx.obj, as_of, since))
    if summary := os.environ.get("GITHUB_STEP_SUMMARY"):
        append(Path(summary), (text.rstrip("\n") + "\n\n").encode())
    name = forge.value if forge else pipeline.guess()
    if only_print or not name:
        _print(text, "" if only_print else "no forge's job: --forge github or --forge gitlab names one")
        return
    if revision and not re.fullmatch(r"[0-9a-f]{40}|[0-9a-f]{64}", revision):
        raise PolopsError(f"--revision must be a whole commit id, got '{revision[:70]}'", "git rev-parse HEAD prints one")
    found = (pipeline.github if name == "github" else pipeline.gitlab)(repo, pull or 0, revision, api)
    if found.why_not:
        _print(text, found.why_not)
        return
    try:
        done = put(pipeline.forge(found, wait), _marker(found, theirs, ctx.obj), text)
    except RefusalError as refusal:
        if found.header != "JOB-TOKEN":
            raise
        _print(text, f"CI_JOB_TOKEN may not write comments here ({refusal.status}): set GITLAB_TOKEN")
        return
    emit(f"{done.what}{': ' * bool(done.place)}{done.place}\n".encode())


def _text(file: Path, others: dict[str, str | None]) -> str:
    """The text of a comment's file: whole, UTF-8, not empty. Options that say what to report have no say in it."""
    from polops.edit.api import LONGEST

    for name, given in others.items():
        if given is not None:
            raise PolopsError(f"{name} does not go with --file", "leave --file out, and polops comment makes the report itself")
    try:
        data = sys.stdin.buffer.read(LONGEST) if str(file) == "-" else file.read_bytes()[:LONGEST]
    except OSError as refusal:
        raise PolopsError(f"cannot read {file}: {(refusal.strerror or 'it failed').lower()}") from None
    try:
        text = data.decode()
    except UnicodeDecodeError:
        raise PolopsError(f"{file} is not UTF-8 text", "write it with polops report pr --format md -o FILE") from None
    if not text.strip():
        raise PolopsError(f"{file} is empty: there is nothing to say", "write it with polops report pr --format md -o FILE")
    return text


def _marker(pull: Pull, theirs: Marker | None, folder: Path | None) -> Marker:
    """The marker of the comment: the pull request's head and its time, else what the text says of itself."""
    from polops.source.git import committed, find_repository, resolve
    from polops.values.marker import Marker

    theirs = theirs or Marker()
    commit = pull.commit or theirs.commit
    try:
        at = committed(resolve(find_repository(folder or Path.cwd()), commit)) if commit else 0
    except PolopsError:
        at = theirs.at  # the commit is not here: a merge of it was checked out, or nothing
    return Marker(commit, at, theirs.nothing)


def _print(text: str, why: str) -> None:
    """The text as a log may hold it, and on standard error why it is not posted."""
    from polops.render.words import inert_markdown

    if why:
        tell(f"not posted: {why}\n")
    emit((inert_markdown(text).rstrip("\n") + "\n").encode())
