"""Something is amber or red, and nobody says how it comes back.

What it checks
The newest update of a team: where the team is amber or red, it has a `path_to_green`; and each of the team's live initiatives that is amber
or red stands in one of the entries (of the team's newest update or the initiative's own). A colour with an override counts as overridden.

Why it matters
A colour asks a question. The path to green is the answer: what will be done, and by which day it will have worked.

Example
    team: mh
    headline: Training is now the critical path.
    path_to_green: []            # and INI-004 is amber

How to fix
Add `- {on: INI-004, plan: Two clinics recover 10 days, by: 2026-08-28}` under `path_to_green`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from polops.analyse import rag
from polops.analyse.update import latest, update_item
from polops.analyse.wording import listed
from polops.rules import Finding
from polops.source.problem import Severity
from polops.values.ref import fold

if TYPE_CHECKING:
    from collections.abc import Iterator

    from polops.analyse.context import Context
    from polops.plan.plan import Node

CODE, NAME, SEVERITY = "STS402", "no-path-to-green", Severity.WARNING
_OFF = {"amber", "red"}


def check(ctx: Context) -> Iterator[Finding]:
    """The newest update of each team."""
    for team in ctx.plan.nodes("team"):
        newest = latest(ctx, team.ref)
        if newest is None:
            continue
        status, open_ = rag.of_team(ctx, team).status, _open(ctx, team)
        if open_:
            are = "is" if len(open_) == 1 else "are"
            message = f"{listed([node.ref for node in open_])} of {team.ref} {are} off track without a path to green"
            yield Finding(newest, message, f"add an entry on {open_[0].ref} under path_to_green", ("headline",))
        elif status in _OFF and not update_item(newest).path_to_green:
            yield Finding(
                newest, f"{team.ref} is {status} without a path to green", "add an entry under path_to_green: on, plan, by", ("headline",)
            )


def _open(ctx: Context, team: Node) -> list[Node]:
    """The team's live initiatives that are amber or red and stand in no path to green."""
    own = [node for node in ctx.plan.nodes("initiative") if rag.is_live(node) and fold(rag.team_of(ctx, node)) == fold(team.ref)]
    return [node for node in own if rag.of_initiative(ctx, node).status in _OFF and not _told(ctx, team, node)]


def _told(ctx: Context, team: Node, node: Node) -> bool:
    for update in filter(None, (latest(ctx, team.ref), latest(ctx, node.ref))):
        if any(ctx.plan.find(way.on, "initiative") is node for way in update_item(update).path_to_green):
            return True
    return False
