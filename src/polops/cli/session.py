"""What every command needs: the workspace, its plan as of a date, a place to write, and a sign of life on long work."""

from __future__ import annotations

import os
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from polops.cli.streams import forget_output, tell
from polops.source.files import Workspace, find_workspace, read_folder, read_tables
from polops.source.problem import PolopsError, Problem
from polops.values.period import FIRST_YEAR, LAST_YEAR
from polops.values.record import dataclass

if TYPE_CHECKING:
    from polops.analyse.context import Context
    from polops.plan.plan import Plan
    from polops.source.git import Repository, Revision
    from polops.source.revision import Listing

RevOption = Annotated[
    str | None, typer.Option("--rev", metavar="REV", help="The plans of a git revision (branch, tag, commit) in place of the files here.")
]
"""`--rev`, as every command has it that only reads."""

_PATIENCE = 1.0
_BASES = ("GITHUB_BASE_REF", "CI_MERGE_REQUEST_TARGET_BRANCH_NAME")
"""What GitHub and GitLab call the branch that a pull or merge request goes into."""
_BEGAN = "CI_MERGE_REQUEST_DIFF_BASE_SHA"
"""What GitLab calls the commit where a merge request began: that one is here even where the branch is not, as for a fork."""


@dataclass(frozen=True, slots=True)
class Session:
    """An opened workspace: the plan, the problems of reading it, and the context as of the date; `listing` where it is a revision's."""

    workspace: Workspace
    plan: Plan
    problems: tuple[Problem, ...]
    context: Context
    listing: Listing | None = None

    @property
    def commit(self) -> str:
        """The id of the revision that was asked for; empty where the files themselves were read."""
        return self.listing.revision.commit if self.listing else ""

    @property
    def paths(self) -> set[str]:
        """The printed path of every file that was read or refused."""
        return {*self.plan.files, *self.plan.broken, *(problem.span.path for problem in self.problems)}


def open_session(start: Path | None, as_of: str | None, rev: str | None = None) -> Session:
    """Read the workspace at or above a folder (default: the current one) as of a date (default: today), or a git revision of it."""
    day = read_day(as_of)
    start = start_folder(start, rev)
    listing = None
    if rev is None:
        workspace = _workspace(start)
        texts, refused = read_folder(workspace)
        tables = partial(read_tables, workspace)
    else:
        from polops.source import revision
        from polops.source.git import find_repository, resolve

        listing = revision.list_plans(resolve(find_repository(start), rev))
        workspace = listing.workspace
        texts, refused = revision.read_plans(listing)
        tables = partial(revision.read_tables, listing)
    with busy(f"reading {len(texts):,} files"):
        from polops.analyse.context import Context
        from polops.cli import twin
        from polops.plan.load import load

        loaded = load(texts, [problem.span.path for problem in refused], tables, reading=twin.reading)
    problems = tuple(sorted((*refused, *loaded.problems), key=lambda problem: problem.sort_key))
    return Session(workspace, loaded.plan, problems, Context(loaded.plan, day), listing)


def start_folder(start: Path | None, rev: str | None) -> Path:
    """The folder of -C, else the current one; PolopsError if it is none. Of a revision it need not exist."""
    if start is not None and not start.is_dir() and (rev is None or start.exists()):
        raise PolopsError(f"{'not a folder' if start.exists() else 'no such folder'}: {start}", "name the folder of the plans with -C DIR")
    return start or _here()


def _workspace(start: Path) -> Workspace:
    try:
        return find_workspace(start)
    except PolopsError:
        from polops.source.git import is_bare

        if is_bare(Path(os.path.realpath(start))):
            raise PolopsError("a bare repository has no files", "name a revision: --rev HEAD") from None
        raise


def target_branch(repository: Repository) -> Revision:
    """The branch that changes go into (or the commit where it was left): what CI says, else the repository's default branch."""
    from polops.source.git import default_branch, resolve

    if began := os.environ.get(_BEGAN):
        return resolve(repository, began)
    named = next(filter(None, map(os.environ.get, _BASES)), None)
    return resolve(repository, f"origin/{named}") if named else default_branch(repository)


def is_change() -> bool:
    """Whether this is CI for a pull or merge request: then the branch is known that it goes into."""
    return bool(os.environ.get("CI")) and any(map(os.environ.get, (*_BASES, _BEGAN)))


def _here() -> Path:
    try:
        return Path.cwd()
    except FileNotFoundError:
        raise PolopsError("the current folder was deleted", "go to one that exists, or name one with -C DIR") from None


def read_day(text: str | None, option: str = "--as-of") -> date:
    """The day that an option gives, such as 2026-08-10; today where none is given."""
    if text is None:
        return date.today()  # noqa: DTZ011 - the reader's own day is meant
    try:
        day = date.fromisoformat(text)
        if day.isoformat() != text:
            raise ValueError  # noqa: TRY301 - the same answer as for an impossible day
    except ValueError:
        raise PolopsError(f"{option} must be a day such as 2026-08-10, got '{text[:40]}'") from None
    if not FIRST_YEAR <= day.year <= LAST_YEAR:
        raise PolopsError(f"{option} must be a day of the years {FIRST_YEAR} to {LAST_YEAR}, got '{text}'")
    return day


def width() -> int:
    """The terminal's width in characters; 80 where there is none."""
    try:
        columns = int(os.environ.get("COLUMNS", "0"))
    except ValueError:
        columns = 0
    if columns <= 0:
        try:
            columns = os.get_terminal_size(sys.stdout.fileno()).columns
        except (AttributeError, OSError, ValueError):
            columns = 80
    return max(40, min(columns, 200))


def color() -> bool:
    """Whether to colour: only in a terminal, and not where NO_COLOR is set; FORCE_COLOR colours a pipe."""
    if os.environ.get("NO_COLOR"):
        return False
    if os.environ.get("FORCE_COLOR", "0") not in {"", "0"}:
        return True
    return sys.stdout is not None and sys.stdout.isatty() and os.environ.get("TERM") != "dumb"


def emit(data: bytes, output: Path | None = None) -> None:
    """Write bytes to a file, whole or not at all, or to standard output."""
    if output is None:
        _print(data)
        return
    from polops.edit.save import write_whole

    write_whole(output, data)
    if sys.stderr is not None and sys.stderr.isatty():
        tell(f"wrote {output}\n")


def _print(data: bytes) -> None:
    if sys.stdout is None:
        raise PolopsError("standard output is closed", "write to a file: > FILE")
    try:
        sys.stdout.flush()
        sys.stdout.buffer.write(data)
        sys.stdout.buffer.flush()
    except BrokenPipeError:
        raise
    except OSError as refusal:
        forget_output()
        raise unwritten(refusal) from None


def unwritten(refusal: OSError) -> PolopsError:
    """What to say where standard output takes nothing."""
    return PolopsError(f"cannot write to standard output: {(refusal.strerror or 'it failed').lower()}")


@contextmanager
def busy(what: str) -> Iterator[None]:
    """Say on standard error what takes so long, from about a second on and only in a terminal; nothing is left behind."""
    if sys.stderr is None or not sys.stderr.isatty():
        yield
        return
    done = threading.Event()
    teller = threading.Thread(target=_tell, args=(what, done), daemon=True)
    teller.start()
    try:
        yield
    finally:
        done.set()
        teller.join()


def _tell(what: str, done: threading.Event) -> None:
    seconds = 0
    while not done.wait(_PATIENCE):
        seconds += 1
        sys.stderr.write(f"\r{what} … {seconds} s")
        sys.stderr.flush()
    if seconds:
        sys.stderr.write("\r\x1b[K")
        sys.stderr.flush()
