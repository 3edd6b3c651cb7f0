"""Milestones and initiatives against their baseline (domain reference C11): effective and propagated dates, slip, what drives the end.

The priority of a date is `done`, then the later of `forecast` and the as-of date, then `baseline`. A predecessor that is late moves what
comes after it by the gap that was planned between them. Slips are calendar days, late positive; None: no date to compare with.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Mapping
from datetime import date
from typing import TYPE_CHECKING

from polops.analyse.context import each, once
from polops.analyse.status import Status
from polops.model.initiative import Initiative, Milestone
from polops.values.record import dataclass

if TYPE_CHECKING:
    from polops.analyse.context import Context
    from polops.plan.plan import Node

OVER = ("closed", "cancelled", "paused")
"""Stages in which an initiative has no colour."""


@dataclass(frozen=True, slots=True)
class MilestoneNumbers:
    """A milestone as of a date. `slip_days` is of its own date, `late_days` of the propagated one; `driver` is what sets the latter."""

    effective: date | None
    slip_days: int | None
    propagated: date | None
    late_days: int | None
    driver: Node | None
    done: bool
    overdue: bool
    status: Status
    why: str


@dataclass(frozen=True, slots=True)
class Schedule:
    """An initiative's schedule as of a date: its last milestone, that one's propagated date and slip, and the chain that sets it.

    `tolerated` is whether the time tolerance holds; None where none was agreed. `gate` is the next milestone that opens a stage.
    """

    last: Node | None
    propagated_end: date | None
    baseline_end: date | None
    slip_days: int | None
    driving_chain: tuple[Node, ...]
    gate: Node | None
    tolerated: bool | None
    status: Status
    why: str


def milestone_item(node: Node) -> Milestone:
    """The milestone of a node."""
    assert isinstance(node.item, Milestone)  # noqa: S101 - the index keeps kinds apart
    return node.item


def initiative_item(node: Node) -> Initiative:
    """The initiative of a node."""
    assert isinstance(node.item, Initiative)  # noqa: S101 - the index keeps kinds apart
    return node.item


@once
def _inside(ctx: Context) -> Mapping[int, tuple[Node, ...]]:
    found: dict[int, list[Node]] = {}
    for node in ctx.plan.nodes("milestone"):
        found.setdefault(id(node.parent), []).append(node)
    return {key: tuple(nodes) for key, nodes in found.items()}


def milestones(ctx: Context, node: Node) -> tuple[Node, ...]:
    """The milestones of an initiative, as they are written."""
    return _inside(ctx).get(id(node), ())


def begun(ctx: Context, node: Node) -> date | None:
    """When an initiative began: the first approval of its stage `approved`, else its first milestone as agreed or reached; None without."""
    gate = initiative_item(node).gates.get("approved")
    if gate and gate.approvals:
        return min(approval.on for approval in gate.approvals)
    marks = [milestone_item(mark) for mark in milestones(ctx, node)]
    return min((day for mark in marks for day in (mark.baseline, mark.done, mark.forecast) if day is not None), default=None)


def is_done(ctx: Context, item: Milestone) -> bool:
    """Whether a milestone was reached by the date."""
    return item.done is not None and item.done <= ctx.as_of


def effective(ctx: Context, item: Milestone) -> date | None:
    """When a milestone was or will be reached by what is said of it: done, else the later of forecast (or baseline) and the as-of date."""
    if is_done(ctx, item):
        return item.done
    stated = item.forecast or item.baseline
    return max(stated, ctx.as_of) if stated else None


@once
def predecessors(ctx: Context) -> Mapping[int, tuple[Node, ...]]:
    """The milestones that must be done before each, by `id` of its node; those that nothing is named after are left out."""
    found = {}
    for node in ctx.plan.nodes("milestone"):
        before = (ctx.plan.find(ref, "milestone", within=node) for ref in milestone_item(node).after)
        found[id(node)] = tuple(item for item in before if item is not None and item is not node)
    return found


@once
def _propagated(ctx: Context) -> Mapping[int, tuple[date | None, Node | None]]:
    """The propagated date of every milestone and what sets it. Milestones in a circle, which GEN205 reports, ignore what closes it."""
    known: dict[int, tuple[date | None, Node | None]] = {}
    for node in _in_order(ctx):
        known[id(node)] = _pushed(ctx, node, known)
    return known


def _in_order(ctx: Context) -> list[Node]:
    """Every milestone after its predecessors, as far as there is such an order."""
    nodes = list(ctx.plan.nodes("milestone"))
    before = predecessors(ctx)
    waiting = {id(node): len(before[id(node)]) for node in nodes}
    after: dict[int, list[Node]] = {}
    for node in nodes:
        for earlier in before[id(node)]:
            after.setdefault(id(earlier), []).append(node)
    ready, found = deque(node for node in nodes if not waiting[id(node)]), []
    while ready:
        node = ready.popleft()
        found.append(node)
        for later in after.get(id(node), ()):
            waiting[id(later)] -= 1
            if not waiting[id(later)]:
                ready.append(later)
    placed = {id(node) for node in found}
    return [*found, *(node for node in nodes if id(node) not in placed)]


def _pushed(ctx: Context, node: Node, known: Mapping[int, tuple[date | None, Node | None]]) -> tuple[date | None, Node | None]:
    """The date of one milestone once its predecessors have one: the latest that they, or it itself, ask for."""
    item = milestone_item(node)
    own = effective(ctx, item)
    if is_done(ctx, item):
        return own, None
    asked = []
    for earlier in predecessors(ctx)[id(node)]:
        reached = known.get(id(earlier), (None, None))[0]
        if reached is not None:
            asked.append((_shifted(reached, milestone_item(earlier).baseline, item.baseline), reached, earlier))
    if not asked:
        return own, None
    when, _, earlier = max(asked, key=lambda each_: each_[:2])
    open_tie = when == own and not is_done(ctx, milestone_item(earlier))
    if own is None or when > own or open_tie:
        return when, earlier
    return own, None


def _shifted(reached: date, before: date | None, after: date | None) -> date:
    """A predecessor's date and the gap that was planned after it; without both baselines there is no gap to keep."""
    gap = (after - before).days if before and after else 0
    return date.fromordinal(min(reached.toordinal() + gap, date.max.toordinal()))


