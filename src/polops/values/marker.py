"""The hidden first line of a comment: which commit the comment is about, so that the next run finds it and no older run replaces it.

    <!-- polops:comment commit=3f2a…  at=1786363200 -->

`at` is the commit's own time in seconds, 0 where it is not known. `nothing` at the end says that the change leaves every value as it was:
such a comment is not worth posting, only an earlier one is worth mending.
"""

from __future__ import annotations

import re

from polops.values.record import dataclass

_LINE = re.compile(
    r"\s*<!-- polops:comment commit=(?P<commit>[0-9a-f]{40,64}|unknown) at=(?P<at>\d{1,12})(?P<nothing> nothing)? -->[^\S\n]*\n?"
)


@dataclass(frozen=True, slots=True)
class Marker:
    """What a comment says of itself; an empty `commit` is not known."""

    commit: str = ""
    at: int = 0
    nothing: bool = False

    def __str__(self) -> str:
        return f"<!-- polops:comment commit={self.commit or 'unknown'} at={self.at}{' nothing' if self.nothing else ''} -->"


def read_marker(body: str) -> tuple[Marker | None, str]:
    """The marker at the start of a comment, None without one, and what follows it."""
    found = _LINE.match(body)
    if found is None:
        return None, body
    commit = found["commit"] if found["commit"] != "unknown" else ""
    return Marker(commit, int(found["at"]), bool(found["nothing"])), body[found.end() :]
