"""The example organisation, to be changed as a Program Manager changes it."""

from __future__ import annotations

import shutil
from typing import TYPE_CHECKING

import pytest
from tests.conftest import ROOT

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture
def workspace(tmp_path: Path) -> Path:
    """A copy of `plans/` outside any repository."""
    shutil.copytree(ROOT / "plans", tmp_path / "plans")
    return tmp_path
