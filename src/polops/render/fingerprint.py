"""What a finding is known by from one run to the next, so that a forge can tell new findings from old ones.

A fingerprint is made of the code, the item (else the file) and the message without its figures. So it stays when lines move, when an
item moves to another file and when a day passes; it changes when another check, another item or another field is meant.
"""

from __future__ import annotations

import re
from collections import Counter
from hashlib import sha256
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

    from polops.source.problem import Problem

_FIGURES = re.compile(r"[-−+]?\d[\d,._]*")


def fingerprints(problems: Iterable[Problem]) -> list[str]:
    """A fingerprint for each problem, in their order; problems that are alike are told apart by their order."""
    seen: Counter[tuple[str, str, str]] = Counter()
    found = []
    for problem in problems:
        key = (problem.code, problem.ref or problem.span.path, _FIGURES.sub("#", problem.message))
        seen[key] += 1
        found.append(sha256("\0".join((*key, str(seen[key]))).encode("utf-8", "replace")).hexdigest()[:32])
    return found
