"""Which amounts stand for the pay of fewer than five people, and must not be shown (domain reference E0 and D, SEC103).

Positions fall into units: those of one team on one budget line. A unit of one to four positions is hidden, with as many more units, the
smallest first, as it takes until what is hidden stands for five or more. **An amount is shown where it is made of whole units, and of all
hidden ones or of none.** Then everything that can be computed from shown amounts is the same for every hidden unit, so none of them can be
told apart from the others, whatever is added or subtracted across rows, columns, tables, reports and filters.

It is decided twice: for amounts of the year, by who costs anything in it; and for those of months and of the year to date, by who costs
anything in each month. What the second hides holds what the first hides. It is decided over the whole plan, never over a selection.
"""

from __future__ import annotations

from collections import Counter
from datetime import date
from typing import TYPE_CHECKING, Literal, NamedTuple

from polops.analyse.books import year_label
from polops.analyse.context import ZERO, Context, each
from polops.analyse.few import FEWEST
from polops.analyse.headcount import VACANT, cost_months, expected_start, one_time, planned_start, position_item, positions
from polops.analyse.personnel_line import lines_of, on_line
from polops.values.number import TOLERANCE
from polops.values.period import MONTHS, Period, month_index
from polops.values.ref import fold

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping
    from decimal import Decimal

    from polops.analyse.books import Months
    from polops.model.headcount import Position
    from polops.plan.plan import Node

_PLANNED = {"filled", *VACANT}

Counts = tuple[int, ...]
Unit = tuple[str, str]
"""A team and a budget line, folded."""
Part = Literal["", "months", "year"]
"""What of some amounts is hidden: nothing, those of months and of the year to date, or all."""


class Level(NamedTuple):
    """One kind of amount: how many positions each of a unit's amounts stands for, and the units that are not shown."""

    counts: Mapping[Unit, Counts]
    hidden: frozenset[Unit]

    def may_show(self, units: Iterable[Unit]) -> bool:
        """Whether the amount of some whole units may be shown: with all hidden ones, if these stand for five or more, or with none."""
        inside = self.hidden & frozenset(units)
        return not inside or (inside == self.hidden and enough(added(self.counts[unit] for unit in inside)))


class Priced(NamedTuple):
    """A position's year: its unit, the expected and planned cost by month, whether the rate card knows it, and whether it is vacant."""

    unit: Unit
    expected: Months
    planned: Months
    known: bool
    vacant: bool
    present: Counts
    due: Counts
    """The months in which it is expected to be held, and was planned to be: 1 or 0, whatever it costs."""

    @property
    def by_year(self) -> Counts:
        """Whether it stands behind an amount of the year: held, planned, costed."""
        return max(self.present), max(self.due), int(any(self.expected))

    @property
    def by_month(self) -> Counts:
        """The same for each month."""
        return *self.present, *self.due, *(int(bool(amount)) for amount in self.expected)

    @property
    def saving(self) -> Counts:
        """Whether plan and expectation differ."""
        return *self.by_year, int(abs(sum(self.expected, ZERO) - sum(self.planned, ZERO)) > TOLERANCE)


class Year(NamedTuple):
    """A fiscal year's positions by `id` of their node, how many a unit has, and what is hidden of the year's amounts."""

    priced: Mapping[int, Priced]
    sizes: Mapping[Unit, int]
    year: Level
    saving: Level
    months: Level

    def whole(self, ones: Collection[Priced]) -> bool:
        """Whether some positions are whole units: nothing of a unit is missing."""
        return len(ones) == sum(self.sizes[unit] for unit in {one.unit for one in ones})


def hidden_part(ctx: Context, lines: Iterable[Node]) -> Part:
    """What of the amounts of some budget lines of one year, taken together, is hidden from the readers."""
    if ctx.open is ctx:
        return ""
    units: set[Unit] = set()
    label = ""
    for node in lines:
        label = label or year_label(ctx, node)
        units |= _units(ctx.open, node)
    if not units:
        return ""
    found = year_of(ctx, label)
    return "year" if not found.year.may_show(units) else "months" if not found.months.may_show(units) else ""


