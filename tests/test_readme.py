"""The README never lies: every console block is run, and what it shows is what comes out.

`make golden` writes the outputs into the README; this test compares them. A block's command may end in `| head -N`.
"""

from __future__ import annotations

import os
import re
import shutil
from datetime import date
from pathlib import Path

import pytest
from tests.analyse.lumo import ALL, DAY
from tests.analyse.workspaces import at

from polops.analyse.context import Context
from polops.cli.main import run
from polops.model import KINDS
from polops.plan.load import load
from polops.reports import REPORTS
from polops.reports.item import computed
from polops.source.files import find_workspace, read_folder
from polops.source.problem import Severity

BLOCK = re.compile(r"```console\n\$ polops (?P<command>[^\n]*)\n(?P<output>.*?)```", re.DOTALL)
FILES = re.compile(r"```yaml\n# plans/(?P<path>\S+)\n(?P<text>.*?)```", re.DOTALL)


@pytest.fixture
def workspace(tmp_path: Path, project_root: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A copy of the example outside git, so that no commit is named."""
    shutil.copytree(project_root / "plans", tmp_path / "plans")
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("COLUMNS", "80")
    return tmp_path


def output_of(command: str, capfdbinary: pytest.CaptureFixture[bytes]) -> str:
    """What a command prints, cut as its `| head -N` says."""
    words, _, head = command.partition(" | head -")
    run(words.split())
    text = capfdbinary.readouterr().out.decode()
    lines = text.splitlines()[: int(head)] if head else text.splitlines()
    return "".join(f"{line.rstrip()}\n" for line in lines)


@pytest.mark.usefixtures("workspace")
def test_readme_golden(project_root: Path, capfdbinary: pytest.CaptureFixture[bytes]) -> None:
    readme = project_root / "README.md"
    text = readme.read_text()
    assert len(BLOCK.findall(text)) >= 6
    shown = BLOCK.sub(lambda block: f"```console\n$ polops {block['command']}\n{output_of(block['command'], capfdbinary)}```", text)
    if os.environ.get("POLOPS_GOLDEN"):
        readme.write_text(shown)
    assert shown == readme.read_text(), "the README shows another output: run `make golden`, read the difference, commit it"


def test_the_small_workspace_of_the_readme_is_whole(project_root: Path) -> None:
    files = {path: text.encode() for path, text in FILES.findall((project_root / "README.md").read_text())}
    assert set(files) == {"polops.yaml", "org.yaml", "okrs/2026-Q3/core.yaml"}
    loaded = load(files)
    assert [problem for problem in loaded.problems if problem.severity is Severity.ERROR] == []
    assert loaded.plan.find("core/2026-Q3/O1/KR1", "key_result") is not None


def test_documented_keys_are_those_of_show(project_root: Path) -> None:
    """The table of keys in the README is what `polops show --json` gives."""
    texts, _ = read_folder(find_workspace(project_root / "plans"))
    ctx = Context(load(texts).plan, date(2026, 8, 10))
    desk = at(DAY, ALL)
    rows = (project_root / "README.md").read_text().partition("| item | keys |")[2].partition("\n\n")[0]
    table = dict(re.findall(r"^\| ([a-z ]+) \| `([a-z_ ]+)`(?: \||,)", rows, re.MULTILINE))
    refs = {
        "key result": "mh/2026-Q3/O1/KR2", "objective": "mh/2026-Q3/O1", "metric": "vvr-selfharm", "budget line": "COE-VEN-01",
        "position": "HC-MH-004", "team": "mh", "order": "PO-88121", "initiative": "INI-004", "milestone": "INI-004/M4",
        "risk": "R-012", "issue": "I-021", "dependency": "D-007", "change": "CHG-007", "opportunity": "OP-03",
        "policy": "POL-MH-002", "obligation": "EU-DSA/art34-risk", "review": "QR-011", "incident": "INC-2026-003",
    }  # fmt: skip
    assert set(table) == set(refs)
    for name, ref in refs.items():
        where = ctx if ctx.plan.find(ref) else desk
        node = where.plan.find(ref)
        assert node is not None
        values, _ = computed(where, node)
        assert list(values) == table[name].split(), name


def test_the_readme_names_every_report_and_kind(project_root: Path) -> None:
    text = (project_root / "README.md").read_text()
    table = text.partition("| for | reports |")[2].partition("\n\n")[0]
    assert sorted(re.findall(r"`([a-z-]+)`", table)) == sorted(REPORTS)
    kinds = text.partition("The kinds are ")[2].partition(". ")[0]
    assert sorted(re.findall(r"`([a-z]+)`", kinds)) == sorted(KINDS)
