"""policy: one policy, guideline, protocol, product guidance or practice, from its draft to its retirement."""

from typing import ClassVar, Literal

from pydantic import Field

from polops.model.base import AnyRef, File, Identity, Item, MetricRef, Part, Person, Severity, TeamCode
from polops.model.names import Consulted, Markets, Party, Topic, Word
from polops.model.obligations import ObligationRef
from polops.model.types import Day, Id, LocalId, Span, Text, Title
from polops.values.duration import Duration

PolicyType = Literal["policy", "guideline", "protocol", "product_guidance", "practice"]
PolicyStatus = Literal["draft", "consultation", "approval", "ready", "enforced", "under_review", "retired"]


class Version(Item):
    """One entry of the change log."""

    IDENTITY: ClassVar[Identity | None] = Identity("version", path=True, key="v")

    v: LocalId = Field(description='the version: "3.0"')
    effective: Day = Field(description="the day from which it holds")
    summary: Text = Field(description="what changed")
    public_note: Text | None = Field(None, description="what the public change log says")


class Guidance(Part):
    """What reviewers work from, and the version of the policy that it implements."""

    title: Title = Field(description="its title")
    path: Text = Field(description="where it lies: a path or an address")
    version: LocalId = Field(description="the policy's version that it implements; one from before the change log counts too")
    updated: Day = Field(description="the day it was last changed")
    languages: tuple[Title, ...] = Field((), description="the languages it exists in")


class Readiness(Part):
    """One item of the launch checklist: done, not applicable for a reason, or due from somebody."""

    done: Day | None = Field(None, description="the day it was done")
    na: Text | None = Field(None, description="why it does not apply")
    due: Day | None = Field(None, description="by when")
    owner: Person | None = Field(None, description="who does it")


class Consultation(Part):
    """Who was asked, and what came of it."""

    who: Consulted = Field(description="a partner, an engagement, a person or a team")
    on: Day = Field(description="the day")
    outcome: Text | None = Field(None, description="what came of it")


class Clocks(Part):
    """How fast an incident of one severity must be handled."""

    acknowledge: Span | None = Field(None, description="until somebody has taken it: 15m")
    contain: Span | None = Field(None, description="until it spreads no further: 1h")
    resolve: Span | None = Field(None, description="until it is over: 24h, 5bd")
    update_every: Span | None = Field(None, description="how often the people concerned are told")
    notify: tuple[Party, ...] = Field((), description="who is told at once")


class Policy(File):
    """One policy, guideline, protocol, product guidance or practice. What its status demands is a check's (POL101, POL201, POL202)."""

    IDENTITY: ClassVar[Identity | None] = Identity("policy")

    kind: Literal["policy"] = Field(description="policy")
    id: Id = Field(description="its id: POL-MH-002")
    title: Title = Field(description="its title")
    type: PolicyType = Field(description="policy, guideline, protocol, product_guidance or practice")
    owner: Person = Field(description="who answers for it")
    status: PolicyStatus = Field(description="draft, consultation, approval, ready, enforced, under_review or retired")
    team: TeamCode | None = Field(None, description="the team it belongs to; default: its owner's")
    issues: tuple[Topic, ...] = Field((), description="issues of the taxonomy that it covers")
    markets: Markets | None = Field(None, description="global, or codes of markets")
    versions: tuple[Version, ...] = Field((), description="the change log")
    review_every: Span = Field(Duration(12, "mo"), description="how often it is reviewed")
    reviewed: Day | None = Field(None, description="the last review")
    guidance: tuple[Guidance, ...] = Field((), description="what reviewers work from")
    readiness: dict[Word, Readiness] = Field(default_factory=dict, description="the launch checklist: item → done, na, or due and owner")
    consulted: tuple[Consultation, ...] = Field((), description="who was asked")
    obligations: tuple[ObligationRef, ...] = Field((), description="duties that it serves: UK-OSA/ppc-ed")
    metrics: tuple[MetricRef, ...] = Field((), description="what shows whether it works")
    related: tuple[AnyRef, ...] = Field((), description="what belongs with it")
    severities: dict[Severity, Clocks] = Field(default_factory=dict, description="a protocol's clocks: severity → limits")

    def ref(self) -> str:
        """Its id: version `3.0` in the file is `POL-MH-002/3.0`."""
        return self.id

    def needs(self) -> tuple[tuple[str, str], ...]:
        """A protocol has clocks."""
        return (("severities", "the clocks of a protocol"),) if self.type == "protocol" and not self.severities else ()
