"""OKR arithmetic (domain reference C2 to C5): progress, score, expected, pace and status of key results and objectives.

Scores and shares are Decimals from 0 to 1; None is *no data* and never 0. A reading counts up to the period's end, a check-in up to the
as-of date, so that a closed quarter keeps its score when the metric moves on.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from polops.analyse.context import ONE, ZERO, Context, at_least, clamp, each, mean, once
from polops.analyse.kpi import metric, readings_until
from polops.analyse.status import Status, at_most_one_better, not_better, of_confidence, pace, worst
from polops.model.okrs import Checkin, KeyResult, KeyResultType, KrMilestone, Objective, Okrs
from polops.plan.plan import Node
from polops.values.number import Percent
from polops.values.period import Period, Week
from polops.values.rounding import rounded

_QUIET = Decimal("0.15")
_PROJECT_FROM = Decimal("0.2")
_CLOSE_MISS = Decimal("0.90")
_DROPPED: tuple[Status, str] = ("grey", "dropped with a decision")
_GREEN, _AMBER = Decimal("0.70"), Decimal("0.40")


@dataclass(frozen=True, slots=True)
class KeyResultNumbers:
    """A key result as of a date. `progress` is raw (below 0 and above 1 happen), `score` is clamped; `why` names the rule of the status."""

    type: KeyResultType
    progress: Decimal | None
    score: Decimal | None
    expected: Decimal
    gap: Decimal | None
    confidence: int | None
    pace: Status | None
    status: Status
    why: str
    current: Decimal | None
    has_data: bool
    checked_on: date | None
    stale: bool
    dropped: bool
    heading_for: Decimal | None


@dataclass(frozen=True, slots=True)
class ObjectiveNumbers:
    """An objective as of a date. `coverage` is the weight share that has data; `children` the mean of aligned objectives beside it."""

    score: Decimal | None
    expected: Decimal | None
    gap: Decimal | None
    coverage: Decimal | None
    confidence: int | None
    status: Status
    why: str
    children: Decimal | None
    grade: str
    stale: bool
    checked_on: date | None


@dataclass(frozen=True, slots=True)
class _Part:
    """What an objective is averaged over: a key result or an aligned objective."""

    weight: Decimal
    score: Decimal | None
    expected: Decimal
    status: Status
    has_data: bool


def period_of(ctx: Context, node: Node) -> Period | Week:
    """The period of an OKR file's items."""
    file = node.file
    return ctx.calendar.period(file.period if isinstance(file, Okrs) else ctx.year_label)


def span_of(ctx: Context, node: Node) -> tuple[date, date]:
    """First and last day of a key result's expected line: its period, or its own `starts` and `due`."""
    period, item = period_of(ctx, node), node.item
    starts, due = getattr(item, "starts", None), getattr(item, "due", None)
    return starts or period.first, due or period.last


def elapsed(ctx: Context, first: date, last: date) -> Decimal:
    """The share of a span that is over: 0 on the first day, 1 on the last (C5)."""
    if last <= first:
        return ONE
    return clamp(Decimal((ctx.as_of - first).days) / (last - first).days)


def is_dropped(ctx: Context, item: KeyResult | Objective | KrMilestone) -> bool:
    """Whether an item has left the score: dropped by the date, with a decision."""
    return item.dropped is not None and item.dropped.on <= ctx.as_of and item.dropped.decision is not None


def checkins(ctx: Context, item: KeyResult) -> list[Checkin]:
    """The check-ins up to the as-of date, oldest first."""
    return sorted((checkin for checkin in item.checkins if checkin.on <= ctx.as_of), key=lambda checkin: checkin.on)


@each
def key_result(ctx: Context, node: Node) -> KeyResultNumbers:
    """All numbers of a key result.

    Increase and decrease: p = (c − b)/(t − b), one formula; without any value c = b. Decrease 0.42 → 0.30 at 0.38: 0.3333.
    Milestones and binary: done or not, no partial credit. Status: the worse of pace and confidence; complete from score 1.
    """
    item = node.item
    assert isinstance(item, KeyResult)  # noqa: S101 - the index keeps kinds apart
    kind = item.kind_of()
    current, progress, has_data = _progress(ctx, node, item, kind)
    expected = _expected(ctx, node, item, kind)
    cap = ctx.settings.okr.cap if getattr(node.parent and node.parent.item, "type", "") != "committed" else ONE
    score = None if progress is None else clamp(progress, ZERO, max(ONE, cap))
    gap = None if score is None else score - expected
    told = [checkin.confidence for checkin in checkins(ctx, item) if checkin.confidence is not None]
    confidence = told[-1] if told else None
    speed = None if score is None else pace(ctx, score, expected)
    dropped = is_dropped(ctx, item)
    status, why = _DROPPED if dropped else _status(score, expected, speed, confidence, has_data=has_data)
    dates = [checkin.on for checkin in checkins(ctx, item)]
    return KeyResultNumbers(
        type=kind,
        progress=progress,
        score=score,
        expected=expected,
        gap=gap,
        confidence=confidence,
        pace=speed,
        status=status,
        why=why,
        current=current,
        has_data=has_data,
        checked_on=dates[-1] if dates else None,
        stale=_stale(ctx, node, item, kind),
        dropped=dropped,
        heading_for=score / expected if score is not None and expected >= _PROJECT_FROM else None,
    )


