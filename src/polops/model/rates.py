"""rates (`plans/restricted/rates.yaml`): exchange rates and the loaded-cost rate card. The only place where money meets grades."""

from __future__ import annotations

from decimal import Decimal
from typing import ClassVar, Literal

from pydantic import Field

from polops.model.base import File, Part
from polops.model.org import LocationCode
from polops.model.types import Amount, CardAmount, Currency, Label, LocalId, Month, Number, Share, Title


class OneTime(Part):
    """What a start costs once."""

    hire: Amount = Field(Decimal(0), description="recruiting")
    equipment: Amount = Field(Decimal(0), description="equipment")


class Increase(Part):
    """A pay increase for everybody, from one month on."""

    month: Month = Field(description="the first month with it")
    pct: Share = Field(description="by how much")


class Rates(File):
    """One fiscal year's exchange rates and loaded annual cost by band and location. FX: reporting currency per foreign unit."""

    RESTRICTED: ClassVar[bool] = True

    kind: Literal["rates"] = Field(description="rates")
    fiscal_year: Label = Field(description="the year: FY26")
    currency: Currency | None = Field(None, description="currency of amounts without one; default: the reporting currency")
    fx: dict[Currency, dict[Title, Number]] = Field(default_factory=dict, description="currency → budget rate and month rates")
    loaded_annual: dict[LocalId, dict[LocationCode, CardAmount]] = Field(default_factory=dict, description="band → location → amount")
    one_time: OneTime = Field(default_factory=OneTime, description="cost of a start")
    increase: Increase | None = Field(None, description="pay increase")

    def ref(self) -> str:
        """`rates/FY26`."""
        return f"rates/{self.fiscal_year}"

    def year(self) -> str:
        """The fiscal year."""
        return self.fiscal_year
