"""A team has not said how it goes.

What it checks
Where a workspace keeps updates: each team that ever wrote one, or has active OKRs, has an update whose period ended no longer than
`cadence.update` (1 week) ago.

Why it matters
The numbers say what is; the update says why, and what is needed. A report with last month's words is worse than one without.

Example
    # updates/2026-W30/mh.yaml is the newest, and today is 10 August (W33)

How to fix
Write `updates/<period>/<team>.yaml` with a headline; `templates/new/update.yaml` shows the form.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from polops.analyse.update import latest, update_item
from polops.model.okrs import Okrs
from polops.rules import Finding
from polops.source.problem import Severity
from polops.values.ref import fold

if TYPE_CHECKING:
    from collections.abc import Iterator

    from polops.analyse.context import Context
    from polops.plan.plan import Node

CODE, NAME, SEVERITY = "STS401", "missing-update", Severity.WARNING


def check(ctx: Context) -> Iterator[Finding]:
    """The teams that write updates, or should."""
    if not any(True for _ in ctx.plan.nodes("update")):
        return
    for team in ctx.plan.nodes("team"):
        newest = latest(ctx, team.ref)
        if newest is None:
            if fold(team.ref) in _active(ctx):
                yield Finding(
                    team, f"{team.ref} has active OKRs and no update", f"write updates/<period>/{team.ref}.yaml with a headline", ("name",)
                )
        elif _is_old(ctx, newest):
            period = update_item(newest).period
            help_ = f"write updates/<period>/{team.ref}.yaml for what ended since"
            yield Finding(newest, f"the newest update of {team.ref} is of {period}", help_, ("period",))


def _active(ctx: Context) -> set[str]:
    """The teams with OKRs that run on the date."""
    files = (file for _, file in ctx.plan.of(Okrs) if file.status == "active")
    spans = ((file.team, ctx.calendar.period(file.period)) for file in files)
    return {fold(team) for team, span in spans if span.first <= ctx.as_of <= span.last}


def _is_old(ctx: Context, node: Node) -> bool:
    last = ctx.calendar.period(update_item(node).period).last
    return ctx.settings.cadence.update.after(last, ctx.settings.holidays) < ctx.as_of
