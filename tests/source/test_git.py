"""Repositories, revisions and where they met, asked of real repositories."""

from __future__ import annotations

import os
import re
import time
from pathlib import Path

import pytest
from tests.source.repositories import SMALL, clone, commit, git, init, needs_git, snapshot

from polops.source import git as module
from polops.source.git import Repository, default_branch, find_repository, head, merge_base, resolve, stream
from polops.source.problem import PolopsError

pytestmark = needs_git


@pytest.fixture
def repo(tmp_path: Path) -> Path:
    return init(tmp_path / "repo", SMALL)


def refused(start: Path, name: str = "HEAD") -> str:
    """What is said where a revision cannot be had: message and help."""
    with pytest.raises(PolopsError) as caught:
        resolve(find_repository(start), name)
    return f"{caught.value.message} | {caught.value.help}"


@pytest.mark.parametrize(
    ("start", "inside"), [(".", ""), ("plans", "plans"), ("plans/gone/deep", "plans/gone/deep"), (".github/x", ".github/x")]
)
def test_finds_the_repository_from_anywhere(repo: Path, start: str, inside: str) -> None:
    folder = repo / "plans" if inside.startswith("plans") else repo
    assert find_repository(repo / start) == Repository(folder, repo, inside)


def test_folder_names_that_git_would_quote(tmp_path: Path) -> None:
    odd = "ä b\n'\"\\"
    repo = init(tmp_path / odd, {f"{odd}/x": ""})
    assert find_repository(repo / odd) == Repository(repo / odd, repo, odd)


def test_a_start_reached_through_a_link(repo: Path, tmp_path: Path) -> None:
    (tmp_path / "short").symlink_to(repo / "plans")
    assert find_repository(tmp_path / "short").inside == "plans"


def test_worktrees_submodules_and_bare_repositories(repo: Path, tmp_path: Path) -> None:
    git(repo, "worktree", "add", "-q", "../tree", "-b", "side")
    git(tmp_path, "clone", "-q", "--bare", "repo", "bare.git")
    outer = init(tmp_path / "outer", {"x": ""})
    git(outer, "submodule", "--quiet", "add", str(repo), "inner")
    assert find_repository(tmp_path / "tree/plans") == Repository(tmp_path / "tree/plans", tmp_path / "tree", "plans")
    assert find_repository(outer / "inner/plans") == Repository(outer / "inner/plans", outer / "inner", "plans")
    bare = find_repository(tmp_path / "bare.git/team/plans")
    assert bare == Repository(tmp_path / "bare.git", tmp_path / "bare.git", "team/plans", bare=True)
    for each in (tmp_path / "tree", outer / "inner", tmp_path / "bare.git"):
        assert resolve(find_repository(each), "main").commit == git(repo, "rev-parse", "main")


def test_a_bare_repository_within_files_is_not_read(repo: Path, tmp_path: Path) -> None:
    """Anybody can commit a folder that looks like one."""
    git(tmp_path, "clone", "-q", "--bare", "repo", "repo/plans/embedded")
    for start in ("plans/embedded", "plans/embedded/refs"):
        assert "lies in git's own files, or in a bare repository | start in the work tree" in refused(repo / start)


def test_resolves_what_git_resolves(repo: Path) -> None:
    first = git(repo, "rev-parse", "HEAD")
    git(repo, "tag", "-a", "v1", "-m", "a tag of its own")
    second = commit(repo, message="fix the plan")
    found = find_repository(repo)
    for name in ("v1", "HEAD~", "HEAD^", "@~1", first, first[:8], "main~1", "refs/tags/v1", "HEAD^{/first}", "tags/v1^{commit}"):
        assert resolve(found, name).commit == first, name
    assert resolve(found, "HEAD") == module.Revision(found, "HEAD", second)
    assert head(repo) == second


def test_a_replaced_commit_is_the_true_one(repo: Path) -> None:
    first = git(repo, "rev-parse", "HEAD")
    second = commit(repo, {"plans/polops.yaml": "kind: other\n"})
    git(repo, "replace", second, first)
    with stream(find_repository(repo), "cat-file", "--batch", feed=[f"{second}:plans/polops.yaml"]) as out:
        assert b"kind: other\n" in out.read()


def test_sha256(tmp_path: Path) -> None:
    repo = init(tmp_path / "repo", SMALL, "--object-format=sha256")
    assert len(resolve(find_repository(repo), "HEAD").commit) == 64


def test_unknown_revisions(repo: Path, tmp_path: Path) -> None:
    git(repo, "branch", "topic")
    copy = clone(repo, tmp_path / "copy")
    assert refused(copy, "nope") == "no revision 'nope' here | git branch --all and git tag show what there is; git fetch gets what is new"
    assert refused(copy, "topic") == "no revision 'topic' here | did you mean origin/topic?"
    for name in ("HEAD:plans/polops.yaml", ":/first", "HEAD^{/", "-v", "", " \t", "x" * 501):
        assert "cannot be a revision | name a branch, a tag or a commit, such as main, v1.2 or 3f2a91c" in refused(copy, name)
    assert refused(copy, "HEAD^{tree}").startswith("no revision")