def _status(
    score: Decimal | None, expected: Decimal, speed: Status | None, confidence: int | None, *, has_data: bool
) -> tuple[Status, str]:
    if score is not None and at_least(score, ONE):
        return "complete", "score 1 or more"
    if not has_data:
        return ("amber", "no data, and more than 15 % expected by now") if expected > _QUIET else ("grey", "no data yet")
    sure = of_confidence(confidence)
    status = worst((speed, sure))
    return status, "confidence" if sure == status and speed != status else "pace"


def _progress(ctx: Context, node: Node, item: KeyResult, kind: KeyResultType) -> tuple[Decimal | None, Decimal | None, bool]:
    """Current value, raw progress, and whether there is any data."""
    if kind == "milestones":
        return None, _done_share(ctx, item), True
    if kind == "binary":
        return None, ONE if item.done and item.done <= ctx.as_of else ZERO, True
    if kind == "maintain":
        return _kept(ctx, node, item)
    current = latest_value(ctx, node, item)
    if kind == "manual":
        share = current / 100 if isinstance(current, Percent) else current
        return current, ZERO if share is None else share, current is not None
    if item.baseline is None or item.target is None or item.baseline == item.target:
        return current, None, False
    value = item.baseline if current is None else current
    return current, (value - item.baseline) / (item.target - item.baseline), current is not None


def _done_share(ctx: Context, item: KeyResult) -> Decimal | None:
    return mean(
        [(mark.weight, ONE if mark.done and mark.done <= ctx.as_of else ZERO) for mark in item.milestones if not is_dropped(ctx, mark)]
    )


def latest_value(ctx: Context, node: Node, item: KeyResult) -> Decimal | None:
    """The value that counts now: the metric's latest reading up to the period's end, or the latest check-in that has one."""
    if item.metric:
        known = [value for _, value in _metric_values(ctx, node, item) if value is not None]
        return known[-1] if known else None
    told = [checkin.value for checkin in checkins(ctx, item) if checkin.value is not None]
    return told[-1] if told else None


def _metric_values(ctx: Context, node: Node, item: KeyResult) -> list[tuple[Period | Week, Decimal | None]]:
    found = ctx.plan.find(item.metric or "", "metric")
    if found is None:
        return []
    until = min(ctx.as_of, max(period_of(ctx, node).last, item.due or date.min))
    return [(reading.period, reading.value) for reading in readings_until(ctx, found, until)]


def _kept(ctx: Context, node: Node, item: KeyResult) -> tuple[Decimal | None, Decimal | None, bool]:
    """Maintain: met periods over periods up to the latest with a value; a missing one counts as not met (C2).

    Weeks count from the first whole one.
    """
    first = period_of(ctx, node).first
    values = {period: value for period, value in _metric_values(ctx, node, item) if value is not None and period.first >= first}
    if not values:
        current = latest_value(ctx, node, item)
        return current, None if current is None else ONE if _meets(item, current) else ZERO, current is not None
    latest = max(values, key=lambda period: period.last)
    met = sum(1 for value in values.values() if _meets(item, value))
    return values[latest], Decimal(met) / _periods(min(values, key=lambda period: period.first), first, latest), True


def _periods(sample: Period | Week, first: date, latest: Period | Week) -> int:
    if isinstance(latest, Week) or isinstance(sample, Week):
        return ((latest.last - first).days + 1) // 7 or 1
    return (latest.start + latest.months - (first.year * 12 + first.month - 1)) // latest.months or 1


def _meets(item: KeyResult, value: Decimal) -> bool:
    return (item.floor is None or at_least(value, item.floor)) and (item.ceiling is None or at_least(item.ceiling, value))


