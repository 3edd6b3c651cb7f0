"""An approved initiative lacks what it will be measured by.

What it checks
From stage `approved` to `launched` an initiative has milestones, each of them with a baseline, and a RACI with exactly one person or
partner who is accountable (`A`).

Why it matters
The baseline is what was agreed; without one nothing can be late. Where two are accountable, nobody is.

Example
    stage: approved
    milestones:
      - {id: M1, name: Texts agreed}        # no baseline
    raci: {ines.duarte: A, sam.okafor: A}   # two who are accountable

How to fix
Write `baseline:` for each milestone, as it was agreed with the sponsor, and one `A` under `raci`: usually the owner. Until that is agreed
the stage is `discovery`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from polops.analyse.schedule import initiative_item, milestone_item, milestones
from polops.analyse.wording import listed
from polops.rules import Finding
from polops.source.problem import Severity

if TYPE_CHECKING:
    from collections.abc import Iterator

    from polops.analyse.context import Context
    from polops.plan.plan import Node

CODE, NAME, SEVERITY = "MAP101", "incomplete-initiative", Severity.ERROR
_AGREED = {"approved", "delivery", "launched"}


def check(ctx: Context) -> Iterator[Finding]:
    """The initiatives that were approved."""
    for node in ctx.plan.nodes("initiative"):
        if initiative_item(node).stage in _AGREED:
            yield from _milestones(ctx, node)
            yield from _accountable(node)


def _milestones(ctx: Context, node: Node) -> Iterator[Finding]:
    stage = initiative_item(node).stage
    if not milestones(ctx, node):
        yield Finding(node, f"{node.ref} is in {stage} without a milestone", "add milestones, each with a baseline", ("stage",))
    for mark in milestones(ctx, node):
        if milestone_item(mark).baseline is None:
            yield Finding(
                mark, f"{mark.ref} has no baseline, though {node.ref} is in {stage}", "add baseline: the day agreed with the sponsor"
            )


def _accountable(node: Node) -> Iterator[Finding]:
    item = initiative_item(node)
    found = [who for who, part in item.raci.items() if part == "A"]
    if len(found) == 1:
        return
    said = f"{listed(found)} are all accountable for {node.ref}" if found else f"nobody is accountable for {node.ref}"
    fix = "leave A with one of them" if found else f"write {item.owner}: A under raci"
    yield Finding(node, f"{said}: expected exactly one A in raci", fix, ("raci",) if item.raci else ("stage",), key=bool(item.raci))
