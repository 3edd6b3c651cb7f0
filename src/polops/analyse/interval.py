"""Uncertainty of a sampled rate (domain reference C17)."""

from __future__ import annotations

from decimal import Decimal

Z95 = Decimal("1.959964")


def wilson(successes: Decimal, n: Decimal) -> tuple[Decimal, Decimal] | None:
    """The 95 % Wilson interval of `successes` out of `n`, as two shares; None where n is 0 or the rate is none.

    Centre (p + z²/2n)/(1 + z²/n), half-width z·√(p(1 − p)/n + z²/4n²)/(1 + z²/n), z = 1.959964. Behaves at 0 and 1:
    0 of 50 is 0 to 7.1 %; 188 of 200 is 89.8 to 96.5 %.
    """
    if n <= 0 or not 0 <= successes <= n:
        return None
    p, square = successes / n, Z95 * Z95
    scale = 1 + square / n
    centre = (p + square / (2 * n)) / scale
    half = Z95 * (p * (1 - p) / n + square / (4 * n * n)).sqrt() / scale
    return max(centre - half, Decimal(0)), min(centre + half, Decimal(1))
