"""The taxonomy issue by issue (domain reference C16, E7): the policies that name it, and the guidance, metrics and reviews behind them.

An issue is covered where an enforced policy names it whose guidance implements its current version. Retired policies count nowhere.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from polops.analyse.context import once
from polops.analyse.policy import coverage, has_current_guidance, policy_item
from polops.analyse.review import review_item, reviews_of
from polops.values.ref import fold

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from polops.analyse.context import Context
    from polops.plan.plan import Node


@dataclass(frozen=True, slots=True)
class Issue:
    """One issue of the taxonomy.

    `policies` name it, `covering` are those of them that are enforced with current guidance. `guided` is whether any has guidance of its
    current version, None where none has guidance at all. `reviewed` is whether `review` is recent enough (`policy.review_within`).
    """

    name: str
    policies: tuple[Node, ...]
    covering: tuple[Node, ...]
    guided: bool | None
    metrics: tuple[str, ...]
    review: Node | None
    reviewed: bool

    @property
    def area(self) -> str:
        """The part of the taxonomy that it stands in."""
        return self.name.partition("/")[0]

    @property
    def gaps(self) -> tuple[str, ...]:
        """What is missing, in the order in which it is put right."""
        if not self.policies:
            return ("policy",)
        enforced = any(policy_item(node).status == "enforced" for node in self.policies)
        found = {"enforcement": enforced, "guidance": bool(self.guided), "metric": bool(self.metrics), "review": self.reviewed}
        return tuple(name for name, there in found.items() if not there)


@once
def issues(ctx: Context) -> tuple[Issue, ...]:
    """Every issue of the taxonomy, in its order."""
    naming = _naming(ctx)
    return tuple(_issue(ctx, name, naming.get(fold(name), ()), covering) for name, covering in coverage(ctx).issues.items())


def metrics_of(ctx: Context, nodes: Iterable[Node]) -> list[Node]:
    """The metrics that policies name, each once."""
    found = [ctx.plan.find(ref, "metric", within=node) for node in nodes for ref in policy_item(node).metrics]
    return list({id(metric): metric for metric in found if metric is not None}.values())


@once
def _naming(ctx: Context) -> Mapping[str, tuple[Node, ...]]:
    """The policies that name each issue."""
    found: dict[str, tuple[Node, ...]] = {}
    for node in ctx.plan.nodes("policy"):
        item = policy_item(node)
        for issue in {fold(issue) for issue in item.issues} if item.status != "retired" else ():
            found[issue] = (*found.get(issue, ()), node)
    return found


def _issue(ctx: Context, name: str, policies: tuple[Node, ...], covering: tuple[Node, ...]) -> Issue:
    guided = [has_current_guidance(ctx, policy_item(node)) for node in policies if policy_item(node).guidance]
    held = sorted((node for policy in policies for node in reviews_of(ctx, policy)), key=lambda node: (review_item(node).on, node.ref))
    last = held[-1] if held else None
    within = ctx.settings.thresholds.policy.review_within
    return Issue(
        name=name,
        policies=policies,
        covering=covering,
        guided=any(guided) if guided else None,
        metrics=tuple(metric.ref for metric in metrics_of(ctx, policies)),
        review=last,
        reviewed=last is not None and within.after(review_item(last).on, ctx.settings.holidays) >= ctx.as_of,
    )
