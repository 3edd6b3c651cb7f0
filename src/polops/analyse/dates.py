"""Every dated thing of the plan: what happens or is due on which day, who owns it, and whether it is done.

A date is kept as it is currently expected (a start as recruiting expects it, a milestone as it is forecast). What was merely noted on a day
(check-ins, approvals, readings) is no entry: it asks nothing of anybody. Each kind of item has one function that names its dates (`BOOKS`
and its siblings); a kind without one has none.

Source: domain reference A-4 (`polops calendar`: every date in every file, with owner and what it is).
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING

from polops.values.record import dataclass

if TYPE_CHECKING:
    from datetime import date

    from polops.analyse.context import Context
    from polops.plan.plan import Node
    from polops.source.problem import Route


@dataclass(frozen=True, slots=True)
class Entry:
    """One thing on one day. `what` names it in a few words (`milestone due`); with `ref` it is the same thing also on another day.

    `done` says that nothing is left to do: it happened, or was delivered.
    """

    on: date
    what: str
    ref: str
    title: str
    node: Node
    route: Route = ()
    owner: str = ""
    done: bool = False

    def state(self, day: date) -> str:
        """`done`, `late` (the day has passed and it is not done), or nothing."""
        return "done" if self.done else "late" if self.on < day else ""


Dates = Callable[["Context", "Node"], Iterator[Entry]]
"""The dates of one item."""


def entry(  # noqa: PLR0913 - the parts of an entry, by name
    ctx: Context, node: Node, on: date | None, what: str, route: Route, *, title: str = "", owner: str = "", done: bool = False
) -> Iterator[Entry]:
    """An item's entry on a day; none where there is no day. Title and owner are the item's own unless they are given."""
    if on is not None:
        named = title or getattr(node.item, "title", "") or getattr(node.item, "name", "") or getattr(node.item, "vendor", "")
        yield Entry(on, what, node.ref, named, node, route, owner or ctx.plan.owner(node) or "", done)
