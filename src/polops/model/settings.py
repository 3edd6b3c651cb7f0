"""settings (`plans/polops.yaml`): the calendar, the currency, every threshold and who may approve what, in one reviewed place."""

from __future__ import annotations

from decimal import Decimal
from typing import Annotated, Literal

from pydantic import Field

from polops.model.base import File, Part, Person
from polops.model.types import Amount, Currency, Day, Login, Number, Ref, Share, Span, Title, integer, link
from polops.values.duration import Duration

D = Decimal


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


class OkrThresholds(Part):
    """Limits of OKR checks and statuses."""

    on_track_gap: Share = Field(D("0.10"), description="behind expected by at most this: on track")
    off_track_gap: Share = Field(D("0.25"), description="behind by more than this: off track")
    stale_after: Span = Field(Duration(14, "d"), description="a check-in older than this is stale")
    max_objectives: integer(1, 100) = Field(5, description="objectives a team and period")  # type: ignore[valid-type]  # made at run time
    max_krs: integer(1, 100) = Field(5, description="key results an objective")  # type: ignore[valid-type]  # made at run time


class BudgetThresholds(Part):
    """Limits of budget checks."""

    variance_pct: Share = Field(D("0.05"), description="material from this share of the budget")
    variance_abs: Amount = Field(D(10_000), description="material from this amount")
    match: Literal["all", "any"] = Field("all", description="whether both limits must be passed, or one")
    hard_outlook_pct: Share = Field(D("0.10"), description="an outlook this far over budget is an error")
    personnel_pct: Share = Field(D("0.02"), description="how far a typed personnel plan may be from the headcount model")
    purpose_above: Amount = Field(D(25_000), description="a line above this should serve an objective")
    contingency_floor: Share = Field(D("0.10"), description="share of contingency to keep")


class HeadcountThresholds(Part):
    """Limits of headcount checks."""

    vacancy: Share = Field(D("0.15"), description="vacancy rate of a team")
    open_days: integer(1, 3650) = Field(90, description="days a position may stay open")  # type: ignore[valid-type]  # made at run time
    start_slip: Span = Field(Duration(30, "d"), description="how late a start may be")
    span: tuple[integer(0, 1000), integer(0, 1000)] = Field((3, 12), description="direct reports, fewest and most")  # type: ignore[valid-type]
    leaver_notice: Span = Field(Duration(30, "d"), description="how soon a known leaver needs a decision")
    priority_vacancy: Share = Field(D("0.25"), description="vacant share of a P0 objective's people")


class ScheduleThresholds(Part):
    """Slip in days from which a milestone is amber or red."""

    amber: Span = Field(Duration(7, "d"), description="later than this: amber")
    red: Span = Field(Duration(21, "d"), description="later than this: red")


class QualityThresholds(Part):
    """Limits of consistency reviews."""

    kappa: Number = Field(D("0.70"), description="Cohen's kappa")
    alpha: Number = Field(D("0.667"), description="Krippendorff's alpha")
    accuracy: Share = Field(D("0.95"), description="accuracy of decisions")
    min_sample: integer(1, 1_000_000) = Field(100, description="smallest sample for a rate")  # type: ignore[valid-type]


class Thresholds(Part):
    """All limits that checks use."""

    okr: OkrThresholds = Field({}, validate_default=True, description="OKRs")
    budget: BudgetThresholds = Field({}, validate_default=True, description="budget")
    headcount: HeadcountThresholds = Field({}, validate_default=True, description="headcount")
    schedule: ScheduleThresholds = Field({}, validate_default=True, description="roadmap")
    quality: QualityThresholds = Field({}, validate_default=True, description="consistency reviews")


class OkrRules(Part):
    """How OKRs are scored."""

    cap: Number = Field(D(1), description="highest score of an aspirational key result: 1, or up to 2")
    pace: Literal["gap", "ratio"] = Field("gap", description="pace by points behind, or by share of the expected")


class HeadcountRules(Part):
    """How positions are costed."""

    prorate: Literal["day", "month"] = Field("day", description="share of a month: by days, or any month touched counts whole")


class Authority(Part):
    """Who may approve an action, up to an amount."""

    action: Title = Field(description="transfer, headcount, …")
    up_to: Amount | None = Field(None, description="the highest amount; none: no limit")
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
    authority: tuple[Authority, ...] = Field((), description="who may approve what, by amount")
    roles: dict[Title, tuple[Person, ...]] = Field(default_factory=dict, description="who holds which role")
    handles: dict[Annotated[Title, link("person", "team")], Login] = Field(
        default_factory=dict, description="person or team → their name on the forge, where it is another: for CODEOWNERS"
    )
    approvals_required: tuple[Title, ...] = Field(
        ("money", "headcount", "okrs", "policy"), description="changes that need an approval: money, headcount, okrs, policy"
    )
    taxonomy: dict[Title, tuple[Title, ...]] = Field(default_factory=dict, description="issues by area")
    scales: dict[Title, tuple[Title, ...]] = Field(default_factory=dict, description="labels of 1 to 5 scales")
    holidays: tuple[Day, ...] = Field((), description="days that are no business days")
    allowed_hosts: tuple[Title, ...] = Field((), description="hosts that links may point to")
    severity: dict[Title, Literal["error", "warning", "info", "off"]] = Field(default_factory=dict, description="severity by check code")
    advisory: dict[Title, Day] = Field(default_factory=dict, description="checks that only inform until a day")