def _days(late: date | None, baseline: date | None) -> int | None:
    return None if late is None or baseline is None else (late - baseline).days


@each
def milestone(ctx: Context, node: Node) -> MilestoneNumbers:
    """All numbers of a milestone. Stated for 15 September, 46 days after one that is now due on 10 August: 25 September, 10 days late."""
    item = milestone_item(node)
    own, (when, driver) = effective(ctx, item), _propagated(ctx)[id(node)]
    late = _days(when, item.baseline)
    done = is_done(ctx, item)
    stated = item.forecast or item.baseline
    status, why = _colour(ctx, when, item.baseline, hard=item.hard and not done)
    return MilestoneNumbers(
        effective=own,
        slip_days=_days(own, item.baseline),
        propagated=when,
        late_days=late,
        driver=driver,
        done=done,
        overdue=not done and stated is not None and stated < ctx.as_of,
        status="complete" if done else status,
        why="done" if done else why,
    )


def _colour(ctx: Context, when: date | None, baseline: date | None, *, hard: bool = False) -> tuple[Status, str]:
    """The colour of a slip: 7 days green, 21 amber, as settings have it; a hard date has no slack."""
    if when is None or baseline is None:
        return "grey", "no baseline"
    limits, off = ctx.settings.thresholds.schedule, ctx.settings.holidays
    days = (when - baseline).days
    said = f"slip of {days} days" if days != 1 else "slip of 1 day"
    if hard and days > 0:
        return "red", f"hard date predicted late: {said}"
    if when <= limits.amber.after(baseline, off):
        return "green", said
    return ("amber", said) if when <= limits.red.after(baseline, off) else ("red", said)


@each
def schedule(ctx: Context, node: Node) -> Schedule:
    """The schedule of an initiative: red also past its time tolerance, or where a hard date of it is predicted late.

    INI-004: M3 is 10 days late and moves M4 to 25 September (+10): amber, inside the tolerance of 14 days; the chain is M3, M4.
    """
    item, marks = initiative_item(node), milestones(ctx, node)
    found = {id(mark): milestone(ctx, mark) for mark in marks}
    dated = [(found[id(mark)].propagated or date.min, milestone_item(mark).baseline or date.min, i) for i, mark in enumerate(marks)]
    last = marks[max(dated)[2]] if dated else None
    gates = [mark for mark in marks if milestone_item(mark).gate and not found[id(mark)].done]
    gate = min(gates, key=lambda mark: found[id(mark)].propagated or date.max) if gates else None
    if last is None:
        return Schedule(None, None, None, None, (), None, None, "grey", "no milestones")
    end, baseline = found[id(last)].propagated, milestone_item(last).baseline
    tolerance = item.tolerance.time if item.tolerance else None
    tolerated = None if tolerance is None or end is None or baseline is None else end <= tolerance.after(baseline, ctx.settings.holidays)
    status, why = _colour(ctx, end, baseline)
    hard = next((mark for mark in marks if found[id(mark)].why.startswith("hard")), None)
    if hard is not None:
        status, why = "red", f"{hard.ref}: {found[id(hard)].why}"
    elif tolerated is False:
        status, why = "red", f"{why}, past the tolerance of {tolerance}"
    return Schedule(last, end, baseline, _days(end, baseline), _chain(ctx, last), gate, tolerated, status, why)


def _chain(ctx: Context, last: Node) -> tuple[Node, ...]:
    """Backwards from a milestone, what sets each propagated date; in order of time."""
    chain = [last]
    seen = {id(last)}
    while (driver := milestone(ctx, chain[-1]).driver) is not None and id(driver) not in seen:
        chain.append(driver)
        seen.add(id(driver))
    return tuple(reversed(chain))
