"""The colour of an initiative or a team, by dimension (domain reference C14), and the override of a person beside it.

Overall is the worst of the dimensions with data; fewer than half of those that apply with data is grey. An override replaces the overall
colour only, until its last day, and both are shown. Closed, paused and cancelled initiatives have no colour.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING

from polops.analyse import adoption, initiative, policy, raid, team
from polops.analyse.align import of as means_of
from polops.analyse.context import ONE, ZERO, Context, at_least, each, once
from polops.analyse.headcount import count, position, position_item, positions
from polops.analyse.okr import objective, objectives
from polops.analyse.progress import key_result
from polops.analyse.schedule import OVER, initiative_item, milestone, milestone_item, milestones, schedule
from polops.analyse.status import Status, worst
from polops.analyse.variance import roll_up
from polops.model.update import Override, Update
from polops.values.hidden import is_hidden
from polops.values.record import dataclass
from polops.values.ref import fold

if TYPE_CHECKING:
    from polops.plan.plan import Node

DIMENSIONS = ("schedule", "cost", "outcome", "risk", "people", "readiness")
Colour = tuple[Status, str]
_NONE: Colour = ("grey", "no data")


@dataclass(frozen=True, slots=True)
class Given:
    """An override that counts: what somebody says in place of the computed colour, why, and until when."""

    rag: Status
    reason: str
    until: date
    by: str | None
    update: str
    """The update it stands in."""


@dataclass(frozen=True, slots=True)
class Rag:
    """A colour as of a date. `status` is what counts (the override's while it lasts), `computed` what the dimensions say.

    `dimensions` has each that applies with its colour and the reason; `why` says which of them decided, or whose override.
    """

    status: Status
    computed: Status
    why: str
    dimensions: Mapping[str, Colour]
    override: Given | None


@each
def of_initiative(ctx: Context, node: Node) -> Rag:
    """The colour of an initiative."""
    item = initiative_item(node)
    if item.stage in OVER:
        return Rag("grey", "grey", f"{item.stage}: no colour", {}, None)
    plan = schedule(ctx, node)
    found: dict[str, Colour] = {
        "schedule": (plan.status, plan.why),
        "cost": _cost(ctx, node),
        "outcome": _outcome(ctx, node),
        "risk": raid.colour(ctx, raid.of_initiative(ctx, node)),
        "people": _people(ctx, [served for served, _ in means_of(ctx, node).positions]),
    }
    if (ready := _launching(ctx, node)) is not None:
        found["readiness"] = ready
    return _overall(ctx, node.ref, found)


@each
def of_team(ctx: Context, node: Node) -> Rag:
    """The colour of a team: of its live initiatives' schedules, its lines, its objectives of the quarter, its registers and positions."""
    own = [found for found in ctx.plan.nodes("initiative") if is_live(found) and fold(team_of(ctx, found)) == fold(node.ref)]
    plans = {found.ref: schedule(ctx, found) for found in own}
    goals = objectives(ctx, ctx.quarter, team=node.ref)
    entries = [*raid.of_team(ctx, node.ref), *(entry for found in own for entry in raid.of_initiative(ctx, found))]
    found: dict[str, Colour] = {
        "schedule": _worst((plan.status, f"{ref}: {plan.why}") for ref, plan in plans.items()),
        "cost": _budget(ctx, node.ref),
        "outcome": _worst((objective(ctx, goal).status, f"{goal.ref} {objective(ctx, goal).status}") for goal in goals),
        "risk": raid.colour(ctx, entries),
        "people": _people(ctx, positions(ctx, node.ref)),
    }
    launches = [ready for each_ in own if (ready := _launching(ctx, each_)) is not None]
    if launches:
        found["readiness"] = _worst(launches)
    return _overall(ctx, node.ref, found)


def is_live(node: Node) -> bool:
    """Whether an initiative is neither closed, paused nor cancelled."""
    return initiative_item(node).stage not in OVER


def team_of(ctx: Context, node: Node) -> str:
    """The team that runs an initiative: its own, else that of its owner."""
    item = initiative_item(node)
    owner = ctx.plan.find(item.owner, "person")
    return item.team or str(getattr(owner and owner.item, "team", ""))


def _overall(ctx: Context, ref: str, found: Mapping[str, Colour]) -> Rag:
    known = {name: status for name, (status, _) in found.items() if status != "grey"}
    if 2 * len(known) < len(found):
        computed: Status = "grey"
        why = f"{len(known)} of {len(found)} dimensions have data"
    else:
        computed = "green" if (status := worst(known.values())) == "complete" else status
        name = next(name for name, own in known.items() if own == status)
        why = "all dimensions with data are green" if computed == "green" else f"{name}: {found[name][1]}"
    given = override(ctx, ref)
    if given is None:
        return Rag(computed, computed, why, found, None)
    return Rag(given.rag, computed, f"override until {given.until} (computed: {computed}, {why}): {given.reason}", found, given)


def _worst(colours: Iterable[Colour]) -> Colour:
    """The worst of several colours, the first of those; no data where none has any."""
    known = [colour for colour in colours if colour[0] != "grey"]
    status = worst(status for status, _ in known)
    return next((colour for colour in known if colour[0] == status), _NONE)


def _against(outlook: Decimal, budget: Decimal, tolerance: Decimal, how: str) -> Colour:
    """The colour of an outlook: green within the budget, amber within the tolerance above it."""
    if is_hidden(outlook - budget):
        return "grey", f"{how} not shown"
    if outlook <= budget:
        return "green", f"{how} within budget"
    if outlook <= budget * (ONE + tolerance):
        return "amber", f"{how} over budget, within tolerance"
    return "red", f"{how} over budget and tolerance"


def _cost(ctx: Context, node: Node) -> Colour:
    money, tolerance = initiative.costs(ctx, node), initiative_item(node).tolerance
    if money.bac is None or money.outlook is None:
        return "grey", "no budget" if money.bac is None else "no outlook"
    return _against(money.outlook, money.bac, (tolerance.cost if tolerance else None) or ZERO, money.method)


def _budget(ctx: Context, code: str) -> Colour:
    own = [found for found in team.of_team(ctx, "line", code) if found.year == ctx.year_label]
    if not own:
        return "grey", "no budget"
    total = roll_up(ctx, own)
    return _against(total.outlook, total.current, ctx.settings.thresholds.budget.hard_outlook_pct, "outlook of its lines")


def _outcome(ctx: Context, node: Node) -> Colour:
    """The worst of the key results and objectives that an initiative supports."""
    colours: list[Colour] = []
    for ref in initiative_item(node).supports:
        aim = ctx.plan.find(ref, "objective", "key_result", within=node)
        if aim is not None:
            status = key_result(ctx, aim).status if aim.kind == "key_result" else objective(ctx, aim).status
            colours.append((status, f"{aim.ref} {status}"))
    status, why = _worst(colours)
    return ("green", why) if status == "complete" else (status, why)


def _people(ctx: Context, nodes: Iterable[Node]) -> Colour:
    """The vacancy of the positions: 15 % green, 30 % amber; red with a P0 position vacant for more than 90 days."""
    unique = list({id(node): node for node in nodes}.values())
    rate = count(ctx, unique).vacancy_rate
    if rate is None:
        return "grey", "no positions"
    for node in unique:
        age = position(ctx, node).open_age
        if position_item(node).priority == "P0" and age is not None and age > ctx.settings.thresholds.headcount.open_days:
            return "red", f"P0 position {node.ref} is vacant for {age} days"
    limits = ctx.settings.thresholds.programme
    status: Status = "green" if at_least(limits.people_amber, rate) else "amber" if at_least(limits.people_red, rate) else "red"
    return status, f"{count(ctx, unique).vacant} of {count(ctx, unique).approved} positions vacant"


def _launching(ctx: Context, node: Node) -> Colour | None:
    """The readiness of an initiative that launches within 14 days: the lowest of its changes and policies; None where it does not."""
    until = ctx.settings.thresholds.programme.launch_window.after(ctx.as_of, ctx.settings.holidays)
    marks = [mark for mark in milestones(ctx, node) if milestone_item(mark).gate == "launched" and not milestone(ctx, mark).done]
    dates = [day for mark in marks if (day := milestone(ctx, mark).propagated) is not None]
    if not any(ctx.as_of <= day <= until for day in dates):
        return None
    shares = [(share, ref) for share, ref in launch_readiness(ctx, node) if share is not None]
    if not shares:
        return "grey", "no change or policy says how ready it is"
    share, ref = min(shares)
    limit = ctx.settings.thresholds.programme.readiness_amber
    status: Status = "green" if at_least(share, ONE) else "amber" if at_least(share, limit) else "red"
    return status, f"{ref} is {share * 100:.0f} % ready"


def launch_readiness(ctx: Context, node: Node) -> list[tuple[Decimal | None, str]]:
    """How ready each change and policy of an initiative is: changes that are `for` it, policies `related` to it."""
    found: list[tuple[Decimal | None, str]] = []
    for item in ctx.plan.nodes("change"):
        ref = adoption.change_item(item).for_
        target = ctx.plan.find(ref, "initiative", "policy", within=item) if ref else None
        if target is node:
            found.append((adoption.change(ctx, item).readiness, item.ref))
    policies = (item for item in ctx.plan.nodes("policy") if _is_related(ctx, item, node))
    return [*found, *((policy.policy(ctx, item).readiness, item.ref) for item in policies)]


def _is_related(ctx: Context, item: Node, node: Node) -> bool:
    return any(ctx.plan.find(ref, "initiative", within=item) is node for ref in policy.policy_item(item).related)


@once
def _overrides(ctx: Context) -> Mapping[str, tuple[tuple[date, str, Override], ...]]:
    """The overrides of all updates by the date, the latest period first, by what they are on."""
    found: dict[str, list[tuple[date, str, Override]]] = {}
    for _, file in ctx.plan.of(Update):
        first = ctx.calendar.period(file.period).first
        for given in file.override if first <= ctx.as_of else ():
            found.setdefault(fold(given.on), []).append((first, file.ref(), given))
    return {on: tuple(sorted(each_, key=lambda entry: entry[:2], reverse=True)) for on, each_ in found.items()}


def overrides(ctx: Context) -> list[tuple[str, Given]]:
    """Every override that counts, with what it is on as it is written, in order of that."""
    found = {entries[0][2].on: override(ctx, on) for on, entries in _overrides(ctx).items()}
    return sorted(((on, given) for on, given in found.items() if given is not None), key=lambda pair: pair[0])


def override(ctx: Context, ref: str) -> Given | None:
    """The override of an initiative or team that counts: of the latest update that has one, until its last day."""
    for _, update, given in _overrides(ctx).get(fold(ref), ())[:1]:
        if ctx.as_of <= given.until:
            return Given(given.rag, given.reason, given.until, given.by, update)
    return None
