"""A material variance has no explanation.

What it checks
Every line with a material variance to date, favourable or not, has an entry with a cause under `commentary` in one of the last three
closed months, or in a month after them. An explanation holds for a quarter, since a variance to date lasts longer than the month that
made it; after that it is asked for again. In the change that closes the month (`polops check --since`) it is an error.

Why it matters
A variance is explained or it is not managed. The cause decides what to do: timing corrects itself, a rate needs a negotiation, volume
needs a decision.

Example
    commentary:
      - line: COE-VEN-01
        cause: volume          # timing, rate, volume, scope, fx, error or one_off
        text: Wave 2 brought 1,300 extra review hours, covered by TR-2026-03.
        owner: sam.okafor

How to fix
Ask the line's owner and write what they say, with its cause, into the actuals file of the newest closed month. A re-opened month
needs a decision; the commentary does not change any figure.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from polops.analyse.books import months_of
from polops.analyse.cause import explained
from polops.analyse.judged import to_date
from polops.analyse.since import closing
from polops.analyse.variance import is_material, line
from polops.analyse.walk import root
from polops.analyse.wording import percent, variance
from polops.rules import Finding
from polops.rules.budget.words import plan_route
from polops.source.problem import Severity

if TYPE_CHECKING:
    from collections.abc import Iterator

    from polops.analyse.context import Context
    from polops.model.actuals import Commentary
    from polops.plan.plan import Node
    from polops.values.period import Period

CODE, NAME, SEVERITY = "BUD307", "unexplained-variance", Severity.WARNING
_HOLDS = 3
"""For how many closed months an explanation holds."""


def check(ctx: Context) -> Iterator[Finding]:
    """The lines with a material variance. Nothing while a file of actuals, which may hold the explanation, could not be read."""
    for node in to_date(ctx):
        numbers = line(ctx, node)
        through = numbers.ytd_through
        if (
            through
            and numbers.ytd_budget
            and is_material(ctx, numbers.variance, numbers.variance_pct)
            and not _holds(explained(ctx, node), through)
        ):
            yield _finding(ctx, node, through)


def _holds(said: tuple[Commentary, Period] | None, through: Period) -> bool:
    return said is not None and said[1].start > through.start - _HOLDS


def _finding(ctx: Context, node: Node, through: Period) -> Finding:
    numbers = line(ctx, node)
    path, file = months_of(ctx)[through.start]
    assert numbers.variance is not None  # noqa: S101 - it is material
    share = f", {percent(numbers.variance_pct)}," if numbers.variance_pct is not None else ""
    said = explained(ctx, node)
    older = f" (the last one is of {said[1]})" if said else ""
    message = f"{node.ref} is {variance(numbers.variance)}{share} to {through} without an explanation{older}"
    help_ = (
        f"add under `commentary` in {path}: `- {{line: {node.ref}, cause: …, text: …}}` (timing, rate, volume, scope, fx, error or one_off)"
    )
    severity = Severity.ERROR if file.ref() in closing(ctx) else None
    related = ((root(path, file), ("commentary",), "explanations of the month"),)
    return Finding(node, message, help_, plan_route(node), severity=severity, related=related)
