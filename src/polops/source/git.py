"""What git knows: a repository, its revisions and where they met, asked with plumbing commands only.

Only `rev-parse`, `merge-base`, `ls-tree` and `cat-file` are ever run, so that nothing in a repository can run a program: no hooks,
filters, textconv, fsmonitor, aliases or pagers, no network, no prompt. A revision that a person typed reaches one command, behind
`--end-of-options`; whatever is asked afterwards is asked of ids in hexadecimal. What a hook or a shell left in GIT_… is not passed on.
"""

from __future__ import annotations

import os
import re
import shlex
import shutil
import subprocess
import threading
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import IO, TYPE_CHECKING, NamedTuple

from polops.source.problem import PolopsError
from polops.source.text import show
from polops.values.record import dataclass

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

_SAFE = {
    "GIT_ALLOW_PROTOCOL": "none", "GIT_LITERAL_PATHSPECS": "1", "GIT_NO_LAZY_FETCH": "1", "GIT_NO_REPLACE_OBJECTS": "1",
    "GIT_OPTIONAL_LOCKS": "0", "GIT_TERMINAL_PROMPT": "0", "LC_ALL": "C",
}  # fmt: skip
# The person's own configuration stays (safe.directory is there); where the repository is, and what may run, is ours to say.
_KEPT = re.compile(
    r"GIT_CONFIG_(?:GLOBAL|SYSTEM|NOSYSTEM|COUNT|PARAMETERS|KEY_\d+|VALUE_\d+)|GIT_CEILING_DIRECTORIES|GIT_DISCOVERY_ACROSS_FILESYSTEM"
)
_OPTIONS = ("--no-pager", "-c", "core.fsmonitor=false", "-c", f"core.hooksPath={os.devnull}", "-c")
_EXPLICIT, _ANY = "safe.bareRepository=explicit", "safe.bareRepository=all"

_ID = re.compile(r"[0-9a-f]{40}|[0-9a-f]{64}")
_PLAIN = re.compile(r"[A-Za-z0-9][\w./-]*", re.ASCII)
_LONGEST = 500  # characters of a revision
_PATIENCE = 30  # seconds

REMOTE = "refs/remotes/"
DEFAULTS = ("refs/remotes/origin/main", "refs/remotes/origin/master", "refs/heads/main", "refs/heads/master")
"""Where the default branch may be, after `origin/HEAD`."""


@dataclass(frozen=True, slots=True)
class Repository:
    """A git repository. `folder` is where git runs, `top` the top of the work tree (of a bare one its own folder).

    `inside` is the way from the top to where the person stands, with slashes; empty at the top. The folder at its end need not exist.
    """

    folder: Path
    top: Path
    inside: str = ""
    bare: bool = False
    shallow: bool = False


@dataclass(frozen=True, slots=True)
class Revision:
    """One commit of a repository: its id in hexadecimal, and the name by which it was asked for."""

    repository: Repository
    name: str
    commit: str


class Answer(NamedTuple):
    """What a finished git command said: its exit code, standard output, and the first line of standard error."""

    code: int
    out: str
    said: str


def find_repository(start: Path) -> Repository:
    """Find the repository at or above a folder, which may be one that only a revision has; PolopsError where there is none to be read."""
    start = Path(os.path.realpath(start))
    folder = next(each for each in (start, *start.parents) if each.is_dir())
    bare = is_bare(folder)
    found = _ask(Repository(folder, folder, bare=bare), "rev-parse", "--is-shallow-repository", "--is-inside-work-tree", "--show-prefix")
    facts = found.out.split("\n", 2)
    if found.code or len(facts) != 3:  # noqa: PLR2004 - three questions
        raise _refused(folder, found.said)
    prefix = facts[2].removesuffix("\n").rstrip("/")
    top = folder.parents[prefix.count("/")] if prefix else folder
    inside = "" if start == top else start.relative_to(top).as_posix()
    return Repository(folder, top, inside, bare or facts[1] != "true", facts[0] == "true")


def resolve(repository: Repository, name: str) -> Revision:
    """The commit that a person's word names: a branch, a tag, an id; PolopsError with what to type where it names none."""
    if not _can_name(name):
        raise PolopsError(f"'{show(name, 60)}' cannot be a revision", "name a branch, a tag or a commit, such as main, v1.2 or 3f2a91c")
    commit = _commit(repository, name)
    if not commit:
        raise _unknown(repository, name)
    return Revision(repository, name, commit)


