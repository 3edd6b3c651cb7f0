"""Earned value: planned, earned and actual cost of work, and what it will cost in the end (domain reference C12).

A pure function over four amounts in one currency; nothing is rounded. The three estimates at completion differ by what they assume of the
work that is left, so all are given with their assumption (`ASSUMPTIONS`). None: a division by zero, or nothing earned yet.
Sources: PMI's definitions as the published exercises in the tests use them.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from polops.analyse.context import ratio
from polops.values.record import dataclass

if TYPE_CHECKING:
    from decimal import Decimal

ASSUMPTIONS = {
    "eac_typical": "the rest costs as the work so far did (BAC ÷ CPI)",
    "eac_atypical": "the rest costs as planned (AC + BAC − EV)",
    "eac_both": "the rest costs as the work so far did and is hurried or late as it was (AC + (BAC − EV) ÷ (CPI × SPI))",
}
"""What each estimate at completion assumes of the work that is left."""


@dataclass(frozen=True, slots=True)
class EarnedValue:
    """Earned value as of a date. `etc` and `vac` follow from the typical estimate; where the spend is not known, nothing that needs it is.

    `tcpi` is the cost efficiency that the rest needs to meet the budget; None where the budget is spent (`achievable` is False then).
    """

    bac: Decimal
    pv: Decimal
    ev: Decimal
    ac: Decimal | None
    sv: Decimal
    cv: Decimal | None
    spi: Decimal | None
    cpi: Decimal | None
    eac_typical: Decimal | None
    eac_atypical: Decimal | None
    eac_both: Decimal | None
    etc: Decimal | None
    vac: Decimal | None
    tcpi: Decimal | None
    achievable: bool


def earned_value(bac: Decimal, pv: Decimal, ev: Decimal, ac: Decimal | None) -> EarnedValue:
    """All earned-value numbers of a budget at completion and what was planned, earned and spent by now (None: the spend is not known).

    BAC 200,000, PV 160,000, EV 80,000, AC 96,000: SPI 0.50, CPI 0.8333, EAC 240,000 / 216,000 / 384,000, VAC −40,000, TCPI 1.154.
    """
    spi, cpi = ratio(ev, pv), None if ac is None else ratio(ev, ac)
    rest = bac - ev
    typical = ratio(bac, cpi) if cpi else None
    return EarnedValue(
        bac=bac,
        pv=pv,
        ev=ev,
        ac=ac,
        sv=ev - pv,
        cv=None if ac is None else ev - ac,
        spi=spi,
        cpi=cpi,
        eac_typical=typical,
        eac_atypical=ac + rest if ev and ac is not None else None,
        eac_both=ac + rest / (cpi * spi) if cpi and spi and ac is not None else None,
        etc=None if typical is None or ac is None else typical - ac,
        vac=None if typical is None else bac - typical,
        tcpi=rest / (bac - ac) if ac is not None and ac < bac else None,
        achievable=ac is None or ac < bac,
    )
