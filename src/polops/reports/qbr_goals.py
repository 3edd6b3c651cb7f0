"""The goals of a quarterly review: grades with what was learned, what was carried over or dropped, and the next quarter's drafts."""

from __future__ import annotations

from typing import TYPE_CHECKING

from polops.analyse import okr, progress
from polops.analyse.allocation import alignment
from polops.analyse.status import pace
from polops.analyse.wording import counted
from polops.model.okrs import KeyResult, Objective, Okrs
from polops.reports.frame import each_team, period, wanted
from polops.reports.okrs import course
from polops.reports.page import Chart, Column, Measure, Row, Table, Text
from polops.reports.qbr_score import grade, score
from polops.values.period import Period
from polops.values.rounding import rounded

if TYPE_CHECKING:
    from collections.abc import Iterator

    from polops.analyse.context import Context
    from polops.plan.plan import Node
    from polops.reports import Options
    from polops.reports.page import Block, Cell

_COLOURS = ("complete", "green", "amber", "red", "grey")
_LABELS = ("Done", "Green", "Amber", "Red", "Grey")
RUNNING = "Grades of objectives that are not closed are their colour so far."


def _quarter(ctx: Context, options: Options) -> Period:
    span = period(ctx, options)
    assert isinstance(span, Period)  # noqa: S101 - `qbr.quarter` has seen to it
    return span


def objectives(ctx: Context, options: Options, span: Period) -> list[Node]:
    """The objectives of a quarter that pass the filters."""
    return [node for node in okr.objectives(ctx, span) if wanted(ctx, options, node)]


def _item(node: Node) -> Objective:
    assert isinstance(node.item, Objective)  # noqa: S101 - the index keeps kinds apart
    return node.item


def scores(ctx: Context, options: Options) -> tuple[Row, ...]:
    """The score against what was expected by the date; and how many objectives are on track."""
    nodes = objectives(ctx, options, _quarter(ctx, options))
    reached, expected = okr.roll_up(ctx, nodes)
    if reached is None or expected is None:
        return ()
    share = reached / expected if expected else None
    closed = all(map(_is_closed, nodes))
    status = grade(reached) if closed else pace(ctx, reached, expected)
    told = (Measure(rounded(expected, 2)), Measure(rounded(reached, 2)), share, status)
    good = sum(1 for node in nodes if _colour(ctx, node) in {"green", "complete"})
    word = "graded green" if closed else "on track"
    return Row(("OKR score", *told, "expected by the date, and reached")), *score(f"Objectives {word}", len(nodes), good)


def sentence(ctx: Context, options: Options) -> str:
    """How many objectives, by grade once they are closed, else by status; empty without any."""
    nodes = objectives(ctx, options, _quarter(ctx, options))
    told = [_colour(ctx, node) for node in nodes]
    counts = ", ".join(f"{told.count(word)} {word}" for word in ("red", "amber", "green", "complete", "grey") if word in told)
    by = " by grade" if nodes and all(map(_is_closed, nodes)) else ""
    return f"{counted(len(nodes), 'objective')} ({counts}{by})" if nodes else ""


def _is_closed(node: Node) -> bool:
    return isinstance(node.file, Okrs) and node.file.status == "closed"


def _colour(ctx: Context, node: Node) -> str:
    """The colour of the grade once an objective is closed, else its status so far."""
    numbers = okr.objective(ctx, node)
    words = {"green": "green", "answered": "green", "amber": "amber", "missed, close": "amber", "": "grey"}
    return words.get(numbers.grade, "red") if _is_closed(node) else numbers.status


def grades(ctx: Context, options: Options) -> tuple[Block | None, ...]:
    """The objectives with grade and what was learned, how they are spread over the teams, and what was not finished."""
    nodes = objectives(ctx, options, _quarter(ctx, options))
    spread = distribution(ctx, options, nodes)
    drawn = Chart("stacked_bars", "Grades by team", spread, "team", _COLOURS) if len(spread.rows) > 1 else None
    return grade_table(ctx, nodes), spread, drawn, unfinished(ctx, options, nodes)


def grade_table(ctx: Context, nodes: list[Node]) -> Table:
    """One row an objective."""
    columns = (
        Column("ref", "Ref", "id"),
        Column("title", "Objective"),
        Column("score", "Score", "score"),
        Column("status", "RAG", "status"),
        Column("grade", "Grade"),
        Column("learned", "Learned", rank=2),
        Column("type", "Type", rank=2),
        Column("expected", "Exp.", "score", rank=3),
        Column("owner", "Owner", "id", rank=3),
    )
    rows = []
    for node in nodes:
        item, numbers = _item(node), okr.objective(ctx, node)
        final = item.closing.score if item.closing and item.closing.score is not None else numbers.score
        cells: tuple[Cell, ...] = (
            node.ref, item.title, final, _colour(ctx, node), numbers.grade or "running", " ".join(learned(ctx, node)), item.type,
            numbers.expected, ctx.plan.owner(node) or "",
        )  # fmt: skip
        rows.append(Row(cells, ctx.plan.at(node), node.ref))
    note = "" if all(map(_is_closed, nodes)) else RUNNING
    return Table("grades", "Grades", columns, tuple(rows), note=note)