def merge_base(one: Revision, other: Revision) -> Revision:
    """The best commit that both revisions grew from; PolopsError where none is known."""
    found = _ask(one.repository, "merge-base", one.commit, other.commit)
    commit = found.out.strip()
    if found.code == 0 and _ID.fullmatch(commit):
        return Revision(one.repository, commit[:12], commit)
    both = f"{_quoted(one.name)} and {_quoted(other.name)}"
    if one.repository.shallow:
        raise PolopsError(
            f"where {both} met is not in this shallow clone", "git fetch --unshallow; in a CI checkout, set the depth to 0 (all)"
        )
    raise PolopsError(f"{both} have no commit in common", "name the revision to compare with")


def default_branch(repository: Repository) -> Revision:
    """The branch that changes go into: `origin/HEAD`, else main or master, first the remote's; PolopsError where there is none."""
    target = _ask(repository, "rev-parse", "--symbolic-full-name", f"{REMOTE}origin/HEAD").out.strip()
    for ref in (target, *DEFAULTS):
        if ref.startswith("refs/") and ref.isprintable() and (commit := _commit(repository, ref)):
            return Revision(repository, ref.removeprefix(REMOTE).removeprefix("refs/heads/"), commit)
    if not _commit(repository, "HEAD"):
        raise _unborn("default branch")
    raise PolopsError(
        "no default branch here: neither origin/HEAD nor main or master", "name the revision to compare with, or: git fetch origin"
    )


def head(folder: Path) -> str:
    """The id of the commit that is checked out in a folder; empty where there is none to be known."""
    if not (folder / ".git").exists():
        return ""
    try:
        return _commit(Repository(folder, folder), "HEAD")
    except PolopsError:
        return ""


def committed(revision: Revision) -> int:
    """When a revision was committed, in seconds; 0 where its object does not say."""
    with stream(revision.repository, "cat-file", "--batch", feed=(revision.commit,)) as out:
        lines = out.read().split(b"\n\n", 1)[0].split(b"\n")
    found = next((line for line in lines if line.startswith(b"committer ")), b"")
    said = re.search(rb"> (\d{1,12}) [+-]\d{4}$", found)
    return int(said[1]) if said else 0


@contextmanager
def stream(repository: Repository, *command: str, feed: Sequence[str] = ()) -> Iterator[IO[bytes]]:
    """Run a plumbing command that reads `feed` line by line, and give its output while it comes; PolopsError if it fails.

    It is ended where the reader leaves early. Ids only: what is fed is not guarded against line ends.
    """
    try:
        process = subprocess.Popen(
            _line(repository, command), cwd=repository.folder, env=_environment(),
            stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL,
        )  # fmt: skip
    except OSError as refusal:
        raise _no_git(refusal) from None
    with process:
        assert process.stdin is not None  # noqa: S101 - PIPE says so
        assert process.stdout is not None  # noqa: S101 - PIPE says so
        feeder = threading.Thread(target=_feed, args=(process.stdin, feed), daemon=True)
        feeder.start()
        try:
            yield process.stdout
            if process.stdout.read(1) == b"" and process.wait(_PATIENCE):
                raise incomplete(repository)
        finally:
            process.kill()
            feeder.join()


def incomplete(repository: Repository) -> PolopsError:
    """What is said where objects of a revision are not here: nothing is fetched behind anybody's back."""
    what = "a shallow or partial clone" if repository.shallow else "a partial clone"
    return PolopsError(
        f"not everything of that revision is here: {what}, or a damaged repository",
        "git fetch --refetch --no-filter origin gets what a partial clone left out; git fsck shows damage",
    )


def _feed(pipe: IO[bytes], lines: Sequence[str]) -> None:
    """Write all lines and close; that the other side left early is its own affair."""
    with suppress(OSError, ValueError), pipe:
        for line in lines:
            pipe.write(os.fsencode(line) + b"\n")


def _can_name(name: str) -> bool:
    """Whether a word can name a commit: no option, nothing invisible, no file (`REV:path`), no `{` that would swallow what comes behind."""
    return 0 < len(name) <= _LONGEST and name.isprintable() and name[0] != "-" and ":" not in name and name.count("{") == name.count("}")


def _commit(repository: Repository, name: str) -> str:
    found = _ask(repository, "rev-parse", "--verify", "--quiet", "--end-of-options", f"{name}^{{commit}}")
    commit = found.out.strip()
    return commit if found.code == 0 and _ID.fullmatch(commit) else ""


