"""Starting a repository: what is written is valid on any day, nothing is overwritten, nothing is written elsewhere."""

from __future__ import annotations

import json
import os
import pty
import re
import subprocess
import sys
from datetime import date, timedelta
from typing import TYPE_CHECKING

import pytest
from tests.cli.runner import polops, program
from tests.conftest import ROOT

from polops.analyse.context import Context
from polops.edit.start import PLANS, Answers, code_of, handle_of, scalar, texts
from polops.model.schema import schema_of_all
from polops.plan.load import load
from polops.render.page_json import dump
from polops.rules.run import run
from polops.source.yaml import read
from polops.values.period import Calendar

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

ANSWERS = Answers("Lumo Policy", "Product Policy", "pp", "Ana Silva", "EUR", 4, "lumo/polops@v1")
WRITTEN = {
    ".editorconfig", ".github/workflows/plans.yml", ".polops.schema.json", ".pre-commit-config.yaml", ".vscode/extensions.json",
    ".vscode/settings.json", "CODEOWNERS", "plans/README.md", "plans/budgets/FY27/pp.yaml", "plans/headcount/pp.yaml",
    "plans/okrs/FY27-Q2/pp.yaml", "plans/org.yaml", "plans/polops.yaml", "plans/restricted/rates.yaml",
}  # fmt: skip
LUMO = ("--name", "Lumo Policy", "--team", "Product Policy", "--lead", "Ana Silva", "--currency", "eur", "--fiscal-start", "April")
DAY = ("--as-of", "2026-08-10")


def files(folder: Path) -> dict[str, bytes]:
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in sorted(folder.rglob("*")) if path.is_file()}


