"""The class of a change, with the reason in plain words: cosmetic, record, plan or commitment.

*Cosmetic*: no value changed. *Record*: check-ins, readings, actuals, approvals: what moves by itself. *Plan*: a value that nobody froze.
*Commitment*: a frozen value, or a weaker promise after its cycle began (`promise`).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any, Literal

from polops.analyse.change import Change, name_of
from polops.analyse.context import Context, once
from polops.analyse.frozen import FrozenValue, holding, key_of
from polops.analyse.promise import began, weaker
from polops.plan.plan import Node
from polops.values.record import dataclass

Class = Literal["cosmetic", "record", "plan", "commitment"]
CLASSES: tuple[Class, ...] = ("commitment", "plan", "record", "cosmetic")
"""What a reviewer must see first."""

_WRITING = {
    "renamed": "renamed: history and locks follow",
    "moved": "only moved to another file",
    "reordered": "only the order of items differs",
    "rewritten": "only comments, layout, order or spelling differ",
}
_ALWAYS = {"checkins", "approvals", "closing", "notes", "links", "tags", "done", "readings", "reviewed"}
_BY_KIND: Mapping[str, frozenset[str]] = {
    "position": frozenset({"opened", "offered", "accepted", "approved", "person", "history"}),
    "order": frozenset({"status"}),
    "seats": frozenset({"filled"}),
    "forecast": frozenset({"status"}),
    "decision": frozenset({"status", "decided", "choice", "why", "agreed", "outcome"}),
    "person": frozenset({"left"}),
    "metric": frozenset(),
}
_LAST = {"done", "completed", "answered", "reply_sent"}
"""Fields inside a list that record what happened: `training.t1.completed`."""
_RECORDS = {
    "actuals": "an actual", "readings": "a reading", "decision": "a decision written down", "update": "an update",
    "snapshot": "a snapshot", "lock": "values frozen", "incident": "an incident", "review": "a review",
}  # fmt: skip
_WORDS = {"checkins": "a check-in", "approvals": "an approval", "readings": "a reading", "closing": "words at the close"}
_STEPS = {
    "position": ("requested", "approved", "open", "offered", "filled"),
    "okrs": ("draft", "active", "closed"),
    "budget": ("draft", "approved"),
}
"""States that follow each other: a step forward is on record."""


@dataclass(frozen=True, slots=True)
class Judged:
    """A change with its class and the reason for it."""

    change: Change
    class_: Class
    reason: str


def classify(changes: Iterable[Change], old: Context, new: Context) -> tuple[Judged, ...]:
    """Judge every change; frozen is what the locks of the older plan guard."""
    return tuple(Judged(change, *_judge(change, old, new)) for change in changes)


def _judge(change: Change, old: Context, new: Context) -> tuple[Class, str]:
    if not change.is_value:
        return "cosmetic", _WRITING[change.what]
    if why := _split(change, old, new):
        return "cosmetic", why
    is_on = bool(old.plan.files) and began(new, change)
    if whys := [why for why in (_locked(change, old), weaker(new, change) if is_on else "") if why]:
        return "commitment", "; ".join(whys)
    if why := _recorded(change):
        return "record", why
    return "plan", _why_plan(change, old, is_on=is_on)


def _why_plan(change: Change, old: Context, *, is_on: bool) -> str:
    if change.what == "unreadable":
        return "the file cannot be read: what it changes is not known"
    if not old.plan.files:
        return "there were no plans before"
    return "no lock guards it, and no promise is weaker" if is_on else "its cycle has not begun, or it is a draft"


def _split(change: Change, old: Context, new: Context) -> str:
    """A file without a reference of its own that came or went while another is about the same."""
    node = change.spot.node
    if change.field or change.what not in {"added", "removed"} or node is None or node.kind:
        return ""
    files = (*old.plan.files.items(), *new.plan.files.items())
    if sum(file.kind == node.file.kind and name_of(Node(path, "", file, file, path)) == change.ref for path, file in files) == 1:
        return ""
    return "its items stand in more files now" if change.what == "added" else "its items stand in fewer files now"


def _locked(change: Change, old: Context) -> str:
    """The lock of the older plan that guards a value, or any value of an item that is gone."""
    if change.kind == "lock":
        return "" if change.what == "added" else "a lock itself"
    node = change.old.node if change.old else None
    if node is None:
        return ""
    key, field = key_of(old.plan, node), change.path[0] if change.path else ""
    if change.kind == "forecast" and change.path[:1] == ("lines",):
        key, field = old.plan.key(f"{node.ref}/{change.path[1]}"), change.path[2] if len(change.path) > 2 else ""  # noqa: PLR2004 - behind the line
    found = _guarded(old).get(key, {})
    held = found.get(field) if field else next(iter(found.values()), None)
    return f"frozen on {held.on} by {held.by} ({held.decision or 'without a decision'})" if held else ""


@once
def _guarded(ctx: Context) -> Mapping[str, Mapping[str, FrozenValue]]:
    """What is frozen, by item and field."""
    found: dict[str, dict[str, FrozenValue]] = {}
    for (key, field), value in holding(ctx).items():
        found.setdefault(key, {})[field] = value
    return found


def _recorded(change: Change) -> str:
    """What of the moving record a change is; empty where it is none."""
    head, last = change.field.partition(".")[0], change.field.rpartition(".")[2]
    if change.kind in _RECORDS and (not head or change.kind != "decision"):
        return _RECORDS[change.kind]
    if change.kind == "rates":
        return "a month's exchange rate" if head == "fx" and last != "budget" else ""
    if change.what != "changed":
        return ""
    if head in _WORDS or head in _ALWAYS or head in _BY_KIND.get(change.kind, ()) or last in _LAST:
        return _WORDS.get(head, f"`{head}` is on record")
    return _moved_on(change, head)


def _moved_on(change: Change, head: str) -> str:
    """A state that went a step forward, or the start of one who started."""
    before, after = (_state(spot.node) if spot and spot.node else "" for spot in (change.old, change.new))
    steps = _STEPS.get(change.kind, ())
    if head == "status" and before in steps and after in steps and steps.index(before) < steps.index(after):
        return f"{after} now: a step on"
    return "the actual start" if change.kind == "position" and head == "start" and after == "filled" else ""


def _state(node: Node) -> str:
    item: Any = node.item
    return getattr(item, "status", "") or ""
