"""A score was improved without a reason.

What it checks
What was dropped names the decision it was dropped with, be it an objective, a key result or a milestone. A score that was typed at
close and differs from the computed one has a `reason`. Where a change is looked at (`polops check --since`): nothing is deleted from OKRs
whose period has begun, unless they are a draft; what a lock holds is left to GEN402.

Why it matters
Leaving out what failed and rounding up what nearly worked both make a better average, and both teach nothing. With a decision or a
reason beside it, anybody can see what happened.

Example
    - id: KR2
      title: Label shown on every paid partnership
      baseline: 40
      target: 95
      dropped: {on: 2026-07-27}          # who decided that?

How to fix
Name the decision, as in `dropped: {on: 2026-07-27, decision: DEC-2026-016}`; until then the key result counts, with the score it
has, and at close with 0. What was deleted is written again, and dropped so. For a typed score add `reason`, or delete `score`: the
computed one is used then.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from polops.analyse.frozen import holding
from polops.analyse.okr import objective
from polops.analyse.progress import key_result
from polops.analyse.promise import began
from polops.analyse.since import before, changes
from polops.analyse.wording import score
from polops.model.okrs import KeyResult, KrMilestone, Objective
from polops.rules import Finding
from polops.source.problem import Severity

if TYPE_CHECKING:
    from collections.abc import Iterator

    from polops.analyse.change import Change
    from polops.analyse.context import Context
    from polops.plan.plan import Node

CODE, NAME, SEVERITY = "OKR404", "unexplained-score", Severity.ERROR


_KINDS = ("objective", "key_result", "kr_milestone")


def check(ctx: Context) -> Iterator[Finding]:
    """Look at everything that can be dropped, at every typed score, and at what the change deletes."""
    for change in changes(ctx):
        if change.what == "removed" and change.kind in (*_KINDS, "okrs") and began(ctx, change):
            yield from _deleted(ctx, change)
    for kind in _KINDS:
        for node in ctx.plan.nodes(kind):
            if isinstance(node.item, Objective | KeyResult | KrMilestone):
                yield from _dropped(ctx, node, node.item)
            if isinstance(node.item, Objective | KeyResult):
                yield from _overridden(ctx, node, node.item)


def _deleted(ctx: Context, change: Change) -> Iterator[Finding]:
    """Something that is gone, at what it stood in; what went with that is not told again, nor what a lock holds."""
    node = change.old.node if change.old else None
    old = before(ctx)
    if node is None or old is None or any(key == old.plan.key(node.ref) for key, _ in holding(old)):
        return
    parent = node.parent
    around = ctx.plan.find(parent.ref, parent.kind) if parent else None
    if parent is None or around:
        message = f"{node.ref} was deleted after its period began"
        yield Finding(around or node.path, message, "write it again, and drop it with a decision: `dropped: {on: …, decision: DEC-…}`")


def _dropped(ctx: Context, node: Node, item: Objective | KeyResult | KrMilestone) -> Iterator[Finding]:
    if item.dropped and item.dropped.on <= ctx.as_of and item.dropped.decision is None:
        message = f"{node.ref} was dropped on {item.dropped.on} without a decision, so it still counts"
        yield Finding(node, message, f"write `dropped: {{on: {item.dropped.on}, decision: DEC-…}}`", ("dropped",))


def _overridden(ctx: Context, node: Node, item: Objective | KeyResult) -> Iterator[Finding]:
    closing = item.closing
    if closing is None or closing.score is None or closing.reason:
        return
    computed = objective(ctx, node).score if isinstance(item, Objective) else key_result(ctx, node).score
    if computed is None or score(computed) != score(closing.score):
        known = "no score could be computed" if computed is None else f"the computed score is {score(computed)}"
        message = f"`score` is set to {score(closing.score)} without a reason ({known})"
        yield Finding(node, message, "add `reason: …`, or delete `score`", ("closing", "score"))
