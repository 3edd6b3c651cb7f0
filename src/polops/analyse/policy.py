"""Policies as of a date (domain reference C16): readiness, guidance lag, review due, and how much of the taxonomy is covered.

The current version is the latest that is in force, or the first to come where none is yet. Guidance is current where it implements it.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING

from polops.analyse.context import each, once, ratio
from polops.model.policy import Policy, Readiness, Version
from polops.values.record import dataclass
from polops.values.ref import fold

if TYPE_CHECKING:
    from polops.analyse.context import Context
    from polops.plan.plan import Node

BEFORE = ("draft", "consultation", "approval", "ready")
"""Statuses of a policy whose latest version is still to be launched."""


@dataclass(frozen=True, slots=True)
class PolicyNumbers:
    """A policy as of a date.

    `items` is the launch checklist in its order with each item's state; `readiness` the done share of what applies, None where nothing is
    to be launched and no list is kept. `launch` is the coming version, `launch_days` the days until it. `guidance_lag_days` is the worst of
    its guidance: negative is early. `coverage` is the share of its own issues that an enforced policy with current guidance covers.
    """

    current: Version | None
    launch: Version | None
    launch_days: int | None
    items: Mapping[str, Readiness | None]
    done: int
    applicable: int
    readiness: Decimal | None
    guidance_lag_days: int | None
    guidance_current: bool | None
    review_due: date | None
    review_overdue: bool
    coverage: Decimal | None


@dataclass(frozen=True, slots=True)
class Coverage:
    """How much of the taxonomy is covered: each issue with the enforced policies that cover it, guidance current; the share of all."""

    issues: Mapping[str, tuple[Node, ...]]
    share: Decimal | None

    @property
    def gaps(self) -> tuple[str, ...]:
        """The issues that nothing covers."""
        return tuple(issue for issue, nodes in self.issues.items() if not nodes)


def policy_item(node: Node) -> Policy:
    """The policy of a node."""
    assert isinstance(node.item, Policy)  # noqa: S101 - the index keeps kinds apart
    return node.item


def current_version(ctx: Context, item: Policy) -> Version | None:
    """The latest version in force, or the first to come where none is yet."""
    past = [version for version in item.versions if version.effective <= ctx.as_of]
    if past:
        return max(past, key=lambda version: version.effective)
    return min(item.versions, key=lambda version: version.effective, default=None)


def coming_version(ctx: Context, item: Policy) -> Version | None:
    """The version to be launched: before enforcement the latest one, later the next one in time; None where there is none."""
    if item.status in BEFORE:
        return max(item.versions, key=lambda version: version.effective, default=None)
    ahead = [version for version in item.versions if version.effective > ctx.as_of]
    return min(ahead, key=lambda version: version.effective, default=None)


def checklist(ctx: Context, item: Policy) -> dict[str, Readiness | None]:
    """The launch checklist: the workspace's items, then those that only this policy has; None where nothing was filled in."""
    names = dict.fromkeys((*ctx.settings.policy.readiness, *item.readiness))
    return {name: item.readiness.get(name) for name in names}


def is_ready(ctx: Context, entry: Readiness | None) -> bool:
    """Whether an item of the checklist was done by the date."""
    return entry is not None and entry.done is not None and entry.done <= ctx.as_of


def applies(entry: Readiness | None) -> bool:
    """Whether an item of the checklist applies: it is not marked `na`."""
    return entry is None or entry.na is None


@each
def policy(ctx: Context, node: Node) -> PolicyNumbers:
    """All numbers of a policy. One of eleven items that apply is done: readiness 9 %."""
    item = policy_item(node)
    current, launch, items = current_version(ctx, item), coming_version(ctx, item), checklist(ctx, item)
    wanted = [entry for entry in items.values() if applies(entry)]
    done = sum(1 for entry in wanted if is_ready(ctx, entry))
    counts = bool(item.readiness) or launch is not None or item.status in BEFORE
    due = review_due(ctx, item)
    issues = {fold(issue) for issue in item.issues}
    covered = sum(1 for issue in issues if _covering(ctx).get(issue))
    return PolicyNumbers(
        current=current,
        launch=launch,
        launch_days=(launch.effective - ctx.as_of).days if launch else None,
        items=items,
        done=done,
        applicable=len(wanted),
        readiness=ratio(Decimal(done), Decimal(len(wanted))) if counts else None,
        guidance_lag_days=guidance_lag(ctx, item),
        guidance_current=has_current_guidance(ctx, item) if item.guidance else None,
        review_due=due,
        review_overdue=due is not None and due < ctx.as_of,
        coverage=ratio(Decimal(covered), Decimal(len(issues))),
    )


def guidance_lag(ctx: Context, item: Policy) -> int | None:
    """Days from a version's effect to its guidance, the worst of all guidance; while that is behind, days until the as-of date.

    None without a version or guidance. Negative is early: guidance of 1 September for a version of the 15th is −14.
    """
    version = current_version(ctx, item)
    if version is None or not item.guidance:
        return None
    until = [found.updated if implements(found.version, version) else ctx.as_of for found in item.guidance]
    return max((day - version.effective).days for day in until)


def has_current_guidance(ctx: Context, item: Policy) -> bool:
    """Whether there is guidance and all of it implements the current version."""
    version = current_version(ctx, item)
    return version is not None and bool(item.guidance) and all(implements(found.version, version) for found in item.guidance)


def implements(said: str, version: Version) -> bool:
    """Whether guidance that names a version names this one."""
    return fold(said) == fold(version.v)


def review_due(ctx: Context, item: Policy) -> date | None:
    """When a policy is to be reviewed again: after its last review, or its first version where it had none; None once retired."""
    first = min((version.effective for version in item.versions), default=None)
    seen = item.reviewed or first
    return None if seen is None or item.status == "retired" else item.review_every.after(seen, ctx.settings.holidays)


@once
def _covering(ctx: Context) -> Mapping[str, tuple[Node, ...]]:
    """The enforced policies with current guidance, by folded issue."""
    found: dict[str, list[Node]] = {}
    for node in ctx.plan.nodes("policy"):
        item = policy_item(node)
        if item.status == "enforced" and has_current_guidance(ctx, item):
            for issue in item.issues:
                found.setdefault(fold(issue), []).append(node)
    return {issue: tuple(nodes) for issue, nodes in found.items()}


@once
def coverage(ctx: Context) -> Coverage:
    """The coverage of the taxonomy: issues with at least one enforced policy whose guidance implements its current version, over all."""
    covering = _covering(ctx)
    topics = [f"{area}/{issue}" for area, issues in ctx.settings.taxonomy.items() for issue in issues]
    issues = {topic: covering.get(fold(topic), ()) for topic in topics}
    return Coverage(issues, ratio(Decimal(sum(1 for nodes in issues.values() if nodes)), Decimal(len(issues))))
