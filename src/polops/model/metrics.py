"""metrics: what is measured, from where, by whom, and what is good (the KPI dictionary)."""

from typing import Annotated, Any, ClassVar, Literal

from pydantic import Discriminator, Field, Tag

from polops.model.base import File, Identity, Item, TeamCode, by_shape
from polops.model.types import Id, Span, Text, Title, Value
from polops.values.duration import Duration

Band = Annotated[
    Annotated[Value, Tag("‹word›")] | Annotated[tuple[Value, Value], Tag("‹list›")] | Annotated[tuple[Value, Value], Tag("‹map›")],
    Discriminator(by_shape),
]


class Metric(Item):
    """One metric: its definition in one sentence, its source, and the limits its colour depends on."""

    IDENTITY: ClassVar[Identity | None] = Identity("metric")

    id: Id = Field(description="its id: vvr-selfharm")
    name: Title = Field(description="the name as printed")
    definition: Text | None = Field(None, description="what it measures, in one sentence")
    source: Text | None = Field(None, description="where the number really comes from")
    unit: Title | None = Field(None, description="what the value counts: %, hours, cases")
    direction: Literal["up", "down", "band"] = Field(description="which way is better")
    role: Literal["kpi", "success", "guardrail", "health", "input"] = Field("kpi", description="what it is for")
    baseline: Value | None = Field(None, description="value it started from")
    target: Band | None = Field(None, description="green up to here; [low, high] for a band")
    red: Band | None = Field(None, description="red beyond; [low, high] for a band")
    cadence: Span = Field(Duration(1, "mo"), description="how often it is read")
    lag: Span = Field(Duration(15, "d"), description="how long after a period its reading may take")
    shape: Literal["value", "ratio", "median", "count", "agreement"] = Field("value", description="how readings are made")
    by: tuple[Title, ...] = Field((), description="breakdowns: market, human/automated")

    def limits(self, which: Literal["target", "red"]) -> tuple[Any, ...]:
        """The one or two numbers of `target` or `red`; empty where there is none."""
        found = getattr(self, which)
        return () if found is None else found if isinstance(found, tuple) else (found,)


class Metrics(File):
    """One team's metrics."""

    kind: Literal["metrics"] = Field(description="metrics")
    team: TeamCode = Field(description="the team")
    metrics: tuple[Metric, ...] = Field((), description="the metrics")
