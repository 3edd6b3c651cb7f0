"""Findings in several places at once: standard output, files, and the summary of a GitHub job."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING
from xml.etree import ElementTree as ET

import pytest
from tests.cli.runner import AS_OF, polops

if TYPE_CHECKING:
    from pathlib import Path

SHA = "0123456789abcdef0123456789abcdef01234567"


def test_files_beside_standard_output(project_root: Path, tmp_path: Path) -> None:
    names = {"sarif": "p.sarif", "junit": "p.xml", "gitlab": "p.json", "md": "p.md"}
    also = [part for format_, name in names.items() for part in ("-o", f"{format_}={tmp_path / name}")]
    found = polops("check", "--as-of", AS_OF, *also, cwd=project_root)
    assert (found.code, found.err) == (0, "")
    assert found.out == polops("check", "--as-of", AS_OF, cwd=project_root).out
    sarif = json.loads((tmp_path / "p.sarif").read_bytes())["runs"][0]
    total = len(sarif["results"])
    assert total > 30
    assert len(json.loads((tmp_path / "p.json").read_bytes())) == total
    assert len(list(ET.parse(tmp_path / "p.xml").iter("testcase"))) == total  # noqa: S314 - we wrote it
    assert {result["ruleId"] for result in sarif["results"]} == {rule["id"] for rule in sarif["tool"]["driver"]["rules"]}
    assert [result["ruleId"] for result in sarif["results"] if "suppressions" in result] == ["HC301"]


@pytest.mark.parametrize(
    ("given", "help_"),
    [
        ("polops.sarif", "formats: text, json, md, github, gitlab, sarif, junit"),
        ("sarf=x.sarif", "did you mean -o sarif=x.sarif?"),
        ("sarif=", "formats: text, json, md, github, gitlab, sarif, junit"),
    ],
)
def test_what_is_no_format_and_file(project_root: Path, given: str, help_: str) -> None:
    found = polops("check", "-o", given, cwd=project_root)
    assert found.code == 2
    assert found.err == f"polops: -o must be FORMAT=FILE, as in sarif=polops.sarif, got '{given}'\n  help: {help_}\n"


def test_the_summary_of_a_github_job(project_root: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    summary = tmp_path / "summary.md"
    summary.write_text("### before\n")
    monkeypatch.setenv("GITHUB_STEP_SUMMARY", str(summary))
    for name, value in (("SERVER_URL", "https://forge.example"), ("REPOSITORY", "o/r"), ("SHA", SHA)):
        monkeypatch.setenv(f"GITHUB_{name}", value)
    found = polops("check", "--as-of", AS_OF, "--format", "github", cwd=project_root)
    assert found.out.count("\n::") + found.out.startswith("::") == 10
    text = summary.read_text()
    assert text.startswith("### before\n### polops check: ")
    assert text.count(f"](https://forge.example/o/r/blob/{SHA}/plans/") > 30
    assert "until 2026-10-12" in text
    assert polops("check", "--as-of", AS_OF, cwd=project_root).code == 0
    assert summary.read_text() == text, "only --format github writes there"


def test_a_summary_that_cannot_be_written(project_root: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("GITHUB_STEP_SUMMARY", str(tmp_path / "no/such/file"))
    found = polops("check", "--as-of", AS_OF, "--format", "github", cwd=project_root)
    assert found.code == 2
    assert found.first == f"polops: cannot write the summary of the job: no such file or directory: {tmp_path / 'no/such/file'}"


def test_every_finding_is_in_a_file_and_a_limit_holds_there_too(tmp_path: Path) -> None:
    plans = tmp_path / "plans"
    plans.mkdir()
    (plans / "polops.yaml").write_text("kind: settings\nname: x\ncurrency: EUR\n")
    for number in range(120):
        (plans / f"{number:03}.yaml").write_text("kind: orgg\n")
    found = polops("check", "-o", f"gitlab={tmp_path / 'all.json'}", cwd=tmp_path)
    assert found.code == 1
    assert "… and 20 more; 120 problems in all" in found.out
    assert len(json.loads((tmp_path / "all.json").read_bytes())) == 120
    polops("check", "--limit", "7", "-o", f"gitlab={tmp_path / 'all.json'}", cwd=tmp_path)
    assert len(json.loads((tmp_path / "all.json").read_bytes())) == 7
