"""Changes as of a date (domain reference C15): adoption, the ADKAR barrier, training and readiness.

Shares are Decimals from 0 to 1 over counts of people; groups without a reading are left out, and None is no data, not 0.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING

from polops.analyse.context import at_least, each, ratio
from polops.analyse.few import hides_few, is_few
from polops.model.change import Adkar, AdoptionReading, Change, Group, Step, Training
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

    Of a group of a few people no assessment is shown.
    """

    group: Group
    adoption: Decimal | None
    proficiency: Decimal | None
    read_on: date | None
    adkar: Adkar | None
    barrier: str | None
    training: Decimal | None


@dataclass(frozen=True, slots=True)
class ChangeNumbers:
    """A change as of a date. `barrier` is the earliest of its groups'; `speed_met` is None before the target date or without a target."""

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
    groups = tuple(_group(ctx, item, group) for group in item.groups)
    order = [word for _, word in ELEMENTS] + [NO_BARRIER]
    barriers = [group.barrier for group in groups if group.barrier]
    steps = [step for step in (*item.comms, *item.training) if (step.on or step.by or date.max) <= ctx.as_of]
    done = len([step for step in steps if is_done(ctx, item, step)])
    return ChangeNumbers(
        adoption=adoption(item, ctx.as_of),
        proficiency=_share(item, _latest(item, ctx.as_of), "proficient"),
        barrier=min(barriers, key=order.index, default=None),
        training=trained(item, item.training),
        readiness=ratio(Decimal(done), Decimal(len(steps))),
        due=len(steps),
        done=done,
        speed_met=_speed_met(ctx, item),
        groups=groups,
    )


def adoption(item: Change, day: date) -> Decimal | None:
    """The share of people who work the new way by a day, over all groups that have a reading, weighted by people."""
    return _share(item, _latest(item, day), "using")


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


def _group(ctx: Context, item: Change, group: Group) -> GroupNumbers:
    read = next((found for found in _latest(item, ctx.as_of) if _names(item, found.group, group)), None)
    assessed = [found for found in item.adkar if found.on <= ctx.as_of and _names(item, found.group, group)]
    if hides_few(ctx) and is_few(group.people):
        assessed = []
    adkar = max(assessed, key=lambda found: found.on, default=None)
    return GroupNumbers(
        group=group,
        adoption=_share(item, [read], "using") if read else None,
        proficiency=_share(item, [read], "proficient") if read else None,
        read_on=read.on if read else None,
        adkar=adkar,
        barrier=barrier(ctx, adkar) if adkar else None,
        training=trained(item, [found for found in item.training if found.group is not None and _names(item, found.group, group)]),
    )


def _latest(item: Change, day: date) -> list[AdoptionReading]:
    """Each group's last reading by a day."""
    found = []
    for group in item.groups:
        reads = [read for read in item.readings if read.on <= day and _names(item, read.group, group)]
        if reads:
            found.append(max(reads, key=lambda read: read.on))
    return found


def _share(item: Change, reads: Iterable[AdoptionReading], field: str) -> Decimal | None:
    """People counted over the people of the groups that were counted."""
    known = [read for read in reads if getattr(read, field) is not None]
    people = sum(group.people for group in item.groups if any(_names(item, read.group, group) for read in known))
    return ratio(Decimal(sum(getattr(read, field) for read in known)), Decimal(people))


def _speed_met(ctx: Context, item: Change) -> bool | None:
    speed = item.adoption.speed if item.adoption else None
    if speed is None or speed.target_date > ctx.as_of:
        return None
    share = adoption(item, speed.target_date)
    return share is not None and at_least(share, speed.target)
