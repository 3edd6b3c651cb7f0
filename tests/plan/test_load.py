"""From files to a plan: what a broken file costs, what is inherited, and that the order of files does not matter."""

from __future__ import annotations

import random
from datetime import date
from pathlib import Path

import pytest
from tests.analyse.workspaces import BASE, ORG, SETTINGS, files, loaded

from polops.model.budget import Budget
from polops.model.okrs import Okrs
from polops.plan.load import Loaded, load
from polops.source.problem import Severity

OKRS = """
--- # okrs/mh.yaml
kind: okrs
team: mh
period: 2026-Q3
objectives:
  - id: O1
    title: People find help
    owner: jo.park
    key_results:
      - {id: KR1, title: Fewer, baseline: 4, target: 3}
      - {id: KR2, title: More, baseline: 1, target: 2, owner: li.wei}
  - id: O2
    title: No owner
    key_results: [{id: KR1, title: Same id elsewhere, baseline: 4, target: 3}]
"""
BUDGET = """
--- # budgets/coe.yaml
kind: budget
cost_center: CC-4410
team: coe
fiscal_year: FY26
owner: li.wei
lines:
  - {id: COE-VEN-01, name: Reviewers, category: vendor, plan: 960_000, supports: {mh/2026-Q3/O1: 100%}}
  - {id: COE-TRV-01, name: Travel, category: travel, plan: 48_000, owner: sam.okafor}
"""


def said(result: Loaded) -> list[tuple[str, str, str, str]]:
    return [(str(problem.span), problem.code, problem.message, problem.help) for problem in result.problems]


def test_nothing_at_all_is_a_plan_with_defaults() -> None:
    result = load({})
    assert result.problems == ()
    assert (result.plan.settings.currency, result.plan.calendar.first_month, dict(result.plan.files)) == ("USD", 1, {})


def test_a_whole_plan() -> None:
    result = loaded(BASE, OKRS, BUDGET)
    assert said(result) == []
    assert list(result.plan.files) == sorted(result.plan.files)
    assert [path for path, _ in result.plan.of(Budget)] == ["budgets/coe.yaml"]
    assert [node.ref for node in result.plan.nodes("objective")] == ["mh/2026-Q3/O1", "mh/2026-Q3/O2"]
    assert result.plan.refs("line") == ["COE-VEN-01", "COE-TRV-01"]
    assert {node.kind for node in result.plan.all_nodes()} >= {"team", "person", "location", "line", "objective", "key_result", "okrs"}


def test_a_broken_file_costs_only_itself() -> None:
    """What refers into it is not reported again; everything else is still checked."""
    broken = OKRS.replace("baseline: 4, target: 3}\n      - {id: KR2", "baseline: four, target: 3}\n      - {id: KR2")
    result = loaded(BASE, broken, BUDGET.replace("plan: 48_000", "plan: 48_000, supports: [mh/2026-Q3/O9]"))
    assert [problem[:3] for problem in said(result)] == [
        ("budgets/coe.yaml:8:79", "GEN201", "`supports` names no objective, key result or initiative: 'mh/2026-Q3/O9'"),
        ("okrs/mh.yaml:9:43", "GEN105", "`baseline` must be a plain number, got 'four'"),
    ]
    assert set(result.plan.broken) == {"okrs/mh.yaml"}
    assert result.plan.known("mh/2026-Q3/O1"), "it stands in the broken file"
    assert not result.plan.known("mh/2026-Q3/O9")
    assert [node.ref for node in result.plan.nodes("line")] == ["COE-VEN-01", "COE-TRV-01"]


@pytest.mark.parametrize(
    "text",
    [
        b"",
        b"# nothing\n",
        b"\xff\xfe",
        b"a: [",
        b"- list\n",
        b"text",
        b"kind: okrs\nkind: okrs\n",
        b"kind: &a okrs\n",
        b"\x00",
        b"kind: okr\n",
    ],
)
def test_a_file_that_is_no_plan_file_is_one_problem_and_no_more(text: bytes) -> None:
    result = load({**files(BASE, OKRS, BUDGET), "zz.yaml": text})
    assert {problem.span.path for problem in result.problems} == {"zz.yaml"}
    assert len(result.plan.files) == len(files(BASE, OKRS, BUDGET))


def test_every_problem_of_a_run_in_order_of_place() -> None:
    result = loaded(
        BASE,
        OKRS.replace("jo.park", "jo.pork"),
        "--- # b.yaml\nkind: budgte\n--- # a.yaml\nkind: okrs\nteam: mh\nperiod: Q3 2026\n--- # c.yaml\nkind: metrics\n  team: mh\n",
    )
    assert [problem[0].split(":")[0] for problem in said(result)] == ["a.yaml", "b.yaml", "c.yaml", "okrs/mh.yaml"]
    assert {problem.severity for problem in result.problems} == {Severity.ERROR}
    assert said(result)[0] == (
        "a.yaml:3:9",
        "GEN105",
        "`period` must be a period (a month 2026-07, a quarter 2026-Q3 or FY26-Q3, a half 2026-H2 or a year FY26), got 'Q3 2026'",
        "write 2026-Q3",
    )


