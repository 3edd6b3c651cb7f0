"""What every report has: facts at the head, definitions at the foot, the findings that concern it, and the filters.

Source: domain reference E0.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from decimal import Decimal
from importlib import import_module
from typing import Any

from polops.analyse.books import months_of
from polops.analyse.context import Context, ratio
from polops.analyse.kpi import MetricNumbers, readings_until
from polops.analyse.progress import is_dropped, key_result, period_of
from polops.analyse.team import by_team
from polops.analyse.wording import counted, whole_percent
from polops.model.okrs import KeyResult, Okrs
from polops.plan.plan import Node
from polops.reports import Options
from polops.reports.page import Block, Column, Measure, Page, Row, Section, Table
from polops.source.problem import PolopsError, Problem, Severity
from polops.values.period import Period, Week, dated
from polops.values.ref import fold, nearest
from polops.values.rounding import spelled

VARIANCE = "Variance is budget − actual: + F is favourable (under budget or more income), − U unfavourable, for every line."
OUTLOOK = "Outlook is actual to the last closed month plus the forecast after it; full-year variance is current budget − outlook."
VACANCY = "Vacancy rate is vacant ÷ (filled + vacant) positions; vacant means approved, open or offered."
TIMES = "Time to fill is accepted − approved, time to start is start − approved, open age is as-of − approved, in calendar days."
SCORE = "Score is the weighted mean of key results, each 0 to 1; expected is where the period's course stands; grey ○ is no data."
INTERVAL = "Figures in brackets are the 95 % Wilson interval; ~ marks a colour that the interval leaves open."


def page(  # noqa: PLR0913 - the parts of a page, by name
    ctx: Context,
    options: Options,
    name: str,
    title: str,
    *,
    lead: str,
    sections: Iterable[Section],
    notes: tuple[str, ...] = (),
    codes: tuple[str, ...] = (),
) -> Page:
    """A report's page: empty sections left out, facts, definitions and findings put in.

    `codes` are the beginnings of the codes that concern it; of its findings stand there those of what passes the filters.
    """
    shown = [problem for problem in found_in(ctx, options) if not codes or problem.code.startswith((*codes, "GEN"))]
    waived = sum(1 for problem in shown if problem.waived)
    foot = (*notes, *((f"{counted(waived, 'waived finding')} not counted.",) if waived else ()))
    return Page(
        name,
        f"{ctx.settings.name} · {title}",
        facts(ctx, options),
        lead,
        tuple(section for section in sections if section.blocks),
        foot,
        draft=any(problem.severity is Severity.ERROR and problem.code[3:4] in "12" for problem in options.findings),
        findings=findings_table(shown, ctx) if shown else None,
        as_of=ctx.as_of,
    )


def section(key: str, title: str, *blocks: Block | None) -> Section:
    """A section of the blocks that hold anything: tables without rows and missing blocks are left out.

    An only table needs no title of its own.
    """
    kept = [block for block in blocks if block is not None and not (isinstance(block, Table) and not block.rows)]
    if title and sum(isinstance(block, Table) for block in kept) == 1:
        kept = [replace(block, title="", sheet=block.sheet or block.title) if isinstance(block, Table) else block for block in kept]
    return Section(key, title, tuple(kept))


def part(ctx: Context, options: Options, function: str, *kinds: str) -> tuple[Any, ...]:
    """What a function makes that is for plans with an item of these kinds only; of other plans its module is not even imported.

    `status_desk:launches` is `polops.reports.status_desk.launches(ctx, options)`.
    """
    if not has(ctx, *kinds):
        return ()
    name, _, made = function.partition(":")
    found: tuple[Any, ...] = getattr(import_module(f"polops.reports.{name}"), made)(ctx, options)
    return found


def has(ctx: Context, *kinds: str) -> bool:
    """Whether the plan has an item of one of these kinds."""
    return any(True for kind in kinds for _ in ctx.plan.nodes(kind))


def only(table: Table, *keys: str) -> Table:
    """A table with these of its columns, in its own order."""
    places = [i for i, column in enumerate(table.columns) if column.key in keys]

    def row(found: Row) -> Row:
        return replace(found, cells=tuple(found.cells[i] for i in places))

    total = row(table.total) if table.total else None
    return replace(table, columns=tuple(table.columns[i] for i in places), rows=tuple(map(row, table.rows)), total=total)


def capped(table: Table, most: int, report: str, *, of: int | None = None) -> Table:
    """The first rows of a table, and under it how many more there are (`of` all) and which report has them."""
    more = (len(table.rows) if of is None else of) - most
    if more <= 0:
        return table
    note = f"{more} more: polops report {report} has all."
    return replace(table, rows=table.rows[:most], note=f"{table.note} {note}".strip())


def facts(ctx: Context, options: Options) -> tuple[tuple[str, str], ...]:
    """The head's pairs: date, period, how fresh the data is, the commit, and the filters."""
    found = [
        ("As of", dated(ctx.as_of)),
        ("Period", ctx.calendar.label(period(ctx, options)) if options.period else f"{ctx.calendar.label(ctx.quarter)}, {ctx.year_label}"),
    ]
    closed = [file.month for _, file in months_of(ctx).values() if file.status == "closed" and file.month.last <= ctx.as_of]
    found.append(("Actuals through", str(max(closed))) if closed else ("Actuals", "none yet"))
    checked = checked_in(ctx, options)
    if checked is not None:
        found.append(("Checked in", f"{whole_percent(checked)} of key results"))
    oldest = oldest_reading(ctx, options)
    if oldest:
        found.append(("Oldest reading", oldest))
    for label, value in (("Team", options.team), ("Owner", options.owner), ("Commit", options.commit[:12])):
        if value:
            found.append((label, value))
    return tuple(found)


