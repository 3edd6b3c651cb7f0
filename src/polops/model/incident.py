"""incident: one escalation or crisis, in neutral words: case numbers and counts, never content, links or user names."""

from collections.abc import Mapping
from typing import ClassVar, Literal

from pydantic import Field

from polops.model.base import Action, AnyRef, Audience, File, Identity, Part, Person, PolicyRef, Severity
from polops.model.names import Market
from polops.model.types import Count, Day, Id, Instant, Text, Title

Source = Literal["user_report", "media", "regulator", "partner", "detection", "law_enforcement", "staff"]


class Event(Part):
    """One line of the timeline."""

    ONLY: ClassVar[Mapping[str, Audience]] = {"what": "team", "by": "team"}

    at: Instant = Field(description="when: 2026-07-21T10:20Z")
    what: Text = Field(description="what happened")
    by: Person | None = Field(None, description="who did it")


class AfterAction(Part):
    """What was learnt. Blameless: causes, not people."""

    ONLY: ClassVar[Mapping[str, Audience]] = dict.fromkeys(("summary", "causes", "went_well", "went_badly"), "team")

    on: Day = Field(description="the day of the review")
    summary: Text = Field(description="what happened, in short")
    causes: tuple[Text, ...] = Field((), description="why")
    went_well: tuple[Text, ...] = Field((), description="what worked")
    went_badly: tuple[Text, ...] = Field((), description="what did not")


class Incident(File):
    """One escalation or crisis."""

    IDENTITY: ClassVar[Identity | None] = Identity("incident")
    ONLY: ClassVar[Mapping[str, Audience]] = dict.fromkeys(("commander", "roles", "people_exposed", "notes", "links"), "team")

    kind: Literal["incident"] = Field(description="incident")
    id: Id = Field(description="its id: INC-2026-003")
    title: Title = Field(description="what happened, in neutral words")
    severity: Severity = Field(description="S1 (worst) to S4")
    protocol: PolicyRef = Field(description="the protocol whose clocks run")
    detected: Instant = Field(description="when it was noticed: the clocks start")
    declared: Instant | None = Field(None, description="when it was declared an incident")
    acknowledged: Instant | None = Field(None, description="when somebody took it")
    contained: Instant | None = Field(None, description="when it spread no further")
    resolved: Instant | None = Field(None, description="when it was over")
    closed: Instant | None = Field(None, description="when the file was closed")
    commander: Person | None = Field(None, description="who leads the response")
    roles: dict[Title, Person] = Field(default_factory=dict, description="role → who has it")
    markets: tuple[Market, ...] = Field((), description="where it happened")
    policies: tuple[PolicyRef, ...] = Field((), description="the policies concerned")
    source: Source | None = Field(None, description="user_report, media, regulator, partner, detection, law_enforcement or staff")
    timeline: tuple[Event, ...] = Field((), description="what happened when")
    aar: AfterAction | None = Field(None, description="the after-action review; expected for S1 and S2")
    actions: tuple[Action, ...] = Field((), description="what is done so that it does not happen again")
    debrief_on: Day | None = Field(None, description="the day the people concerned were debriefed")
    people_exposed: Count | None = Field(None, description="how many of us saw it: a count, never names")
    related: tuple[AnyRef, ...] = Field((), description="risks, issues, reviews that belong to it")
    audience: Audience = Field("restricted", description="who may see it; default for incidents: restricted")

    def ref(self) -> str:
        """Its id: `a1` in the file is `INC-2026-003/a1`."""
        return self.id
