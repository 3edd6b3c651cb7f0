"""How enforcement moves: agreement of each policy from review to review, and decisions overturned on appeal (domain reference E7)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from polops.analyse.policy import policy_item
from polops.analyse.review import review, review_item, reviews_of
from polops.analyse.themes import agreement_of, by_month, overturned, overturns
from polops.model.base import title_of
from polops.reports.desk import accuracy, rank
from polops.reports.page import Chart, Column, Row, Table

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from decimal import Decimal

    from polops.analyse.context import Context
    from polops.plan.plan import Node
    from polops.reports.page import Cell, Kind
    from polops.values.period import Period, Week

_POINTS = 12


def trends(ctx: Context, policies: Sequence[Node], nodes: Sequence[Node]) -> Table:
    """One row a policy: its reviews, the agreement of each and the last, and the last accuracy."""
    columns = (
        Column("policy", "Policy", "id"),
        Column("title", "Title"),
        Column("reviews", "Reviews", "integer"),
        Column("trend", "Trend", "trend"),
        Column("first", "First", "score"),
        Column("last", "Last", "score"),
        Column("accuracy", "Accuracy", "measure"),
        Column("open", "Open", "integer"),
        Column("last_on", "Last on", "date", rank=2),
    )
    rows = []
    for policy in policies:
        held = _held(ctx, policy, nodes)
        if held:
            rows.append(Row(_trend(ctx, policy, held), ctx.plan.at(policy), policy.ref))
    return Table(
        "trend", "Trend by policy", columns, tuple(rows), note="First and last are kappa, or alpha where raters are more than two."
    )


def _trend(ctx: Context, policy: Node, held: Sequence[Node]) -> tuple[Cell, ...]:
    known = [value for node in held if (value := agreement_of(ctx, node)) is not None]
    rates = [rate for node in held if (rate := accuracy(ctx, node)) is not None]
    return (
        policy.ref,
        policy_item(policy).title,
        len(held),
        tuple(known) or None,
        known[0] if known else None,
        known[-1] if known else None,
        rates[-1] if rates else None,
        sum(review(ctx, node).open_findings for node in held),
        review_item(held[-1]).on,
    )


def by_policy(ctx: Context, policies: Sequence[Node], nodes: Sequence[Node]) -> Table:
    """Kappa or alpha: a row a month, a column a policy."""
    series = {policy.ref: by_month(ctx, _held(ctx, policy, nodes)) for policy in policies}
    return _over_time("agreement", "Agreement by month", "score", {ref: values for ref, values in series.items() if values})


def _held(ctx: Context, policy: Node, nodes: Sequence[Node]) -> list[Node]:
    """The reviews of a policy among some, the oldest first."""
    kept = {id(node) for node in nodes}
    return [node for node in reviews_of(ctx, policy) if id(node) in kept]


def appeals(ctx: Context, policies: Sequence[Node], span: Period | Week | None) -> Table:
    """One row a metric of overturned decisions: the last reading and the trend."""
    columns = (
        Column("metric", "Metric", "id"),
        Column("policy", "Policy", "id"),
        Column("name", "Name", rank=2),
        Column("period", "Period", "period"),
        Column("value", "Overturned", "ratio"),
        Column("trend", "Trend", "trend"),
    )
    rows = []
    for policy in policies:
        for node in overturns(ctx, policy):
            values = overturned(ctx, node, span)
            last = next(reversed(values), None)
            trend = tuple(values.values())[-_POINTS:] or None
            cells = (node.ref, policy.ref, title_of(node.item) or "", last, values[last] if last else None, trend)
            rows.append(Row(cells, ctx.plan.at(node), node.ref))
    return Table("overturn", "Overturned on appeal", columns, tuple(rows))


def months_of(ctx: Context, policies: Sequence[Node], span: Period | Week | None) -> Table:
    """Overturned decisions: a row a period, a column a metric."""
    metrics = {node.ref: overturned(ctx, node, span) for policy in policies for node in overturns(ctx, policy)}
    return _over_time("overturn_by_month", "Overturned by month", "ratio", {ref: values for ref, values in metrics.items() if values})


def _over_time(key: str, title: str, kind: Kind, series: Mapping[str, Mapping[str, Decimal]]) -> Table:
    """Several series over time: a row a period in which any has a value."""
    months = sorted({month for values in series.values() for month in values})
    columns = (Column("month", "Month", "period"), *(Column(f"of_{ref}", ref, kind, rank=rank(i)) for i, ref in enumerate(series)))
    rows = tuple(Row((month, *(values.get(month) for values in series.values()))) for month in months)
    return Table(key, title, columns, rows)


def lines(title: str, source: Table) -> Chart | None:
    """The table as lines, where there is more than one point in time."""
    keys = tuple(column.key for column in source.columns[1:])
    return Chart("lines", title, source, "month", keys, shown=False) if len(source.rows) > 1 else None
