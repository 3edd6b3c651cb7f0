"""What `polops init` writes is right by its readers' schemas and linters, and its hook checks the plans."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest
from tests.cli.runner import polops
from tests.conftest import FORGE
from tests.forge.tools import run, said

pytestmark = pytest.mark.needs_forge


def test_the_workflow(tmp_path: Path, project_root: Path) -> None:
    polops("init", cwd=tmp_path)
    workflow = tmp_path / ".github/workflows/plans.yml"
    assert said(run("check-jsonschema", "--builtin-schema", "vendor.github-workflows", workflow)) == ""
    assert said(run("actionlint", workflow)) == ""
    zizmor = ("zizmor", "--offline", "--no-progress", "--config", project_root / ".github/zizmor.yml")
    workflow.write_text(workflow.read_text().replace("OWNER/polops@COMMIT", f"lumo/polops@{'0' * 40}"))
    assert said(run(*zizmor, workflow)) == ""


def test_the_gitlab_job(tmp_path: Path) -> None:
    polops("init", "--forge", "gitlab", cwd=tmp_path)
    for name in (".gitlab-ci.yml", "polops.gitlab-ci.yml"):
        assert said(run("check-jsonschema", "--builtin-schema", "vendor.gitlab-ci", tmp_path / name)) == ""


def test_the_hook(tmp_path: Path) -> None:
    polops("init", cwd=tmp_path)
    for command in (["init", "-q"], ["add", "."]):
        subprocess.run(["git", *command], cwd=tmp_path, check=True)
    assert said(run("pre-commit", "validate-config", tmp_path / ".pre-commit-config.yaml")) == ""
    path = os.pathsep.join((str(FORGE / "bin"), str(Path(sys.executable).parent), os.environ["PATH"]))
    env = {**os.environ, "PRE_COMMIT_HOME": str(tmp_path / "home"), "PATH": path}
    fine = run("pre-commit", "run", "--all-files", cwd=tmp_path, env=env)
    assert said(fine) == ""
    assert "check the plans" in fine.stdout
    (tmp_path / "plans/org.yaml").write_text("kind: org\nteams: 3\n")
    broken = run("pre-commit", "run", "--all-files", cwd=tmp_path, env=env)
    assert broken.returncode == 1
    assert "plans/org.yaml:2:" in broken.stdout
