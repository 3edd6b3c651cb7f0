"""What a change to the plans touches, and which policy judges it.

Without a base nothing is a change. With one, the plans are judged by the policy of both revisions, and the stricter counts: a pull
request cannot pass by weakening the checks that it has to pass (`reliability`: threat model). A new policy holds from its merge on.
"""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING

from polops.analyse.context import Context, once
from polops.values.ref import fold

if TYPE_CHECKING:
    from collections.abc import Iterator

    from polops.analyse.change import Change
    from polops.model.settings import Settings
    from polops.source.problem import Problem

POLICY = (
    "severity", "advisory", "thresholds", "authority", "roles", "approvals_required", "cadence", "holidays", "allowed_hosts", "okr",
)  # fmt: skip
"""The settings that say what is wrong, how bad it is, and who may allow it."""
_NAMED = re.compile(r": '([^']+)'\Z")


@once
def changes(ctx: Context) -> tuple[Change, ...]:
    """Every difference from the base, in order of kind, item and field; none without a base."""
    if ctx.base is None:
        return ()
    from polops.analyse.diff import diff  # noqa: PLC0415 - every check comes through here, and most compare nothing

    return diff(ctx.base, ctx.plan)


@once
def touched_names(ctx: Context) -> frozenset[str]:
    """What the change touches, by references, and paths of files without one; of a month that it closes or opens, every line."""
    from polops.analyse.change import touched  # noqa: PLC0415 - as above

    lines = (line for change in changes(ctx) if _turns(change) for line in _lines(ctx, change))
    return frozenset((*touched(changes(ctx)), *lines))


@once
def _keys(ctx: Context) -> frozenset[str]:
    return frozenset(map(ctx.plan.key, touched_names(ctx)))


def touches(ctx: Context, *names: str) -> bool:
    """Whether the change touches one of these, however they are spelt."""
    return not _keys(ctx).isdisjoint(map(ctx.plan.key, names))


def _turns(change: Change) -> bool:
    return change.kind == "actuals" and change.field == "status"


def _lines(ctx: Context, change: Change) -> Iterator[str]:
    node = change.new.node if change.new else None
    for entry in getattr(node.file if node else None, "entries", ()):
        found = ctx.plan.find(entry.line, "line")
        yield found.ref if found else entry.line


@once
def views(ctx: Context) -> tuple[Context, ...]:
    """The plan under its own policy, and under that of the base where it is another one."""
    if ctx.base is None or not any(file.kind == "settings" for file in ctx.base.files.values()):
        return (ctx,)  # without settings that could be read there was no policy
    before = _policy(ctx.base.settings, ctx.settings)
    return (ctx,) if before == ctx.settings else (ctx, Context(replace(ctx.plan, settings=before), ctx.as_of, base=ctx.base))


def _policy(before: Settings, now: Settings) -> Settings:
    return now.model_copy(update={name: getattr(before, name) for name in POLICY})


@once
def before(ctx: Context) -> Context | None:
    """The base as of the same day; None where nothing is compared."""
    return Context(ctx.base, ctx.as_of) if ctx.base is not None else None


@once
def closing(ctx: Context) -> frozenset[str]:
    """The references of the months that the change closes."""
    found = (change for change in changes(ctx) if change.kind == "actuals" and change.new and change.new.node)
    return frozenset(change.ref for change in found if change.field in {"", "status"} and _is_closed(change) and change.is_value)


def _is_closed(change: Change) -> bool:
    node = change.new.node if change.new else None
    return getattr(node.file if node else None, "status", "") == "closed"


def told_as_gone(ctx: Context, problem: Problem) -> Problem:
    """A reference to what the change took away or renamed says so: another name that is near would be wrong."""
    found = _NAMED.search(problem.message) if ctx.base is not None and problem.code == "GEN201" else None
    if found is None or ctx.base is None or not any(fold(found[1]) in refs for refs in ctx.base.index.values()):
        return problem
    name = found[1]
    now = next((node.ref for node in ctx.plan.items if node.item.renamed_from and fold(node.item.renamed_from) == fold(name)), "")
    gone = f"this change takes {name} away: put it back, write renamed_from: {name} where it has a new name, or name another here"
    return replace(problem, help=f"this change renames it: write {now}" if now else gone)
