"""Living work names something that has ended.

What it checks
References to people who left, closed positions, closed or cancelled orders, dropped or closed goals, closed or cancelled initiatives,
closed changes, retired policies, repealed regulations, and decisions or documents that were replaced, wherever the item that refers
to them is still at work. History is left alone: closed quarters, months and past years, closed positions and risks, past updates,
former holders, and approvals given before the last day of who gave them. An approval dated *after* that day is reported everywhere.
A budget line may go on naming a closed goal as long as it serves a living one too.

Why it matters
An objective that only a former colleague owns has no owner, and time given to last quarter's goal is missing from this one's. Each
looks filled in, so nobody notices.

Example
    people:
      - {handle: ana.silva, name: Ana Silva, team: mh, left: 2026-06-30}
    teams:
      - {code: mh, name: Mental Health Policy, lead: ana.silva}     # who leads it now?

How to fix
Name who or what took its place: the new owner, this quarter's objective, the later decision. If nothing did, the item that refers to
it may have ended as well: close it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from polops.analyse.context import once
from polops.analyse.life import Ending, endings, is_past
from polops.model import named
from polops.plan.link import uses
from polops.rules import Finding
from polops.source.problem import Severity
from polops.values.ref import fold

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date

    from polops.analyse.context import Context
    from polops.model.actuals import Actuals
    from polops.model.budget import Line
    from polops.model.decision import Decision
    from polops.model.headcount import Position
    from polops.plan.plan import Node, Use
    from polops.source.problem import Route
else:
    Actuals, Decision, Line, Position = named("Actuals", "Decision", "Line", "Position")

CODE, NAME, SEVERITY = "GEN202", "dead-reference", Severity.WARNING
_BYGONES = {"history", "waive", "supersedes", "becomes"}
_ENDS_AT: dict[str, Route] = {
    "person": ("left",),
    **dict.fromkeys(("order", "position", "decision", "policy", "regulation"), ("status",)),
    **dict.fromkeys(("initiative", "change"), ("stage",)),
}
_HELP = {
    "person": "name who does this now",
    "order": "name the order that is in force",
    "position": "name the position that took over",
    "decision": "name the decision that replaced it",
    "objective": "name the goal that this serves now",
    "key_result": "name the goal that this serves now",
    "initiative": "name the initiative that goes on with it, or delete the reference",
    "policy": "name the policy that holds now",
}
_OTHERWISE = "name what holds now, or delete the reference"


def check(ctx: Context) -> Iterator[Finding]:
    """Look at the few references whose last part is the name of something that has ended."""
    names = _names(ctx)
    known: dict[tuple[str, tuple[str, ...], str], Ending | None] = {}
    for use in uses(ctx.plan) if names else ():
        if fold(use.value.rpartition("/")[2]) in names:
            key = (use.value, use.kinds, use.node.path)
            if key not in known:
                known[key] = _ending(ctx, use)
            ending = known[key]
            if ending and _is_wrong(ctx, use, ending):
                yield _finding(use, ending)


@once
def _names(ctx: Context) -> frozenset[str]:
    return frozenset(fold(ending.node.ref.rpartition("/")[2]) for found in endings(ctx).values() for ending in found.values())


def _ending(ctx: Context, use: Use) -> Ending | None:
    target = ctx.plan.find(use.value, *use.kinds, within=use.node)
    return endings(ctx).get(target.kind, {}).get(id(target)) if target else None


def _is_wrong(ctx: Context, use: Use, ending: Ending) -> bool:
    field = use.route[0]
    if field in _BYGONES:
        return False
    if field == "approvals":
        return _approved_later(use, ending)
    if isinstance(use.node.item, Decision) and field in {"driver", "approver"} and use.node.item.status == "decided":
        return _decided_later(use, ending)
    return not is_past(ctx, use.node) and _is_at_work(ctx, use, ending)


def _approved_later(use: Use, ending: Ending) -> bool:
    position = use.route[1]
    approval = use.node.item.approvals[position] if isinstance(position, int) else None
    return approval is not None and ending.on is not None and approval.on > ending.on


def _decided_later(use: Use, ending: Ending) -> bool:
    decided = getattr(use.node.item, "decided", None)
    return use.route[0] == "approver" and decided is not None and ending.on is not None and decided > ending.on


def _is_at_work(ctx: Context, use: Use, ending: Ending) -> bool:
    item, field = use.node.item, use.route[0]
    if isinstance(item, Position) and field == "person":
        return item.status in {"filled", "offered"} and not (item.end and item.end <= ctx.as_of)
    if isinstance(item, Line) and field == "supports":
        return _serves_the_dead(ctx, use.node, item, ending)
    if isinstance(item, Actuals) and field == "entries":
        return _spent_on_the_dead(ctx, item, ending)
    return True


def _serves_the_dead(ctx: Context, node: Node, line: Line, ending: Ending) -> bool:
    """Whether a line's money has nowhere to go: its goal was dropped, or is closed and none of the others is alive."""
    if ending.on is not None:
        return True
    spent_by, period = _last_day(ctx, line), getattr(ending.node.file, "period", "")
    if spent_by is not None and period and spent_by <= ctx.calendar.period(period).last:
        return False
    goals = [ctx.plan.find(goal, "objective", "key_result", "initiative", within=node) for goal in line.supported()]
    return all(goal is not None and id(goal) in endings(ctx).get(goal.kind, {}) for goal in goals)


def _last_day(ctx: Context, line: Line) -> date | None:
    """The last day that a line plans money for, where it plans by month."""
    return max((ctx.calendar.period(label).last for label in line.plan), default=None) if isinstance(line.plan, dict) else None


def _spent_on_the_dead(ctx: Context, actuals: Actuals, ending: Ending) -> bool:
    """Whether an entry of a month that is still open names a cancelled order, or a goal that had ended before the month began."""
    if ending.node.kind in {"objective", "key_result"}:
        last = ending.on or ctx.calendar.period(getattr(ending.node.file, "period", "")).last
        return last < actuals.month.first
    if ending.node.kind == "initiative":
        return getattr(ending.node.item, "stage", "") == "cancelled"
    return ending.node.kind != "order" or getattr(ending.node.item, "status", "") == "cancelled"


def _finding(use: Use, ending: Ending) -> Finding:
    if use.route[0] == "approvals":
        message = f"`by` names {use.value} on a day after they left ({ending.on})"
        return Finding(use.node, message, "correct the day, or name who approved", use.route)
    field = next(step for step in reversed(use.route) if isinstance(step, str) and step != use.value)
    who = "who" if ending.node.kind == "person" else "which"
    help_ = f"write {ending.instead}" if ending.instead else _HELP.get(ending.node.kind, _OTHERWISE)
    related = ((ending.node, _ENDS_AT.get(ending.node.kind, ()), "it ends here"),)
    is_key = use.route[-1] == use.value
    return Finding(use.node, f"`{field}` names {use.value}, {who} {ending.how}", help_, use.route, key=is_key, related=related)
