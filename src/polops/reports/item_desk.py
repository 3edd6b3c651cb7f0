"""The computed values of the policy desk's items: policies, obligations, reviews and incidents."""

from __future__ import annotations

from typing import TYPE_CHECKING

from polops.analyse import incident, obligation, policy, review
from polops.reports.item import Computed, plain, share

if TYPE_CHECKING:
    from polops.analyse.context import Context
    from polops.plan.plan import Node


def _policy(ctx: Context, node: Node) -> Computed:
    found = policy.policy(ctx, node)
    why = None if found.readiness is None else f"{found.done} of {found.applicable} items of the launch checklist are done"
    return {
        "readiness": share(found.readiness),
        "guidance_lag_days": found.guidance_lag_days,
        "review_due": plain(found.review_due),
        "coverage": share(found.coverage),
    }, why


def _obligation(ctx: Context, node: Node) -> Computed:
    found = obligation.obligation(ctx, node)
    return {"next_due": plain(found.next_due), "days": found.days, "status": found.status}, found.why


def _review(ctx: Context, node: Node) -> Computed:
    found, item = review.review(ctx, node), review.review_item(node)
    targeted = "a targeted sample gives no rate" if item.sampling == "targeted" else None
    why = f"the file of ratings {found.problem}" if found.problem else targeted
    figures = ("agreement", "kappa", "alpha", "fleiss", "accuracy", "low", "high")
    return {name: share(getattr(found, name)) for name in figures}, why


def _incident(ctx: Context, node: Node) -> Computed:
    found = incident.incident(ctx, node)
    return {
        "clocks": {
            name: {"elapsed_minutes": clock.elapsed_minutes, "limit_minutes": clock.limit_minutes, "result": clock.result}
            for name, clock in found.clocks.items()
        }
    }, None if found.clocks else "its protocol has no clocks for this severity"


COMPUTED = {
    "policy": _policy,
    "obligation": _obligation,
    "review": _review,
    "incident": _incident,
}
