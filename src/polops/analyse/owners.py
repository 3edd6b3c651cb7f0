"""Who answers for which plan files: what CODEOWNERS says, from the teams, leads and owners of the plans.

A team's files of all periods are one pattern (`plans/okrs/*/mh.yaml`), so that a new quarter changes nothing.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from polops.model.actuals import Actuals
from polops.model.commitments import Commitments
from polops.model.forecast import Forecast
from polops.model.rates import Rates
from polops.values.ref import fold

if TYPE_CHECKING:
    from collections.abc import Iterator

    from polops.model.base import File
    from polops.plan.plan import Plan

FINANCE = "finance"
"""The role of `settings.roles` that answers for the books which belong to no team."""

_BOOKS = (Actuals, Commitments, Forecast, Rates)
_PERIOD = re.compile(r"(?:[0-9]{4}|FY[0-9]{2})(?:-(?:[QH][1-4]|[0-9]{2}|W[0-9]{2}))?")


class Owned(NamedTuple):
    """A pattern of printed paths, and the people or teams who answer for what it matches."""

    pattern: str
    owners: tuple[str, ...]


def owned(plan: Plan) -> tuple[Owned, ...]:
    """The patterns in order of path: each more telling than the whole, which is the root team's. Of two owners the later file's counts."""
    found: dict[str, tuple[str, ...]] = {}
    for path, file in sorted(plan.files.items()):
        owners = tuple(_owners(plan, file))
        if owners:
            found[pattern(path)] = owners
    return tuple(Owned(*pair) for pair in sorted(found.items()))


def top(plan: Plan) -> tuple[str, ...]:
    """Who answers for everything that has no owner of its own: the root team."""
    first = next((node.ref for node in plan.nodes("team")), "")
    return tuple(_of_team(plan, plan.settings.root_team or first))


def pattern(path: str) -> str:
    """The path with every folder or file that is named for a period as `*`; of what is restricted, the whole folder."""
    *folders, name = path.split("/")
    if "restricted" in folders:
        return "/".join((*folders[: folders.index("restricted") + 1], ""))
    stem, dot, ending = name.rpartition(".")
    return "/".join(
        (*("*" if _PERIOD.fullmatch(folder) else folder for folder in folders), f"*{dot}{ending}" if _PERIOD.fullmatch(stem) else name)
    )


def handle(plan: Plan, owner: str) -> str:
    """What a person or team is called on the forge: as `settings.handles` has it, or a person's own handle."""
    named = {fold(name): other for name, other in plan.settings.handles.items()}
    return named.get(fold(owner), owner)


def _owners(plan: Plan, file: File) -> Iterator[str]:
    team = getattr(file, "team", None)
    if file.owner:
        yield file.owner
    elif team:
        yield from _of_team(plan, team)
    elif isinstance(file, _BOOKS):
        yield from plan.settings.roles.get(FINANCE, ())


def _of_team(plan: Plan, team: str) -> Iterator[str]:
    """The team itself where the forge knows it; otherwise its lead."""
    lead = plan.lead(team)
    if fold(team) in map(fold, plan.settings.handles):
        yield team
    elif lead:
        yield lead
