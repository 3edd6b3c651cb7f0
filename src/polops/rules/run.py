"""Running the checks: which of them concern a plan, and what settings, waivers and a change make of their findings."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from dataclasses import replace

from polops.analyse.context import Context
from polops.analyse.since import told_as_gone, touches, views
from polops.model.base import Waiver
from polops.plan.plan import Node
from polops.rules import CONCERNS, LOADING, RULES, Finding, rule, subject
from polops.source.problem import Problem, Severity, Span

_EVERYWHERE = "12"
"""The natures of codes whose errors block anywhere: a file alone is wrong, or files disagree. The others depend on the date."""

Check = Callable[[Context, Sequence[str]], Iterable[Problem]]
"""Does the checks of some codes on a context."""
Checking = Callable[[Context, Sequence[str], Check], Iterable[Problem]]
"""Goes through the checks of some codes, in whatever parts."""


def in_turn(ctx: Context, codes: Sequence[str], check: Check) -> Iterable[Problem]:
    """All checks, one after the other."""
    return check(ctx, codes)


def run(ctx: Context, *, select: Collection[str] = (), ignore: Collection[str] = (), checking: Checking = in_turn) -> list[Problem]:
    """Every finding of every rule, with settings and waivers applied, in order of place.

    `select` and `ignore` are codes or their beginnings (`BUD`, `OKR3`); `checking` may go through the checks in another way.
    """
    if any(path.rpartition("/")[2] == "polops.yaml" for path in ctx.plan.broken):
        return []  # the thresholds are unknown: what they would find cannot be trusted
    kinds = {file.kind for plan in (ctx.plan, ctx.base) if plan is not None for file in plan.files.values()}
    codes = [code for code in RULES if code not in LOADING and chosen(code, select, ignore) and _concerned(code, kinds)]
    return sorted(checking(ctx, codes, _found), key=lambda problem: problem.sort_key)


def _found(ctx: Context, codes: Sequence[str]) -> list[Problem]:
    return _strictest([_placed(view, codes) for view in views(ctx)])


def _placed(ctx: Context, codes: Sequence[str]) -> list[Problem]:
    """What the checks of some codes find. Places are looked up file by file, so that each file is composed once."""
    on = [code for code in codes if ctx.settings.severity.get(code) != "off"]
    found = [(code, finding) for code in on for finding in rule(code).check(ctx)]
    found.sort(key=lambda pair: pair[1].path)
    return [problem for code, finding in found if (problem := _problem(ctx, code, finding)) is not None]


def _strictest(judged: list[list[Problem]]) -> list[Problem]:
    """What is found under several policies: of what two of them find at one place, that which is worse."""
    first, *others = judged
    for other in others:
        found, more = _by_place(first), _by_place(other)
        both = dict.fromkeys((*found, *more))
        first = [problem for key in both for problem in max(found.get(key, []), more.get(key, []), key=_badness)]
    return first


def _by_place(problems: list[Problem]) -> dict[tuple[str, Span, str], list[Problem]]:
    found: dict[tuple[str, Span, str], list[Problem]] = {}
    for problem in problems:
        found.setdefault((problem.code, problem.span, problem.ref), []).append(problem)
    return found


def _badness(problems: list[Problem]) -> tuple[int, int]:
    return max((problem.severity for problem in problems), default=0), len(problems)


def _concerned(code: str, kinds: set[str]) -> bool:
    """Whether a plan of these kinds can have anything for a rule to find; its module is not even imported otherwise."""
    wanted = CONCERNS.get(code) or CONCERNS.get(subject(code))
    return wanted is None or not kinds.isdisjoint(wanted)


def chosen(code: str, select: Collection[str], ignore: Collection[str]) -> bool:
    """Whether a code is asked for: named by `select` (or no code is), and not by `ignore`."""
    return (not select or any(code.startswith(name) for name in select)) and not any(code.startswith(name) for name in ignore)


def graded(ctx: Context, problems: Iterable[Problem], select: Collection[str] = (), ignore: Collection[str] = ()) -> Iterator[Problem]:
    """Problems that were found while loading, with the workspace's severities and the choice of codes applied."""
    for found in problems:
        if chosen(found.code, select, ignore):
            problem = told_as_gone(ctx, found)
            grades = filter(None, (_graded(view, problem) for view in views(ctx)))
            yield from sorted(grades, key=lambda graded: graded.severity)[-1:]


def _graded(ctx: Context, problem: Problem) -> Problem | None:
    """A problem as the settings grade it; None where they switch its check off. An advisory check only informs until its day."""
    setting = ctx.settings.severity.get(problem.code)
    if setting == "off":
        return None
    severity = Severity[setting.upper()] if setting else problem.severity
    until = ctx.settings.advisory.get(problem.code)
    if until is None or until < ctx.as_of or severity is Severity.INFO:
        return replace(problem, severity=severity) if severity is not problem.severity else problem
    message = f"{problem.message} (advisory until {until}, then {'an' if severity is Severity.ERROR else 'a'} {severity.label})"
    return replace(problem, severity=Severity.INFO, message=message)


def _problem(ctx: Context, code: str, finding: Finding) -> Problem | None:
    """A finding at its place in the file, as the settings grade it; None where they switch its check off."""
    node = finding.where if isinstance(finding.where, Node) else None
    waiver = _waiver(ctx, code, node)
    problem = Problem(
        ctx.plan.at(finding.where, *finding.route, key=finding.key), code, finding.severity or rule(code).SEVERITY,
        finding.message, finding.help, tuple((ctx.plan.at(where, *route), label) for where, route, label in finding.related),
        node.ref if node else finding.about, f"{waiver.reason} ({waiver.by}, until {waiver.until})" if waiver else "",
    )  # fmt: skip
    graded_ = _graded(ctx, problem)
    return replace(graded_, elsewhere=True) if graded_ and _is_elsewhere(ctx, finding, graded_) else graded_


def _is_elsewhere(ctx: Context, finding: Finding, problem: Problem) -> bool:
    """Whether a change is looked at that does not touch what a finding is about. Errors in what files say are everybody's."""
    if ctx.base is None or (problem.severity is Severity.ERROR and problem.code[-3] in _EVERYWHERE):
        return False
    places = (finding.where, *(where for where, _, _ in finding.related), finding.about)
    return not touches(ctx, *(where.ref if isinstance(where, Node) else where for where in places))


def _waiver(ctx: Context, code: str, node: Node | None) -> Waiver | None:
    """The waiver in force for a code on an item or on what it stands in."""
    for above in node.up() if node else ():
        for waiver in above.item.waive:
            if waiver.code == code and waiver.until >= ctx.as_of:
                return waiver
    return None
