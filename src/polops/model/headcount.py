"""headcount: one team's positions and vendor seats. A position has an id for life; people come and go."""

from collections.abc import Mapping
from decimal import Decimal
from typing import Annotated, ClassVar, Literal

from pydantic import Field

from polops.model.base import Audience, File, Goal, Identity, Item, LineRef, OrderRef, Part, Person, Priority, TeamCode
from polops.model.org import ExposureLevel, LocationCode
from polops.model.types import Cost, Day, Id, LocalId, Ref, Share, Title, integer, link

PositionStatus = Literal["requested", "approved", "open", "offered", "filled", "frozen", "closed"]
PositionRef = Annotated[Ref, link("position")]


class Incumbent(Part):
    """Who held a position, and when."""

    ONLY: ClassVar[Mapping[str, Audience]] = {"person": "team"}

    person: Person | None = Field(None, description="optional: a team may keep names out")
    from_: Day = Field(alias="from", description="first day")
    to: Day | None = Field(None, description="last day")


class Position(Item):
    """One position."""

    IDENTITY: ClassVar[Identity | None] = Identity("position")
    ONLY: ClassVar[Mapping[str, Audience]] = {"person": "team"}

    id: Id = Field(description="its id for life: HC-MH-004")
    title: Title = Field(description="the role")
    band: LocalId = Field(description="pay band, as in the rate card: P3")
    location: LocationCode = Field(description="the place of work")
    status: PositionStatus = Field(description="requested, approved, open, offered, filled, frozen or closed")
    type: Literal["employee", "fixed_term", "contractor", "intern", "secondee"] = Field("employee", description="kind of contract")
    reason: Literal["growth", "backfill", "conversion", "transfer_in"] = Field("growth", description="why the position exists")
    fte: Share = Field(Decimal(1), description="share of a full-time job")
    planned_start: Day | None = Field(None, description="the baseline; frozen")
    start: Day | None = Field(None, description="actual start, or the current expectation")
    end: Day | None = Field(None, description="contract end, or a known last day")
    approved: Day | None = Field(None, description="the day it was approved")
    opened: Day | None = Field(None, description="the day recruiting began")
    offered: Day | None = Field(None, description="the day of the offer")
    accepted: Day | None = Field(None, description="the day the offer was accepted")
    person: Person | None = Field(None, description="who holds it; optional")
    manager: PositionRef | None = Field(None, description="the position it reports to")
    allocation: dict[Goal, Share] = Field(default_factory=dict, description="shares of its time; the rest is run")
    line: LineRef | None = Field(None, description="default: the cost centre's personnel line")
    rate: Cost | None = Field(None, description="a contractor's cost a year, where the rate card has no band for it")
    languages: tuple[Title, ...] = Field((), description="working languages")
    priority: Priority | None = Field(None, description="P0 to P3")
    history: tuple[Incumbent, ...] = Field((), description="former holders")

    def needs(self) -> tuple[tuple[str, str], ...]:
        """A filled position has a start, any other a planned start."""
        if self.status == "filled":
            return (("start", "required once a position is filled"),) if self.start is None else ()
        return (("planned_start", "required until a position is filled"),) if self.planned_start is None else ()


class VendorSeats(Item):
    """Seats at a vendor: counts, never people; reported apart from headcount."""

    IDENTITY: ClassVar[Identity | None] = Identity("seats")

    id: Id = Field(description="its id: VS-MER-01")
    vendor: Title = Field(description="the vendor")
    site: Title | None = Field(None, description="where they sit")
    function: Title | None = Field(None, description="what they do")
    plan: integer(-1_000_000, 1_000_000) = Field(description="planned seats")  # type: ignore[valid-type]  # made at run time
    filled: integer(-1_000_000, 1_000_000) = Field(0, description="filled seats")  # type: ignore[valid-type]  # made at run time
    rate: Cost | None = Field(None, description="price of a seat")
    line: LineRef | None = Field(None, description="the budget line that pays")
    po: OrderRef | None = Field(None, description="the order")
    languages: tuple[Title, ...] = Field((), description="working languages")
    exposure: ExposureLevel | None = Field(None, description="exposure to harmful content")


class Headcount(File):
    """One team's positions and seats."""

    kind: Literal["headcount"] = Field(description="headcount")
    team: TeamCode = Field(description="the team")
    positions: tuple[Position, ...] = Field((), description="the positions")
    vendor_seats: tuple[VendorSeats, ...] = Field((), description="seats at vendors")
