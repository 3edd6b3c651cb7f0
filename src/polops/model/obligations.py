"""obligations: one regulation and the duties that follow from it. A register of dates and evidence, no legal advice."""

from collections.abc import Mapping
from typing import Annotated, ClassVar, Literal

from pydantic import Field

from polops.model.base import Audience, File, Identity, Item, MetricRef, Part, Person, PolicyRef
from polops.model.names import Party
from polops.model.types import Day, Id, LocalId, Ref, Span, Text, Title, link

RegulationStatus = Literal["consultation", "proposed", "adopted", "in_force", "repealed"]
ObligationType = Literal["report", "risk_assessment", "audit", "process", "record", "response_time", "design"]
ObligationRef = Annotated[Ref, link("obligation")]


class Fulfilment(Part):
    """How one occurrence was met."""

    on: Day = Field(description="the day it was met")
    evidence: Text | None = Field(None, description="where the proof lies: a path or an address")


class Obligation(Item):
    """One duty: due once, again and again, or always within a time."""

    IDENTITY: ClassVar[Identity | None] = Identity("obligation", path=True)
    ONLY: ClassVar[Mapping[str, Audience]] = {"position": "team", "notes": "team"}
    KNOWN: ClassVar[frozenset[str]] = frozenset({"position"})

    id: LocalId = Field(description="short id: art34-risk")
    summary: Text = Field(description="what must be done, in one sentence")
    type: ObligationType = Field(description="report, risk_assessment, audit, process, record, response_time or design")
    owner: Person = Field(description="who sees to it")
    article: Title | None = Field(None, description="where it stands: 15, 24, 42")
    due: Day | None = Field(None, description="the day it is due, once")
    every: Span | None = Field(None, description="how often it is due: 6mo")
    first_due: Day | None = Field(None, description="the first day it is due; with `every`")
    done: dict[Day, Fulfilment] = Field(default_factory=dict, description="due day → when it was met, with evidence")
    policies: tuple[PolicyRef, ...] = Field((), description="the policies that meet it")
    metrics: tuple[MetricRef, ...] = Field((), description="what shows whether it is met")
    response: Span | None = Field(None, description="the time allowed, for duties with a clock: 1h")
    impact_due: Day | None = Field(None, description="by when a coming duty's impact is assessed")
    position: Text | None = Field(None, description="what we think of it; the assessment's result")

    def needs(self) -> tuple[tuple[str, str], ...]:
        """A rhythm has a first day, and a first day a rhythm."""
        if self.every is not None and self.first_due is None:
            return (("first_due", "the first day it is due, as `every` says how often"),)
        if self.first_due is not None and self.every is None:
            return (("every", "how often it is due after `first_due`; for a single day write `due`"),)
        return ()


class Obligations(File):
    """One regulation."""

    IDENTITY: ClassVar[Identity | None] = Identity("regulation", key="regulation")
    ONLY: ClassVar[Mapping[str, Audience]] = {"notes": "team"}

    kind: Literal["obligations"] = Field(description="obligations")
    regulation: Id = Field(description="its id: EU-DSA")
    name: Title = Field(description="the name as printed")
    jurisdiction: Title = Field(description="where it holds: EU")
    status: RegulationStatus = Field(description="consultation, proposed, adopted, in_force or repealed")
    contact: Person = Field(description="the Trust & Safety contact")
    legal: Party | None = Field(None, description="the legal contact: a person or a partner")
    items: tuple[Obligation, ...] = Field((), description="the duties")

    def ref(self) -> str:
        """Its id: `art34-risk` in the file is `EU-DSA/art34-risk`."""
        return self.regulation
