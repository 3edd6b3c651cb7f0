"""A folder that new files go into: never over what is there, never through a link, never outside."""

from __future__ import annotations

import os
from collections.abc import Mapping
from pathlib import Path

from polops.edit.save import write_new
from polops.source.files import PLANS, SETTINGS, Workspace, find_workspace, read_folder
from polops.source.problem import PolopsError
from polops.values.record import dataclass


@dataclass(frozen=True, slots=True)
class Folder:
    """Where a repository of plans begins; `texts` are the plan files that stand in it already, by path from the folder."""

    root: Path
    texts: Mapping[str, bytes]

    @property
    def is_workspace(self) -> bool:
        """Whether its plans have settings."""
        return f"{PLANS}/{SETTINGS}" in self.texts

    @property
    def repository(self) -> Path | None:
        """The repository that the folder lies in; None where it is none."""
        return next((folder for folder in (self.root, *self.root.parents) if os.path.lexists(folder / ".git")), None)

    def refuses(self, path: str) -> str:
        """Why a file of that path is not written; empty where it is."""
        place = self.root
        for step in Path(path).parts[:-1]:
            place /= step
            if place.is_symlink():
                return f"{place.relative_to(self.root)} is a link"
            if os.path.lexists(place) and not place.is_dir():
                return f"{place.relative_to(self.root)} is no folder"
        return "is there already" if os.path.lexists(self.root / path) else ""

    def put(self, path: str, text: str) -> str:
        """Write a new file; why not, where it is not written."""
        return self.refuses(path) or ("" if write_new(self.root / path, text.encode()) else "is there already")


def look(root: Path) -> Folder:
    """The folder as it is. PolopsError where plans cannot begin: it is a file, or lies within the plans of a workspace."""
    if os.path.lexists(root) and not root.is_dir():
        raise PolopsError(f"not a folder: {root}", "name the folder of the repository: polops init DIR")
    around = _workspace_around(root)
    if around and (root == around.root or root.is_relative_to(around.root)):
        raise PolopsError(f"{root} lies within the plans of {around.root}", "run polops init in the folder above, or beside it")
    if not (root / PLANS).is_dir():
        return Folder(root, {})
    texts, refused = read_folder(Workspace(root / PLANS, root))
    if refused:
        raise PolopsError(f"{refused[0].span.path}: {refused[0].message}", refused[0].help)
    return Folder(root, texts)


def _workspace_around(root: Path) -> Workspace | None:
    """The workspace that a folder is part of, whether it is there yet or not."""
    nearest = next(folder for folder in (root, *root.parents) if folder.is_dir())
    try:
        found = find_workspace(nearest)
    except PolopsError:
        return None
    return found if Path(os.path.realpath(root)).is_relative_to(found.root) else None
