"""Safeguards of people who are exposed to harmful content: what a level of exposure calls for, what is missing, when it is assessed again.

Teams and seats, never single people (domain reference A-18, D, WEL201, WEL301).
"""

from __future__ import annotations

from typing import TYPE_CHECKING, get_args

from polops.model.org import Exposure, ExposureLevel, Safeguard, Team

if TYPE_CHECKING:
    from datetime import date

    from polops.analyse.context import Context
    from polops.plan.plan import Node

SAFEGUARDS: tuple[str, ...] = get_args(Safeguard)
LEVELS: tuple[str, ...] = get_args(ExposureLevel)
"""From the least exposure to the most."""
_REGULAR = ("informed_consent", "opt_out", "viewing_tools", "debrief", "counselling")
NEEDED = {"regular": _REGULAR, "core": (*_REGULAR, "rotation", "breaks_2h", "manager_training", "post_role_support")}
"""The safeguards that a level of exposure calls for."""


def exposure_of(node: Node) -> Exposure | None:
    """How far a team is exposed; None where the plan does not say."""
    return node.item.exposure if isinstance(node.item, Team) else None


def missing(found: Exposure) -> tuple[str, ...]:
    """The safeguards that the level calls for and that are not in place."""
    return tuple(name for name in NEEDED.get(found.level, ()) if name not in found.safeguards)


def assessment_due(ctx: Context, found: Exposure) -> date | None:
    """When the safeguards are assessed again: on the planned day, a year (`wellbeing.assessment`) after the last one at the latest.

    None where there is no exposure and nothing planned, or where they were never assessed.
    """
    rhythm = ctx.settings.thresholds.wellbeing.assessment
    latest = rhythm.after(found.assessed, ctx.settings.holidays) if found.assessed and found.level != "none" else None
    return min((day for day in (found.next_assessment, latest) if day is not None), default=None)
