"""Risks, assumptions, issues and dependencies as of a date (domain reference C13): score and zone, age, review and escalation dates.

Days are calendar days; limits of escalation are the business days of the workspace. Closed items keep their score and have no dates ahead.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import TYPE_CHECKING, Literal

from polops.analyse.context import each, once
from polops.analyse.status import Status
from polops.model.raid import Assumption, Dependency, Issue, Raid, RaidItem, Risk
from polops.values.record import dataclass
from polops.values.ref import fold

if TYPE_CHECKING:
    from polops.analyse.context import Context
    from polops.plan.plan import Node

Zone = Literal["green", "amber", "red"]
Trend = Literal["better", "worse", "flat"]
KINDS = ("risk", "assumption", "issue", "dependency")
BUCKETS: tuple[tuple[str, int | None], ...] = (("0–7", 7), ("8–14", 14), ("15–30", 30), ("31–60", 60), ("> 60", None))
"""Ages in days by which open items are counted: a label and the last day of each."""


@dataclass(frozen=True, slots=True)
class RiskNumbers:
    """A risk as of a date: probability times impact, 1 to 25, now, before any response and as aimed at; and when it is looked at again."""

    score: int
    zone: Zone
    inherent: int | None
    target: int | None
    age_days: int
    review_due: date | None
    review_overdue: bool


@dataclass(frozen=True, slots=True)
class IssueNumbers:
    """An issue as of a date. `escalation_due` is the last day to solve or escalate it; `late`: that day is over, and neither was done."""

    age_days: int
    escalation_due: date
    escalated: bool
    late: bool
    blocker: bool


@dataclass(frozen=True, slots=True)
class DependencyNumbers:
    """A dependency as of a date: days between promise and need, negative where the promise is too late."""

    age_days: int
    float_days: int
    delivered: bool
    overdue: bool


@dataclass(frozen=True, slots=True)
class AssumptionNumbers:
    """An assumption as of a date: whether it was found true, and whether that should have been looked at by now."""

    age_days: int
    validated: bool
    overdue: bool


def raid_item(node: Node) -> RaidItem:
    """The entry of a register."""
    assert isinstance(node.item, RaidItem)  # noqa: S101 - the index keeps kinds apart
    return node.item


def is_open(ctx: Context, item: RaidItem) -> bool:
    """Whether an item is raised and not closed by the date; one that was closed later is still open."""
    if item.raised > ctx.as_of:
        return False
    return item.status != "closed" or (item.closed is not None and item.closed > ctx.as_of)


def age(ctx: Context, item: RaidItem) -> int:
    """Days since an item was raised, until it was closed."""
    until = item.closed if item.closed is not None and item.closed <= ctx.as_of else ctx.as_of
    return (until - item.raised).days


def zone_of(ctx: Context, score: int) -> Zone:
    """The zone of a score: green 1 to 4, amber 5 to 12, red 15 to 25, as settings have it."""
    limits = ctx.settings.thresholds.raid
    return "red" if score >= limits.red else "amber" if score >= limits.amber else "green"


def trend(score: int, before: int | None) -> Trend | None:
    """How a risk moved since the score of an earlier review, plan or snapshot; None where there is none."""
    if before is None:
        return None
    return "flat" if score == before else "better" if score < before else "worse"


@each
def risk(ctx: Context, node: Node) -> RiskNumbers:
    """All numbers of a risk. 4 times 4 is 16, red; reviewed on 3 August it is due again on the 10th."""
    item = node.item
    assert isinstance(item, Risk)  # noqa: S101 - the index keeps kinds apart
    score = item.probability * item.impact
    zone = zone_of(ctx, score)
    seen = item.reviewed if item.reviewed is not None and item.reviewed <= ctx.as_of else item.raised
    rhythm = getattr(ctx.settings.thresholds.raid.review, zone)
    due = rhythm.after(seen, ctx.settings.holidays) if is_open(ctx, item) else None
    return RiskNumbers(
        score=score,
        zone=zone,
        inherent=_product(item.inherent),
        target=_product(item.target),
        age_days=age(ctx, item),
        review_due=due,
        review_overdue=due is not None and due < ctx.as_of,
    )


def _product(pair: Sequence[int] | None) -> int | None:
    return pair[0] * pair[1] if pair else None


@each
def issue(ctx: Context, node: Node) -> IssueNumbers:
    """All numbers of an issue. S2, raised on Tuesday 28 July: three business days end on Friday the 31st."""
    item = node.item
    assert isinstance(item, Issue)  # noqa: S101 - the index keeps kinds apart
    limit = getattr(ctx.settings.thresholds.raid.escalate, item.severity)
    due = limit.after(item.raised, ctx.settings.holidays)
    escalated = item.escalated_on is not None and item.escalated_on <= ctx.as_of
    return IssueNumbers(
        age_days=age(ctx, item),
        escalation_due=due,
        escalated=escalated,
        late=is_open(ctx, item) and not escalated and due < ctx.as_of,
        blocker=bool(item.blocks),
    )


@each
def dependency(ctx: Context, node: Node) -> DependencyNumbers:
    """All numbers of a dependency. Needed by 14 August, promised for the 21st: a float of −7 days."""
    item = node.item
    assert isinstance(item, Dependency)  # noqa: S101 - the index keeps kinds apart
    delivered = item.delivered is not None and item.delivered <= ctx.as_of
    overdue = is_open(ctx, item) and not delivered and min(item.needed_by, item.promised) < ctx.as_of
    return DependencyNumbers(age(ctx, item), (item.needed_by - item.promised).days, delivered, overdue)


@each
def assumption(ctx: Context, node: Node) -> AssumptionNumbers:
    """All numbers of an assumption."""
    item = node.item
    assert isinstance(item, Assumption)  # noqa: S101 - the index keeps kinds apart
    validated = item.validated is not None and item.validated <= ctx.as_of
    return AssumptionNumbers(age(ctx, item), validated, is_open(ctx, item) and not validated and item.validate_by < ctx.as_of)


def entries(ctx: Context, *kinds: str, open_only: bool = True) -> list[Node]:
    """The entries of all registers, of the given kinds (default: all), in order of place."""
    nodes = (node for kind in kinds or KINDS for node in ctx.plan.nodes(kind))
    return [node for node in nodes if is_open(ctx, raid_item(node)) or (not open_only and raid_item(node).raised <= ctx.as_of)]


def blockers(ctx: Context) -> list[Node]:
    """The open issues that block something, the most severe first, then the oldest."""
    found = [node for node in entries(ctx, "issue") if isinstance(node.item, Issue) and node.item.blocks]
    return sorted(found, key=lambda node: (getattr(node.item, "severity", ""), raid_item(node).raised, node.ref))


def top_risks(ctx: Context, nodes: Iterable[Node] | None = None) -> list[Node]:
    """Open risks, the highest score first, then the oldest."""
    found = entries(ctx, "risk") if nodes is None else [node for node in nodes if is_open(ctx, raid_item(node))]
    return sorted(found, key=lambda node: (-risk(ctx, node).score, raid_item(node).raised, node.ref))


def buckets(ctx: Context, nodes: Iterable[Node]) -> tuple[tuple[str, int], ...]:
    """How many of some entries are of each age: 0–7, 8–14, 15–30, 31–60 and over 60 days."""
    ages = [age(ctx, raid_item(node)) for node in nodes]
    counts, low = [], -1
    for label, high in BUCKETS:
        counts.append((label, sum(1 for days in ages if low < days and (high is None or days <= high))))
        low = high if high is not None else low
    return tuple(counts)


def moved(ctx: Context, node: Node) -> Trend | None:
    """How a risk moved against the plan that is compared with, where there is one, else against its score before any response."""
    before = risk(ctx, node).inherent
    if ctx.base is not None:
        known = ctx.base.find(node.ref, "risk")
        before = known.item.probability * known.item.impact if known is not None and isinstance(known.item, Risk) else None
    return trend(risk(ctx, node).score, before)


def heat(ctx: Context, nodes: Iterable[Node] | None = None) -> Mapping[tuple[int, int], int]:
    """How many open risks (default: all) there are by (probability, impact), for a five by five map."""
    found: dict[tuple[int, int], int] = {}
    for node in entries(ctx, "risk") if nodes is None else nodes:
        if isinstance(node.item, Risk):
            cell = (node.item.probability, node.item.impact)
            found[cell] = found.get(cell, 0) + 1
    return found


@once
def _by_subject(ctx: Context) -> Mapping[tuple[str, str], tuple[Node, ...]]:
    """Every entry by the team or initiative whose register it stands in."""
    found: dict[tuple[str, str], list[Node]] = {}
    for node in entries(ctx, open_only=False):
        if isinstance(node.file, Raid):
            for field in ("team", "initiative"):
                name = getattr(node.file, field)
                if name:
                    found.setdefault((field, fold(name)), []).append(node)
    return {key: tuple(nodes) for key, nodes in found.items()}


def of_team(ctx: Context, code: str) -> tuple[Node, ...]:
    """The entries of a team's own registers, closed ones too."""
    return _by_subject(ctx).get(("team", fold(code)), ())


