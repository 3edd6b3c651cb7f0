"""okrs: one team's objectives and key results for one period."""

from decimal import Decimal
from typing import Annotated, ClassVar, Literal

from pydantic import Discriminator, Field, Tag

from polops.model.base import DecisionRef, File, Goal, Identity, Item, MetricRef, Part, Priority, TeamCode, ThemeRef, by_shape
from polops.model.types import Confidence, Day, Label, LocalId, Month, Number, Share, Text, Title, Value

ObjectiveType = Literal["aspirational", "committed", "learning"]
KeyResultType = Literal["increase", "decrease", "maintain", "binary", "milestones", "manual"]


class Checkin(Part):
    """A dated note on a key result: where it stands and how likely the target is, out of ten."""

    on: Day = Field(description="the day")
    value: Value | None = Field(None, description="the current value; not where a metric gives it")
    confidence: Confidence | None = Field(None, description="how likely to hit the target, 0 to 10")
    note: Text | None = Field(None, description="what happened")


class Dropped(Part):
    """Given up: leaves the score only with a decision."""

    on: Day = Field(description="the day")
    decision: DecisionRef | None = Field(None, description="the decision it rests on")


class KrMilestone(Item):
    """A dated step of a key result."""

    IDENTITY: ClassVar[Identity | None] = Identity("kr_milestone", path=True)

    id: LocalId = Field(description="short id: a")
    title: Title = Field(description="what is reached")
    due: Day = Field(description="the day it is due")
    weight: Number = Field(Decimal(1), description="its share of the key result")
    done: Day | None = Field(None, description="the day it was reached")
    dropped: Dropped | None = Field(None, description="given up")


class Closing(Part):
    """The words at the end of the period."""

    score: Number | None = Field(None, description="only to override the computed score")
    reason: Text | None = Field(None, description="why it is overridden")
    learned: Text | None = Field(None, description="what was learned")


Expected = Annotated[
    Annotated[Literal["linear", "back_loaded"], Tag("‹word›")]
    | Annotated[dict[Month, Share], Tag("‹map›")]
    | Annotated[dict[Month, Share], Tag("‹list›")],
    Discriminator(by_shape),
]


class KeyResult(Item):
    """A measure of an objective. Its type is inferred from what it gives, unless it says so."""

    IDENTITY: ClassVar[Identity | None] = Identity("key_result", path=True)

    id: LocalId = Field(description="short id: KR1")
    title: Title = Field(description="the result, in words")
    type: KeyResultType | None = Field(None, description="default: inferred from milestones, floor/ceiling, or target against baseline")
    baseline: Value | None = Field(None, description="value at the start")
    target: Value | None = Field(None, description="value to reach")
    floor: Value | None = Field(None, description="maintain: not below")
    ceiling: Value | None = Field(None, description="maintain: not above")
    unit: Title | None = Field(None, description="what the values count")
    metric: MetricRef | None = Field(None, description="values come from this metric's readings")
    milestones: tuple[KrMilestone, ...] = Field((), description="dated steps")
    done: Day | None = Field(None, description="binary: the day it was reached")
    checkins: tuple[Checkin, ...] = Field((), description="append only, oldest first")
    expected: Expected = Field("linear", description="linear, back_loaded, or share by month end")
    starts: Day | None = Field(None, description="a late start moves the expected line")
    due: Day | None = Field(None, description="default: the period's end")
    weight: Number = Field(Decimal(1), description="its share of the objective")
    dropped: Dropped | None = Field(None, description="given up")
    closing: Closing | None = Field(None, description="at close")

    def kind_of(self) -> KeyResultType:
        """The type, inferred where it is not written."""
        if self.type:
            return self.type
        if self.milestones:
            return "milestones"
        if self.floor is not None or self.ceiling is not None:
            return "maintain"
        if self.baseline is None and self.target is None:
            return "binary" if self.done or not self.checkins else "manual"
        if self.baseline is not None and self.target is not None and self.target < self.baseline:
            return "decrease"
        return "increase"


class Objective(Item):
    """What a team wants to be true, and the key results that show it."""

    IDENTITY: ClassVar[Identity | None] = Identity("objective", path=True)

    id: LocalId = Field(description="short id: O1")
    title: Title = Field(description="the objective, in words")
    type: ObjectiveType = Field("aspirational", description="aspirational, committed or learning")
    weight: Number = Field(Decimal(1), description="its share of the team's score")
    priority: Priority = Field("P1", description="P0 to P3")
    aligns_to: Goal | None = Field(None, description="the objective or key result above")
    rollup: Literal["own", "children", "mixed"] = Field("own", description="what its score is made of")
    theme: ThemeRef | None = Field(None, description="the strategy's theme")
    guardrails: tuple[MetricRef, ...] = Field((), description="metrics that must not get worse")
    key_results: tuple[KeyResult, ...] = Field((), description="its measures")
    closing: Closing | None = Field(None, description="at close")
    dropped: Dropped | None = Field(None, description="given up")


class Okrs(File):
    """One team, one period."""

    IDENTITY: ClassVar[Identity | None] = Identity("okrs", key="")

    kind: Literal["okrs"] = Field(description="okrs")
    team: TeamCode = Field(description="the team")
    period: Label = Field(description="quarter, half or year: 2026-Q3, FY26")
    status: Literal["draft", "active", "closed"] = Field("draft", description="draft, active or closed")
    objectives: tuple[Objective, ...] = Field((), description="the objectives")

    def ref(self) -> str:
        """`mh/2026-Q3`."""
        return f"{self.team}/{self.period}"

    def periods(self) -> tuple[tuple[tuple[str | int, ...], str], ...]:
        """Its period."""
        return ((("period",), self.period),)
