"""The limits that checks and colours use, each with its default; part of settings."""

from decimal import Decimal
from typing import Literal

from pydantic import Field

from polops.model.base import Part
from polops.model.types import Cost, Limit, Number, Span, integer
from polops.values.duration import Duration

D = Decimal


class OkrThresholds(Part):
    """Limits of OKR checks and statuses."""

    on_track_gap: Limit = Field(D("0.10"), description="behind expected by at most this: on track")
    off_track_gap: Limit = Field(D("0.25"), description="behind by more than this: off track")
    stale_after: Span = Field(Duration(14, "d"), description="a check-in older than this is stale")
    max_objectives: integer(1, 100) = Field(5, description="objectives a team and period")  # type: ignore[valid-type]  # made at run time
    max_krs: integer(1, 100) = Field(5, description="key results an objective")  # type: ignore[valid-type]  # made at run time


class BudgetThresholds(Part):
    """Limits of budget checks."""

    variance_pct: Limit = Field(D("0.05"), description="material from this share of the budget")
    variance_abs: Cost = Field(D(10_000), description="material from this amount")
    match: Literal["all", "any"] = Field("all", description="whether both limits must be passed, or one")
    hard_outlook_pct: Limit = Field(D("0.10"), description="an outlook this far over budget is an error")
    personnel_pct: Limit = Field(D("0.02"), description="how far a typed personnel plan may be from the headcount model")
    purpose_above: Cost = Field(D(25_000), description="a line above this should serve an objective")
    contingency_floor: Limit = Field(D("0.10"), description="share of contingency to keep")


class HeadcountThresholds(Part):
    """Limits of headcount checks."""

    vacancy: Limit = Field(D("0.15"), description="vacancy rate of a team")
    open_days: integer(1, 3650) = Field(90, description="days a position may stay open")  # type: ignore[valid-type]  # made at run time
    start_slip: Span = Field(Duration(30, "d"), description="how late a start may be")
    span: tuple[integer(0, 1000), integer(0, 1000)] = Field((3, 12), description="direct reports, fewest and most")  # type: ignore[valid-type]  # made at run time
    leaver_notice: Span = Field(Duration(30, "d"), description="how soon a known leaver needs a decision")
    priority_vacancy: Limit = Field(D("0.25"), description="vacant share of a P0 objective's people")


class ScheduleThresholds(Part):
    """Slip in days from which a milestone is amber or red."""

    amber: Span = Field(Duration(7, "d"), description="later than this: amber")
    red: Span = Field(Duration(21, "d"), description="later than this: red")


class QualityThresholds(Part):
    """Limits of consistency reviews."""

    kappa: Number = Field(D("0.70"), description="Cohen's kappa")
    alpha: Number = Field(D("0.667"), description="Krippendorff's alpha")
    accuracy: Limit = Field(D("0.95"), description="accuracy of decisions")
    min_sample: integer(1, 1_000_000) = Field(100, description="smallest sample for a rate")  # type: ignore[valid-type]  # made at run time
    repeated: integer(1, 100) = Field(3, description="reviews in a row with the same theme: feedback does not land")  # type: ignore[valid-type]  # made at run time


class ProgrammeThresholds(Part):
    """Limits of initiatives' colours (C14) and checks."""

    people_amber: Limit = Field(D("0.15"), description="vacant share of the people allocated: amber above")
    people_red: Limit = Field(D("0.30"), description="vacant share of the people allocated: red above")
    launch_window: Span = Field(Duration(14, "d"), description="a launch this near must be ready")
    readiness_amber: Limit = Field(D("0.80"), description="readiness of a near launch: red below")
    benefits_after: Span = Field(Duration(90, "d"), description="this long after the launch its benefits must have a reading")


class ReviewRhythm(Part):
    """How long after its last review a risk is looked at again, by zone."""

    red: Span = Field(Duration(7, "d"), description="red risks")
    amber: Span = Field(Duration(14, "d"), description="amber risks")
    green: Span = Field(Duration(30, "d"), description="green risks")


class EscalationLimits(Part):
    """How long a blocker may be open without escalation, by severity."""

    S1: Span = Field(Duration(1, "bd"), description="S1")
    S2: Span = Field(Duration(3, "bd"), description="S2")
    S3: Span = Field(Duration(10, "bd"), description="S3")
    S4: Span = Field(Duration(20, "bd"), description="S4")


class RaidThresholds(Part):
    """Zones of the risk score (probability x impact, 1 to 25), rhythm of reviews, and limits of escalation (C13)."""

    amber: integer(1, 25) = Field(5, description="amber from this score")  # type: ignore[valid-type]  # made at run time
    red: integer(1, 25) = Field(15, description="red from this score")  # type: ignore[valid-type]  # made at run time
    review: ReviewRhythm = Field({}, validate_default=True, description="how soon risks are reviewed again")
    escalate: EscalationLimits = Field({}, validate_default=True, description="how soon blockers are escalated")


class ChangeThresholds(Part):
    """Limits of changes."""

    impact: integer(1, 5) = Field(4, description="groups from this impact on need comms and training")  # type: ignore[valid-type]  # made at run time
    barrier: integer(1, 5) = Field(3, description="an ADKAR element at or below this is a barrier")  # type: ignore[valid-type]  # made at run time


class PartnerThresholds(Part):
    """Limits of partners and engagements."""

    disposition_after: Span = Field(Duration(60, "d"), description="expert input is answered within this time")
    clearance: Span = Field(Duration(14, "d"), description="this long before, a speaking engagement is cleared")


class PolicyThresholds(Part):
    """Limits of policies and obligations."""

    launch_window: Span = Field(Duration(14, "d"), description="a launch this near must be ready")
    review_within: Span = Field(Duration(6, "mo"), description="an enforced policy has a consistency review within this time")
    due_soon: Span = Field(Duration(30, "d"), description="an obligation due within this time is announced")


class IncidentThresholds(Part):
    """Limits of incidents."""

    aar_after: Span = Field(Duration(10, "d"), description="this long after S1 and S2 there is an after-action review and a debrief")


class WellbeingThresholds(Part):
    """Limits of safeguards."""

    assessment: Span = Field(Duration(12, "mo"), description="safeguards are assessed again within this time")


class Thresholds(Part):
    """All limits that checks use."""

    okr: OkrThresholds = Field({}, validate_default=True, description="OKRs")
    budget: BudgetThresholds = Field({}, validate_default=True, description="budget")
    headcount: HeadcountThresholds = Field({}, validate_default=True, description="headcount")
    schedule: ScheduleThresholds = Field({}, validate_default=True, description="roadmap")
    quality: QualityThresholds = Field({}, validate_default=True, description="consistency reviews")
    programme: ProgrammeThresholds = Field({}, validate_default=True, description="initiatives")
    raid: RaidThresholds = Field({}, validate_default=True, description="risks and blockers")
    change: ChangeThresholds = Field({}, validate_default=True, description="changes")
    partners: PartnerThresholds = Field({}, validate_default=True, description="partners and engagements")
    policy: PolicyThresholds = Field({}, validate_default=True, description="policies and obligations")
    incident: IncidentThresholds = Field({}, validate_default=True, description="incidents")
    wellbeing: WellbeingThresholds = Field({}, validate_default=True, description="safeguards")
