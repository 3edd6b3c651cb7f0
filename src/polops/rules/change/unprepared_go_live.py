"""A change goes live before people are told, taught, or have the guidance.

What it checks
Of changes that are not live yet: no open message or training is due after `go_live`, and neither is the item `guidance_ready` of the
policy that the change is for.

Why it matters
People would enforce what they were not taught, and the first weeks of a change decide what is thought of it.

Example
    go_live: 2026-09-01
    training:
      - {id: t1, group: g1, what: Guideline module, by: 2026-09-12, owner: jo.park}

How to fix
Move `go_live` behind the last of them, or bring the others forward. What is meant for later (a reminder a month on) is an intervention.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from polops.analyse.adoption import change_item, is_done
from polops.analyse.policy import applies, is_ready
from polops.model.policy import Policy
from polops.rules import Finding
from polops.source.problem import Severity

if TYPE_CHECKING:
    from collections.abc import Iterator

    from polops.analyse.context import Context
    from polops.plan.plan import Node

CODE, NAME, SEVERITY = "CHG201", "unprepared-go-live", Severity.ERROR
_BEFORE = {"assess", "plan", "prepare"}


def check(ctx: Context) -> Iterator[Finding]:
    """The changes that are not live yet."""
    for node in ctx.plan.nodes("change"):
        if change_item(node).stage in _BEFORE:
            yield from _steps(ctx, node)
            yield from _guidance(ctx, node)


def _steps(ctx: Context, node: Node) -> Iterator[Finding]:
    item = change_item(node)
    for field, word in (("comms", "message"), ("training", "training")):
        for i, step in enumerate(getattr(item, field)):
            due = step.on or step.by
            if due is not None and due > item.go_live and not is_done(ctx, item, step):
                message = f"{node.ref} goes live on {item.go_live}, before its {word} {step.id} of {due}"
                yield Finding(
                    node, message, f"move go_live to {due} or later, or the {word} forward", ("go_live",), related=_at(node, field, i)
                )


def _at(node: Node, field: str, i: int) -> tuple[tuple[Node, tuple[str | int, ...], str], ...]:
    return ((node, (field, i), "due later"),)


def _guidance(ctx: Context, node: Node) -> Iterator[Finding]:
    item = change_item(node)
    found = ctx.plan.find(item.for_, "policy", within=node) if item.for_ else None
    entry = found.item.readiness.get("guidance_ready") if found is not None and isinstance(found.item, Policy) else None
    if found is None or entry is None or not applies(entry) or is_ready(ctx, entry) or entry.due is None or entry.due <= item.go_live:
        return
    message = f"{node.ref} goes live on {item.go_live}, before the guidance of {found.ref} of {entry.due}"
    related = ((found, ("readiness", "guidance_ready"), "due later"),)
    yield Finding(node, message, f"move go_live to {entry.due} or later, or the guidance forward", ("go_live",), related=related)
