"""KPIs over up to eight quarters for a quarterly review, with what their measurement leaves open (domain reference C6, E6)."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING, Literal

from polops.analyse.history import quarters
from polops.analyse.kpi import metric
from polops.analyse.wording import counted
from polops.model.metrics import Metric
from polops.reports.frame import period, wanted
from polops.reports.kpis import red, target
from polops.reports.page import Chart, Column, Measure, Row, Table
from polops.reports.qbr_score import score
from polops.values.rounding import rounded, spelled

if TYPE_CHECKING:
    from polops.analyse.context import Context
    from polops.analyse.history import Quarter
    from polops.plan.plan import Node
    from polops.reports import Options
    from polops.reports.page import Block, Cell
    from polops.values.period import Period, Week

MOST, DRAWN = 8, 4
"""Quarters that are shown at most, and KPIs that are drawn: those that are off target."""
_TEN = 10
_BAND = (" from", " to")
SHOWN = ("kpi", "guardrail")
SUMS = (
    "A quarter of a ratio is Σ numerator ÷ Σ denominator, of a count the sum, of any other metric its last reading. "
    "Today is the colour of the last reading."
)


def chosen(ctx: Context, options: Options) -> list[tuple[Node, Metric]]:
    """The KPIs and guardrails that pass the filters, in order of place."""
    return [
        (node, node.item)
        for node in ctx.plan.nodes("metric")
        if isinstance(node.item, Metric) and node.item.role in SHOWN and wanted(ctx, options, node)
    ]


def scores(ctx: Context, options: Options) -> tuple[Row, ...]:
    """How many KPIs with a colour are green."""
    told = [metric(ctx, node).status for node, _ in chosen(ctx, options)]
    known = [status for status in told if status != "grey"]
    grey = f"{len(told) - len(known)} without data or target" if len(known) < len(told) else ""
    return score("KPIs and guardrails at target", len(known), known.count("green"), grey)


def history(ctx: Context, node: Node, until: Period | Week) -> tuple[Quarter, ...]:
    """The quarters of a metric up to the one that is looked at."""
    return tuple(found for found in quarters(ctx, node, MOST + 1) if found.period.last <= until.last)[-MOST:]


def trends(ctx: Context, options: Options) -> tuple[Block, ...]:
    """A table of all, and a line with target and red limit for those that are off target."""
    span = period(ctx, options)
    found = [(node, item, history(ctx, node, span)) for node, item in chosen(ctx, options)]
    off = [one for one in found if metric(ctx, one[0]).status in {"red", "amber"} and sum(q.value is not None for q in one[2]) > 1]
    off.sort(key=lambda one: metric(ctx, one[0]).status != "red")
    return table(ctx, found), *(_chart(ctx, *one) for one in off[:DRAWN])


def table(ctx: Context, found: list[tuple[Node, Metric, tuple[Quarter, ...]]]) -> Table:
    """One row a metric, one column a quarter."""
    spans = sorted({quarter.period for _, _, own in found for quarter in own}, key=lambda period_: period_.first)[-MOST:]
    columns = (
        Column("metric", "Metric", "id"),
        *(Column(f"q{i + 1}", ctx.calendar.label(one), "measure", rank=1 if i >= len(spans) - 3 else 2) for i, one in enumerate(spans)),
        Column("target", "Target"),
        Column("status", "Today", "status"),
        Column("interval", "95 % of the last", rank=2),
        Column("caveats", "Caveats", rank=2),
        Column("name", "Name", rank=3),
        Column("source", "Source", rank=3),
        Column("owner", "Owner", "id", rank=3),
    )
    rows = []
    for node, item, own in found:
        by_span = {quarter.period: quarter for quarter in own}
        cells: tuple[Cell, ...] = (
            node.ref,
            *(_value(item, by_span.get(one)) for one in spans),
            target(item) or "",
            metric(ctx, node).status,
            _interval(own),
            "; ".join(caveats(ctx, node, item, own)),
            item.name,
            item.source or "",
            ctx.plan.owner(node) or "",
        )
        rows.append(Row(cells, ctx.plan.at(node), node.ref))
    return Table("kpi_history", "KPI history", columns, tuple(rows), note=SUMS)


def _value(item: Metric, quarter: Quarter | None) -> Measure | None:
    """The value of a quarter without its interval, so that eight of them stand in a row."""
    value = _rounded(quarter.value) if quarter else None
    return None if value is None else Measure(value, item.unit or "")


def _interval(own: tuple[Quarter, ...]) -> str:
    """The interval of the last quarter that has a value; empty where it does not come from a sample."""
    last = next((quarter for quarter in reversed(own) if quarter.value is not None), None)
    if last is None or last.low is None or last.high is None:
        return ""
    return f"{spelled(last.low, 2)}–{spelled(last.high, 2)}"


def caveats(ctx: Context, node: Node, item: Metric, own: tuple[Quarter, ...]) -> list[str]:
    """What a reader of the trend must know: a quarter that still runs, one with fewer readings, a wide interval, what does not add up."""
    said = []
    if own and not own[-1].closed:
        said.append(f"{ctx.calendar.label(own[-1].period)} so far: {counted(own[-1].readings, 'reading')}")
    full = max((quarter.readings for quarter in own), default=0)
    thin = [ctx.calendar.label(quarter.period) for quarter in own if quarter.closed and quarter.readings < full]
    if thin:
        said.append(f"fewer readings in {', '.join(thin)}")
    if metric(ctx, node).unsure:
        said.append("the interval leaves the colour open")
    if item.shape in {"median", "agreement", "value"}:
        said.append("last reading of each quarter")
    if metric(ctx, node).overdue:
        said.append("reading overdue")
    return said


def _chart(ctx: Context, node: Node, item: Metric, own: tuple[Quarter, ...]) -> Chart:
    """A metric as a line, its limits as lines beside it."""
    names = [*_limits(item, "target", "Target"), *_limits(item, "red", "Red limit")]
    columns = (
        Column("quarter", "Quarter", "period"),
        Column("value", "Value", "number", item.unit or ""),
        *(Column(key, label, "number", item.unit or "") for key, label, _ in names),
    )
    rows = tuple(Row((ctx.calendar.label(one.period), _rounded(one.value), *(value for _, _, value in names))) for one in own)
    key = f"kpi_{node.ref}".replace("-", "_")
    source = Table(key, node.ref, columns, rows, sheet=f"KPI {node.ref}"[:31])
    limit = red(item)
    said = f"{item.name}: target {target(item)}{f', red {limit}' if limit else ''}"
    return Chart("lines", said, source, "quarter", ("value", *(name for name, _, _ in names)), shown=False)


def _limits(item: Metric, which: Literal["target", "red"], label: str) -> list[tuple[str, str, Decimal]]:
    """The limits of a metric as series: one, or the two of a band."""
    found = item.limits(which)
    ends = ("",) if len(found) < len(_BAND) else _BAND
    return [(f"{which}_{i}", f"{label}{end}", Decimal(value)) for i, (end, value) in enumerate(zip(ends, found, strict=False))]


def _rounded(value: Decimal | None) -> Decimal | None:
    """To three digits that count, as a trend is read; above 10 to one decimal."""
    return None if value is None else rounded(value, 3 if abs(value) < 1 else 2 if abs(value) < _TEN else 1)
