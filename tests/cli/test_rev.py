"""`--rev` on check, report, show and list: what it reads, what it says where it cannot, and what it never runs or writes."""

from __future__ import annotations

import json
import os
import re
import shutil
import stat
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from tests.cli.runner import AS_OF, Ran, polops, program
from tests.source.repositories import SMALL, clone, commit, git, init, needs_git, snapshot, write

from polops.cli.session import target_branch
from polops.source.git import find_repository, resolve
from polops.source.problem import PolopsError

pytestmark = needs_git

HOSTILE = (
    "", " ", "-", "--", "-h", "--help", "--output=x", "--output", "-o x", "--upload-pack=touch canary", "--exec=touch canary",
    "--git-dir=.", "-c core.pager=x",
    "--all", "--not", "--branches", "--stdin", "--end-of-options", "--path-format=absolute", "--show-toplevel", "--local-env-vars",
    "--default=HEAD",
    "HEAD;touch canary", "HEAD && touch canary", "HEAD|touch canary", "$(touch canary)", "`touch canary`", "HEAD\ntouch canary",
    "HEAD\0", "\0", "HEAD\r", "HEAD\x1b[31m",
    "HEAD ", "HEAD..HEAD", "HEAD...HEAD", "^HEAD", "HEAD^@", "HEAD^!", "HEAD:plans/polops.yaml", ":0:plans/polops.yaml", "HEAD^{tree}",
    "HEAD^{/", "HEAD^{commit}:", "HEAD@{999}",
    "HEAD@{u}", "@{-1}", "../../../etc/passwd", "/etc/passwd", "refs/heads/*", ":(glob)**", "*", "HEAD~99999999999999999999", "HEAD^99",
    "0" * 40, "f" * 64,
    "a" * 501, "é\u202e", "\ud800", "::set-output name=x::y", "[red]x[/red]", "%s%n", "ext::sh -c touch% canary", "-" * 300, "HEAD'\"",
    "con\\nul", "{}", "main@{yesterday",
)  # fmt: skip
"""Words that are no revision; most would be an option, a command or a place if they reached the wrong ears."""


@pytest.fixture
def repo(tmp_path: Path, project_root: Path) -> Path:
    """The example organisation, committed and tagged; then another commit, and work trees that nobody may read."""
    repo = init(tmp_path / "repo")
    shutil.copytree(project_root / "plans", repo / "plans")
    commit(repo)
    git(repo, "tag", "before")
    settings = (repo / "plans/polops.yaml").read_text()
    commit(repo, {"plans/polops.yaml": settings.replace("Lumo Product Policy", "Lumo Renamed")})
    (repo / "plans/polops.yaml").write_text("broken: [\n")
    return repo


def one_line(ran: Ran) -> str:
    """The message of a command that could not start: exit code 2, nothing on standard output, one line and at most one of help."""
    lines = ran.err.splitlines()
    assert (ran.code, ran.out) == (2, "")
    assert lines[0].startswith("polops: ")
    assert len(lines) == 1 or (len(lines) == 2 and lines[1].startswith("  help: "))
    assert all(line.isprintable() for line in lines)
    return lines[0]


def test_check_reads_the_revision(repo: Path, project_root: Path) -> None:
    there = polops("check", "--as-of", AS_OF, "--rev", "before", cwd=repo)
    here = polops("check", "--as-of", AS_OF, cwd=project_root)
    assert (there.code, there.out) == (here.code, here.out)
    assert polops("check", "--as-of", AS_OF, cwd=repo).code == 1  # the work tree is broken


def test_excerpts_are_the_revisions(repo: Path) -> None:
    commit(repo, {"plans/polops.yaml": "kind: settings\nname: First\ncolour: old\n"})
    write(repo, {"plans/polops.yaml": "kind: settings\n\n\n# moved\ncolour: new\n"})
    ran = polops("check", "--select", "GEN", "--rev", "HEAD", "plans/polops.yaml", cwd=repo)
    assert ran.first.startswith("plans/polops.yaml:3:1: error")
    assert "3 | colour: old" in ran.out


