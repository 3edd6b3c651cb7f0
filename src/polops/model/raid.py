"""raid: the risks, assumptions, issues and dependencies of a team or of an initiative."""

from typing import Annotated, Any, ClassVar, Literal

from pydantic import Discriminator, Field, Tag
from pydantic.json_schema import SkipJsonSchema

from polops.model.base import Action, File, Identity, InitiativeRef, Item, Person, Severity, TeamCode
from polops.model.names import Party
from polops.model.types import Day, Id, Ref, Score5, Title, link

RaidStatus = Literal["open", "mitigating", "escalated", "accepted", "closed"]
Response = Literal["avoid", "reduce", "transfer", "accept", "exploit"]
IssueRef = Annotated[Id, link("issue")]
Blocked = Annotated[Ref, link("milestone", "key_result", "objective", "initiative", "policy", "change", "obligation")]


class RaidItem(Item):
    """What every entry of the register has."""

    id: Id = Field(description="its id: R-012, A-004, I-021, D-007")
    title: Title = Field(description="what it is about")
    owner: Person = Field(description="who answers for it")
    raised: Day = Field(description="the day it was raised")
    status: RaidStatus = Field("open", description="open, mitigating, escalated, accepted or closed")
    closed: Day | None = Field(None, description="the day it was closed")
    actions: tuple[Action, ...] = Field((), description="what is done about it")
    reviewed: Day | None = Field(None, description="the last review")
    escalated_to: Party | None = Field(None, description="to whom it was escalated")
    escalated_on: Day | None = Field(None, description="when it was escalated")


class Risk(RaidItem):
    """What may happen. Probability and impact are the current ones, after what has been done."""

    IDENTITY: ClassVar[Identity | None] = Identity("risk")

    type: Literal["risk"] = Field(description="risk, assumption, issue or dependency")
    probability: Score5 = Field(description="how likely now, 1 to 5")
    impact: Score5 = Field(description="how bad now, 1 to 5")
    inherent: tuple[Score5, Score5] | None = Field(None, description="probability and impact before any response: [5, 4]")
    target: tuple[Score5, Score5] | None = Field(None, description="probability and impact aimed at: [2, 4]")
    response: Response | None = Field(None, description="avoid, reduce, transfer, accept or exploit")
    became: IssueRef | None = Field(None, description="the issue it turned into")


class Assumption(RaidItem):
    """What is taken for true until somebody has looked."""

    IDENTITY: ClassVar[Identity | None] = Identity("assumption")

    type: Literal["assumption"] = Field(description="risk, assumption, issue or dependency")
    validate_by: Day = Field(description="by when it must be looked at")
    validated: Day | None = Field(None, description="the day it was found true; if it was not, close it and raise an issue")


class Issue(RaidItem):
    """What has happened. A blocker is an issue with `blocks`."""

    IDENTITY: ClassVar[Identity | None] = Identity("issue")

    type: Literal["issue"] = Field(description="risk, assumption, issue or dependency")
    severity: Severity = Field(description="S1 (worst) to S4")
    blocks: tuple[Blocked, ...] = Field((), description="what cannot go on because of it")


class Dependency(RaidItem):
    """What somebody else has to deliver."""

    IDENTITY: ClassVar[Identity | None] = Identity("dependency")

    type: Literal["dependency"] = Field(description="risk, assumption, issue or dependency")
    from_: Annotated[Ref, link("stakeholder", "team")] = Field(alias="from", description="the partner or team that delivers")
    needed_by: Day = Field(description="when it is needed")
    promised: Day = Field(description="when it is promised")
    delivered: Day | None = Field(None, description="the day it was delivered")
    blocks: tuple[Blocked, ...] = Field((), description="what waits for it")


class Unclear(RaidItem, extra="ignore"):
    """An entry whose type is missing or misspelt: only that is said about it."""

    type: Literal["risk", "assumption", "issue", "dependency"] = Field(description="risk, assumption, issue or dependency")


def _by_type(value: Any) -> str:  # noqa: ANN401 - whatever stands in the file
    found = value.get("type") if isinstance(value, dict) else None
    return f"‹{found}›" if found in ("risk", "assumption", "issue", "dependency") else "‹other›"


Entry = Annotated[
    Annotated[Risk, Tag("‹risk›")]
    | Annotated[Assumption, Tag("‹assumption›")]
    | Annotated[Issue, Tag("‹issue›")]
    | Annotated[Dependency, Tag("‹dependency›")]
    | Annotated[SkipJsonSchema[Unclear], Tag("‹other›")],
    Discriminator(_by_type),
]


class Raid(File):
    """The register of one team, or of one initiative."""

    kind: Literal["raid"] = Field(description="raid")
    team: TeamCode | None = Field(None, description="the team; or else `initiative`")
    initiative: InitiativeRef | None = Field(None, description="the initiative; or else `team`")
    items: tuple[Entry, ...] = Field((), description="risks, assumptions, issues and dependencies")

    def needs(self) -> tuple[tuple[str, str], ...]:
        """A register belongs to a team or to an initiative."""
        return (("team", "whose register it is; or write `initiative`"),) if self.team is None and self.initiative is None else ()
