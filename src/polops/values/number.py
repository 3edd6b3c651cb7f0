"""Numbers as people write them in a plan, read from text and never from floats.

`120_000`, `-4`, `1_250.50`; a ratio as `60%` or `0.6`. At most 18 digits before the point and 9 after it, no exponents, ASCII digits
only: a number outside these limits is a slip, and some (`1e99999999`) would hang the arithmetic.
"""

from __future__ import annotations

import re
import unicodedata
from decimal import Decimal
from functools import lru_cache

INTEGER_DIGITS = 18
FRACTION_DIGITS = 9
TOLERANCE = Decimal("1e-9")
"""How far two computed statistics may differ and still count as equal (domain reference C0)."""

DASHES = str.maketrans(dict.fromkeys("\u2010\u2011\u2012\u2013\u2014\u2212", "-"))
"""The dashes and the minus that word processors put for a hyphen."""

_NUMBER = re.compile(r"[-+]?\d+(?:_\d+)*(?:\.\d+(?:_\d+)*)?", re.ASCII)
_LONGEST = 64


class Percent(Decimal):
    """A number that was written with a percent sign: `0.38%` is 0.38, and known to be hundredths."""


class NumberError(ValueError):
    """The text is no number of ours; the message says why, `hint` what to type."""

    def __init__(self, message: str, hint: str = "") -> None:
        super().__init__(message)
        self.hint = hint


@lru_cache(maxsize=4096)
def number(text: str) -> Decimal:
    """The number that a text writes, exactly. Raises `NumberError` with the corrected text where there is one."""
    if len(text) > _LONGEST or not _NUMBER.fullmatch(text):
        raise NumberError(_why(text), corrected(text))
    if len(text) <= FRACTION_DIGITS:
        return Decimal(text)
    plain = text.replace("_", "")
    whole, _, fraction = plain.lstrip("+-").partition(".")
    if len(whole.lstrip("0")) > INTEGER_DIGITS or len(fraction) > FRACTION_DIGITS:
        msg = f"at most {INTEGER_DIGITS} digits before the point and {FRACTION_DIGITS} after it"
        raise NumberError(msg)
    return Decimal(plain)


def ratio(text: str) -> Decimal:
    """A share: `60%` or `0.6`. A bare number above 1 could mean a hundred times too much, so it is refused with the fix."""
    if text.endswith("%"):
        try:
            return number(text[:-1].rstrip()) / 100
        except NumberError as error:
            raise NumberError(str(error), error.hint and f"{error.hint}%") from None
    if spelt := re.fullmatch(r"(.+?)\s?(?:percent|per cent|pct)", text[:_LONGEST]):
        raise NumberError(_why(text), f"{corrected(spelt[1])}%" if corrected(spelt[1]) else "")
    value = number(text)
    if abs(value) > 1:
        msg = "a share is written with % or as a number from 0 to 1"
        raise NumberError(msg, f"{text}%")
    return value


def corrected(text: str) -> str:
    """The plain spelling of a number written with commas, spaces, a `k` or `m`, or a currency; empty where there is no safe guess."""
    plain = unicodedata.normalize("NFKC", text.strip()[:_LONGEST].translate(DASHES))
    if exponent := re.fullmatch(r"[-+]?\d{1,9}(?:\.\d{1,9})?[eE]\+?\d{1,2}", plain, re.ASCII):
        whole = f"{Decimal(exponent[0]):f}"
        return corrected(whole) if len(whole) <= INTEGER_DIGITS else ""
    cleaned = re.sub(r"^[A-Z]{3}\s|\s?[A-Z]{3}$|[$€£\s]", "", plain)
    cleaned = re.sub(r"^\((\d.*)\)$", r"-\1", re.sub(r"(?<=\d)[.,;]$", "", cleaned))  # accountants put losses in brackets
    cleaned = re.sub(r"^([-+]?)(?=\.\d)", r"\g<1>0", cleaned)
    found = re.fullmatch(r"([-+]?)(\d{1,3}(?:[,'._\u2019]\d{3})+|\d+)([.,]\d{1,2})?([kKmM]?)", cleaned, re.ASCII)
    if not found:
        return ""
    sign, whole, fraction, scale = found.groups()
    digits = re.sub(r"\D", "", whole)
    value = Decimal(digits + (fraction or "").replace(",", ".")) * {"": 1, "k": 1_000, "m": 1_000_000}[scale.lower()]
    if value != value.to_integral_value():
        return f"{sign.replace('+', '')}{value:,}".replace(",", "_")
    return f"{sign.replace('+', '')}{int(value):_}" if len(digits) <= INTEGER_DIGITS else ""


def _why(text: str) -> str:
    if re.fullmatch(r"[-+]?[\d_.]*\d[eE][-+]?\d+", text[:_LONGEST], re.ASCII):
        return "exponents are not accepted"
    if re.fullmatch(r"[-+]?\.?(?:nan|inf)(?:inity)?", text[:_LONGEST], re.IGNORECASE):
        return "not a finite number"
    if len(text) > _LONGEST:
        return f"a number of {len(text):,} characters"
    return "expected a plain number"
