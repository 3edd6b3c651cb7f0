"""A story of pull requests on the example organisation: what CI answers, and the comment that reviewers read.

`tests/story/<name>.md` is the whole comment; `make golden` rewrites it, and the difference is read as a reviewer would. Commits are
made with fixed dates, but their ids follow every change of the example: in the golden files they stand as `COMMIT`.
"""

from __future__ import annotations

import json
import os
import re
import shutil
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from tests.cli.runner import AS_OF, polops
from tests.story.pulls import PULLS, Pull, git

from polops.values.marker import read_marker

if TYPE_CHECKING:
    from tests.cli.runner import Ran

COMMIT = re.compile(r"\b[0-9a-f]{12}(?:[0-9a-f]{28})?\b")


@pytest.fixture(scope="session")
def main(tmp_path_factory: pytest.TempPathFactory, project_root: Path) -> Path:
    """A repository whose main branch holds the example's plans."""
    folder = tmp_path_factory.mktemp("story") / "lumo"
    shutil.copytree(project_root / "plans", folder / "plans")
    git(folder.parent, "init", "-q", "-b", "main", str(folder))
    git(folder, "add", ".")
    git(folder, "commit", "-qm", "The plans")
    return folder


@pytest.fixture
def repo(main: Path, tmp_path: Path) -> Path:
    """A copy of it to work in."""
    shutil.copytree(main, tmp_path / "lumo", symlinks=True)
    return tmp_path / "lumo"


def open_pull(repo: Path, pull: Pull) -> Path:
    """The branch of a pull request, committed and checked out."""
    pull.before(repo)
    commit(repo, "Before")
    git(repo, "switch", "-qc", pull.name)
    pull.edit(repo)
    commit(repo, pull.story)
    return repo


def commit(repo: Path, message: str) -> None:
    git(repo, "add", ".")
    git(repo, "commit", "-qm", message, "--allow-empty")


@pytest.mark.parametrize("pull", PULLS, ids=lambda pull: pull.name)
def test_what_blocks(repo: Path, pull: Pull) -> None:
    open_pull(repo, pull)
    ran = polops("-C", repo, "check", "--since", "main", "--as-of", AS_OF, "--format", "json", "--limit", "0")
    problems = json.loads(ran.out)["problems"]
    errors = {problem["code"] for problem in problems if problem["severity"] == "error" and not (problem["elsewhere"] or problem["waived"])}
    assert (ran.code, errors) == (1 if pull.blocked else 0, set(pull.blocked))
    assert any(problem["elsewhere"] for problem in problems), "what the example has anyway is listed apart"


def test_golden_first_pull_request_on_an_empty_base(tmp_path: Path, project_root: Path) -> None:
    """All plans are new: everything is touched, nothing was weaker or closed before."""
    repo = tmp_path / "lumo"
    first(repo)
    for path in ("polops.yaml", "org.yaml", "okrs/FY26/pp.yaml", "metrics/coe.yaml", "metrics/mh.yaml", "metrics/pp.yaml"):
        (repo / "plans" / path).parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(project_root / "plans" / path, repo / "plans" / path)
    commit(repo, "The plans")
    ran = check(repo)
    assert ran.code == 0
    assert "elsewhere" not in ran.out
    compare(
        project_root / "tests/story/first.md",
        "The first plans come into a repository that held none.",
        report(repo).partition("<details>")[0],
    )


def first(repo: Path) -> None:
    """A repository that says only that plans will come, and a branch for them."""
    repo.mkdir()
    git(repo, "init", "-q", "-b", "main")
    (repo / "README.md").write_text("Plans will come.\n")
    commit(repo, "A beginning")
    git(repo, "switch", "-qc", "first")


