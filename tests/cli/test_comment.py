"""`polops comment` in the jobs of GitHub and GitLab: environments as runners set them, a forge on this machine."""

from __future__ import annotations

import io
import json
from typing import TYPE_CHECKING

import pytest
from tests.cli.runner import polops
from tests.edit.forge_server import HEAD, TOKEN, Fake, serve
from tests.source.repositories import SMALL, commit, git, init, needs_git

from polops.values.marker import Marker, read_marker

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

TEXT = "### What changes\n\nA line.\n"


@pytest.fixture
def hub() -> Iterator[Fake]:
    with serve(Fake()) as fake:
        yield fake


@pytest.fixture
def report(tmp_path: Path) -> Path:
    place = tmp_path / "report.md"
    place.write_text(f"{Marker('d' * 40, 77)}\n{TEXT}")
    return place


def in_github(patch: pytest.MonkeyPatch, folder: Path, fake: Fake, *, fork: str = "o/r", token: str = TOKEN, event: bool = True) -> None:
    """The environment of a job of a pull request."""
    data = {"pull_request": {"number": 12, "head": {"sha": HEAD, "repo": {"full_name": fork}}}}
    (folder / "event.json").write_text(json.dumps(data))
    given = {
        "GITHUB_ACTIONS": "true", "GITHUB_API_URL": fake.url, "GITHUB_REPOSITORY": "o/r", "GITHUB_REF": "refs/pull/12/merge",
        "GITHUB_SHA": "e" * 40, "GITHUB_TOKEN": token, "GITHUB_STEP_SUMMARY": str(folder / "summary.md"),
        "GITHUB_EVENT_PATH": str(folder / "event.json") if event else "",
    }  # fmt: skip
    for name, value in given.items():
        patch.setenv(name, value)


def in_gitlab(patch: pytest.MonkeyPatch, fake: Fake, *, own: str = "", job: str = "") -> None:
    """The environment of a job of a merge request."""
    given = {
        "GITLAB_CI": "true", "CI_API_V4_URL": fake.url, "CI_PROJECT_ID": "8", "CI_MERGE_REQUEST_PROJECT_ID": "7",
        "CI_MERGE_REQUEST_IID": "12", "CI_COMMIT_SHA": HEAD, "GITLAB_TOKEN": own, "CI_JOB_TOKEN": job, "GITLAB_USER_ID": "42",
    }  # fmt: skip
    for name, value in given.items():
        patch.setenv(name, value)


