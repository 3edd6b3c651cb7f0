"""Plan files on disk: where the workspace is, and the bytes of every plan in it; and what may be a plan, here and in a git revision.

Nothing outside the workspace is read: symbolic links are refused rather than followed, and only regular files are opened. Files and
folders whose names begin with a dot are skipped. Printed paths are POSIX paths relative to the workspace's base, the repository.
"""

from __future__ import annotations

import os
import stat
from enum import Enum
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

from polops.source.problem import PolopsError, Problem, Span
from polops.source.text import MAX_BYTES, error, show, too_large
from polops.values.record import dataclass

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

SETTINGS = "polops.yaml"
"""The file that makes a folder a plans folder."""

PLANS = "plans"
"""The usual name of the plans folder."""

MAX_FILES = 20_000
MAX_FOLDERS = 64  # levels

_T = TypeVar("_T")
_FLAGS = os.O_RDONLY | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0)


class Sort(Enum):
    """What an entry of a folder is, in a work tree or in a revision."""

    FILE = "file"
    FOLDER = "folder"
    LINK = "link"
    OUTWARD = "link that leads outside the workspace"
    SUBMODULE = "submodule"
    OTHER = "other"


@dataclass(frozen=True, slots=True)
class Workspace:
    """The plans folder (`root`), and the folder that printed paths are relative to (`base`): the repository, if there is one."""

    root: Path
    base: Path

    def printed(self, path: Path) -> str:
        """Return a path as it is printed: relative, with slashes, and unprintable characters as escapes."""
        return printed(self.inside(path))

    def inside(self, path: Path) -> str:
        """Return a path relative to the base, with slashes, as it is spelt; a ValueError if it lies outside."""
        return path.relative_to(self.base).as_posix()


def find_workspace(start: Path) -> Workspace:
    """Find the plans folder as git finds its root: in `start` or the nearest folder above; PolopsError if there is none."""
    start = Path(os.path.realpath(start))
    for folder in (start, *start.parents):
        for root in (folder, folder / PLANS):
            if (root / SETTINGS).is_file():
                return Workspace(root, _base(root))
    raise PolopsError(
        "no polops workspace here or in any folder above",
        help=f"run polops in a folder that holds {PLANS}/{SETTINGS}, or name one with -C DIR",
    )


def read_folder(workspace: Workspace) -> tuple[dict[str, bytes], list[Problem]]:
    """Read every plan file of a workspace: bytes by printed path, sorted, and what cannot be read; PolopsError above 20,000 files."""
    texts: dict[str, bytes] = {}
    problems: list[Problem] = []
    for found in limited(_walk(workspace, workspace.root, 0), str(workspace.root)):
        if isinstance(found, Problem):
            problems.append(found)
            continue
        name = workspace.printed(found)
        data = _read(name, found)
        if isinstance(data, Problem):
            problems.append(data)
        else:
            texts[name] = data
    return dict(sorted(texts.items())), sorted(problems, key=lambda problem: problem.sort_key)


def printed(path: str) -> str:
    """Return a path as it is printed: unprintable characters as escapes."""
    return show(path, limit=1000)


def is_plan(path: str) -> bool:
    """Whether a file of that name is, or was meant to be, a plan."""
    return path.lower().endswith((".yaml", ".yml"))


def why_not(path: str, sort: Sort) -> Problem | None:
    """Why an entry that may hold a plan is not read; None if it is a plan. `path` is relative to the repository and spelt as it is."""
    place, name = Span(printed(path)), path.rpartition("/")[2]
    said = _NO_PLAN.get(sort)
    if said is not None:
        return error(place, f"`{show(name)}` {said[0]}", said[1])
    if not path.isprintable():
        return error(place, f"file name `{show(name)}` has characters that cannot be printed", "rename the file")
    if sort is Sort.OTHER:
        return _irregular(place, show(name))
    if not name.endswith(".yaml"):
        return error(place, f"file name `{show(name)}` does not end in .yaml", f"rename it to {show(Path(name).stem)}.yaml")
    return None


def too_deep(folder: str) -> Problem:
    """Say that a folder lies so deep that those within it are not entered."""
    return error(Span(printed(folder)), f"folders are nested deeper than {MAX_FOLDERS} levels", "move the files up")


def limited(found: Iterable[_T], where: str) -> Iterator[_T]:
    """Pass plans and refusals on; PolopsError above 20,000."""
    for count, each in enumerate(found):
        if count >= MAX_FILES:
            raise PolopsError(f"more than {MAX_FILES:,} plan files in {show(where)}", help="run polops in a smaller folder")
        yield each


_NO_PLAN = {
    Sort.FOLDER: ("is a folder: expected a file", "rename the folder"),
    Sort.LINK: ("is a link: links are not followed", "put the file itself here, or delete the link"),
    Sort.OUTWARD: ("is a link that leads outside the workspace", "put the file itself here, or delete the link"),
    Sort.SUBMODULE: (
        "is a submodule: its files are in another repository",
        "put the plans themselves here, or move the submodule elsewhere",
    ),
}


