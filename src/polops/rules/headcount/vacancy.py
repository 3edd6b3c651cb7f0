"""Too many of a team's positions are vacant.

What it checks
The vacancy rate of each team: approved, open and offered positions as a share of these and the filled ones, in heads. It is reported
above `headcount.vacancy` (15 %). Teams without a position are left alone.

Why it matters
Plans are made for the team that was approved; work is done by the one that is there. In a small team one open seat is a fifth of it.

Example
    # headcount/mh.yaml: 4 filled, 1 open, so 1 of 5: 20 %
    kind: headcount
    team: mh

How to fix
Look at the positions behind it: speed up the oldest, freeze what can wait, and lower what the team has promised until then. A team
that is being built up may waive this until its hiring plan ends.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from polops.analyse.headcount import VACANT, position_item, positions, team
from polops.analyse.judged import names
from polops.analyse.wording import percent
from polops.model.headcount import Headcount
from polops.rules import Finding
from polops.source.problem import Severity
from polops.values.ref import fold

if TYPE_CHECKING:
    from collections.abc import Iterator

    from polops.analyse.context import Context
    from polops.plan.plan import Node

CODE, NAME, SEVERITY = "HC302", "vacancy", Severity.WARNING
_SHOWN = 5


def check(ctx: Context) -> Iterator[Finding]:
    """The teams with positions, each at its first headcount file."""
    seen: set[str] = set()
    for _, file in ctx.plan.of(Headcount):
        if fold(file.team) not in seen and not names(ctx, "headcount", file.team):
            seen.add(fold(file.team))
            yield from _judge(ctx, file.team, positions(ctx, file.team))


def _judge(ctx: Context, code: str, nodes: list[Node]) -> Iterator[Finding]:
    counts = team(ctx, code)
    limit = ctx.settings.thresholds.headcount.vacancy
    if counts.vacancy_rate is None or counts.vacancy_rate <= limit:
        return
    rate = f"{counts.vacant} of {counts.approved} positions vacant, {percent(counts.vacancy_rate, limit)}"
    vacant = [node for node in nodes if position_item(node).status in VACANT][:_SHOWN]
    related = tuple((node, ("status",), f"{node.ref} is {position_item(node).status}") for node in vacant)
    where = nodes[0].parent or nodes[0]
    yield Finding(
        where,
        f"{code} has {rate} (limit {percent(limit)})",
        "fill, freeze or close them, or lower what the team has promised",
        ("team",),
        related=related,
    )
