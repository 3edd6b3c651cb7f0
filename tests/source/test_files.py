"""Finding the workspace and reading its files, in real folders."""

from __future__ import annotations

import os
import socket
from typing import TYPE_CHECKING

import pytest

from polops.source import files
from polops.source.files import Workspace, find_workspace, read_folder
from polops.source.problem import PolopsError
from polops.source.text import MAX_BYTES

if TYPE_CHECKING:
    from pathlib import Path


def write(path: Path, text: str = "kind: x\n") -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8", newline="")
    return path


@pytest.fixture
def workspace(tmp_path: Path) -> Workspace:
    write(tmp_path / "repo/plans/polops.yaml", "kind: settings\n")
    (tmp_path / "repo/.git").mkdir()
    return find_workspace(tmp_path / "repo")


def told(workspace: Workspace) -> list[str]:
    return [f"{p.span.path}: {p.message}" for p in read_folder(workspace)[1]]


@pytest.mark.parametrize("start", [".", "plans", "plans/okrs/2026-Q3", "src/deep"])
def test_finds_the_workspace_from_anywhere(tmp_path: Path, start: str) -> None:
    write(tmp_path / "plans/polops.yaml")
    (tmp_path / start).mkdir(parents=True, exist_ok=True)
    assert find_workspace(tmp_path / start) == Workspace(tmp_path / "plans", tmp_path)


def test_the_nearest_workspace_wins(tmp_path: Path) -> None:
    write(tmp_path / "polops.yaml")
    write(tmp_path / "sub/plans/polops.yaml")
    assert find_workspace(tmp_path / "sub").root == tmp_path / "sub/plans"
    assert find_workspace(tmp_path / "other").root == tmp_path


def test_base_is_the_repository(tmp_path: Path) -> None:
    write(tmp_path / "repo/team/plans/polops.yaml")
    write(tmp_path / "repo/.git", "gitdir: elsewhere\n")  # a worktree has a file here
    found = find_workspace(tmp_path / "repo/team")
    assert found == Workspace(tmp_path / "repo/team/plans", tmp_path / "repo")
    assert list(read_folder(found)[0]) == ["team/plans/polops.yaml"]


def test_base_without_repository(tmp_path: Path) -> None:
    write(tmp_path / "mine/polops.yaml")
    assert find_workspace(tmp_path / "mine").base == tmp_path / "mine"
    write(tmp_path / "b/plans/polops.yaml")
    assert find_workspace(tmp_path / "b").base == tmp_path / "b"


def test_no_workspace(tmp_path: Path) -> None:
    (tmp_path / "plans/polops.yaml").mkdir(parents=True)  # a folder is no settings file
    with pytest.raises(PolopsError, match="no polops workspace here or in any folder above") as caught:
        find_workspace(tmp_path)
    assert caught.value.help == "run polops in a folder that holds plans/polops.yaml, or name one with -C DIR"


def test_reads_every_plan_in_order(workspace: Workspace) -> None:
    for name in ("org.yaml", "okrs/2026-Q3/mh.yaml", "okrs/2026-Q3/coe.yaml", "locks/b.yaml", "Z.yaml"):
        write(workspace.root / name, f"name: {name}\n")
    for name in (".hidden.yaml", ".git/x.yaml", "notes.md", "x.yaml.bak", "yaml"):
        write(workspace.root / name)
    texts, problems = read_folder(workspace)
    assert not problems
    names = ["Z.yaml", "locks/b.yaml", "okrs/2026-Q3/coe.yaml", "okrs/2026-Q3/mh.yaml", "org.yaml", "polops.yaml"]
    assert list(texts) == [f"plans/{name}" for name in names]
    assert texts["plans/org.yaml"] == b"name: org.yaml\n"


def test_bytes_are_not_translated(workspace: Workspace) -> None:
    write(workspace.root / "a.yaml", "\ufeffa: b\r\n")
    assert read_folder(workspace)[0]["plans/a.yaml"] == b"\xef\xbb\xbfa: b\r\n"


@pytest.mark.parametrize("name", ["a.yml", "a.YAML", "a.Yml"])
def test_other_endings_are_pointed_out(workspace: Workspace, name: str) -> None:
    write(workspace.root / name)
    assert told(workspace) == [f"plans/{name}: file name `{name}` does not end in .yaml"]
    assert read_folder(workspace)[1][0].help == "rename it to a.yaml"


