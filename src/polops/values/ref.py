"""References: how one item of a plan names another, and the nearest known name to a wrong one.

A reference is an id (`COE-VEN-01`) or, for OKRs, a path (`mh/2026-Q3/O1/KR2`); names compare without regard to case.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from difflib import get_close_matches

ID = re.compile(r"[A-Za-z][A-Za-z0-9]*(?:[-.][A-Za-z0-9]+)*", re.ASCII)
"""An id: letters, digits, single dashes or dots between them; the first is a letter."""
LOCAL_ID = re.compile(r"[A-Za-z0-9]+(?:[-.][A-Za-z0-9]+)*", re.ASCII)
PERSON = re.compile(r"[a-z0-9]+(?:[._-][a-z0-9]+)*", re.ASCII)
LOGIN = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]*(?:/[A-Za-z0-9][A-Za-z0-9._-]*)*", re.ASCII)
"""A person or team as a forge has it: `ines-d`, `lumo/mental-health`."""
REF = re.compile(r"[A-Za-z0-9]+(?:[-./][A-Za-z0-9]+)*", re.ASCII)
LONGEST = 200
_SIGNS = re.compile(r"[\W_]+")
_MANY = 2_000


def fold(ref: str) -> str:
    """The form in which references are compared."""
    return ref.casefold()


def squeezed(ref: str) -> str:
    """A name without its signs and spaces: the form in which names are compared that may be spelt wrongly."""
    return _SIGNS.sub("", fold(ref))


def nearest(wrong: str, known: Iterable[str]) -> str:
    """The known name most like a wrong one, or an empty text where none is close.

    Bounded: beyond 2,000 names only those with the same first letter are looked at, so that a broken file costs no more than its size.
    """
    wrong = wrong[:LONGEST]
    names = {fold(name): name for name in known}
    if len(names) > _MANY:
        names = {key: name for key, name in names.items() if key[:1] == fold(wrong)[:1]}
        names = dict(list(names.items())[:_MANY])
    close = get_close_matches(fold(wrong), names, n=1, cutoff=0.6)
    return names[close[0]] if close else ""