def test_in_a_github_job(hub: Fake, report: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    in_github(monkeypatch, tmp_path, hub)
    found = polops("comment", "--file", report, cwd=tmp_path)
    assert (found.code, found.out, found.err) == (0, "posted: https://forge.example/c/1\n", "")
    assert hub.bodies == [f"{Marker(HEAD, 77)}\n{TEXT}"]
    assert (tmp_path / "summary.md").read_text() == f"{TEXT}\n"
    assert polops("comment", "--file", report, cwd=tmp_path).out == "unchanged: https://forge.example/c/1\n"


def test_the_number_comes_from_the_ref_too(hub: Fake, report: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    in_github(monkeypatch, tmp_path, hub, event=False)
    hub.head = "e" * 40
    assert polops("comment", "--forge", "github", "--file", report, cwd=tmp_path).first == "posted: https://forge.example/c/1"
    assert hub.bodies[0].startswith(f"<!-- polops:comment commit={'e' * 40} ")


@needs_git
def test_the_time_is_that_of_the_commit(hub: Fake, report: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = init(tmp_path / "repository", SMALL)
    monkeypatch.setenv("GIT_COMMITTER_DATE", "2026-08-11T00:00:00+00:00")
    head = commit(folder, {"a": "b"})
    in_github(monkeypatch, tmp_path, hub)
    hub.head = head
    polops("comment", "--file", report, "--revision", head, cwd=folder)
    assert read_marker(hub.bodies[0])[0] == Marker(head, 1_786_406_400)


@needs_git
def test_without_a_file_it_makes_the_report(hub: Fake, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = init(tmp_path / "repository", SMALL)
    git(folder, "switch", "-q", "-c", "change")
    commit(folder, {"plans/org.yaml": SMALL["plans/org.yaml"].replace("name: ", "name: New ", 1)})
    in_github(monkeypatch, tmp_path, hub)
    found = polops("comment", "--since", "main", "--as-of", "2026-08-10", cwd=folder)
    assert (found.code, found.out, found.err) == (0, "posted: https://forge.example/c/1\n", "")
    written = polops("report", "pr", "--since", "main", "--as-of", "2026-08-10", "--format", "md", cwd=folder).out
    assert [read_marker(body) for body in hub.bodies] == [(Marker(HEAD, 1_786_363_200), read_marker(written)[1])]
    assert "| name |" in written
    printed = polops("comment", "--since", "main", "--as-of", "2026-08-10", "--print", cwd=folder).out
    assert printed == read_marker(written)[1]
    refused = polops("comment", "--since", "main", "--file", "report.md", cwd=folder)
    assert (refused.code, refused.first) == (2, "polops: --since does not go with --file")


@pytest.mark.parametrize(
    ("token", "fork", "why"),
    [
        ("", "o/r", "no GITHUB_TOKEN in the environment"),
        (TOKEN, "mallory/r", "a fork's pull request has a token that only reads"),
        (TOKEN, "", "a fork's pull request has a token that only reads"),
    ],
)
def test_a_fork_has_it_printed(
    hub: Fake, report: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, *, token: str, fork: str, why: str
) -> None:
    in_github(monkeypatch, tmp_path, hub, token=token, fork=fork)
    found = polops("comment", "--file", report, cwd=tmp_path)
    assert (found.code, found.out, found.err) == (0, TEXT, f"not posted: {why}\n")
    assert (tmp_path / "summary.md").read_text() == f"{TEXT}\n"
    assert hub.asked == []


def test_in_a_gitlab_job(report: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with serve(Fake(gitlab=True, user={"id": 42})) as lab:
        in_gitlab(monkeypatch, lab, own=TOKEN, job="other")
        assert polops("comment", "--file", report, cwd=tmp_path).out == "posted: note 1 of !12\n"
        assert lab.bodies == [f"{Marker(HEAD, 77)}\n{TEXT}"]
        assert {headers.get("Private-Token") for headers in lab.headers} == {TOKEN}
        assert not [headers for headers in lab.headers if "Job-Token" in headers]


def test_a_job_token_is_tried_and_then_it_is_printed(report: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with serve(Fake(gitlab=True)) as lab:
        in_gitlab(monkeypatch, lab, job=TOKEN)
        lab.script = [401]
        found = polops("comment", "--file", report, cwd=tmp_path)
        assert (found.code, found.out) == (0, TEXT)
        assert found.err == "not posted: CI_JOB_TOKEN may not write comments here (401): set GITLAB_TOKEN\n"
        assert polops("comment", "--file", report, cwd=tmp_path).out == "posted: note 1 of !12\n", "a GitLab that lets it"
        assert {headers.get("Job-Token") for headers in lab.headers} == {TOKEN}
    in_gitlab(monkeypatch, lab)
    assert polops("comment", "--file", report, cwd=tmp_path).err.startswith("not posted: neither GITLAB_TOKEN nor CI_JOB_TOKEN")


@pytest.mark.parametrize(
    ("status", "first", "help_"),
    [
        (401, "the token is not accepted (401: said 401)", "set GITHUB_TOKEN: ${{ github.token }} in the step's env"),
        (403, "the token may not write comments (403: said 403)", "give the job `permissions: {contents: read, pull-requests: write}`"),
        (
            404,
            "no pull request 12 in o/r, or the token may not see it (404: said 404)",
            "give the job `permissions: {contents: read, pull-requests: write}`",
        ),
        (422, "GitHub does not take the comment (422: said 422)", "is the pull request locked, or the comment too long?"),
    ],
)
def test_refusals_in_plain_words(
    hub: Fake, report: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, *, status: int, first: str, help_: str
) -> None:
    in_github(monkeypatch, tmp_path, hub)
    hub.script = [status]
    found = polops("comment", "--file", report, cwd=tmp_path)
    assert (found.code, found.out, found.err) == (2, "", f"polops: {first}\n  help: {help_}\n")
    assert TOKEN not in found.err


def test_a_busy_forge_is_waited_for_only_as_long_as_asked(hub: Fake, report: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    in_github(monkeypatch, tmp_path, hub)
    hub.script = [(429, {"Retry-After": "60"})]
    found = polops("comment", "--file", report, "--wait", "5", cwd=tmp_path)
    assert found.code == 2
    assert found.err.endswith("does not do it: it limits how often it may be asked\n  help: run it again later (in 60 seconds)\n")


@pytest.mark.parametrize(
    ("text", "said"),
    [(b"", "is empty: there is nothing to say"), (b"\xff\xfe", "is not UTF-8 text"), (None, "no such file or directory")],
)
def test_a_text_that_is_none(tmp_path: Path, text: bytes | None, said: str) -> None:
    if text is not None:
        (tmp_path / "r.md").write_bytes(text)
    found = polops("comment", "--file", "r.md", cwd=tmp_path)
    assert found.code == 2
    assert said in found.first


def test_nothing_is_asked_outside_of_a_job(report: Path, tmp_path: Path) -> None:
    found = polops("comment", "--file", report, cwd=tmp_path)
    assert (found.code, found.out) == (0, TEXT)
    assert found.err == "not posted: no forge's job: --forge github or --forge gitlab names one\n"


def test_a_pull_request_must_be_named(report: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("GITHUB_TOKEN", TOKEN)
    found = polops("comment", "--forge", "github", "--repo", "o/r", "--file", report, cwd=tmp_path)
    assert found.err == ("polops: which pull request? none is named\n  help: --pull NUMBER, or GITHUB_EVENT_PATH of a pull_request event\n")
    found = polops("comment", "--forge", "github", "--repo", "o/r/../x", "--pull", "1", "--file", report, cwd=tmp_path)
    assert found.first == "polops: which repository? none is named"
    found = polops("comment", "--forge", "github", "--revision", "main", "--file", report, cwd=tmp_path)
    assert found.first == "polops: --revision must be a whole commit id, got 'main'"


def test_what_is_printed_commands_no_runner_and_standard_input_is_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    text = b"::error::x\na ##[group]y\n ###x.y[\n## fine\n"
    monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO(text)))
    found = polops("comment", "--file", "-", "--print", cwd=tmp_path)
    assert (found.code, found.err) == (0, "")
    assert found.out == ": :error::x\na # #[group]y\n ## #x.y[\n## fine\n"