def test_check_of_some_paths(repo: Path, tmp_path: Path) -> None:
    git(repo, "rm", "-rqf", "plans")
    git(tmp_path, "clone", "-q", "--bare", "repo", "bare.git")
    ran = polops("check", "plans/okrs", "--as-of", AS_OF, "--rev", "before", "--format", "json", cwd=repo)
    bare = polops("-C", tmp_path / "bare.git", "check", "plans/okrs", "--as-of", AS_OF, "--rev", "before", "--format", "json", cwd=repo)
    paths = {each["path"] for each in json.loads(ran.out)["problems"]}
    assert paths
    assert all(path.startswith("plans/okrs/") for path in paths)
    assert bare.out == ran.out
    assert one_line(polops("check", "plans/nope", "--rev", "before", cwd=repo)) == "polops: no plan file or folder in 'before': plans/nope"
    assert one_line(polops("-C", repo, "check", "/etc", "--rev", "before")) == "polops: not in this workspace: /etc"


@pytest.mark.parametrize("rev", ["before", "HEAD"])
def test_the_header_names_the_revision(repo: Path, rev: str) -> None:
    short, name = git(repo, "rev-parse", rev)[:12], "Lumo Product Policy" if rev == "before" else "Lumo Renamed"
    for command in (["report"], ["list"], ["report", "okrs", "--format", "md"], ["report", "budget", "--format", "json"]):
        ran = polops(*command, "--rev", rev, cwd=repo)
        assert (ran.code, short in ran.out, name in ran.out) == (0, True, True), command
    shown = polops("show", "COE-VEN-01", "--rev", rev, "--as-of", AS_OF, cwd=repo)
    assert short in shown.out
    assert "plans/budgets/FY26/coe.yaml:" in shown.out


def test_show_and_list_as_of_a_revision(repo: Path) -> None:
    git(repo, "rm", "-rqf", "plans/okrs")
    commit(repo, {"plans/polops.yaml": git(repo, "show", "before:plans/polops.yaml") + "\n"})
    before = json.loads(polops("list", "objective", "--json", "--rev", "before", cwd=repo).out)
    assert len(before) == 32
    assert polops("list", "objective", "--rev", "HEAD", cwd=repo).code == 2
    assert json.loads(polops("show", before[0]["ref"], "--json", "--rev", "before", cwd=repo).out)["at"].startswith("plans/okrs/")


def test_templates_are_the_revisions(repo: Path) -> None:
    commit(
        repo,
        {"templates/page.md.j2": "committed {{ title }}\n", "plans/polops.yaml": git(repo, "show", "before:plans/polops.yaml") + "\n"},
    )
    write(repo, {"templates/page.md.j2": "uncommitted\n"})
    assert polops("report", "--format", "md", cwd=repo).out == "uncommitted\n"
    assert polops("report", "--format", "md", "--rev", "HEAD", cwd=repo).out.startswith("committed Lumo Product Policy")
    assert polops("report", "--format", "md", "--rev", "before", cwd=repo).out.startswith("# Lumo Product Policy")


def test_from_everywhere(repo: Path, tmp_path: Path) -> None:
    git(repo, "worktree", "add", "-q", "../tree", "before")
    git(tmp_path, "clone", "-q", "--bare", "repo", "bare.git")
    shallow = clone(repo, tmp_path / "shallow", "--depth=1", "--branch=before")
    expected = polops("list", "--rev", "before", cwd=repo).out
    places = (
        tmp_path / "tree",
        tmp_path / "tree/plans/okrs",
        tmp_path / "bare.git",
        tmp_path / "bare.git/plans",
        shallow,
        repo / "plans/gone",
    )
    for place in places:
        assert polops("-C", place, "list", "--rev", "before").out == expected, place
    assert polops("-C", tmp_path / "bare.git", "check").err == (
        "polops: a bare repository has no files\n  help: name a revision: --rev HEAD\n"
    )


