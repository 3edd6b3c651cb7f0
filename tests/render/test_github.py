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
        Problem(Span("y.yaml", 2), "OKR402", Severity.ERROR, "waived", waived="agreed"),
    ) == [
        "::error file=plans/a%2Cb%3Ac.yaml,line=10,col=14,endLine=10,endColumn=21,title=GEN105::got '50%25'%0Ahelp: write 50%0Aor: 0.5, 1",
        "::warning file=x.yaml,line=1,endLine=2,title=BUD301::over",
        "::notice file=y.yaml,line=1,col=3,endLine=1,endColumn=3,title=OKR401::stale",
        "1 error, 1 warning, 1 info in 3 files; 1 waived",
    ]


def test_no_problems() -> None:
    assert printed() == ["no problems"]


def test_ten_of_each_kind() -> None:
    lines = printed(*(Problem(Span("a.yaml", i), "X", severity, "m") for i in range(1, 13) for severity in Severity))
    assert [line.split(" ")[0] for line in lines[:-1]] == ["::error"] * 10 + ["::warning"] * 10 + ["::notice"] * 10
    assert lines[-1] == "12 errors, 12 warnings, 12 infos in 1 file (GitHub shows 10 of a kind: 6 not annotated)"


@pytest.mark.parametrize("hostile", HOSTILE)
def test_hostile_text_stays_in_its_command(hostile: str) -> None:
    lines = printed(Problem(Span(hostile, 1, 2, 1, 5), hostile, Severity.ERROR, hostile, hostile))
    assert len(lines) == 2
    assert COMMAND.fullmatch(lines[0])
    assert not HIDDEN.search(lines[0])
    assert lines[1] == "1 error in 1 file"
