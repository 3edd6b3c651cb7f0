"""What a change does, as far as its readers may know it: the effects of `effects`, without those that would tell anybody's pay.

Subtracting one revision from the other tells the pay of whoever came, went or was given another rate (`suppress` looks at one revision
only). So where costs of positions move, money that holds pay is left out of lines and totals, and personnel as a whole is told as a share,
where at least five positions stand behind the move. Readers of all (`restricted`) see everything.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from decimal import Decimal

from polops.analyse import headcount, okr, variance
from polops.analyse.audience import for_readers
from polops.analyse.classify import Judged, classify
from polops.analyse.context import ZERO, Context
from polops.analyse.diff import changes_of
from polops.analyse.effects import effects
from polops.analyse.few import FEWEST
from polops.analyse.match import Matching
from polops.analyse.moved import Effects, Money, Moved
from polops.analyse.needed_approval import Needed, needed
from polops.analyse.personnel_line import on_line
from polops.analyse.suppress import hidden_part
from polops.plan.plan import Node
from polops.source.problem import Problem
from polops.values.record import dataclass
from polops.values.ref import fold


@dataclass(frozen=True, slots=True)
class Impact:
    """The judged changes and what they do.

    Where `apart` is true, `effects.lines` and `effects.years` leave personnel out; `personnel` is then by which share its outlook moves,
    None where fewer than five positions stand behind that or nothing is known. `paid` are then the lines, by folded reference, whose
    amounts hold pay: findings on them tell amounts too. `score` is that of the quarter's objectives together, `needed` what must be
    approved.
    """

    judged: tuple[Judged, ...]
    effects: Effects
    apart: bool
    personnel: Decimal | None
    paid: frozenset[str]
    score: Moved
    needed: tuple[Needed, ...]

    @property
    def is_cosmetic(self) -> bool:
        """Whether no value changes: only order, layout, comments, places or names."""
        return all(each.class_ == "cosmetic" for each in self.judged)


def impact(ctx: Context, problems: tuple[Sequence[Problem], Sequence[Problem]] = ((), ())) -> Impact | None:
    """What the change since the base of a context does; None where it has no base. `problems` are those of both sides."""
    if ctx.base is None:
        return None
    sides = _Sides(for_readers(Context(ctx.base, ctx.as_of), ctx.audience), ctx)
    old, new = sides.old.open, sides.new.open
    matching = Matching(old.plan, new.plan)
    changes = changes_of(matching)
    found = effects(old, new, matching, changes, problems)
    is_whole = all(change.what != "unreadable" for change in changes)
    moved = _repriced(old, new, matching) if is_whole else 0
    apart = ctx.audience != "restricted" and (moved > 0 or any(sides.hides(year) for year in found.years))
    shown = replace(
        found,
        lines=tuple(line for line in found.lines if sides.may_tell(line, apart=apart)),
        years=tuple(year for each in found.years if (year := sides.total(each) if apart else each).outlook.by or year.budget.by),
    )
    personnel = sides.personnel() if apart and moved >= FEWEST else None
    judged = classify(changes, old, new)
    scored = Moved(_score(old), _score(new)) if is_whole else Moved(None, None)
    paid = sides.paid() if apart else frozenset()
    return Impact(judged, shown, apart, personnel, paid, scored, needed(old, new, judged))


def _repriced(old: Context, new: Context, matching: Matching) -> int:
    """How many positions cost another amount this year, or are there on one side only."""
    before = {fold(node.ref): _cost(old, node) for node in headcount.positions(old)}
    after = {matching.renames.get(fold(node.ref), fold(node.ref)): _cost(new, node) for node in headcount.positions(new)}
    return sum(1 for ref in before.keys() | after.keys() if before.get(ref) != after.get(ref))


def _cost(ctx: Context, node: Node) -> tuple[object, ...] | None:
    """What a position costs and how; None for one that costs nothing."""
    found = headcount.position(ctx, node)
    amounts = (found.cost_fy, found.one_time_fy, found.run_rate, *found.cost_by_month)
    return amounts if any(amount for amount in amounts if isinstance(amount, Decimal)) else None


def _score(ctx: Context) -> Decimal | None:
    return okr.roll_up(ctx, okr.objectives(ctx, ctx.quarter))[0]


@dataclass(frozen=True, slots=True)
class _Sides:
    """Both plans as their readers see them; `open` has all amounts."""

    old: Context
    new: Context

    def may_tell(self, line: Money, *, apart: bool) -> bool:
        """Whether a line's amounts may be shown on both sides."""
        return not any(self._is_hidden(ctx, node, apart=apart) for ctx in (self.old, self.new) for node in _nodes(ctx, line.ref))

    def hides(self, year: Money) -> bool:
        """Whether a year's totals may not be shown on one of the sides."""
        return any(hidden_part(ctx, _lines(ctx, year.ref)) for ctx in (self.old, self.new))

    def total(self, year: Money) -> Money:
        """A year's totals without personnel."""
        sides = [self._sums(ctx, year.ref) for ctx in (self.old, self.new)]
        budget, outlook, rest = (Moved(before, after) for before, after in zip(*sides, strict=True))
        return Money(year.ref, year.name, budget, outlook, rest)

    def personnel(self) -> Decimal | None:
        """By which share the outlook of all personnel lines moves."""
        before, after = (
            sum((variance.line(ctx.open, node).outlook for node in ctx.plan.nodes("line") if on_line(ctx.open, node)), ZERO)
            for ctx in (self.old, self.new)
        )
        return Moved(before, after).share

    def paid(self) -> frozenset[str]:
        """The lines that pay people on one of the sides."""
        return frozenset(fold(node.ref) for ctx in (self.old, self.new) for node in ctx.plan.nodes("line") if self._has_people(node))

    def _is_hidden(self, ctx: Context, node: Node, *, apart: bool) -> bool:
        return bool(hidden_part(ctx, [node])) or (apart and self._has_people(node))

    def _has_people(self, line: Node) -> bool:
        return any(on_line(ctx.open, node) for ctx in (self.old, self.new) for node in _nodes(ctx, line.ref))

    def _sums(self, ctx: Context, label: str) -> tuple[Decimal, Decimal, Decimal]:
        numbers = [variance.line(ctx.open, node) for node in _lines(ctx, label) if not self._has_people(node)]
        budget, outlook = sum((line.current for line in numbers), ZERO), sum((line.outlook for line in numbers), ZERO)
        return budget, outlook, budget - outlook


def _nodes(ctx: Context, ref: str) -> Iterator[Node]:
    yield from ctx.plan.index.get("line", {}).get(fold(ref), ())


def _lines(ctx: Context, label: str) -> list[Node]:
    return [node for node in ctx.plan.nodes("line") if node.year == label]
