"""What several of the money rules say of a line: where it stands, why, in which currency, and who may decide."""

from __future__ import annotations

from typing import TYPE_CHECKING

from polops.analyse.authority import needed_role
from polops.analyse.books import commentary, currency_of, line_item
from polops.analyse.context import ZERO
from polops.analyse.variance import line
from polops.analyse.wording import percent, variance, whole
from polops.values.ref import fold

if TYPE_CHECKING:
    from decimal import Decimal

    from polops.analyse.context import Context
    from polops.plan.plan import Node
    from polops.source.problem import Route


def foreign(ctx: Context, node: Node) -> str:
    """Says in which currency a line's figures are, where it is not the line's own: ` (in USD)`."""
    return "" if currency_of(ctx, node) == ctx.currency else f" (in {ctx.currency})"


def by_whom(ctx: Context, moved: Decimal) -> str:
    """Who may decide on a transfer of an amount: ` by a director`; empty where settings do not say."""
    role = needed_role(ctx, "transfer", moved)
    return f" by a {role.replace('_', ' ')}" if role else ""


def plan_route(node: Node) -> Route:
    """The way to the field that says what a line plans."""
    return ("plan",) if line_item(node).plan is not None else ("source",)


def standing(ctx: Context, node: Node) -> str:
    """Where a line with a variance stands: `COE-VEN-01 has spent 595,100 of 580,000 budgeted to 2026-07: −15,100 U, −2.6 %`."""
    numbers = line(ctx, node)
    budget, actual, off = numbers.ytd_budget or ZERO, numbers.ytd_actual or ZERO, numbers.variance or ZERO
    done = f"earned {whole(-actual)} of {whole(-budget)} planned" if budget < 0 else f"spent {whole(actual)} of {whole(budget)} budgeted"
    share = "" if numbers.variance_pct is None else f", {percent(numbers.variance_pct)}"
    return f"{node.ref} has {done} to {numbers.ytd_through}: {variance(off)}{share}{foreign(ctx, node)}"


def explanation(ctx: Context, node: Node) -> tuple[tuple[str, Route, str], ...]:
    """The place of the newest commentary on a line, with its cause."""
    return tuple(
        (path, route, f"explained in {month}: {said.cause}") for said, month, path, route in commentary(ctx).get(fold(node.ref), [])[:1]
    )
