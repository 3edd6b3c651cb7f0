"""`polops diff`: which two states it compares, what it prints of them, and what it never prints."""

from __future__ import annotations

import json
import shutil
from pathlib import Path
from typing import Any

import pytest
from tests.cli.runner import AS_OF, Ran, polops
from tests.cli.test_rev import HOSTILE, one_line
from tests.source.repositories import SMALL, clone, commit, git, init, needs_git, snapshot, write

pytestmark = needs_git

BUDGET = "plans/budgets/FY26/coe.yaml"
OKRS = "plans/okrs/2026-Q3/mh.yaml"
RATES = "plans/restricted/rates.yaml"


@pytest.fixture
def repo(tmp_path: Path, project_root: Path) -> Path:
    """The example organisation, committed on `main`; then a branch."""
    repo = init(tmp_path / "repo")
    shutil.copytree(project_root / "plans", repo / "plans")
    commit(repo)
    git(repo, "checkout", "-q", "-b", "change")
    return repo


def edit(repo: Path, path: str, old: str, new: str) -> None:
    text = (repo / path).read_text()
    assert old in text
    (repo / path).write_text(text.replace(old, new, 1))


def diff(repo: Path, *words: str) -> Ran:
    return polops("diff", *words, "--as-of", AS_OF, cwd=repo)


def plain(repo: Path, *words: str) -> dict[str, Any]:
    ran = diff(repo, *words, "--json")
    assert (ran.code, ran.err) == (0, "")
    found: dict[str, Any] = json.loads(ran.out)
    return found


def named(found: dict[str, Any]) -> list[tuple[str, str | None, str]]:
    return [(each["ref"], each["field"], each["class"]) for each in found["changes"]]


def test_the_files_here_against_where_the_branch_began(repo: Path) -> None:
    git(repo, "checkout", "-q", "main")
    edit(repo, OKRS, "target: 0.75", "target: 0.80")
    commit(repo)  # others moved on: not this branch's doing
    git(repo, "checkout", "-q", "change")
    edit(repo, BUDGET, "plan: 48_000", "plan: 58_000")
    commit(repo)
    edit(repo, OKRS, "target: 0.75", "target: 0.70")
    found = plain(repo)
    assert named(found) == [("mh/2026-Q3/O1/KR2", "target", "commitment"), ("COE-TRV-01", "plan", "commitment")]
    assert found["effects"]["head"] == {"name": "the files here", "commit": None, "as_of": AS_OF}
    assert found["effects"]["base"]["name"].startswith("where it left main (")
    assert named(plain(repo, "main", "change")) == [
        ("mh/2026-Q3/O1/KR2", "target", "commitment"), ("COE-TRV-01", "plan", "commitment"),
    ]  # fmt: skip
    assert named(plain(repo, "change..")) == [("mh/2026-Q3/O1/KR2", "target", "commitment")]


def test_the_shape_for_scripts(repo: Path) -> None:
    edit(repo, OKRS, "target: 0.75", "target: 0.70")
    found = plain(repo)
    (change,) = found["changes"]
    assert change == {
        "ref": "mh/2026-Q3/O1/KR2", "kind": "key_result", "field": "target", "before": "0.75", "after": "0.70", "class": "commitment",
        "reason": "frozen on 2026-07-08 by dana.lee (DEC-2026-032); target lowered: more is better",
        "before_at": f"{OKRS}:26:17", "after_at": f"{OKRS}:26:17",
    }  # fmt: skip
    assert set(found) == {"changes", "effects"}
    effects = found["effects"]
    assert [(each["ref"], each["score"]) for each in effects["scores"]] == [
        ("mh/2026-Q3/O1", {"before": "0.34681372549", "after": "0.395833333333"}),
        ("mh/2026-Q3/O1/KR2", {"before": "0.470588235294", "after": "0.666666666667"}),
    ]
    assert effects["downstream"] == [{"ref": "mh/2026-Q3/O1", "via": ["mh/2026-Q3/O1/KR2"]}]
    assert (effects["lines"], effects["years"], effects["people"]) == ([], [], None)


@pytest.mark.parametrize("columns", [80, 120])
def test_the_terminal_shows_what_counts_first(repo: Path, monkeypatch: pytest.MonkeyPatch, columns: int) -> None:
    edit(repo, OKRS, "target: 0.75", "target: 0.70")
    edit(repo, BUDGET, "plan: 48_000", "plan: 58_000")
    edit(repo, "plans/org.yaml", "kind: org", "# who is who\nkind: org")
    monkeypatch.setenv("COLUMNS", str(columns))
    ran = diff(repo)
    heads = [line.partition(" ─")[0] for line in ran.out.splitlines() if " ─" in line]
    assert (ran.code, ran.err) == (0, "")
    assert heads == [
        "Commitments changed (2)", "Outlook", "Scores and statuses", "Moved in turn", "New findings", "Cosmetic (1)",
    ]  # fmt: skip
    assert max(map(len, ran.out.splitlines())) <= columns
    assert "48_000" in ran.out
    assert "• org: only comments, layout, order or spelling differ" in ran.out


