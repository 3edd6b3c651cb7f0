"""The dates of the policy desk: policies, obligations, reviews, incidents, documents and safeguards."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING

from polops.analyse.aftermath import SERIOUS
from polops.analyse.dates import entry
from polops.analyse.document import doc_item, doc_review_due
from polops.analyse.obligation import obligation_item, occurrences, regulation
from polops.analyse.policy import applies, is_ready, policy_item, review_due
from polops.analyse.safeguard import assessment_due, exposure_of
from polops.model.incident import Incident
from polops.model.policy import Policy, Version
from polops.model.review import ReviewFinding

if TYPE_CHECKING:
    from collections.abc import Iterator

    from polops.analyse.context import Context
    from polops.analyse.dates import Dates, Entry
    from polops.plan.plan import Node

_HORIZON = {"consultation", "proposed"}
_AHEAD = 366


def _policy(ctx: Context, node: Node) -> Iterator[Entry]:
    item = policy_item(node)
    if item.status == "retired":
        return
    yield from entry(ctx, node, review_due(ctx, item), "policy review", ("reviewed",) if item.reviewed else ())
    for name, step in item.readiness.items():
        if applies(step):
            words, done = name.replace("_", " "), is_ready(ctx, step)
            yield from entry(ctx, node, step.due, words, ("readiness", name, "due"), owner=step.owner or "", done=done)


def _version(ctx: Context, node: Node) -> Iterator[Entry]:
    item = node.item
    if isinstance(item, Version) and isinstance(node.file, Policy):
        done = item.effective <= ctx.as_of and node.file.status in {"enforced", "under_review", "retired"}
        yield from entry(ctx, node, item.effective, "policy effective", ("effective",), title=f"{node.file.title} {item.v}", done=done)


def _obligation(ctx: Context, node: Node) -> Iterator[Entry]:
    """The days on which it was or will be due, a year ahead, and the day by which a coming duty is assessed."""
    item, status = obligation_item(node), regulation(node).status
    if status == "repealed":
        return
    if status not in _HORIZON:
        for found in occurrences(ctx, node, date.min, ctx.as_of + timedelta(days=_AHEAD)):
            yield from entry(ctx, node, found.due, f"obligation due {found.due}", (), title=item.summary, done=found.done is not None)
    yield from entry(ctx, node, item.impact_due, "impact assessment", ("impact_due",), title=item.summary, done=bool(item.position))


def _finding(ctx: Context, node: Node) -> Iterator[Entry]:
    item = node.item
    if isinstance(item, ReviewFinding):
        done = item.done is not None and item.done <= ctx.as_of
        yield from entry(ctx, node, item.due, "review finding", ("due",), title=item.guidance_change or item.text, done=done)


def _incident(ctx: Context, node: Node) -> Iterator[Entry]:
    """The after-action review of a serious one, and the debrief of the people who saw it."""
    item = node.item
    if not isinstance(item, Incident) or item.resolved is None or item.resolved.date() > ctx.as_of:
        return
    limit = ctx.settings.thresholds.incident.aar_after.after(item.resolved.date(), ctx.settings.holidays)
    if item.severity in SERIOUS:
        held = item.aar.on if item.aar and item.aar.on <= ctx.as_of else None
        yield from entry(ctx, node, held or limit, "after-action review", ("aar",) if item.aar else (), done=held is not None)
    if item.people_exposed:
        held = item.debrief_on if item.debrief_on and item.debrief_on <= ctx.as_of else None
        yield from entry(
            ctx, node, held or item.debrief_on or limit, "debrief", ("debrief_on",) if item.debrief_on else (), done=held is not None
        )


def _doc(ctx: Context, node: Node) -> Iterator[Entry]:
    yield from entry(ctx, node, doc_review_due(ctx, doc_item(node)), "document review", ("reviewed",))


def _team(ctx: Context, node: Node) -> Iterator[Entry]:
    found = exposure_of(node)
    if found is not None:
        yield from entry(ctx, node, assessment_due(ctx, found), "safeguard assessment", ("exposure",), owner=getattr(node.item, "lead", ""))


DESK: dict[str, Dates] = {
    "team": _team,
    "policy": _policy,
    "version": _version,
    "obligation": _obligation,
    "finding": _finding,
    "incident": _incident,
    "doc": _doc,
}
