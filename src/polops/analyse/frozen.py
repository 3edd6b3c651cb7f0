"""What was frozen, by which lock and decision, and what each freeze guards (domain reference B1).

An item is looked up by its key: its reference, for budget lines with the fiscal year. Of several locks of one cycle the last holds;
the earlier ones are its history. A lock follows an item that was renamed (`renamed_from`). A guarded field that a lock does not name
was at its default.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date

from polops.analyse.context import Context, once
from polops.model.base import File, Part
from polops.model.forecast import Forecast
from polops.model.lock import Lock, read_as
from polops.model.okrs import KeyResult
from polops.plan.plan import Node, Plan
from polops.source.problem import Route
from polops.values.period import Period
from polops.values.record import dataclass

GUARDS: Mapping[str, Mapping[str, tuple[str, ...]]] = {
    "okrs": {
        "objective": ("type", "weight"),
        "key_result": ("type", "baseline", "target", "floor", "ceiling", "metric", "expected", "starts", "due", "weight"),
        "kr_milestone": ("due", "weight"),
    },
    "budget": {"line": ("plan", "source", "phase", "category", "driver", "currency")},
    "headcount": {"position": ("planned_start", "fte", "band", "location")},
    "roadmap": {"initiative": ("budget", "tolerance"), "milestone": ("baseline", "weight")},
    "forecast": {"forecast_line": ("method", "months")},
}
"""The guarded fields: by what is frozen and the kind of item."""

OUTLOOK = "outlook"
"""What a forecast's lock holds of each line besides: a computed number, which guards nothing."""
_WHAT = {kind: what for what, kinds in GUARDS.items() for kind in kinds}
_LINE = "line"


@dataclass(frozen=True, slots=True)
class Held:
    """An item that a freeze may guard, as the plan has it. `part` holds the fields; `route` leads from the node to it."""

    key: str
    ref: str
    what: str
    kind: str
    node: Node
    part: Part
    route: Route = ()

    @property
    def fields(self) -> tuple[str, ...]:
        """The guarded fields."""
        return GUARDS[self.what][self.kind]


@dataclass(frozen=True, slots=True)
class FrozenValue:
    """A frozen field: the item's reference today (or as frozen, where it is gone), the value, and the lock that holds it.

    `value` is typed as the field is; of an item that is gone it is as written in the lock. `lock` is the file's path.
    """

    ref: str
    field: str
    what: str
    value: object
    lock: str
    decision: str
    on: date
    by: str


Key = tuple[str, str]
"""An item's key and a field."""


def value_of(part: Part, field: str) -> object:
    """A guarded field's value as the plan has it; the type of a key result is inferred where it is not written."""
    if isinstance(part, KeyResult) and field == "type":
        return part.kind_of()
    return getattr(part, field, None)


def key_of(plan: Plan, node: Node) -> str:
    """The key of an item."""
    return _key(plan, node.ref, node.kind, node.year)


def _key(plan: Plan, ref: str, kind: str, year: str) -> str:
    return f"{plan.key(ref)}@{year}" if kind == _LINE else plan.key(ref)


def held(plan: Plan) -> dict[str, Held]:
    """Every item of a kind that some freeze guards, by key."""
    found = {}
    for kind, what in _WHAT.items():
        for node in plan.nodes(kind):
            key = key_of(plan, node)
            found[key] = Held(key, node.ref, what, kind, node, node.item)
    for path, file in plan.of(Forecast):
        root = Node(file.ref(), "forecast", file, file, path, year=plan.calendar.canonical(file.fiscal_year))
        for line, part in file.lines.items():
            ref = f"{file.ref()}/{line}"
            found[plan.key(ref)] = Held(plan.key(ref), ref, "forecast", "forecast_line", root, part, ("lines", line))
    return found


def locks(plan: Plan, as_of: date | None = None) -> list[list[tuple[str, Lock]]]:
    """The locks up to a date, those of one cycle together and in order of day."""
    found: dict[tuple[str, ...], list[tuple[str, Lock]]] = {}
    for path, lock in plan.of(Lock):
        if as_of is None or lock.on <= as_of:
            found.setdefault(_cycle(plan, lock), []).append((path, lock))
    return [sorted(chain, key=lambda pair: (pair[1].on, pair[0])) for _, chain in sorted(found.items())]


