"""One comment at a pull request, written once and then kept up to date.

It is found again by its hidden marker among the comments that the same token wrote, so that nobody else can claim it. A run for a commit
that the pull request has left never replaces the comment of a later one.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from polops.edit.api import TRIES, UnsureError
from polops.source.problem import PolopsError
from polops.values.marker import Marker, read_marker

if TYPE_CHECKING:
    from polops.edit.forges import Forge, Written


class Done(NamedTuple):
    """What was done, in a few words, and where the comment is."""

    what: str
    place: str = ""


def put(forge: Forge, marker: Marker, text: str) -> Done:
    """Write or update the comment; nothing where there is nothing to say, or where a later run has spoken."""
    body = f"{marker}\n{text}"
    if len(body) > forge.longest:
        raise PolopsError(f"the comment has {len(body):,} characters, the forge takes {forge.longest:,}", "shorten it")
    head = forge.head()
    for tried in range(TRIES):
        found = _find(forge)
        if found is not None:
            written, theirs = found
            if _is_later(theirs, marker, head):
                return Done(f"left alone: the comment is of a later commit, {theirs.commit[:12]}", written.url)
            if written.body.strip() == body.strip():
                return Done("unchanged", written.url)
            return Done("updated", forge.update(written, body))
        if marker.nothing:
            return Done("not posted: no value changes")
        try:
            return Done("posted", forge.create(body))
        except UnsureError as unsure:
            if tried + 1 == TRIES:
                raise PolopsError(f"{forge.api.host} does not do it: {unsure}", "run it again later") from None
    raise AssertionError  # the loop ends in a return or an error


def _find(forge: Forge) -> tuple[Written, Marker] | None:
    for written in forge.ours():
        marker, _ = read_marker(written.body)
        if marker is not None:
            return written, marker
    return None


def _is_later(theirs: Marker, ours: Marker, head: str) -> bool:
    """Whether the comment that is there speaks of a later commit than ours.

    What the pull request is at now is never late. Otherwise the comment of its head is later, and by the commits' own times any other.
    """
    if ours.commit in {head, theirs.commit}:
        return False
    return theirs.commit == head or theirs.at >= ours.at
