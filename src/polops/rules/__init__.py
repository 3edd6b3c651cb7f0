"""The checks: one module each, found by its code.

A rule is a module with `CODE`, `NAME`, `SEVERITY` and `check(ctx) -> Iterator[Finding]`; its docstring is what `polops explain CODE`
prints, in four parts: what it checks, why, an example, how to fix. A finding names its place by item and route; line numbers are found
only for what is printed (`run.py`).
Codes without a `check` are raised while files are read and linked; their modules hold the explanation.
"""

from __future__ import annotations

from importlib import import_module
from types import ModuleType

from polops.plan.plan import Node
from polops.source.problem import Route, Severity
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


def subject(code: str) -> str:
    """What a check is about: the folder that it stands in."""
    return RULES[code].split(".")[2]