def learned(ctx: Context, node: Node) -> Iterator[str]:
    """What was learned at close: of the objective, then of each key result."""
    for found in (node, *okr.key_results(node, ctx)):
        closing = getattr(found.item, "closing", None)
        if closing and closing.learned:
            yield closing.learned if found is node else f"{getattr(found.item, 'id', '')}: {closing.learned}"


def distribution(ctx: Context, options: Options, nodes: list[Node]) -> Table:
    """How many objectives of each team have which colour."""
    columns = (
        Column("team", "Team", "id"),
        *(Column(key, label, "integer", total="sum") for key, label in zip(_COLOURS, _LABELS, strict=True)),
        Column("score", "Score", "score"),
    )
    rows = []
    for team, own in each_team(ctx, options, nodes):
        if own:
            rows.append(Row((team.ref, *_counts(ctx, own), okr.roll_up(ctx, own)[0]), ctx.plan.at(team), team.ref))
    total = Row(("Programme", *_counts(ctx, nodes), okr.roll_up(ctx, nodes)[0])) if len(rows) > 1 else None
    return Table("distribution", "Grades by team", columns, tuple(rows), total, sheet="Grades by team")


def _counts(ctx: Context, nodes: list[Node]) -> tuple[int, ...]:
    told = [_colour(ctx, node) for node in nodes]
    return tuple(told.count(word) for word in _COLOURS)


def unfinished(ctx: Context, options: Options, nodes: list[Node]) -> Table:
    """What was dropped, by which decision, and what the next quarter takes up again under the same title."""
    columns = (Column("ref", "Ref", "id"), Column("title", "What"), Column("became", "Became"), Column("decision", "Decision", "id"))
    ahead = {_item(node).title.casefold(): node for node in objectives(ctx, options, _quarter(ctx, options).next())}
    rows = []
    for node in nodes:
        for found in (node, *okr.key_results(node, ctx)):
            item = found.item
            if isinstance(item, (Objective, KeyResult)) and item.dropped and progress.is_dropped(ctx, item):
                cells = (found.ref, item.title, f"dropped {item.dropped.on}", item.dropped.decision)
                rows.append(Row(cells, ctx.plan.at(found), found.ref))
        again = ahead.get(_item(node).title.casefold())
        if again is not None:
            rows.append(Row((node.ref, _item(node).title, f"carried into {again.ref}", None), ctx.plan.at(node), node.ref))
    return Table("unfinished", "Dropped and carried over", columns, tuple(rows), sheet="Dropped, carried")


def following(ctx: Context, options: Options) -> tuple[Block | None, ...]:
    """The drafts of the next quarter, and who and what serves them; without drafts what serves this quarter's."""
    span = _quarter(ctx, options)
    nodes = objectives(ctx, options, span.next())
    served = matrix(ctx, options, span.next() if nodes else span)
    drawn = Chart("stacked_bars", "FTE by objective", served, "objective", ("fte_filled", "fte_vacant")) if len(served.rows) > 1 else None
    label = ctx.calendar.label
    none = Text(f"No OKRs are drafted for {label(span.next())}; people and money are those of {label(span)}.")
    return None if nodes or not served.rows else none, drafts(ctx, nodes), served, drawn


def drafts(ctx: Context, nodes: list[Node]) -> Table:
    """The objectives of the next quarter with their key results."""
    columns = (
        Column("ref", "Ref", "id"),
        Column("title", "Objective or key result"),
        Column("priority", "Pri"),
        Column("course", "Now and target", rank=2),
        Column("state", "State"),
        Column("owner", "Owner", "id", rank=2),
    )
    rows = []
    for node in nodes:
        state = getattr(node.file, "status", "")
        rows.append(
            Row((node.ref, _item(node).title, _item(node).priority, "", state, ctx.plan.owner(node) or ""), ctx.plan.at(node), node.ref)
        )
        for child in okr.key_results(node, ctx):
            item = child.item
            assert isinstance(item, KeyResult)  # noqa: S101 - the index keeps kinds apart
            said = course(ctx, item, progress.key_result(ctx, child))
            rows.append(Row((child.ref, item.title, "", said, "", ctx.plan.owner(child) or ""), ctx.plan.at(child), child.ref, 1))
    return Table("drafts", "OKRs", columns, tuple(rows), sheet="Next quarter")


def matrix(ctx: Context, options: Options, span: Period) -> Table:
    """Each objective of a quarter with the people and the money that serve it, against its priority."""
    columns = (
        Column("objective", "Objective", "id"),
        Column("priority", "Pri"),
        Column("fte_filled", "FTE filled", "number"),
        Column("fte_vacant", "FTE vacant", "number"),
        Column("fte_share", "Of team", "ratio"),
        Column("spend", "Spend", "money", ctx.currency, "sum"),
        Column("cost_share", "Of cost", "ratio", rank=2),
        Column("flags", "Out of proportion"),
    )
    rows = []
    for found in alignment(ctx, span, options.team).rows:
        if wanted(ctx, options, found.node):
            cells: tuple[Cell, ...] = (
                found.node.ref, _item(found.node).priority, found.means.fte_filled, found.means.fte_vacant, found.fte_share,
                found.means.spend, found.cost_share, "; ".join(found.flags),
            )  # fmt: skip
            rows.append(Row(cells, ctx.plan.at(found.node), found.node.ref))
    title = f"People and money by objective, {ctx.calendar.label(span)}"
    return Table(
        "alignment", title, columns, tuple(rows), note="Spend is year to date, of lines that are not personnel.", sheet="Alignment"
    )
