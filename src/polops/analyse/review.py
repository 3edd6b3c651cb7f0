"""Consistency reviews as of a date (domain reference C17): agreement of raters, accuracy with its interval, findings.

Agreement comes from the `matrix` of two raters, or from the file of `ratings` of any number. A targeted sample gives findings and
agreement, never a rate.
"""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING

from polops.analyse.context import at_least, each, once, ratio
from polops.analyse.interval import wilson
from polops.analyse.quality import Agreement, of_matrix, of_ratings
from polops.analyse.ratings import Ratings, read
from polops.model.review import Review, ReviewFinding
from polops.values.record import dataclass

if TYPE_CHECKING:
    from collections.abc import Mapping

    from polops.analyse.context import Context
    from polops.plan.plan import Node


@dataclass(frozen=True, slots=True)
class ReviewNumbers:
    """A review: agreement (`n` items compared, of `raters`), accuracy with its 95 % interval, and findings that are open and overdue.

    `problem` says why its ratings could not be read. `consistent` is whether kappa or alpha reach the thresholds of settings, `accurate`
    whether the interval's low end reaches the wanted accuracy; None without the figure.
    """

    n: int
    raters: int
    agreement: Decimal | None
    kappa: Decimal | None
    alpha: Decimal | None
    fleiss: Decimal | None
    accuracy: Decimal | None
    low: Decimal | None
    high: Decimal | None
    consistent: bool | None
    accurate: bool | None
    open_findings: int
    overdue_findings: int
    problem: str


def review_item(node: Node) -> Review:
    """The review of a node."""
    assert isinstance(node.item, Review)  # noqa: S101 - the index keeps kinds apart
    return node.item


@each
def ratings(ctx: Context, node: Node) -> Ratings | None:
    """The ratings that a review names; None where it names none."""
    item = review_item(node)
    return None if item.ratings is None else read(ctx.plan.tables.get(item.ratings), item.labels)


@each
def review(ctx: Context, node: Node) -> ReviewNumbers:
    """All numbers of a review. 44, 6 / 11, 39: agreement 83 %, kappa 0.66, below 0.70."""
    item, given = review_item(node), ratings(ctx, node)
    found = of_matrix(item.matrix) if item.matrix else of_ratings(given.units if given else ())
    sampled = item.sampling != "targeted" and item.n is not None and item.correct is not None
    correct, size = Decimal(item.correct or 0), Decimal(item.n or 0)
    interval = wilson(correct, size) if sampled else None
    low, high = interval or (None, None)
    waiting = open_findings(ctx, node)
    return ReviewNumbers(
        n=found.n,
        raters=found.raters,
        agreement=found.agreement,
        kappa=found.kappa,
        alpha=found.alpha,
        fleiss=found.fleiss,
        accuracy=ratio(correct, size) if sampled else None,
        low=low,
        high=high,
        consistent=_consistent(ctx, found),
        accurate=None if low is None else at_least(low, ctx.settings.thresholds.quality.accuracy),
        open_findings=len(waiting),
        overdue_findings=len([finding for finding in waiting if finding.due < ctx.as_of]),
        problem=given.problem if given else "",
    )


def open_findings(ctx: Context, node: Node) -> list[ReviewFinding]:
    """The findings that are not done by the date."""
    return [finding for finding in review_item(node).findings if finding.done is None or finding.done > ctx.as_of]


def _consistent(ctx: Context, found: Agreement) -> bool | None:
    """Whether two raters' kappa, or the alpha of more, reaches its threshold."""
    limits = ctx.settings.thresholds.quality
    if found.kappa is not None:
        return at_least(found.kappa, limits.kappa)
    return None if found.alpha is None else at_least(found.alpha, limits.alpha)


def reviews_of(ctx: Context, policy: Node) -> list[Node]:
    """The reviews of a policy held by the date, the oldest first."""
    return list(_by_policy(ctx).get(id(policy), ()))


@once
def _by_policy(ctx: Context) -> Mapping[int, tuple[Node, ...]]:
    """The reviews held by the date, the oldest first, by `id` of their policy's node."""
    found: dict[int, list[Node]] = {}
    for node in sorted(ctx.plan.nodes("review"), key=lambda node: (review_item(node).on, node.ref)):
        policy = ctx.plan.find(review_item(node).policy, "policy", within=node)
        if policy is not None and review_item(node).on <= ctx.as_of:
            found.setdefault(id(policy), []).append(node)
    return {key: tuple(nodes) for key, nodes in found.items()}