def _expected(ctx: Context, node: Node, item: KeyResult, kind: KeyResultType) -> Decimal:
    """What should be reached by now (C5): 40 of 91 days is 0.4396, back-loaded 0.1932."""
    first, last = span_of(ctx, node)
    if kind == "milestones":
        marks = [(mark.weight, ONE if mark.due <= ctx.as_of else ZERO) for mark in item.milestones if not is_dropped(ctx, mark)]
        return mean(marks) or ZERO
    if kind == "binary":
        return ONE if ctx.as_of >= last else ZERO
    if kind == "maintain":
        return ONE
    if isinstance(item.expected, dict):
        return _on_curve(ctx, {month.last: share for month, share in item.expected.items()}, first, last)
    share = elapsed(ctx, first, last)
    return share * share if item.expected == "back_loaded" else share


def _on_curve(ctx: Context, points: dict[date, Decimal], first: date, last: date) -> Decimal:
    curve = sorted({first: ZERO, **({last: ONE} if not points or max(points) < last else {}), **points}.items())
    before = [point for point in curve if point[0] <= ctx.as_of]
    after = [point for point in curve if point[0] > ctx.as_of]
    if not before or not after:
        return (before[-1] if before else curve[0])[1]
    (left, low), (right, high) = before[-1], after[0]
    return low + (high - low) * (ctx.as_of - left).days / (right - left).days


def _stale(ctx: Context, node: Node, item: KeyResult, kind: KeyResultType) -> bool:
    """Whether the last check-in is too old. Milestones and done dates speak for themselves."""
    file = node.file
    if not isinstance(file, Okrs) or file.status != "active" or kind in {"milestones", "binary"} or is_dropped(ctx, item):
        return False
    first, last = span_of(ctx, node)
    told = checkins(ctx, item)
    since = max(first, told[-1].on) if told else first
    return first <= ctx.as_of <= last and ctx.settings.thresholds.okr.stale_after.after(since, ctx.settings.holidays) < ctx.as_of


@once
def _aligned(ctx: Context) -> dict[int, list[Node]]:
    """Aligned objectives by the objective above (also where they name one of its key results)."""
    found: dict[int, list[Node]] = {}
    for node in ctx.plan.nodes("objective"):
        above = parent(ctx, node)
        if above is not None:
            found.setdefault(id(above), []).append(node)
    return found


def parent(ctx: Context, node: Node) -> Node | None:
    """The objective that an objective aligns to; None for none, or one that does not exist."""
    ref = getattr(node.item, "aligns_to", None)
    found = ctx.plan.find(ref, "objective", "key_result", within=node) if ref else None
    return found.parent if found is not None and found.kind == "key_result" else found


def aligned(ctx: Context, node: Node) -> list[Node]:
    """The objectives that align to this one, in order of place."""
    return _aligned(ctx).get(id(node), [])


def key_results(node: Node, ctx: Context) -> Iterator[Node]:
    """The key results of an objective, in order."""
    return (found for i, _ in enumerate(getattr(node.item, "key_results", ())) if (found := _child(ctx, node, i)))


def _child(ctx: Context, node: Node, i: int) -> Node | None:
    return _by_route(ctx).get((node.path, *node.route, "key_results", i))


@once
def _by_route(ctx: Context) -> dict[tuple[str | int, ...], Node]:
    return {(node.path, *node.route): node for node in ctx.plan.nodes("key_result")}


@each
def objective(ctx: Context, node: Node) -> ObjectiveNumbers:
    """All numbers of an objective.

    S = Σ w·s ÷ Σ w over its key results (C3); weights 2, 1, 1 with 0.3333, 0.4706, 0.25 give 0.3468. Committed: as bad as the worst key
    result. Otherwise the colour of the gap, at most one step better than the worst; a red guardrail caps it at amber.
    """
    item = node.item
    assert isinstance(item, Objective)  # noqa: S101 - the index keeps kinds apart
    closed = isinstance(node.file, Okrs) and node.file.status == "closed"
    parts = _parts(ctx, node, item)
    counted = [part for part in parts if part.score is not None or closed]
    score = mean([(part.weight, part.score or ZERO) for part in counted])
    expected = mean([(part.weight, part.expected) for part in counted])
    gap = None if score is None or expected is None else score - expected
    status, why = _objective_status(ctx, item, score, expected, parts)
    numbers = [key_result(ctx, kr) for kr in key_results(node, ctx) if not is_dropped(ctx, _kr(kr))]
    told = [kr.confidence for kr in numbers if kr.confidence is not None]
    dates = [kr.checked_on for kr in numbers if kr.checked_on]
    return ObjectiveNumbers(
        score=score,
        expected=expected,
        gap=gap,
        coverage=mean([(part.weight, ONE if part.has_data else ZERO) for part in parts]),
        confidence=min(told, default=None),
        status=status,
        why=why,
        children=_children_mean(ctx, node, frozenset()),
        grade=grade(item, score) if closed else "",
        stale=any(kr.stale for kr in numbers),
        checked_on=max(dates, default=None),
    )


