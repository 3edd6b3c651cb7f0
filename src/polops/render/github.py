"""Problems as workflow commands: GitHub Actions shows them beside the lines of a pull request.

GitHub keeps ten errors, ten warnings and ten notices of a step, so the first ten of each are written, errors first, and a last plain
line states the totals. Escaping follows actions/toolkit (`command.ts`): `%`, CR and LF everywhere, `:` and `,` in properties too.
Waived problems are only counted.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from polops.render import words
from polops.render.text import help_lines, message_of, summary
from polops.source.problem import Severity

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from polops.render import Look
    from polops.source.document import Document
    from polops.source.problem import Problem

EACH = 10
"""How many annotations of a kind GitHub shows for one step."""
_COMMANDS = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.INFO: "notice"}


def render(problems: Sequence[Problem], documents: Mapping[str, Document], look: Look) -> bytes:  # noqa: ARG001 - every format has this signature
    """The workflow commands, one a line, and the line of totals."""
    lines: list[str] = []
    left = 0
    for severity, command in _COMMANDS.items():
        found = [problem for problem in problems if problem.severity is severity and not problem.waived]
        lines += [f"::{command} {_properties(problem)}::{_data(_message(problem))}" for problem in found[:EACH]]
        left += len(found[EACH:])
    more = f" (GitHub shows {EACH} of a kind: {left:,} not annotated)" if left else ""
    return "\n".join([*lines, summary(problems) + more, ""]).encode()


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
