"""A team is exposed to harmful content without the safeguards that this calls for.

What it checks
Teams with an exposure of `regular` have informed_consent, opt_out, viewing_tools, debrief and counselling; with `core` also rotation,
breaks_2h, manager_training and post_role_support.

Why it matters
Looking at harm harms. Which safeguards help is known, and leaving one out is a choice that somebody has to answer for.

Example
    exposure:
      level: regular
      safeguards: [informed_consent, opt_out, debrief]

How to fix
Put the safeguard in place with the team, and add it to the list. Health data of anybody never belongs here.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from polops.analyse.wording import listed
from polops.model.org import Team
from polops.rules import Finding
from polops.source.problem import Severity

if TYPE_CHECKING:
    from collections.abc import Iterator

    from polops.analyse.context import Context

CODE, NAME, SEVERITY = "WEL201", "missing-safeguards", Severity.WARNING
_REGULAR = ("informed_consent", "opt_out", "viewing_tools", "debrief", "counselling")
NEEDED = {"regular": _REGULAR, "core": (*_REGULAR, "rotation", "breaks_2h", "manager_training", "post_role_support")}
"""The safeguards that a level of exposure calls for."""


def check(ctx: Context) -> Iterator[Finding]:
    """The teams that are exposed."""
    for node in ctx.plan.nodes("team"):
        item = node.item
        if not isinstance(item, Team) or item.exposure is None:
            continue
        missing = [name for name in NEEDED.get(item.exposure.level, ()) if name not in item.exposure.safeguards]
        if missing:
            message = f"{node.ref} has {item.exposure.level} exposure and lacks {listed(missing)}"
            yield Finding(node, message, "put them in place with the team, and add them to safeguards", ("exposure", "safeguards"))
