"""The commit of a day: the last one on the current branch, by its committer's own calendar, at or before the end of that day.

History is walked along first parents, as a branch grew, with the commits read from one `cat-file`; nothing depends on a reflog, which
another clone would not have.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta, timezone

from polops.source.git import Repository, Revision, incomplete, resolve, stream
from polops.source.problem import PolopsError

_CHUNK = 256
"""Commits asked for at once: `<id>~0` to `<id>~255`, then on from the last."""
_MOST = 100_000
_COMMITTER = re.compile(rb"^committer .*?> (-?\d{1,12}) ([+-])(\d{2})(\d{2})$", re.MULTILINE)
_DAY = re.compile(r"\d{4}-\d{2}-\d{2}", re.ASCII)


def is_day(text: str) -> bool:
    """Whether a word is meant as a day, and not as the name of a revision."""
    return _DAY.fullmatch(text) is not None


def at_day(repository: Repository, day: date) -> Revision:
    """The commit that was the branch's last one at the end of a day; PolopsError where the branch begins later."""
    for commit, on in _walk(resolve(repository, "HEAD")):
        if on <= day:
            return Revision(repository, day.isoformat(), commit)
    message = f"this branch has no commit on or before {day}"
    if repository.shallow:
        raise PolopsError(f"{message}: this clone is shallow", "git fetch --unshallow gets the whole history")
    raise PolopsError(message, "name a later day, or a revision")


def _walk(start: Revision) -> Iterator[tuple[str, date]]:
    """The commits of a branch with their days, the newest first."""
    commit, count = start.commit, 0
    while count < _MOST:
        first = 0 if count == 0 else 1
        found = list(_chunk(start.repository, commit, first))
        yield from found
        if len(found) < _CHUNK:
            return
        commit, count = found[-1][0], count + len(found)


def _chunk(repository: Repository, commit: str, first: int) -> Iterator[tuple[str, date]]:
    feed = [f"{commit}~{back}" for back in range(first, first + _CHUNK)]
    with stream(repository, "cat-file", "--batch", "--buffer", feed=feed) as out:
        ended = False
        for _ in feed:
            words = out.readline().split()
            if words[-1:] == [b"missing"]:
                ended = True
                continue
            if len(words) != 3 or words[1] != b"commit":  # noqa: PLR2004 - id, type, size
                raise incomplete(repository)
            text = out.read(int(words[2]) + 1)
            if not ended:
                yield words[0].decode("ascii"), _day(repository, text)


def _day(repository: Repository, text: bytes) -> date:
    found = _COMMITTER.search(text.partition(b"\n\n")[0])
    if not found:
        raise incomplete(repository)
    offset = timedelta(hours=int(found[3]), minutes=int(found[4])) * (1 if found[2] == b"+" else -1)
    try:
        return (datetime.fromtimestamp(0, UTC) + timedelta(seconds=int(found[1]))).astimezone(timezone(offset)).date()
    except (OverflowError, ValueError):
        raise incomplete(repository) from None
