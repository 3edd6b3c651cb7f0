"""What waiting for a decision costs, by what the plans say of the items that it affects: days late, points behind, days vacant, money.

There is no field for it: a sentence that somebody once wrote would not be true next week.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from polops.analyse.context import ZERO
from polops.analyse.wording import counted, points, variance
from polops.values.hidden import is_hidden

if TYPE_CHECKING:
    from collections.abc import Callable

    from polops.analyse.context import Context
    from polops.model.decision import Decision
    from polops.plan.plan import Node

WAITING = "Cost of waiting is what is late, behind, vacant or over budget of what a decision affects."


def cost(ctx: Context, node: Node, item: Decision) -> str:
    """What is worse than planned of the items that a decision affects: `INI-008 28 days late; HC-MH-006 vacant for 98 days`."""
    found = (ctx.plan.find(ref, *_KINDS, within=node) for ref in item.affects)
    said = ((target.ref, _KINDS[target.kind](ctx, target)) for target in found if target is not None)
    return "; ".join(f"{ref} {words}" for ref, words in said if words)


def _goal(ctx: Context, node: Node) -> str:
    from polops.analyse import okr, progress  # noqa: PLC0415 - each kind needs its own analysis

    gap = okr.objective(ctx, node).gap if node.kind == "objective" else progress.key_result(ctx, node).gap
    return f"{points(-gap)} points behind" if gap is not None and gap < ZERO else ""


def _initiative(ctx: Context, node: Node) -> str:
    from polops.analyse.schedule import schedule  # noqa: PLC0415 - as above

    return _late(schedule(ctx, node).slip_days)


def _milestone(ctx: Context, node: Node) -> str:
    from polops.analyse.schedule import milestone  # noqa: PLC0415 - as above

    return _late(milestone(ctx, node).late_days)


def _late(days: int | None) -> str:
    return f"{counted(days, 'day')} late" if days is not None and days > 0 else ""


def _position(ctx: Context, node: Node) -> str:
    from polops.analyse.headcount import position  # noqa: PLC0415 - as above

    numbers = position(ctx, node)
    return f"vacant for {counted(numbers.open_age, 'day')}" if numbers.vacant and numbers.open_age is not None else ""


def _line(ctx: Context, node: Node) -> str:
    from polops.analyse.variance import line  # noqa: PLC0415 - as above

    over = line(ctx, node).full_year_variance
    return f"{variance(over)} {ctx.currency} for the year" if not is_hidden(over) and over < ZERO else ""


def _policy(ctx: Context, node: Node) -> str:
    from polops.analyse.policy import policy  # noqa: PLC0415 - as above

    days = policy(ctx, node).launch_days
    return f"effective in {counted(days, 'day')}" if days is not None and days >= 0 else ""


_KINDS: dict[str, Callable[[Context, Node], str]] = {
    "objective": _goal,
    "key_result": _goal,
    "initiative": _initiative,
    "milestone": _milestone,
    "position": _position,
    "line": _line,
    "policy": _policy,
}
