"""Feedback that does not land.

What it checks
Findings of reviews whose `due` day has passed and that are not done; and a theme that stands in each of the newest three reviews of a
policy (`quality.repeated`).

Why it matters
A review that finds the same thing for the third time is no longer about the reviewers.

Example
    findings:
      - {id: f1, theme: recovery narratives, severity: high, text: …, owner: jo.park, due: 2026-08-07}

How to fix
Finish what was agreed and write `done:`. For a theme that returns, change the guidance and not the reviewers.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from polops.analyse.review import open_findings, review_item, reviews_of
from polops.analyse.wording import counted
from polops.rules import Finding
from polops.source.problem import Severity

if TYPE_CHECKING:
    from collections.abc import Iterator

    from polops.analyse.context import Context

CODE, NAME, SEVERITY = "QAR302", "unheard-finding", Severity.WARNING


def check(ctx: Context) -> Iterator[Finding]:
    """The findings of every review, and the themes of each policy's newest ones."""
    for node in ctx.plan.nodes("review"):
        waiting = open_findings(ctx, node)
        for i, finding in enumerate(review_item(node).findings):
            if finding in waiting and finding.due < ctx.as_of:
                late = counted((ctx.as_of - finding.due).days, "day")
                message = f"{node.ref}/{finding.id} was due on {finding.due}, {late} ago ({finding.owner})"
                yield Finding(node, message, "finish it, and write done:", ("findings", i, "due"))
    yield from _themes(ctx)


def _themes(ctx: Context) -> Iterator[Finding]:
    running = ctx.settings.thresholds.quality.repeated
    for policy in ctx.plan.nodes("policy"):
        newest = reviews_of(ctx, policy)[-running:]
        if len(newest) < running:
            continue
        named = [{finding.theme.casefold() for finding in review_item(node).findings} for node in newest]
        for i, finding in enumerate(review_item(newest[-1]).findings):
            if all(finding.theme.casefold() in themes for themes in named):
                message = f"the theme '{finding.theme}' stands in {running} reviews of {policy.ref} running"
                yield Finding(newest[-1], message, "change the guidance: feedback to reviewers has not helped", ("findings", i, "theme"))
