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

from polops.analyse.safeguard import exposure_of, missing
from polops.analyse.wording import listed
from polops.rules import Finding
from polops.source.problem import Severity

if TYPE_CHECKING:
    from collections.abc import Iterator

    from polops.analyse.context import Context

CODE, NAME, SEVERITY = "WEL201", "missing-safeguards", Severity.WARNING


def check(ctx: Context) -> Iterator[Finding]:
    """The teams that are exposed."""
    for node in ctx.plan.nodes("team"):
        found = exposure_of(node)
        lacking = missing(found) if found else ()
        if found and lacking:
            message = f"{node.ref} has {found.level} exposure and lacks {listed(lacking)}"
            yield Finding(node, message, "put them in place with the team, and add them to safeguards", ("exposure", "safeguards"))
