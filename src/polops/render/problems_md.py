"""Problems as Markdown: the summary of a CI job, where all findings stand that annotations have no room for.

A line of totals, a table of the problems, severest first, a folded one of those that the change does not touch, and the waived ones in a
folded table with reason, approver and last day. All text is as inert as in a report. GitHub takes at most 1 MiB for a step: what does not
fit is left out, and how much is said.
"""

from __future__ import annotations

from itertools import accumulate, takewhile
from typing import TYPE_CHECKING

from polops.render import words
from polops.render.markdown import escape
from polops.render.text import ELSEWHERE, help_lines, listed, message_of, summary

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from polops.render import Look
    from polops.source.document import Document
    from polops.source.problem import Problem

MOST = 900_000
"""How many bytes the tables may take."""


def render(problems: Sequence[Problem], documents: Mapping[str, Document], look: Look) -> bytes:  # noqa: ARG001 - every format has this signature
    """The totals and the tables."""
    found = sorted(listed(problems, look.limit), key=lambda problem: (not problem.is_open, problem.rank))
    rows = [_row(problem, look.link_base) for problem in found]
    fit = sum(1 for _ in takewhile(lambda size: size <= MOST, accumulate(len(row.encode("utf-8", "replace")) for row in rows)))
    shown = list(zip(found, rows, strict=True))[:fit]
    lines = [f"### polops check: {summary(problems)}", ""]
    lines += _table("Finding", "Next step", [row for problem, row in shown if problem.is_open])
    elsewhere = [row for problem, row in shown if problem.elsewhere and not problem.waived]
    if elsewhere:
        head = f"<details><summary>{len(elsewhere):,} {ELSEWHERE}</summary>"
        lines += [head, "", *_table("Finding", "Next step", elsewhere), "</details>", ""]
    waived = [row for problem, row in shown if problem.waived]
    if waived:
        lines += [f"<details><summary>{len(waived):,} waived</summary>", "", *_table("Finding", "Waived", waived), "</details>", ""]
    if len(problems) > fit:
        lines += [f"{len(problems) - fit:,} more are left out here.", ""]
    return "\n".join(lines).encode("utf-8", "replace")


def _table(found: str, said: str, rows: Sequence[str]) -> list[str]:
    return [f"| Severity | Code | Place | {found} | {said} |", "| --- | --- | --- | --- | --- |", *rows, ""] if rows else []


def _row(problem: Problem, base: str) -> str:
    place = f"[{escape(words.path_text(problem.span.path))}:{problem.span.line}]({words.link(base, problem.span)})"
    help_ = problem.waived or " ".join(help_lines(problem))
    cells = (
        problem.severity.label,
        escape(words.path_text(problem.code)),
        place,
        escape(message_of(problem)),
        escape(words.one_line(help_)),
    )
    return f"| {' | '.join(cells)} |"
