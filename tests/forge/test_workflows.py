"""The files that forges and pre-commit read: right by their published schemas and linters, and their scripts do what they say.

The scripts are taken out of the files and run by bash as a runner would, in a repository of the example's plans.
"""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from typing import TYPE_CHECKING, Any

import pytest
from ruamel.yaml import YAML
from tests.cli.runner import AS_OF, lay, polops
from tests.conftest import FORGE
from tests.edit.forge_server import HEAD, TOKEN, Fake, serve
from tests.forge.tools import run, said

if TYPE_CHECKING:
    from pathlib import Path

pytestmark = pytest.mark.needs_forge

WORKFLOW = ".github/workflows/ci.yml"
GITLAB = "templates/ci/polops.gitlab-ci.yml"
SCHEMAS = {WORKFLOW: "vendor.github-workflows", "action.yml": "vendor.github-actions", GITLAB: "vendor.gitlab-ci"}


def read(path: Path) -> Any:  # noqa: ANN401 - any YAML
    return YAML(typ="safe", pure=True).load(path.read_text())


@pytest.mark.parametrize("name", SCHEMAS)
def test_the_schema_of_its_reader(project_root: Path, name: str) -> None:
    assert said(run("check-jsonschema", "--builtin-schema", SCHEMAS[name], project_root / name)) == ""


def test_a_schema_sees_what_is_wrong(project_root: Path, tmp_path: Path) -> None:
    (tmp_path / "ci.yml").write_text((project_root / WORKFLOW).read_text().replace("runs-on:", "runs_on:"))
    assert "runs_on" in said(run("check-jsonschema", "--builtin-schema", "vendor.github-workflows", tmp_path / "ci.yml"))


def test_actionlint(project_root: Path, tmp_path: Path) -> None:
    assert said(run("actionlint", WORKFLOW, cwd=project_root)) == ""
    (tmp_path / "ci.yml").write_text((project_root / WORKFLOW).read_text().replace("bash .ci/run", "echo ${{ github.head_ref }}"))
    assert "untrusted" in said(run("actionlint", tmp_path / "ci.yml"))


def test_zizmor_finds_no_way_in(project_root: Path, tmp_path: Path) -> None:
    paths = [project_root / name for name in (WORKFLOW, "action.yml")]
    assert said(run("zizmor", "--offline", "--no-progress", "--config", project_root / ".github/zizmor.yml", *paths)) == ""
    (tmp_path / "action.yml").write_text((project_root / "action.yml").read_text().replace('-C "$FOLDER"', "-C ${{ inputs.folder }}"))
    assert "template-injection" in said(run("zizmor", "--offline", "--no-progress", tmp_path / "action.yml"))


def test_no_expression_stands_in_a_script(project_root: Path) -> None:
    steps = [*read(project_root / "action.yml")["runs"]["steps"]]
    steps += [step for job in read(project_root / WORKFLOW)["jobs"].values() for step in job["steps"]]
    scripts = [step["run"] for step in steps if "run" in step]
    assert len(scripts) >= 4
    assert not [script for script in scripts if "${{" in script]


def test_jobs_may_read_and_no_more(project_root: Path) -> None:
    workflow = read(project_root / WORKFLOW)
    assert workflow["permissions"] == {}
    assert {name: job["permissions"] for name, job in workflow["jobs"].items()} == {
        "ci": {"contents": "read"},
        "plans": {"contents": "read"},
    }
    assert "pull_request_target" not in (project_root / WORKFLOW).read_text()


SMALL = {
    "plans/polops.yaml": "kind: settings\nname: Small\ncurrency: EUR\n",
    "plans/org.yaml": "kind: org\nteams:\n  - {code: core, name: Core, lead: ana}\npeople:\n  - {handle: ana, name: Ana, team: core}\n",
}
"""Plans that are fine on any day."""


@pytest.fixture
def repository(tmp_path: Path) -> Path:
    """A repository of small plans."""
    folder = lay(tmp_path / "repository", SMALL)
    for command in (["init", "-q", "-b", "main"], ["add", "."], ["commit", "-q", "-m", "plans"]):
        subprocess.run(["git", *command], cwd=folder, check=True)
    return folder


def value(text: str, known: dict[str, str]) -> str:
    """A text of the action with its expressions filled in; one that is not known is an error."""
    return re.sub(r"\$\{\{ ([\w.-]+) \}\}", lambda found: known[found[1]], str(text))


