"""Why a line is off its budget: the split of a variance into causes, as far as the books tell (domain reference C7).

FX comes from month rates against the budget rate; volume and rate from a driver and the volumes in the actuals; timing and rate of a
personnel line from its positions. What nothing explains is `other`. The parts always add up to the variance.
"""

from __future__ import annotations

from decimal import Decimal

from polops.analyse.books import commentary, line_item
from polops.analyse.context import ZERO, Context, each
from polops.analyse.guard import by_line
from polops.analyse.personnel_line import has_positions, modelled_cost
from polops.analyse.variance import driver_split, fx_split, line
from polops.model.actuals import Commentary
from polops.plan.plan import Node
from polops.values.period import Period
from polops.values.record import dataclass
from polops.values.ref import fold


@dataclass(frozen=True, slots=True)
class Causes:
    """A year-to-date variance by cause; None for a cause that the books cannot tell."""

    timing: Decimal | None
    rate: Decimal | None
    volume: Decimal | None
    fx: Decimal | None
    other: Decimal


@by_line
@each
def causes(ctx: Context, node: Node) -> Causes:
    """The causes of a line's year-to-date variance.

    Personnel: timing is plan − model (people start later or earlier than planned), rate is model − actual (they cost more or less
    than the card).
    """
    numbers = line(ctx, node)
    whole = numbers.variance or ZERO
    foreign = fx_split(ctx, node)
    fx = dict(foreign.parts)["fx"] if foreign else None
    timing = rate = volume = None
    if (
        line_item(node).category == "personnel"
        and has_positions(ctx, node)
        and numbers.ytd_budget is not None
        and numbers.ytd_actual is not None
    ):
        model = sum(modelled_cost(ctx, node)[: numbers.closed], ZERO)
        timing, rate = numbers.ytd_budget - model, model - numbers.ytd_actual
    elif driven := driver_split(ctx, node):
        parts = dict(driven.parts)
        volume, rate = parts["volume"], parts["rate"]
    known = sum((part for part in (timing, rate, volume, fx) if part is not None), ZERO)
    return Causes(timing, rate, volume, fx, whole - known)


def explained(ctx: Context, node: Node) -> tuple[Commentary, Period] | None:
    """The newest commentary on a line within its fiscal year, with its month; None where there is none."""
    year = ctx.calendar.months(node.file.year())
    found = ((comment, month) for comment, month, _, _ in commentary(ctx).get(fold(node.ref), []) if year.contains(month))
    return next(found, None)
