"""The plans of a git revision: listed and read from the object database, never from a work tree.

What is a plan and what is refused, and in which words, is the same as in a folder (`files`). Files are known by the id of their
blob, so that whoever compares two revisions need not read what is the same in both.
"""

from __future__ import annotations

import hashlib
import posixpath
from typing import TYPE_CHECKING, NamedTuple

from polops.source.files import (
    MAX_FOLDERS,
    PLANS,
    SETTINGS,
    Sort,
    Workspace,
    is_plan,
    limited,
    printed,
    template,
    template_folders,
    too_deep,
    why_not,
)
from polops.source.git import incomplete, stream
from polops.source.problem import PolopsError, Problem, Span
from polops.source.text import MAX_BYTES, error, show, too_large
from polops.values.record import dataclass

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Mapping, Sequence
    from typing import IO

    from polops.source.git import Repository, Revision

MAX_ENTRIES = 1_000_000
"""How many files and folders of any kind are listed: a small repository can say that it holds far more."""

_CHUNK = 1 << 16
_MAX_LINK = 4096
_ELSEWHERE = "\0"  # no path
_SORTS = {"100": Sort.FILE, "040": Sort.FOLDER, "120": Sort.LINK, "160": Sort.SUBMODULE}


class NoPlansError(PolopsError):
    """A revision holds no workspace where the person stands."""


class Entry(NamedTuple):
    """One line of a tree: what it is, the id of its object, and its path from the repository's top, as it is spelt."""

    sort: Sort
    object: str
    path: str


@dataclass(frozen=True, slots=True)
class Listing:
    """The plans folder of a revision: where it is, the blob id of every plan by its printed path, sorted, and what was refused."""

    revision: Revision
    workspace: Workspace
    blobs: Mapping[str, str]
    problems: tuple[Problem, ...]


def list_plans(revision: Revision) -> Listing:
    """Find the plans folder of a revision, at or above where the person stands, and list its plans; PolopsError if there is none."""
    root = _find(revision)
    blobs: dict[str, str] = {}
    problems: list[Problem] = []
    entries = _entries(revision, "-r", "-t", *(("--", f"{root}/") if root else ()))
    for found in limited(_judged(revision, root, entries), f"{root or PLANS} at {revision.name}"):
        if isinstance(found, Problem):
            problems.append(found)
        elif (path := printed(found.path)) in blobs:
            problems.append(
                error(Span(path), f"`{show(path)}` is twice in this revision", "commit the folder anew: git has a damaged tree")
            )
        else:
            blobs[path] = found.object
    top = revision.repository.top
    ordered = tuple(sorted(problems, key=lambda problem: problem.sort_key))
    return Listing(revision, Workspace(top / root if root else top, top), dict(sorted(blobs.items())), ordered)


def read_plans(listing: Listing, paths: Collection[str] | None = None) -> tuple[dict[str, bytes], list[Problem]]:
    """Read the plans of a listing, or those of some printed paths: bytes by path, sorted, and all that cannot be read."""
    wanted = {path: blob for path, blob in listing.blobs.items() if paths is None or path in paths}
    found = read_blobs(listing.revision.repository, wanted.values())
    texts: dict[str, bytes] = {}
    problems = list(listing.problems)
    for path, blob in wanted.items():
        data = found[blob]
        if isinstance(data, int):
            problems.append(too_large(path, data))
        else:
            texts[path] = data
    return texts, sorted(problems, key=lambda problem: problem.sort_key)


def read_tables(listing: Listing, names: Collection[str]) -> dict[str, bytes]:
    """Read the CSV files that plans name, as that revision has them; as `files.read_tables` does."""
    root = listing.workspace.root.relative_to(listing.workspace.base).as_posix()
    wanted = {posixpath.normpath(posixpath.join(root, name)): name for name in names}
    entries = _entries(listing.revision, "-r", *(("--", f"{root}/") if root != "." else ()))
    blobs = {wanted[entry.path]: entry.object for entry in entries if entry.path in wanted and entry.sort is Sort.FILE}
    read = read_blobs(listing.revision.repository, blobs.values())
    return {name: data for name, blob in blobs.items() if isinstance(data := read[blob], bytes)}


