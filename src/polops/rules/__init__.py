"""The checks: one module each, and what is done with their findings.

A rule is a module with `CODE`, `NAME`, `SEVERITY` and `check(ctx) -> Iterator[Finding]`; its docstring is what `polops explain CODE` prints, in four
parts: what it checks, why, an example, how to fix. A finding names its place by item and route; line numbers are found only for what is printed.
Codes without a `check` are raised while files are read and linked; their modules hold the explanation.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator
from dataclasses import dataclass, replace
from importlib import import_module
from types import ModuleType

from polops.analyse.context import Context
from polops.model.base import Waiver
from polops.plan.plan import Node
from polops.source.problem import Problem, Route, Severity, Span

RULES: dict[str, str] = {}

Where = Node | str


@dataclass(frozen=True, slots=True)
class Finding:
    """What a rule found: the item (or a file's path), the route to the field, what is wrong, and the next step.

    `severity` only where it differs from the rule's; `related` are further places by item and route, each with a label.
    """

    where: Where
    message: str
    help: str = ""
    route: Route = ()
    key: bool = False
    severity: Severity | None = None
    related: tuple[tuple[Where, Route, str], ...] = ()


def rule(code: str) -> ModuleType:
    """The module of a check."""
    return import_module(RULES[code])


def run(ctx: Context, *, select: Collection[str] = (), ignore: Collection[str] = (), on_rule: Callable[[str], None] | None = None) -> list[Problem]:
    """Every finding of every rule, with settings and waivers applied, in order of place.

    `select` and `ignore` are codes or their beginnings (`BUD`, `OKR3`); `on_rule` is told each code as its rule begins.
    """
    found: list[Problem] = []
    for code in RULES:
        if not chosen(code, select, ignore) or ctx.settings.severity.get(code) == "off":
            continue
        if on_rule:
            on_rule(code)
        found += _of_rule(ctx, code)
    return sorted(found, key=lambda problem: problem.sort_key)


def chosen(code: str, select: Collection[str], ignore: Collection[str]) -> bool:
    """Whether a code is asked for: named by `select` (or no code is), and not by `ignore`."""
    return (not select or any(code.startswith(name) for name in select)) and not any(code.startswith(name) for name in ignore)


def graded(ctx: Context, problems: Iterable[Problem], select: Collection[str] = (), ignore: Collection[str] = ()) -> Iterator[Problem]:
    """Problems that were found while loading, with the workspace's severities and the choice of codes applied."""
    for problem in problems:
        setting = ctx.settings.severity.get(problem.code)
        if setting != "off" and chosen(problem.code, select, ignore):
            yield replace(problem, severity=Severity[setting.upper()]) if setting else problem


def _of_rule(ctx: Context, code: str) -> Iterator[Problem]:
    module = rule(code)
    check = getattr(module, "check", None)
    if check is None:
        return
    setting = ctx.settings.severity.get(code)
    for finding in check(ctx):
        severity = Severity[setting.upper()] if setting else finding.severity or module.SEVERITY
        node = finding.where if isinstance(finding.where, Node) else None
        waiver = _waiver(ctx, code, node)
        yield Problem(
            _span(ctx, finding.where, finding.route, key=finding.key), code, severity, finding.message, finding.help,
            tuple((_span(ctx, where, route), label) for where, route, label in finding.related),
            node.ref if node else "", f"{waiver.reason} ({waiver.by}, until {waiver.until})" if waiver else "",
        )  # fmt: skip


def _span(ctx: Context, where: Where, route: Route, *, key: bool = False) -> Span:
    return ctx.plan.at(where, *route, key=key)


def _waiver(ctx: Context, code: str, node: Node | None) -> Waiver | None:
    """The waiver in force for a code on an item or on what it stands in."""
    for above in node.up() if node else ():
        for waiver in above.item.waive:
            if waiver.code == code and waiver.until >= ctx.as_of:
                return waiver
    return None
