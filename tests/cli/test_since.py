"""Checks that know the change: what blocks, what is listed apart, by whose policy, and what is said where the base is not here."""

from __future__ import annotations

import json
import subprocess
from typing import TYPE_CHECKING

import pytest
from tests.cli.runner import lay, polops
from tests.test_errors import committed

if TYPE_CHECKING:
    from pathlib import Path

    from tests.cli.runner import Ran

DAY = ("--as-of", "2026-08-10")
ORG = """kind: org
teams: [{code: pp, name: Product Policy, lead: dana.lee, cost_center: CC-1}]
people: [{handle: dana.lee, name: Dana, team: pp}]
"""
LINES = """kind: budget
cost_center: CC-1
team: pp
fiscal_year: FY26
lines:
  - {id: A-01, name: Over, category: other, plan: 12_000}
  - {id: B-01, name: Over too, category: other, plan: 12_000}
"""
JANUARY = """kind: actuals
month: 2026-01
status: closed
source: GL
entries:
  - {line: A-01, amount: 20_000}
  - {line: B-01, amount: 20_000}
"""
BASE = {
    "plans/polops.yaml": "kind: settings\nroot_team: pp\nthresholds: {budget: {hard_outlook_pct: 10%}}\n",
    "plans/org.yaml": ORG,
    "plans/budgets/FY26/pp.yaml": LINES,
    "plans/actuals/2026-01.yaml": JANUARY,
}


@pytest.fixture
def repo(tmp_path: Path) -> Path:
    """A repository whose main branch has two lines with an outlook far beyond their budget: BUD303 as an error."""
    committed(tmp_path, BASE)
    return tmp_path


def git(folder: Path, *command: str) -> None:
    subprocess.run(["git", "-C", folder, *command], check=True, capture_output=True)


def check(folder: Path, *more: str) -> Ran:
    return polops("-C", folder, "check", *DAY, "--select", "BUD303,GEN", *more)


def found(folder: Path, *more: str) -> dict[str, bool]:
    """The items of what is found, each with whether it is elsewhere."""
    data = json.loads(check(folder, "--format", "json", *more).out)
    return {problem["ref"]: problem["elsewhere"] for problem in data["problems"]}


def test_without_since_everything_blocks(repo: Path) -> None:
    assert check(repo).code == 1
    assert found(repo) == {"A-01": False, "B-01": False}


def test_what_the_change_does_not_touch_blocks_nothing(repo: Path) -> None:
    lay(repo, {"plans/org.yaml": ORG + "locations: [{code: HQ, country: US, currency: USD, timezone: UTC}]\n"})
    ran = check(repo, "--since", "main")
    assert ran.code == 0
    said = "will end at 31,000, 19,000 over its budget of 12,000, 158.3 %, going by its remaining budget"
    assert ran.out == (
        "elsewhere, not touched by this change:\n"
        f"plans/budgets/FY26/pp.yaml:6:51: error[BUD303] A-01 {said}\n"
        f"plans/budgets/FY26/pp.yaml:7:55: error[BUD303] B-01 {said}\n"
        "\nno problems; 2 elsewhere\n"
    )


def test_what_it_touches_blocks(repo: Path) -> None:
    lay(repo, {"plans/budgets/FY26/pp.yaml": LINES.replace("Over,", "Renamed,")})
    assert check(repo, "--since", "main").code == 1
    assert found(repo, "--since", "main") == {"A-01": False, "B-01": True}


def test_a_month_that_is_closed_touches_its_lines(repo: Path) -> None:
    lay(repo, {"plans/actuals/2026-01.yaml": JANUARY.replace("closed", "open")})
    git(repo, "commit", "-qam", "open")
    lay(repo, {"plans/actuals/2026-01.yaml": JANUARY})
    assert found(repo, "--since", "HEAD") == {"A-01": False, "B-01": False}


def test_what_files_say_blocks_everywhere(repo: Path) -> None:
    lay(repo, {"plans/okrs/pp.yaml": "kind: okrs\nteam: nobody\nperiod: 2026-Q3\n"})
    git(repo, "add", ".")
    git(repo, "commit", "-qm", "broken")
    lay(repo, {"plans/org.yaml": ORG + "locations: []\n"})
    ran = polops("-C", repo, "check", *DAY, "--select", "GEN201", "--since", "main")
    assert (ran.code, "error[GEN201]" in ran.out) == (1, True)


