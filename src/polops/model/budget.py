"""budget: one cost centre's lines for one year, and the transfers it gives."""

from decimal import Decimal
from typing import Annotated, ClassVar, Literal

from pydantic import Discriminator, Field, Tag

from polops.model.base import File, Identity, Item, LineRef, Part, Shares, TeamCode, by_shape
from polops.model.types import Amount, Currency, Day, FiscalYear, Id, Label, Month, Number, Text, Title

Category = Literal[
    "personnel",
    "contractor",
    "vendor",
    "software",
    "program",
    "research",
    "training",
    "travel",
    "facilities",
    "capex",
    "contingency",
    "recharge",
    "other",
]
Method = Literal["bottom_up", "budget_remaining", "run_rate", "performance", "committed", "headcount", "none"]
Plan = Annotated[
    Annotated[Amount, Tag("‹word›")] | Annotated[dict[Label, Amount], Tag("‹map›")] | Annotated[dict[Label, Amount], Tag("‹list›")],
    Discriminator(by_shape),
]
Weights = Annotated[
    Annotated[Literal["even", "quarterly", "none"], Tag("‹word›")]
    | Annotated[tuple[Number, ...], Tag("‹list›")]
    | Annotated[tuple[Number, ...], Tag("‹map›")],
    Discriminator(by_shape),
]


class Driver(Part):
    """What a line's plan is made of: a volume a year at a unit rate."""

    unit: Title = Field(description="what is counted: review hour")
    volume: Number = Field(description="how many a year")
    rate: Amount = Field(description="the price of one")


class Line(Item):
    """One budget line. Its id is kept across years."""

    IDENTITY: ClassVar[Identity | None] = Identity("line", scope="year")

    id: Id = Field(description="its id: COE-VEN-01")
    name: Title = Field(description="the name as printed")
    category: Category = Field(description="what kind of cost")
    nature: Literal["opex", "capex"] = Field("opex", description="opex or capex")
    plan: Plan | None = Field(None, description="the year's amount, or amounts by month or quarter")
    source: Literal["headcount"] | None = Field(None, description="headcount: the plan is the cost of the positions on this line")
    phase: Weights = Field("even", description="even, quarterly, none, or 12 weights")
    currency: Currency | None = Field(None, description="default: the file's")
    driver: Driver | None = Field(None, description="volume and rate behind the plan")
    supports: Shares = Field((), description="the objectives it serves, with shares or equally")
    forecast: Method | None = Field(None, description="the outlook's method; default: the category's")

    def needs(self) -> tuple[tuple[str, str], ...]:
        """A plan, unless the positions are the plan."""
        return (("plan", "the year's amount; or write `source: headcount`"),) if self.plan is None and self.source is None else ()

    def supported(self) -> dict[str, Decimal]:
        """The share of the line for each goal it serves; a plain list shares equally."""
        if isinstance(self.supports, dict):
            return dict(self.supports)
        return {goal: Decimal(1) / len(self.supports) for goal in self.supports}


class Transfer(Item):
    """Moves budget between lines (a virement); the plan itself never changes."""

    IDENTITY: ClassVar[Identity | None] = Identity("transfer")

    id: Id = Field(description="its id: TR-2026-03")
    on: Day = Field(description="the day")
    from_: LineRef = Field(alias="from", description="the line that gives")
    to: LineRef = Field(description="the line that receives")
    amount: Amount = Field(description="how much, in the giving line's currency")
    months: dict[Month, Amount] = Field(default_factory=dict, description="by month; default: evenly over the rest of the year")
    reason: Text | None = Field(None, description="why")


class Budget(File):
    """One cost centre, one fiscal year."""

    kind: Literal["budget"] = Field(description="budget")
    cost_center: Id = Field(description="the cost centre: CC-4410")
    team: TeamCode = Field(description="the team that answers for it")
    fiscal_year: FiscalYear = Field(description="the year: FY26")
    currency: Currency | None = Field(None, description="default: the reporting currency")
    status: Literal["draft", "approved"] = Field("draft", description="approved: then frozen")
    lines: tuple[Line, ...] = Field((), description="the lines")
    transfers: tuple[Transfer, ...] = Field((), description="what it gives to other lines")

    def periods(self) -> tuple[tuple[tuple[str | int, ...], str], ...]:
        """The months and quarters of its plans."""
        return tuple(
            (("lines", i, "plan", label), label) for i, line in enumerate(self.lines) if isinstance(line.plan, dict) for label in line.plan
        )

    def year(self) -> str:
        """The fiscal year."""
        return self.fiscal_year
