"""Problems as JSON, for editors and other programs.

    {"problems": [{"code": "GEN105", "severity": "error", "path": "plans/x.yaml", "line": 10, "col": 14, "end_line": 10, "end_col": 21,
                   "message": "…", "help": "write 120_000" or null, "ref": "COE-VEN-01" or null, "waived": "reason" or null,
                   "elsewhere": true where the change that is looked at (`--since`) does not touch it,
                   "related": [{"path", "line", "col", "end_line", "end_col", "label"}]}],
     "summary": {"errors": 1, "warnings": 0, "infos": 0, "elsewhere": 0, "waived": 0, "shown": 1, "total": 1}}

Lines and columns count from 1, the end column is exclusive. At most `--limit` problems are listed, the most severe, in order of place,
then as many elsewhere, then as many waived ones; `total` counts the open ones, `shown` those of them that are listed.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from polops.render.page_json import dump
from polops.render.text import counts, listed

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from typing import Any

    from polops.render import Look
    from polops.source.document import Document
    from polops.source.problem import Problem, Span


def render(problems: Sequence[Problem], documents: Mapping[str, Document], look: Look) -> bytes:  # noqa: ARG001 - every format has this signature
    """The problems and their totals as UTF-8 JSON with a final line end."""
    found = counts(problems)
    total = len(problems) - found["waived"] - found["elsewhere"]
    shown = [_problem(problem) for problem in listed(problems, look.limit)]
    return dump({"problems": shown, "summary": found | {"shown": min(total, look.limit), "total": total}})


def _problem(problem: Problem) -> dict[str, Any]:
    return {
        "code": problem.code,
        "severity": problem.severity.label,
        **_span(problem.span),
        "message": problem.message,
        "help": problem.help or None,
        "ref": problem.ref or None,
        "waived": problem.waived or None,
        "elsewhere": problem.elsewhere,
        "related": [{**_span(span), "label": label} for span, label in problem.related],
    }


def _span(span: Span) -> dict[str, Any]:
    return {"path": span.path, "line": span.line, "col": span.col, "end_line": span.end_line, "end_col": span.end_col}
