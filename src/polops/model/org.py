"""org: teams, people and locations. Nothing personal beyond a handle, a name and a team."""

from typing import Annotated, ClassVar, Literal

from pydantic import Field

from polops.model.base import File, Identity, Item, Part, Person, TeamCode
from polops.model.types import Currency, Day, FromZero, Handle, Id, LocalId, Title, integer, link

Safeguard = Literal[
    "informed_consent",
    "opt_out",
    "rotation",
    "breaks_2h",
    "viewing_tools",
    "debrief",
    "counselling",
    "manager_training",
    "post_role_support",
]
ExposureLevel = Literal["none", "incidental", "regular", "core"]


class Exposure(Part):
    """How far a team's work exposes people to harmful content, and what protects them."""

    level: ExposureLevel = Field(description="none, incidental, regular or core")
    safeguards: tuple[Safeguard, ...] = Field((), description="what protects the people")
    assessed: Day | None = Field(None, description="last assessment, made with the team")
    next_assessment: Day | None = Field(None, description="when it is due again")
    consulted: tuple[Day, ...] = Field((), description="days the team was consulted")


class Team(Item):
    """A team: its lead, its parent, the cost centre it spends from and its cap in FTE."""

    IDENTITY: ClassVar[Identity | None] = Identity("team", scope="kind", key="code")

    code: LocalId = Field(description="short, lower case: mh")
    name: Title = Field(description="the team's name")
    lead: Person = Field(description="who leads it")
    parent: TeamCode | None = Field(None, description="the team above; default: the root team")
    cost_center: Id | None = Field(None, description="the cost centre it spends from; default: the parent's")
    headcount_cap: FromZero | None = Field(None, description="most FTE, filled and vacant together")
    exposure: Exposure | None = Field(None, description="exposure to harmful content")


class PersonEntry(Item):
    """Someone a plan names. No pay, grade, birth date, health or private contact."""

    IDENTITY: ClassVar[Identity | None] = Identity("person", scope="kind", key="handle")

    handle: Handle = Field(description="bare handle: ines.duarte")
    name: Title = Field(description="the name as printed")
    team: TeamCode = Field(description="the team")
    left: Day | None = Field(None, description="the last day, if gone: keeps old references readable")


class Location(Item):
    """A place of work."""

    IDENTITY: ClassVar[Identity | None] = Identity("location", scope="kind", key="code")

    code: LocalId = Field(description="short code: SJC")
    country: Title = Field(description="ISO country code: US")
    currency: Currency = Field(description="local currency")
    timezone: Title = Field(description="IANA time zone: America/Los_Angeles")
    workdays: integer(1, 366) = Field(223, description="working days a year")  # type: ignore[valid-type]  # made at run time


class Org(File):
    """Teams, people and locations."""

    kind: Literal["org"] = Field(description="org")
    teams: tuple[Team, ...] = Field((), description="the teams")
    people: tuple[PersonEntry, ...] = Field((), description="the people that plans name")
    locations: tuple[Location, ...] = Field((), description="the places of work")


LocationCode = Annotated[LocalId, link("location")]
