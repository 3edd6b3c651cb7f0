"""update: what one team (or initiative) says about one week or month, in words."""

from typing import Annotated, ClassVar, Literal

from pydantic import Field

from polops.model.base import AnyRef, File, Identity, InitiativeRef, Part, Person, TeamCode
from polops.model.names import Party, Rag
from polops.model.types import Day, Headline, Ref, Text, WeekOrMonth, link

Rated = Annotated[Ref, link("initiative", "team", "objective", "key_result")]


class Ask(Part):
    """Help or a decision that is needed from somebody."""

    to: Party = Field(description="who is asked: a partner, a person or a team")
    what: Text = Field(description="what is needed")
    by: Day = Field(description="by when")
    ref: AnyRef | None = Field(None, description="what it is about")


class PathToGreen(Part):
    """How something amber or red comes back."""

    on: Rated = Field(description="what is amber or red")
    plan: Text = Field(description="what brings it back")
    by: Day = Field(description="by when")


class Override(Part):
    """A colour that a person puts beside the computed one, with the reason and until when."""

    on: Rated = Field(description="what is coloured otherwise")
    rag: Rag = Field(description="green, amber, red, grey or complete")
    reason: Text = Field(description="why the computed colour is wrong")
    until: Day = Field(description="the last day it counts")
    by: Person | None = Field(None, description="who says so; default: the owner")


class Update(File):
    """The narrative of one team or initiative for one period."""

    IDENTITY: ClassVar[Identity | None] = Identity("update", key="")

    kind: Literal["update"] = Field(description="update")
    team: TeamCode | None = Field(None, description="the team; or else `initiative`")
    initiative: InitiativeRef | None = Field(None, description="the initiative; or else `team`")
    period: WeekOrMonth = Field(description="a week or a month: 2026-W32")
    headline: Headline = Field(description="one sentence of at most 140 characters")
    highlights: tuple[Text, ...] = Field((), description="what went well")
    lowlights: tuple[Text, ...] = Field((), description="what did not")
    next: tuple[Text, ...] = Field((), description="what comes next")
    asks: tuple[Ask, ...] = Field((), description="decisions and help needed")
    path_to_green: tuple[PathToGreen, ...] = Field((), description="how what is amber or red comes back")
    override: tuple[Override, ...] = Field((), description="colours put beside the computed ones")

    def ref(self) -> str:
        """`mh/2026-W32`."""
        return f"{self.team or self.initiative}/{self.period}"

    def needs(self) -> tuple[tuple[str, str], ...]:
        """An update is about a team or an initiative."""
        return (("team", "whose update it is; or write `initiative`"),) if self.team is None and self.initiative is None else ()
