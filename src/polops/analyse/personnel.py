"""What positions cost in a year, as far as it may be shown (domain reference C9; E0, redaction).

An amount that stands for fewer than five positions is not shown, nor is one from which such an amount could be computed: a sum beside all
of its parts but one. It is decided over the whole plan, so that a filtered report and a full one cannot be subtracted from each other.
"""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING, Literal

from polops.analyse.context import ZERO, Context
from polops.analyse.headcount import VACANT, cost_months, expected_start, one_time, planned_start, position_item, positions
from polops.analyse.movement import heads
from polops.values.number import TOLERANCE
from polops.values.period import MONTHS, Period
from polops.values.ref import fold

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from datetime import date

    from polops.analyse.books import Months
    from polops.plan.plan import Node

FEWEST = 5
"""An amount stands for at least so many positions, or it is not shown."""
_PLANNED = {"filled", *VACANT}

Counts = tuple[int, ...]


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


@dataclass(frozen=True, slots=True)
class _Priced:
    """A position's year: expected and planned cost by month, and whether the rate card knows it."""

    team: str
    expected: Months
    planned: Months
    known: bool
    vacant: bool

    @property
    def costed(self) -> Counts:
        """Whether it costs anything in the year."""
        return (int(any(self.expected)),)

    @property
    def counts(self) -> Counts:
        """The same, and whether plan and expectation differ."""
        return *self.costed, int(abs(sum(self.expected, ZERO) - sum(self.planned, ZERO)) > TOLERANCE)

    @property
    def by_month(self) -> Counts:
        """The months in which it costs anything."""
        return tuple(int(bool(amount)) for amount in self.expected)


def unsafe(counts: Mapping[str, Counts], already: Iterable[str] = ()) -> frozenset[str]:
    """The parts of a sum that must not be shown. `counts` says for each part how many positions each of its amounts stands for.

    First those of one to four positions; then, smallest first, as many more as it takes until what is left out stands for five or more, so
    that the sum minus the parts shown tells nothing: of 8, 6, 5 and 4 positions the 4 and the 5 are left out.
    """
    hidden = {*already, *(key for key, found in counts.items() if not _enough(found))}
    for key in sorted(counts, key=lambda key: (counts[key], key)):
        if _enough(_added(counts[key] for key in hidden)):
            break
        if any(counts[key]):
            hidden.add(key)
    return frozenset(hidden)


def _enough(found: Counts) -> bool:
    return all(number == 0 or number >= FEWEST for number in found)


def _added(counts: Iterable[Counts]) -> Counts:
    return tuple(map(sum, zip(*counts, strict=True)))


@dataclass(frozen=True, slots=True)
class _Kept:
    """One kind of amount: the teams whose amount must not be shown, the teams of the selection, and which of these a filter cuts."""

    counts: Mapping[str, Counts]
    hidden: frozenset[str]
    teams: frozenset[str]
    cut: frozenset[str]

    def team(self, team: str) -> bool:
        """Whether a team's amount may be shown."""
        return team not in self.hidden and team not in self.cut

    @property
    def total(self) -> bool:
        """Whether the selection's amount may be shown: of whole teams, and with all that are left out or none of them."""
        inside = self.hidden & self.teams
        return not self.cut and inside in (frozenset(), self.hidden) and _enough(_added(self.counts[team] for team in self.teams))


def costs(ctx: Context, year: Period, chosen: Iterable[Node]) -> Costs:
    """What the chosen positions cost in a fiscal year, as far as it may be shown."""
    nodes = list(chosen)
    every = {id(node): _priced(ctx, node, year) for node in positions(ctx)}
    picked = [every[id(node)] for node in nodes]
    expected, planned, monthly = _kept(list(every.values()), picked)
    teams = {
        team: _cost([one for one in picked if one.team == team], planned.team(team), expected.team(team)) for team in sorted(expected.teams)
    }
    total = _cost(picked, planned.total, expected.total)
    months = _with_heads(ctx, year, nodes, _months(picked, total=monthly.total, split=monthly.total and len(picked) == len(every)))
    shown = expected.total and planned.total and monthly.total and all(planned.team(team) for team in teams)
    return Costs(teams, total, months, not shown and any(any(one.counts) for one in picked), sum(1 for one in picked if not one.known))


def _kept(every: list[_Priced], picked: list[_Priced]) -> tuple[_Kept, _Kept, _Kept]:
    """Expected, planned and monthly amounts: what is left out of one is left out of the next."""
    teams = frozenset(one.team for one in picked)
    cut = frozenset(team for team in teams if sum(one.team == team for one in picked) < sum(one.team == team for one in every))
    counts = [_counted(every, field) for field in ("costed", "counts", "by_month")]
    expected = unsafe(counts[0])
    hidden = (expected, unsafe(counts[1], expected), unsafe(counts[2], expected))
    first, second, third = (_Kept(found, left, teams, cut) for found, left in zip(counts, hidden, strict=True))
    return first, second, third


def _counted(every: list[_Priced], field: str) -> dict[str, Counts]:
    """How many positions each team's amounts of a kind stand for."""
    grouped: dict[str, list[Counts]] = {}
    for one in every:
        grouped.setdefault(one.team, []).append(getattr(one, field))
    return {team: _added(found) for team, found in grouped.items()}


def _cost(ones: list[_Priced], planned: bool, expected: bool) -> Cost:  # noqa: FBT001 - two of a kind
    return Cost(_sum(ones, "planned") if planned and expected else None, _sum(ones, "expected") if expected else None)


def _sum(ones: list[_Priced], field: Literal["planned", "expected"], month: int | None = None) -> Decimal | None:
    """The sum of a year or of one month; None where the rate card knows none of the positions."""
    amounts: list[Months] = [getattr(one, field) for one in ones if one.known]
    if not amounts and ones:
        return None
    return sum((sum(found, ZERO) if month is None else found[month] for found in amounts), ZERO)


Split = tuple[Decimal | None, Decimal | None, Decimal | None]


def _months(picked: list[_Priced], *, total: bool, split: bool) -> list[Split]:
    """By month: of filled positions, of vacant ones, and both."""
    filled, vacant = ([one for one in picked if one.vacant is which] for which in (False, True))
    split = split and all(_enough(_added(one.by_month for one in ones)) for ones in (filled, vacant))
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


def _priced(ctx: Context, node: Node, year: Period) -> _Priced:
    item = position_item(node)
    begins = planned_start(item) if item.status in _PLANNED else None
    expected, planned = (cost_months(ctx, item, start, year) for start in (expected_start(ctx, item), begins))
    known = None not in expected and None not in planned
    due = _with_start(ctx, expected, expected_start(ctx, item), year)
    return _Priced(fold(ctx.plan.team(node)), due, _with_start(ctx, planned, begins, year), known, item.status in VACANT)


def _with_start(ctx: Context, months: tuple[Decimal | None, ...], start: date | None, year: Period) -> Months:
    """The months with the one-time cost of a start; nothing at all for a position without a rate."""
    if None in months:
        return (ZERO,) * MONTHS
    return tuple((cost or ZERO) + extra for cost, extra in zip(months, one_time(ctx, start, year), strict=True))
