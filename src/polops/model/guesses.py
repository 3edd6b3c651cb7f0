"""What a slip most likely meant: the text to type instead, or an empty text where two meanings are as likely.

Every guess here is one that its type accepts; a wrong guess is worse than none.
"""

from __future__ import annotations

import re
import unicodedata
from datetime import date

from polops.values.number import DASHES
from polops.values.period import FIRST_YEAR, LAST_YEAR, MONTHS, is_label
from polops.values.ref import ID, LOGIN, LONGEST, PERSON, REF

_LONGEST = 40
_NAMES = {name: i for i, name in enumerate(["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"], 1)}
_CURRENCIES = {"€": "EUR", "EURO": "EUR", "EUROS": "EUR", "£": "GBP", "US$": "USD", "US DOLLAR": "USD", "¥": "JPY", "YEN": "JPY"}
_LATER = frozenset({"TODO", "TBD", "TBC", "TBA", "N/A", "NA", "?", "??", "???", "XXX", "…", "..."})


def for_later(value: object) -> bool:
    """Whether somebody left the value for later: it is missing, and not a mistake in writing."""
    return isinstance(value, str) and value.strip().upper() in _LATER


def _plain(text: str) -> str:
    """A text as a keyboard has it: full-width letters, dashes and odd spaces made ordinary."""
    return unicodedata.normalize("NFKC", text[:_LONGEST].translate(DASHES)).strip()


def id_fix(text: str) -> str:
    """An id without spaces and signs: `vvr selfharm` is `vvr-selfharm`."""
    guess = re.sub(r"[^A-Za-z0-9.]+", "-", text[:LONGEST]).strip("-.")
    return guess if ID.fullmatch(guess) else ""


def handle_fix(text: str) -> str:
    """The handle of a name or an address: `Inés Duarte`, `@ines.duarte` and `ines.duarte@lumo.example` are `ines.duarte`."""
    if re.search(r"[,;&/]", text) or len(text) > LONGEST:
        return ""
    bare = "".join(c for c in unicodedata.normalize("NFKD", text) if not unicodedata.combining(c))
    guess = re.sub(r"[^a-z0-9]+", ".", re.sub(r"(?<=.)@.*", "", bare.lower())).strip(".")
    return guess if PERSON.fullmatch(guess) and bare.isascii() else ""


def login_fix(text: str) -> str:
    """The name of a forge without its `@`."""
    guess = text[:LONGEST].strip().lstrip("@")
    return guess if LOGIN.fullmatch(guess) else ""


def ref_fix(text: str) -> str:
    """A reference without spaces, a leading sign, or slashes at its ends."""
    guess = re.sub(r"\s*[/\\]+\s*", "/", text[:LONGEST]).strip(" /@#")
    return guess if REF.fullmatch(guess) else ""


def currency_fix(text: str) -> str:
    """The code of a currency's sign or name, where it has one meaning."""
    upper = text[:_LONGEST].strip().upper()
    return _CURRENCIES.get(upper, upper if re.fullmatch(r"[A-Z]{3}", upper, re.ASCII) else "")


def far(text: str) -> str:
    """Which years are accepted, where a text starts with any other."""
    wrong_year = re.match(r"\d{4}(?=-)", text, re.ASCII) and not FIRST_YEAR <= int(text[:4]) <= LAST_YEAR
    return f"from {FIRST_YEAR} to {LAST_YEAR}" if wrong_year else ""


def date_fix(text: str) -> str:
    """The date that a text such as `3.8.2026`, `2026/8/3`, `20260803` or `Aug 3, 2026` means; both where they may be exchanged."""
    plain = _plain(text)
    found = re.fullmatch(r"(\d{4})[-/. ](\d{1,2})[-/. ](\d{1,2})(?:[T Z].*)?|(\d{4})(\d\d)(\d\d)", plain, re.ASCII)
    if found:
        return _day(*(found.groups()[:3] if found[1] else found.groups()[3:]))
    named = re.sub(r"(?<=\d)(?:st|nd|rd|th)\b|[.,]", " ", plain.lower()).replace("-", " ").split()
    if len(named) == len(("day", "month", "year")):
        day, name, year = (named[1], named[0], named[2]) if named[1].isdecimal() else named
        if name[:3] in _NAMES and name.isalpha() and re.fullmatch(r"\d{1,2} \d{4}", f"{day} {year}", re.ASCII):
            return _day(year, str(_NAMES[name[:3]]), day)
    found = re.fullmatch(r"(\d{1,2})([./-])(\d{1,2})\2(\d{4})", plain, re.ASCII)
    if not found:
        return ""
    first, second = _day(found[4], found[3], found[1]), _day(found[4], found[1], found[3])
    both = dict.fromkeys(guess for guess in ((first,) if found[2] == "." else (first, second)) if guess)
    return f"{' or '.join(both)} (the year first)" if both else ""


