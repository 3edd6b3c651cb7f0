"""Key results (domain reference C2, C4 and C5): progress, score, expected, pace and status.

Scores and shares are Decimals from 0 to 1; None is *no data* and never 0. A reading counts up to the period's end, a check-in up to the
as-of date, so that a closed quarter keeps its score when the metric moves on.
"""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from polops.analyse.context import ONE, ZERO, Context, at_least, clamp, each, mean
from polops.analyse.kpi import readings_until
from polops.analyse.status import Status, of_confidence, pace, worst
from polops.model.okrs import Checkin, KeyResult, KeyResultType, KrMilestone, Objective, Okrs
from polops.plan.plan import Node
from polops.values.number import Percent
from polops.values.period import Period, Week
from polops.values.record import dataclass

_QUIET = Decimal("0.15")
_PROJECT_FROM = Decimal("0.2")
_DROPPED: tuple[Status, str] = ("grey", "dropped with a decision")


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

    @property
    def is_silent(self) -> bool:
        """Whether there is no data though more than 15 % is expected (C2)."""
        return not self.has_data and self.expected > _QUIET


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


def is_closed(node: Node) -> bool:
    """Whether the OKR file of an item is closed."""
    return isinstance(node.file, Okrs) and node.file.status == "closed"


def is_given_up(ctx: Context, node: Node, item: KeyResult) -> bool:
    """Whether a key result was dropped without a decision: at close it scores 0 (C2)."""
    return is_closed(node) and item.dropped is not None and item.dropped.on <= ctx.as_of and not is_dropped(ctx, item)


def is_done(ctx: Context, item: KeyResult | KrMilestone) -> bool:
    """Whether a milestone or a yes-or-no key result was reached by the date."""
    return item.done is not None and item.done <= ctx.as_of


def live_milestones(ctx: Context, item: KeyResult) -> list[KrMilestone]:
    """The milestones that count: those that were dropped with a decision have left."""
    return [mark for mark in item.milestones if not is_dropped(ctx, mark)]


def checkins(ctx: Context, item: KeyResult) -> list[Checkin]:
    """The check-ins up to the as-of date, oldest first."""
    return sorted((checkin for checkin in item.checkins if checkin.on <= ctx.as_of), key=lambda checkin: checkin.on)


@each
def key_result(ctx: Context, node: Node) -> KeyResultNumbers:
    """All numbers of a key result.

    Increase and decrease: p = (c − b)/(t − b), one formula; without any value c = b, so that its pace is that of a
    score of 0. Decrease 0.42 → 0.30 at 0.38: 0.3333.
    Milestones and binary: done or not, no partial credit. Status: the worse of pace and confidence; complete from score 1.
    """
    item = node.item
    assert isinstance(item, KeyResult)  # noqa: S101 - the index keeps kinds apart
    kind = item.kind_of()
    current, progress, has_data = _progress(ctx, node, item, kind)
    expected = _expected(ctx, node, item, kind)
    cap = ctx.settings.okr.cap if getattr(node.parent and node.parent.item, "type", "") != "committed" else ONE
    score = None if progress is None else clamp(progress, ZERO, max(ONE, cap))
    if is_given_up(ctx, node, item):
        score = ZERO
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
    if not has_data and expected > _QUIET:
        return "amber", "no data, and more than 15 % expected by now"
    sure = of_confidence(confidence)
    status = worst((speed, sure))
    return status, "confidence" if sure == status and speed != status else "pace" if has_data else "pace; no data yet"


def _progress(ctx: Context, node: Node, item: KeyResult, kind: KeyResultType) -> tuple[Decimal | None, Decimal | None, bool]:
    """Current value, raw progress, and whether there is any data."""
    if kind == "milestones":
        return None, _done_share(ctx, item), True
    if kind == "binary":
        return None, ONE if is_done(ctx, item) else ZERO, True
    if kind == "maintain":
        return _kept(ctx, node, item)
    current = latest_value(ctx, node, item)
    if kind == "manual":
        return current, ZERO if current is None else share_of(current), current is not None
    if item.baseline is None or item.target is None or item.baseline == item.target:
        return current, None, False
    value = item.baseline if current is None else current
    return current, (value - item.baseline) / (item.target - item.baseline), current is not None


def share_of(value: Decimal) -> Decimal | None:
    """What somebody who scores by hand says, as a share: `60%` or 0.6. None for a bare 60, which OKR103 reports."""
    return value / 100 if isinstance(value, Percent) else value if abs(value) <= 1 else None


def _done_share(ctx: Context, item: KeyResult) -> Decimal | None:
    return mean([(mark.weight, ONE if is_done(ctx, mark) else ZERO) for mark in live_milestones(ctx, item)])


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

    Weeks count from the first whole one. Check-ins have no cadence, so that none of them can be missing: each is a period.
    """
    first = period_of(ctx, node).first
    values = {period: value for period, value in _metric_values(ctx, node, item) if value is not None and period.first >= first}
    if not values:
        told = [] if item.metric else [checkin.value for checkin in checkins(ctx, item) if checkin.value is not None]
        current = latest_value(ctx, node, item)
        counted = told or ([] if current is None else [current])
        return current, mean([(ONE, ONE if _meets(item, value) else ZERO) for value in counted]), bool(counted)
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
        marks = [(mark.weight, ONE if mark.due <= ctx.as_of else ZERO) for mark in live_milestones(ctx, item)]
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