def test_one_item_one_team_one_class(repo: Path) -> None:
    edit(repo, OKRS, "target: 0.75", "target: 0.70")
    edit(repo, BUDGET, "plan: 48_000", "plan: 58_000")
    edit(repo, "plans/metrics/readings/FY26/mh.yaml", "2026-07: {num: 76,", "2026-07: {num: 90,")
    assert named(plain(repo, "--item", "mh/2026-Q3/O1", "--no-effects")) == [("mh/2026-Q3/O1/KR2", "target", "commitment")]
    item = plain(repo, "--item", "COE-TRV-01")
    assert (named(item), [line["ref"] for line in item["effects"]["lines"]]) == ([("COE-TRV-01", "plan", "commitment")], ["COE-TRV-01"])
    assert [each["ref"] for each in plain(repo, "--item", "vvr-selfharm", "--no-effects")["changes"]] == ["readings/mh/FY26"]
    team = plain(repo, "--team", "mh")
    assert {each["ref"] for each in team["changes"]} == {"mh/2026-Q3/O1/KR2", "readings/mh/FY26"}
    assert team["effects"]["lines"] == []
    assert {each["class"] for each in plain(repo, "--class", "record,plan", "--no-effects")["changes"]} == {"record"}
    assert one_line(diff(repo, "--item", "COE-TRV-99")) == "polops: nothing is named 'COE-TRV-99' on either side"
    assert one_line(diff(repo, "--team", "mm")) == "polops: no team 'mm'"
    assert one_line(diff(repo, "--class", "plann")) == "polops: no class 'plann'"


