"""The books of a closed month were changed without a decision.

What it checks
Only where a change is looked at (`polops check --since`): months that are closed in the branch it goes into. Entries that came, went or
changed, a month that is open again, and a file that is gone need a `decision` in the month's file; one that the file named before does
not count again. Commentary, notes and another order are no change of the books.

Why it matters
A closed month was reported. Ledgers book a correction in the month that is open; a month that quietly changes makes every report that
was printed wrong, and nobody can tell why.

Example
    kind: actuals
    month: 2026-06
    status: closed
    entries:
      - {line: COE-VEN-01, amount: 61_900}     # 81_900 in the branch it goes into

How to fix
Take the change back and book the correction in the open month. If the month must be re-opened, have that decided and name the decision
in its file: `decision: DEC-2026-021`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from polops.analyse.since import changes
from polops.analyse.wording import counted
from polops.rules import Finding
from polops.source.problem import Severity

if TYPE_CHECKING:
    from collections.abc import Iterator

    from polops.analyse.change import Change
    from polops.analyse.context import Context

CODE, NAME, SEVERITY = "BUD404", "closed-month", Severity.ERROR
_SILENT = ("note", "for")
"""Fields of an entry that move no money in the books."""


def check(ctx: Context) -> Iterator[Finding]:
    """The closed months of the base whose books differ now."""
    found: dict[str, list[Change]] = {}
    for change in changes(ctx):
        if change.kind == "actuals" and _was_closed(change) and _is_of_the_books(change):
            found.setdefault(change.ref, []).append(change)
    for months in found.values():
        if not _is_decided(months[0]):
            yield _finding(months)


def _was_closed(change: Change) -> bool:
    node = change.old.node if change.old else None
    return getattr(node.file if node else None, "status", "") == "closed"


def _is_of_the_books(change: Change) -> bool:
    head, last = change.field.partition(".")[0], change.field.rpartition(".")[2]
    return change.what == "removed" or (change.what == "changed" and head in {"entries", "status", "month"} and last not in _SILENT)


def _is_decided(change: Change) -> bool:
    """Whether the month's file names a decision that it did not name before."""
    before, after = (spot.node.file.decision if spot and spot.node else None for spot in (change.old, change.new))
    return after is not None and after != before


def _finding(found: list[Change]) -> Finding:
    change = next((each for each in found if each.field == "status"), found[0])
    old = change.old.node if change.old else None
    month = getattr(old.file if old else None, "month", "")
    if change.what == "removed":
        said = "is gone"
    elif change.field == "status":
        said = "is open again"
    else:
        said = f"has {counted(len(found), 'changed entry', 'changed entries')}"
    message = f"{month} was closed, and {said}, without a decision"
    help_ = "book the correction in the open month, or name who decided it: `decision: DEC-…`"
    return Finding(change.spot.where, message, help_, change.spot.route)