def _base(root: Path) -> Path:
    """The nearest folder at or above the plans folder that has a `.git` entry; otherwise what stands around `plans`."""
    for folder in (root, *root.parents):
        if os.path.lexists(folder / ".git"):
            return folder
    return root.parent if root.name == PLANS else root


def _walk(workspace: Workspace, folder: Path, depth: int) -> Iterator[Path | Problem]:
    """Give each plan file below a folder, in the order of names, or the reason why it is not read."""
    place = Span(workspace.printed(folder))
    try:
        with os.scandir(folder) as found:
            entries = sorted((entry for entry in found if not entry.name.startswith(".")), key=lambda entry: entry.name)
    except OSError as refusal:
        yield error(place, f"folder cannot be read: {_reason(refusal)}", "check its permissions")
        return
    for entry in entries:
        path = Path(entry.path)
        if entry.is_symlink():
            yield from _link(workspace, path)
        elif not entry.is_dir(follow_symlinks=False):
            if is_plan(entry.name):
                sort = Sort.FILE if entry.is_file(follow_symlinks=False) else Sort.OTHER
                yield why_not(workspace.inside(path), sort) or path
        elif depth >= MAX_FOLDERS:
            yield too_deep(workspace.inside(folder))
        elif is_plan(entry.name):
            yield why_not(workspace.inside(path), Sort.FOLDER) or path
        else:
            yield from _walk(workspace, path, depth + 1)


def _link(workspace: Workspace, path: Path) -> Iterator[Path | Problem]:
    """Refuse a link that is, or could hold, a plan; other links (to pictures, say) are nobody's business here."""
    if is_plan(path.name) or path.is_dir():
        inside = Path(os.path.realpath(path)).is_relative_to(Path(os.path.realpath(workspace.root)))
        yield why_not(workspace.inside(path), Sort.LINK if inside else Sort.OUTWARD) or path


def _read(name: str, path: Path) -> bytes | Problem:
    """Read a file through a descriptor that follows no link and waits for no pipe; it may have changed since it was listed."""
    try:
        with open(os.open(path, _FLAGS), "rb") as file:  # noqa: PTH123 - a descriptor, not a path
            facts = os.fstat(file.fileno())
            if not stat.S_ISREG(facts.st_mode):
                return _irregular(Span(name), show(path.name))
            if facts.st_size > MAX_BYTES:
                return too_large(name, facts.st_size)
            data = file.read(MAX_BYTES + 1)
    except OSError as refusal:
        return error(Span(name), f"file cannot be read: {_reason(refusal)}", "check that it is there and that you may read it")
    return too_large(name, len(data)) if len(data) > MAX_BYTES else data


def _irregular(place: Span, name: str) -> Problem:
    return error(place, f"`{name}` is not a regular file", "delete it; plans are plain files")


def _reason(refusal: OSError) -> str:
    return (refusal.strerror or "unknown reason").lower()


def read_templates(workspace: Workspace) -> tuple[tuple[str, str], ...]:
    """Read the workspace's own report templates: (name, text) of `templates/*.j2` beside or inside the plans folder; no links."""
    found: dict[str, str] = {}
    for folder in template_folders(workspace):
        for entry in _templates(folder):
            found[entry.name] = template(entry.name, _read(entry.name, Path(entry.path)))
    return tuple(sorted(found.items()))


def read_tables(workspace: Workspace, names: Iterable[str]) -> dict[str, bytes]:
    """Read the CSV files that plans name, by path in the plans' folder. Left out: links, and what is no file, too large or not there."""
    found: dict[str, bytes] = {}
    for name in sorted(names):
        path = workspace.root.joinpath(*name.split("/"))
        inside = path.relative_to(workspace.root)
        if ".." in inside.parts or any((workspace.root / part).is_symlink() for part in (inside, *inside.parents)):
            continue
        data = _read(name, path)
        if isinstance(data, bytes):
            found[name] = data
    return found


def template_folders(workspace: Workspace) -> list[Path]:
    """Where a workspace's own templates may lie; of two with one name the later one counts."""
    beside = [workspace.root.parent / "templates"] if workspace.root.name == PLANS and workspace.root != workspace.base else []
    return [*beside, workspace.root / "templates"]


def template(name: str, data: bytes | Problem) -> str:
    """The text of a template; PolopsError if it could not be read."""
    if isinstance(data, Problem):
        raise PolopsError(f"template {show(name)}: {data.message}", data.help)
    return data.decode("utf-8", errors="replace")


def _templates(folder: Path) -> list[os.DirEntry[str]]:
    try:
        with os.scandir(folder) as entries:
            return [entry for entry in entries if entry.name.endswith(".j2") and entry.is_file(follow_symlinks=False)]
    except OSError:
        return []
