"""Readings and assessments of fewer than five people: what a pulse, an attrition rate or an ADKAR score of a few says is said of each.

Source: domain reference B2.3 (a pulse needs five answers) and D, SEC103.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from decimal import Decimal

    from polops.analyse.context import Context
    from polops.model.metrics import Metric
    from polops.model.readings import Reading

FEWEST = 5
"""A figure stands for at least so many people, or it is not shown. No setting lowers it."""
TAG = "people"
"""The tag that says of a metric that it measures people."""
_WORDS = {TAG, "pulse", "attrition", "wellbeing"}
_WORD = re.compile(r"[a-z]+")


def of_people(item: Metric) -> bool:
    """Whether a metric measures people: a tag, its id or its name says people, pulse, attrition or wellbeing."""
    said = " ".join((item.id, item.name, *item.tags)).casefold().replace("well-being", "wellbeing")
    return not _WORDS.isdisjoint(_WORD.findall(said))


def people(reading: Reading) -> Decimal | None:
    """How many people a reading stands for: its sample size, or else its denominator; None where it says neither."""
    return reading.n if reading.n is not None else reading.den


def is_few(count: Decimal | int | None) -> bool:
    """Whether what is measured stands for one to four people."""
    return count is not None and 0 < count < FEWEST


def hides_few(ctx: Context) -> bool:
    """Whether the readers may not see what is measured of a few."""
    return ctx.audience != "restricted"
