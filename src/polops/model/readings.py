"""readings: the values of metrics, one line a period. They are the moving record; definitions live in `metrics`."""

from decimal import Decimal
from typing import Annotated, Any, Literal

from pydantic import BeforeValidator, Field

from polops.model.base import File, MetricRef, Part, TeamCode
from polops.model.types import FiscalYear, Label, Number, Text, Value


def _short(value: Any) -> Any:  # noqa: ANN401 - whatever stands in the file
    return value if isinstance(value, dict) else {"value": value}


class Reading(Part):
    """One value: a number, a numerator over a denominator, or a value with its sample size."""

    value: Value | None = Field(None, description="the value, in the metric's unit")
    num: Number | None = Field(None, description="numerator of a ratio")
    den: Number | None = Field(None, description="denominator of a ratio")
    n: Number | None = Field(None, description="sample size")
    note: Text | None = Field(None, description="what to know about it")
    restated: Text | None = Field(None, description="why a past value was changed")

    def measured(self, unit: str) -> Decimal | None:
        """The value in the unit as spoken: a ratio of a `%` metric counts hundredths. None where a ratio has no denominator."""
        if self.num is None or self.den is None:
            return self.value
        return None if self.den == 0 else self.num * (100 if unit == "%" else 1) / self.den


class Readings(File):
    """One team's readings of one fiscal year."""

    kind: Literal["readings"] = Field(description="readings")
    team: TeamCode = Field(description="the team")
    fiscal_year: FiscalYear | None = Field(None, description="the year: FY26")
    readings: dict[MetricRef, dict[Label, Annotated[Reading, BeforeValidator(_short)]]] = Field(
        default_factory=dict, description="metric → period → value"
    )
