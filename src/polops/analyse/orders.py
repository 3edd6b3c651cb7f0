"""Orders and other commitments: what is drawn on one, and what is open (domain reference C7)."""

from __future__ import annotations

from decimal import Decimal

from polops.analyse.books import Posted, closed_through, currency_of, effects, fx, posted
from polops.analyse.context import ZERO, Context, each, once
from polops.analyse.guard import hide_on
from polops.model.commitments import Order
from polops.plan.plan import Node
from polops.values.record import dataclass
from polops.values.ref import fold

_SPENDING = {"open", "approved"}


@dataclass(frozen=True, slots=True)
class OrderNumbers:
    """An order: its amount, what was drawn on it through the last closed month, and what is still open (both in the reporting currency)."""

    amount: Decimal
    drawn: Decimal
    open: Decimal
    soft: Decimal


def order_item(node: Node) -> Order:
    """The order of a node."""
    assert isinstance(node.item, Order)  # noqa: S101 - the index keeps kinds apart
    return node.item


@once
def _drawings(ctx: Context) -> dict[str, list[Posted]]:
    found: dict[str, list[Posted]] = {}
    for entries in posted(ctx).values():
        for entry in entries:
            if entry.entry.po:
                found.setdefault(fold(entry.entry.po), []).append(entry)
    return found


@once
def orders(ctx: Context) -> dict[tuple[str, str], list[Node]]:
    """Orders by folded line and fiscal year."""
    found: dict[tuple[str, str], list[Node]] = {}
    for node in ctx.plan.nodes("order"):
        found.setdefault((fold(order_item(node).line), node.year), []).append(node)
    return found


def order(ctx: Context, node: Node) -> OrderNumbers:
    """An order's numbers; hidden where those of its line are."""
    found = _order(ctx.open, node)
    line = None if ctx.open is ctx else ctx.plan.line(order_item(node).line, node.year)
    return found if line is None else hide_on(ctx, line, found)


@each
def _order(ctx: Context, node: Node) -> OrderNumbers:
    """What is drawn on an order and what is open: max(0, amount − Σ entries tagged with it); closed and cancelled release the rest.

    1,050,000 with 595,100 drawn leaves 454,900. A requested order is `soft`: listed apart. Amounts are compared in the order's own
    currency.
    """
    item, year = order_item(node), node.year
    line = ctx.plan.line(item.line, year)
    own = item.currency or (currency_of(ctx, line) if line else ctx.currency)
    rate = fx(ctx, own, year) or ZERO
    span = ctx.calendar.months(year)
    last = span.start + closed_through(ctx, span)
    drawn = ZERO
    for entry in _drawings(ctx).get(fold(node.ref), []):
        target = line or ctx.plan.line(entry.entry.line, year)
        if target is None:
            continue
        for start, amount, currency in effects(ctx, target, entry):
            if span.start <= start < last:
                drawn += amount if currency == own else _converted(ctx, amount, currency, own, year)
    amount = item.amount * rate
    left = max(ZERO, item.amount - drawn) * rate
    spending = item.status in _SPENDING
    return OrderNumbers(amount, drawn * rate, left if spending else ZERO, left if item.status == "requested" else ZERO)


def _converted(ctx: Context, amount: Decimal, currency: str, own: str, year: str) -> Decimal:
    into = fx(ctx, own, year)
    return amount * (fx(ctx, currency, year) or ZERO) / into if into else ZERO
