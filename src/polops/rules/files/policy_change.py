"""The change alters the rules that it is judged by.

What it checks
Only where a change is looked at (`polops check --since`): limits, severities, advisory dates, authority, roles, required approvals,
cadences, holidays and allowed hosts in the settings, and every waiver that is new or lasts longer. Until the change is merged both
policies hold: what either of them finds is reported, with the worse of the two severities. Waivers hold at once.

Why it matters
A pull request must not pass because it weakens the check that would have stopped it. Policy may change, but as a change that its
readers see first.

Example
    # polops.yaml
    thresholds:
      budget: {variance_abs: 50_000}     # 10_000 in the branch it goes into

How to fix
Nothing, if it is meant: let those decide who answer for the settings, best in a pull request of its own. Otherwise take it back.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from polops.analyse.since import POLICY, changes
from polops.model.base import Waiver
from polops.rules import Finding
from polops.source.problem import Severity

if TYPE_CHECKING:
    from collections.abc import Iterator

    from polops.analyse.change import Change, Spot
    from polops.analyse.context import Context

CODE, NAME, SEVERITY = "GEN404", "policy-change", Severity.WARNING
_APPROVE = "let whoever it names as `by` approve this change"


def check(ctx: Context) -> Iterator[Finding]:
    """The changed settings that are policy, and the waivers that came or were prolonged."""
    for change in changes(ctx):
        head = change.field.partition(".")[0]
        if change.kind == "settings" and change.what == "changed" and head in POLICY:
            yield _setting(change)
        elif head == "waive" and change.after is not None:
            yield _waiver(change)
        elif change.what == "added" and change.new and change.new.node:
            yield from _waivers(change)


def _setting(change: Change) -> Finding:
    said = f"the policy `{change.field}` changes from {_written(change.before, change.old)} to {_written(change.after, change.new)}"
    help_ = "let those approve it who answer for the settings; until it is merged the stricter of the two counts"
    return Finding(change.spot.where, said, help_, change.spot.route)


def _waiver(change: Change) -> Finding:
    code = change.field.removeprefix("waive.").partition(" ")[0]
    said = "is waived by this change" if isinstance(change.after, Waiver) else "is waived differently by this change"
    return Finding(change.spot.where, f"{code} of {_name(change)} {said}", _APPROVE, change.spot.route)


def _waivers(change: Change) -> Iterator[Finding]:
    node = change.spot.node
    for i, waiver in enumerate(node.item.waive if node else ()):
        yield Finding(change.spot.where, f"{waiver.code} of {_name(change)} is waived by this change", _APPROVE, ("waive", i))


def _name(change: Change) -> str:
    return change.spot.node.ref if change.spot.node else change.ref


def _written(value: object, spot: Spot | None) -> str:
    """A setting as its file has it: `5%`, `[dana.lee]`; the value says only whether it is there."""
    if value is None or spot is None:
        return "its default"
    span = spot.span
    line = spot.plan.document(span.path).text.split("\n")[span.line - 1]
    return f"`{line[span.col - 1 : span.end_col - 1]}`" if span.line == span.end_line else "another list"
