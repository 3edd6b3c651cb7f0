"""Writing a file that is not there yet: whole, or not at all where something has its name."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from polops.edit.save import write_new
from polops.source.problem import PolopsError

if TYPE_CHECKING:
    from pathlib import Path


def test_a_new_file_and_its_folder(tmp_path: Path) -> None:
    assert write_new(tmp_path / "locks" / "a.yaml", b"one\n")
    assert (tmp_path / "locks" / "a.yaml").read_bytes() == b"one\n"
    assert [path.name for path in (tmp_path / "locks").iterdir()] == ["a.yaml"]


def test_a_file_that_is_there_stays(tmp_path: Path) -> None:
    path = tmp_path / "a.yaml"
    path.write_bytes(b"old\n")
    assert not write_new(path, b"new\n")
    assert path.read_bytes() == b"old\n"
    assert [path.name for path in tmp_path.iterdir()] == ["a.yaml"]


def test_a_folder_that_cannot_be_made(tmp_path: Path) -> None:
    (tmp_path / "locks").write_bytes(b"")
    with pytest.raises(PolopsError, match="cannot write"):
        write_new(tmp_path / "locks" / "a" / "b.yaml", b"")