def read_blobs(repository: Repository, ids: Collection[str]) -> dict[str, bytes | int]:
    """Read blobs of one or several revisions in one go: the bytes, or of one above 2 MB its size; PolopsError if one is not here."""
    once = list(dict.fromkeys(ids))
    sizes = _sizes(repository, once)
    small = [blob for blob in once if sizes[blob] <= MAX_BYTES]
    found: dict[str, bytes | int] = dict(sizes)
    if small:
        with stream(repository, "cat-file", "--batch", "--buffer", feed=small) as out:
            for blob in small:
                size = _size(repository, out.readline(), blob)
                found[blob] = out.read(size + 1)[:-1]
    return found


def blob_id(data: bytes, like: str) -> str:
    """The id that git gives to a file of these bytes, of the kind of another id: SHA-1, or SHA-256 in repositories that use it."""
    text = b"blob %d\0" % len(data) + data
    return hashlib.sha1(text, usedforsecurity=False).hexdigest() if len(like) == 40 else hashlib.sha256(text).hexdigest()  # noqa: PLR2004 - digits


def read_revision_templates(listing: Listing) -> tuple[tuple[str, str], ...]:
    """Read the workspace's own report templates as that revision has them: (name, text), as `files.read_templates` does."""
    base = listing.workspace.base
    folders = [folder.relative_to(base).as_posix() for folder in template_folders(listing.workspace)]
    chosen: dict[str, str] = {}
    for folder in folders:
        for entry in _entries(listing.revision, "--", f"{folder}/"):
            if entry.sort is Sort.FILE and entry.path.endswith(".j2"):
                chosen[posixpath.basename(entry.path)] = entry.object
    read = read_blobs(listing.revision.repository, chosen.values())
    found = {name: read[blob] for name, blob in chosen.items()}
    return tuple(sorted((name, template(name, too_large(name, data) if isinstance(data, int) else data)) for name, data in found.items()))


def _find(revision: Revision) -> str:
    """The path of the plans folder (empty: the top), where the person stands or nearest above, as `files.find_workspace` does."""
    inside = revision.repository.inside
    above = [inside, *_parents(inside)] if inside else [""]
    roots = [posixpath.join(folder, name) for folder in above for name in ("", PLANS)]
    places = {posixpath.join(root, SETTINGS): root.rstrip("/") for root in roots}
    there = {entry.path for entry in _entries(revision, "--", *places) if entry.sort in (Sort.FILE, Sort.LINK)}
    for place, root in places.items():
        if place in there:
            return root
    raise _nowhere(revision)


def _parents(path: str) -> Iterator[str]:
    while path:
        path = posixpath.dirname(path)
        yield path


def _nowhere(revision: Revision) -> NoPlansError:
    """No plans where the person stands: say where there are some."""
    message = f"no polops workspace in '{show(revision.name, 60)}'" + (
        f" at {show(revision.repository.inside, 100)} or above" if revision.repository.inside else ""
    )
    found = (entry.path for entry in _entries(revision, "-r") if entry.sort is Sort.FILE and posixpath.basename(entry.path) == SETTINGS)
    place = next((path for path in found if path.isprintable()), None)
    if place is None:
        return NoPlansError(message, f"that revision holds no {PLANS}/{SETTINGS}: name a later one")
    return NoPlansError(message, f"it has one in {show(posixpath.dirname(place), 200)}: name that folder with -C DIR (it need not exist)")


def _entries(revision: Revision, *how: str) -> Iterator[Entry]:
    """What `git ls-tree` lists, while it comes; PolopsError above a million entries."""
    options, paths = (how[: how.index("--")], how[how.index("--") :]) if "--" in how else (how, ())
    with stream(revision.repository, "ls-tree", "-z", "--full-tree", *options, revision.commit, *paths) as out:
        for count, record in enumerate(_records(out)):
            if count >= MAX_ENTRIES:
                raise PolopsError(
                    f"more than {MAX_ENTRIES:,} files in '{show(revision.name, 60)}'", "name the folder of the plans with -C DIR"
                )
            facts, _, path = record.partition(b"\t")
            mode, _, blob = facts.decode("ascii").split(" ")
            yield Entry(_SORTS.get(mode[:3], Sort.OTHER), blob, path.decode("utf-8", errors="surrogateescape"))


