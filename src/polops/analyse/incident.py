"""Incidents as of a date (domain reference C18): the clocks of their protocol, and where business days are counted.

A clock runs from `detected`; its limit is the protocol's for the incident's severity. Business days are those of the place where most of
the responding team works: the team of the commander, else of the owner.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from decimal import Decimal
from typing import TYPE_CHECKING

from polops.analyse.clocks import Clock, Place, Spread, attainment, clock, spread, zone
from polops.analyse.context import ZERO, each, once
from polops.analyse.headcount import is_filled, position_item
from polops.model.incident import Incident
from polops.model.org import Location
from polops.model.policy import Policy
from polops.values.record import dataclass
from polops.values.ref import fold

if TYPE_CHECKING:
    from polops.analyse.context import Context
    from polops.plan.plan import Node
    from polops.values.duration import Duration

STEPS = (("acknowledge", "acknowledged"), ("contain", "contained"), ("resolve", "resolved"))
"""The clocks: the protocol's limit, and the incident's instant that stops it."""


@dataclass(frozen=True, slots=True)
class IncidentNumbers:
    """An incident as of a date: its clocks by name (those that its protocol has), and whether it is open."""

    clocks: Mapping[str, Clock]
    is_open: bool

    @property
    def breached(self) -> tuple[str, ...]:
        """The clocks that were not met."""
        return tuple(name for name, found in self.clocks.items() if found.result == "breached")


@dataclass(frozen=True, slots=True)
class Attainment:
    """How often one clock was met: the share of those due, how many were met, due and still run, and the minutes they took.

    Minutes are those of clocks that run around the clock.
    """

    share: Decimal | None
    met: int
    due: int
    running: int
    minutes: Spread

    @property
    def breached(self) -> int:
        """How many were not met."""
        return self.due - self.met


def incident_item(node: Node) -> Incident:
    """The incident of a node."""
    assert isinstance(node.item, Incident)  # noqa: S101 - the index keeps kinds apart
    return node.item


@each
def incident(ctx: Context, node: Node) -> IncidentNumbers:
    """All numbers of an incident. S1 with 15m/1h/24h: 11 minutes met, 95 breached, 640 met."""
    item = incident_item(node)
    place = place_of(ctx, team_of(ctx, node))
    clocks = {}
    for name, stop in STEPS:
        limit = limit_of(ctx, node, name)
        if limit is not None:
            clocks[name] = clock(item.detected, getattr(item, stop), limit, ctx.as_of, place)
    ended = item.closed or item.resolved
    return IncidentNumbers(clocks, ended is None or ended.astimezone(place.zone).date() > ctx.as_of)


def limit_of(ctx: Context, node: Node, clock_name: str) -> Duration | None:
    """How long the protocol allows a clock of the incident's severity; None where it says nothing."""
    item = incident_item(node)
    found = ctx.plan.find(item.protocol, "policy", within=node)
    limits = found.item.severities.get(item.severity) if found and isinstance(found.item, Policy) else None
    limit: Duration | None = getattr(limits, clock_name, None)
    return limit


def incidents(ctx: Context) -> list[Node]:
    """The incidents detected by the date, in order of detection."""
    nodes = [node for node in ctx.plan.nodes("incident") if incident_item(node).detected.date() <= ctx.as_of]
    return sorted(nodes, key=lambda node: (incident_item(node).detected, node.ref))


def service(ctx: Context, nodes: Iterable[Node]) -> dict[str, Attainment]:
    """How often each clock of some incidents was met, and how long it took."""
    found: dict[str, list[Clock]] = {name: [] for name, _ in STEPS}
    for node in nodes:
        for name, one in incident(ctx, node).clocks.items():
            found[name].append(one)
    return {name: _attained(clocks) for name, clocks in found.items()}


def _attained(clocks: list[Clock]) -> Attainment:
    results = [one.result for one in clocks]
    taken = [one.elapsed_minutes for one in clocks if one.elapsed_minutes is not None and not one.business]
    running = results.count("running")
    return Attainment(attainment(results), results.count("met"), len(results) - running, running, spread(taken))


def team_of(ctx: Context, node: Node) -> str:
    """The team that responds: the commander's, else the owner's."""
    person = incident_item(node).commander or ctx.plan.owner(node)
    found = ctx.plan.find(person, "person") if person else None
    return getattr(found.item, "team", "") if found else ""


@once
def _seats(ctx: Context) -> Mapping[str, Mapping[str, Decimal]]:
    """Filled FTE by folded team and location, and of all teams under the empty name."""
    found: dict[str, dict[str, Decimal]] = {}
    for node in ctx.plan.nodes("position"):
        item = position_item(node)
        if is_filled(ctx, item):
            for team in (fold(ctx.plan.team(node)), ""):
                seats = found.setdefault(team, {})
                seats[fold(item.location)] = seats.get(fold(item.location), ZERO) + item.fte
    return found


def place_of(ctx: Context, team: str) -> Place:
    """The place where most of a team works, by filled FTE; else most of the workspace, else its first location, else UTC."""
    seats = _seats(ctx).get(fold(team)) or _seats(ctx).get("") or {}
    code = max(sorted(seats), key=lambda name: seats[name], default=None)
    nodes = ctx.plan.nodes("location")
    node = ctx.plan.find(code, "location") if code else next(nodes, None)
    name = node.item.timezone if node and isinstance(node.item, Location) else None
    return Place(zone(name), ctx.settings.holidays)