def test_the_place_of_missing_and_unknown_fields() -> None:
    """A missing field points at what it is missing in, an unknown one at its key."""
    result = loaded("--- # a.yaml\nkind: budget\nteam: coe\nfiscal_year: FY26\nlines:\n  - id: A-1\n    nmae: x\n    plan: 1\n")
    assert [(str(problem.span), problem.message.split(":")[0]) for problem in result.problems] == [
        ("a.yaml:1:1", "missing field `cost_center`"),
        ("a.yaml:5:5", "missing field `category`"),
        ("a.yaml:6:5", "unknown field `nmae`"),
    ]


def test_owners_are_inherited_inside_out() -> None:
    """Key result ← objective ← team lead; line ← the file's owner."""
    plan = loaded(BASE, OKRS, BUDGET).plan
    owners = {}
    for ref in ("mh/2026-Q3/O1/KR1", "mh/2026-Q3/O1/KR2", "mh/2026-Q3/O2", "mh/2026-Q3/O2/KR1", "COE-VEN-01", "COE-TRV-01"):
        node = plan.find(ref)
        assert node is not None
        owners[ref] = plan.owner(node)
    assert owners == {
        "mh/2026-Q3/O1/KR1": "jo.park",
        "mh/2026-Q3/O1/KR2": "li.wei",
        "mh/2026-Q3/O2": "ines.duarte",
        "mh/2026-Q3/O2/KR1": "ines.duarte",
        "COE-VEN-01": "li.wei",
        "COE-TRV-01": "sam.okafor",
    }


def test_nobody_owns_what_stands_in_no_team() -> None:
    plan = loaded(SETTINGS, ORG).plan
    node = plan.find("pp", "team")
    assert node is not None
    assert plan.owner(node) is None
    assert plan.lead("nobody") is None


def test_a_workspace_has_one_settings_file() -> None:
    """The first place is related; the file named polops.yaml wins."""
    result = load(files("--- # a/settings.yaml\nkind: settings\nname: Other\n", SETTINGS, ORG))
    assert said(result) == [
        ("a/settings.yaml:1:7", "GEN104", "a workspace has one settings file", "move these settings there and delete this file")
    ]
    assert [(str(span), label) for span, label in result.problems[0].related] == [("polops.yaml:1:7", "the settings")]
    assert result.plan.settings.name == "Lumo Product Policy"


def test_the_order_of_files_does_not_matter() -> None:
    """The same problems and the same plan for any order."""
    texts = files(
        BASE, OKRS.replace("li.wei", "li.way"), BUDGET, "--- # dup.yaml\nkind: okrs\nteam: mh\nperiod: 2026-Q3\n--- # bad.yaml\nkind: x\n"
    )
    wanted = load(texts)
    names = list(texts)
    for seed in range(20):
        random.Random(seed).shuffle(names)  # noqa: S311 - a reproducible order
        found = load({name: texts[name] for name in names})
        assert found.problems == wanted.problems
        assert list(found.plan.files) == list(wanted.plan.files)
        assert [node.ref for node in found.plan.all_nodes()] == [node.ref for node in wanted.plan.all_nodes()]


def test_a_file_can_be_moved() -> None:
    """The kind stands in the file: its path means nothing."""
    moved = load({f"elsewhere/{i}.yaml": text for i, text in enumerate(files(BASE, OKRS, BUDGET).values())})
    assert moved.problems == ()
    assert moved.plan.find("mh/2026-Q3/O1/KR2") is not None


def test_places_are_found_late() -> None:
    plan = loaded(BASE, OKRS, BUDGET).plan
    node = plan.find("COE-VEN-01", "line")
    assert node is not None
    assert str(plan.at(node, "plan")) == "budgets/coe.yaml:7:63"
    assert str(plan.at(node, "plan", key=True)) == "budgets/coe.yaml:7:57"
    assert str(plan.at(node)) == "budgets/coe.yaml:7:5"
    assert str(plan.at("okrs/mh.yaml", "period")) == "okrs/mh.yaml:3:9"


def test_the_example_of_this_project_loads_without_a_problem(project_root: Path) -> None:
    """`plans/` (its OKRs for two quarters and the year, seven closed months)."""
    paths = sorted((project_root / "plans").rglob("*.yaml"))
    result = load({path.relative_to(project_root).as_posix(): path.read_bytes() for path in paths})
    assert said(result) == []
    assert len(list(result.plan.of(Okrs))) >= 3
    assert result.plan.calendar.year_of(date(2026, 8, 10)) == result.plan.calendar.fiscal_year(2026)


def test_a_restricted_file_keeps_its_numbers_to_itself_but_names_lines_and_characters() -> None:
    """A number of ours is no pay."""
    result = loaded("--- # restricted/rates.yaml\nkind: rates\nfiscal_year: FY26\nfx: {128_555: 1, 128_555: 2}\nnotes: a\u200bb\n")
    assert [problem.message for problem in result.problems] == [
        "duplicate key `…`: also on line 3",
        "hidden character U+200B (zero width space)",
    ]