def _day(year: str, month: str, day: str) -> str:
    try:
        guess = date(int(year), int(month), int(day))
    except ValueError:
        return ""
    return "" if far(guess.isoformat()) else guess.isoformat()


def month_fix(text: str) -> str:
    """The month of a text such as `2026-7`, `2026/07/01`, `07/2026` or `July 2026`."""
    plain = _plain(text)
    found = re.fullmatch(r"(?P<y>\d{4})[-/. ](?P<m>\d{1,2})(?:[-/.]\d{1,2})?|(?P<m2>\d{1,2})[/.-](?P<y2>\d{4})", plain, re.ASCII)
    if found:
        year, month = found["y"] or found["y2"], int(found["m"] or found["m2"])
    else:
        named = re.fullmatch(r"([a-z]{3})[a-z]*[ ./'-]*(\d{4})|(\d{4})[ ./'-]*([a-z]{3})[a-z]*", plain.lower(), re.ASCII)
        if not named:
            return ""
        year, month = named[2] or named[3], _NAMES.get(named[1] or named[4], 0)
    return f"{year}-{month:02d}" if 1 <= month <= MONTHS and not far(f"{year}-") else ""


def label_fix(text: str) -> str:
    """The label that a text such as `Q3 2026`, `2026Q3`, `3Q26`, `FY2026` or `July 2026` most likely means; empty where unclear."""
    plain = re.sub(r"[\s/_.'’-]+", "", _plain(text).upper())
    for pattern, shape in (
        (r"([QH]\d)(\d{4})", "{1}-{0}"),
        (r"(\d{4})([QH])0?(\d)", "{0}-{1}{2}"),
        (r"([QH]\d)(\d{2})", "20{1}-{0}"),
        (r"(\d{2})([QH]\d)", "20{0}-{1}"),
        (r"(\d)([QH])(?:20)?(\d{2})", "20{2}-{1}{0}"),
        (r"FY(?:20)?(\d{2})([QH]\d)", "FY{0}-{1}"),
        (r"([QH]\d)FY(?:20)?(\d{2})", "FY{1}-{0}"),
        (r"FY(?:20)?(\d{2})", "FY{0}"),
        (r"20(\d{2})", "FY{0}"),
        (r"(\d{4})W(\d{2})", "{0}-W{1}"),
    ):
        found = re.fullmatch(pattern, plain, re.ASCII)
        if found and is_label(guess := shape.format(*found.groups())):
            return guess
    return month_fix(text)


def duration_fix(text: str) -> str:
    """The duration of `14`, `2 weeks` or `5 working days`."""
    found = re.fullmatch(
        r"(\d{1,4})\s*(?:(business |working |work)?(day|week|wk|month|mth|hour|hr|minute|min)s?)?", text[:_LONGEST].lower(), re.ASCII
    )
    if not found:
        return ""
    units = {"day": "bd" if found[2] else "d", "week": "w", "wk": "w", "month": "mo", "mth": "mo", "hour": "h", "hr": "h", "minute": "m"}
    return f"{found[1]}{units.get(found[3] or 'day', 'm')}"


def count_fix(text: str, low: int, high: int) -> str:
    """The whole number of `7.0`, `7/10` or (out of ten) `70%`."""
    found = re.fullmatch(rf"(\d{{1,4}})(?:\.0+|\s?/\s?{high})", text[:_LONGEST], re.ASCII)
    guess = int(found[1]) if found else -1
    share = re.fullmatch(r"(\d{1,2}|10)0\s?%", text[:_LONGEST], re.ASCII)
    if share and (low, high) == (0, 10):
        guess = int(share[1])
    return str(guess) if low <= guess <= high else ""