def _records(out: IO[bytes]) -> Iterator[bytes]:
    rest = b""
    while chunk := out.read(_CHUNK):
        *whole, rest = (rest + chunk).split(b"\0")
        yield from whole


def _judged(revision: Revision, root: str, entries: Iterator[Entry]) -> Iterator[Entry | Problem]:
    """Give each plan below the root, or the reason why it is not read; `entries` names a folder before what it holds."""
    skip, links = "", []
    for entry in entries:
        name = posixpath.basename(entry.path)
        if (skip and entry.path.startswith(skip)) or len(entry.path) <= len(root):
            continue
        if name.startswith("."):
            skip = f"{entry.path}/"
        elif entry.sort is Sort.LINK:
            links.append(entry)
        elif entry.sort is Sort.FOLDER:
            if no := _closed(root, entry.path):
                skip = f"{entry.path}/"
                yield no
        elif is_plan(name) or entry.sort is Sort.SUBMODULE:
            yield why_not(entry.path, entry.sort) or entry
    yield from _links(revision, root, links)


def _closed(root: str, path: str) -> Problem | None:
    """Why a folder is not entered."""
    above = posixpath.dirname(path)
    if above[len(root) :].strip("/").count("/") + (above != root) >= MAX_FOLDERS:
        return too_deep(above or ".")
    return why_not(path, Sort.FOLDER) if is_plan(path) else None


def _links(revision: Revision, root: str, links: Sequence[Entry]) -> Iterator[Problem]:
    """Refuse links that are, or could hold, plans; those to pictures, say, are nobody's business here."""
    targets = read_blobs(revision.repository, [entry.object for entry in links])
    ends = {entry.path: _end(entry.path, targets[entry.object]) for entry in links}
    folders = _folders(revision, [end for path, end in ends.items() if not is_plan(path) and end.isprintable()])
    for path, end in ends.items():
        if is_plan(path) or end in folders:
            inside = end != _ELSEWHERE and (end == root or end.startswith(f"{root}/" if root else ""))
            yield from filter(None, [why_not(path, Sort.LINK if inside else Sort.OUTWARD)])


def _end(path: str, target: bytes | int) -> str:
    """Where a link leads, as it is spelt: a path from the repository's top, empty for the top itself, or elsewhere."""
    if isinstance(target, int) or len(target) > _MAX_LINK or target.startswith(b"/"):
        return _ELSEWHERE
    end = posixpath.normpath(posixpath.join(posixpath.dirname(path), target.decode("utf-8", errors="surrogateescape")))
    return _ELSEWHERE if end == ".." or end.startswith("../") else "" if end == "." else end


def _folders(revision: Revision, paths: Sequence[str]) -> set[str]:
    """Which paths are, in the revision, folders, or links to some. What they say of a path that is none takes two lines."""
    found: set[str] = set()
    if not paths:
        return found
    feed = [f"{revision.commit}:{path}" for path in paths]
    with stream(revision.repository, "cat-file", "--batch-check", "--follow-symlinks", "--buffer", feed=feed) as out:
        for path in paths:
            words = out.readline().split()
            if words[:1] and words[0] in {b"dangling", b"symlink", b"loop", b"notdir"}:
                out.read(int(words[1]) + 1)
            elif words[1:2] == [b"tree"]:
                found.add(path)
    return found


def _sizes(repository: Repository, ids: Sequence[str]) -> dict[str, int]:
    if not ids:
        return {}
    with stream(repository, "cat-file", "--batch-check", "--buffer", feed=ids) as out:
        return {blob: _size(repository, out.readline(), blob) for blob in ids}


def _size(repository: Repository, line: bytes, blob: str) -> int:
    """The size of a blob, from the line that `cat-file` says about it."""
    words = line.split()
    if len(words) != 3 or words[0] != blob.encode() or words[1] != b"blob":  # noqa: PLR2004 - id, type, size
        raise incomplete(repository)
    return int(words[2])