def _kr(node: Node) -> KeyResult:
    assert isinstance(node.item, KeyResult)  # noqa: S101 - the index keeps kinds apart
    return node.item


def _parts(ctx: Context, node: Node, item: Objective, above: frozenset[int] = frozenset()) -> list[_Part]:
    own = [
        _Part(_kr(kr).weight, _at_close(node, _kr(kr), numbers.score), numbers.expected, numbers.status, numbers.has_data)
        for kr in key_results(node, ctx)
        if not (numbers := key_result(ctx, kr)).dropped
    ]
    if item.rollup == "own" or id(node) in above:
        return own
    below = [_as_part(ctx, child, above | {id(node)}) for child in aligned(ctx, node) if not is_dropped(ctx, _objective(child))]
    return below if item.rollup == "children" else own + below


def _at_close(node: Node, item: KeyResult, score: Decimal | None) -> Decimal | None:
    """The score that counts: at close the written one overrides the computed one."""
    closed = isinstance(node.file, Okrs) and node.file.status == "closed"
    return item.closing.score if closed and item.closing and item.closing.score is not None else score


def _as_part(ctx: Context, node: Node, above: frozenset[int]) -> _Part:
    item = _objective(node)
    parts = [] if id(node) in above else _parts(ctx, node, item, above)
    known = [part for part in parts if part.score is not None]
    score, expected = mean([(part.weight, part.score or ZERO) for part in known]), mean([(part.weight, part.expected) for part in known])
    status, _ = _objective_status(ctx, item, score, expected, parts)
    return _Part(item.weight, score, expected or ZERO, status, any(part.has_data for part in parts))


def _objective(node: Node) -> Objective:
    assert isinstance(node.item, Objective)  # noqa: S101 - the index keeps kinds apart
    return node.item


def _children_mean(ctx: Context, node: Node, above: frozenset[int]) -> Decimal | None:
    parts = [_as_part(ctx, child, above | {id(node)}) for child in aligned(ctx, node)]
    return mean([(part.weight, part.score) for part in parts if part.score is not None])


def _objective_status(
    ctx: Context, item: Objective, score: Decimal | None, expected: Decimal | None, parts: list[_Part]
) -> tuple[Status, str]:
    if is_dropped(ctx, item):
        return "grey", "dropped with a decision"
    lowest = worst(part.status for part in parts)
    if score is None or expected is None or lowest == "grey":
        return lowest, "no data"
    status: Status = lowest
    why = "the worst key result"
    if lowest != "complete" and item.type != "committed":
        status = at_most_one_better(pace(ctx, score, expected), lowest)
        why = "weighted gap" if status == pace(ctx, score, expected) else "at most one step better than the worst key result"
    if any(_red(ctx, ref) for ref in item.guardrails) and not_better(status, "amber") != status:
        return "amber", "a guardrail metric is red"
    return status, why


def _red(ctx: Context, ref: str) -> bool:
    found = ctx.plan.find(ref, "metric")
    return found is not None and metric(ctx, found).status == "red"


def grade(item: Objective, score: Decimal | None) -> str:
    """The grade at close, of the score rounded half-up to two decimals (C4): 0.695 is 0.70 and green, 0.6949 is 0.69 and amber.

    Returns green, amber or red; for a committed objective green, `missed, close` or `missed`; for a learning one answered or not answered.
    """
    closing = item.closing
    if item.type == "learning":
        return "answered" if closing and closing.learned else "not answered"
    value = closing.score if closing and closing.score is not None else score
    if value is None:
        return ""
    final = rounded(value, 2)
    if item.type == "committed":
        return "green" if final >= ONE else "missed, close" if final >= _CLOSE_MISS else "missed"
    return "green" if final >= _GREEN else "amber" if final >= _AMBER else "red"


def roll_up(ctx: Context, nodes: list[Node]) -> tuple[Decimal | None, Decimal | None]:
    """Score and expected of a team or of the programme: the weighted mean of all its objectives, not a mean of means (C3)."""
    numbers = [(_objective(node).weight, objective(ctx, node)) for node in nodes if not is_dropped(ctx, _objective(node))]
    scores = [(weight, found.score) for weight, found in numbers if found.score is not None]
    expected = [(weight, found.expected) for weight, found in numbers if found.score is not None and found.expected is not None]
    return mean(scores), mean(expected)


def objectives(ctx: Context, period: Period | Week, *, team: str = "") -> list[Node]:
    """The objectives of a period (and a team), in order of file and place."""
    return [
        node
        for node in ctx.plan.nodes("objective")
        if period_of(ctx, node) == period and (not team or ctx.plan.team(node).casefold() == team.casefold())
    ]
