"""Exact amounts: rounding to the coins of a currency, and sharing out to the last cent.

Amounts are `Decimal` built from text, never floats. Nothing is rounded in arithmetic; `cents` rounds half-up when a figure is printed.
"""

from __future__ import annotations

from collections.abc import Sequence
from decimal import ROUND_HALF_UP, Decimal
from functools import lru_cache

from polops.values.rounding import settled

ZERO = Decimal(0)
MINOR_UNITS = {
    **dict.fromkeys(["BIF", "CLP", "DJF", "GNF", "ISK", "JPY", "KMF", "KRW", "PYG", "RWF", "UGX", "VND", "VUV", "XAF", "XOF", "XPF"], 0),
    **dict.fromkeys(["BHD", "IQD", "JOD", "KWD", "LYD", "OMR", "TND"], 3),
}
"""Decimal places of currencies that do not have two (ISO 4217)."""


@lru_cache(maxsize=64)
def cent(currency: str) -> Decimal:
    """The smallest coin of a currency as a Decimal: 0.01 for most."""
    return Decimal(1).scaleb(-MINOR_UNITS.get(currency, 2))


def cents(amount: Decimal, currency: str = "") -> Decimal:
    """The amount rounded half-up to its currency's smallest coin; never a negative zero."""
    return settled(amount).quantize(cent(currency), ROUND_HALF_UP) + 0


def allocate(amount: Decimal, weights: Sequence[Decimal | int], currency: str = "") -> tuple[Decimal, ...]:
    """Share an amount out by weights in whole cents, so that the parts add up to the amount exactly.

    Largest remainder: each part is cut to the cent, and the missing cents go to the largest remainders, earlier parts first
    (100,000 over 12 equal months is four times 8,333.34 and eight times 8,333.33). An amount with parts of a cent leaves those
    to the first weighted part. Raises ValueError where all weights are zero or one is negative.
    """
    total = sum((Decimal(weight) for weight in weights), ZERO)
    if total <= 0 or any(weight < 0 for weight in weights):
        msg = "weights must be zero or more and not all zero"
        raise ValueError(msg)
    coin = cent(currency)
    sign = -1 if amount < 0 else 1
    whole = int(abs(amount) / coin)
    scaled = [Decimal(weight) * whole for weight in weights]
    parts = [int(part // total) for part in scaled]
    missing = whole - sum(parts)
    by_remainder = sorted(range(len(parts)), key=lambda i: (-(scaled[i] - parts[i] * total), i))
    for i in by_remainder[:missing]:
        parts[i] += 1
    shares = [sign * part * coin for part in parts]
    first = next(i for i, weight in enumerate(weights) if weight > 0)
    shares[first] += amount - sum(shares, ZERO)
    return tuple(shares)
