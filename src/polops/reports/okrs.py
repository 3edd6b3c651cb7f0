"""Objectives and key results of a period: score, expected, confidence and status; with `--tree` by alignment."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING

from polops.analyse import okr, progress
from polops.analyse.wording import counted
from polops.model.okrs import KeyResult, Objective, Okrs
from polops.reports.frame import SCORE, checked_in, each_team, page, percent, period, section, wanted
from polops.reports.page import Cell, Chart, Column, Page, Row, Table
from polops.values.rounding import plain, spelled

if TYPE_CHECKING:
    from collections.abc import Iterable

    from polops.analyse.context import Context
    from polops.plan.plan import Node
    from polops.reports import Options

COLUMNS = (
    Column("ref", "Ref", "id"),
    Column("title", "Objective or key result"),
    Column("type", "Type", rank=3),
    Column("priority", "Pri", rank=2),
    Column("current", "Now", "text", rank=2),
    Column("score", "Score", "score"),
    Column("expected", "Exp.", "score"),
    Column("gap", "Gap", "points", rank=2),
    Column("confidence", "Conf", "integer"),
    Column("status", "Status", "status"),
    Column("stale", "Stale", rank=3),
    Column("checked_on", "Last check-in", "date", rank=3),
    Column("owner", "Owner", "id", rank=3),
)


def build(ctx: Context, options: Options) -> Page:
    """The page: a table a team, or one tree by alignment; the status of key results by team as a chart."""
    found = objectives(ctx, options)
    label = ctx.calendar.label(period(ctx, options))
    tables = [tree(ctx, found)] if options.tree else [of_team(ctx, team, own) for team, own in each_team(ctx, options, found) if own]
    grades = [node for node in found if isinstance(node.file, Okrs) and node.file.status == "closed"]
    sections = (
        section("teams", "Score by team", by_team(ctx, options, found), chart(ctx, options, found)),
        *(section(table.key, table.title, table) for table in tables),
        section("grades", "Grades at close", grade_table(ctx, grades)),
    )
    notes = (
        SCORE,
        (
            "Pace: green to 10 points behind, amber to 25; the status is the worse of pace and confidence. "
            "`stale`: no check-in within the limit."
        ),
    )
    lead = sentence(ctx, options, found)
    return page(ctx, options, "okrs", f"OKRs {label}", lead=lead, sections=sections, notes=notes, codes=("OKR", "KPI"))


def objectives(ctx: Context, options: Options) -> list[Node]:
    """The period's objectives that pass the filters; for the quarter of the date those of the year too."""
    found = okr.objectives(ctx, period(ctx, options))
    if not options.period:
        found = [*okr.objectives(ctx, ctx.year), *found]
    return [node for node in found if wanted(ctx, options, node)]


def promised(ctx: Context, options: Options) -> list[Node]:
    """The period's objectives that pass the filters, without those of the year."""
    return [node for node in okr.objectives(ctx, period(ctx, options)) if wanted(ctx, options, node)]


def sentence(ctx: Context, options: Options, found: list[Node]) -> str:
    """The facts in one sentence: how many, score, expected, and the statuses."""
    current = [node for node in found if progress.period_of(ctx, node) != ctx.year] or found
    score, expected = okr.roll_up(ctx, current)
    counts = [
        (word, sum(1 for node in current if okr.objective(ctx, node).status == word))
        for word in ("red", "amber", "green", "complete", "grey")
    ]
    told = ", ".join(f"{count} {word}" for word, count in counts if count)
    start = f"{counted(len(current), 'objective')}: {told}" if current else "No objectives"
    fresh = checked_in(ctx, options)
    checked = f"; {percent(fresh)} of key results checked in" if fresh is not None else ""
    scored = ""
    if score is not None and expected is not None:
        scored = f"; score {spelled(score, 2)} against {spelled(expected, 2)} expected"
    return f"{start}{scored}{checked}."


def of_team(ctx: Context, team: Node, own: list[Node]) -> Table:
    """One team's objectives, each with its key results under it."""
    rows = [row for node in own for row in rows_of(ctx, node)]
    return Table(
        f"okrs_{team.ref}".replace("-", "_"),
        f"{getattr(team.item, 'name', team.ref)} ({team.ref})",
        COLUMNS,
        tuple(rows),
        sheet=f"OKRs {team.ref}",
    )


def rows_of(ctx: Context, node: Node, level: int = 0) -> Iterable[Row]:
    """An objective's row and those of its key results."""
    yield objective_row(ctx, node, level)
    for child in okr.key_results(node, ctx):
        yield key_result_row(ctx, child, level + 1)


def objective_row(ctx: Context, node: Node, level: int = 0) -> Row:
    """One objective in the columns of the report."""
    item, numbers = node.item, okr.objective(ctx, node)
    assert isinstance(item, Objective)  # noqa: S101 - the index keeps kinds apart
    cells: tuple[Cell, ...] = (
        node.ref,
        item.title,
        item.type,
        item.priority,
        "",
        numbers.score,
        numbers.expected,
        numbers.gap,
        numbers.confidence,
        numbers.status,
        "stale" if numbers.stale else "",
        numbers.checked_on,
        ctx.plan.owner(node) or "",
    )
    return Row(cells, ctx.plan.at(node), node.ref, level)