def checked_in(ctx: Context, options: Options) -> Decimal | None:
    """The share of the chosen active key results (of the asked period, where one is) whose last check-in is fresh; None without any."""
    active = [node for node in ctx.plan.nodes("key_result") if isinstance(node.file, Okrs) and node.file.status == "active"]
    asked = period(ctx, options) if options.period else None
    chosen = [node for node in active if wanted(ctx, options, node) and (asked is None or period_of(ctx, node) == asked)]
    live = [node for node in chosen if isinstance(node.item, KeyResult) and not is_dropped(ctx, node.item)]
    return ratio(Decimal(sum(1 for node in live if not key_result(ctx, node).stale)), Decimal(len(live)))


def oldest_reading(ctx: Context, options: Options) -> str:
    """The period of the oldest latest reading of any chosen metric; empty without metrics."""
    chosen = (node for node in ctx.plan.nodes("metric") if wanted(ctx, options, node))
    latest = [reads[-1].period for node in chosen if (reads := readings_until(ctx, node, ctx.as_of))]
    return ctx.calendar.label(min(latest, key=lambda found: found.last)) if latest else ""


def period(ctx: Context, options: Options) -> Period | Week:
    """The period that a report is about: the asked one, or the quarter that holds the as-of date."""
    if not options.period:
        return ctx.quarter
    try:
        return ctx.calendar.period(options.period)
    except ValueError:
        raise PolopsError(f"--period must be a period such as 2026-Q3 or FY26, got '{options.period[:40]}'") from None


def year(ctx: Context, options: Options) -> str:
    """The label of the fiscal year that a report is about: that of its period."""
    found = period(ctx, options)
    return ctx.calendar.label(ctx.calendar.year_of(found.last)) if options.period else ctx.year_label


def wanted(ctx: Context, options: Options, node: Node) -> bool:
    """Whether an item passes the filters by team and owner."""
    if options.team and ctx.plan.team(node).casefold() != options.team.casefold():
        return False
    return not options.owner or (ctx.plan.owner(node) or "").casefold() == options.owner.casefold()


def checked(ctx: Context, options: Options) -> Options:
    """The options, or a `PolopsError` with a did-you-mean where they name no team, person or period."""
    for kind, value in (("team", options.team), ("person", options.owner)):
        if value and ctx.plan.find(value, kind) is None:
            near = nearest(value, ctx.plan.refs(kind))
            raise PolopsError(f"no {kind} '{value[:60]}'", f"did you mean {near}?" if near else f"polops list {kind} shows them")
    period(ctx, options)
    return options


def teams(ctx: Context, options: Options) -> list[Node]:
    """The teams that pass the filter, in order of place."""
    return [node for node in ctx.plan.nodes("team") if not options.team or node.ref.casefold() == options.team.casefold()]


def found_in(ctx: Context, options: Options) -> list[Problem]:
    """The findings of what passes the filters by team and owner. An error that is nobody's stays: it may have cost figures."""
    if not options.team and not options.owner:
        return list(options.findings)
    roots = {node.path: node for node in ctx.plan.items if node.parent is None}
    found = []
    for problem in options.findings:
        node = (ctx.plan.find(problem.ref) if problem.ref else None) or roots.get(problem.span.path)
        if problem.severity is Severity.ERROR if node is None else wanted(ctx, options, node):
            found.append(problem)
    return found


def each_team(ctx: Context, options: Options, nodes: Iterable[Node]) -> Iterator[tuple[Node, list[Node]]]:
    """The teams that pass the filter, each with what belongs to it among some items."""
    own = by_team(ctx, nodes)
    return ((team, own.get(fold(team.ref), [])) for team in teams(ctx, options))


def findings_table(problems: Iterable[Problem], ctx: Context) -> Table:
    """The findings as a table: severest first, waived ones last."""
    ordered = sorted(problems, key=lambda problem: (bool(problem.waived), -problem.severity, problem.sort_key))
    columns = (
        Column("code", "Code", "id"),
        Column("severity", "Severity"),
        Column("ref", "Item", "id", rank=2),
        Column("message", "Finding"),
        Column("help", "Next step", rank=2),
        Column("owner", "Owner", "id", rank=3),
        Column("where", "Where", rank=3),
        Column("waived", "Waived", rank=3),
    )
    waived = sum(1 for problem in ordered if problem.waived)
    note = f"Waived, and not counted: the last {'row' if waived == 1 else f'{waived} rows'}." if waived else ""
    return Table("findings", "Findings", columns, tuple(_finding(ctx, problem) for problem in ordered), note=note)


def _finding(ctx: Context, problem: Problem) -> Row:
    """One finding in the columns of the table."""
    cells = (
        problem.code,
        problem.severity.label,
        problem.ref,
        problem.message,
        problem.help,
        _owner(ctx, problem),
        str(problem.span),
        problem.waived,
    )
    return Row(cells, problem.span, problem.ref)


def _owner(ctx: Context, problem: Problem) -> str:
    node = ctx.plan.find(problem.ref) if problem.ref else None
    return (ctx.plan.owner(node) or "") if node else ""


def measured(numbers: MetricNumbers, unit: str | None) -> Measure | None:
    """The latest value of a metric with its interval; None without a reading."""
    return None if numbers.value is None else Measure(numbers.value, unit or "", numbers.low, numbers.high, numbers.unsure)


def percent(share: Decimal | None) -> str:
    """A share within a sentence: one decimal and the sign; n/a for none."""
    return "n/a" if share is None or share.is_nan() else f"{spelled(share * 100, 1)} %"