def shows_everybody(ctx: Context, label: str) -> bool:
    """Whether amounts to date that stand for all positions of a fiscal year may be shown."""
    found = year_of(ctx, label)
    return ctx.open is ctx or found.months.may_show(found.months.counts)


@each
def _units(ctx: Context, line: Node) -> frozenset[Unit]:
    return frozenset((fold(ctx.plan.team(node)), fold(line.ref)) for node in on_line(ctx, line))


def year_of(ctx: Context, label: str) -> Year:
    """What is hidden of a fiscal year, by its label."""
    return ctx.open.keep((year_of, label), lambda: _year(ctx.open, label))


def _year(ctx: Context, label: str) -> Year:
    lines = lines_of(ctx, label)
    span = ctx.calendar.months(label)
    every = {id(node): _priced(ctx, node, span, fold(lines.get(id(node), ""))) for node in positions(ctx)}
    year = _level(every.values(), "by_year")
    sizes = Counter(one.unit for one in every.values())
    return Year(every, sizes, year, _level(every.values(), "saving", year.hidden), _level(every.values(), "by_month", year.hidden))


def _level(every: Collection[Priced], field: Literal["by_year", "saving", "by_month"], already: Iterable[Unit] = ()) -> Level:
    grouped: dict[Unit, list[Counts]] = {}
    for one in every:
        grouped.setdefault(one.unit, []).append(getattr(one, field))
    counts = {unit: added(found) for unit, found in grouped.items()}
    return Level(counts, unsafe(counts, already))


def unsafe(counts: Mapping[Unit, Counts], already: Iterable[Unit] = ()) -> frozenset[Unit]:
    """The units that must not be shown. `counts` says for each how many positions each of its amounts stands for.

    First those of one to four positions; then, smallest first, as many more as it takes until what is left out stands for five or more, so
    that the sum minus the parts shown tells nothing: of 8, 6, 5 and 4 positions the 4 and the 5 are left out.
    """
    hidden = {*already, *(key for key, found in counts.items() if not enough(found))}
    for key in sorted(counts, key=lambda key: (counts[key], key)):
        if enough(added(counts[key] for key in hidden)):
            break
        if any(counts[key]):
            hidden.add(key)
    return frozenset(hidden)


def enough(found: Counts) -> bool:
    """Whether every amount stands for nobody, or for five or more."""
    return all(number == 0 or number >= FEWEST for number in found)


def added(counts: Iterable[Counts]) -> Counts:
    """The counts of several units together."""
    return tuple(map(sum, zip(*counts, strict=True)))


def _priced(ctx: Context, node: Node, year: Period, line: str) -> Priced:
    item = position_item(node)
    starts = (expected_start(ctx, item), planned_start(item) if item.status in _PLANNED else None)
    expected, planned = (cost_months(ctx, item, start, year) for start in starts)
    due, plan = (_with_start(ctx, months, start, year) for months, start in zip((expected, planned), starts, strict=True))
    known = None not in expected and None not in planned
    held = [_held(item, start, year) for start in starts]
    return Priced((fold(ctx.plan.team(node)), line), due, plan, known, item.status in VACANT, *held)


def _held(item: Position, start: date | None, year: Period) -> Counts:
    """In which months of the year somebody holds a position from a start on, for a day at least."""
    if start is None or (item.end is not None and item.end < start):
        return (0,) * MONTHS
    first, last = (month_index(day) - year.start for day in (start, item.end or date.max))
    return tuple(int(first <= i <= last) for i in range(MONTHS))


def _with_start(ctx: Context, months: tuple[Decimal | None, ...], start: date | None, year: Period) -> Months:
    """The months with the one-time cost of a start; nothing at all for a position without a rate."""
    if None in months:
        return (ZERO,) * MONTHS
    return tuple((cost or ZERO) + extra for cost, extra in zip(months, one_time(ctx, start, year), strict=True))
