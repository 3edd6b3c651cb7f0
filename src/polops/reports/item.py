"""One item: its fields, where it stands, what names it, and its computed values with the rule that gave the status.

The keys of `computed` are stable: scripts read them through `polops show --json`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from datetime import date, datetime
from decimal import Decimal
from importlib import import_module
from typing import Any

from polops.analyse import frozen, headcount, kpi, okr, progress, variance
from polops.analyse.context import Context
from polops.analyse.ledger import movements
from polops.analyse.orders import order
from polops.model.base import Part
from polops.plan.plan import Node
from polops.values.duration import Duration
from polops.values.instant import spelled_instant
from polops.values.money import cents
from polops.values.period import MONTHS, Period, Week
from polops.values.record import dataclass
from polops.values.rounding import plain as decimal_text

Plain = None | bool | str | int | list["Plain"] | dict[str, "Plain"]
Computed = tuple[dict[str, Plain], str | None]
"""Values by stable key, and the rule that gave the status."""


@dataclass(frozen=True, slots=True)
class ItemView:
    """All that is known of an item, as plain values: money and shares are decimal strings, dates ISO texts, no data None."""

    ref: str
    kind: str
    at: str
    file: str
    team: str | None
    owner: str | None
    fields: Mapping[str, Plain]
    computed: Mapping[str, Plain]
    why: str | None
    used_by: tuple[Mapping[str, Plain], ...]
    lock: Mapping[str, Plain] | None = None


def view(ctx: Context, node: Node) -> ItemView:
    """The view of one item."""
    values, why = computed(ctx, node)
    return ItemView(
        node.ref,
        node.kind,
        str(ctx.plan.at(node)),
        node.path,
        ctx.plan.team(node) or None,
        ctx.plan.owner(node),
        fields(node),
        values,
        why,
        tuple(_used(ctx, node)),
        lock(ctx, node),
    )


def lock(ctx: Context, node: Node) -> dict[str, Plain] | None:
    """What is frozen of an item, since when and by which decision, and what of it has changed; None where nothing is."""
    item = frozen.held(ctx.plan).get(frozen.key_of(ctx.plan, node))
    values = frozen.of_item(frozen.holding(ctx), item) if item else {}
    if item is None or not values:
        return None
    first = next(iter(values.values()))
    changes: list[Plain] = [
        {"change": each.field if each.how == "changed" else each.how, "decision": each.decision or None, "fault": each.fault or None}
        for each in movements(ctx)
        if ctx.plan.key(each.ref) == ctx.plan.key(node.ref)
    ]
    return {
        "file": first.lock,
        "on": plain(first.on),
        "by": first.by,
        "decision": first.decision,
        "values": {field: plain(found.value) for field, found in values.items() if found.value is not None},
        "changes": changes,
    }


def fields(node: Node) -> dict[str, Plain]:
    """The fields that are written in the file, under their own names; items inside are listed by id only."""
    return written(node.item)


def written(part: Part) -> dict[str, Plain]:
    """The fields of a part that are written in the file, as plain data."""
    known = type(part).model_fields
    return {(field.alias or name): plain(getattr(part, name)) for name, field in known.items() if name in part.model_fields_set}


def computed(ctx: Context, node: Node) -> Computed:
    """The computed values of an item by stable key, and the rule that gave its status."""
    found = _COMPUTED.get(node.kind)
    if found is None and node.kind in _ELSEWHERE:
        found = import_module(_ELSEWHERE[node.kind]).COMPUTED[node.kind]
    return found(ctx, node) if found else ({}, None)


def _key_result(ctx: Context, node: Node) -> Computed:
    numbers = progress.key_result(ctx, node)
    return {
        "progress": share(numbers.progress),
        "score": share(numbers.score),
        "expected": share(numbers.expected),
        "gap": share(numbers.gap),
        "confidence": numbers.confidence,
        "pace": numbers.pace,
        "status": numbers.status,
        "current": share(numbers.current),
        "type": numbers.type,
        "stale": numbers.stale,
        "heading_for": share(numbers.heading_for),
    }, numbers.why


def _objective(ctx: Context, node: Node) -> Computed:
    numbers = okr.objective(ctx, node)
    return {
        "score": share(numbers.score),
        "expected": share(numbers.expected),
        "gap": share(numbers.gap),
        "coverage": share(numbers.coverage),
        "status": numbers.status,
        "children": share(numbers.children),
        "grade": numbers.grade or None,
    }, numbers.why


def _metric(ctx: Context, node: Node) -> Computed:
    numbers = kpi.metric(ctx, node)
    target: Plain = (
        [share(limit) for limit in numbers.target] if len(numbers.target) > 1 else share(numbers.target[0]) if numbers.target else None
    )
    return {
        "value": share(numbers.value),
        "low": share(numbers.low),
        "high": share(numbers.high),
        "n": share(numbers.n),
        "target": target,
        "status": numbers.status,
        "period": ctx.calendar.label(numbers.period) if numbers.period else None,
        "change": numbers.change,
        "unsure": numbers.unsure,
        "overdue": numbers.overdue,
        "progress": share(numbers.progress),
    }, numbers.why


def _line(ctx: Context, node: Node) -> Computed:
    numbers = variance.line(ctx, node)
    money = amounts(ctx)
    return {
        "plan": money(numbers.plan),
        "transfers": money(numbers.transfers),
        "current": money(numbers.current),
        "ytd_budget": money(numbers.ytd_budget),
        "ytd_actual": money(numbers.ytd_actual),
        "variance": money(numbers.variance),
        "variance_pct": share(numbers.variance_pct),
        "favourable": numbers.favourable,
        "outlook": money(numbers.outlook),
        "outlook_method": numbers.outlook_method,
        "outlook_methods": {way: money(amount) for way, amount in variance.outlook_methods(ctx, node).items()},
        "full_year_variance": money(numbers.full_year_variance),
        "committed": money(numbers.committed),
        "soft": money(numbers.soft),
        "available": money(numbers.available),
        "ytd_through": str(numbers.ytd_through) if numbers.ytd_through else None,
        "currency": ctx.currency,
        "material": variance.is_material(ctx, numbers.variance, numbers.variance_pct),
    }, f"outlook by {numbers.outlook_method}"


def _position(ctx: Context, node: Node) -> Computed:
    numbers = headcount.position(ctx, node)
    money = amounts(ctx)
    start = ctx.year.start
    return {
        "cost_fy": money(numbers.cost_fy),
        "one_time_fy": money(numbers.one_time_fy),
        "cost_by_month": {str(Period(start + i)): money(numbers.cost_by_month[i]) for i in range(MONTHS)},
        "time_to_fill": numbers.time_to_fill,
        "time_to_start": numbers.time_to_start,
        "open_age": numbers.open_age,
        "start_slip": numbers.start_slip,
        "expected_start": plain(numbers.expected_start),
        "currency": ctx.currency,
        "fiscal_year": ctx.year_label,
    }, None


def _team(ctx: Context, node: Node) -> Computed:
    numbers = headcount.team(ctx, node.ref)
    return {
        "approved": numbers.approved,
        "filled": numbers.filled,
        "vacant": numbers.vacant,
        "fte_filled": share(numbers.fte_filled),
        "fte_vacant": share(numbers.fte_vacant),
        "vacancy_rate": share(numbers.vacancy_rate),
        "frozen": numbers.frozen,
        "requested": numbers.requested,
    }, None


def _order(ctx: Context, node: Node) -> Computed:
    numbers = order(ctx, node)
    money = amounts(ctx)
    return {"drawn": money(numbers.drawn), "open": money(numbers.open), "amount": money(numbers.amount), "currency": ctx.currency}, None


_COMPUTED: dict[str, Callable[[Context, Node], Computed]] = {
    "key_result": _key_result,
    "objective": _objective,
    "metric": _metric,
    "line": _line,
    "position": _position,
    "team": _team,
    "order": _order,
}

_ELSEWHERE = {
    **dict.fromkeys(("initiative", "milestone", "risk", "issue", "dependency", "change", "opportunity"), "polops.reports.item_programme"),
    **dict.fromkeys(("policy", "obligation", "review", "incident"), "polops.reports.item_desk"),
}
"""Kinds whose values are computed by a module that is imported when one of them is shown."""


def _used(ctx: Context, node: Node) -> Iterator[dict[str, Plain]]:
    for use in ctx.plan.uses.get(id(node), ()):
        field = ".".join(str(step) for step in use.route)
        yield {
            "ref": use.node.ref,
            "kind": use.node.kind or use.node.file.kind,
            "field": field,
            "at": str(ctx.plan.at(use.node, *use.route)),
        }


def share(value: Decimal | None) -> str | None:
    """A number as a decimal string: at most 12 decimals, no exponent, no trailing zeros."""
    return None if value is None else decimal_text(value, 12)


def amounts(ctx: Context) -> Callable[[Decimal | None], str | None]:
    """Writes amounts of the reporting currency, to the cent."""
    return lambda amount: None if amount is None else f"{cents(amount, ctx.currency):f}"


def plain(value: Any) -> Plain:  # noqa: ANN401, PLR0911 - any field's value, one line a type
    """A field's value as plain data."""
    if value is None or isinstance(value, bool | str | int):
        return value
    if isinstance(value, Decimal):
        return f"{value:f}"
    if isinstance(value, date):
        return spelled_instant(value) if isinstance(value, datetime) else value.isoformat()
    if isinstance(value, Period | Week | Duration):
        return str(value)
    if isinstance(value, Part):
        identity = getattr(type(value), "IDENTITY", None)
        own = getattr(value, identity.key if identity else "id", None)
        return own if own is not None else written(value)
    if isinstance(value, dict):
        return {str(key): plain(item) for key, item in value.items()}
    return [plain(item) for item in value]