def test_links_are_refused(workspace: Workspace, tmp_path: Path) -> None:
    write(tmp_path / "outside/secret.yaml")
    write(workspace.root / "a.yaml")
    (workspace.root / "b.yaml").symlink_to("a.yaml")
    (workspace.root / "c.yaml").symlink_to("/etc/passwd")
    (workspace.root / "d").symlink_to(tmp_path / "outside")
    (workspace.root / "e.yaml").symlink_to("../../outside/secret.yaml")
    (workspace.root / "f").symlink_to(".")
    (workspace.root / "g.yaml").symlink_to("g.yaml")
    (workspace.root / "h.yaml").symlink_to("nowhere")
    (workspace.root / "picture.png").symlink_to("/etc/passwd")  # no plan: not our business
    assert list(read_folder(workspace)[0]) == ["plans/a.yaml", "plans/polops.yaml"]
    inside, outside = "is a link: links are not followed", "is a link that leads outside the workspace"
    ends = {"b.yaml": inside, "c.yaml": outside, "d": outside, "e.yaml": outside, "f": inside, "g.yaml": inside, "h.yaml": inside}
    assert told(workspace) == [f"plans/{name}: `{name}` {end}" for name, end in ends.items()]


def test_a_workspace_may_be_reached_through_a_link(workspace: Workspace, tmp_path: Path) -> None:
    (tmp_path / "short").symlink_to(workspace.base)
    assert find_workspace(tmp_path / "short") == workspace


def test_only_regular_files_are_opened(workspace: Workspace, monkeypatch: pytest.MonkeyPatch) -> None:
    os.mkfifo(workspace.root / "pipe.yaml")
    (workspace.root / "folder.yaml").mkdir()
    monkeypatch.chdir(workspace.root)  # socket names must be short
    with socket.socket(socket.AF_UNIX) as listener:
        listener.bind("socket.yaml")
        assert told(workspace) == [
            "plans/folder.yaml: `folder.yaml` is a folder: expected a file",
            "plans/pipe.yaml: `pipe.yaml` is not a regular file",
            "plans/socket.yaml: `socket.yaml` is not a regular file",
        ]


def test_a_file_that_changes_behind_our_back(workspace: Workspace) -> None:
    """What the listing promised need not hold at opening: each of these was a regular file a moment ago."""
    root = workspace.root
    os.mkfifo(root / "pipe.yaml")
    (root / "link.yaml").symlink_to("polops.yaml")
    (root / "folder.yaml").mkdir()
    said = {}
    for name in ("pipe.yaml", "link.yaml", "folder.yaml", "gone.yaml"):
        found = files._read(name, root / name)
        said[name] = "read" if isinstance(found, bytes) else found.message
    assert said == {
        "pipe.yaml": "`pipe.yaml` is not a regular file",
        "link.yaml": "file cannot be read: too many levels of symbolic links",
        "folder.yaml": "file cannot be read: is a directory",
        "gone.yaml": "file cannot be read: no such file or directory",
    }


def test_a_folder_that_vanished(tmp_path: Path) -> None:
    assert told(Workspace(tmp_path / "plans", tmp_path)) == ["plans: folder cannot be read: no such file or directory"]


@pytest.mark.skipif(os.geteuid() == 0, reason="root may read everything")
def test_permissions(workspace: Workspace) -> None:
    write(workspace.root / "a.yaml").chmod(0)
    assert told(workspace) == ["plans/a.yaml: file cannot be read: permission denied"]


def test_large_files_are_not_read(workspace: Workspace) -> None:
    with (workspace.root / "big.yaml").open("wb") as file:
        file.truncate(3_100_000_000)  # a hole: nothing is written
    write(workspace.root / "fits.yaml", "#" * MAX_BYTES)
    assert told(workspace) == ["plans/big.yaml: file is 3100.0 MB: expected at most 2 MB"]
    assert len(read_folder(workspace)[0]["plans/fits.yaml"]) == MAX_BYTES


@pytest.mark.parametrize("name", ["a\x1b[31m.yaml", "a\nb.yaml", "a\u202eb.yaml", "a\u200bb.yaml", os.fsdecode(b"a\xffb.yaml")])
def test_names_that_cannot_be_printed(workspace: Workspace, name: str) -> None:
    write(workspace.root / name)
    (line,) = told(workspace)
    assert line.isprintable()
    assert line.endswith("has characters that cannot be printed")
    assert list(read_folder(workspace)[0]) == ["plans/polops.yaml"]


def test_folder_names_that_cannot_be_printed(workspace: Workspace) -> None:
    write(workspace.root / "a\x07b/c.yaml")
    assert told(workspace) == ["plans/a\\u0007b/c.yaml: file name `c.yaml` has characters that cannot be printed"]


def test_number_of_files(workspace: Workspace, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(files, "MAX_FILES", 3)
    for name in "abc":
        write(workspace.root / f"{name}.yaml")
    with pytest.raises(PolopsError, match="more than 3 plan files in"):
        read_folder(workspace)


def test_depth_of_folders(workspace: Workspace, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(files, "MAX_FOLDERS", 2)
    write(workspace.root / "a/b/c.yaml")
    write(workspace.root / "a/b/c/d.yaml")
    assert told(workspace) == ["plans/a/b: folders are nested deeper than 2 levels"]
    assert "plans/a/b/c.yaml" in read_folder(workspace)[0]
