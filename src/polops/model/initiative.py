"""initiative: one roadmap item, with its milestones, gates, money and tolerance."""

from decimal import Decimal
from typing import Annotated, ClassVar, Literal

from pydantic import Discriminator, Field, Tag

from polops.model.base import (
    Aim,
    Approval,
    File,
    Identity,
    Item,
    LineRef,
    MetricRef,
    Part,
    Person,
    Priority,
    TeamCode,
    ThemeRef,
    by_shape,
)
from polops.model.names import Party
from polops.model.types import Amount, Bool, Currency, Day, Id, LocalId, Number, Ref, Share, Span, Title, link

Stage = Literal["idea", "discovery", "approved", "delivery", "launched", "closed", "paused", "cancelled"]
MilestoneRef = Annotated[Ref, link("milestone")]
Aims = Annotated[
    Annotated[dict[Aim, Share], Tag("‹map›")] | Annotated[tuple[Aim, ...], Tag("‹list›")] | Annotated[tuple[Aim, ...], Tag("‹word›")],
    Discriminator(by_shape),
]
InitiativeBudget = Annotated[
    Annotated[Amount, Tag("‹word›")] | Annotated[dict[LineRef, Share], Tag("‹map›")] | Annotated[dict[LineRef, Share], Tag("‹list›")],
    Discriminator(by_shape),
]


class Milestone(Item):
    """A dated step. Its baseline is frozen; what moves is `forecast`."""

    IDENTITY: ClassVar[Identity | None] = Identity("milestone", path=True)

    id: LocalId = Field(description="short id: M1")
    name: Title = Field(description="what is reached")
    baseline: Day | None = Field(None, description="the day agreed; wanted from stage approved on")
    forecast: Day | None = Field(None, description="the day now expected; default: the baseline")
    done: Day | None = Field(None, description="the day it was reached")
    weight: Number = Field(Decimal(1), description="its share of the work, for earned value")
    gate: Stage | None = Field(None, description="the stage that it opens")
    after: tuple[MilestoneRef, ...] = Field((), description="milestones that must be done first: M1, or INI-002/M3")
    hard: Bool = Field(default=False, description="an external or regulatory date")


class Gate(Part):
    """The entry to a stage."""

    approvals: tuple[Approval, ...] = Field((), description="who let it in, and when")


class Tolerance(Part):
    """How far it may drift before the sponsor decides; agreed with the sponsor."""

    time: Span | None = Field(None, description="how late: 14d")
    cost: Share | None = Field(None, description="how far over its budget: 10%")


class Initiative(File):
    """One roadmap item."""

    IDENTITY: ClassVar[Identity | None] = Identity("initiative")

    kind: Literal["initiative"] = Field(description="initiative")
    id: Id = Field(description="its id: INI-004")
    name: Title = Field(description="the name as printed")
    owner: Person = Field(description="who runs it")
    stage: Stage = Field(description="idea, discovery, approved, delivery, launched, closed, paused or cancelled")
    sponsor: Person | None = Field(None, description="who wants it and decides on exceptions")
    team: TeamCode | None = Field(None, description="the team that runs it")
    theme: ThemeRef | None = Field(None, description="the strategy's theme: T1")
    priority: Priority | None = Field(None, description="P0 to P3")
    supports: Aims = Field((), description="the objectives or key results it serves, with shares or equally")
    milestones: tuple[Milestone, ...] = Field((), description="its dated steps")
    gates: dict[Stage, Gate] = Field(default_factory=dict, description="stage → who approved the entry")
    budget: InitiativeBudget | None = Field(None, description="an amount, or budget lines with the share of each")
    currency: Currency | None = Field(None, description="of the amount; default: the reporting currency")
    tolerance: Tolerance | None = Field(None, description="agreed with the sponsor; beyond it the sponsor decides")
    benefits: tuple[MetricRef, ...] = Field((), description="the metrics that show whether it worked")
    raci: dict[Party, Literal["R", "A", "C", "I"]] = Field(
        default_factory=dict, description="who is responsible, accountable (exactly one), consulted, informed"
    )

    def ref(self) -> str:
        """Its id: `M1` in the file is `INI-004/M1`."""
        return self.id