def test_weaker_checks_count_only_after_the_merge(repo: Path) -> None:
    weaker = "kind: settings\nroot_team: pp\nthresholds: {budget: {hard_outlook_pct: 100%}}\nseverity: {GEN404: off, BUD303: off}\n"
    lay(repo, {"plans/polops.yaml": weaker, "plans/budgets/FY26/pp.yaml": LINES.replace("Over,", "Renamed,")})
    assert check(repo).code == 0
    ran = check(repo, "--since", "main")
    assert ran.code == 1
    heads = [line for line in ran.out.splitlines() if "[" in line and line.startswith("plans")]
    assert [head.split("[")[1][:6] for head in heads[:4]] == ["GEN404", "GEN404", "GEN404", "BUD303"]


def test_stricter_checks_count_at_once(repo: Path) -> None:
    lay(repo, {"plans/polops.yaml": BASE["plans/polops.yaml"] + "severity: {BUD206: error}\n"})
    lay(repo, {"plans/budgets/FY26/pp.yaml": LINES.replace("Over, category: other, plan: 12_000", "Over, category: other, plan: 120_000")})
    assert polops("-C", repo, "check", *DAY, "--select", "BUD206", "--since", "main").code == 1


@pytest.mark.parametrize(("until", "code", "severity"), [("2026-08-10", 0, "info"), ("2026-08-09", 1, "error")])
def test_a_new_check_may_be_advisory_until_a_day(repo: Path, until: str, code: int, severity: str) -> None:
    lay(repo, {"plans/polops.yaml": BASE["plans/polops.yaml"] + f"advisory: {{BUD303: {until}}}\n"})
    ran = check(repo)
    assert ran.code == code
    assert f"{severity}[BUD303]" in ran.out
    assert (f"(advisory until {until}, then an error)" in ran.out) == (severity == "info")


def test_the_base_is_where_both_branches_met(repo: Path) -> None:
    git(repo, "switch", "-qc", "topic")
    lay(repo, {"plans/org.yaml": ORG + "locations: []\n"})
    git(repo, "commit", "-qam", "topic")
    git(repo, "switch", "-q", "main")
    lay(repo, {"plans/budgets/FY26/pp.yaml": LINES.replace("Over,", "Renamed,")})
    git(repo, "commit", "-qam", "main goes on")
    git(repo, "switch", "-q", "topic")
    assert set(found(repo, "--since", "main").values()) == {True}
    assert set(found(repo, "--since", "main", "--rev", "topic").values()) == {True}


