"""What a change moved, as `effects` finds it: money, people, scores, statuses, starts and findings, each on both sides."""

from __future__ import annotations

from dataclasses import field
from datetime import date
from decimal import Decimal

from polops.analyse.context import ZERO, ratio
from polops.analyse.downstream import Path
from polops.source.problem import Problem
from polops.values.record import dataclass


@dataclass(frozen=True, slots=True)
class Moved:
    """A figure on both sides; None where there is none."""

    before: Decimal | None
    after: Decimal | None

    @property
    def by(self) -> Decimal:
        """How far it moved: what is not there counts nothing."""
        return (self.after or ZERO) - (self.before or ZERO)

    @property
    def share(self) -> Decimal | None:
        """How far it moved, as a share of where it was; None from nothing."""
        return ratio(self.by, abs(self.before)) if self.before else None


@dataclass(frozen=True, slots=True)
class Money:
    """A budget line, or a fiscal year's lines together (`ref` is the year's label): budget, outlook and full-year variance."""

    ref: str
    name: str
    budget: Moved
    outlook: Moved
    variance: Moved


@dataclass(frozen=True, slots=True)
class People:
    """A team's positions, or all of them (`team` is empty): FTE filled and vacant, this year's cost, one-time cost, run-rate a year.

    `asked` are positions that are only requested: what they would be and cost if they were approved.
    """

    team: str
    fte: Moved
    filled: Moved
    vacant: Moved
    cost: Moved
    one_time: Moved
    run_rate: Moved
    asked: tuple[Asked, ...] = ()


@dataclass(frozen=True, slots=True)
class Asked:
    """A requested position, as if it were approved. None: the rate card does not know it."""

    ref: str
    fte: Decimal
    cost: Decimal | None
    one_time: Decimal
    run_rate: Decimal | None


@dataclass(frozen=True, slots=True)
class Score:
    """An objective, key result, metric or initiative whose score (a metric's value) or status moved."""

    kind: str
    ref: str
    title: str
    score: Moved
    status_before: str
    status_after: str


@dataclass(frozen=True, slots=True)
class Slip:
    """A start, or a milestone, that is expected on another day. `late`: days after its plan that it is now; None without a plan."""

    kind: str
    ref: str
    before: date | None
    after: date | None
    late: int | None


@dataclass(frozen=True, slots=True)
class Effects:
    """All that moved."""

    years: tuple[Money, ...] = ()
    lines: tuple[Money, ...] = ()
    people: People | None = None
    teams: tuple[People, ...] = ()
    scores: tuple[Score, ...] = ()
    slips: tuple[Slip, ...] = ()
    downstream: tuple[Path, ...] = ()
    added: tuple[Problem, ...] = ()
    gone: tuple[Problem, ...] = ()
    withheld: bool = False
    currency: str = field(default="", compare=False)