def test_before_the_first_commit(tmp_path: Path) -> None:
    repo = init(tmp_path / "new")
    for name in ("HEAD", "main"):
        assert refused(repo, name) == f"no revision '{name}' here: nothing is committed yet | git add the plans, git commit, and ask again"
    with pytest.raises(PolopsError, match="no default branch here: nothing is committed yet"):
        default_branch(find_repository(repo))
    assert head(repo) == ""


def test_shallow_clone_says_what_to_fetch_and_that_works(repo: Path, tmp_path: Path) -> None:
    first = git(repo, "rev-parse", "HEAD")
    git(repo, "tag", "v1")
    git(repo, "branch", "topic")
    commit(repo)
    copy = clone(repo, tmp_path / "copy", "--depth=1")
    whole = "git fetch --unshallow gets the whole history"
    expected = {
        "HEAD~1": f"git fetch --deepen=100 gets a hundred commits more; {whole}",
        "topic": f"git fetch --depth=1 origin topic:topic, or: {whole}",
        "v1": f"git fetch --depth=1 origin v1:v1, or: {whole}",
        "origin/topic": f"git fetch --depth=1 origin topic:refs/remotes/origin/topic, or: {whole}",
        first: f"git fetch --depth=1 origin {first}, or: {whole}",
        "$(reboot)": f"git fetch --deepen=100 gets a hundred commits more; {whole}",
    }
    for name, help_ in expected.items():
        assert refused(copy, name) == f"no revision '{name}' here: this clone is shallow | {help_}"
    for name in ("topic", "v1", "origin/topic", first, "HEAD~1"):
        typed = re.match(r"git (fetch [^,;]*?)(?:, or| gets)", expected[name])
        assert typed
        again = clone(repo, tmp_path / f"again-{name.replace('/', '-')}", "--depth=1")
        git(again, *typed[1].split())
        assert resolve(find_repository(again), name).commit == first


def test_no_repository(tmp_path: Path) -> None:
    assert refused(tmp_path) == f"no git repository in {tmp_path} or above | clone the plans with git: other revisions are read from there"
    assert head(tmp_path) == ""