def of_initiative(ctx: Context, node: Node) -> tuple[Node, ...]:
    """The entries of an initiative's own registers, and the issues and dependencies that block it or a milestone of it; closed ones too."""
    own = _by_subject(ctx).get(("initiative", fold(node.ref)), ())
    known = {id(entry) for entry in own}
    return (*own, *(entry for entry in blocking(ctx, node) if id(entry) not in known))


@once
def _blocking(ctx: Context) -> Mapping[int, tuple[Node, ...]]:
    found: dict[int, list[Node]] = {}
    for node in entries(ctx, "issue", "dependency", open_only=False):
        for target in blocked(ctx, node):
            top = target.parent if target.kind == "milestone" else target
            if top is not None and node not in found.setdefault(id(top), []):
                found[id(top)].append(node)
    return {key: tuple(nodes) for key, nodes in found.items()}


def blocking(ctx: Context, node: Node) -> tuple[Node, ...]:
    """The issues and dependencies that block an item or, of an initiative, its milestones; closed ones too."""
    return _blocking(ctx).get(id(node), ())


def blocked(ctx: Context, node: Node) -> list[Node]:
    """What an issue or dependency blocks."""
    found = (ctx.plan.find(ref, within=node) for ref in getattr(node.item, "blocks", ()))
    return [target for target in found if target is not None]


def colour(ctx: Context, nodes: Sequence[Node]) -> tuple[Status, str]:
    """The colour of some entries (C14): the top open risk's zone, red with an open S1 issue; grey where nothing was ever raised."""
    open_ = [node for node in nodes if is_open(ctx, raid_item(node))]
    worst = next((node for node in open_ if isinstance(node.item, Issue) and node.item.severity == "S1"), None)
    if worst is not None:
        return "red", f"S1 issue {worst.ref} is open"
    risks = top_risks(ctx, (node for node in open_ if node.kind == "risk"))
    if risks:
        top = risk(ctx, risks[0])
        return top.zone, f"top risk {risks[0].ref} scores {top.score}"
    return ("green", "no open risk") if nodes else ("grey", "no register")
