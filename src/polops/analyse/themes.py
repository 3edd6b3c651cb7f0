"""Findings of consistency reviews across reviews: which themes come again, and how each policy's figures moved."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from polops.analyse.context import each
from polops.analyse.kpi import readings_until
from polops.analyse.policy import policy_item
from polops.analyse.review import open_findings, review, review_item
from polops.model.metrics import Metric
from polops.values.ref import fold

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from decimal import Decimal

    from polops.analyse.context import Context
    from polops.plan.plan import Node
    from polops.values.period import Period, Week

_OVERTURN = "overturn"


@dataclass(frozen=True, slots=True)
class Theme:
    """A theme of findings: the reviews that found it, the oldest first, and how many of its findings are open."""

    name: str
    reviews: tuple[Node, ...]
    open: int


def themes(ctx: Context, reviews: Sequence[Node]) -> list[Theme]:
    """The themes of some reviews, the most frequent first."""
    found: dict[str, list[Node]] = {}
    names: dict[str, str] = {}
    waiting: dict[str, int] = {}
    for node in reviews:
        for finding in review_item(node).findings:
            key = fold(finding.theme)
            names.setdefault(key, finding.theme)
            seen = found.setdefault(key, [])
            if not seen or seen[-1] is not node:
                seen.append(node)
        for finding in open_findings(ctx, node):
            waiting[fold(finding.theme)] = waiting.get(fold(finding.theme), 0) + 1
    made = [Theme(names[key], tuple(nodes), waiting.get(key, 0)) for key, nodes in found.items()]
    return sorted(made, key=lambda one: (-len(one.reviews), one.name.casefold()))


def agreement_of(ctx: Context, node: Node) -> Decimal | None:
    """The statistic that a review is judged by: kappa of two raters, else alpha."""
    numbers = review(ctx, node)
    return numbers.kappa if numbers.kappa is not None else numbers.alpha


def by_month(ctx: Context, reviews: Iterable[Node]) -> dict[str, Decimal]:
    """The last kappa or alpha of each month in which there was one, in order of month: `2026-08` → 0.66."""
    dated = sorted(reviews, key=lambda node: (review_item(node).on, node.ref))
    pairs = ((f"{review_item(node).on:%Y-%m}", agreement_of(ctx, node)) for node in dated)
    return {month: value for month, value in pairs if value is not None}


@each
def overturns(ctx: Context, policy: Node) -> tuple[Node, ...]:
    """The metrics of a policy that say how often appeals overturn a decision: in per cent, their id or name says so."""
    nodes = (ctx.plan.find(ref, "metric", within=policy) for ref in policy_item(policy).metrics)
    return tuple(node for node in nodes if node is not None and isinstance(node.item, Metric) and _is_overturn(node.item))


def _is_overturn(item: Metric) -> bool:
    return item.unit == "%" and _OVERTURN in f"{item.id} {item.name}".casefold()


def overturned(ctx: Context, metric: Node, span: Period | Week | None = None) -> dict[str, Decimal]:
    """The shares that a metric in per cent tells, by the label of their period, the oldest first; with a span those inside it."""
    reads = readings_until(ctx, metric, min(ctx.as_of, span.last) if span else ctx.as_of)
    kept = [read for read in reads if span is None or read.period.first >= span.first]
    return {ctx.calendar.label(read.period): read.value / 100 for read in kept if read.value is not None}
