"""The checks: one module each, and what is done with their findings.

A rule is a module with `CODE`, `NAME`, `SEVERITY` and `check(ctx) -> Iterator[Finding]`; its docstring is what `polops explain CODE`
prints, in four parts: what it checks, why, an example, how to fix. A finding names its place by item and route; line numbers are found
only for what is printed.
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

RULES: dict[str, str] = {
    "GEN101": "polops.rules.files.unreadable",
    "GEN102": "polops.rules.files.unknown_name",
    "GEN103": "polops.rules.files.missing_field",
    "GEN104": "polops.rules.files.duplicate_id",
    "GEN105": "polops.rules.files.notation",
    "GEN201": "polops.rules.files.unresolved_reference",
    "GEN202": "polops.rules.files.dead_reference",
    "GEN205": "polops.rules.files.cycle",
    "GEN206": "polops.rules.files.impossible_date",
    "GEN401": "polops.rules.files.expired_waiver",
    "OKR101": "polops.rules.okr.without_key_result",
    "OKR102": "polops.rules.okr.too_many",
    "OKR103": "polops.rules.okr.incomplete_key_result",
    "OKR104": "polops.rules.okr.weights",
    "OKR105": "polops.rules.okr.style",
    "OKR201": "polops.rules.okr.unaligned",
    "OKR202": "polops.rules.okr.disagrees_with_metric",
    "OKR203": "polops.rules.okr.without_means",
    "OKR301": "polops.rules.okr.behind_pace",
    "OKR302": "polops.rules.okr.confidence_against_pace",
    "OKR303": "polops.rules.okr.red_guardrail",
    "OKR401": "polops.rules.okr.stale_checkin",
    "OKR403": "polops.rules.okr.not_closed",
    "OKR404": "polops.rules.okr.unexplained_score",
    "OKR405": "polops.rules.okr.too_easy",
    "KPI101": "polops.rules.kpi.incomplete_metric",
    "KPI102": "polops.rules.kpi.inverted_limits",
    "KPI103": "polops.rules.kpi.impossible_reading",
    "KPI301": "polops.rules.kpi.red",
    "KPI302": "polops.rules.kpi.red_guardrail",
    "KPI303": "polops.rules.kpi.jump",
    "KPI401": "polops.rules.kpi.overdue_reading",
    "DEC101": "polops.rules.decision.without_authority",
    "DEC401": "polops.rules.decision.unapproved",
    "SEC101": "polops.rules.security.private_data",
    "SEC102": "polops.rules.security.restricted_content",
    "BUD101": "polops.rules.budget.phasing",
    "BUD102": "polops.rules.budget.sign",
    "BUD103": "polops.rules.budget.exchange_rate",
    "BUD201": "polops.rules.budget.personnel_plan",
    "BUD202": "polops.rules.budget.transfer_amount",
    "BUD203": "polops.rules.budget.transfer_decision",
    "BUD204": "polops.rules.budget.over_committed",
    "BUD205": "polops.rules.budget.order_end",
    "BUD206": "polops.rules.budget.line_purpose",
    "BUD301": "polops.rules.budget.unfavourable_variance",
    "BUD302": "polops.rules.budget.favourable_variance",
    "BUD303": "polops.rules.budget.outlook",
    "BUD304": "polops.rules.budget.unbudgeted_spend",
    "BUD305": "polops.rules.budget.contingency",
    "BUD306": "polops.rules.budget.fx_effect",
    "BUD307": "polops.rules.budget.unexplained_variance",
    "BUD401": "polops.rules.budget.late_close",
    "BUD402": "polops.rules.budget.old_accrual",
    "HC101": "polops.rules.headcount.status_dates",
    "HC102": "polops.rules.headcount.counts",
    "HC201": "polops.rules.headcount.team_cap",
    "HC202": "polops.rules.headcount.allocation",
    "HC203": "polops.rules.headcount.rate_card",
    "HC204": "polops.rules.headcount.hidden_seats",
    "HC301": "polops.rules.headcount.start_slip",
    "HC302": "polops.rules.headcount.vacancy",
    "HC303": "polops.rules.headcount.open_age",
    "HC304": "polops.rules.headcount.priority",
    "HC305": "polops.rules.headcount.span",
    "HC401": "polops.rules.headcount.past_dates",
    "HC402": "polops.rules.headcount.known_leaver",
}

CONCERNS = {
    "okr": {"okrs"},
    "kpi": {"metrics", "readings"},
    "budget": {"budget", "actuals", "commitments", "forecast", "rates"},
    "headcount": {"headcount"},
    "decision": {"decision"},
}
"""The kinds of files that a subject's rules look at; subjects that are not named here look at all."""

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


def run(
    ctx: Context, *, select: Collection[str] = (), ignore: Collection[str] = (), on_rule: Callable[[str], None] | None = None
) -> list[Problem]:
    """Every finding of every rule, with settings and waivers applied, in order of place.

    `select` and `ignore` are codes or their beginnings (`BUD`, `OKR3`); `on_rule` is told each code as its rule begins.
    """
    found: list[Problem] = []
    if any(path.rpartition("/")[2] == "polops.yaml" for path in ctx.plan.broken):
        return found  # the thresholds are unknown: what they would find cannot be trusted
    kinds = {file.kind for file in ctx.plan.files.values()}
    for code in RULES:
        if not chosen(code, select, ignore) or ctx.settings.severity.get(code) == "off" or not _concerned(code, kinds):
            continue
        if on_rule:
            on_rule(code)
        found += _of_rule(ctx, code)
    return sorted(found, key=lambda problem: problem.sort_key)


def _concerned(code: str, kinds: set[str]) -> bool:
    """Whether a plan of these kinds can have anything for a rule to find; its module is not even imported otherwise."""
    subject = RULES[code].split(".")[2]
    return subject not in CONCERNS or not kinds.isdisjoint(CONCERNS[subject])


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
