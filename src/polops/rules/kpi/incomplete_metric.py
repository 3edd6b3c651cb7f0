"""A metric without a definition, a source or an owner, or with a name that another one has.

What it checks
Every metric has a `definition`, a `source` and an `owner` (its own or its file's), and no other metric of the workspace has the same
name.

Why it matters
Two people who mean different things by *overturn rate* can both be right and never agree. A number without a source cannot be
checked, and one without an owner is nobody's when it turns red.

Example
    - id: appeal-overturn-mh
      name: Appeal overturn rate, mental-health policies
      direction: band        # divided by what? from where? whose is it?

How to fix
Write the definition in one sentence (what is divided by what, over which period), the place where the number really comes from, and
who answers for it. Where two metrics share a name, say in the name what tells them apart.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from polops.model.metrics import Metric
from polops.rules import Finding
from polops.source.problem import Severity
from polops.values.ref import fold

if TYPE_CHECKING:
    from collections.abc import Iterator

    from polops.analyse.context import Context
    from polops.plan.plan import Node

CODE, NAME, SEVERITY = "KPI101", "incomplete-metric", Severity.ERROR
_WANTED = {
    "definition": "add `definition: …`, one sentence that says what is divided by what",
    "source": "add `source: …`, where the number really comes from",
}


def check(ctx: Context) -> Iterator[Finding]:
    """Look at every metric, and remember its name."""
    names: dict[str, Node] = {}
    for node in ctx.plan.nodes("metric"):
        if isinstance(node.item, Metric):
            yield from _gaps(node, node.item)
            first = names.setdefault(" ".join(fold(node.item.name).split()), node)
            if first is not node:
                message = f"`name` of {node.ref} is also the name of {first.ref}"
                help_ = "say in the name what tells them apart, or delete one of them"
                yield Finding(node, message, help_, ("name",), related=((first, ("name",), "the other one"),))


def _gaps(node: Node, item: Metric) -> Iterator[Finding]:
    for field, help_ in _WANTED.items():
        if getattr(item, field) is None:
            yield Finding(node, f"{node.ref} has no `{field}`", help_, ("id",))
    if item.owner is None and node.file.owner is None:
        yield Finding(node, f"{node.ref} has no `owner`", "add `owner: …`, who answers for the number", ("id",))
