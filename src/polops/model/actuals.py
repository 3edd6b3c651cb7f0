"""actuals: one month's spend over all cost centres, as the ledger has it."""

from typing import Annotated, ClassVar, Literal

from pydantic import Field

from polops.model.base import File, Goal, Identity, LineRef, OrderRef, Part, Person
from polops.model.types import Amount, Bool, Currency, Month, Number, Text

Cause = Literal["timing", "rate", "volume", "scope", "fx", "error", "one_off"]


class Entry(Part):
    """One amount. An accrual counts this month and is reversed in the next, unless it is kept."""

    line: LineRef = Field(description="the budget line")
    amount: Amount = Field(description="the amount; income is negative")
    accrual: Bool = Field(default=False, description="counted now, reversed next month")
    keep: Bool = Field(default=False, description="an accrual that is not reversed")
    po: OrderRef | None = Field(None, description="the order it draws on")
    for_: Goal | None = Field(None, alias="for", description="the goal it served, where the line serves several")
    currency: Currency | None = Field(None, description="default: the line's")
    volume: Number | None = Field(None, description="units bought, for a line with a driver")
    note: Text | None = Field(None, description="what to know about it")


class Commentary(Part):
    """Why a line is off its budget."""

    line: LineRef = Field(description="the budget line")
    cause: Cause = Field(description="timing, rate, volume, scope, fx, error or one_off")
    text: Text = Field(description="the explanation")
    owner: Person | None = Field(None, description="who gives it")


class Actuals(File):
    """One month. Year-to-date stops at the last unbroken closed month."""

    IDENTITY: ClassVar[Identity | None] = Identity("actuals", key="")

    kind: Literal["actuals"] = Field(description="actuals")
    month: Month = Field(description="the month: 2026-07")
    status: Literal["open", "closed"] = Field(description="open or closed")
    source: Annotated[Text, Field(description="the ledger extract and its date")]
    entries: tuple[Entry, ...] = Field((), description="the amounts")
    commentary: tuple[Commentary, ...] = Field((), description="explanations of variances")

    def ref(self) -> str:
        """`actuals/2026-07`."""
        return f"actuals/{self.month}"

    def year(self) -> str:
        """The month, from which the fiscal year follows."""
        return str(self.month)