def _ask(repository: Repository, *command: str) -> Answer:
    """Run a short command to its end; PolopsError without git, or if it takes half a minute."""
    try:
        found = subprocess.run(
            _line(repository, command), cwd=repository.folder, env=_environment(),
            stdin=subprocess.DEVNULL, capture_output=True, timeout=_PATIENCE, check=False,
        )  # fmt: skip
    except subprocess.TimeoutExpired:
        raise PolopsError(f"git did not answer within {_PATIENCE} seconds", "name the commit by its id, which is found at once") from None
    except OSError as refusal:
        raise _no_git(refusal) from None
    said = found.stderr.decode(errors="replace").strip().partition("\n")[0]
    return Answer(found.returncode, os.fsdecode(found.stdout), said)


def _line(repository: Repository, command: tuple[str, ...]) -> list[str]:
    """The command line: git from an absolute folder of PATH, so that none that lies in the repository is taken, with every option fixed."""
    folders = (folder for folder in os.environ.get("PATH", os.defpath).split(os.pathsep) if Path(folder).is_absolute())
    program = shutil.which("git", path=os.pathsep.join(folders))
    if program is None:
        raise _no_git(None)
    return [program, *_OPTIONS, _ANY if repository.bare else _EXPLICIT, *command]


def _environment() -> dict[str, str]:
    return {key: value for key, value in os.environ.items() if not key.startswith("GIT_") or _KEPT.fullmatch(key)} | _SAFE


def is_bare(folder: Path) -> bool:
    """Whether a folder is itself a bare repository, and none that somebody put into the files of another one."""
    whole = (folder / "HEAD").is_file() and (folder / "objects").is_dir() and (folder / "refs").is_dir()
    return whole and not any(os.path.lexists(each / ".git") for each in (folder, *folder.parents))


def _no_git(refusal: OSError | None) -> PolopsError:
    if refusal is None:
        return PolopsError("git is not installed, or not found in PATH", "install git: https://git-scm.com/downloads")
    return PolopsError(f"git cannot be started: {(refusal.strerror or 'unknown reason').lower()}")


def _refused(folder: Path, said: str) -> PolopsError:
    """Why git does not read a repository, in words, from what it said."""
    place = shlex.quote(str(folder))
    if "not a git repository" in said:
        return PolopsError(
            f"no git repository in {show(str(folder), 200)} or above", "clone the plans with git: other revisions are read from there"
        )
    if "dubious ownership" in said or "unsafe repository" in said:
        owned = re.search(r"'(/[^']*)'", said)
        whose = shlex.quote(owned[1]) if owned else place
        return PolopsError(
            "git does not read this repository: somebody else owns it", f"if you trust it: git config --global --add safe.directory {whose}"
        )
    if "bare repository" in said:
        return PolopsError(
            f"{show(str(folder), 200)} lies in git's own files, or in a bare repository",
            "start in the work tree; a bare repository is named itself with -C DIR, and not read where it lies within another one",
        )
    return PolopsError(f"git cannot read this repository: {show(said.removeprefix('fatal: '), 200) or 'it does not say why'}")


def _unknown(repository: Repository, name: str) -> PolopsError:
    """Why a revision is not there, and what brings it."""
    if not _commit(repository, "HEAD"):
        return _unborn(f"revision {_quoted(name)}")
    if repository.shallow:
        return PolopsError(f"no revision {_quoted(name)} here: this clone is shallow", _fetch(name))
    if _PLAIN.fullmatch(name) and _commit(repository, f"{REMOTE}origin/{name}"):
        return PolopsError(f"no revision {_quoted(name)} here", f"did you mean origin/{name}?")
    return PolopsError(f"no revision {_quoted(name)} here", "git branch --all and git tag show what there is; git fetch gets what is new")


def _fetch(name: str) -> str:
    """What to type in a shallow clone."""
    whole = "git fetch --unshallow gets the whole history"
    if _ID.fullmatch(name):
        return f"git fetch --depth=1 origin {name}, or: {whole}"
    if not _PLAIN.fullmatch(name) or name.startswith("HEAD"):
        return f"git fetch --deepen=100 gets a hundred commits more; {whole}"
    branch = name.removeprefix("origin/")
    return f"git fetch --depth=1 origin {branch}:{name if branch == name else f'{REMOTE}{name}'}, or: {whole}"


def _unborn(what: str) -> PolopsError:
    return PolopsError(f"no {what} here: nothing is committed yet", "git add the plans, git commit, and ask again")


def _quoted(name: str) -> str:
    return f"'{show(name, 60)}'"
