"""change: one change to how people work, and its adoption."""

from typing import Annotated, ClassVar, Literal

from pydantic import Field

from polops.model.base import File, Identity, Item, MetricRef, Part, Person
from polops.model.types import Count, Day, Id, LocalId, Ref, Score5, Share, Text, Title, link

ChangeStage = Literal["assess", "plan", "prepare", "live", "reinforce", "closed"]
GroupRef = Annotated[Ref, link("group")]


class Group(Item):
    """People whose work changes: a count, never names."""

    IDENTITY: ClassVar[Identity | None] = Identity("group", path=True)

    id: LocalId = Field(description="short id: g1")
    name: Title = Field(description="who they are")
    people: Count = Field(description="how many")
    impact: Score5 = Field(description="how much changes for them, 1 to 5")
    aspects: tuple[Literal["process", "tools", "role", "metrics", "location"], ...] = Field((), description="what changes for them")


class Adkar(Part):
    """How far a group is, by the five elements of ADKAR, 1 to 5 each. The first one at 3 or less is the barrier."""

    group: GroupRef = Field(description="the group")
    on: Day = Field(description="the day")
    a: Score5 = Field(description="awareness, 1 to 5")
    d: Score5 = Field(description="desire, 1 to 5")
    k: Score5 = Field(description="knowledge, 1 to 5")
    ab: Score5 = Field(description="ability, 1 to 5")
    r: Score5 = Field(description="reinforcement, 1 to 5")


class Step(Item):
    """Something a group is told or taught: on a day, or by one."""

    id: LocalId = Field(description="short id: c1")
    group: GroupRef | None = Field(None, description="the group; none: all of them")
    what: Text = Field(description="what is said or taught")
    channel: Title | None = Field(None, description="how: team brief, course")
    on: Day | None = Field(None, description="the day")
    by: Day | None = Field(None, description="the last day; where there is no `on`")
    owner: Person = Field(description="who does it")
    done: Day | None = Field(None, description="the day it was done")

    def needs(self) -> tuple[tuple[str, str], ...]:
        """When it is due: on a day, or by one."""
        return (("by", "when it is due; or write `on`"),) if self.on is None and self.by is None else ()


class ChangeComms(Step):
    """A message."""

    IDENTITY: ClassVar[Identity | None] = Identity("change_comms", path=True)


class Training(Step):
    """A training, with how many people it is for and how many have done it."""

    IDENTITY: ClassVar[Identity | None] = Identity("training", path=True)

    required: Count | None = Field(None, description="people who must complete it")
    completed: Count = Field(0, description="people who have")


class Speed(Part):
    """How soon how many should work the new way."""

    target_date: Day = Field(description="by when")
    target: Share = Field(description="share of the people: 90%")


class Adoption(Part):
    """What adoption is measured by: speed, utilization, proficiency."""

    speed: Speed | None = Field(None, description="how soon how many work the new way")
    utilization: MetricRef | None = Field(None, description="the metric of how much they use it")
    proficiency: MetricRef | None = Field(None, description="the metric of how well they do it")


class AdoptionReading(Part):
    """How many people of a group work the new way on a day."""

    group: GroupRef = Field(description="the group")
    on: Day = Field(description="the day")
    using: Count = Field(description="people who work the new way")
    proficient: Count | None = Field(None, description="people who do it well")


class Intervention(Item):
    """What is done when adoption or a plan falls behind: what set it off, the action, and the effect seen."""

    IDENTITY: ClassVar[Identity | None] = Identity("intervention", path=True)

    id: LocalId = Field(description="short id: v1")
    on: Day = Field(description="the day it was decided")
    trigger: Text = Field(description="what set it off: a barrier, a slip, a variance")
    action: Text = Field(description="what is done")
    group: GroupRef | None = Field(None, description="the group it is for; none: all of them")
    owner: Person = Field(description="who does it")
    due: Day = Field(description="by when")
    done: Day | None = Field(None, description="the day it was done")
    effect: Text | None = Field(None, description="what it changed")


class Change(File):
    """One change and its adoption."""

    IDENTITY: ClassVar[Identity | None] = Identity("change")

    kind: Literal["change"] = Field(description="change")
    id: Id = Field(description="its id: CHG-007")
    title: Title = Field(description="what changes")
    owner: Person = Field(description="who runs it")
    sponsor: Person = Field(description="who wants it, and says so")
    go_live: Day = Field(description="the first day of the new way")
    stage: ChangeStage = Field("assess", description="assess, plan, prepare, live, reinforce or closed")
    for_: Annotated[Ref, link("initiative", "policy")] | None = Field(None, alias="for", description="the initiative or policy it serves")
    groups: tuple[Group, ...] = Field(min_length=1, description="whose work changes: at least one group")
    adkar: tuple[Adkar, ...] = Field((), description="how far each group is, dated")
    comms: tuple[ChangeComms, ...] = Field((), description="what is said to whom, when")
    training: tuple[Training, ...] = Field((), description="what is taught to whom, by when")
    adoption: Adoption | None = Field(None, description="what success is measured by")
    readings: tuple[AdoptionReading, ...] = Field((), description="people who work the new way, dated")
    interventions: tuple[Intervention, ...] = Field((), description="what was done about it")

    def ref(self) -> str:
        """Its id: `g1` in the file is `CHG-007/g1`."""
        return self.id
