"""The computed values of the programme's items: initiatives, milestones, risks, issues, dependencies, changes and opportunities."""

from __future__ import annotations

from typing import TYPE_CHECKING

from polops.analyse import adoption, initiative, opportunity, rag, raid, schedule
from polops.analyse.earned_value import EarnedValue
from polops.reports.item import Computed, amounts, plain, share

if TYPE_CHECKING:
    from polops.analyse.context import Context
    from polops.plan.plan import Node
    from polops.reports.item import Plain

_AMOUNTS = ("bac", "pv", "ev", "ac", "sv", "cv")
_INDICES = ("spi", "cpi")
_ESTIMATES = ("eac_typical", "eac_atypical", "eac_both", "etc", "vac")


def _initiative(ctx: Context, node: Node) -> Computed:
    """Earned value is null where there is too little to tell; budget and spend stay."""
    dates, colour = schedule.schedule(ctx, node), rag.of_initiative(ctx, node)
    earned, costs = initiative.earned(ctx, node), initiative.costs(ctx, node)
    amount, value = amounts(ctx), earned.value
    known: dict[str, Plain] = {name: amount(getattr(value, name, None)) for name in (*_AMOUNTS, *_ESTIMATES)}
    known |= {name: share(getattr(value, name, None)) for name in _INDICES}
    known |= {"bac": amount(costs.bac), "ac": amount(costs.ac), "tcpi": _tcpi(value)}
    why = f"{colour.why}; no earned value: {earned.why}" if earned.why else colour.why
    return {
        "stage": schedule.initiative_item(node).stage,
        "slip_days": dates.slip_days,
        "propagated_end": plain(dates.propagated_end),
        "driving_chain": [mark.ref for mark in dates.driving_chain],
        "rag": colour.status,
        "rag_by_dimension": {name: status for name, (status, _) in colour.dimensions.items()},
        **{name: known[name] for name in (*_AMOUNTS, *_INDICES, *_ESTIMATES, "tcpi")},
    }, why


def _tcpi(value: EarnedValue | None) -> Plain:
    if value is None:
        return None
    return share(value.tcpi) if value.achievable else "not achievable"


def _milestone(ctx: Context, node: Node) -> Computed:
    found = schedule.milestone(ctx, node)
    return {"effective": plain(found.effective), "slip_days": found.slip_days, "propagated": plain(found.propagated)}, found.why


def _risk(ctx: Context, node: Node) -> Computed:
    found = raid.risk(ctx, node)
    why = f"{found.zone} from its score of {found.score}"
    return {"score": found.score, "zone": found.zone, "age_days": found.age_days, "review_due": plain(found.review_due)}, why


def _issue(ctx: Context, node: Node) -> Computed:
    found = raid.issue(ctx, node)
    why = "escalated" if found.escalated else "past its escalation day" if found.late else None
    return {"age_days": found.age_days, "escalation_due": plain(found.escalation_due)}, why


def _dependency(ctx: Context, node: Node) -> Computed:
    found = raid.dependency(ctx, node)
    return {"age_days": found.age_days, "float_days": found.float_days}, None


def _change(ctx: Context, node: Node) -> Computed:
    found = adoption.change(ctx, node)
    return {
        "adoption": share(found.adoption),
        "barrier": found.barrier,
        "training": share(found.training),
        "readiness": share(found.readiness),
    }, f"{found.done} of {found.due} messages and trainings due by now are done"


def _opportunity(ctx: Context, node: Node) -> Computed:
    return {"priority": share(opportunity.priority(ctx, node))}, None


COMPUTED = {
    "initiative": _initiative,
    "milestone": _milestone,
    "risk": _risk,
    "issue": _issue,
    "dependency": _dependency,
    "change": _change,
    "opportunity": _opportunity,
}
