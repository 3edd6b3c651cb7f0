"""Problems as workflow commands: GitHub Actions shows them beside the lines of a pull request.

GitHub keeps ten annotations of a kind for a step and fifty for a job, and a reader keeps fewer: the ten worst are annotated, then those
that the change does not touch follow in a folded group, the waived ones follow as plain lines, and a last line states the totals. All of
them stand in the step's summary (`problems_md`). Escaping follows actions/toolkit (`command.ts`): `%`, CR and LF everywhere, `:` and `,`
in properties too.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from polops.render import words
from polops.render.text import ELSEWHERE, elsewhere_lines, help_lines, message_of, parted, summary, waived_lines, worst
from polops.source.problem import Severity

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from polops.render import Look
    from polops.source.document import Document
    from polops.source.problem import Problem

MOST = 10
"""How many problems are annotated."""
_COMMANDS = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.INFO: "notice"}


def render(problems: Sequence[Problem], documents: Mapping[str, Document], look: Look) -> bytes:  # noqa: ARG001 - every format has this signature
    """The workflow commands, one a line, errors first; the waived ones; and the line of totals."""
    open_, elsewhere, waived = parted(problems)
    shown = sorted(worst(open_, MOST), key=lambda problem: problem.rank)
    lines = [f"::{_COMMANDS[problem.severity]} {_properties(problem)}::{_data(_message(problem))}" for problem in shown]
    left = len(open_) - len(shown)
    more = f" (the {MOST} worst are annotated, {left:,} are not)" if left else ""
    folded = map(words.inert, elsewhere_lines(elsewhere, look.limit))
    group = [f"::group::{len(elsewhere):,} {ELSEWHERE}", *folded, "::endgroup::"] if elsewhere else []
    rest = [*waived_lines(waived, look.limit), summary(problems) + more]
    return "\n".join([*lines, *group, *map(words.inert, rest), ""]).encode()


def _message(problem: Problem) -> str:
    help_ = "\n".join(help_lines(problem))
    return message_of(problem) + (f"\nhelp: {help_}" if help_ else "")


def _properties(problem: Problem) -> str:
    """The place; columns only within one line, because the runner refuses them otherwise."""
    span = problem.span
    pairs: dict[str, str | int] = {"file": words.path_text(span.path), "line": span.line}
    if span.end_line <= span.line:
        pairs |= {"col": span.col, "endLine": span.line, "endColumn": max(span.col, span.end_col)}
    else:
        pairs["endLine"] = span.end_line
    pairs["title"] = words.path_text(problem.code)
    return ",".join(f"{key}={_property(str(value))}" for key, value in pairs.items())


def _data(text: str) -> str:
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(text: str) -> str:
    return _data(text).replace(":", "%3A").replace(",", "%2C")
