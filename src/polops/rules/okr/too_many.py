"""More objectives or key results than a team can keep in view.

What it checks
A team has at most five objectives in a period, and an objective at most five key results (`thresholds.okr.max_objectives` and
`max_krs`). Dropped ones and closed periods do not count. The finding stands at the first one too many.

Why it matters
OKRs are a choice. A list of nine objectives is the list of everything the team does, and no longer says what comes first.

Example
    settings:
      thresholds:
        okr: {max_objectives: 5, max_krs: 5}

How to fix
Move what matters least to next period, merge key results that measure the same thing, or keep the rest as ordinary work outside the
OKRs. If your teams agreed on another number, write it in the settings.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from polops.analyse.okr import is_dropped
from polops.analyse.walk import root
from polops.model.okrs import Objective, Okrs
from polops.rules import Finding
from polops.source.problem import Severity
from polops.values.ref import fold

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from polops.analyse.context import Context
    from polops.model.okrs import KeyResult

CODE, NAME, SEVERITY = "OKR102", "too-many", Severity.WARNING


def check(ctx: Context) -> Iterator[Finding]:
    """Count objectives by team and period, key results by objective."""
    counted: dict[tuple[str, str], int] = {}
    for path, file in ctx.plan.of(Okrs):
        if file.status != "closed":
            key = (fold(file.team), ctx.calendar.canonical(file.period))
            yield from _objectives(ctx, path, file, counted.get(key, 0))
            counted[key] = counted.get(key, 0) + len(_living(ctx, file.objectives))
    for node in ctx.plan.nodes("objective"):
        if (
            isinstance(node.file, Okrs)
            and node.file.status != "closed"
            and isinstance(node.item, Objective)
            and not is_dropped(ctx, node.item)
        ):
            most, living = ctx.settings.thresholds.okr.max_krs, _living(ctx, node.item.key_results)
            if len(living) > most:
                message = f"{node.ref} has {len(living)} key results (limit {most})"
                yield Finding(
                    node, message, f"keep the {most} that say most, and drop or merge the rest", ("key_results", living[most], "id")
                )


def _objectives(ctx: Context, path: str, file: Okrs, before: int) -> Iterator[Finding]:
    most, living = ctx.settings.thresholds.okr.max_objectives, _living(ctx, file.objectives)
    if before <= most < before + len(living):
        message = f"{file.ref()} has {before + len(living)} objectives (limit {most})"
        yield Finding(
            root(path, file), message, f"keep the {most} that come first, and move the rest", ("objectives", living[most - before], "id")
        )


def _living(ctx: Context, items: Sequence[Objective | KeyResult]) -> list[int]:
    return [i for i, item in enumerate(items) if not is_dropped(ctx, item)]
