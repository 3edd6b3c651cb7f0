"""Two states of the plans at once: a base and a head, each as of its own day. What is the same in both is read and built once."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from polops.cli.session import Session, busy, read_day, start_folder, target_branch
from polops.source.files import find_workspace, read_folder, read_tables
from polops.source.git import Revision, find_repository, head, merge_base, resolve
from polops.source.history import at_day, is_day
from polops.source.problem import PolopsError
from polops.source.revision import Listing, NoPlansError, blob_id, list_plans, read_plans
from polops.source.revision import read_tables as revision_tables
from polops.values.record import dataclass

if TYPE_CHECKING:
    from collections.abc import Mapping

    from polops.plan.load import Tables
    from polops.source.files import Workspace
    from polops.source.git import Repository
    from polops.source.problem import Problem

_RANGE = re.compile(r"(.*?)\.\.\.?(.*)", re.DOTALL)
_JUDGES = re.compile(rb"^[ \t{]*[\"']?kind[\"']?[ \t]*:[ \t]*[\"']?(?:settings|lock)\b", re.MULTILINE)
"""Files by which changes in others are judged."""
WORK_TREE = "the files here"
NOTHING = "no plans"


@dataclass(frozen=True, slots=True)
class Side:
    """One state: what it is called, and the workspace as of its day."""

    name: str
    session: Session


@dataclass(frozen=True, slots=True)
class _Texts:
    """What was read of a side; `blobs` are the ids of the files' bytes, by path."""

    name: str
    workspace: Workspace
    texts: Mapping[str, bytes]
    refused: tuple[Problem, ...]
    blobs: Mapping[str, str]
    listing: Listing | None
    tables: Tables | None


def open_sides(start: Path | None, base: str | None, head_: str | None, as_of: str | None, *, whole: bool = True) -> tuple[Side, Side]:
    """The older and the newer side.

    Default: from where the branch left the default branch to the files here. A day means the last commit of the current branch by then,
    and is that side's as-of date unless another is given. Where the plans need not be `whole`, files that are the same on both sides are
    left out, but for what the others are judged by.
    """
    base, head_ = _parted(base, head_)
    start = start_folder(start, None)
    repository = find_repository(start)
    newer = _named(repository, head_) if head_ else resolve(repository, "HEAD") if repository.bare else None
    older = _named(repository, base) if base else _base(repository, newer)
    new = _revision(newer) if newer else _folder(start)
    old = _revision(older, new) if older else _Texts(NOTHING, new.workspace, {}, (), {}, None, None)
    days = [read_day(as_of or (word if word and is_day(word) else None)) for word in (base, head_)]
    return _built(*((old, new) if whole else _differing(old, new)), days[0], days[1])


def _parted(base: str | None, head_: str | None) -> tuple[str | None, str | None]:
    """`A..B` in one word, as git writes it; either end may be left out."""
    found = _RANGE.fullmatch(base) if base and head_ is None else None
    return (found[1] or None, found[2] or None) if found else (base, head_)


def _named(repository: Repository, word: str) -> Revision:
    if is_day(word):
        return at_day(repository, read_day(word))
    return resolve(repository, word)


def _base(repository: Repository, newer: Revision | None) -> Revision | None:
    """Where the newer side left the default branch; None where nothing is committed yet."""
    if newer is None:
        if not head(repository.top):
            return None
        newer = resolve(repository, "HEAD")
    target = target_branch(repository)
    base = merge_base(newer, target)
    return Revision(repository, target.name if base.commit == target.commit else f"where it left {target.name}", base.commit)


def _folder(start: Path) -> _Texts:
    workspace = find_workspace(start)
    texts, refused = read_folder(workspace)
    return _Texts(WORK_TREE, workspace, texts, tuple(refused), {}, None, partial(read_tables, workspace))


def _revision(revision: Revision, like: _Texts | None = None) -> _Texts:
    """A revision's plans; of those that are the same as on the other side, that side's bytes. One that has none yet is empty."""
    name = f"{revision.name[:60]} ({revision.commit[:12]})"
    try:
        listing = list_plans(revision)
    except NoPlansError:
        if like is None:
            raise
        return _Texts(f"{name}: {NOTHING}", like.workspace, {}, (), {}, None, None)
    same = _same(listing, like) if like else {}
    texts, refused = read_plans(listing, listing.blobs.keys() - same.keys())
    texts = dict(sorted({**texts, **same}.items()))
    return _Texts(name, listing.workspace, texts, tuple(refused), listing.blobs, listing, partial(revision_tables, listing))


def _same(listing: Listing, like: _Texts) -> dict[str, bytes]:
    """The other side's bytes of files that this one has too, at the same path."""
    both = [(path, blob) for path, blob in listing.blobs.items() if path in like.texts]
    if like.blobs:
        return {path: like.texts[path] for path, blob in both if like.blobs.get(path) == blob}
    return {path: like.texts[path] for path, blob in both if blob_id(like.texts[path], blob) == blob}


def _differing(old: _Texts, new: _Texts) -> tuple[_Texts, _Texts]:
    """Both sides with the files that differ, the settings and the locks only; whole where files came or went, as items may have moved."""
    if old.texts.keys() != new.texts.keys() or old.refused or new.refused:
        return old, new
    kept = {path for path, data in new.texts.items() if old.texts[path] is not data or _JUDGES.search(data)}
    return tuple(replace(side, texts={path: side.texts[path] for path in side.texts if path in kept}) for side in (old, new))  # type: ignore[return-value]  # two of two


def _built(old: _Texts, new: _Texts, before: date, after: date) -> tuple[Side, Side]:
    if before > after:
        raise PolopsError(f"the base's day {before} is after the head's {after}", "name the earlier one first")
    with busy(f"reading {len(new.texts):,} files"):
        from polops.analyse.context import Context
        from polops.cli import twin
        from polops.plan.load import load

        head_ = load(new.texts, (problem.span.path for problem in new.refused), new.tables, reading=twin.reading)
        known = {path: file for path, file in head_.plan.files.items() if old.texts.get(path) is new.texts[path]}
        base = load(old.texts, (problem.span.path for problem in old.refused), old.tables, known, reading=twin.reading)
    sides = []
    for texts, loaded, day in ((old, base, before), (new, head_, after)):
        problems = tuple(sorted((*texts.refused, *loaded.problems), key=lambda problem: problem.sort_key))
        sides.append(Side(texts.name, Session(texts.workspace, loaded.plan, problems, Context(loaded.plan, day), texts.listing)))
    return sides[0], sides[1]
