"""Problems as GitLab code quality: a merge request then shows which findings are new and which are gone.

A JSON array, as GitLab's documentation of custom code quality tools describes it: `description`, `check_name`, `fingerprint`, `severity`
(info, minor, major, critical, blocker), `location.path` and `location.lines.begin`. Errors are critical, warnings minor, the rest info.
The format knows no waivers: waived findings come last, each as info and with `waived` before its code, reason and date in its text. What
the change does not touch is info too: it was there before, so a merge request does not show it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from polops.render import words
from polops.render.fingerprint import fingerprints
from polops.render.page_json import dump
from polops.render.text import help_lines, listed, message_of
from polops.source.problem import Severity

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from polops.render import Look
    from polops.source.document import Document
    from polops.source.problem import Problem

_SEVERITIES = {Severity.ERROR: "critical", Severity.WARNING: "minor", Severity.INFO: "info"}


def render(problems: Sequence[Problem], documents: Mapping[str, Document], look: Look) -> bytes:  # noqa: ARG001 - every format has this signature
    """The array as UTF-8 JSON with a final line end."""
    known = dict(zip(map(id, problems), fingerprints(problems), strict=True))
    return dump([_issue(problem, known[id(problem)]) for problem in listed(problems, look.limit)])


def _issue(problem: Problem, fingerprint: str) -> dict[str, object]:
    help_ = " ".join(help_lines(problem))
    text = message_of(problem) + (f"; help: {help_}" if help_ else "")
    return {
        "description": f"waived: {text}; {words.one_line(problem.waived)}" if problem.waived else text,
        "check_name": f"waived {problem.code}" if problem.waived else problem.code,
        "fingerprint": fingerprint,
        "severity": _SEVERITIES[problem.severity] if problem.is_open else "info",
        "location": {
            "path": words.path_text(problem.span.path),
            "lines": {"begin": problem.span.line, "end": max(problem.span.line, problem.span.end_line)},
        },
    }
