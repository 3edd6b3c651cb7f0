"""stakeholders: partners, what is said to whom, what they ask, and engagements outside the company."""

from collections.abc import Mapping
from typing import ClassVar, Literal

from pydantic import Field

from polops.model.base import Audience, File, Identity, Item, LineRef, Person, PolicyRef
from polops.model.names import Party
from polops.model.types import Day, Id, Score5, Span, Text, Title

StakeholderType = Literal["internal", "vendor", "regulator", "expert", "ngo", "academic", "industry"]
Engaged = Literal["unaware", "resistant", "neutral", "supportive", "leading"]
EngagementType = Literal["expert_consultation", "roundtable", "speaking", "conference", "regulator", "ngo_partner"]

EXPERTS = ("expert_consultation", "roundtable")
"""The engagements with experts of their own name."""


class Stakeholder(Item):
    """A partner: a function, a vendor, a body; not a person."""

    IDENTITY: ClassVar[Identity | None] = Identity("stakeholder")

    id: Id = Field(description="its id: STK-LEGAL")
    name: Title = Field(description="the name as printed")
    type: StakeholderType = Field(description="internal, vendor, regulator, expert, ngo, academic or industry")
    lead: Person | None = Field(None, description="who of us keeps the contact")
    cadence: Span | None = Field(None, description="how often you meet: 2w")
    last_met: Day | None = Field(None, description="the last meeting")
    channel: Title | None = Field(None, description="how you meet: monthly review")
    influence: Score5 | None = Field(None, description="1 to 5")
    interest: Score5 | None = Field(None, description="1 to 5")
    engagement: Engaged | None = Field(None, description="now: unaware, resistant, neutral, supportive or leading")
    desired: Engaged | None = Field(None, description="wanted: as engagement")


class Comms(Item):
    """One line of the communications plan."""

    IDENTITY: ClassVar[Identity | None] = Identity("comms")

    id: Id = Field(description="its id: COM-01")
    to: Party = Field(description="who is told")
    what: Text = Field(description="what is said")
    channel: Title = Field(description="how: newsletter, review meeting")
    every: Span | None = Field(None, description="how often: 1mo")
    on: Day | None = Field(None, description="the day; with `every`, the first one")
    owner: Person = Field(description="who does it")
    done: Day | None = Field(None, description="the last time it was done")

    def needs(self) -> tuple[tuple[str, str], ...]:
        """Either a day or a rhythm."""
        return (("on", "the day; or write `every`"),) if self.on is None and self.every is None else ()


class Request(Item):
    """What a partner asked for, and by when an answer is due."""

    IDENTITY: ClassVar[Identity | None] = Identity("request")

    id: Id = Field(description="its id: RQ-114")
    from_: Party = Field(alias="from", description="who asks")
    what: Text = Field(description="what is asked")
    received: Day = Field(description="the day it came in")
    due: Day = Field(description="the day an answer is due")
    answered: Day | None = Field(None, description="the day it was answered")


class Engagement(Item):
    """A conversation outside the company: with experts, on a stage, with a regulator."""

    IDENTITY: ClassVar[Identity | None] = Identity("engagement")
    ONLY: ClassVar[Mapping[str, Audience]] = {"notes": "team"}

    id: Id = Field(description="its id: ENG-2026-009")
    type: EngagementType = Field(description="expert_consultation, roundtable, speaking, conference, regulator or ngo_partner")
    on: Day = Field(description="the day")
    with_: Title | None = Field(None, alias="with", description="who; may be `confidential`")
    topic: Title = Field(description="what about")
    policies: tuple[PolicyRef, ...] = Field((), description="the policies it informs")
    input: Text | None = Field(None, description="what they said, in short")
    disposition: Literal["adopted", "partly", "not_adopted", "pending"] | None = Field(
        None, description="what became of it: adopted, partly, not_adopted or pending"
    )
    reply_sent: Day | None = Field(None, description="the day they were told")
    spokesperson: Person | None = Field(None, description="who speaks for us")
    cleared: dict[Title, Day] = Field(default_factory=dict, description="who cleared it, and when: legal, comms")
    line: LineRef | None = Field(None, description="the budget line that pays")

    def only(self) -> Mapping[str, Audience]:
        """The names of outside experts are for the team; a regulator's or a conference's are for all."""
        return {**self.ONLY, "with_": "team"} if self.type in EXPERTS else self.ONLY


class Stakeholders(File):
    """Partners, the communications plan, requests and engagements."""

    kind: Literal["stakeholders"] = Field(description="stakeholders")
    stakeholders: tuple[Stakeholder, ...] = Field((), description="the partners")
    comms: tuple[Comms, ...] = Field((), description="the communications plan")
    requests: tuple[Request, ...] = Field((), description="what partners asked")
    engagements: tuple[Engagement, ...] = Field((), description="conversations outside the company")
