"""Real git repositories for tests, made in a temporary folder; identity and dates are those of `conftest`."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path

import pytest

needs_git = pytest.mark.skipif(shutil.which("git") is None, reason="git is not installed")

SMALL = {
    "plans/polops.yaml": "kind: settings\nname: Small\nroot_team: core\n",
    "plans/org.yaml": (
        "kind: org\nteams:\n  - {code: core, name: Core, lead: ada, cost_center: CC-1}\npeople:\n  - {handle: ada, name: Ada, team: core}\n"
    ),
}
"""A workspace of one team."""


def git(folder: Path, *command: str, stdin: bytes | None = None) -> str:
    """Run git, any command, in a folder; an error shows what it said."""
    found = subprocess.run(
        ["git", "-c", "commit.gpgSign=false", "-c", "protocol.file.allow=always", *command],
        cwd=folder,
        input=stdin,
        capture_output=True,
        check=False,
    )
    assert found.returncode == 0, found.stderr.decode()
    return found.stdout.decode(errors="surrogateescape").strip()


def write(folder: Path, files: dict[str, str]) -> None:
    """Write files by path below a folder."""
    for path, text in files.items():
        place = folder / path
        place.parent.mkdir(parents=True, exist_ok=True)
        place.write_text(text, encoding="utf-8", newline="")


def commit(folder: Path, files: dict[str, str] | None = None, message: str = "change") -> str:
    """Commit everything in the folder, with files written first; returns the id."""
    write(folder, files or {})
    git(folder, "add", "--all")
    git(folder, "commit", "-q", "--allow-empty", "--no-verify", "-m", message)
    return git(folder, "rev-parse", "HEAD")


def init(folder: Path, files: dict[str, str] | None = None, *options: str) -> Path:
    """Make a repository on the branch `main`; with files, they are its first commit."""
    folder.mkdir(parents=True, exist_ok=True)
    git(folder, "init", "-q", "-b", "main", *options)
    if files is not None:
        commit(folder, files, "first")
    return folder


def clone(origin: Path, folder: Path, *options: str) -> Path:
    """Clone a repository through git's own protocol, as over a network."""
    git(origin, "config", "uploadpack.allowFilter", "true")
    git(origin, "config", "uploadpack.allowAnySHA1InWant", "true")
    git(origin.parent, "clone", "-q", *options, origin.as_uri(), str(folder))
    return folder


def mktree(folder: Path, *lines: bytes) -> str:
    """Write a tree object of `ls-tree` lines, with names as git itself would never commit them; returns its id."""
    return git(folder, "mktree", "-z", "--missing", stdin=b"".join(line + b"\0" for line in lines))


def commit_tree(folder: Path, tree: str) -> str:
    """Commit a tree object; returns the id."""
    return git(folder, "commit-tree", "-m", "odd", tree)


def snapshot(folder: Path) -> dict[str, tuple[int, int]]:
    """Size and time of change of every file below a folder, git's own included."""
    found = {}
    for path in sorted(folder.rglob("*")):
        facts = path.lstat()
        found[str(path.relative_to(folder))] = (facts.st_size, facts.st_mtime_ns)
    return found
