from __future__ import annotations

import re

import pytest
from tests.render.pages import HOSTILE

from polops.render import Look
from polops.render.github import render
from polops.source.problem import Problem, Severity, Span
from polops.values.text import HIDDEN

COMMAND = re.compile(r"::(error|warning|notice) file=[^,:]*,line=\d+(,col=\d+)?,endLine=\d+(,endColumn=\d+)?,title=[^,:]*::.*")


def printed(*problems: Problem) -> list[str]:
    return render(problems, {}, Look()).decode().split("\n")[:-1]


def test_commands_and_totals() -> None:
    assert printed(
        Problem(Span("plans/a,b:c.yaml", 10, 14, 10, 21), "GEN105", Severity.ERROR, "got '50%'", "write 50\nor: 0.5, 1"),
        Problem(Span("x.yaml", 1, 3, 2, 1), "BUD301", Severity.WARNING, "over"),
        Problem(Span("y.yaml", 1, 3, 1, 3), "OKR401", Severity.INFO, "stale"),
        Problem(Span("y.yaml", 2), "OKR402", Severity.ERROR, "waived", waived="agreed (dana.lee, until 2026-10-15)"),
    ) == [
        "::error file=plans/a%2Cb%3Ac.yaml,line=10,col=14,endLine=10,endColumn=21,title=GEN105::got '50%25'%0Ahelp: write 50%0Aor: 0.5, 1",
        "::warning file=x.yaml,line=1,endLine=2,title=BUD301::over",
        "::notice file=y.yaml,line=1,col=3,endLine=1,endColumn=3,title=OKR401::stale",
        "y.yaml:2:1: error[OKR402] waived",
        "   waived: agreed (dana.lee, until 2026-10-15)",
        "1 error, 1 warning, 1 info in 3 files; 1 waived",
    ]


def test_no_problems() -> None:
    assert printed() == ["no problems"]


def test_the_ten_worst_are_annotated() -> None:
    lines = printed(*(Problem(Span("a.yaml", i), "X", severity, "m") for i in range(1, 7) for severity in Severity))
    assert [line.split(" ")[0] for line in lines[:-1]] == ["::error"] * 6 + ["::warning"] * 4
    assert lines[-1] == "6 errors, 6 warnings, 6 infos in 1 file (the 10 worst are annotated, 8 are not)"


@pytest.mark.parametrize("hostile", HOSTILE)
def test_hostile_text_stays_in_its_command(hostile: str) -> None:
    lines = printed(Problem(Span(hostile, 1, 2, 1, 5), hostile, Severity.ERROR, hostile, hostile))
    assert len(lines) == 2
    assert COMMAND.fullmatch(lines[0])
    assert not HIDDEN.search(lines[0])
    assert lines[1] == "1 error in 1 file"


@pytest.mark.parametrize("hostile", HOSTILE)
def test_what_is_waived_commands_nothing(hostile: str) -> None:
    lines = printed(Problem(Span(hostile), hostile, Severity.ERROR, hostile, hostile, (), hostile, hostile))
    assert len(lines) == 3
    assert not [line for line in lines if line.lstrip().startswith("::") or "##[" in line]
