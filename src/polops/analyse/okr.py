"""Objectives (domain reference C3 and C4): score, expected and status from key results and aligned objectives, and the grade at close.

Scores and shares are Decimals from 0 to 1; None is *no data* and never 0.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from decimal import Decimal

from polops.analyse.context import ONE, ZERO, Context, each, mean, once
from polops.analyse.kpi import metric
from polops.analyse.progress import is_dropped, key_result, period_of
from polops.analyse.status import Status, at_most_one_better, not_better, pace, worst
from polops.analyse.team import of_team
from polops.model.okrs import KeyResult, Objective, Okrs
from polops.plan.plan import Node
from polops.values.period import Period, Week
from polops.values.record import dataclass
from polops.values.rounding import rounded

_CLOSE_MISS = Decimal("0.90")
_GREEN, _AMBER = Decimal("0.70"), Decimal("0.40")


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
    return [node for node in (of_team(ctx, "objective", team) if team else ctx.plan.nodes("objective")) if period_of(ctx, node) == period]