def test_what_cannot_work_says_what_to_type(repo: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    shallow = clone(repo, tmp_path / "shallow", "--depth=1")
    partial = clone(repo, tmp_path / "partial", "--no-checkout", "--filter=blob:none")
    said = {
        shallow: "no revision 'HEAD~1' here: this clone is shallow",
        init(tmp_path / "new"): "no revision 'HEAD~1' here: nothing is committed yet",
        partial: "not everything of that revision is here: a partial clone, or a damaged repository",
        Path("/"): "no git repository in / or above",
    }  # fmt: skip
    for place, message in said.items():
        ran = polops("-C", place, "list", "--rev", "HEAD~1")
        assert one_line(ran) == f"polops: {message}"
        assert "  help: " in ran.err
    monkeypatch.setenv("PATH", "/nowhere")
    assert one_line(polops("-C", repo, "check", "--rev", "HEAD")) == "polops: git is not installed, or not found in PATH"


@pytest.mark.parametrize(("command", "some"), [(["list"], 1), (["check"], 7), (["report"], 7), (["show", "COE-VEN-01"], 7)])
def test_hostile_words_are_no_revisions(repo: Path, tmp_path: Path, command: list[str], some: int) -> None:
    """All of them for one command; for the others, which hand them to the same function, every seventh."""
    before = snapshot(tmp_path)
    for name in HOSTILE[::some]:
        one_line(polops(*command, f"--rev={name}", cwd=repo))
        one_line(polops(*command, "--rev", name, cwd=repo))
    assert snapshot(tmp_path) == before


def test_hostile_words_of_a_real_command_line(repo: Path) -> None:
    for name in ("--output=x", "HEAD;touch canary", "$(touch canary)"):
        one_line(program("list", f"--rev={name}", cwd=repo))
    assert not (repo / "x").exists()
    assert not (repo / "canary").exists()


def test_odd_names_that_are_revisions(repo: Path) -> None:
    """Legal names of branches that a shell or a careless program would trip over."""
    for name in ("$(touch${IFS}canary)", "a;touch", "ünïcode", "x'y\"z", "%00", "--", "@home", "]red"):
        git(repo, "update-ref", f"refs/heads/b/{name}", "before")
        assert polops("list", "--rev", f"b/{name}", cwd=repo).code == 0, name
    assert sorted(path.name for path in repo.iterdir()) == [".git", "plans"]


def plant(repo: Path, canary: Path) -> dict[str, Any]:
    """Give a repository, and the environment that is returned, every program that git is known to run; each would write the canary."""
    script = repo / ".git/planted"
    script.write_text(f'#!/bin/sh\necho "$0 $@" >> {canary}\ncat\n')
    script.chmod(script.stat().st_mode | stat.S_IXUSR)
    for name in ("core.fsmonitor", "core.pager", "core.editor", "core.sshCommand", "core.askPass", "core.gitProxy",
    "core.alternateRefsCommand",
                 "diff.external", "diff.x.textconv", "diff.x.command", "filter.x.smudge", "filter.x.clean", "filter.x.process",
                 "merge.x.driver",
                 "credential.helper", "gpg.program", "uploadpack.packObjectsHook", "remote.origin.uploadpack", "remote.origin.receivepack",
                 "pager.rev-parse", "pager.ls-tree", "pager.cat-file", "pager.merge-base", "trace2.eventTarget",
                 "sequence.editor"):  # fmt: skip
        git(repo, "config", name, str(script))
    for command in ("rev-parse", "ls-tree", "cat-file", "merge-base", "log"):
        git(repo, "config", f"alias.{command}", f"!{script}")
    settings = {"filter.x.required": "true", "diff.x.cachetextconv": "true", "core.hooksPath": str(repo / ".git/hooks"),
    "protocol.allow": "always",
                "protocol.ext.allow": "always", "remote.origin.url": f"ext::{script}", "remote.origin.promisor": "true",
                "extensions.partialClone": "origin",
                "core.attributesFile": str(repo / ".gitattributes"), "maintenance.auto": "true", "gc.auto": "1",
                "core.worktree": str(repo)}  # fmt: skip
    for name, value in settings.items():
        git(repo, "config", name, value)
    (repo / ".git/hooks").mkdir(exist_ok=True)
    for name in (
        "post-checkout",
        "post-index-change",
        "pre-auto-gc",
        "reference-transaction",
        "fsmonitor-watchman",
        "post-merge",
        "pre-commit",
    ):
        shutil.copy(script, repo / ".git/hooks" / name)
    write(repo, {".gitattributes": "* diff=x filter=x merge=x ident\n", ".git/info/attributes": "* diff=x filter=x\n"})
    names = (
        "GIT_EXTERNAL_DIFF",
        "GIT_PAGER",
        "PAGER",
        "GIT_EDITOR",
        "EDITOR",
        "GIT_SSH",
        "GIT_SSH_COMMAND",
        "GIT_ASKPASS",
        "SSH_ASKPASS",
        "GIT_PROXY_COMMAND",
    )
    return dict.fromkeys(names, str(script)) | {
        "GIT_TRACE": str(canary),
        "GIT_TRACE2": str(canary),
        "GIT_TRACE_PACKET": str(canary),
        "LESSOPEN": f"|{script}",
    }


def test_nothing_that_is_planted_runs(repo: Path, tmp_path: Path) -> None:
    canary = tmp_path / "canary"
    environment = plant(repo, canary)
    before = snapshot(repo)
    for command in (["check"], ["report", "--format", "html"], ["show", "COE-VEN-01"], ["list"]):
        assert program(*command, "--rev", "HEAD", cwd=repo, **environment).code in {0, 1}
    assert program("list", "--rev", "nope", cwd=repo, **environment).code == 2
    blob = git(repo, "rev-parse", "HEAD:plans/org.yaml")
    (repo / ".git/objects" / blob[:2] / blob[2:]).unlink()
    del before[f".git/objects/{blob[:2]}/{blob[2:]}"]
    assert "not everything of that revision is here" in program("list", "--rev", "HEAD", cwd=repo, **environment).err
    assert not canary.exists()
    now = snapshot(repo)
    now[f".git/objects/{blob[:2]}"] = before[f".git/objects/{blob[:2]}"]
    assert now == before
    subprocess.run(["git", "diff"], cwd=repo, capture_output=True, check=False)  # the trap is set: ordinary git falls into it
    assert canary.exists()


def test_only_plumbing_is_asked(repo: Path, tmp_path: Path) -> None:
    """What git is asked for, seen by a program in its place."""
    asked, true_git = tmp_path / "asked", shutil.which("git")
    write(tmp_path, {"bin/git": f'#!/bin/sh\necho "$@" >> {asked}\nexec {true_git} "$@"\n'})
    (tmp_path / "bin/git").chmod(0o755)
    ran = program("report", "--format", "md", "--rev", "before", cwd=repo, PATH=f"{tmp_path / 'bin'}:{os.environ['PATH']}")
    assert ran.code == 0
    lines = asked.read_text().splitlines()
    options = f"--no-pager -c core.fsmonitor=false -c core.hooksPath={os.devnull} -c safe.bareRepository=explicit "
    assert all(line.startswith(options) for line in lines)
    commands = [line.removeprefix(options) for line in lines]
    ratings = ["ls-tree", "cat-file", "cat-file"]  # of the review that names a file
    assert [line.split()[0] for line in commands] == ["rev-parse"] * 2 + ["ls-tree"] * 2 + ["cat-file"] * 2 + ratings + ["ls-tree"] * 2
    assert sum("before" in line for line in commands) == 1
    assert commands[1] == "rev-parse --verify --quiet --end-of-options before^{commit}"


@pytest.mark.skipif(shutil.which("strace") is None, reason="strace is not installed")
def test_system_calls(repo: Path, tmp_path: Path) -> None:
    """No program but git is started, and nobody speaks to a network."""
    plant(repo, tmp_path / "canary")
    log = tmp_path / "strace"
    command = ["strace", "-f", "-e", "trace=execve,network", "-o", str(log), *_command(), "check", "--rev", "HEAD"]
    root = Path(__file__).resolve().parents[2]
    found = subprocess.run(command, cwd=repo, capture_output=True, check=False, env={**os.environ, "PYTHONPATH": str(root / "src")})
    if "ptrace" in found.stderr.decode():
        pytest.skip("strace may not trace here")
    text = log.read_text()
    started = {Path(path).name for path in re.findall(r'execve\("([^"]+)"[^\n]*= 0', text)}
    assert {name for name in started if not name.startswith("python")} == {"git"}
    assert not re.search(r"\b(?:connect|sendto|bind|listen)\(", text)
    assert re.search(r"\bsocket\(AF_INET", text) is None


def _command() -> list[str]:
    return [sys.executable, "-m", "polops"]


def test_the_target_branch_is_what_ci_says(repo: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    git(repo, "branch", "release", "before")
    found = find_repository(clone(repo, tmp_path / "copy"))
    assert target_branch(found).name == "origin/main"
    monkeypatch.setenv("GITHUB_BASE_REF", "")
    monkeypatch.setenv("CI_MERGE_REQUEST_TARGET_BRANCH_NAME", "release")
    assert target_branch(found).commit == resolve(found, "origin/release").commit
    monkeypatch.setenv("GITHUB_BASE_REF", "--output=x")
    with pytest.raises(PolopsError, match="no revision 'origin/--output=x' here"):
        target_branch(found)


def test_a_small_plan_reads_alike_everywhere(tmp_path: Path) -> None:
    repo = init(tmp_path / "sha", SMALL, "--object-format=sha256")
    assert polops("list", "--json", cwd=repo).out == polops("list", "--json", "--rev", "main", cwd=repo).out
