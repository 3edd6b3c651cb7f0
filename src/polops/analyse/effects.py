"""What a change does: money, people, scores, statuses and starts, computed from both plans, each as of its own date.

Only what moved is listed. Where a rate card changed, amounts would tell pay: then money is given in per cent (`withheld`).
What moved without having been edited is `downstream`, with the way that leads from an edited item to it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import date
from decimal import Decimal

from polops.analyse import headcount, kpi, okr, progress, rag, schedule, variance
from polops.analyse.change import Change
from polops.analyse.context import ZERO, Context
from polops.analyse.downstream import paths
from polops.analyse.match import Matching
from polops.analyse.moved import Asked, Effects, Money, Moved, People, Score, Slip
from polops.plan.plan import Node
from polops.source.problem import Problem
from polops.values.ref import fold

_CARD = {"", "loaded_annual", "one_time", "increase"}
"""Fields of a rate card that pay follows from; the empty one is the whole file."""


def effects(
    old: Context,
    new: Context,
    matching: Matching,
    changes: Sequence[Change],
    problems: tuple[Sequence[Problem], Sequence[Problem]] = ((), ()),
) -> Effects:
    """What the changes move. `problems` are those of both sides, found by whoever calls.

    Where a file that differs cannot be read, its items would look gone: then only what is found on the newer side is told.
    """
    added, gone = _problems(*problems, matching.renames)
    if any(change.what == "unreadable" for change in changes):
        return Effects(added=added, currency=new.currency)
    found = _Sides(old, new, matching)
    lines, people = [*found.lines()], [*found.teams()]
    scores, slips = [*found.scores()], [*found.slips()]
    moved = {*(line.ref for line in lines), *(score.ref for score in scores), *(slip.ref for slip in slips)}
    return Effects(
        years=tuple(found.years(lines)),
        lines=tuple(lines),
        people=found.people(people),
        teams=tuple(people),
        scores=tuple(scores),
        slips=tuple(slips),
        downstream=paths(old, new, changes, moved),
        added=added,
        gone=gone,
        withheld=any(change.kind == "rates" and change.field in _CARD for change in changes),
        currency=new.currency,
    )


class _Sides:
    """Both plans, item by item: a renamed item is the same one."""

    def __init__(self, old: Context, new: Context, matching: Matching) -> None:
        self.old = old
        self.new = new
        self.renames = matching.renames

    def pairs(self, kind: str) -> Iterator[tuple[Node | None, Node | None]]:
        """The items of a kind on both sides, in order of reference."""
        old = {(fold(node.ref), _year(node)): node for node in self.old.plan.nodes(kind)}
        new = {(self.renames.get(fold(node.ref), fold(node.ref)), _year(node)): node for node in self.new.plan.nodes(kind)}
        for key in sorted({*old, *new}):
            yield old.get(key), new.get(key)

    def lines(self) -> Iterator[Money]:
        """Budget lines whose budget, outlook or variance moved."""
        for old, new in self.pairs("line"):
            before = variance.line(self.old, old) if old else None
            after = variance.line(self.new, new) if new else None
            node = new or old
            assert node is not None  # noqa: S101 - a pair has a side
            budget, outlook, full_year = (_moved(before, after, name) for name in ("current", "outlook", "full_year_variance"))
            if before is None or after is None or budget.by or outlook.by or full_year.by:
                yield Money(node.ref, getattr(node.item, "name", ""), budget, outlook, full_year)

    def years(self, moved: Iterable[Money]) -> Iterator[Money]:
        """The totals of the fiscal years in which a line moved."""
        refs = {fold(line.ref) for line in moved}
        labels = {node.year for side in (self.old, self.new) for node in side.plan.nodes("line") if fold(node.ref) in refs}
        for label in sorted(labels):
            sides = [_total(side, label) for side in (self.old, self.new)]
            budget, outlook, full_year = (Moved(before, after) for before, after in zip(*sides, strict=True))
            if budget.by or outlook.by or full_year.by:
                yield Money(label, label, budget, outlook, full_year)

    def teams(self) -> Iterator[People]:
        """Teams whose FTE or cost moved, or that ask for positions."""
        codes = {fold(side.plan.team(node)): side.plan.team(node) for side in (self.old, self.new) for node in side.plan.nodes("position")}
        for code, written in sorted(codes.items()):
            was = self.renames.get(code, code)
            people = self._people(written, headcount.positions(self.old, was), headcount.positions(self.new, code))
            if _has_moved(people):
                yield people

    def people(self, teams: Sequence[People]) -> People | None:
        """All positions, where those of any team moved."""
        if not teams:
            return None
        return self._people("", headcount.positions(self.old), headcount.positions(self.new))

    def _people(self, team: str, old: list[Node], new: list[Node]) -> People:
        sides = [_heads(self.old, old), _heads(self.new, new)]
        fte, filled, vacant, cost, one_time, run_rate = (Moved(before, after) for before, after in zip(*sides, strict=True))
        return People(team, fte, filled, vacant, cost, one_time, run_rate, tuple(self._asked(old, new)))

    def _asked(self, old: list[Node], new: list[Node]) -> Iterator[Asked]:
        """Requested positions that were not there, or not so."""
        known = {fold(node.ref): node for node in old}
        for node in new:
            before, item = known.get(self.renames.get(fold(node.ref), fold(node.ref))), headcount.position_item(node)
            if item.status == "requested" and (before is None or before.item != item):
                yield _asked(self.new, node)

    def scores(self) -> Iterator[Score]:
        """Objectives, key results, metrics and initiatives whose score or status moved."""
        for kind, of in _SCORED.items():
            for old, new in self.pairs(kind):
                before = of(self.old, old) if old else (None, "")
                after = of(self.new, new) if new else (None, "")
                node = new or old
                if node is not None and before != after:
                    title = getattr(node.item, "title", "") or getattr(node.item, "name", "")
                    yield Score(kind, node.ref, title, Moved(before[0], after[0]), before[1], after[1])

    def slips(self) -> Iterator[Slip]:
        """Positions that are expected to start, and milestones that will be reached, on another day; what is over does not slip."""
        for kind, of in _DATED.items():
            for old, new in self.pairs(kind):
                if old is None or new is None:
                    continue
                before, after = of(self.old, old), of(self.new, new)
                if before[0] != after[0] and not (before[2] and after[2]):
                    yield Slip(kind, new.ref, before[0], after[0], after[1])


def _moved(before: variance.LineNumbers | None, after: variance.LineNumbers | None, name: str) -> Moved:
    return Moved(getattr(before, name, None), getattr(after, name, None))


def _year(node: Node) -> str:
    return node.year if node.kind == "line" else ""


def _total(ctx: Context, label: str) -> tuple[Decimal, Decimal, Decimal]:
    numbers = [variance.line(ctx, node) for node in ctx.plan.nodes("line") if node.year == label]
    budget, outlook = sum((line.current for line in numbers), ZERO), sum((line.outlook for line in numbers), ZERO)
    return budget, outlook, budget - outlook


def _heads(ctx: Context, nodes: list[Node]) -> tuple[Decimal | None, ...]:
    """FTE in all, filled and vacant; cost of the year, one-time cost and run-rate of those that are filled or vacant."""
    counts = headcount.count(ctx, nodes)
    numbers = [headcount.position(ctx, node) for node in nodes]
    live = [found for found in numbers if found.filled or found.vacant]
    return (
        counts.fte_filled + counts.fte_vacant, counts.fte_filled, counts.fte_vacant,
        _sum(found.cost_fy for found in numbers), _sum(found.one_time_fy for found in numbers), _sum(found.run_rate for found in live),
    )  # fmt: skip


def _sum(amounts: Iterable[Decimal | None]) -> Decimal | None:
    """The sum of the amounts that are known; None where there is not one."""
    known = [amount for amount in amounts if amount is not None]
    return sum(known, ZERO) if known else None


def _has_moved(people: People) -> bool:
    figures = (people.fte, people.filled, people.vacant, people.cost, people.one_time, people.run_rate)
    return bool(people.asked) or any(figure.before != figure.after and figure.by for figure in figures)


def _asked(ctx: Context, node: Node) -> Asked:
    """A requested position, costed as if it were approved as of the date.

    P3 in Dublin at 134,000 EUR × 1.08 × 1.03 from 2 November: 24.4k this year, 12.5k once, 149.1k a year (domain reference, journey 5).
    """
    item = headcount.position_item(node).model_copy(update={"status": "approved"})
    numbers = headcount.position(ctx, Node(node.ref, node.kind, item, node.file, node.path, node.route, node.parent, node.year))
    return Asked(node.ref, item.fte, numbers.cost_fy, numbers.one_time_fy or ZERO, numbers.run_rate)


_Scored = Callable[[Context, Node], tuple[Decimal | None, str]]


def _objective(ctx: Context, node: Node) -> tuple[Decimal | None, str]:
    found = okr.objective(ctx, node)
    return found.score, found.status


def _key_result(ctx: Context, node: Node) -> tuple[Decimal | None, str]:
    found = progress.key_result(ctx, node)
    return found.score, found.status


def _metric(ctx: Context, node: Node) -> tuple[Decimal | None, str]:
    found = kpi.metric(ctx, node)
    return found.value, found.status


def _initiative(ctx: Context, node: Node) -> tuple[Decimal | None, str]:
    return None, rag.of_initiative(ctx, node).status


_SCORED: Mapping[str, _Scored] = {"objective": _objective, "key_result": _key_result, "metric": _metric, "initiative": _initiative}

_Dated = Callable[[Context, Node], tuple[date | None, int | None, bool]]
"""When something is expected, how many days after its plan that is, and whether it is over."""


def _start(ctx: Context, node: Node) -> tuple[date | None, int | None, bool]:
    found = headcount.position(ctx, node)
    return found.expected_start, found.start_slip, not found.vacant


def _milestone(ctx: Context, node: Node) -> tuple[date | None, int | None, bool]:
    found = schedule.milestone(ctx, node)
    return found.propagated, found.late_days, found.done


_DATED: Mapping[str, _Dated] = {"position": _start, "milestone": _milestone}


def _problems(
    old: Sequence[Problem], new: Sequence[Problem], renames: Mapping[str, str]
) -> tuple[tuple[Problem, ...], tuple[Problem, ...]]:
    """The findings that came and those that went: by check and item, whatever figures their words hold. What is now waived is not gone."""
    before, after = ([problem for problem in side if not problem.waived] for side in (old, new))
    waived = {_finding(problem, renames) for problem in new if problem.waived}
    known: dict[tuple[str, str], list[Problem]] = {}
    for problem in before:
        known.setdefault(_finding(problem, {}), []).append(problem)
    added = []
    for problem in after:
        same = known.get(_finding(problem, renames))
        if same:
            same.pop(0)
        else:
            added.append(problem)
    return tuple(added), tuple(problem for finding, left in known.items() for problem in left if finding not in waived)


def _finding(problem: Problem, renames: Mapping[str, str]) -> tuple[str, str]:
    where = fold(problem.ref or problem.span.path)
    return problem.code, renames.get(where, where)
