"""Weaker promises: what, once its cycle began, is a commitment changed, with a lock or without one.

A target lowered in its own direction, a date later, a key result or milestone dropped, a budget raised, a position added, a stage passed
without its gate. A cycle began with the first day of its period, or with its approval; what says that it is a draft promises nothing.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from polops.analyse.change import Change
from polops.analyse.context import Context
from polops.analyse.wording import counted

if TYPE_CHECKING:
    from polops.plan.plan import Node

_IDEAS = {"idea", "discovery"}
_STAGES = ("idea", "discovery", "approved", "delivery", "launched", "closed")
_GATES = ("approved", "launched", "closed")
"""Stages that are entered through a gate, with approvals (domain reference B3: G1, G2, G3)."""
_COUNTED = {"approved", "open", "offered", "filled"}


def began(ctx: Context, change: Change) -> bool:
    """Whether the promise that a change is about was in force: judged by the older side, as of the newer side's date."""
    node = change.old.node if change.old else None
    file = node.file if node else ctx.plan.files.get(change.spot.path)
    if file is None:
        return True
    status = getattr(file, "status", None)
    if status == "approved":
        return True
    if status == "draft" and "status" in file.model_fields_set:
        return False
    if getattr(file, "stage", None) in _IDEAS:
        return False
    label = next((value for name in ("period", "fiscal_year") if isinstance(value := getattr(file, name, None), str)), "")
    try:
        return not label or ctx.calendar.period(label).first <= ctx.as_of
    except ValueError:  # a lock's cycle may be an initiative
        return True


def weaker(ctx: Context, change: Change) -> str:
    """Why a change weakens a promise, in plain words; empty where it does not. `ctx` is the newer side's."""
    old, new = _node(change.old), _node(change.new)
    head = change.field.partition(".")[0]
    if new is None:
        return _LOST.get(change.kind, "")
    if old is None:
        return _COME[change.kind](new.item) if change.kind in _COME else ""
    found = _WEAKER.get((change.kind, head))
    return found(ctx, old, new) if found else ""


def _node(spot: Any) -> Node | None:  # noqa: ANN401 - a spot, or none
    return spot.node if spot else None


_LOST = {
    "objective": "objective dropped",
    "key_result": "key result dropped",
    "kr_milestone": "milestone dropped",
    "milestone": "milestone dropped",
}


def _line_added(item: Any) -> str:  # noqa: ANN401 - the item of that kind, here and below
    return "budget raised: a new line" if total(item) > 0 else ""


def _position_added(item: Any) -> str:  # noqa: ANN401 - as above
    return "position added" if item.status in _COUNTED else ""


_COME: dict[str, Callable[[Any], str]] = {"line": _line_added, "position": _position_added}


def total(line: Any) -> Decimal:  # noqa: ANN401 - a budget line
    """The year's amount of a line; 0 where the positions are the plan."""
    plan = line.plan
    return sum(plan.values(), Decimal(0)) if isinstance(plan, dict) else plan if plan is not None else Decimal(0)


def _target(_: Context, old: Node, new: Node) -> str:
    before: Any = old.item
    after: Any = new.item
    if before.target is None or before.target == after.target:
        return ""
    if after.target is None:
        return "target given up"
    if before.kind_of() == "decrease":
        return "target weakened: less is better, and it is higher now" if after.target > before.target else ""
    return "target lowered: more is better" if after.target < before.target else ""


def _limit(field: str, *, floor: bool) -> Callable[[Context, Node, Node], str]:
    def judged(_: Context, old: Node, new: Node) -> str:
        before, after = getattr(old.item, field), getattr(new.item, field)
        if before is None or before == after:
            return ""
        if after is None:
            return f"{field} given up"
        return f"{field} {'lowered' if floor else 'raised'}" if (after < before) == floor else ""

    return judged


def _metric_target(_: Context, old: Node, new: Node) -> str:
    before: Any = old.item
    after: Any = new.item
    was, now = before.limits("target"), after.limits("target")
    if not was or not now:
        return "target given up" if was else ""
    if len(was) > 1 or len(now) > 1:
        wider = len(was) == len(now) and (now[0] < was[0] or now[1] > was[1])
        return "target widened" if wider else ""
    if before.direction == "down":
        return "target weakened: less is better, and it is higher now" if now[0] > was[0] else ""
    return "target lowered: more is better" if now[0] < was[0] else ""