def test_two_days_each_as_of_itself(repo: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("GIT_COMMITTER_DATE", "2026-08-20T12:00:00+00:00")
    edit(repo, OKRS, "target: 0.75", "target: 0.70")
    commit(repo)
    ran = polops("diff", "2026-08-10..2026-08-20", "--json", cwd=repo)
    found = json.loads(ran.out)
    assert (found["effects"]["base"]["as_of"], found["effects"]["head"]["as_of"]) == ("2026-08-10", "2026-08-20")
    assert named(found) == [("mh/2026-Q3/O1/KR2", "target", "commitment")]
    assert polops("diff", "2026-08-20", "2026-08-10", cwd=repo).err.startswith("polops: the base's day 2026-08-20 is after")
    assert polops("diff", "2026-08-09", cwd=repo).err.startswith("polops: this branch has no commit on or before 2026-08-09")


def test_restricted_values_never_appear(repo: Path) -> None:
    before = (repo / RATES).read_text()
    (repo / RATES).write_text(before.replace("_000", "_777"))
    for words in ((), ("--json",), ("--item", "rates/FY26")):
        ran = diff(repo, *words)
        assert ran.code == 0
        assert "777" not in ran.out
        assert "loaded_annual" in ran.out
    found = plain(repo)
    assert {(each["before"], each["after"]) for each in found["changes"]} == {(None, None)}
    assert found["effects"]["withheld"] is True
    assert all(set(line["outlook"]) == {"share"} for line in found["effects"]["lines"])
    assert found["effects"]["lines"]


def test_a_file_that_cannot_be_read_is_said_and_makes_exit_code_1(repo: Path) -> None:
    edit(repo, BUDGET, "lines:", "lines: [")
    ran = diff(repo)
    assert ran.code == 1
    assert f"{BUDGET} cannot be read on one side: what it changes is not known. polops check says why." in " ".join(ran.out.split())
    assert "removed" not in ran.out


def test_what_cannot_be_read_is_not_taken_for_gone(repo: Path) -> None:
    """Totals without a file would be wrong, and an item that went may have gone into it."""
    edit(repo, "plans/okrs/2026-Q3/coe.yaml", "objectives:", "objectives: [")
    key_result = (repo / OKRS).read_text().partition("      - id: KR2\n        title: Comprehension")[2].partition("  - id: O3")[0]
    edit(repo, OKRS, f"      - id: KR2\n        title: Comprehension{key_result}", "")
    edit(repo, BUDGET.replace("coe", "mh"), "plan: 24_000", "plan: 25_000")
    found = json.loads(diff(repo, "--json").out)
    assert [(each["ref"], each["class"]) for each in found["changes"]] == [
        ("plans/okrs/2026-Q3/coe.yaml", "plan"),
        ("MH-TRV-01", "commitment"),
    ]
    effects = found["effects"]
    assert (effects["years"], effects["lines"], effects["scores"], effects["findings_gone"]) == ([], [], [], [])
    assert {(each["code"], each["ref"]) for each in effects["findings_added"] if each["severity"] == "error"} == {
        ("GEN101", None), ("GEN402", "MH-TRV-01"),
    }  # fmt: skip


def test_findings_that_need_both_sides(repo: Path) -> None:
    edit(repo, "plans/metrics/readings/FY26/mh.yaml", "2026-07: {num: 76,", "2026-07: {num: 70,")
    (repo / "plans/locks/okrs-FY26.yaml").unlink()
    added = {(each["code"], each["severity"]) for each in plain(repo)["effects"]["findings_added"]}
    assert {("KPI402", "error"), ("GEN402", "error")} <= added


def test_the_first_plans_of_a_repository(tmp_path: Path) -> None:
    repo = init(tmp_path / "repo", {"README.md": "none yet\n"})
    git(repo, "checkout", "-q", "-b", "plans")
    commit(repo, SMALL)
    found = plain(repo)
    assert found["effects"]["base"]["name"].endswith(": no plans")
    assert {(each["ref"], each["before_at"]) for each in found["changes"]} == {
        ("settings", None), ("org", None), ("core", None), ("ada", None),
    }  # fmt: skip
    fresh = init(tmp_path / "fresh")
    write(fresh, SMALL)
    assert plain(fresh)["effects"]["base"] == {"name": "no plans", "commit": None, "as_of": AS_OF}


def test_a_shallow_clone_says_what_to_fetch(repo: Path, tmp_path: Path) -> None:
    edit(repo, OKRS, "target: 0.75", "target: 0.70")
    commit(repo)
    git(repo, "checkout", "-q", "main")
    edit(repo, OKRS, "target: 0.75", "target: 0.80")
    commit(repo)
    shallow = clone(repo, tmp_path / "clone", "--depth=1", "--no-single-branch", "--branch=change")
    ran = polops("diff", cwd=shallow)
    assert one_line(ran).startswith("polops: where ")
    assert "git fetch --unshallow" in ran.err
    assert named(plain(shallow, "origin/main")) == [("mh/2026-Q3/O1/KR2", "target", "commitment")]


def test_bare_and_elsewhere(repo: Path, tmp_path: Path) -> None:
    edit(repo, OKRS, "target: 0.75", "target: 0.70")
    commit(repo)
    bare = clone(repo, tmp_path / "bare.git", "--bare")
    assert named(plain(bare, "main", "change")) == [("mh/2026-Q3/O1/KR2", "target", "commitment")]
    ran = polops("-C", repo / "plans/okrs", "diff", "--json", "--as-of", AS_OF, cwd=tmp_path)
    assert named(json.loads(ran.out)) == [("mh/2026-Q3/O1/KR2", "target", "commitment")]
    assert one_line(polops("diff", cwd=tmp_path)).startswith("polops: no git repository in ")


@pytest.mark.parametrize("some", range(3))
def test_hostile_words_are_no_revisions(repo: Path, some: int) -> None:
    before = snapshot(repo)
    for word in HOSTILE[some::3]:
        for words in ((word,), ("main", word)):
            ran = polops("diff", *words, "--no-effects", cwd=repo)
            assert ran.code in {0, 2}, word
            assert "Traceback" not in ran.err
            assert all(line.isprintable() for line in ran.err.splitlines()), word
    assert snapshot(repo) == before


def test_the_same_bytes_twice_and_nothing_written(repo: Path) -> None:
    edit(repo, BUDGET, "plan: 48_000", "plan: 58_000")
    before = snapshot(repo)
    assert diff(repo, "--json").out == diff(repo, "--json").out
    assert snapshot(repo) == before


def test_no_effects_judges_alike(repo: Path) -> None:
    """What is the same on both sides is not even read, but for the locks: the classes are those of the whole plans."""
    edit(repo, BUDGET, "plan: 48_000", "plan: 38_000")
    edit(repo, OKRS, "target: 0.75", "target: 0.70")
    edit(repo, "plans/org.yaml", "kind: org", "# who is who\nkind: org")
    brief, whole = plain(repo, "--no-effects"), plain(repo)
    assert brief["changes"] == whole["changes"]
    assert {each["reason"][:6] for each in brief["changes"] if each["class"] == "commitment"} == {"frozen"}
    git(repo, "mv", "plans/org.yaml", "plans/people.yaml")
    assert plain(repo, "--no-effects")["changes"] == plain(repo)["changes"]


def test_no_effects_only_lists(repo: Path) -> None:
    edit(repo, BUDGET, "plan: 48_000", "plan: 58_000")
    found = plain(repo, "--no-effects")
    assert named(found) == [("COE-TRV-01", "plan", "commitment")]
    assert (found["effects"]["lines"], found["effects"]["findings_added"]) == ([], [])
    assert diff(repo, "HEAD", "HEAD").out.splitlines()[-1] == "Nothing changes."
