"""The findings that a report prints: those that its readers could find in what they see."""

from __future__ import annotations

import re
from dataclasses import replace
from decimal import InvalidOperation, localcontext
from typing import TYPE_CHECKING

from polops.analyse.suppress import hidden_part
from polops.cli.check_ import findings
from polops.values.ref import fold

if TYPE_CHECKING:
    from collections.abc import Iterator

    from polops.analyse.context import Context
    from polops.cli.session import Session
    from polops.source.problem import Problem

_NARROW = re.compile(r"audience|^\s*kind\s*:\s*[\"']?incident", re.MULTILINE)
_NAMES = re.compile(r"[a-z0-9]+(?:[-./][a-z0-9]+)*", re.ASCII)
_UNREAD = "the file cannot be read"


def findings_for(session: Session, ctx: Context) -> list[Problem]:
    """The problems of reading and of every check, as far as the readers of a context may know them.

    The checks run on the whole plan, and again on what the readers see: a finding that comes out the same says nothing that they may not
    know. Of a file that cannot be read, and that may be for fewer, only that is said.
    """
    found = findings(session)
    if ctx.audience == "restricted":
        return found
    known = {_said(problem) for problem in _seen(ctx, {problem.code for problem in found})}
    told = (problem for problem in found if _said(problem) in known and not _on_hidden_line(ctx, problem))
    return [*told, *_unread(session, ctx, found)]


def _said(problem: Problem) -> tuple[object, ...]:
    """What a finding says, and of what."""
    return problem.span, problem.code, problem.severity, problem.message, problem.help, problem.ref, problem.waived


def _seen(ctx: Context, codes: set[str]) -> Iterator[Problem]:
    """What the checks with these codes find in the plan that the readers see. A comparison with a hidden amount is false."""
    if not codes:
        return
    from polops.plan.link import LINKING, link
    from polops.rules.run import graded, run

    with localcontext() as arithmetic:
        arithmetic.traps[InvalidOperation] = False
        if not codes.isdisjoint(LINKING):
            yield from graded(ctx, link(ctx.plan))
        yield from run(ctx, select=codes)


def _on_hidden_line(ctx: Context, problem: Problem) -> bool:
    """Whether a finding is about a budget line whose amounts the readers may not see: it may quote them from the file."""
    hidden = _hidden_lines(ctx)
    return bool(hidden) and (
        fold(problem.ref) in hidden or not hidden.isdisjoint(_NAMES.findall(fold(f"{problem.message} {problem.help}")))
    )


def _hidden_lines(ctx: Context) -> frozenset[str]:
    return ctx.keep(_hidden_lines, lambda: frozenset(fold(node.ref) for node in ctx.plan.nodes("line") if hidden_part(ctx, [node])))


def _unread(session: Session, ctx: Context, found: list[Problem]) -> Iterator[Problem]:
    """The problems of files that cannot be read: in full where nothing in the file says that it is for fewer; the public sees none."""
    if ctx.audience == "public":
        return
    for problem in found:
        if problem.span.path in session.plan.broken:
            is_open = not _NARROW.search(session.plan.document(problem.span.path).text)
            yield problem if is_open else replace(problem, message=_UNREAD, help="polops check says why", related=())
