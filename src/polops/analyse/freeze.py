"""What a cycle promises, as `polops freeze` writes it down: every guarded field that has a value, in order of file and place.

Of a computed personnel plan the number is frozen (domain reference B1), in the line's own currency and to the cent; of a forecast also
the outlook of each line by month, for forecast accuracy.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from polops.analyse.audience import audience_of
from polops.analyse.books import currency_of, line_item, lines, plan_months, rate_of
from polops.analyse.context import ZERO, Context
from polops.analyse.frozen import OUTLOOK, Held, held, value_of, values_in
from polops.analyse.variance import line
from polops.model.budget import Budget
from polops.model.forecast import Forecast
from polops.model.headcount import Position
from polops.model.lock import Lock, Written, written
from polops.model.okrs import Okrs
from polops.plan.plan import Node
from polops.values.money import cents
from polops.values.period import Period
from polops.values.record import dataclass
from polops.values.ref import fold

Promises = Mapping[str, Mapping[str, Written]]

_APPROVED = {"approved", "open", "offered", "filled", "frozen"}
_COMMITTED = {"approved", "delivery", "launched", "paused"}


@dataclass(frozen=True, slots=True)
class Cycle:
    """What is to be frozen, of which period, in the calendar's own spelling; `through` is the last month of actuals of a forecast."""

    what: str
    period: str
    through: Period | None = None


def drafts(ctx: Context, cycle: Cycle) -> list[str]:
    """The files of a cycle that are still drafts: what they say is no promise yet."""
    files = {file.ref() or path: file for path, file in ctx.plan.files.items() if getattr(file, "status", "") == "draft"}
    return [name for name, file in files.items() if isinstance(file, Okrs | Budget | Forecast) and _is_of(ctx, cycle, file)]


def promises(ctx: Context, cycle: Cycle) -> Promises:
    """The items of a cycle with what is frozen of each."""
    if cycle.what == "forecast":
        return _forecast(ctx, cycle)
    return {item.ref: {name: written(value) for name, value in _values(ctx, item) if value is not None} for item in members(ctx, cycle)}


def members(ctx: Context, cycle: Cycle) -> list[Held]:
    """The items that a cycle is made of, in order of file and place; a forecast's are its lines. What is restricted stays out."""
    found = (item for item in held(ctx.plan).values() if item.what == cycle.what and _belongs(ctx, cycle, item))
    return sorted((item for item in found if not _is_restricted(item.node)), key=_place)


def left_out(ctx: Context, cycle: Cycle) -> int:
    """How many items of a cycle are restricted: a lock is for more readers than they are."""
    return sum(
        1 for item in held(ctx.plan).values() if item.what == cycle.what and _belongs(ctx, cycle, item) and _is_restricted(item.node)
    )


def _is_restricted(node: Node) -> bool:
    return audience_of(node) in {"restricted", "team"} or "restricted" in node.path.split("/")[:-1]


def _place(item: Held) -> tuple[str, list[tuple[bool, str | int]]]:
    return item.node.path, [(isinstance(step, str), step) for step in item.node.route]


def _belongs(ctx: Context, cycle: Cycle, item: Held) -> bool:
    if cycle.what == "headcount":
        return isinstance(item.part, Position) and _is_approved(ctx, item.part)
    if cycle.what == "roadmap":
        return _is_on_roadmap(ctx, cycle, item)
    dropped = any((said := vars(above.item).get("dropped")) and said.on <= ctx.as_of for above in item.node.up())
    return not dropped and _is_of(ctx, cycle, item.node.file)


def _is_of(ctx: Context, cycle: Cycle, file: object) -> bool:
    match file:
        case Okrs():
            return cycle.what == "okrs" and ctx.calendar.canonical(file.period) == cycle.period
        case Budget():
            return cycle.what == "budget" and ctx.calendar.canonical(file.fiscal_year) == cycle.period
        case Forecast():
            return cycle.what == "forecast" and (ctx.calendar.canonical(file.fiscal_year), file.through) == (cycle.period, cycle.through)
        case _:
            return False


def _is_approved(ctx: Context, item: Position) -> bool:
    """Whether a position was approved by the date; one without that date by its status."""
    return item.status in _APPROVED and (item.approved is None or item.approved <= ctx.as_of)


def _is_on_roadmap(ctx: Context, cycle: Cycle, item: Held) -> bool:
    """An initiative by its id; or of a year every one that was approved and has a milestone in it."""
    initiative = next((above for above in item.node.up() if above.kind == "initiative"), item.node)
    if fold(initiative.ref) == fold(cycle.period):
        return True
    try:
        year = ctx.calendar.period(cycle.period)
    except ValueError:
        return False
    days = (milestone.baseline for milestone in getattr(initiative.item, "milestones", ()))
    return getattr(initiative.item, "stage", "") in _COMMITTED and any(day and year.first <= day <= year.last for day in days)


def _values(ctx: Context, item: Held) -> Iterator[tuple[str, object]]:
    for name in item.fields:
        value = value_of(item.part, name)
        if item.kind == "line" and name == "plan" and value is None:
            value = _computed(ctx, item.node)
        yield name, value


def _computed(ctx: Context, node: Node) -> object:
    """The number that a personnel line's positions plan, in the line's currency."""
    rate = rate_of(ctx, node)
    return cents(sum(plan_months(ctx, node), ZERO) / rate, currency_of(ctx, node)) if rate else None


def unlike(ctx: Context, path: str, lock: Lock) -> list[tuple[str, str]]:
    """Where a lock, read back, does not hold what the plan says; a computed plan stands in the lock only."""
    items = held(ctx.plan)
    found = []
    for (key, field), value in values_in(ctx.plan, path, lock, items, {}).items():
        now = value_of(items[key].part, field) if key in items else None
        if now != value.value and not (field == "plan" and now is None) and field != OUTLOOK:
            found.append((key, field))
    return found


def _forecast(ctx: Context, cycle: Cycle) -> Promises:
    """What the forecast says of each line, and each line's outlook by month in its own currency."""
    said = {fold(item.ref.rsplit("/", 1)[-1]): item for item in held(ctx.plan).values() if _is_of(ctx, cycle, item.node.file)}
    if not said:
        return {}
    found = {}
    for node in lines(ctx, cycle.period):
        if _is_restricted(node):
            continue
        item = said.get(fold(node.ref))
        values = {name: written(value) for name in item.fields if (value := value_of(item.part, name))} if item else {}
        found[node.ref] = {**values, OUTLOOK: written(_outlook(ctx, node))}
    return found


def _outlook(ctx: Context, node: Node) -> object:
    """A line's outlook after the last closed month, by month; of people one number, as single months tell what a single hire costs."""
    numbers, rate, own = line(ctx, node), rate_of(ctx, node), currency_of(ctx, node)
    ahead = [amount / rate if rate else ZERO for amount in numbers.forecast_months]
    if line_item(node).category == "personnel":
        return cents(sum(ahead, ZERO), own)
    first = ctx.calendar.months(node.year).start + numbers.closed
    return {Period(first + i): cents(amount, own) for i, amount in enumerate(ahead)}
