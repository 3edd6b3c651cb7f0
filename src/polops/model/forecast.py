"""forecast: one re-forecast, named by its last month of actuals (`7+5`: seven months actual, five forecast)."""

from typing import Annotated, Any, ClassVar, Literal

from pydantic import BeforeValidator, Field

from polops.model.base import File, Identity, LineRef, Part
from polops.model.budget import Method
from polops.model.types import Amount, FiscalYear, Month, Text


class LineForecast(Part):
    """How one line was re-thought: a method, or amounts by month."""

    method: Method | None = Field(None, description="the outlook's method")
    note: Text | None = Field(None, description="why")
    months: dict[Month, Amount] = Field(default_factory=dict, description="amounts by month; may be written without this key")


def _months(value: Any) -> Any:  # noqa: ANN401 - whatever stands in the file
    if not isinstance(value, dict):
        return value
    named = {key: item for key, item in value.items() if key in {"method", "note", "months"}}
    months = {key: item for key, item in value.items() if key[:1].isdigit()}
    rest = {key: item for key, item in value.items() if key not in named and key not in months}
    return {**named, **rest, **({"months": months} if months else {})}


class Forecast(File):
    """One fiscal year's forecast. Lines nobody re-thought use their default method."""

    IDENTITY: ClassVar[Identity | None] = Identity("forecast", key="")

    kind: Literal["forecast"] = Field(description="forecast")
    fiscal_year: FiscalYear = Field(description="the year: FY26")
    through: Month = Field(description="the last month of actuals: 2026-07")
    status: Literal["draft", "submitted", "approved"] = Field("draft", description="draft, submitted or approved")
    lines: dict[LineRef, Annotated[LineForecast, BeforeValidator(_months)]] = Field(
        default_factory=dict, description="line → months or method"
    )

    def ref(self) -> str:
        """`forecast/FY26/2026-07`."""
        return f"forecast/{self.fiscal_year}/{self.through}"

    def year(self) -> str:
        """The fiscal year."""
        return self.fiscal_year
