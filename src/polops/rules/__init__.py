"""The checks: one module each, and what is done with their findings.

A rule is a module with `CODE`, `NAME`, `SEVERITY` and `check(ctx) -> Iterator[Finding]`; its docstring is what `polops explain CODE`
prints, in four parts: what it checks, why, an example, how to fix. A finding names its place by item and route; line numbers are found
only for what is printed.
Codes without a `check` are raised while files are read and linked; their modules hold the explanation.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from dataclasses import replace
from importlib import import_module
from types import ModuleType

from polops.analyse.context import Context
from polops.analyse.since import told_as_gone, touches, views
from polops.model.base import Waiver
from polops.plan.plan import Node
from polops.source.problem import Problem, Route, Severity, Span
from polops.values.record import dataclass

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
    "GEN402": "polops.rules.lock.frozen_value",
    "GEN404": "polops.rules.files.policy_change",
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
    "OKR402": "polops.rules.okr.unfrozen",
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
    "KPI402": "polops.rules.kpi.changed_reading",
    "MAP101": "polops.rules.roadmap.incomplete_initiative",
    "MAP201": "polops.rules.roadmap.without_aim",
    "MAP202": "polops.rules.roadmap.wishful_date",
    "MAP203": "polops.rules.roadmap.gate",
    "MAP301": "polops.rules.roadmap.overdue_milestone",
    "MAP302": "polops.rules.roadmap.slip",
    "MAP303": "polops.rules.roadmap.tolerance",
    "MAP401": "polops.rules.roadmap.unmeasured_benefit",
    "RAID101": "polops.rules.raid.unanswered_risk",
    "RAID301": "polops.rules.raid.unreviewed_risk",
    "RAID302": "polops.rules.raid.unescalated_blocker",
    "RAID303": "polops.rules.raid.overdue_action",
    "RAID304": "polops.rules.raid.late_dependency",
    "RAID305": "polops.rules.raid.unchecked_assumption",
    "DEC101": "polops.rules.decision.without_authority",
    "DEC301": "polops.rules.decision.overdue",
    "DEC302": "polops.rules.decision.unreviewed",
    "DEC401": "polops.rules.decision.unapproved",
    "CHG101": "polops.rules.change.untold_group",
    "CHG201": "polops.rules.change.unprepared_go_live",
    "CHG301": "polops.rules.change.slow_adoption",
    "CHG302": "polops.rules.change.barrier",
    "STS101": "polops.rules.status.expired_override",
    "STS301": "polops.rules.status.bold_override",
    "STS401": "polops.rules.status.missing_update",
    "STS402": "polops.rules.status.no_path_to_green",
    "STK301": "polops.rules.partner.neglected",
    "STK302": "polops.rules.partner.unanswered_request",
    "POL101": "polops.rules.policy.incomplete",
    "POL103": "polops.rules.policy.undated",
    "POL201": "polops.rules.policy.unenforceable",
    "POL202": "polops.rules.policy.unready",
    "POL203": "polops.rules.policy.old_guidance",
    "POL301": "polops.rules.policy.overdue_review",
    "POL302": "polops.rules.policy.unready_launch",
    "POL303": "polops.rules.policy.unreviewed_enforcement",
    "OBL101": "polops.rules.obligation.unproven",
    "OBL301": "polops.rules.obligation.due",
    "OBL303": "polops.rules.obligation.unassessed",
    "QAR101": "polops.rules.review.false_precision",
    "QAR301": "polops.rules.review.inconsistent",
    "QAR302": "polops.rules.review.unheard_finding",
    "INC101": "polops.rules.incident.contradiction",
    "INC301": "polops.rules.incident.breached_clock",
    "INC302": "polops.rules.incident.unlearnt",
    "INC303": "polops.rules.incident.overdue_action",
    "WEL201": "polops.rules.wellbeing.safeguards",
    "WEL301": "polops.rules.wellbeing.old_assessment",
    "SEC101": "polops.rules.security.private_data",
    "SEC102": "polops.rules.security.restricted_content",
    "SEC103": "polops.rules.security.few_people",
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
    "BUD403": "polops.rules.budget.old_forecast",
    "BUD404": "polops.rules.budget.closed_month",
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

LOADING = frozenset({"GEN101", "GEN103", "GEN104", "GEN105", "GEN201"})
"""The codes without a check, which are raised while files are read and linked."""

CONCERNS = {
    "okr": {"okrs"},
    "kpi": {"metrics", "readings"},
    "budget": {"budget", "actuals", "commitments", "forecast", "rates"},
    "headcount": {"headcount"},
    "roadmap": {"initiative"},
    "raid": {"raid"},
    "decision": {"decision"},
    "change": {"change"},
    "status": {"update"},
    "partner": {"stakeholders"},
    "policy": {"policy", "library"},
    "obligation": {"obligations"},
    "review": {"review"},
    "incident": {"incident"},
    "wellbeing": {"org"},
    "lock": {"lock"},
    "SEC103": {"metrics", "change"},
}
"""The kinds of files that a subject's rules look at, or a single rule; those that are not named here look at all."""

_EVERYWHERE = "12"
"""The natures of codes whose errors block anywhere: a file alone is wrong, or files disagree. The others depend on the date."""

Where = Node | str


@dataclass(frozen=True, slots=True)
class Finding:
    """What a rule found: the item (or a file's path), the route to the field, what is wrong, and the next step.

    `severity` only where it differs from the rule's; `related` are further places by item and route, each with a label. `about` is the
    reference of an item that is not there any more, where the finding stands elsewhere.
    """

    where: Where
    message: str
    help: str = ""
    route: Route = ()
    key: bool = False
    severity: Severity | None = None
    related: tuple[tuple[Where, Route, str], ...] = ()
    about: str = ""

    @property
    def path(self) -> str:
        """The file that it stands in."""
        return self.where if isinstance(self.where, str) else self.where.path


def rule(code: str) -> ModuleType:
    """The module of a check."""
    return import_module(RULES[code])


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


def subject(code: str) -> str:
    """What a check is about: the folder that it stands in."""
    return RULES[code].split(".")[2]


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
        _span(ctx, finding.where, finding.route, key=finding.key), code, finding.severity or rule(code).SEVERITY,
        finding.message, finding.help, tuple((_span(ctx, where, route), label) for where, route, label in finding.related),
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


def _span(ctx: Context, where: Where, route: Route, *, key: bool = False) -> Span:
    return ctx.plan.at(where, *route, key=key)


def _waiver(ctx: Context, code: str, node: Node | None) -> Waiver | None:
    """The waiver in force for a code on an item or on what it stands in."""
    for above in node.up() if node else ():
        for waiver in above.item.waive:
            if waiver.code == code and waiver.until >= ctx.as_of:
                return waiver
    return None
