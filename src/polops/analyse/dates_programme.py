"""The dates of the programme: milestones, risks, issues and dependencies, changes, updates and partners."""

from __future__ import annotations

from typing import TYPE_CHECKING

from polops.analyse import raid
from polops.analyse.dates import entry
from polops.analyse.schedule import initiative_item, is_done, milestone_item
from polops.analyse.update import is_latest
from polops.model.change import Change, Step
from polops.model.raid import Assumption, Dependency, RaidItem
from polops.model.stakeholders import Comms, Engagement, Request, Stakeholder
from polops.model.update import Update

if TYPE_CHECKING:
    from collections.abc import Iterator

    from polops.analyse.context import Context
    from polops.analyse.dates import Dates, Entry
    from polops.plan.plan import Node

_OVER = {"closed", "cancelled"}


def _milestone(ctx: Context, node: Node) -> Iterator[Entry]:
    """The day it was done, else the day now stated; of an initiative that is over only what was done."""
    item, done = milestone_item(node), is_done(ctx, milestone_item(node))
    if done or (node.parent and initiative_item(node.parent).stage not in _OVER):
        on, field = (item.done, "done") if done else (item.forecast, "forecast") if item.forecast else (item.baseline, "baseline")
        yield from entry(ctx, node, on, "hard date" if item.hard else "milestone", (field,), done=done)


def _risk(ctx: Context, node: Node) -> Iterator[Entry]:
    reviewed = raid.raid_item(node).reviewed
    yield from entry(ctx, node, raid.risk(ctx, node).review_due, "risk review", ("reviewed",) if reviewed else ("raised",))


def _assumption(ctx: Context, node: Node) -> Iterator[Entry]:
    item = node.item
    if isinstance(item, Assumption) and raid.is_open(ctx, item):
        done = raid.assumption(ctx, node).validated
        yield from entry(ctx, node, item.validate_by, "assumption to be checked", ("validate_by",), done=done)


def _issue(ctx: Context, node: Node) -> Iterator[Entry]:
    """By when a blocker must be escalated."""
    numbers = raid.issue(ctx, node)
    if numbers.blocker and raid.is_open(ctx, raid.raid_item(node)):
        yield from entry(ctx, node, numbers.escalation_due, "blocker to be escalated", ("raised",), done=numbers.escalated)


def _dependency(ctx: Context, node: Node) -> Iterator[Entry]:
    item = node.item
    if isinstance(item, Dependency) and raid.is_open(ctx, item):
        done = raid.dependency(ctx, node).delivered
        yield from entry(ctx, node, item.needed_by, "dependency needed", ("needed_by",), done=done)
        yield from entry(ctx, node, item.promised, "dependency promised", ("promised",), done=done)


def _action(ctx: Context, node: Node) -> Iterator[Entry]:
    above = node.parent.item if node.parent else None
    if not isinstance(above, RaidItem) or raid.is_open(ctx, above):
        yield from _task(ctx, node, "action")


def _task(ctx: Context, node: Node, what: str) -> Iterator[Entry]:
    """Something with `what`, `due` and `done`."""
    due, done = getattr(node.item, "due", None), getattr(node.item, "done", None)
    title = getattr(node.item, "what", "") or getattr(node.item, "action", "") or getattr(node.item, "text", "")
    yield from entry(ctx, node, due, what, ("due",), title=title, done=done is not None and done <= ctx.as_of)


def _change(ctx: Context, node: Node) -> Iterator[Entry]:
    item = node.item
    if not isinstance(item, Change):
        return
    yield from entry(ctx, node, item.go_live, "go-live", ("go_live",), done=item.stage in {"live", "reinforce", "closed"})
    if item.adoption and item.adoption.speed and item.stage != "closed":
        yield from entry(ctx, node, item.adoption.speed.target_date, "adoption target", ("adoption", "speed", "target_date"))


def _step(ctx: Context, node: Node) -> Iterator[Entry]:
    item = node.item
    if isinstance(item, Step):
        on, field = (item.on, "on") if item.on else (item.by, "by")
        what = "training" if node.kind == "training" else "communication"
        yield from entry(ctx, node, on, what, (field,), title=item.what, done=item.done is not None and item.done <= ctx.as_of)


def _intervention(ctx: Context, node: Node) -> Iterator[Entry]:
    yield from _task(ctx, node, "intervention")


def _update(ctx: Context, node: Node) -> Iterator[Entry]:
    """What the newest update of a team or initiative asks for, plans, and overrides."""
    item = node.item
    if not isinstance(item, Update) or not is_latest(ctx, node):
        return
    for i, ask in enumerate(item.asks):
        yield from entry(ctx, node, ask.by, f"{ask.to} asked", ("asks", i, "by"), title=ask.what, owner=ask.to)
    for i, way in enumerate(item.path_to_green):
        yield from entry(ctx, node, way.by, f"path to green of {way.on}", ("path_to_green", i, "by"), title=way.plan)
    for i, said in enumerate(item.override):
        yield from entry(
            ctx, node, said.until, f"override of {said.on} ends", ("override", i, "until"), title=said.reason, owner=said.by or ""
        )


def _stakeholder(ctx: Context, node: Node) -> Iterator[Entry]:
    item = node.item
    if isinstance(item, Stakeholder) and item.cadence and item.last_met and item.last_met <= ctx.as_of:
        following = item.cadence.after(item.last_met, ctx.settings.holidays)
        yield from entry(ctx, node, following, "partner meeting", ("last_met",), owner=item.lead or "")


def _comms(ctx: Context, node: Node) -> Iterator[Entry]:
    """The next time: one rhythm after the last time, or the first day."""
    item = node.item
    if not isinstance(item, Comms):
        return
    done = item.done if item.done is not None and item.done <= ctx.as_of else None
    if item.every and done:
        yield from entry(ctx, node, item.every.after(done, ctx.settings.holidays), "communication", ("done",), title=item.what)
    else:
        yield from entry(ctx, node, item.on, "communication", ("on",), title=item.what, done=done is not None)


def _request(ctx: Context, node: Node) -> Iterator[Entry]:
    item = node.item
    if isinstance(item, Request):
        done = item.answered is not None and item.answered <= ctx.as_of
        yield from entry(ctx, node, item.due, "answer due", ("due",), title=item.what, done=done)


def _engagement(ctx: Context, node: Node) -> Iterator[Entry]:
    item = node.item
    if isinstance(item, Engagement):
        what = item.type.replace("_", " ")
        yield from entry(ctx, node, item.on, what, ("on",), title=item.topic, owner=item.spokesperson or "", done=item.on < ctx.as_of)


PROGRAMME: dict[str, Dates] = {
    "milestone": _milestone,
    "risk": _risk,
    "assumption": _assumption,
    "issue": _issue,
    "dependency": _dependency,
    "action": _action,
    "change": _change,
    "change_comms": _step,
    "training": _step,
    "intervention": _intervention,
    "update": _update,
    "stakeholder": _stakeholder,
    "comms": _comms,
    "request": _request,
    "engagement": _engagement,
}
