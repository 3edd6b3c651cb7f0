"""Problems as JUnit XML, which every CI server shows as tests.

A suite for each file that has findings, a test case for each finding. An error is a failed test; a warning or hint passed, with its text
as output, because it does not stop anything by itself, and so is what the change does not touch (suite `elsewhere`); a waived finding is
a skipped test of the suite `waived`, with its reason and date. Without findings there is one test that passed, so that no server
complains of an empty report. Names hold no line numbers, so that a server follows a finding from run to run. The shape is that of the
schema of Jenkins' JUnit reader.
"""

from __future__ import annotations

import re
from collections import Counter
from typing import TYPE_CHECKING
from xml.sax.saxutils import escape, quoteattr

from polops.render import words
from polops.render.text import help_lines, listed, message_of, place
from polops.source.problem import Severity

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from polops.render import Look
    from polops.source.document import Document
    from polops.source.problem import Problem

_ILLEGAL = re.compile("[\ufffe\uffff]")


def render(problems: Sequence[Problem], documents: Mapping[str, Document], look: Look) -> bytes:  # noqa: ARG001 - every format has this signature
    """The suites as UTF-8 XML with a final line end."""
    suites: dict[str, list[Problem]] = {}
    for problem in listed(problems, look.limit):
        suites.setdefault(_suite_of(problem), []).append(problem)
    lines = [line for name, found in suites.items() for line in _suite(name, found)] or _passed()
    tests = max(1, sum(map(len, suites.values())))
    failures = sum(map(_fails, (problem for found in suites.values() for problem in found)))
    head = f'<testsuites name="polops" tests="{tests}" failures="{failures}" errors="0">'
    return "\n".join(['<?xml version="1.0" encoding="UTF-8"?>', head, *lines, "</testsuites>", ""]).encode("utf-8", "replace")


def _suite_of(problem: Problem) -> str:
    return "waived" if problem.waived else "elsewhere" if problem.elsewhere else problem.span.path


def _passed() -> list[str]:
    return [
        '  <testsuite name="plans" tests="1" failures="0" errors="0">',
        '    <testcase classname="plans" name="no problems"/>',
        "  </testsuite>",
    ]


def _suite(name: str, problems: Iterable[Problem]) -> Iterator[str]:
    found = list(problems)
    skipped = sum(bool(problem.waived) for problem in found)
    counts = f'tests="{len(found)}" failures="{sum(map(_fails, found))}" errors="0" skipped="{skipped}"'
    yield f"  <testsuite name={_attribute(words.path_text(name))} {counts}>"
    names: Counter[str] = Counter()
    for problem in found:
        title = " ".join(filter(None, (problem.code, problem.ref)))
        names[title] += 1
        again = f" ({names[title]})" if names[title] > 1 else ""
        yield f"    <testcase classname={_attribute(words.path_text(problem.span.path))} name={_attribute(words.one_line(title + again))}>"
        yield f"      {_outcome(problem)}"
        yield "    </testcase>"
    yield "  </testsuite>"


def _fails(problem: Problem) -> bool:
    return problem.severity is Severity.ERROR and problem.is_open


def _outcome(problem: Problem) -> str:
    message = message_of(problem)
    text = "\n".join([f"{place(problem.span)}: {problem.severity.label}[{words.path_text(problem.code)}] {message}", *help_lines(problem)])
    if problem.waived:
        return f"<skipped>{_text(f'waived: {words.one_line(problem.waived)}')}\n{_text(text)}</skipped>"
    if _fails(problem):
        return f"<failure type={_attribute(problem.code)} message={_attribute(message)}>{_text(text)}</failure>"
    return f"<system-out>{_text(text)}</system-out>"


def _text(text: str) -> str:
    return escape(_legal(words.inert(text)))


def _attribute(text: str) -> str:
    return quoteattr(_legal(words.path_text(text)))


def _legal(text: str) -> str:
    return _ILLEGAL.sub(lambda match: f"\\u{ord(match[0]):04x}", text)
