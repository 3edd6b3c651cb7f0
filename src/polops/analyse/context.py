"""A plan as of a date, and what was already computed about it.

Nothing dated after the date counts. Every number of a run is computed at most once: functions marked `once` keep their results here.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from decimal import Decimal
from functools import wraps
from typing import TypeVar

from polops.plan.plan import Node, Plan
from polops.values.number import TOLERANCE
from polops.values.period import Period

T = TypeVar("T")
ZERO = Decimal(0)
ONE = Decimal(1)


class Context:
    """A plan, the as-of date, and the results so far.

    `audience` is who reads. Where these may not see every amount, `open` is the same plan with all of them: only functions that know
    which of its results may be shown look at it (`analyse.suppress`). `base` is the plan that a change began with, where one is looked at.
    """

    def __init__(
        self, plan: Plan, as_of: date, audience: str = "restricted", open_: Context | None = None, *, base: Plan | None = None
    ) -> None:
        self.plan = plan
        self.as_of = as_of
        self.audience = audience
        self.open = open_ or self
        self.base = base
        self.settings = plan.settings
        self.calendar = plan.calendar
        self.currency = plan.settings.currency
        self.results: dict[object, object] = {}

    def keep(self, key: object, make: Callable[[], T]) -> T:
        """What `make` gives, computed once for a key: the function that asks, with all that its answer depends on."""
        if key not in self.results:
            self.results[key] = make()
        return self.results[key]  # type: ignore[return-value]  # stored under its own key

    @property
    def year(self) -> Period:
        """The fiscal year that holds the as-of date."""
        return self.calendar.year_of(self.as_of)

    @property
    def year_label(self) -> str:
        """Its label: `FY26`."""
        return self.calendar.label(self.year)

    @property
    def quarter(self) -> Period:
        """The fiscal quarter that holds the as-of date."""
        return self.calendar.quarter_of(self.as_of)


def earlier(ctx: Context, by: timedelta) -> Context:
    """The same plan as of an earlier date, for the same readers: what has moved since then."""
    day = ctx.as_of - by
    return ctx.keep((earlier, by), lambda: Context(ctx.plan, day, ctx.audience, None if ctx.open is ctx else earlier(ctx.open, by)))


def once(function: Callable[[Context], T]) -> Callable[[Context], T]:
    """Computes a function of the context once."""

    @wraps(function)
    def kept(ctx: Context) -> T:
        if function not in ctx.results:
            ctx.results[function] = function(ctx)
        return ctx.results[function]  # type: ignore[return-value]  # stored under its own key

    return kept


def each(function: Callable[[Context, Node], T]) -> Callable[[Context, Node], T]:
    """Computes a function of the context and an item once for each item."""

    @wraps(function)
    def kept(ctx: Context, node: Node) -> T:
        known: dict[Node, T] | None = ctx.results.get(function)  # type: ignore[assignment]  # stored under its own key
        if known is None:
            known = ctx.results[function] = {}
        if node not in known:
            known[node] = function(ctx, node)
        return known[node]

    return kept


def at_least(value: Decimal, limit: Decimal) -> bool:
    """Whether a computed statistic reaches a limit, within the tolerance of 1e-9."""
    return value >= limit - TOLERANCE


def clamp(value: Decimal, low: Decimal = ZERO, high: Decimal = ONE) -> Decimal:
    """The value, or the bound it passes."""
    return max(low, min(high, value))


def mean(pairs: list[tuple[Decimal, Decimal]]) -> Decimal | None:
    """The weighted mean of (weight, value) pairs; None where the weights add up to nothing."""
    total = sum((weight for weight, _ in pairs), ZERO)
    return sum((weight * value for weight, value in pairs), ZERO) / total if total else None


def ratio(part: Decimal, whole: Decimal) -> Decimal | None:
    """A share; None where the whole is 0."""
    return part / whole if whole else None
