"""Changes as of a date (domain reference C15): adoption, the ADKAR barrier, training and readiness.

Shares are Decimals from 0 to 1 over counts of people; groups without a reading are left out, and None is no data, not 0.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING

from polops.analyse.context import at_least, each, ratio
from polops.analyse.few import FEWEST, hides_few, is_few
from polops.model.change import Adkar, AdoptionReading, Change, Group, Step, Training
from polops.values.hidden import HIDDEN, is_hidden
from polops.values.record import dataclass
from polops.values.ref import fold

if TYPE_CHECKING:
    from polops.analyse.context import Context
    from polops.plan.plan import Node

ELEMENTS = (("a", "Awareness"), ("d", "Desire"), ("k", "Knowledge"), ("ab", "Ability"), ("r", "Reinforcement"))
"""The elements of ADKAR in their order: the field and the word."""
NO_BARRIER = "no barrier"


@dataclass(frozen=True, slots=True)
class GroupNumbers:
    """One group of a change: shares of its people, its latest assessment and barrier. `barrier` is None where it was never assessed.

    Of a group of a few people no assessment is shown, and of those in `untold` no share.
    """

    group: Group
    adoption: Decimal | None
    proficiency: Decimal | None
    adkar: Adkar | None
    barrier: str | None
    training: Decimal | None


@dataclass(frozen=True, slots=True)
class ChangeNumbers:
    """A change as of a date. `barrier` is the earliest of its groups'; `speed_met` is None before the target date or without a target.

    Totals that would tell a few people's share are hidden (`untold`).
    """

    adoption: Decimal | None
    proficiency: Decimal | None
    barrier: str | None
    training: Decimal | None
    readiness: Decimal | None
    due: int
    done: int
    speed_met: bool | None
    groups: tuple[GroupNumbers, ...]


def change_item(node: Node) -> Change:
    """The change of a node."""
    assert isinstance(node.item, Change)  # noqa: S101 - the index keeps kinds apart
    return node.item


def barrier(ctx: Context, adkar: Adkar) -> str:
    """The first element in the order A, D, K, Ab, R that scores 3 or less. 4, 4, 2: Knowledge. Source: Prosci, barrier point."""
    limit = ctx.settings.thresholds.change.barrier
    return next((word for field, word in ELEMENTS if getattr(adkar, field) <= limit), NO_BARRIER)


@each
def change(ctx: Context, node: Node) -> ChangeNumbers:
    """All numbers of a change."""
    item = change_item(node)
    groups = tuple(_group(ctx, node, group) for group in item.groups)
    order = [word for _, word in ELEMENTS] + [NO_BARRIER]
    barriers = [group.barrier for group in groups if group.barrier]
    steps = [step for step in (*item.comms, *item.training) if (step.on or step.by or date.max) <= ctx.as_of]
    done = len([step for step in steps if is_done(ctx, item, step)])
    return ChangeNumbers(
        adoption=adoption(ctx, node, ctx.as_of),
        proficiency=_total(ctx, node, _latest(item, ctx.as_of), "proficient"),
        barrier=min(barriers, key=order.index, default=None),
        training=_all_trained(ctx, node),
        readiness=ratio(Decimal(done), Decimal(len(steps))),
        due=len(steps),
        done=done,
        speed_met=_speed_met(ctx, node),
        groups=groups,
    )


def adoption(ctx: Context, node: Node, day: date) -> Decimal | None:
    """The share of people who work the new way by a day, over all groups that have a reading, weighted by people."""
    return _total(ctx, node, _latest(change_item(node), day), "using")


@each
def untold(ctx: Context, node: Node) -> frozenset[str]:
    """The ids of the groups whose counts are not shown: those of a few people, and the next smallest until they are five together.

    Without these, the total less the groups that are shown would tell the few.
    """
    if not hides_few(ctx):
        return frozenset()
    found, people = [], 0
    for group in sorted(change_item(node).groups, key=lambda group: group.people):
        if is_few(group.people) or 0 < people < FEWEST:
            found.append(fold(str(group.id)))
            people += group.people
    return frozenset(found)


def is_told(ctx: Context, node: Node, ref: str) -> bool:
    """Whether the counts of a group, named by its id or in full, are shown."""
    return fold(ref.rpartition("/")[2]) not in untold(ctx, node)


def training_is_told(ctx: Context, node: Node, training: Training) -> bool:
    """Whether the counts of a training are shown: it is for a group that is told, or for all, and for more than a few."""
    few = hides_few(ctx) and is_few(_required(change_item(node), training))
    return not few and (training.group is None or is_told(ctx, node, training.group))


def is_done(ctx: Context, item: Change, step: Step) -> bool:
    """Whether a message was sent or a training is complete by the date."""
    if step.done is not None:
        return step.done <= ctx.as_of
    share = trained(item, [step]) if isinstance(step, Training) else None
    return share is not None and at_least(share, Decimal(1))


def trained(item: Change, trainings: Iterable[Training]) -> Decimal | None:
    """Completed over required, of all trainings together; a training that names no number is for all people of its group."""
    parts = [training_counts(item, one) for one in trainings]
    return ratio(Decimal(sum(completed for completed, _ in parts)), Decimal(sum(required for _, required in parts)))


def training_counts(item: Change, training: Training) -> tuple[int, int]:
    """How many have completed a training, and how many must."""
    return training.completed, _required(item, training)


def _required(item: Change, training: Training) -> int:
    if training.required is not None:
        return int(training.required)
    return sum(group.people for group in item.groups if training.group is None or _names(item, training.group, group))


def _names(item: Change, ref: str, group: Group) -> bool:
    return fold(ref) in {fold(str(group.id)), fold(f"{item.id}/{group.id}")}


def _all_trained(ctx: Context, node: Node) -> Decimal | None:
    """Of all trainings together; hidden where those that are not told are for a few, since the others could be taken away."""
    item = change_item(node)
    kept_back = [one for one in item.training if not training_is_told(ctx, node, one)]
    people = sum(group.people for group in item.groups if any(one.group and _names(item, one.group, group) for one in kept_back))
    few = is_few(people) or is_few(sum(_required(item, one) for one in kept_back))
    return HIDDEN if few else trained(item, item.training)


def _group(ctx: Context, node: Node, group: Group) -> GroupNumbers:
    item, told = change_item(node), is_told(ctx, node, str(group.id))
    read = next((found for found in _latest(item, ctx.as_of) if _names(item, found.group, group)), None)
    assessed = [found for found in item.adkar if found.on <= ctx.as_of and _names(item, found.group, group)]
    if hides_few(ctx) and is_few(group.people):
        assessed = []
    adkar = max(assessed, key=lambda found: found.on, default=None)
    trainings = [found for found in item.training if found.group is not None and _names(item, found.group, group)]
    shares = (_share(item, [read], "using"), _share(item, [read], "proficient")) if read else (None, None)
    return GroupNumbers(
        group=group,
        adoption=shares[0] if told else HIDDEN,
        proficiency=shares[1] if told else HIDDEN,
        adkar=adkar,
        barrier=barrier(ctx, adkar) if adkar else None,
        training=trained(item, trainings) if all(training_is_told(ctx, node, one) for one in trainings) else HIDDEN,
    )


def _latest(item: Change, day: date) -> list[AdoptionReading]:
    """Each group's last reading by a day."""
    found = []
    for group in item.groups:
        reads = [read for read in item.readings if read.on <= day and _names(item, read.group, group)]
        if reads:
            found.append(max(reads, key=lambda read: read.on))
    return found


def _total(ctx: Context, node: Node, reads: Iterable[AdoptionReading], field: str) -> Decimal | None:
    """Of all groups together; hidden where those that are not told, and were counted, are a few."""
    item, known = change_item(node), [read for read in reads if getattr(read, field) is not None]
    kept_back = {fold(read.group.rpartition("/")[2]) for read in known} & untold(ctx, node)
    return HIDDEN if is_few(sum(group.people for group in item.groups if fold(str(group.id)) in kept_back)) else _share(item, known, field)


def _share(item: Change, reads: Iterable[AdoptionReading], field: str) -> Decimal | None:
    """People counted over the people of the groups that were counted."""
    known = [read for read in reads if getattr(read, field) is not None]
    people = sum(group.people for group in item.groups if any(_names(item, read.group, group) for read in known))
    return ratio(Decimal(sum(getattr(read, field) for read in known)), Decimal(people))


def _speed_met(ctx: Context, node: Node) -> bool | None:
    item = change_item(node)
    speed = item.adoption.speed if item.adoption else None
    if speed is None or speed.target_date > ctx.as_of:
        return None
    share = adoption(ctx, node, speed.target_date)
    if is_hidden(share):
        return None
    return share is not None and at_least(share, speed.target)