def in_force(plan: Plan, as_of: date | None = None) -> list[tuple[str, Lock]]:
    """The last lock of each cycle, oldest first. Positions have no year: of their locks only the newest holds."""
    last = sorted((chain[-1] for chain in locks(plan, as_of)), key=lambda pair: (pair[1].on, pair[0]))
    people = [pair for pair in last if pair[1].what == "headcount"]
    return [pair for pair in last if pair not in people[:-1]]


def locks_of(plan: Plan, what: str, period: str, through: Period | None = None) -> list[tuple[str, Lock]]:
    """The locks of one cycle, in order of day; the period in the calendar's own spelling."""
    wanted = (what, period.casefold(), *((str(through),) if through else ()))
    return next((chain for chain in locks(plan) if _cycle(plan, chain[0][1]) == wanted), [])


def _cycle(plan: Plan, lock: Lock) -> tuple[str, ...]:
    what, _, *rest = lock.cycle()
    return (what, _period(plan, lock).casefold(), *rest)


def _period(plan: Plan, lock: Lock) -> str:
    """The label of a lock's cycle as the calendar spells it; as it is written where it is none."""
    try:
        return plan.calendar.canonical(lock.period.upper())
    except ValueError:
        return lock.period


def frozen(plan: Plan, as_of: date | None = None) -> Mapping[Key, FrozenValue]:
    """Every frozen value that holds (up to a date), by the item's key and the field."""
    found: dict[Key, FrozenValue] = {}
    newest = in_force(plan, as_of)
    items = held(plan) if newest else {}
    renamed = former(plan, items)
    for path, lock in newest:
        found |= values_in(plan, path, lock, items, renamed)
    return found


@once
def holding(ctx: Context) -> Mapping[Key, FrozenValue]:
    """What is frozen as of the date."""
    return frozen(ctx.plan, ctx.as_of)


def of_item(values: Mapping[Key, FrozenValue], item: Held) -> dict[str, FrozenValue]:
    """The frozen fields of one item."""
    return {field: values[item.key, field] for field in item.fields if (item.key, field) in values}


def values_in(plan: Plan, path: str, lock: Lock, items: Mapping[str, Held], renamed: Mapping[str, str]) -> dict[Key, FrozenValue]:
    """What one lock holds, by key and field."""
    found = {}
    for ref, fields in lock.items.items():
        key = _item_key(plan, lock, ref)
        item = items.get(key) or items.get(renamed.get(key, ""))
        for field, value in _values(item, fields):
            frozen_value = FrozenValue(item.ref if item else ref, field, lock.what, value, path, lock.decision or "", lock.on, lock.by)
            found[item.key if item else key, field] = frozen_value
    return found


def _values(item: Held | None, fields: Mapping[str, object]) -> Iterator[tuple[str, object]]:
    if item is None:
        yield from (pair for pair in fields.items() if pair[0] != OUTLOOK)
        return
    for field in item.fields:
        known = type(item.part).model_fields.get(field)
        if field in fields:
            yield field, read_as(type(item.part), field, fields[field])
        elif known is not None and not known.is_required():
            yield field, known.get_default(call_default_factory=True)


def _item_key(plan: Plan, lock: Lock, ref: str) -> str:
    if lock.what == "forecast":
        return plan.key(f"forecast/{lock.period}/{lock.through}/{ref}")
    return _key(plan, ref, _LINE if lock.what == "budget" else "", _period(plan, lock))


def former(plan: Plan, items: Mapping[str, Held]) -> dict[str, str]:
    """The keys that items had before they were renamed, each with the key of today."""
    found: dict[str, str] = {}
    for item in items.values():
        for name in former_refs(plan, item.node) if not item.route else ():
            found.setdefault(_key(plan, name, item.kind, item.node.year), item.key)
    return found


def former_refs(plan: Plan, node: Node) -> list[str]:
    """The references that an item had before it, or what it stands in, was renamed."""
    return _names(plan, node)[1:]


def _names(plan: Plan, node: Node) -> list[str]:
    """An item's reference, then those it had before it, or what it stands in, was renamed."""
    identity, said = type(node.item).IDENTITY, node.item.renamed_from
    if identity is None or (isinstance(node.item, File) and not identity.key):
        team = plan.find(plan.team(node), "team")
        was = team.item.renamed_from if team else None
        return [node.ref, *((f"{was}/{node.ref.partition('/')[2]}",) if was and "/" in node.ref else ())]
    own = [getattr(node.item, identity.key), *((said,) if said and "/" not in said else ())]
    if identity.path and node.parent is not None:
        own = [f"{parent}/{name}" for parent in _names(plan, node.parent) for name in own]
    return [*own, *((said,) if said and "/" in said else ())]