def test_a_pull_request_from_a_shallow_clone(repo: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A CI job with a depth of 1 does not know where the branch began: that is said, with what to fetch, and never taken for no change."""
    open_pull(repo, PULLS[0])
    clone = tmp_path / "clone"
    git(tmp_path, "clone", "-q", "--depth=1", f"--branch={PULLS[0].name}", f"file://{repo}", str(clone))
    monkeypatch.setenv("CI", "true")
    monkeypatch.setenv("GITHUB_BASE_REF", "main")
    ran = check(clone, since=())
    assert (ran.code, ran.out) == (2, "")
    assert ran.err.startswith("polops: no revision 'origin/main' here: this clone is shallow\n  help: git fetch --depth=1 origin main:")
    git(clone, "fetch", "-q", "--unshallow", "origin", "main:refs/remotes/origin/main", PULLS[0].name)
    ran = check(clone, since=())
    assert (ran.code, ran.out) == (0, check(repo).out)
    assert COMMIT.sub("COMMIT", report(clone, since=())) == COMMIT.sub("COMMIT", report(repo)).replace("Since main", "Since origin/main")


def check(repo: Path, *, since: tuple[str, ...] = ("--since", "main")) -> Ran:
    return polops("-C", repo, "check", *since, "--as-of", AS_OF)


@pytest.mark.parametrize("pull", PULLS, ids=lambda pull: pull.name)
def test_golden_comment(repo: Path, pull: Pull, project_root: Path) -> None:
    """What a reviewer sees before unfolding, word for word; what is folded is what `polops check` lists apart."""
    open_pull(repo, pull)
    comment = report(repo)
    shown, _, folded = comment.partition("<details>")
    compare(project_root / f"tests/story/{pull.name}.md", pull.story, comment if pull.cosmetic else shown)
    assert len(shown.splitlines()) <= 60
    assert len(comment) < 60_000
    marker, _ = read_marker(comment)
    assert marker is not None
    assert (marker.commit, marker.nothing) == (git(repo, "rev-parse", "HEAD"), pull.cosmetic)
    for code in pull.blocked:
        assert f"| error | {code} |" in shown
    assert shown.startswith("<!-- ")
    assert ("### ✖ " in shown) == bool(pull.blocked)
    apart = json.loads(polops("-C", repo, "check", "--since", "main", "--as-of", AS_OF, "--format", "json", "--limit", "0").out)
    assert ("#### Findings that this does not touch" in folded) == (not pull.cosmetic and apart["summary"]["elsewhere"] > 0)


def report(repo: Path, *, since: tuple[str, ...] = ("--since", "main")) -> str:
    ran = polops("-C", repo, "report", "pr", *since, "--as-of", AS_OF, "--format", "md")
    assert (ran.code, ran.err) == (0, "")
    return ran.out


def compare(golden: Path, story: str, shown: str) -> None:
    """A comment and its golden file, which begins with the story."""
    text = f"{story}\n\n---\n\n{COMMIT.sub('COMMIT', shown).rstrip()}\n"
    if os.environ.get("POLOPS_GOLDEN") == "1":
        golden.write_text(text)
    assert text == golden.read_text()


def test_no_comment_tells_pay(repo: Path) -> None:
    """A rate rises by 6,000: no comment holds the old rate, the new one, the rise, or an amount that moved by it."""
    (rate_card,) = (pull for pull in PULLS if pull.name == "rate-card")
    open_pull(repo, rate_card)
    comment = report(repo)
    assert "rates/FY26" in comment
    for pay in ("164", "170", "6,000", "6_000", "6000"):
        assert pay not in re.sub(r"[0-9a-f]{12,40}|at=[0-9]+", "", comment.partition("#### Findings that this does not touch")[0])


def test_the_comment_is_posted_unless_nothing_changes(repo: Path, tmp_path: Path) -> None:
    for pull in PULLS[:1]:
        open_pull(repo, pull)
        (tmp_path / "report.md").write_text(report(repo))
        printed = polops("-C", repo, "comment", "--file", tmp_path / "report.md", "--print")
        assert printed.code == 0
        assert printed.first.startswith("### ✔ 0 errors")


def test_every_case_is_told_once() -> None:
    assert len({pull.name for pull in PULLS}) == len(PULLS) >= 12


def test_cosmetic_changes_change_no_report(repo: Path, main: Path) -> None:
    """Reordered, renamed, moved: the numbers stay. Of a renamed item only the name differs."""
    before = polops("-C", main, "report", "--format", "csv", "--as-of", AS_OF).out
    for pull in (pull for pull in PULLS if pull.cosmetic):
        git(repo, "switch", "-q", "main")
        open_pull(repo, pull)
        assert polops("-C", repo, "report", "--format", "csv", "--as-of", AS_OF).out == before, pull.name
