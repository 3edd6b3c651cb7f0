"""Plan files on disk: where the workspace is, and the bytes of every plan in it.

Nothing outside the workspace is read: symbolic links are refused rather than followed, and only regular files are opened. Files and
folders whose names begin with a dot are skipped. Printed paths are POSIX paths relative to the workspace's base, the repository.
"""

from __future__ import annotations

import os
import stat
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from polops.source.problem import PolopsError, Problem, Span
from polops.source.text import MAX_BYTES, error, show, too_large

if TYPE_CHECKING:
    from collections.abc import Iterator

SETTINGS = "polops.yaml"
"""The file that makes a folder a plans folder."""

PLANS = "plans"
"""The usual name of the plans folder."""

MAX_FILES = 20_000
MAX_FOLDERS = 64  # levels

_FLAGS = os.O_RDONLY | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0)


@dataclass(frozen=True, slots=True)
class Workspace:
    """The plans folder (`root`), and the folder that printed paths are relative to (`base`): the repository, if there is one."""

    root: Path
    base: Path

    def printed(self, path: Path) -> str:
        """Return a path as it is printed: relative, with slashes, and unprintable characters as escapes."""
        return show(path.relative_to(self.base).as_posix(), limit=1000)


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
    for count, found in enumerate(_walk(workspace, workspace.root, 0)):
        if count >= MAX_FILES:
            raise PolopsError(f"more than {MAX_FILES:,} plan files in {show(str(workspace.root))}", help="run polops in a smaller folder")
        if isinstance(found, Problem):
            problems.append(found)
            continue
        printed = workspace.printed(found)
        data = _read(printed, found)
        if isinstance(data, Problem):
            problems.append(data)
        else:
            texts[printed] = data
    return dict(sorted(texts.items())), sorted(problems, key=lambda problem: problem.sort_key)


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
        if entry.is_symlink():
            yield from _link(workspace, Path(entry.path))
        elif not entry.is_dir(follow_symlinks=False):
            yield from _file(workspace, entry)
        elif depth >= MAX_FOLDERS:
            yield error(place, f"folders are nested deeper than {MAX_FOLDERS} levels", "move the files up")
        else:
            yield from _folder(workspace, Path(entry.path), depth)


def _folder(workspace: Workspace, path: Path, depth: int) -> Iterator[Path | Problem]:
    if _is_plan(path.name):
        yield error(Span(workspace.printed(path)), f"`{show(path.name)}` is a folder: expected a file", "rename the folder")
    else:
        yield from _walk(workspace, path, depth + 1)


def _link(workspace: Workspace, path: Path) -> Iterator[Problem]:
    """Refuse a link that is, or could hold, a plan; other links (to pictures, say) are nobody's business here."""
    if not _is_plan(path.name) and not path.is_dir():
        return
    inside = Path(os.path.realpath(path)).is_relative_to(Path(os.path.realpath(workspace.root)))
    what = "is a link: links are not followed" if inside else "is a link that leads outside the workspace"
    yield error(Span(workspace.printed(path)), f"`{show(path.name)}` {what}", "put the file itself here, or delete the link")


def _file(workspace: Workspace, entry: os.DirEntry[str]) -> Iterator[Path | Problem]:
    if not _is_plan(entry.name):
        return
    path = Path(entry.path)
    place, name = Span(workspace.printed(path)), show(entry.name)
    if not str(path.relative_to(workspace.base)).isprintable():
        yield error(place, f"file name `{name}` has characters that cannot be printed", "rename the file")
    elif not entry.is_file(follow_symlinks=False):
        yield _irregular(place, name)
    elif not entry.name.endswith(".yaml"):
        yield error(place, f"file name `{name}` does not end in .yaml", f"rename it to {show(path.stem)}.yaml")
    else:
        yield path


def _is_plan(name: str) -> bool:
    return name.lower().endswith((".yaml", ".yml"))


def _read(printed: str, path: Path) -> bytes | Problem:
    """Read a file through a descriptor that follows no link and waits for no pipe; it may have changed since it was listed."""
    try:
        with open(os.open(path, _FLAGS), "rb") as file:  # noqa: PTH123 - a descriptor, not a path
            facts = os.fstat(file.fileno())
            if not stat.S_ISREG(facts.st_mode):
                return _irregular(Span(printed), show(path.name))
            if facts.st_size > MAX_BYTES:
                return too_large(printed, facts.st_size)
            data = file.read(MAX_BYTES + 1)
    except OSError as refusal:
        return error(Span(printed), f"file cannot be read: {_reason(refusal)}", "check that it is there and that you may read it")
    return too_large(printed, len(data)) if len(data) > MAX_BYTES else data


def _irregular(place: Span, name: str) -> Problem:
    return error(place, f"`{name}` is not a regular file", "delete it; plans are plain files")


def _reason(refusal: OSError) -> str:
    return (refusal.strerror or "unknown reason").lower()


def read_templates(workspace: Workspace) -> tuple[tuple[str, str], ...]:
    """Read the workspace's own report templates: (name, text) of each `templates/*.j2` beside or inside the plans folder; links are not followed."""
    found: dict[str, str] = {}
    for folder in dict.fromkeys((workspace.root.parent / "templates", workspace.root / "templates")):
        if workspace.root.name != PLANS and folder.parent != workspace.root:
            continue
        for entry in _templates(folder):
            data = _read(entry.name, Path(entry.path))
            if isinstance(data, Problem):
                raise PolopsError(f"template {show(entry.name)}: {data.message}", data.help)
            found[entry.name] = data.decode("utf-8", errors="replace")
    return tuple(sorted(found.items()))


def _templates(folder: Path) -> list[os.DirEntry[str]]:
    try:
        with os.scandir(folder) as entries:
            return [entry for entry in entries if entry.name.endswith(".j2") and entry.is_file(follow_symlinks=False)]
    except OSError:
        return []
