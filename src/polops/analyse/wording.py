"""Figures as a person reads them in a message: `1,053,100 USD`, `−15,100 U`, `0.38 %`, `2 key results`.

Amounts are printed in full, as finance prints them (`595,100`), a variance with sign and letter (`−15,100 U`).
"""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING

from polops.values.money import cents
from polops.values.rounding import MINUS, decimals, rounded, spelled

if TYPE_CHECKING:
    from collections.abc import Sequence

_PLACES = (1, 2, 3, 4)
_DIGITS = 4
_FEW = 6
_LONGEST = 60


def figure(value: Decimal, unit: str | None = "") -> str:
    """A measured value with its unit: at most four decimals, no idle zeros, thousands separated."""
    text = spelled(value, decimals(value, _DIGITS)).replace(MINUS, "-")
    return f"{text} {unit}" if unit else text


def measured(value: Decimal, unit: str | None = "") -> str:
    """A computed value with its unit, to four digits that count: `92.51 %`, `0.3826 %`, `1,204`."""
    places = max(0, _DIGITS - max(1, value.adjusted() + 1))
    return figure(rounded(value, places), unit)


def number(value: Decimal, places: int = 2) -> str:
    """A number with just the decimals it has, two at most: `6.6`, `42`."""
    return spelled(value, decimals(value, places))


def typed(value: Decimal) -> str:
    """A number as a plan writes it: `950_000`, `-48_000`."""
    if value.is_nan():
        return "n/a"
    return f"{value.to_integral_value() if value == value.to_integral_value() else value:,}".replace(",", "_")


def amount(value: Decimal) -> str:
    """An amount in full: `595,100`, `8,333.34`; cents only where there are any."""
    return spelled(value, 0 if value == value.to_integral_value() else 2)


def whole(value: Decimal) -> str:
    """A computed amount without its cents: `1,026,034`."""
    return spelled(value, 0)


def money(value: Decimal, currency: str) -> str:
    """An amount with its currency; cents only where there are some."""
    exact = cents(value, currency)
    if exact.is_nan():
        return "n/a"
    return f"{exact:,.0f} {currency}" if exact == exact.to_integral_value() else f"{exact:,f} {currency}"


def variance(value: Decimal) -> str:
    """A variance with sign and letter: `−15,100 U` is unfavourable, `+12,200 F` favourable."""
    if value.is_nan():
        return "n/a"
    return f"{'+' if value > 0 else ''}{whole(value)} {'F' if value >= 0 else 'U'}"


def percent(share: Decimal, unlike: Decimal | None = None) -> str:
    """A share in percent: `5.3 %`, `25 %`; with as many decimals as it takes to tell it from a limit (`unlike`): `25.001 %`."""
    apart = (places for places in _PLACES if unlike is None or rounded(share * 100, places) != rounded(unlike * 100, places))
    return "n/a" if share.is_nan() else f"{number(share * 100, next(apart, 1))} %"


def whole_percent(share: Decimal) -> str:
    """A share in whole per cent: `44 %`."""
    return f"{points(share)} %"


def points(share: Decimal) -> str:
    """A share in hundredths, as points are counted: `26`."""
    return "n/a" if share.is_nan() else f"{rounded(share * 100, 0):,}"


def score(value: Decimal) -> str:
    """A score as grades are rounded, half-up to two decimals: `0.70`."""
    return "n/a" if value.is_nan() else f"{rounded(value, 2):f}"


def counted(count: int, word: str, many: str = "") -> str:
    """A number of things: `1 key result`, `2 key results`, `3 people`."""
    return f"{count:,} {word if count == 1 else many or f'{word}s'}"


def listed(names: Sequence[str]) -> str:
    """Names in a row, the last one after `and`; of many only the first six."""
    if len(names) > _FEW:
        return f"{', '.join(names[:_FEW])} and {len(names) - _FEW:,} more"
    return names[0] if len(names) == 1 else f"{', '.join(names[:-1])} and {names[-1]}" if names else ""


def words_of(value: object) -> str:
    """A plan's value as it is written, shortened: `1_100_000`, `2026-09-30`, `{2026-03: 30_000, …}`; `nothing` for none."""
    from polops.model.lock import flow, written  # noqa: PLC0415 - only where values are told

    if value is None:
        return "nothing"
    text = flow(written(value))
    return text if len(text) <= _LONGEST else f"{text[:_LONGEST]}…"
