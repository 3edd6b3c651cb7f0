"""What `polops check` writes for forges, held against the schemas that their readers publish.

GitLab publishes no schema for code quality reports; `tests/render/test_gitlab.py` holds them against the table of its documentation.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest
from tests.cli.runner import AS_OF, polops
from tests.forge.tools import run, said, sarif_schema
from tests.render.pages import HOSTILE

from polops.render import Explained, Look, junit, sarif
from polops.source.problem import Problem, Severity, Span

if TYPE_CHECKING:
    from pathlib import Path

pytestmark = pytest.mark.needs_forge

_HOSTILE = [
    Problem(Span(text, number, 2, number, 5), text, severity, text, text, ((Span(text), text),), text, text * (number % 2))
    for number, text in enumerate(HOSTILE, 1)
    for severity in Severity
]


def sarif_trouble(path: Path) -> str:
    return said(run("check-jsonschema", "--schemafile", sarif_schema(), path))


def junit_trouble(path: Path, project_root: Path) -> str:
    return said(run("xmlschema-validate", "--schema", project_root / "tests/data/jenkins-junit.xsd", path))


def test_the_example_organisation(project_root: Path, tmp_path: Path) -> None:
    files = tmp_path / "polops.sarif", tmp_path / "polops.xml"
    found = polops("check", "--as-of", AS_OF, "-o", f"sarif={files[0]}", "-o", f"junit={files[1]}", cwd=project_root)
    assert found.code == 0
    assert sarif_trouble(files[0]) == ""
    assert junit_trouble(files[1], project_root) == ""


def test_hostile_text(project_root: Path, tmp_path: Path) -> None:
    explained = tuple(Explained(text, text, "error", text, text) for text in HOSTILE)
    (tmp_path / "polops.sarif").write_bytes(sarif.render(_HOSTILE, {}, Look(limit=1000, explained=explained)))
    (tmp_path / "polops.xml").write_bytes(junit.render([*_HOSTILE, *_HOSTILE], {}, Look(limit=1000)))
    assert sarif_trouble(tmp_path / "polops.sarif") == ""
    assert junit_trouble(tmp_path / "polops.xml", project_root) == ""


def test_nothing_found(project_root: Path, tmp_path: Path) -> None:
    (tmp_path / "polops.sarif").write_bytes(sarif.render([], {}, Look()))
    (tmp_path / "polops.xml").write_bytes(junit.render([], {}, Look()))
    assert sarif_trouble(tmp_path / "polops.sarif") == ""
    assert junit_trouble(tmp_path / "polops.xml", project_root) == ""


def test_the_schemas_see_what_is_wrong(project_root: Path, tmp_path: Path) -> None:
    log = json.loads(sarif.render(_HOSTILE[:1], {}, Look()))
    log["runs"][0]["results"][0]["level"] = "critical"
    (tmp_path / "polops.sarif").write_text(json.dumps(log))
    (tmp_path / "polops.xml").write_text('<testsuites><testcase name="no suite around it"/></testsuites>')
    assert "critical" in sarif_trouble(tmp_path / "polops.sarif")
    assert "is not valid" in junit_trouble(tmp_path / "polops.xml", project_root)
