"""Reports: each a module whose `build(ctx, options)` makes a `Page`, a value with no looks."""

from __future__ import annotations

from datetime import date
from decimal import InvalidOperation, localcontext
from importlib import import_module
from typing import TYPE_CHECKING

from polops.values.record import dataclass

if TYPE_CHECKING:
    from polops.analyse.context import Context
    from polops.reports.page import Page
    from polops.source.problem import Problem


@dataclass(frozen=True, slots=True)
class Options:
    """What a report is about: the findings to print with it, filters, and the commit it was made from.

    `team` and `owner` narrow to one team or person, `period` to another period than the one that holds the as-of date; `tree` indents
    by alignment; `first` and `last` are the days of a calendar; `audience` is who reads it. `ref` is the item that a report is about,
    `partner` the stakeholder it is for; `evm`, `readiness`, `changelog` and `horizon` ask for a part of it. `base` is what a
    change is compared with, `before` the findings there.
    """

    findings: tuple[Problem, ...] = ()
    team: str = ""
    owner: str = ""
    period: str = ""
    commit: str = ""
    tree: bool = False
    first: date | None = None
    last: date | None = None
    audience: str = "internal"
    ref: str = ""
    partner: str = ""
    evm: bool = False
    readiness: bool = False
    changelog: bool = False
    horizon: bool = False
    base: str = ""
    before: tuple[Problem, ...] = ()


REPORTS = {
    "status": "where all stands: teams, goals, money, people, launches, asks",
    "one-pager": "one screen for leaders",
    "qbr": "the quarter in review: promised, reached, next; --period",
    "okrs": "objectives and key results: score, expected, status; --tree",
    "kpis": "metrics with value, interval, target and trend",
    "budget": "budget, year to date and outlook by cost centre and line",
    "variance": "budget against actual, material first, with causes",
    "finance": "outlook methods, orders, accruals, transfers, personnel, FX",
    "headcount": "positions by team: filled, vacant, cost",
    "hiring": "positions to discuss, funnel, movements, next 60 days",
    "roadmap": "initiatives: Gantt, milestones, colours by dimension; --evm",
    "raid": "risks by heat map, ageing, top risks, and every register entry",
    "blockers": "what blocks what, for how long, and the next action",
    "dependencies": "what others owe us: needed, promised, float, what waits",
    "decisions": "what waits for whom, what was decided, what to look back at",
    "asks": "what is asked of whom, by when",
    "exception": "what is beyond its tolerance, with a drafted decision",
    "changes": "go-live, readiness, ADKAR barriers, adoption, interventions",
    "comms": "what is said to whom, when next",
    "partners": "meetings, requests, engagement; --for STK: a pack",
    "engagements": "experts and stages: input, what became of it, clearance",
    "opportunities": "ideas by weighted shortest job first",
    "align": "people and money by objective, against priority and health",
    "policies": "the register: version, readiness, change log; or one policy",
    "coverage": "issues of the taxonomy: policy, guidance, metric, review, gaps",
    "obligations": "duties by due date, evidence, standing duties; --horizon",
    "quality": "consistency reviews: agreement, accuracy, findings, trend",
    "incidents": "clocks met and breached, after-action reviews, actions",
    "wellbeing": "exposure and safeguards by team and site, assessments",
    "library": "documents: how fresh, who works by them, what replaces them",
    "ledger": "what has changed since it was frozen, and by which decision",
    "calendar": "every dated thing of the next 30 days; polops calendar chooses",
    "pr": "what a change does: for a pull request's comment; --since",
}
"""The reports by name, each with a line for `--help`; the module of `one-pager` is `polops.reports.one_pager`."""

TAKES = {
    "tree": ("okrs",),
    "evm": ("roadmap",),
    "readiness": ("policies",),
    "changelog": ("policies",),
    "horizon": ("obligations",),
    "ref": ("policies",),
    "partner": ("partners",),
    "base": ("pr",),
}
"""The options that only some reports have, by the field of `Options`."""

COMPARING = frozenset(TAKES["base"])
"""Those that tell of a change: they need a base to compare with."""


def module(name: str) -> str:
    """The module of a report."""
    return f"polops.reports.{name.replace('-', '_')}"


def build(name: str, ctx: Context, options: Options) -> Page:
    """The page of a report as its readers may see it. A comparison with a hidden amount is false, like one with no number."""
    from polops.analyse.audience import for_readers  # noqa: PLC0415 - needed only where a page is made
    from polops.reports.audience import told  # noqa: PLC0415 - pages are imported only where one is made

    theirs = for_readers(ctx, options.audience)
    with localcontext() as arithmetic:
        arithmetic.traps[InvalidOperation] = False
        page: Page = import_module(module(name)).build(theirs, options)
    return told(theirs, page)