def days() -> Iterator[tuple[date, int]]:
    """The first and last days of the months of two years, and days between, for every start of a fiscal year."""
    for starts in range(1, 13):
        for month in range(24):
            first = date(2026 + month // 12, month % 12 + 1, 1)
            yield from ((first, starts), (first - timedelta(days=1), starts), (first + timedelta(days=13), starts))


def test_the_example_is_without_a_finding_whatever_the_day() -> None:
    for day, starts in days():
        loaded = load({path: text.encode() for path, text in texts(Answers("A", "B", "b", "C D", "USD", starts, ""), day, PLANS).items()})
        found = [*loaded.problems, *run(Context(loaded.plan, day))]
        assert not found, (day, starts, [(str(problem.span), problem.code, problem.message) for problem in found])


def test_a_first_day(tmp_path: Path) -> None:
    made = polops("init", "lumo", *LUMO, *DAY, cwd=tmp_path)
    assert (made.code, made.err) == (0, "")
    assert made.first == f"wrote 14 files in {tmp_path}/lumo"
    folder = tmp_path / "lumo"
    assert set(files(folder)) == WRITTEN
    checked = polops("check", "--fail-on", "info", *DAY, cwd=folder)
    assert (checked.code, checked.out) == (0, "no problems\n")
    report = polops("report", *DAY, cwd=folder).out
    assert "Lumo Policy · Status FY27-Q2" in report
    assert "5 of 5 positions" in report
    assert "New members feel at home" in report
    shown = json.loads(polops("show", "pp/FY27-Q2/O1/KR1", "--json", *DAY, cwd=folder).out)
    assert shown["computed"]["status"] == "green"


def test_the_schema_and_the_owners_are_those_of_their_commands(tmp_path: Path) -> None:
    polops("init", *LUMO, *DAY, cwd=tmp_path)
    assert (tmp_path / ".polops.schema.json").read_bytes() == dump(schema_of_all())
    assert polops("codeowners", cwd=tmp_path).out == (tmp_path / "CODEOWNERS").read_text()
    assert polops("codeowners", "--check", cwd=tmp_path).code == 0
    settings = json.loads((tmp_path / ".vscode/settings.json").read_text())
    assert settings["yaml.schemas"] == {".polops.schema.json": "plans/**/*.yaml"}


def test_the_workflow_is_the_one_of_the_documentation(tmp_path: Path) -> None:
    polops("init", *LUMO, cwd=tmp_path)
    shown = (ROOT / "docs/ci.md").read_text().partition("```yaml\n")[2].partition("```")[0]
    assert [line.split() for line in (tmp_path / ".github/workflows/plans.yml").read_text().splitlines()] == [
        line.partition("  # 40")[0].split() for line in shown.splitlines()
    ]


def test_the_place_of_the_action_can_be_given(tmp_path: Path) -> None:
    made = polops("init", *LUMO, "--action", "lumo/polops@0123456789", cwd=tmp_path)
    assert (tmp_path / ".github/workflows/plans.yml").read_text().count("- uses: lumo/polops@0123456789\n") == 1
    assert "OWNER/polops" not in made.out


def test_another_forge(tmp_path: Path) -> None:
    made = polops("init", *LUMO, *DAY, "--forge", "gitlab", cwd=tmp_path)
    gitlab = {".gitlab-ci.yml", "polops.gitlab-ci.yml"}
    assert set(files(tmp_path)) == WRITTEN - {".github/workflows/plans.yml"} | gitlab
    assert (tmp_path / "polops.gitlab-ci.yml").read_text() == (ROOT / "templates/ci/polops.gitlab-ci.yml").read_text()
    assert "polops.gitlab-ci.yml: fill in" in made.out


def test_nothing_installs_polops_by_a_bare_name(tmp_path: Path) -> None:
    polops("init", *LUMO, cwd=tmp_path)
    for path, data in files(tmp_path).items():
        assert not re.search(rb"pip install[^\n]* polops\b", data), path


@pytest.mark.parametrize("own", [".editorconfig", "CODEOWNERS", ".github/workflows/plans.yml", ".vscode/settings.json"])
def test_what_is_there_is_kept(tmp_path: Path, own: str) -> None:
    (tmp_path / own).parent.mkdir(parents=True, exist_ok=True)
    (tmp_path / own).write_text("mine\n")
    made = polops("init", *LUMO, *DAY, cwd=tmp_path)
    assert made.code == 0
    assert f"left alone\n  {own} (is there already)\n" in made.out
    assert set(files(tmp_path)) == WRITTEN
    assert (tmp_path / own).read_text() == "mine\n"


def test_a_second_run_changes_nothing(tmp_path: Path) -> None:
    polops("init", *LUMO, *DAY, cwd=tmp_path)
    before = files(tmp_path)
    again = polops("init", cwd=tmp_path)
    assert again.code == 0
    assert again.first == f"wrote 0 files in {tmp_path}"
    assert files(tmp_path) == before


def test_an_interrupted_run_can_be_taken_up(tmp_path: Path) -> None:
    polops("init", *LUMO, *DAY, cwd=tmp_path)
    whole = files(tmp_path)
    for lost in ("plans/polops.yaml", "plans/org.yaml", ".vscode/settings.json"):
        (tmp_path / lost).unlink()
    assert polops("init", *LUMO, *DAY, cwd=tmp_path).first == f"wrote 3 files in {tmp_path}"
    assert files(tmp_path) == whole


def test_plans_that_are_there_stay_the_only_ones(tmp_path: Path) -> None:
    (tmp_path / "plans").mkdir()
    (tmp_path / "plans/polops.yaml").write_text("kind: settings\nname: Ours\n")
    made = polops("init", *LUMO, *DAY, cwd=tmp_path)
    assert "the plans that were there are as they were" in made.out
    assert {path for path in files(tmp_path) if path.startswith("plans/")} == {"plans/polops.yaml", "plans/README.md"}
    assert "# Plans: Ours" in (tmp_path / "plans/README.md").read_text()


def test_plans_without_settings_are_not_mixed_with_examples(tmp_path: Path) -> None:
    (tmp_path / "plans").mkdir()
    (tmp_path / "plans/org.yaml").write_text("kind: org\n")
    made = polops("init", *LUMO, cwd=tmp_path)
    assert made.code == 2
    assert "has plans, but no plans/polops.yaml" in made.err
    assert set(files(tmp_path)) == {"plans/org.yaml"}


def test_within_the_plans_of_a_workspace_nothing_begins(tmp_path: Path) -> None:
    polops("init", *LUMO, cwd=tmp_path)
    for folder in ("plans", "plans/okrs", "plans/new"):
        made = polops("init", tmp_path / folder, *LUMO)
        assert made.code == 2
        assert "lies within the plans of" in made.err


def test_links_are_not_followed(tmp_path: Path) -> None:
    outside = tmp_path / "outside"
    inside = tmp_path / "inside"
    outside.mkdir()
    inside.mkdir()
    (inside / ".github").symlink_to(outside)
    (inside / ".editorconfig").symlink_to(outside / "nowhere")
    made = polops("init", inside, *LUMO, *DAY)
    assert made.code == 0
    assert ".github/workflows/plans.yml (.github is a link)" in made.out
    assert ".editorconfig (is there already)" in made.out
    assert list(outside.iterdir()) == []


def test_plans_that_are_a_link_are_not_followed(tmp_path: Path) -> None:
    (tmp_path / "outside").mkdir()
    (tmp_path / "inside").mkdir()
    (tmp_path / "inside/plans").symlink_to(tmp_path / "outside")
    polops("init", tmp_path / "inside", *LUMO, *DAY)
    assert list((tmp_path / "outside").iterdir()) == []


def test_a_dry_run_writes_nothing(tmp_path: Path) -> None:
    made = polops("init", "new", *LUMO, *DAY, "--dry-run", cwd=tmp_path)
    assert made.first == f"would write 14 files in {tmp_path}/new"
    assert list(tmp_path.iterdir()) == []


def test_a_repository_around_it_is_named(tmp_path: Path) -> None:
    (tmp_path / ".git").mkdir()
    assert f"only at the top of the repository, {tmp_path}" in polops("init", "sub", *LUMO, cwd=tmp_path).out
    assert "git init" not in polops("init", *LUMO, cwd=tmp_path).out


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("--currency", "dollar"), "a currency is a code of three letters, got 'dollar'"),
        (("--fiscal-start", "13"), "a month is 1 to 12, or its name, got '13'"),
        (("--code", "Mental Health"), "a team's code is letters a to z, digits and dashes, got 'Mental Health'"),
        (("--name", "x" * 201), "plans/polops.yaml: `name` must be at most 200 characters, is 201"),
        (("--name", "a\u202eb"), "plans/polops.yaml: "),
        (("--as-of", "soon"), "--as-of must be a day"),
    ],
)
def test_what_cannot_be_is_refused_before_anything_is_written(tmp_path: Path, arguments: tuple[str, ...], said: str) -> None:
    made = polops("init", "new", *arguments, cwd=tmp_path)
    assert made.code == 2
    assert said in made.err
    assert list(tmp_path.iterdir()) == []


