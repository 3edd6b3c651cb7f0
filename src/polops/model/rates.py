"""rates (`plans/restricted/rates.yaml`): exchange rates and the loaded-cost rate card. The only place where money meets grades."""

from decimal import Decimal
from typing import Annotated, ClassVar, Literal

from pydantic import Field

from polops.model.base import File, Part
from polops.model.org import LocationCode
from polops.model.types import CardAmount, Cost, Currency, FiscalYear, LocalId, Month, Number, Scalar, Share, wrong
from polops.values.period import month
from polops.values.ref import nearest


def _fx_key(value: object) -> str:
    text = str(value)
    if text != "budget":
        try:
            month(text)
        except ValueError:
            near = "budget" if nearest(text, ["budget"]) else ""
            raise wrong("GEN105", "must be `budget` or a month such as 2026-07", text, help=near and f"did you mean `{near}`?") from None
    return text


FxKey = Annotated[str, Scalar(_fx_key, {"type": "string", "pattern": "^(budget|[0-9]{4}-(0[1-9]|1[0-2]))$"})]
"""What a rate is for: the year's budget, or one month's actuals."""


class OneTime(Part):
    """What a start costs once."""

    hire: Cost = Field(Decimal(0), description="recruiting")
    equipment: Cost = Field(Decimal(0), description="equipment")


class Increase(Part):
    """A pay increase for everybody, from one month on."""

    month: Month = Field(description="the first month with it")
    pct: Share = Field(description="by how much")


class Rates(File):
    """One fiscal year's exchange rates and loaded annual cost by band and location. FX: reporting currency per foreign unit."""

    RESTRICTED: ClassVar[bool] = True

    kind: Literal["rates"] = Field(description="rates")
    fiscal_year: FiscalYear = Field(description="the year: FY26")
    currency: Currency | None = Field(None, description="currency of amounts without one; default: the reporting currency")
    fx: dict[Currency, dict[FxKey, Number]] = Field(default_factory=dict, description="currency → budget rate and month rates")
    loaded_annual: dict[LocalId, dict[LocationCode, CardAmount]] = Field(default_factory=dict, description="band → location → amount")
    one_time: OneTime = Field({}, validate_default=True, description="cost of a start")
    increase: Increase | None = Field(None, description="pay increase")

    def ref(self) -> str:
        """`rates/FY26`."""
        return f"rates/{self.fiscal_year}"

    def year(self) -> str:
        """The fiscal year."""
        return self.fiscal_year
