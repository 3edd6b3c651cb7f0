"""CODEOWNERS from the plans: who owns which pattern, what other people wrote stays, and CI sees when it is out of date."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from tests.cli.runner import lay, polops
from tests.conftest import ROOT

from polops.analyse.owners import pattern
from polops.edit.codeowners import block, spliced

if TYPE_CHECKING:
    from pathlib import Path

SETTINGS = """kind: settings
root_team: top
roles: {finance: [li.wei, jo]}
handles: {ana.silva: ana-s, MH: lumo/mental-health, li.wei: liw}
"""
ORG = """kind: org
teams:
  - {code: top, name: Top, lead: ana.silva}
  - {code: mh, name: Mental Health, lead: jo}
  - {code: ys, name: Youth, lead: jo}
people:
  - {handle: ana.silva, name: Ana, team: top}
  - {handle: jo, name: Jo, team: mh}
  - {handle: li.wei, name: Li, team: top}
"""
PLANS = {
    "plans/polops.yaml": SETTINGS,
    "plans/org.yaml": ORG,
    "plans/okrs/2026-Q2/mh.yaml": "kind: okrs\nteam: mh\nperiod: 2026-Q2\nowner: jo\n",
    "plans/okrs/2026-Q3/mh.yaml": "kind: okrs\nteam: mh\nperiod: 2026-Q3\n",
    "plans/okrs/2026-Q3/ys team.yaml": "kind: okrs\nteam: ys\nperiod: 2026-Q3\n",
    "plans/actuals/FY26/2026-07.yaml": "kind: actuals\nmonth: 2026-07\nstatus: open\nsource: GL\n",
    "plans/restricted/rates.yaml": "kind: rates\nfiscal_year: FY26\n",
}
OWNERS = """\
# polops: begin (written by `polops codeowners --write` from the plans: edit those)
/plans/ @ana-s
/.github/CODEOWNERS @ana-s
/CODEOWNERS @ana-s
/plans/actuals/*/*.yaml @liw @jo
/plans/okrs/*/mh.yaml @lumo/mental-health
/plans/okrs/*/ys\\ team.yaml @jo
/plans/restricted/ @liw @jo
# polops: end
"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return lay(tmp_path, PLANS)


def test_who_owns_what(folder: Path) -> None:
    made = polops("codeowners", cwd=folder)
    assert (made.code, made.out, made.err) == (0, OWNERS, "")


def test_a_name_that_github_cannot_have_is_named(folder: Path) -> None:
    lay(folder, {"plans/polops.yaml": SETTINGS.replace("ana.silva: ana-s, ", "")})
    made = polops("codeowners", cwd=folder)
    assert made.code == 0
    assert made.err == (
        "polops: GitHub has no accounts named ana.silva\n  help: write who they are there into polops.yaml: `handles: {ana.silva: …}`\n"
    )


def test_what_other_people_wrote_stays(folder: Path) -> None:
    lay(folder, {".github/CODEOWNERS": "*.py @devs\n"})
    assert polops("codeowners", "--check", cwd=folder).code == 1
    assert polops("codeowners", "--write", cwd=folder).out == "wrote .github/CODEOWNERS\n"
    assert (folder / ".github/CODEOWNERS").read_text() == f"*.py @devs\n\n{OWNERS}"
    assert not (folder / "CODEOWNERS").exists()
    assert polops("codeowners", "--write", cwd=folder).out == "unchanged: .github/CODEOWNERS\n"


def test_an_old_part_is_replaced_where_it_stands(folder: Path) -> None:
    lay(folder, {"CODEOWNERS": f"# ours\n{OWNERS}/src/ @devs\n"})
    lay(folder, {"plans/org.yaml": ORG.replace("Youth, lead: jo", "Youth, lead: ana.silva")})
    checked = polops("codeowners", "--check", cwd=folder)
    assert checked.code == 1
    assert checked.out == (
        "CODEOWNERS is out of date: run polops codeowners --write\n"
        "  - /plans/okrs/*/ys\\ team.yaml @jo\n"
        "  + /plans/okrs/*/ys\\ team.yaml @ana-s\n"
    )
    polops("codeowners", "--write", cwd=folder)
    assert polops("codeowners", "--check", cwd=folder).out == "CODEOWNERS is up to date\n"
    text = (folder / "CODEOWNERS").read_text()
    assert text.startswith("# ours\n# polops: begin")
    assert text.endswith("# polops: end\n/src/ @devs\n")


def test_a_new_quarter_changes_nothing(folder: Path) -> None:
    lay(folder, {"plans/okrs/2026-Q4/mh.yaml": "kind: okrs\nteam: mh\nperiod: 2026-Q4\n"})
    assert polops("codeowners", cwd=folder).out == OWNERS


def test_a_link_is_not_followed(folder: Path, tmp_path_factory: pytest.TempPathFactory) -> None:
    outside = tmp_path_factory.mktemp("outside") / "file"
    outside.write_text("theirs")
    (folder / "CODEOWNERS").symlink_to(outside)
    made = polops("codeowners", "--write", cwd=folder)
    assert (made.code, made.err.splitlines()[0]) == (2, "polops: CODEOWNERS is a link: links are not followed")
    assert outside.read_text() == "theirs"


def test_owners_are_not_guessed_from_half_the_plans(folder: Path) -> None:
    lay(folder, {"plans/okrs/2026-Q3/mh.yaml": "kind: okrs\nteam mh\n"})
    made = polops("codeowners", cwd=folder)
    assert made.code == 2
    assert "the plans have files that cannot be read" in made.err


def test_check_and_write_exclude_each_other(folder: Path) -> None:
    assert polops("codeowners", "--check", "--write", cwd=folder).code == 2


def test_a_handle_names_somebody(folder: Path) -> None:
    lay(folder, {"plans/polops.yaml": 'kind: settings\nhandles: {ana.silvo: ana, jo: "@jo"}\n'})
    said = polops("check", "--select", "GEN", cwd=folder).out
    assert "`jo` must be a name as your forge has it, such as ines-d or lumo/mh, got '@jo'\n" in said
    assert "help: write jo" in said
    lay(folder, {"plans/polops.yaml": "kind: settings\nhandles: {ana.silvo: ana}\n"})
    assert "did you mean ana.silva?" in polops("check", "--select", "GEN", cwd=folder).out


@pytest.mark.parametrize(
    ("path", "found"),
    [
        ("plans/okrs/2026-Q3/mh.yaml", "plans/okrs/*/mh.yaml"),
        ("plans/okrs/FY26-Q3/mh.yaml", "plans/okrs/*/mh.yaml"),
        ("plans/actuals/FY26/2026-07.yaml", "plans/actuals/*/*.yaml"),
        ("plans/restricted/2026/rates.yaml", "plans/restricted/"),
        ("plans/headcount/mh.yaml", "plans/headcount/mh.yaml"),
        ("org.yaml", "org.yaml"),
    ],
)
def test_patterns(path: str, found: str) -> None:
    assert pattern(path) == found


def test_signs_of_patterns_in_a_file_name_match_only_themselves_or_one_letter() -> None:
    assert block([("/plans/a*b[1]#.yaml", ("x",))]).splitlines()[1] == "/plans/a?b?1??.yaml @x"


def test_text_without_a_last_line_break() -> None:
    assert spliced("* @x", "new\n") == "* @x\n\nnew\n"
    assert spliced("", "new\n") == "new\n"


def test_the_example_has_owners() -> None:
    made = polops("-C", ROOT / "plans", "codeowners")
    assert made.code == 0
    assert "/plans/okrs/*/mh.yaml" in made.out