def test_in_a_pull_requests_job_the_target_branch_is_the_default(repo: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    git(repo, "update-ref", "refs/remotes/origin/release", "HEAD")
    monkeypatch.setenv("CI", "true")
    assert check(repo).code == 1, "no pull request: everything counts"
    monkeypatch.setenv("GITHUB_BASE_REF", "release")
    assert check(repo).code == 0
    monkeypatch.setenv("GITHUB_BASE_REF", "gone")
    ran = check(repo)
    assert (ran.code, ran.out) == (2, "")
    assert "no revision 'origin/gone' here" in ran.err


def test_gitlab_names_the_commit_where_a_merge_request_began(repo: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CI", "true")
    monkeypatch.setenv("CI_MERGE_REQUEST_TARGET_BRANCH_NAME", "not-fetched")
    assert check(repo).code == 2
    commit = subprocess.run(["git", "-C", repo, "rev-parse", "HEAD"], check=True, capture_output=True, text=True).stdout.strip()
    monkeypatch.setenv("CI_MERGE_REQUEST_DIFF_BASE_SHA", commit)
    assert check(repo).code == 0


def test_a_base_without_plans_is_empty(tmp_path: Path) -> None:
    committed(tmp_path, {"README.md": "Plans will come."})
    lay(tmp_path, BASE)
    ran = check(tmp_path, "--since", "main")
    assert ran.code == 1
    assert "elsewhere" not in ran.out


def test_a_base_that_is_not_here_says_what_to_fetch(repo: Path, tmp_path_factory: pytest.TempPathFactory) -> None:
    git(repo, "switch", "-qc", "topic")
    lay(repo, {"plans/org.yaml": ORG + "locations: []\n"})
    git(repo, "commit", "-qam", "topic")
    clone = tmp_path_factory.mktemp("clone") / "work"
    subprocess.run(["git", "clone", "-q", "--depth=1", "--branch=topic", f"file://{repo}", clone], check=True, capture_output=True)
    ran = check(clone, "--since", "origin/main")
    assert (ran.code, ran.out) == (2, "")
    assert "this clone is shallow" in ran.err
    assert "git fetch --depth=1 origin main:refs/remotes/origin/main" in ran.err
    git(clone, "fetch", "-q", "--depth=1", "origin", "main:refs/remotes/origin/main")
    ran = check(clone, "--since", "origin/main")
    assert (ran.code, ran.out) == (2, "")
    assert "git fetch --unshallow" in ran.err
    git(clone, "fetch", "-q", "--unshallow")
    assert check(clone, "--since", "origin/main").code == 0


def test_nothing_committed_yet(tmp_path: Path) -> None:
    lay(tmp_path, BASE)
    git(tmp_path, "init", "-q")
    ran = check(tmp_path, "--since", "main")
    assert ran.code == 2
    assert "nothing is committed yet" in ran.err


def test_a_waiver_in_the_change_holds_and_is_said_first(repo: Path) -> None:
    waived = LINES.replace(
        "plan: 12_000}\n  - {id: B", "plan: 12_000, waive: [{code: BUD303, reason: Agreed, until: 2026-09-30, by: dana.lee}]}\n  - {id: B"
    )
    lay(repo, {"plans/budgets/FY26/pp.yaml": waived})
    ran = check(repo, "--since", "main")
    assert ran.code == 0
    assert ran.first.endswith("warning[GEN404] BUD303 of A-01 is waived by this change")
    assert "waived: Agreed (dana.lee, until 2026-09-30)" in ran.out


def test_every_format_tells_the_two_apart(repo: Path) -> None:
    lay(repo, {"plans/budgets/FY26/pp.yaml": LINES.replace("Over,", "Renamed,")})
    names = ("text", "md", "github", "gitlab", "sarif", "junit", "json")
    outs = {name: check(repo, "--since", "main", "--format", name).out for name in names}
    assert "elsewhere, not touched by this change:\nplans/" in outs["text"]
    assert "<details><summary>1 elsewhere, not touched by this change</summary>" in outs["md"]
    assert outs["github"].count("::error ") == 1
    assert "\n::group::1 elsewhere, not touched by this change\nplans/" in outs["github"]
    assert "\n::endgroup::\n" in outs["github"]
    assert [issue["severity"] for issue in json.loads(outs["gitlab"])] == ["critical", "info"]
    results = json.loads(outs["sarif"])["runs"][0]["results"]
    assert [(result["level"], result["properties"].get("elsewhere")) for result in results] == [("error", None), ("note", True)]
    assert 'testsuites name="polops" tests="2" failures="1"' in outs["junit"]
    assert '<testsuite name="elsewhere" tests="1" failures="0"' in outs["junit"]
    assert json.loads(outs["json"])["summary"] == {
        "errors": 1, "warnings": 0, "infos": 0, "elsewhere": 1, "waived": 0, "shown": 1, "total": 1,
    }  # fmt: skip


def test_a_reference_to_what_the_change_took_away_says_so(repo: Path) -> None:
    """A line whose id is another one now: the nearest other name would be wrong."""
    lay(repo, {"plans/budgets/FY26/pp.yaml": LINES.replace("id: B-01", "id: B-02")})
    assert "help: did you mean B-02?" in check(repo).out
    said = "help: this change takes B-01 away: put it back, write renamed_from: B-01 where it has a new name, or name another here"
    assert said in check(repo, "--since", "main").out
    lay(repo, {"plans/budgets/FY26/pp.yaml": LINES.replace("id: B-01", "id: B-02, renamed_from: B-01")})
    assert "help: this change renames it: write B-02" in check(repo, "--since", "main").out
    lay(repo, {"plans/budgets/FY26/pp.yaml": LINES, "plans/actuals/2026-01.yaml": JANUARY.replace("B-01", "B-03")})
    assert "help: did you mean " in check(repo, "--since", "main").out, "the base did not know it either"
