"""Metrics by role: value with its interval, target, colour, movement and trend; with a period, the value for all of it too."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, NamedTuple

from polops.analyse.kpi import MetricNumbers, aggregate, metric, readings_until
from polops.analyse.wording import counted, figure, listed
from polops.model.metrics import Metric
from polops.reports.frame import INTERVAL, measured, page, period, section, wanted
from polops.reports.page import Chart, Column, Measure, Page, Row, Table

if TYPE_CHECKING:
    from decimal import Decimal

    from polops.analyse.context import Context
    from polops.analyse.status import Status
    from polops.plan.plan import Node
    from polops.reports import Options

CHANGE = "Change is against the period before: flat inside the interval or below 1 %; for a band, better is nearer to it."
SUMS = "Over {label} a ratio is Σ numerator ÷ Σ denominator and counts add up; of medians and single values the last one stands."
_STATUSES: tuple[Status, ...] = ("green", "amber", "red", "grey")
_GROUPS = (
    ("kpis", "KPIs", ("kpi",)),
    ("guardrails", "Guardrails", ("guardrail",)),
    ("success", "Success", ("success",)),
    ("health", "Health and input", ("health", "input")),
)


class Found(NamedTuple):
    """A metric at its place with its numbers."""

    node: Node
    item: Metric
    numbers: MetricNumbers


def build(ctx: Context, options: Options) -> Page:
    """The page."""
    found = chosen(ctx, options)
    notes = (INTERVAL, CHANGE, *((SUMS.format(label=asked(ctx, options)),) if options.period else ()))
    by_team = statuses(ctx, found)
    groups = [table(ctx, options, key, title, [one for one in found if one.item.role in roles]) for key, title, roles in _GROUPS]
    sections = (*(section(group.key, group.title, group) for group in groups), section("teams", "By team", by_team, team_chart(by_team)))
    codes = ("KPI", "OKR303")
    return page(ctx, options, "kpis", "Metrics", lead=sentence(found), sections=sections, notes=notes if found else (), codes=codes)


def chosen(ctx: Context, options: Options) -> list[Found]:
    """The metrics that pass the filters, in order of place."""
    return [
        Found(node, node.item, metric(ctx, node))
        for node in ctx.plan.nodes("metric")
        if isinstance(node.item, Metric) and wanted(ctx, options, node)
    ]


def asked(ctx: Context, options: Options) -> str:
    """The label of the period that was asked for."""
    return ctx.calendar.label(period(ctx, options))


def sentence(found: list[Found]) -> str:
    """The counts by colour and by movement, and the guardrails that are red."""
    if not found:
        return "No metrics in this selection."
    colours = Counter(one.numbers.status for one in found)
    moves = Counter(one.numbers.change for one in found)
    overdue = sum(1 for one in found if one.numbers.overdue)
    parts = [f"{colours[status]} {status}" for status in _STATUSES if colours[status]]
    lead = f"{counted(len(found), 'metric')}: {', '.join(parts)}{f' ({overdue} overdue)' if overdue else ''}; "
    lead += f"since the period before {moves['better']} better, {moves['worse']} worse, {moves['flat']} flat"
    red = [one.node.ref for one in found if one.item.role == "guardrail" and one.numbers.status == "red"]
    return f"{lead}; red {'guardrail' if len(red) == 1 else 'guardrails'}: {listed(red)}." if red else f"{lead}."


def table(ctx: Context, options: Options, key: str, title: str, found: list[Found]) -> Table:
    """One row a metric."""
    over = (Column("over", asked(ctx, options), "measure"),) if options.period else ()
    columns = (
        Column("metric", "Metric", "id"),
        Column("name", "Name", rank=2),
        Column("value", "Value", "measure"),
        *over,
        Column("target", "Target"),
        Column("red", "Red", rank=3),
        Column("status", "Status", "status"),
        Column("change", "Change"),
        Column("trend", "Trend", "trend", rank=2),
        Column("as_of", "As of", "period", rank=2),
        Column("reading", "Reading", rank=3),
        Column("owner", "Owner", "id", rank=3),
        Column("team", "Team", "id", rank=3),
        Column("role", "Role", rank=3),
    )
    return Table(key, title, columns, tuple(row(ctx, options, one) for one in found))


def row(ctx: Context, options: Options, one: Found) -> Row:
    """The row of a metric."""
    item, numbers = one.item, one.numbers
    over = (total(ctx, options, one),) if options.period else ()
    latest = ctx.calendar.label(numbers.period) if numbers.period else None
    cells = (
        one.node.ref,
        item.name,
        measured(one.numbers, one.item.unit),
        *over,
        target(item),
        red(item),
        numbers.status,
        numbers.change,
        numbers.trend or None,
        latest,
        reading(numbers),
        ctx.plan.owner(one.node) or "",
        ctx.plan.team(one.node),
        item.role,
    )
    return Row(cells, ctx.plan.at(one.node), one.node.ref)


def total(ctx: Context, options: Options, one: Found) -> Measure | None:
    """One value for the asked period, from the readings that lie in it."""
    span = period(ctx, options)
    inside = [read for read in readings_until(ctx, one.node, min(ctx.as_of, span.last)) if read.period.first >= span.first]
    found = aggregate(one.item, inside)
    return None if found is None else Measure(found, one.item.unit or "")


def target(item: Metric) -> str | None:
    """What is green, in words: `≤ 0.3 %`, `5–15 %`."""
    limits = item.limits("target")
    return f"{_sign(item, '≥', '≤')}{_span(limits, item.unit)}" if limits else None


def red(item: Metric) -> str | None:
    """What is red, in words: `> 0.45 %`, `outside 2–20 %`."""
    limits = item.limits("red")
    return f"{_sign(item, '<', '>', 'outside ')}{_span(limits, item.unit)}" if limits else None


def _sign(item: Metric, up: str, down: str, band: str = "") -> str:
    return band if item.direction == "band" else f"{up if item.direction == 'up' else down} "


def _span(limits: tuple[Decimal, ...], unit: str | None) -> str:
    return figure(limits[0], unit) if len(limits) == 1 else f"{figure(limits[0])}–{figure(limits[-1], unit)}"


def reading(numbers: MetricNumbers) -> str:
    """Whether there is a reading, and whether it is older than cadence and lag allow."""
    return "overdue" if numbers.overdue else "none yet" if numbers.period is None else "in time"


def statuses(ctx: Context, found: list[Found]) -> Table:
    """How many metrics of each team are of each colour."""
    counts: dict[str, Counter[str]] = {}
    for one in found:
        counts.setdefault(ctx.plan.team(one.node), Counter())[one.numbers.status] += 1
    rows = tuple(Row((team, *_counted(count))) for team, count in counts.items())
    total_row = Row(("Total", *_counted(Counter(one.numbers.status for one in found))))
    columns = (Column("team", "Team", "id"), *(Column(key, key.capitalize(), "integer", total="sum") for key in (*_STATUSES, "all")))
    return Table("teams", "Status by team", columns, rows, total_row, sheet="By team")


def _counted(count: Counter[str]) -> tuple[int, ...]:
    return (*(count[status] for status in _STATUSES), count.total())


def team_chart(source: Table) -> Chart | None:
    """The colours of each team's metrics, where there is more than one team."""
    return Chart("stacked_bars", "Metrics by colour", source, "team", _STATUSES) if len(source.rows) > 1 else None
