"""The findings of a pull request's report: what is up to the change or new with it, what is gone, and what it does not touch."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from dataclasses import replace

from polops.analyse.impact import Impact
from polops.reports.page import Column, Row, Section, Table
from polops.source.problem import Problem, Severity
from polops.values.ref import fold

MORE = "more-"
"""What the keys of sections that may be folded start with."""
_FINDINGS = (
    Column("severity", "Severity"), Column("code", "Code", "id"), Column("item", "Item", "id"), Column("new", "New"),
    Column("message", "Finding"), Column("next", "To type"),
)  # fmt: skip


def sections(found: Impact, problems: Iterable[Problem]) -> tuple[list[Section], list[Section]]:
    """The sections of what a reader must see, and of the rest."""
    every, added, gone = (
        [_discreet(problem, found.paid) for problem in side] for side in (problems, found.effects.added, found.effects.gone)
    )
    new = frozenset(added)
    told = [problem for problem in every if problem in new or problem.is_open]
    rest = [problem for problem in every if problem not in new and not problem.is_open]
    return [*_findings(told, new), *_gone(gone)], list(_rest(rest))


def _discreet(problem: Problem, paid: Collection[str]) -> Problem:
    """A finding without its amounts, where these would tell what people are paid now: with an older report, by how much that changes."""
    if fold(problem.ref) not in paid:
        return problem
    return replace(problem, message=f"the amounts of {problem.ref} hold pay and are not shown", help="polops check tells them")


def _findings(found: list[Problem], new: Collection[Problem]) -> Iterator[Section]:
    """What is up to this change or new with it: changes of policy, then the worst; hints are folded."""
    ordered = sorted(found, key=lambda problem: problem.rank)
    told = [problem for problem in ordered if problem.severity > Severity.INFO]
    yield from _table("findings", "Findings", told, new)
    yield from _table(f"{MORE}hints", "Hints", [problem for problem in ordered if problem.severity is Severity.INFO], new)


def _gone(found: Iterable[Problem]) -> Iterator[Section]:
    """What was found before and is no more."""
    yield from _table(f"{MORE}gone", "Findings gone", sorted(found, key=lambda problem: -problem.severity))


def _rest(rest: Iterable[Problem]) -> Iterator[Section]:
    closed = sorted(rest, key=lambda problem: -problem.severity)
    yield from _table(f"{MORE}elsewhere", "Findings that this does not touch", [problem for problem in closed if not problem.waived])
    yield from _table(f"{MORE}waived", "Waived", [problem for problem in closed if problem.waived])


def _table(key: str, name: str, problems: list[Problem], new: Collection[Problem] | None = None) -> Iterator[Section]:
    """Findings as a table; which of them are new is told where some may be."""
    if problems:
        last = Column("waived", "Waived") if problems[0].waived else _FINDINGS[-1]
        columns = tuple(column for column in (*_FINDINGS[:-1], last) if new is not None or column.key != "new")
        rows = tuple(Row(tuple(_cells(one, new)), one.span, one.ref) for one in problems)
        counted_ = f"{name} ({len(rows):,})" if key.startswith(MORE) else name
        yield Section(key, counted_, (Table(key.removeprefix(MORE), "", columns, rows, sheet=name),))


def _cells(one: Problem, new: Collection[Problem] | None) -> Iterator[str]:
    yield from (one.severity.label, one.code, one.ref or one.span.path)
    if new is not None:
        yield "new" if one in new else ""
    yield from (one.message, one.waived or one.help)
