"""The commitment ledger: what has changed since it was frozen, from what to what, by which decision, and whether that carries it."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from typing import TYPE_CHECKING

from polops.analyse.carrier import Movement
from polops.analyse.context import ZERO
from polops.analyse.frozen import in_force
from polops.analyse.guard import hide_on
from polops.analyse.ledger import movements
from polops.analyse.wording import counted, typed, words_of
from polops.plan.plan import Node
from polops.reports.frame import page, section, wanted
from polops.reports.page import Column, Page, Row, Table, Tile, Tiles
from polops.source.problem import Span
from polops.values.hidden import is_hidden
from polops.values.money import cents

if TYPE_CHECKING:
    from polops.analyse.context import Context
    from polops.reports import Options

NOTES = (
    (
        "Carried is yes where a decision in force approves the very value and its approver has authority for all that moves in its name; "
        "a position may stand on its own approvals, what is dropped on the decision that it names. Otherwise it says what is missing."
    ),
    "From and to of a transfer are the line's current budget before and after; the frozen plan stays as it is.",
)
_CARRIED = "yes"


def build(ctx: Context, options: Options) -> Page:
    """The page."""
    found = [each for each in movements(ctx) if not isinstance(each.where, Node) or wanted(ctx, options, each.where)]
    sections = (
        section("summary", "At a glance", _tiles(ctx, found)),
        section("changes", "Changes since the freeze", _table(ctx, "changes", "Changes since the freeze", found)),
        section("locks", "Locks", _locks(ctx, found)),
    )
    return page(
        ctx, options, "ledger", "Commitment ledger", lead=_lead(ctx, found), sections=sections, notes=NOTES, codes=("DEC", "BUD203")
    )  # fmt: skip


def _lead(ctx: Context, found: list[Movement]) -> str:
    if not in_force(ctx.plan, ctx.as_of):
        return "Nothing is frozen: polops freeze writes down what a cycle promises."
    open_ = sum(1 for each in found if each.fault)
    changed = f"{counted(len(found), 'change')} since the freeze"
    return f"{changed}: {'every one is carried' if not open_ else f'{open_} not carried'} by a decision." if found else f"No {changed[2:]}."


def _tiles(ctx: Context, found: list[Movement]) -> Tiles | None:
    if not found:
        return None
    moved = [each.amount for each in found if each.how != "transfer" and each.amount and not each.is_pay]
    return Tiles(
        (
            Tile("Changes", len(found), "integer"),
            Tile(
                "Not carried", sum(1 for each in found if each.fault), "integer", status="red" if any(e.fault for e in found) else "green"
            ),
            Tile("Plan moved", sum(moved, ZERO), "money", ctx.currency, "without transfers and pay"),
        )
    )


def _table(ctx: Context, key: str, title: str, found: list[Movement]) -> Table:
    columns = (
        Column("item", "Item", "id"),
        Column("change", "Change"),
        Column("from", "From"),
        Column("to", "To"),
        Column("on", "When", "date", rank=2),
        Column("decision", "Decision", "id"),
        Column("approver", "Approved by", "id", rank=2),
        Column("approved_on", "Approved on", "date", rank=3),
        Column("carried", "Carried"),
        Column("record", "Record", "id", rank=3),
        Column("frozen_on", "Frozen", "date", rank=3),
        Column("lock", "Lock", rank=3),
    )
    return Table(key, title, columns, tuple(_row(ctx, each) for each in found))


def _row(ctx: Context, each: Movement) -> Row:
    cells = (
        each.ref,
        each.field if each.how == "changed" else f"{each.field} {each.how}" if each.how == "frozen again" else each.how,
        _said(ctx, each, each.before),
        _said(ctx, each, each.after),
        each.on,
        each.decision,
        each.approver,
        each.approved_on,
        each.fault or _CARRIED,
        each.record,
        each.frozen_on,
        each.lock,
    )
    return Row(cells, _span(ctx, each), each.ref)


def _span(ctx: Context, each: Movement) -> Span:
    return ctx.plan.at(each.where, *each.route)


def _said(ctx: Context, each: Movement, value: object) -> str | None:
    """A value in words; None where its readers may not see it, or where there is none."""
    node = each.item.node if each.item else None
    if node is not None and node.kind == "line" and isinstance(value, Decimal):
        value = hide_on(ctx, node, value)
    if value is None or (isinstance(value, Decimal) and is_hidden(value)):
        return None
    if each.how == "transfer" and isinstance(value, Decimal):
        return typed(cents(value, ctx.currency))
    if each.how in {"added", "removed"} and isinstance(value, Mapping):
        main = next((name for name in ("plan", "planned_start", "target", "baseline") if name in value), None)
        return None if main is None else _said_part(ctx, node, value[main])
    return words_of(value)


def _said_part(ctx: Context, node: Node | None, value: object) -> str | None:
    if node is not None and node.kind == "line" and isinstance(value, Decimal):
        value = hide_on(ctx, node, value)
    return None if isinstance(value, Decimal) and is_hidden(value) else words_of(value)


def _locks(ctx: Context, found: list[Movement]) -> Table:
    """What is frozen: by which lock, since when, and how much of it has moved."""
    columns = (
        Column("lock", "Lock"),
        Column("what", "What"),
        Column("period", "Period", "period"),
        Column("on", "Frozen", "date"),
        Column("by", "By", "id", rank=2),
        Column("decision", "Decision", "id"),
        Column("items", "Items", "integer"),
        Column("changed", "Changed", "integer"),
    )
    rows = []
    for path, lock in in_force(ctx.plan, ctx.as_of):
        changed = len({each.ref for each in found if each.lock == path})
        cells = (path, lock.what, lock.period, lock.on, lock.by, lock.decision or "", len(lock.items), changed)
        rows.append(Row(cells, ctx.plan.at(path), lock.ref()))
    return Table("locks", "Locks", columns, tuple(rows))
