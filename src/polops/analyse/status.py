"""Colours as values: their order, the worst of several, and the colour of a gap.

`complete` is better than `green`; `grey` means no data and never counts as bad or good.
"""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal
from typing import Literal

from polops.analyse.context import Context, at_least

Status = Literal["green", "amber", "red", "grey", "complete"]
_ORDER: dict[Status, int] = {"complete": 0, "green": 1, "amber": 2, "red": 3}
_BY_RANK: dict[int, Status] = {rank: status for status, rank in _ORDER.items()}
_RATIO_GREEN, _RATIO_AMBER = Decimal("0.95"), Decimal("0.75")
_SURE, _DOUBTFUL = 7, 4


def worst(statuses: Iterable[Status | None]) -> Status:
    """The worst of several, those without data left out; grey where none has data."""
    known = [_ORDER[status] for status in statuses if status in _ORDER]
    return _BY_RANK[max(known)] if known else "grey"


def at_most_one_better(status: Status, other: Status) -> Status:
    """The status, but at most one step better than another."""
    if other not in _ORDER or status not in _ORDER:
        return status
    return _BY_RANK[max(_ORDER[status], _ORDER[other] - 1)]


def not_better(status: Status, limit: Status) -> Status:
    """The status, but no better than a limit."""
    return worst((status, limit)) if status in _ORDER else status


def pace(ctx: Context, score: Decimal, expected: Decimal) -> Status:
    """The colour of a score against what was expected by now (domain reference C5): 10 points behind is green, 25 amber.

    With `settings.okr.pace: ratio`, 95 % of the expected is green and 75 % amber.
    """
    limits = ctx.settings.thresholds.okr
    if ctx.settings.okr.pace == "ratio":
        share = score / expected if expected else Decimal(1)
        return "green" if at_least(share, _RATIO_GREEN) else "amber" if at_least(share, _RATIO_AMBER) else "red"
    gap = score - expected
    return "green" if at_least(gap, -limits.on_track_gap) else "amber" if at_least(gap, -limits.off_track_gap) else "red"


def of_confidence(confidence: int | None) -> Status | None:
    """The colour of a confidence out of ten: 7 to 10 green, 4 to 6 amber, 0 to 3 red; none is left out."""
    if confidence is None:
        return None
    return "green" if confidence >= _SURE else "amber" if confidence >= _DOUBTFUL else "red"


def of_vacancy(ctx: Context, rate: Decimal | None) -> Status:
    """The colour of a vacancy rate: green up to the limit in settings, amber up to twice that; grey without approved positions."""
    limit = ctx.settings.thresholds.headcount.vacancy
    return "grey" if rate is None else "green" if rate <= limit else "amber" if rate <= 2 * limit else "red"
