"""Every rule against its fixture: a YAML file whose comments are the assertions.

`tests/rules/<CODE>.yaml` holds the files of a small workspace, each after a line `--- # path/of/file.yaml`; files that it does not
name come from `base.yaml`. Only that rule runs, as of the day in the first line's `# as-of: 2026-08-10`, and it must find exactly the
lines marked `# expect: CODE`: every unmarked line is a case in which the rule keeps quiet. A file that is broken on purpose, to show
that it costs only itself, says so with `# also: GEN105` at the fault.

A rule that looks at a change finds the plans that the change began with in `--- # base:path/of/file.yaml`; files that have none are the
same there. An empty file is not there: it is new in the change, or deleted by it.
"""

from __future__ import annotations

import re
from datetime import date
from pathlib import Path

import pytest

from polops.analyse.context import Context
from polops.plan.load import Loaded, load
from polops.rules import RULES
from polops.rules.run import graded, run
from polops.source.problem import Problem

FOLDER = Path(__file__).parent / "rules"
HEAD = re.compile(r"^--- # (\S+)$", re.MULTILINE)
EXPECT = re.compile(r"# expect: ([A-Z]{2,4}\d{3})")


def files(text: str) -> dict[str, str]:
    """The files of a fixture by path."""
    parts = HEAD.split(text)
    return dict(zip(parts[1::2], (part.removeprefix("\n") for part in parts[2::2]), strict=True))


def workspace(name: str) -> dict[str, str]:
    """The base workspace with a fixture's files over it."""
    base = files((FOLDER / "base.yaml").read_text())
    return {**base, **files((FOLDER / name).read_text())}


BASE = "base:"


def began(texts: dict[str, str]) -> tuple[dict[str, str], dict[str, str] | None]:
    """The files of a fixture as they are, and as they were where the change began; None where there is no change."""
    now = {path: text for path, text in texts.items() if not path.startswith(BASE)}
    before = {path.removeprefix(BASE): text for path, text in texts.items() if path.startswith(BASE)}
    return _there(now), _there({**now, **before}) if before else None


def _there(texts: dict[str, str]) -> dict[str, str]:
    return {path: text for path, text in texts.items() if text.strip()}


def plan(texts: dict[str, str]) -> Loaded:
    return load({path: text.encode() for path, text in texts.items()})


@pytest.mark.parametrize("name", sorted(path.name for path in FOLDER.glob("*.yaml") if path.name != "base.yaml"))
def test_rule(name: str) -> None:
    code = re.split("[-.]", name)[0]
    head = (FOLDER / name).read_text().split("\n", 1)[0]
    as_of = re.search(r"# as-of: (\S+)", head)
    assert as_of, f"{name} must start with a comment '# as-of: 2026-08-10'"
    texts, before = began(workspace(name))
    expected = {
        (path, number, found)
        for path, text in texts.items()
        for number, line in enumerate(text.splitlines(), 1)
        for found in EXPECT.findall(line)
    }
    loaded = plan(texts)
    ctx = Context(loaded.plan, date.fromisoformat(as_of[1]), base=plan(before).plan if before is not None else None)
    problems = [*graded(ctx, loaded.problems, [code]), *run(ctx, select=[code])]
    assert {(problem.span.path, problem.span.line, problem.code) for problem in problems if not problem.waived} == expected
    assert expected, f"{name} expects nothing: mark at least one line"
    others = [problem for problem in loaded.problems if problem.code != code and f"# also: {problem.code}" not in _line(texts, problem)]
    assert not others, f"{name} has other faults: {[(str(problem.span), problem.message) for problem in others]}"
    for problem in problems:
        assert problem.message
        assert problem.help or problem.severity.label == "info", f"{code}: say what to do next"


def _line(texts: dict[str, str], problem: Problem) -> str:
    return texts[problem.span.path].splitlines()[problem.span.line - 1]


def test_every_rule_has_a_fixture() -> None:
    assert {path.stem.partition("-")[0] for path in FOLDER.glob("*.yaml")} - {"base"} >= set(RULES)
