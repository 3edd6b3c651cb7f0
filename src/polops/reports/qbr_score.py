"""A row of the scorecard: a promise, what came of it, and the share, coloured as grades are (domain reference C4)."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING

from polops.analyse.context import at_least, ratio
from polops.reports.page import Measure, Row

if TYPE_CHECKING:
    from polops.analyse.status import Status

GREEN, AMBER = Decimal("0.7"), Decimal("0.4")


def score(what: str, promised: int, reached: int, detail: str = "") -> tuple[Row, ...]:
    """So many of so many; no row where nothing was promised."""
    if not promised:
        return ()
    share = ratio(Decimal(reached), Decimal(promised))
    return (Row((what, Measure(Decimal(promised)), Measure(Decimal(reached)), share, grade(share), detail)),)


def grade(share: Decimal | None) -> Status:
    """The colour of a share: from 70 % on green, from 40 % on amber."""
    if share is None:
        return "grey"
    return "green" if at_least(share, GREEN) else "amber" if at_least(share, AMBER) else "red"
