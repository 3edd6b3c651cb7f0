"""What a command imports: the kinds that a workspace has, and no others, however many kinds and rules there are."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

from tests.cli.runner import lay
from tests.conftest import ROOT

from polops.model import KINDS

ASKED = """\
import sys
sys.argv = ["polops", "-C", sys.argv[1], "check"]
from polops.__main__ import main
try:
    main()
finally:
    sys.stderr.write("\\n".join(sys.modules))
"""


def test_check_imports_only_the_kinds_that_the_workspace_has(tmp_path: Path) -> None:
    lay(tmp_path, {"plans/polops.yaml": "kind: settings\n", "plans/org.yaml": "kind: org\nteams: [{id: mh, name: Minor harm}]\n"})
    ran = subprocess.run([sys.executable, "-c", ASKED, tmp_path], cwd=ROOT / "src", capture_output=True, text=True, check=False)
    assert "plans/org.yaml" in ran.stdout
    kinds = {place.partition(":")[0] for place in KINDS.values()}
    assert kinds & set(ran.stderr.splitlines()) == {"polops.model.settings", "polops.model.org"}
    assert not {"jinja2", "openpyxl", "rich.table", "importlib.metadata", "polops.analyse.diff"} & set(ran.stderr.splitlines())