def _later(field: str, words: str) -> Callable[[Context, Node, Node], str]:
    def judged(ctx: Context, old: Node, new: Node) -> str:
        before, after = _day(ctx, old, field), _day(ctx, new, field)
        if before is None or before == after:
            return ""
        return (
            f"{words} given up" if after is None else f"{words} later by {counted((after - before).days, 'day')}" if after > before else ""
        )

    return judged


def _day(ctx: Context, node: Node, field: str) -> date | None:
    """A date; of a key result without one the end of its period."""
    day: date | None = getattr(node.item, field)
    if day is None and field == "due" and (label := getattr(node.file, "period", None)):
        return ctx.calendar.period(label).last
    return day


def _dropped(words: str) -> Callable[[Context, Node, Node], str]:
    def judged(_: Context, old: Node, new: Node) -> str:
        before, after = getattr(old.item, "dropped", None), getattr(new.item, "dropped", None)
        return f"{words} dropped" if before is None and after is not None else ""

    return judged


def _raised(_: Context, old: Node, new: Node) -> str:
    return "budget raised" if total(new.item) > total(old.item) else ""


def _budget(_: Context, old: Node, new: Node) -> str:
    """An initiative's budget, where it is one amount."""
    before, after = getattr(old.item, "budget", None), getattr(new.item, "budget", None)
    is_more = isinstance(before, Decimal) and isinstance(after, Decimal) and after > before
    return "budget raised" if is_more else ""


def _status(_: Context, old: Node, new: Node) -> str:
    before: Any = old.item
    after: Any = new.item
    return "position added" if before.status in {"requested", "closed"} and after.status in _COUNTED else ""


def _fte(_: Context, old: Node, new: Node) -> str:
    before: Any = old.item
    after: Any = new.item
    return "position enlarged" if after.fte > before.fte else ""


def _withdrawn(_: Context, old: Node, new: Node) -> str:
    before, after = getattr(old.item, "status", ""), getattr(new.item, "status", "")
    return f"{before} before, and a draft again" if after == "draft" else ""


def _stage(_: Context, old: Node, new: Node) -> str:
    """Stages entered without the approvals of their gate."""
    before, after = getattr(old.item, "stage", ""), getattr(new.item, "stage", "")
    if before not in _STAGES or after not in _STAGES:
        return ""
    passed = _STAGES[_STAGES.index(before) + 1 : _STAGES.index(after) + 1]
    gates = getattr(new.item, "gates", None) or {}
    missed = [stage for stage in passed if stage in _GATES and not _is_open(gates, stage)]
    return f"stage {missed[0]} passed without the approvals of its gate" if missed else ""


def _is_open(gates: Any, stage: str) -> bool:  # noqa: ANN401 - a mapping or a part
    gate = gates.get(stage) if isinstance(gates, dict) else getattr(gates, stage, None)
    return bool(getattr(gate, "approvals", ()))


_WEAKER: dict[tuple[str, str], Callable[[Context, Node, Node], str]] = {
    ("key_result", "target"): _target,
    ("key_result", "floor"): _limit("floor", floor=True),
    ("key_result", "ceiling"): _limit("ceiling", floor=False),
    ("key_result", "due"): _later("due", "date"),
    ("key_result", "dropped"): _dropped("key result"),
    ("objective", "dropped"): _dropped("objective"),
    ("kr_milestone", "due"): _later("due", "date"),
    ("kr_milestone", "dropped"): _dropped("milestone"),
    ("milestone", "baseline"): _later("baseline", "baseline"),
    ("metric", "target"): _metric_target,
    ("line", "plan"): _raised,
    ("position", "planned_start"): _later("planned_start", "planned start"),
    ("position", "status"): _status,
    ("position", "fte"): _fte,
    ("initiative", "budget"): _budget,
    ("initiative", "stage"): _stage,
    ("okrs", "status"): _withdrawn,
    ("budget", "status"): _withdrawn,
}