def test_a_file_is_no_folder(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    assert polops("init", "file", cwd=tmp_path).err.startswith("polops: not a folder: ")


@pytest.mark.parametrize(
    "name", ["A: b # c", "'quoted' \"twice\"", "yes", "- x", "@home", "1234", "Ærø & Søn, 100 %", "{a}", "a:", "null", "x\\y"]
)
def test_any_name_survives(name: str) -> None:
    data, problems = read("x.yaml", f"name: {scalar(name)}  # comment\n".encode())
    assert (data, problems) == ({"name": name}, ())


@pytest.mark.parametrize(
    ("team", "code"),
    [
        ("Mental Health", "mh"),
        ("Core team", "core"),
        ("Policy Centre of Excellence", "pce"),
        ("Équipe Santé", "es"),
        ("政策", "team"),
        ("2 fast", "team"),
    ],
)
def test_the_code_of_a_team(team: str, code: str) -> None:
    assert code_of(team) == code


def test_the_handle_of_a_person() -> None:
    assert [handle_of(name) for name in ("Ana Silva", "Inês Duarte", "李")] == ["ana.silva", "ines.duarte", "team.lead"]


def test_a_person_at_a_terminal_is_asked(tmp_path: Path) -> None:
    """Five questions, each with a default; a wrong answer is asked again."""
    main, other = pty.openpty()
    command = [sys.executable, "-m", "polops", "init", "lumo", *DAY]
    with subprocess.Popen(
        command, cwd=tmp_path, stdin=other, stdout=other, stderr=other, env={**os.environ, "PYTHONPATH": str(ROOT / "src")}
    ) as running:
        os.close(other)
        os.write(main, b"Lumo Policy\nProduct Policy\nAna Silva\neuro\nEUR\nApril\n")
        said = b""
        while True:
            try:
                said += os.read(main, 4096)
            except OSError:  # the other end is closed
                break
    os.close(main)
    assert running.returncode == 0
    assert b"a currency is a code of three letters, got 'euro'" in said
    assert set(files(tmp_path / "lumo")) == WRITTEN


def test_nobody_is_asked_elsewhere(tmp_path: Path) -> None:
    made = program("init", cwd=tmp_path)
    assert (made.code, made.err) == (0, "")
    assert "name: Our programme" in (tmp_path / "plans/polops.yaml").read_text()


def test_periods_follow_the_fiscal_year() -> None:
    made = texts(ANSWERS, date(2026, 8, 10), PLANS)
    assert "plans/okrs/FY27-Q2/pp.yaml" in made
    assert Calendar(4).label(Calendar(4).quarter_of(date(2026, 8, 10))) == "FY27-Q2"
    assert "- {on: 2026-08-10, value: 44, confidence: 7" in made["plans/okrs/FY27-Q2/pp.yaml"]
