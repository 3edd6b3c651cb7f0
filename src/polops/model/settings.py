"""settings (`plans/polops.yaml`): the calendar, the currency, every threshold and who may approve what, in one reviewed place."""

from decimal import Decimal
from typing import Annotated, Literal

from pydantic import Field

from polops.model.base import File, Part, Person
from polops.model.names import Word
from polops.model.thresholds import Thresholds
from polops.model.types import Cost, Currency, Day, Login, Number, Ref, Span, Title, integer, link
from polops.values.duration import Duration

D = Decimal
READINESS = (
    "legal_review", "text_final", "guidance_ready", "training_95", "tooling_labels", "localisation", "appeals_path", "metrics_baselined",
    "calibration_passed", "comms_ready", "wellbeing_checked", "rollback_plan",
)  # fmt: skip
"""Items of the launch checklist, unless a workspace has its own. Their order follows domain reference B4."""


class FiscalYear(Part):
    """When the fiscal year starts, and the year it is named for."""

    starts: integer(1, 12) = Field(1, description="first month, 1 to 12")  # type: ignore[valid-type]  # made at run time
    named_for: Literal["end", "start"] = Field("end", description="the calendar year that FY26 is named for")


class Cadence(Part):
    """How often things are expected."""

    checkin: Span = Field(Duration(1, "w"), description="OKR check-ins")
    update: Span = Field(Duration(1, "w"), description="narrative updates")
    readings: Span = Field(Duration(1, "mo"), description="metric readings")
    close_lag: Span = Field(Duration(8, "bd"), description="business days until a month is closed")


class OkrRules(Part):
    """How OKRs are scored."""

    cap: Number = Field(D(1), description="highest score of an aspirational key result: 1, or up to 2")
    pace: Literal["gap", "ratio"] = Field("gap", description="pace by points behind, or by share of the expected")


class HeadcountRules(Part):
    """How positions are costed."""

    prorate: Literal["day", "month"] = Field("day", description="share of a month: by days, or any month touched counts whole")


class PolicyRules(Part):
    """What a policy needs before it is enforced."""

    readiness: tuple[Word, ...] = Field(READINESS, description="the launch checklist of a policy")
    signoffs: tuple[Title, ...] = Field((), description="roles that must have approved a version before it is ready")


class Authority(Part):
    """Who may approve an action, up to an amount."""

    action: Title = Field(description="transfer, headcount, …")
    up_to: Cost | None = Field(None, description="the highest amount; none: no limit")
    role: Title = Field(description="the role, as in roles; team_lead includes each team's lead")


class Settings(File):
    """The workspace's settings. Everything has a default."""

    kind: Literal["settings"] = Field(description="settings")
    name: Title = Field("Programme", description="the programme's name, as reports print it")
    root_team: Annotated[Ref, link("team")] | None = Field(None, description="the team above all others; default: the first one")
    currency: Currency = Field("USD", description="the reporting currency")
    fiscal_year: FiscalYear = Field({}, validate_default=True, description="the fiscal calendar")
    cadence: Cadence = Field({}, validate_default=True, description="how often things are expected")
    thresholds: Thresholds = Field({}, validate_default=True, description="limits of checks and statuses")
    okr: OkrRules = Field({}, validate_default=True, description="how OKRs are scored")
    headcount: HeadcountRules = Field({}, validate_default=True, description="how positions are costed")
    policy: PolicyRules = Field({}, validate_default=True, description="what a policy needs before it is enforced")
    authority: tuple[Authority, ...] = Field((), description="who may approve what, by amount")
    roles: dict[Title, tuple[Person, ...]] = Field(default_factory=dict, description="who holds which role")
    handles: dict[Annotated[Title, link("person", "team")], Login] = Field(
        default_factory=dict, description="person or team → their name on the forge, where it is another: for CODEOWNERS"
    )
    approvals_required: tuple[Literal["money", "headcount", "okrs", "roadmap", "forecast", "policy"], ...] = Field(
        ("money", "headcount", "okrs", "policy"), description="decisions that need an approval: of money, headcount, okrs, roadmap, policy"
    )
    taxonomy: dict[Word, tuple[Word, ...]] = Field(default_factory=dict, description="issues by area")
    scales: dict[Title, tuple[Title, ...]] = Field(default_factory=dict, description="labels of 1 to 5 scales")
    holidays: tuple[Day, ...] = Field((), description="days that are no business days")
    allowed_hosts: tuple[Title, ...] = Field((), description="hosts that links may point to")
    severity: dict[Title, Literal["error", "warning", "info", "off"]] = Field(default_factory=dict, description="severity by check code")
    advisory: dict[Title, Day] = Field(default_factory=dict, description="checks that only inform until a day")

    def entries_named(self) -> tuple[tuple[str, str, tuple[str | int, ...]], ...]:
        """The issues of the taxonomy: `mental_health/self_harm`."""
        return tuple(
            ("topic", f"{area}/{issue}", ("taxonomy", area, i)) for area, issues in self.taxonomy.items() for i, issue in enumerate(issues)
        )