def key_result_row(ctx: Context, node: Node, level: int = 1) -> Row:
    """One key result in the columns of the report."""
    item, numbers = node.item, progress.key_result(ctx, node)
    assert isinstance(item, KeyResult)  # noqa: S101 - the index keeps kinds apart
    cells: tuple[Cell, ...] = (
        node.ref,
        item.title,
        numbers.type,
        "",
        course(ctx, item, numbers),
        None if numbers.dropped else numbers.score,
        numbers.expected,
        numbers.gap,
        numbers.confidence,
        numbers.status,
        "stale" if numbers.stale else "",
        numbers.checked_on,
        ctx.plan.owner(node) or "",
    )
    return Row(cells, ctx.plan.at(node), node.ref, level)


def course(ctx: Context, item: KeyResult, numbers: progress.KeyResultNumbers) -> str:
    """Where a key result stands, in its own numbers: `0.42 → 0.38 → 0.30 %`, `1 of 3 milestones`."""
    if numbers.dropped:
        return "dropped"
    if numbers.type == "milestones":
        marks = progress.live_milestones(ctx, item)
        return f"{sum(progress.is_done(ctx, mark) for mark in marks)} of {counted(len(marks), 'milestone')}"
    if numbers.type == "binary":
        return "done" if progress.is_done(ctx, item) else "not yet"
    unit = f" {item.unit}" if item.unit else ""
    now = "no data" if numbers.current is None else plain_number(numbers.current)
    if numbers.type == "maintain":
        limits = [
            word
            for word, value in ((f"≥ {plain_number(item.floor)}", item.floor), (f"≤ {plain_number(item.ceiling)}", item.ceiling))
            if value is not None
        ]
        return f"{now} ({' and '.join(limits)}{unit})"
    return f"{now} ({plain_number(item.baseline)} → {plain_number(item.target)}{unit})" if item.baseline is not None else now


def plain_number(value: Decimal | None) -> str:
    """A key result's own number, to three decimals: `0.42`, `1200`; empty for none."""
    return "" if value is None else plain(value, 3)


def tree(ctx: Context, found: list[Node]) -> Table:
    """Everything by alignment: an objective stands under the one that it aligns to."""
    kept = {id(node) for node in found}
    tops = [node for node in found if (above := okr.parent(ctx, node)) is None or id(above) not in kept]
    rows: list[Row] = []
    seen: set[int] = set()

    def grow(node: Node, level: int) -> None:
        if id(node) in seen:
            return
        seen.add(id(node))
        rows.extend(rows_of(ctx, node, level))
        for child in okr.aligned(ctx, node):
            if id(child) in kept:
                grow(child, level + 1)

    for node in [*tops, *found]:
        grow(node, 0)
    return Table("okrs_tree", "By alignment", COLUMNS, tuple(rows), sheet="Alignment")


def by_team(ctx: Context, options: Options, found: list[Node]) -> Table:
    """Score against expected, a row a team; the children's mean stands beside it where there is one."""
    rows = []
    now = [node for node in found if progress.period_of(ctx, node) == period(ctx, options)]
    for team, own in each_team(ctx, options, now):
        if own:
            score, expected = okr.roll_up(ctx, own)
            rows.append(
                Row((team.ref, getattr(team.item, "name", ""), len(own), score, expected, *statuses(ctx, own)), ctx.plan.at(team), team.ref)
            )
    columns = (
        Column("team", "Team", "id"),
        Column("name", "Name", rank=2),
        Column("objectives", "Objectives", "integer", total="sum"),
        Column("score", "Score", "score"),
        Column("expected", "Exp.", "score"),
        *(Column(f"krs_{word}", label, "integer", total="sum") for word, label in _STATUSES),
    )
    current = [node for node in found if progress.period_of(ctx, node) == period(ctx, options)]
    total = Row(("Programme", "", len(current), *okr.roll_up(ctx, current), *statuses(ctx, current))) if len(rows) > 1 else None
    mean = "The programme's score is the weighted mean of all objectives, not a mean of the teams. " if total else ""
    note = f"{mean}Colours count key results."
    return Table("okr_teams", "Score by team", columns, tuple(rows), total, note)


_STATUSES = (("complete", "✔ done"), ("green", "● G"), ("amber", "▲ A"), ("red", "■ R"), ("grey", "○ –"))


def statuses(ctx: Context, found: list[Node]) -> tuple[int, ...]:
    """How many key results have which status, in the order of the columns."""
    told: list[str] = [progress.key_result(ctx, child).status for node in found for child in okr.key_results(node, ctx)]
    return tuple(told.count(word) for word, _ in _STATUSES)


def chart(ctx: Context, options: Options, found: list[Node]) -> Chart | None:
    """Key results by status and team."""
    table = by_team(ctx, options, found)
    return (
        Chart("stacked_bars", "Key results by status", table, "team", tuple(f"krs_{word}" for word, _ in _STATUSES))
        if len(table.rows) > 1
        else None
    )


def grade_table(ctx: Context, found: list[Node]) -> Table:
    """The grades of closed objectives, with what was learned."""
    rows = []
    for node in found:
        item, numbers = node.item, okr.objective(ctx, node)
        assert isinstance(item, Objective)  # noqa: S101 - the index keeps kinds apart
        closing = item.closing
        score = closing.score if closing and closing.score is not None else numbers.score
        rows.append(
            Row(
                (node.ref, item.title, item.type, score, numbers.score, numbers.grade, (closing.learned if closing else "") or ""),
                ctx.plan.at(node),
                node.ref,
            )
        )
    columns = (
        Column("ref", "Ref", "id"),
        Column("title", "Objective"),
        Column("type", "Type", rank=2),
        Column("score", "Score", "score"),
        Column("computed", "Computed", "score", rank=3),
        Column("grade", "Grade"),
        Column("learned", "Learned", rank=2),
    )
    return Table("grades", "Grades at close", columns, tuple(rows))
