"""strategy: the themes of a year, and the opportunities that may become initiatives."""

from typing import ClassVar, Literal

from pydantic import Field

from polops.model.base import File, Identity, InitiativeRef, Item, MetricRef, Person, Priority
from polops.model.types import FiscalYear, Id, LocalId, Score5, Title

OpportunityStatus = Literal["new", "exploring", "accepted", "declined", "parked"]


class Theme(Item):
    """What a year is about. Its id may recur next year."""

    IDENTITY: ClassVar[Identity | None] = Identity("theme", scope="year")

    id: LocalId = Field(description="short id: T1")
    title: Title = Field(description="the theme, in words")
    owner: Person = Field(description="who answers for it")
    outcomes: tuple[MetricRef, ...] = Field((), description="the metrics that show it")
    priority: Priority | None = Field(None, description="P0 to P3")


class Opportunity(Item):
    """Something worth doing, scored. Priority = (value + urgency + risk_reduction) / effort: weighted shortest job first."""

    IDENTITY: ClassVar[Identity | None] = Identity("opportunity")

    id: Id = Field(description="its id: OP-03")
    title: Title = Field(description="the opportunity, in words")
    owner: Person = Field(description="who explores it")
    value: Score5 = Field(description="worth to users and the programme, 1 to 5")
    urgency: Score5 = Field(description="what waiting costs, 1 to 5")
    risk_reduction: Score5 = Field(description="how much risk it removes, 1 to 5")
    effort: Score5 = Field(description="how much work it is, 1 to 5")
    status: OpportunityStatus = Field("new", description="new, exploring, accepted, declined or parked")
    becomes: InitiativeRef | None = Field(None, description="the initiative it became")


class Strategy(File):
    """One fiscal year's themes and opportunities."""

    IDENTITY: ClassVar[Identity | None] = Identity("strategy", key="")

    kind: Literal["strategy"] = Field(description="strategy")
    fiscal_year: FiscalYear = Field(description="the year: FY26")
    themes: tuple[Theme, ...] = Field((), description="what the year is about")
    opportunities: tuple[Opportunity, ...] = Field((), description="what might be done")

    def ref(self) -> str:
        """`strategy/FY26`."""
        return f"strategy/{self.fiscal_year}"

    def year(self) -> str:
        """The fiscal year."""
        return self.fiscal_year
