"""The quarterly business review (domain reference E6): what was promised, where it stands, what was learned, and what comes next.

It is made from the plans alone: the words are those of the updates and of `closing.learned`, so that it can be made again the minute a
number changes. Numbers are those of the as-of date; what happened counts to the quarter that it happened in.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from polops.reports import qbr_goals, qbr_means, status
from polops.reports.frame import INTERVAL, OUTLOOK, SCORE, VACANCY, VARIANCE, has, page, part, period, section
from polops.reports.page import Column, Page, Table

if TYPE_CHECKING:
    from collections.abc import Iterator

    from polops.analyse.context import Context
    from polops.reports import Options
    from polops.reports.page import Block, Row
    from polops.values.period import Period

GRADES = "Shares of the scorecard are coloured as grades are: 70 % green, 40 % amber. Money is coloured as budgets are."
LEVERS = "A lever is money that can still be steered this year; no amount stands in two of them."

PAST = (
    "{label} is over: goals, dates and reviews are its own, other numbers those of the as-of date; --as-of {last} gives those of its end."
)
OTHER = "A review is of a quarter: of {asked} this is {label}."


def build(ctx: Context, options: Options) -> Page:
    """The page."""
    span = quarter(ctx, options)
    label = ctx.calendar.label(span)
    asked = replace(options, period=label)
    following = ctx.calendar.label(span.next())
    sections = (
        section("scorecard", "Scorecard", scorecard(ctx, asked)),
        section("grades", "Grades", *qbr_goals.grades(ctx, asked)),
        section("kpis", "KPI history", *part(ctx, asked, "qbr_trends:trends", "metric")),
        section("roadmap", "Roadmap", *part(ctx, asked, "qbr_programme:roadmap", "initiative")),
        section("money", "Money", *part(ctx, asked, "qbr_means:money", "line")),
        section("people", "People", *qbr_means.people(ctx, asked)),
        section("policy", "Policy", *desk(ctx, asked)),
        section("incidents", "Incidents and lessons", *part(ctx, asked, "qbr_desk:incidents", "incident")),
        section("risks", f"Risks for {following}", *part(ctx, asked, "qbr_programme:risks", "risk")),
        section("decisions", "Decisions requested", *part(ctx, asked, "qbr_programme:requested", "decision")),
        section("next", f"Next quarter, {following}", *qbr_goals.following(ctx, asked)),
    )
    said = [part_ for part_ in (qbr_goals.sentence(ctx, asked), *status.means(ctx, asked)) if part_]
    lead = f"{'So far: ' if span.last > ctx.as_of else ''}{'; '.join(said)}." if said else "Nothing is planned here yet."
    notes = (*about(ctx, options, span), SCORE, GRADES, INTERVAL, VARIANCE, OUTLOOK, *((LEVERS,) if has(ctx, "line") else ()), VACANCY)
    made = page(ctx, asked, "qbr", f"Quarterly business review {label}", lead=lead, sections=sections, notes=notes)
    return replace(made, headline=status.headline(ctx, asked))


def about(ctx: Context, options: Options, span: Period) -> Iterator[str]:
    """What must be known of the quarter: that another period was asked for, and that it is over."""
    label = ctx.calendar.label(span)
    if options.period and period(ctx, options) != span:
        yield OTHER.format(asked=options.period[:40], label=label)
    if span.last < ctx.as_of:
        yield PAST.format(label=label, last=span.last)


def quarter(ctx: Context, options: Options) -> Period:
    """The quarter that is looked at: the asked one; of another period the one that holds the date, else its last."""
    span = period(ctx, options)
    return ctx.calendar.quarter_of(ctx.as_of if span.first <= ctx.as_of <= span.last else span.last)


def scorecard(ctx: Context, options: Options) -> Table:
    """Where we said we would be, where we are: one row a promise."""
    columns = (
        Column("what", "What"),
        Column("promised", "Promised", "measure"),
        Column("reached", "Reached", "measure"),
        Column("share", "Share", "ratio"),
        Column("status", "RAG", "status"),
        Column("detail", "Of what", rank=2),
    )
    rows: tuple[Row, ...] = (
        *part(ctx, options, "qbr_goals:scores", "objective"),
        *part(ctx, options, "qbr_trends:scores", "metric"),
        *part(ctx, options, "qbr_programme:milestones_met", "milestone"),
        *part(ctx, options, "qbr_means:spending", "line"),
        *part(ctx, options, "qbr_means:seats", "position"),
        *part(ctx, options, "qbr_desk:launched", "policy"),
        *part(ctx, options, "qbr_desk:covered", "policy"),
        *part(ctx, options, "qbr_desk:duties_met", "obligation"),
        *part(ctx, options, "qbr_desk:clocks_met", "incident"),
        *part(ctx, options, "qbr_programme:decided_in_time", "decision"),
    )
    return Table("scorecard", "Scorecard", columns, rows)


def desk(ctx: Context, options: Options) -> tuple[Block | None, ...]:
    """The policy desk's quarter."""
    parts = (("launches", "policy"), ("coverage", "policy"), ("quality", "review"), ("appeals", "policy"), ("obligations", "obligation"))
    return tuple(block for name, kind in parts for block in part(ctx, options, f"qbr_desk:{name}", kind))
