"""What positions cost in a year, as far as it may be shown (domain reference C9; E0, redaction; what may be shown: `analyse.suppress`)."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING, Literal

from polops.analyse.context import ZERO, Context
from polops.analyse.headcount import VACANT, expected_start, position_item
from polops.analyse.movement import heads
from polops.analyse.suppress import Level, Priced, added, enough, year_of
from polops.values.period import MONTHS, Period
from polops.values.record import dataclass

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from polops.analyse.books import Months
    from polops.plan.plan import Node


@dataclass(frozen=True, slots=True)
class Cost:
    """A year's cost of some positions by planned and by expected starts, their one-time cost included. None: unknown or not to be shown."""

    planned: Decimal | None
    expected: Decimal | None

    @property
    def saving(self) -> Decimal | None:
        """What later starts save (positive), or earlier ones cost more."""
        return None if self.planned is None or self.expected is None else self.planned - self.expected


@dataclass(frozen=True, slots=True)
class MonthCost:
    """A month's cost, and how much of it is of filled and of vacant positions. None: unknown, or not to be shown."""

    month: Period
    filled: Decimal | None
    vacant: Decimal | None
    total: Decimal | None
    heads_filled: int
    heads_vacant: int


@dataclass(frozen=True, slots=True)
class Costs:
    """A selection's cost by team, in all, by month. `withheld`: not all of it is shown; `unpriced`: how many positions have no rate."""

    teams: Mapping[str, Cost]
    total: Cost
    months: tuple[MonthCost, ...]
    withheld: bool
    unpriced: int

    @property
    def known(self) -> bool:
        """Whether any position has a rate: without a rate card there is nothing to show."""
        return self.withheld or self.total.expected is not None or any(cost.expected is not None for cost in self.teams.values())


def costs(ctx: Context, year: Period, chosen: Iterable[Node]) -> Costs:
    """What the chosen positions cost in a fiscal year, as far as the readers may see it."""
    nodes = list(chosen)
    label = ctx.calendar.label(year)
    found = year_of(ctx, label)
    picked = [found.priced[id(node)] for node in nodes]
    every = ctx.open is ctx

    def may(level: Level, ones: list[Priced]) -> bool:
        return every or (found.whole(ones) and level.may_show(one.unit for one in ones))

    def cost(ones: list[Priced]) -> Cost:
        expected = may(found.year, ones)
        return Cost(_sum(ones, "planned") if expected and may(found.saving, ones) else None, _sum(ones, "expected") if expected else None)

    by_team: dict[str, list[Priced]] = {}
    for one in picked:
        by_team.setdefault(one.unit[0], []).append(one)
    monthly = may(found.months, picked)
    split = every or (
        monthly and len(picked) == len(found.priced) and all(enough(added(one.by_month for one in ones)) for ones in _parts(picked))
    )
    shown = all(may(level, ones) for ones in (picked, *by_team.values()) for level in (found.year, found.saving)) and monthly
    return Costs(
        {team: cost(by_team[team]) for team in sorted(by_team)},
        cost(picked),
        _with_heads(ctx, year, nodes, _months(picked, total=monthly, split=split)),
        not shown and any(any(one.saving) for one in picked),
        sum(1 for one in picked if not one.known),
    )


def _parts(ones: list[Priced]) -> tuple[list[Priced], list[Priced]]:
    """Filled and vacant ones."""
    return [one for one in ones if not one.vacant], [one for one in ones if one.vacant]


def _sum(ones: list[Priced], field: Literal["planned", "expected"], month: int | None = None) -> Decimal | None:
    """The sum of the year or of one month; None where the rate card knows none of the positions that cost something."""
    amounts: list[Months] = [getattr(one, field) for one in ones if one.known]
    whole = sum((sum(found, ZERO) if month is None else found[month] for found in amounts), ZERO)
    return whole if whole or all(one.known for one in ones) else None


Split = tuple[Decimal | None, Decimal | None, Decimal | None]


def _months(picked: list[Priced], *, total: bool, split: bool) -> list[Split]:
    """By month: of filled positions, of vacant ones, and both."""
    filled, vacant = _parts(picked)
    shown = ((filled, split), (vacant, split), (picked, total))
    months = [[_sum(ones, "expected", i) if show else None for ones, show in shown] for i in range(MONTHS)]
    return [(first, second, both) for first, second, both in months]


def _with_heads(ctx: Context, year: Period, nodes: list[Node], amounts: list[Split]) -> tuple[MonthCost, ...]:
    """The amounts beside the heads at each month's end: positions held, and vacant ones that are expected to have started."""
    starts = [expected_start(ctx, item) for node in nodes if (item := position_item(node)).status in VACANT]
    return tuple(
        MonthCost(month, *found, heads(nodes, month.last), sum(1 for start in starts if start and start <= month.last))
        for month, found in zip(year.split(), amounts, strict=True)
    )
