from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len
from tests.render.pages import HOSTILE

from polops.render import Look
from polops.render.text import EXCERPT, excerpt, render, summary, worst
from polops.source.document import Document
from polops.source.problem import Problem, Severity, Span
from polops.values.text import HIDDEN

PATH = "plans/budgets/FY26/coe.yaml"
NUMBER = Problem(
    Span(PATH, 10, 11, 10, 18), "GEN105", Severity.ERROR, "plan must be a plain number, got '120,000'", "write 120_000", ref="COE-VEN-01"
)
TEXT = "kind: budget\n" * 9 + "    plan: 120,000\n"


def problem(
    line: int = 1, severity: Severity = Severity.ERROR, *, message: str = "it is wrong", path: str = "a.yaml", waived: str = ""
) -> Problem:
    return Problem(Span(path, line, 1, line, 2), "X101", severity, message, waived=waived)


def printed(*problems: Problem, text: str = "", path: str = "a.yaml", look: Look | None = None) -> str:
    return render(problems, {path: Document(path, text)}, look or Look()).decode()


def test_a_problem_with_its_line_and_help() -> None:
    assert printed(NUMBER, text=TEXT, path=PATH) == (
        "plans/budgets/FY26/coe.yaml:10:11: error[GEN105] plan must be a plain number, got '120,000'\n"
        "   10 |     plan: 120,000\n"
        "      |           ^^^^^^^\n"
        "   help: write 120_000\n"
        "\n"
        "1 error in 1 file\n"
    )


def test_colour() -> None:
    assert printed(NUMBER, text=TEXT, path=PATH, look=Look(color=True)) == (
        "\x1b[1mplans/budgets/FY26/coe.yaml:10:11\x1b[0m: \x1b[1;31merror[GEN105]\x1b[0m plan must be a plain number, got '120,000'\n"
        "\x1b[2m   10 |\x1b[0m     plan: 120,000\n"
        "\x1b[2m      |\x1b[0m           \x1b[1;31m^^^^^^^\x1b[0m\n"
        "   \x1b[32mhelp: \x1b[0mwrite 120_000\n"
        "\n"
        "\x1b[1m1 error in 1 file\x1b[0m\n"
    )


def test_longer_help_related_places_and_waived_problems() -> None:
    found = Problem(
        Span("a.yaml", 1, 1, 1, 5), "GEN201", Severity.WARNING, "id twice", "rename one:\n\tid: B\n",
        related=((Span("b.yaml", 3, 5, 3, 9), "first here"), (Span("c.yaml", 4, 1, 4, 2), "")),
    )  # fmt: skip
    assert printed(found, problem(2, waived="agreed until  May"), text="id: A\n") == (
        "a.yaml:1:1: warning[GEN201] id twice\n"
        "    1 | id: A\n"
        "      | ^^^^\n"
        "   help: rename one:\n"
        "             id: B\n"
        "   note: also at b.yaml:3:5: first here\n"
        "   note: also at c.yaml:4:1\n"
        "\n"
        "a.yaml:2:1: error[X101] it is wrong\n"
        "   waived: agreed until May\n"
        "\n"
        "1 warning in 1 file; 1 waived\n"
    )


def test_no_problems_and_no_document() -> None:
    assert render((), {}, Look()) == b"no problems\n"
    assert render((problem(),), {}, Look()) == b"a.yaml:1:1: error[X101] it is wrong\n\n1 error in 1 file\n"
    assert printed(problem(), text="") == "a.yaml:1:1: error[X101] it is wrong\n\n1 error in 1 file\n"
    assert printed(problem(waived="yes")).endswith("\n\nno problems; 1 waived\n")


def test_the_limit_keeps_the_worst_and_states_the_total() -> None:
    many = [problem(line, Severity.INFO if line < 500 else Severity.ERROR) for line in range(1, 513)]
    shown = printed(*many, look=Look(limit=100))
    assert shown.count("error[X101]") == 13
    assert shown.count("info[X101]") == 87
    assert shown.endswith("\n\n… and 412 more; 512 problems in all\n\n13 errors, 499 infos in 1 file\n")
    assert printed(*[problem(i, waived="w") for i in range(1, 6)], look=Look(limit=2)).endswith(
        "… and 3 more waived\n\nno problems; 5 waived\n"
    )
    assert [found.span.line for found in worst(many, 2)] == [500, 501]
    assert worst(many, 0) == []


