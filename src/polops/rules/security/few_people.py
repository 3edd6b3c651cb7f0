"""A figure about fewer than five people.

What it checks
Readings of metrics about people (a tag, the id or the name says people, pulse, attrition or wellbeing) whose sample size `n`, or else
denominator, is one to four, and ADKAR scores of a group of one to four people. What is for `audience: restricted` is let pass. Reports
for anybody else leave such figures out by themselves, and so they do with the pay of fewer than five: `polops report --audience
restricted` shows them. Amounts that could be computed from what is shown are left out too.

Why it matters
A mean of three answers tells each of the three what the other two may have said, and a score of one person is an assessment of that
person. The report hides it; the file that everybody may read does not, and its history cannot forget. Pay surveys draw the line at five
people, statistics agencies between three and eleven.

Example
    readings:
      team-pulse:
        2026-Q2: {value: 2.1, n: 3}

How to fix
Measure a larger group or a longer period. Where the figure is needed, keep it in a file that few may read, and mark metric and readings,
or the change, `audience: restricted`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from polops.analyse.audience import audience_of
from polops.analyse.few import FEWEST, is_few, of_people, people
from polops.analyse.kpi import readings
from polops.analyse.walk import root
from polops.analyse.wording import counted, number
from polops.model.change import Change
from polops.model.metrics import Metric
from polops.rules import Finding
from polops.source.problem import Severity
from polops.values.ref import fold

if TYPE_CHECKING:
    from collections.abc import Iterator

    from polops.analyse.context import Context
    from polops.plan.plan import Node

CODE, NAME, SEVERITY = "SEC103", "few-people", Severity.WARNING
_HELP = f"measure {FEWEST} people or more, or mark it `audience: restricted`"


def check(ctx: Context) -> Iterator[Finding]:
    """Look at the readings of metrics about people, and at the assessments of groups."""
    for node in ctx.plan.nodes("metric"):
        if isinstance(node.item, Metric) and of_people(node.item) and audience_of(node) != "restricted":
            yield from _readings(ctx, node)
    for node in ctx.plan.nodes("change"):
        if isinstance(node.item, Change) and audience_of(node) != "restricted":
            yield from _assessments(node, node.item)


def _readings(ctx: Context, node: Node) -> Iterator[Finding]:
    for read in readings(ctx, node):
        file, count = ctx.plan.files[read.path], people(read.reading)
        if count is not None and is_few(count) and file.audience != "restricted":
            told = "1 person" if count == 1 else f"{number(count)} people"
            yield Finding(root(read.path, file), f"{node.ref} of {read.route[-1]} stands for {told}", _HELP, read.route)


def _assessments(node: Node, item: Change) -> Iterator[Finding]:
    few = {fold(group.id): group for group in item.groups if is_few(group.people)}
    for i, scores in enumerate(item.adkar):
        group = few.get(fold(scores.group.rsplit("/", 1)[-1]))
        if group is not None:
            told = counted(group.people, "person", "people")
            yield Finding(node, f"the scores of {group.id} on {scores.on} stand for {told}", _HELP, ("adkar", i))
