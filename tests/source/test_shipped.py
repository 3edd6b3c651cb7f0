"""What polops brings along is found in a checkout and in a wheel."""

from __future__ import annotations

from typing import TYPE_CHECKING

from polops.source.shipped import shipped

if TYPE_CHECKING:
    from pathlib import Path

    import pytest


def test_templates_are_found_in_a_checkout(project_root: Path) -> None:
    assert shipped("page.md.j2") == (project_root / "templates/page.md.j2").read_text()


def test_templates_are_found_in_a_wheel(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "templates").mkdir()
    (tmp_path / "templates" / "page.md.j2").write_text("packed")
    monkeypatch.setattr("importlib.resources.files", lambda _: tmp_path)
    shipped.cache_clear()
    try:
        assert shipped("page.md.j2") == "packed"
    finally:
        shipped.cache_clear()