def test_the_line_of_totals() -> None:
    found = [problem(path=f"{i}.yaml") for i in range(3)] + [problem(severity=Severity.WARNING)] * 1200 + [problem(severity=Severity.INFO)]
    assert summary(found) == "3 errors, 1,200 warnings, 1 info in 4 files"


@pytest.mark.parametrize(
    ("text", "start", "end", "line", "carets"),
    [
        ("a: b", 4, 5, "a: b", "   ^"),
        ("\tx: 1", 2, 3, "    x: 1", "    ^"),
        ("ab\tx", 4, 5, "ab  x", "    ^"),
        ("日本: 1", 5, 6, "日本: 1", "      ^"),
        ("日本: 1", 1, 3, "日本: 1", "^^^^"),
        ("a\u202eb", 2, 3, "a\\u202eb", " ^^^^^^"),
        ("a\u0301: 1", 5, 6, "a\u0301: 1", "   ^"),
        ("abc", 2, 2, "abc", " ^"),
        ("abc", 4, 4, "abc", "   ^"),
        ("abc", 40, 50, "abc", "   ^"),
        ("abc\r\n", 1, 9, "abc", "^^^"),
        ("a" * 200, 1, 3, "a" * 100 + "…", "^^"),
        ("a" * 100 + "bcd" + "a" * 100, 101, 104, "…" + "a" * 30 + "bcd" + "a" * 67 + "…", " " * 31 + "^^^"),
        ("a" * 200 + "b", 201, 202, "…" + "a" * 99 + "b", " " * 100 + "^"),
    ],
)
def test_excerpts(text: str, start: int, end: int, line: str, carets: str) -> None:
    assert excerpt(text, Span("a", 1, start, 1, end)) == (line, carets)


def test_a_span_over_lines_is_marked_to_the_end_of_the_first() -> None:
    assert excerpt("abc", Span("a", 1, 2, 3, 1)) == ("abc", " ^^")


@given(st.text(), st.integers(1, 900), st.integers(0, 900), st.integers(0, 900))
def test_carets_stand_within_the_excerpt(text: str, col: int, length: int, padding: int) -> None:
    text = text.replace("\n", "") + "x" * padding
    line, carets = excerpt(text, Span("a", 1, col, 1, col + length))
    assert cell_len(line) <= EXCERPT + 2
    assert cell_len(carets) <= EXCERPT + 3
    assert carets.strip(" ").strip("^") == ""


def test_an_endless_line_is_shown_around_the_fault() -> None:
    text = "a: [" + "1, " * 1_000 + "x" + ", 1" * 300_000 + "]\n"
    shown = printed(Problem(Span("a.yaml", 1, 3005, 1, 3006), "X101", Severity.ERROR, "wrong"), text=text)
    line, carets = shown.split("\n")[1:3]
    assert line[carets.index("^")] == "x"
    assert len(line) < 120
    assert "\ufeff" not in printed(Problem(Span("a.yaml", 1, 3005, 1, 3006), "X101", Severity.ERROR, "wrong"), text="\ufeff" + text)
    assert "…" in printed(Problem(Span("a.yaml", 9, 1, 9, 2), "X101", Severity.ERROR, "wrong"), text="\n" * 8 + "x" * 300)


@pytest.mark.parametrize("hostile", HOSTILE)
@pytest.mark.parametrize("color", [False, True])
def test_hostile_text_is_harmless(hostile: str, color: bool) -> None:  # noqa: FBT001 - a parameter of the test
    span = Span(hostile, 1, 2, 1, 5)
    found = Problem(span, hostile, Severity.ERROR, hostile, hostile, ((span, hostile),), hostile)
    waived = Problem(span, "X", Severity.INFO, hostile, waived=hostile)
    shown = printed(found, waived, text=hostile, path=hostile, look=Look(color=color))
    if color:
        shown = shown.replace("\x1b[0m", "")
        for code in ("1", "2", "32", "1;31", "1;36"):
            shown = shown.replace(f"\x1b[{code}m", "")
    assert not HIDDEN.search(shown)
    assert "##[" not in shown
    assert not [line for line in shown.split("\n") if line.lstrip().startswith(("::", "##"))]


def test_an_endless_message_is_cut() -> None:
    assert "x" * 600 + "…\n" in printed(problem(message="x" * 10_000))
