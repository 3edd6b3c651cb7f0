"""An OKR that is hard to steer by.

What it checks
Three habits of writing, in periods that are not closed. A key result of type `manual`, whose score is somebody's estimate. A figure
in the title of an objective, which belongs into a key result (years, quarters, `24/7` and numbers of articles or versions are fine).
A key result whose title begins like a task: build, launch, write, organise.

Why it matters
An objective should be worth reaching even if its measure turns out to be wrong. A task can be finished without anything getting
better; ask what will be different when it is done, and measure that.

Example
    - id: KR3
      title: Launch the reviewer training      # and then?

How to fix
Write the outcome in place of the activity: *Reviewers decide borderline cases alike: agreement from 0.58 to 0.75*. This check only
informs; where a task is the honest answer, leave it.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from polops.analyse.progress import is_dropped
from polops.model.okrs import KeyResult, Objective, Okrs
from polops.rules import Finding
from polops.source.problem import Severity

if TYPE_CHECKING:
    from collections.abc import Iterator

    from polops.analyse.context import Context
    from polops.plan.plan import Node

CODE, NAME, SEVERITY = "OKR105", "style", Severity.INFO
_TASKS = frozenset({
    "arrange", "build", "conduct", "create", "deliver", "design", "develop", "draft", "hire", "hold", "host", "implement", "introduce",
    "launch", "migrate", "organise", "organize", "plan", "prepare", "present", "produce", "publish", "release", "roll", "run", "schedule",
    "set", "ship", "start", "write",
})  # fmt: skip
_NAMED = re.compile(
    r"\b(?:article|art\.|section|phase|version|part|chapter|step|wave|tier|level)\s+\d+\b|\b(?:19|20)\d\d\b|\b24/7\b", re.IGNORECASE
)
_FIGURE = re.compile(r"(?<![\w.-])[+-]?\d[\d_,.]*(?:\s?%|\b(?!-))")


def check(ctx: Context) -> Iterator[Finding]:
    """Read the titles of everything that is not closed or dropped."""
    for node in (*ctx.plan.nodes("objective"), *ctx.plan.nodes("key_result")):
        if isinstance(node.file, Okrs) and node.file.status != "closed" and not _is_dropped(ctx, node):
            yield from _objective(node, node.item) if isinstance(node.item, Objective) else _key_result(node)


def _is_dropped(ctx: Context, node: Node) -> bool:
    return any(isinstance(above.item, Objective | KeyResult) and is_dropped(ctx, above.item) for above in node.up())


def _objective(node: Node, item: Objective) -> Iterator[Finding]:
    found = _FIGURE.search(_NAMED.sub(" ", item.title))
    if found:
        message = f"`title` of {node.ref} has a figure in it ({found[0].strip()})"
        yield Finding(node, message, "say what will be better, and put the figure into a key result", ("title",))


def _key_result(node: Node) -> Iterator[Finding]:
    item = node.item
    if not isinstance(item, KeyResult):
        return
    if item.kind_of() == "manual" and (item.type or any(checkin.value is not None for checkin in item.checkins)):
        yield Finding(
            node,
            f"{node.ref} is scored by hand",
            "give it a `baseline` and a `target`, or `milestones`",
            ("type",) if item.type else ("id",),
        )
    first = item.title.split(maxsplit=1)[0]
    if first.lower().rstrip(",") in _TASKS:
        yield Finding(
            node, f"`title` of {node.ref} reads like a task ({first} …)", "say what will be different once it is done", ("title",)
        )
