"""What a change to the plans is: an item's field with its two values and places, and no opinion about it.

Values of restricted files and items are withheld here, so that nobody behind can print them: such a change says only that there is one.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import field as attribute
from dataclasses import replace
from typing import Literal

from polops.model.base import File
from polops.plan.plan import Node, Plan
from polops.source.problem import Route, Span
from polops.values.period import Period
from polops.values.record import dataclass

What = Literal["added", "removed", "changed", "renamed", "moved", "reordered", "rewritten", "unreadable"]
"""`moved`: to another file, or its file got another name. `rewritten`: the file's text differs, its values do not."""

RESTRICTED = "restricted"


@dataclass(frozen=True, slots=True)
class Spot:
    """One side of a change: the item (or a file's path) and the way to the field; its place in the text is found when asked for."""

    plan: Plan
    where: Node | str
    route: Route = ()

    @property
    def node(self) -> Node | None:
        """The item; None where a file could not be read."""
        return self.where if isinstance(self.where, Node) else None

    @property
    def path(self) -> str:
        """The file."""
        return self.where.path if isinstance(self.where, Node) else self.where

    @property
    def span(self) -> Span:
        """The place in the file of that side."""
        return self.plan.at(self.where, *self.route)


@dataclass(frozen=True, slots=True)
class Change:
    """One difference between two plans: `before` and `after` are the values as the model reads them, None where there is none.

    `kind` and `ref` are the item's: of a renamed one the new name, of a removed one the old. `field` is the way to the value by ids
    and keys, never by place (`checkins.2026-08-03.value`); it is empty where the item itself came, went or moved. `path` has its
    steps. `names` are other items that the changed record speaks of. `secret` changes carry no values.
    """

    what: What
    kind: str
    ref: str
    field: str = ""
    before: object = None
    after: object = None
    names: tuple[str, ...] = ()
    secret: bool = False
    path: tuple[str, ...] = attribute(default=(), compare=False, repr=False)
    old: Spot | None = attribute(default=None, compare=False, repr=False)
    new: Spot | None = attribute(default=None, compare=False, repr=False)

    @property
    def spot(self) -> Spot:
        """The newer side that there is."""
        found = self.new or self.old
        assert found is not None  # noqa: S101 - a change has at least one side
        return found

    @property
    def before_at(self) -> Span | None:
        """Where the value stood, or what it was missing from; None where the item was not there."""
        return self.old.span if self.old else None

    @property
    def after_at(self) -> Span | None:
        """Where the value stands now, or what it is missing from; None where the item is not there."""
        return self.new.span if self.new else None

    @property
    def is_value(self) -> bool:
        """Whether it changes what the plan says, and not only how or where it is written."""
        return self.what in {"added", "removed", "changed", "unreadable"}

    def discreet(self) -> Change:
        """The same change without its values."""
        return replace(self, before=None, after=None, secret=True)


def touched(changes: Iterable[Change]) -> set[str]:
    """The references of all items that changes of value touch, old and new names, with the items around them.

    An item that another one's changed record speaks of is touched too: a line by its actual or transfer, a metric by its reading.
    Files without a name of their own are there by their path, as problems name them.
    """
    found: set[str] = set()
    for change in changes:
        if not change.is_value:
            continue
        found.add(change.ref)
        for spot in (change.old, change.new):
            found.update(_touched(spot, change.names) if spot else ())
    return found


def _touched(spot: Spot, names: tuple[str, ...]) -> Iterator[str]:
    if spot.node is None:
        return
    yield spot.node.ref
    yield from (above.ref for above in spot.node.up() if above.kind)
    yield from (node.ref for name in names if (node := spot.plan.find(name, within=spot.node)) is not None)


def is_secret(node: Node) -> bool:
    """Whether no value of an item may be shown: its kind, its folder or its audience is restricted."""
    if type(node.file).RESTRICTED or RESTRICTED in node.path.split("/")[:-1]:
        return True
    return next((above.item.audience for above in node.up() if above.item.audience), "") == RESTRICTED


_SCOPE = ("team", "initiative", "cost_center", "fiscal_year", "period", "month", "through")
"""Fields of a file that say what it is about, where it has no reference of its own."""


def scope(file: File) -> dict[str, str]:
    """What a file is about: `{"team": "mh"}`, `{"cost_center": "CC-4410", "fiscal_year": "FY26"}`."""
    found = {name: str(value) for name in _SCOPE if isinstance(value := getattr(file, name, None), str | Period)}
    if "cost_center" in found:
        found.pop("team", None)
    return found


def name_of(node: Node) -> str:
    """The name of an item: its reference; of a file without one its kind and what it is about (`headcount/mh`)."""
    if node.kind or node.route:
        return node.ref
    return node.file.ref() or "/".join((node.file.kind, *scope(node.file).values()))


def kind_of(node: Node) -> str:
    """The kind of an item, or of its file."""
    return node.kind or node.file.kind
