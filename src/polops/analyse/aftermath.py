"""What follows an incident: the after-action review of a serious one, the debrief of people who saw it, and the actions.

Both are due `incident.aar_after` (10 days) after it was resolved (domain reference D, INC302).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from polops.analyse.incident import incident_item

if TYPE_CHECKING:
    from datetime import date

    from polops.analyse.context import Context
    from polops.model.base import Action
    from polops.model.incident import Incident
    from polops.plan.plan import Node

SERIOUS = ("S1", "S2")
"""Severities that call for an after-action review."""
Held = Literal["held", "overdue", "due", "open", "not asked"]


@dataclass(frozen=True, slots=True)
class After:
    """What follows an incident as of a date.

    `open` is a review or debrief that is not due, since the incident goes on; `not asked` one that nobody needs. `due` is the last day of
    both; `actions` those that are not done.
    """

    review: Held
    debrief: Held
    due: date | None
    actions: tuple[Action, ...]
    late: int


def after(ctx: Context, node: Node) -> After:
    """What follows an incident. Of readers who may not see how many people were exposed, no debrief is asked."""
    item = incident_item(node)
    ended = item.resolved.date() if item.resolved is not None and item.resolved.date() <= ctx.as_of else None
    due = ctx.settings.thresholds.incident.aar_after.after(ended, ctx.settings.holidays) if ended else None
    held_on = item.aar.on if item.aar else None
    waiting = open_actions(ctx, item)
    return After(
        review=_state(ctx, held_on, due, asked=item.severity in SERIOUS),
        debrief=_state(ctx, item.debrief_on, due, asked=bool(item.people_exposed)),
        due=due,
        actions=waiting,
        late=sum(1 for action in waiting if action.due < ctx.as_of),
    )


def open_actions(ctx: Context, item: Incident) -> tuple[Action, ...]:
    """The actions that are not done by the date."""
    return tuple(action for action in item.actions if action.done is None or action.done > ctx.as_of)


def _state(ctx: Context, held_on: date | None, due: date | None, *, asked: bool) -> Held:
    if held_on is not None and held_on <= ctx.as_of:
        return "held"
    if not asked:
        return "not asked"
    return "open" if due is None else "overdue" if due < ctx.as_of else "due"
