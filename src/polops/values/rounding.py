"""Numbers as they are printed: rounded half-up, here and in `money.cents` only, whatever the arithmetic's own context says."""

from __future__ import annotations

from decimal import ROUND_HALF_UP, Context, Decimal

MINUS = "\N{MINUS SIGN}"

_EXACT = Context(prec=100)
_DUST = Decimal("1e-15")


def settled(value: Decimal) -> Decimal:
    """A computed value without the dust of divisions: twelve times a twelfth of 99,888.455 is a tie again, and not 99,888.454999…."""
    return value.quantize(_DUST, context=_EXACT)


def rounded(value: Decimal, places: int) -> Decimal:
    """Rounded half-up to so many decimal places; never a negative zero. What is hidden stays hidden."""
    if value.is_nan():
        return value
    return _EXACT.add(settled(value).quantize(Decimal(1).scaleb(-places), ROUND_HALF_UP, _EXACT), Decimal(0))


def decimals(value: Decimal, most: int) -> int:
    """How many decimal places a number has, at most so many: 2 for 6.250."""
    if value.is_nan():
        return 0
    return max(0, -int(rounded(value, most).normalize(_EXACT).as_tuple().exponent))


def plain(value: Decimal, most: int) -> str:
    """A number for machines, with at most so many decimals: no exponent, no separators, no idle zeros, no `-0`."""
    text = f"{rounded(value, most):f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def spelled(value: Decimal, places: int, *, signed: bool = False) -> str:
    """A number for people: so many decimals, thousands separators, a real minus, and if `signed` a plus; `n/a` for a hidden one."""
    if value.is_nan():
        return "n/a"
    value = rounded(value, places)
    sign = MINUS if value < 0 else "+" if signed and value > 0 else ""
    return f"{sign}{value.copy_abs():,.{places}f}"