def act(root: Path, step_id: str, cwd: Path, temporary: Path, **inputs: str) -> subprocess.CompletedProcess[str]:
    """Run the script of a step of `action.yml` as the runner does."""
    action = read(root / "action.yml")
    known = {f"inputs.{name}": inputs.get(name.replace("-", "_"), given["default"]) for name, given in action["inputs"].items()}
    known |= {"github.action_path": str(root), "steps.python.outputs.python-path": sys.executable, "inputs.token": inputs.get("token", "")}
    step = next(step for step in action["runs"]["steps"] if step["id"] == step_id)
    env = {name: value(text, known) for name, text in step["env"].items()}
    env = {**os.environ, **env, "RUNNER_TEMP": str(temporary), "GITHUB_STEP_SUMMARY": str(temporary / "summary.md")}
    script = ["bash", "--noprofile", "--norc", "-eo", "pipefail", "-c", step["run"]]
    return subprocess.run(script, cwd=cwd, env=env, capture_output=True, text=True, timeout=300, check=False)


@pytest.fixture(scope="module")
def runner(project_root: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The runner's folder for temporary files, where the action has installed polops."""
    temporary = tmp_path_factory.mktemp("runner")
    ran = act(project_root, "install", temporary, temporary)
    assert ran.returncode == 0, ran.stderr
    return temporary


def test_the_action_finds_nothing(project_root: Path, repository: Path, runner: Path) -> None:
    ran = act(project_root, "check", repository, runner, sarif="polops.sarif")
    assert (ran.returncode, ran.stdout, ran.stderr) == (0, "no problems\n", "")
    assert json.loads((repository / "polops.sarif").read_bytes())["version"] == "2.1.0"
    assert (runner / "summary.md").read_text().startswith("### polops check: no problems")


def test_the_action_shows_where_plans_are_wrong(project_root: Path, repository: Path, runner: Path) -> None:
    (repository / "plans/org.yaml").write_text("kind: org\nteams: 3\n")
    ran = act(project_root, "check", repository, runner, as_of=AS_OF, junit="polops.xml")
    assert ran.returncode == 1
    assert ran.stdout.startswith("::error file=plans/org.yaml,line=2,")
    assert b"<failure " in (repository / "polops.xml").read_bytes()


def test_the_action_checks_the_owners(project_root: Path, repository: Path, runner: Path) -> None:
    outdated = act(project_root, "codeowners", repository, runner)
    assert (outdated.returncode, outdated.stdout.splitlines()[0]) == (1, "CODEOWNERS is out of date: run polops codeowners --write")
    assert polops("codeowners", "--write", cwd=repository).code == 0
    assert act(project_root, "codeowners", repository, runner).returncode == 0


@pytest.fixture
def pull_request(repository: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A clone at a change, with the environment of a pull request's job."""
    clone = tmp_path / "clone"
    (repository / "plans/org.yaml").write_text(SMALL["plans/org.yaml"].replace("name: Core,", "name: Heart,"))
    for command in (["switch", "-q", "-c", "change"], ["commit", "-q", "-a", "-m", "change"]):
        subprocess.run(["git", *command], cwd=repository, check=True)
    subprocess.run(["git", "clone", "-q", repository, clone], check=True)
    event = {"pull_request": {"number": 12, "head": {"sha": HEAD, "repo": {"full_name": "o/r"}}}}
    (tmp_path / "event.json").write_text(json.dumps(event))
    job = {"CI": "true", "GITHUB_BASE_REF": "main", "GITHUB_REPOSITORY": "o/r", "GITHUB_EVENT_PATH": str(tmp_path / "event.json")}
    for name, text in job.items():
        monkeypatch.setenv(name, text)
    return clone


def test_the_action_keeps_a_comment(project_root: Path, pull_request: Path, runner: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with serve(Fake()) as hub:
        monkeypatch.setenv("GITHUB_API_URL", hub.url)
        ran = act(project_root, "report", pull_request, runner, as_of=AS_OF, comment="true", token=TOKEN)
        assert (ran.returncode, ran.stderr) == (0, "")
        assert ran.stdout == "posted: https://forge.example/c/1\n"
        assert "| core · Heart | name | Core | Heart |" in hub.bodies[0]
        assert hub.bodies[0].startswith(f"<!-- polops:comment commit={HEAD} ")


def test_the_action_leaves_it_at_the_summary(project_root: Path, pull_request: Path, runner: Path) -> None:
    ran = act(project_root, "report", pull_request, runner, as_of=AS_OF)
    assert (ran.returncode, ran.stdout, ran.stderr) == (0, "", "")
    assert "| core · Heart | name | Core | Heart |" in (runner / "summary.md").read_text()


@pytest.mark.parametrize(
    "inputs", [{"folder": "$(touch ran)"}, {"as_of": '"; touch ran; "'}, {"fail_on": "`touch ran`"}, {"sarif": "x; touch ran"}]
)
def test_what_an_input_says_is_never_run(project_root: Path, repository: Path, runner: Path, inputs: dict[str, str]) -> None:
    assert act(project_root, "check", repository, runner, **inputs).returncode == (0 if "sarif" in inputs else 2)
    assert not (repository / "ran").exists()


def test_the_gitlab_job(project_root: Path, repository: Path, tmp_path: Path) -> None:
    job = read(project_root / GITLAB)["polops"]
    commit = subprocess.run(["git", "rev-parse", "HEAD"], cwd=project_root, capture_output=True, text=True, check=True).stdout.strip()
    env = {**os.environ, "POLOPS_GIT": str(project_root), "POLOPS_REF": commit, "CI_BUILDS_DIR": str(tmp_path)}
    script = ["bash", "-e", "-c", "\n".join([*job["before_script"], *job["script"]])]
    ran = subprocess.run(script, cwd=repository, env=env, capture_output=True, text=True, timeout=300, check=False)
    assert ran.returncode == 0, ran.stderr
    reports = job["artifacts"]["reports"]
    assert (repository / reports["codequality"]).read_bytes() == b"[]\n"
    assert (repository / reports["junit"]).read_bytes().startswith(b"<?xml")
    unfilled = subprocess.run(script, env={**env, "POLOPS_REF": ""}, capture_output=True, text=True, timeout=300, check=False)
    assert unfilled.returncode
    assert "fill in the commit of polops" in unfilled.stderr


def test_pre_commit(project_root: Path, repository: Path, tmp_path: Path) -> None:
    assert said(run("pre-commit", "validate-manifest", project_root / ".pre-commit-hooks.yaml")) == ""
    env = {**os.environ, "PRE_COMMIT_HOME": str(tmp_path / "home"), "PATH": f"{FORGE / 'bin'}{os.pathsep}{os.environ['PATH']}"}
    hook = ("try-repo", str(project_root), "polops-check", "--all-files", "--verbose")
    fine = run("pre-commit", *hook, cwd=repository, env=env)
    assert said(fine) == ""
    assert "Passed" in fine.stdout
    assert "no problems" in fine.stdout
    (repository / "plans/org.yaml").write_text("kind: org\nteams: 3\n")
    broken = run("pre-commit", *hook, cwd=repository, env=env)
    assert broken.returncode == 1
    assert "plans/org.yaml:2:" in broken.stdout


def test_the_gitlab_job_keeps_a_comment(project_root: Path, pull_request: Path, runner: Path, tmp_path: Path) -> None:
    script = "\n".join(read(project_root / GITLAB)["polops"]["script"])
    with serve(Fake(gitlab=True, user={"id": 42})) as lab:
        job = {
            "CI_MERGE_REQUEST_IID": "12", "CI_MERGE_REQUEST_TARGET_BRANCH_NAME": "main", "CI_MERGE_REQUEST_PROJECT_ID": "7",
            "CI_API_V4_URL": lab.url, "CI_COMMIT_SHA": HEAD, "GITLAB_TOKEN": TOKEN, "CI_BUILDS_DIR": str(tmp_path),
            "PATH": f"{runner / 'polops/bin'}{os.pathsep}{os.environ['PATH']}",
        }  # fmt: skip
        ran = subprocess.run(
            ["bash", "-e", "-c", script],
            cwd=pull_request,
            env={**os.environ, **job},
            capture_output=True,
            text=True,
            timeout=300,
            check=False,
        )
        assert ran.returncode == 0, ran.stderr
        assert ran.stdout.startswith("posted: note 1 of !12\n")
        assert "| core · Heart | name | Core | Heart |" in lab.bodies[0]