def test_no_git(repo: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", "/nowhere")
    assert refused(repo) == "git is not installed, or not found in PATH | install git: https://git-scm.com/downloads"
    assert head(repo) == ""


def test_a_git_that_cannot_be_started(repo: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "bin").mkdir()
    (tmp_path / "bin/git").write_bytes(b"\x00no program")
    (tmp_path / "bin/git").chmod(0o755)
    monkeypatch.setenv("PATH", str(tmp_path / "bin"))
    assert refused(repo).startswith("git cannot be started: exec format error")
    with pytest.raises(PolopsError, match="git cannot be started"), stream(Repository(repo, repo), "ls-tree", "HEAD"):
        pass


def test_a_git_that_does_not_answer(repo: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "bin").mkdir()
    (tmp_path / "bin/git").write_text("#!/bin/sh\nexec sleep 60\n")
    (tmp_path / "bin/git").chmod(0o755)
    monkeypatch.setenv("PATH", f"{tmp_path / 'bin'}:{os.environ['PATH']}")
    monkeypatch.setattr(module, "_PATIENCE", 0.2)
    started = time.monotonic()
    assert "git did not answer within" in refused(repo)
    assert time.monotonic() - started < 10


def test_somebody_elses_repository(repo: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "_KEPT", re.compile("GIT_CONFIG.*|GIT_TEST_ASSUME_DIFFERENT_OWNER"))  # git's own way to test this
    monkeypatch.setenv("GIT_TEST_ASSUME_DIFFERENT_OWNER", "1")
    expected = (
        f"git does not read this repository: somebody else owns it | if you trust it: git config --global --add safe.directory {repo}"
    )
    assert refused(repo / "plans") == expected
    monkeypatch.setenv("GIT_CONFIG_COUNT", "1")
    monkeypatch.setenv("GIT_CONFIG_KEY_0", "safe.directory")
    monkeypatch.setenv("GIT_CONFIG_VALUE_0", str(repo))
    assert resolve(find_repository(repo / "plans"), "HEAD").commit


def test_broken_configuration(repo: Path) -> None:
    (repo / ".git/config").write_text("[core\n")
    assert refused(repo).startswith("git cannot read this repository: bad config line 1 in file .git/config")


def test_what_a_hook_left_in_the_environment_is_ignored(repo: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    other = init(tmp_path / "other", {"x": ""})
    monkeypatch.setenv("GIT_DIR", str(other / ".git"))
    monkeypatch.setenv("GIT_WORK_TREE", str(other))
    monkeypatch.setenv("GIT_INDEX_FILE", str(tmp_path / "index"))
    monkeypatch.setenv("GIT_OBJECT_DIRECTORY", str(other / ".git/objects"))
    monkeypatch.setenv("GIT_PREFIX", "plans/")
    monkeypatch.setenv("GIT_TRACE", str(tmp_path / "trace"))
    monkeypatch.setenv("GIT_EXEC_PATH", str(tmp_path))
    found = find_repository(repo / "plans")
    commit_ = resolve(found, "HEAD").commit
    for name in list(os.environ):
        if name in ("GIT_DIR", "GIT_WORK_TREE", "GIT_INDEX_FILE", "GIT_OBJECT_DIRECTORY", "GIT_PREFIX", "GIT_TRACE", "GIT_EXEC_PATH"):
            monkeypatch.delenv(name)
    assert (found.top, commit_) == (repo, git(repo, "rev-parse", "HEAD"))
    assert not (tmp_path / "trace").exists()


def test_a_git_in_the_repository_is_not_run(repo: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (repo / "git").write_text(f"#!/bin/sh\ntouch {tmp_path}/canary\n")
    (repo / "git").chmod(0o755)
    monkeypatch.chdir(repo)
    monkeypatch.setenv("PATH", f".:{os.environ['PATH']}::bin")
    assert resolve(find_repository(repo), "HEAD").commit
    assert not (tmp_path / "canary").exists()


def test_merge_base(repo: Path, tmp_path: Path) -> None:
    base = git(repo, "rev-parse", "HEAD")
    git(repo, "checkout", "-q", "-b", "topic")
    commit(repo, {"a": "1"})
    git(repo, "checkout", "-q", "main")
    commit(repo, {"b": "2"})
    found = find_repository(repo)
    met = merge_base(resolve(found, "main"), resolve(found, "topic"))
    assert (met.commit, met.name) == (base, base[:12])
    assert merge_base(met, resolve(found, "topic")).commit == base

    git(repo, "checkout", "-q", "--orphan", "alone")
    commit(repo)
    with pytest.raises(PolopsError, match="'main' and 'alone' have no commit in common"):
        merge_base(resolve(found, "main"), resolve(found, "alone"))

    shallow = find_repository(clone(repo, tmp_path / "copy", "--depth=1", "--no-single-branch"))
    with pytest.raises(PolopsError, match="where 'origin/main' and 'origin/topic' met is not in this shallow clone") as caught:
        merge_base(resolve(shallow, "origin/main"), resolve(shallow, "origin/topic"))
    assert caught.value.help == "git fetch --unshallow; in a CI checkout, set the depth to 0 (all)"


def test_default_branch(repo: Path, tmp_path: Path) -> None:
    copy = clone(repo, tmp_path / "copy")
    git(copy, "checkout", "-q", "-b", "develop")
    git(copy, "push", "-q", "origin", "develop")
    found = find_repository(copy)

    def told() -> str:
        return default_branch(found).name

    assert told() == "origin/main"
    git(copy, "symbolic-ref", "refs/remotes/origin/HEAD", "refs/remotes/origin/develop")
    assert told() == "origin/develop"
    git(copy, "symbolic-ref", "refs/remotes/origin/HEAD", "refs/remotes/origin/gone")
    assert told() == "origin/main"
    git(copy, "symbolic-ref", "--delete", "refs/remotes/origin/HEAD")
    git(copy, "update-ref", "refs/remotes/origin/master", "HEAD")
    git(copy, "update-ref", "-d", "refs/remotes/origin/main")
    assert told() == "origin/master"
    git(copy, "update-ref", "-d", "refs/remotes/origin/master")
    assert told() == "main"
    git(copy, "branch", "-m", "main", "master")
    assert told() == "master"
    git(copy, "branch", "-m", "master", "trunk")
    with pytest.raises(PolopsError, match="no default branch here: neither origin/HEAD nor main or master") as caught:
        told()
    assert caught.value.help == "name the revision to compare with, or: git fetch origin"


def test_a_stream_is_ended_where_its_reader_leaves(repo: Path) -> None:
    commit_ = head(repo)
    found = find_repository(repo)
    with stream(found, "cat-file", "--batch", "--buffer", feed=[commit_] * 50_000) as out:
        first = out.readline()
    assert first.startswith(commit_.encode())
    with pytest.raises(PolopsError, match="not everything of that revision is here"), stream(found, "ls-tree", "0" * 40) as out:
        out.read()


def test_reading_writes_nothing(repo: Path) -> None:
    before = snapshot(repo)
    found = find_repository(repo)
    merge_base(resolve(found, "main"), default_branch(found))
    assert snapshot(repo) == before
