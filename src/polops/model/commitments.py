"""commitments: purchase orders and contracts: ordered, not yet received or paid."""

from typing import Annotated, ClassVar, Literal

from pydantic import Discriminator, Field, Tag

from polops.model.base import File, Identity, Item, LineRef, by_shape
from polops.model.types import Amount, Cost, Currency, Day, FiscalYear, Id, Month, Title

Phase = Annotated[
    Annotated[Literal["even"], Tag("‹word›")]
    | Annotated[dict[Month, Amount], Tag("‹map›")]
    | Annotated[dict[Month, Amount], Tag("‹list›")],
    Discriminator(by_shape),
]


class Order(Item):
    """One order or contract; a reservation of budget, so that the same money is not spent twice."""

    IDENTITY: ClassVar[Identity | None] = Identity("order")

    id: Id = Field(description="its id: PO-88121")
    vendor: Title = Field(description="who delivers")
    line: LineRef = Field(description="the budget line it reserves")
    amount: Cost = Field(description="the ordered amount")
    status: Literal["requested", "approved", "open", "closed", "cancelled"] = Field(description="closed and cancelled release the rest")
    start: Day | None = Field(None, description="first day")
    end: Day | None = Field(None, description="last day")
    notice_by: Day | None = Field(None, description="last day to give notice")
    currency: Currency | None = Field(None, description="default: the line's")
    phase: Phase | None = Field(None, description="when the rest falls due")


class Commitments(File):
    """One fiscal year's orders."""

    kind: Literal["commitments"] = Field(description="commitments")
    fiscal_year: FiscalYear = Field(description="the year: FY26")
    orders: tuple[Order, ...] = Field((), description="the orders")

    def year(self) -> str:
        """The fiscal year."""
        return self.fiscal_year
