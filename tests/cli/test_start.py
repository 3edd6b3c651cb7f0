"""What a command imports: the kinds that a workspace has, and no others, however many kinds and rules there are."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

from tests.cli.runner import lay
from tests.conftest import ROOT

from polops.model import KINDS


def test_check_imports_only_the_kinds_that_the_workspace_has(tmp_path: Path) -> None:
    lay(tmp_path, {"plans/polops.yaml": "kind: settings\n", "plans/org.yaml": "kind: org\nteams: [{id: mh, name: Minor harm}]\n"})
    command = [sys.executable, "-v", "-m", "polops", "-C", str(tmp_path), "check"]
    ran = subprocess.run(command, cwd=ROOT / "src", capture_output=True, text=True, check=False)
    imported = set(re.findall(r"^import '([\w.]+)'", ran.stderr, re.MULTILINE))
    assert "plans/org.yaml" in ran.stdout
    kinds = {place.partition(":")[0] for place in KINDS.values()}
    assert kinds & imported == {"polops.model.settings", "polops.model.org"}
    assert not {"jinja2", "openpyxl", "rich.table", "importlib.metadata", "polops.analyse.diff"} & imported
