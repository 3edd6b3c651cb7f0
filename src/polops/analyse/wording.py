"""Figures as a person reads them in a message: `1,053,100 USD`, `0.38 %`, `44 %`, `2 key results`. Rounded half-up, and only here."""

from __future__ import annotations

from decimal import ROUND_HALF_UP, Decimal
from typing import TYPE_CHECKING

from polops.values.money import cents

if TYPE_CHECKING:
    from collections.abc import Sequence

_PLACES = Decimal("0.0001")
_HUGE = Decimal("1e18")
_DIGITS = 4
_FEW = 6


def figure(value: Decimal, unit: str | None = "") -> str:
    """A measured value with its unit: at most four decimals, no idle zeros, thousands separated."""
    exact = value.quantize(_PLACES, ROUND_HALF_UP) + 0 if abs(value) < _HUGE else value
    text = f"{exact:,f}"
    text = text.rstrip("0").rstrip(".") if "." in text else text
    return f"{text} {unit}" if unit else text


def measured(value: Decimal, unit: str | None = "") -> str:
    """A computed value with its unit, to four digits that count: `92.51 %`, `0.3826 %`, `1,204`."""
    places = max(0, _DIGITS - max(1, value.adjusted() + 1))
    return figure(value.quantize(Decimal(1).scaleb(-places), ROUND_HALF_UP) if abs(value) < _HUGE else value, unit)


def percent(share: Decimal) -> str:
    """A share in whole per cent: `44 %`."""
    return f"{points(share)} %"


def points(share: Decimal) -> str:
    """A share in hundredths, as points are counted: `26`."""
    return f"{(share * 100).quantize(Decimal(1), ROUND_HALF_UP) + 0:,}"


def score(value: Decimal) -> str:
    """A score as grades are rounded, half-up to two decimals: `0.70`."""
    return f"{value.quantize(Decimal('0.01'), ROUND_HALF_UP) + 0:f}"


def money(amount: Decimal, currency: str) -> str:
    """An amount with its currency; cents only where there are some."""
    exact = cents(amount, currency)
    return f"{exact:,.0f} {currency}" if exact == exact.to_integral_value() else f"{exact:,f} {currency}"


def counted(count: int, word: str) -> str:
    """A number of things: `1 key result`, `2 key results`."""
    return f"{count:,} {word}" if count == 1 else f"{count:,} {word}s"


def listed(names: Sequence[str]) -> str:
    """Names in a row, the last one after `and`; of many only the first six."""
    if len(names) > _FEW:
        return f"{', '.join(names[:_FEW])} and {len(names) - _FEW:,} more"
    return names[0] if len(names) == 1 else f"{', '.join(names[:-1])} and {names[-1]}" if names else ""
