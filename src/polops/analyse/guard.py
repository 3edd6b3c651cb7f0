"""Amounts of a budget line, hidden where the readers may not see them (`polops.analyse.suppress`)."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import TypeVar

from polops.analyse.context import Context
from polops.plan.plan import Node
from polops.values.hidden import hide

T = TypeVar("T")


def by_line(function: Callable[[Context, Node], T]) -> Callable[[Context, Node], T]:
    """Hides the amounts that a function finds for a budget line, where its months may not be shown."""

    @wraps(function)
    def shown(ctx: Context, node: Node) -> T:
        found = function(ctx.open, node)
        return found if ctx.open is ctx else hide_on(ctx, node, found)

    return shown


def hide_on(ctx: Context, line: Node, found: T) -> T:
    """What was found on a budget line, with its amounts hidden where those of the line's months are."""
    from polops.analyse.suppress import hidden_part  # noqa: PLC0415 - it stands on the books

    return hide(found) if hidden_part(ctx, [line]) else found
