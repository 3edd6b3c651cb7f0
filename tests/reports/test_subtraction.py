"""Pay cannot be computed from what a report shows: the attacks that a curious insider would try, run by the test.

A workspace is made in which every position has a rate of its own. Each amount of every page is measured as a function of these rates, by
raising them one after the other. Then the linear system of everything that all reports show, under all filters, is solved: no rate of
one to four positions may follow from it.

Everybody is there all year: what somebody's start changes from one month to the next is not hidden (see the decisions of
`src/polops/README.md`).
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from fractions import Fraction
from functools import cache
from itertools import combinations
from typing import TYPE_CHECKING

import pytest

from polops.analyse.audience import for_readers
from polops.analyse.context import Context
from polops.analyse.few import FEWEST
from polops.analyse.suppress import year_of
from polops.plan.load import load
from polops.reports import REPORTS, Options, build
from polops.reports.page import Chart, Listing, Table, Text, Tiles

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from polops.reports.page import Page

AS_OF = date(2026, 8, 10)
STEP = 120_000
CLOSED = 7
FIGURE = re.compile(r"\d{1,3}(?:,\d{3})+|\d{4,}")


@dataclass(frozen=True, eq=False)
class Shape:
    """A workspace: by team the number of its positions, the lines they fall on by turns, and whether the lines' plans are typed."""

    teams: Mapping[str, int]
    second_line: tuple[str, ...] = ()
    """Teams whose last position is paid by the next team's line."""
    typed: bool = False

    def __str__(self) -> str:
        return "-".join(f"{team}{size}" for team, size in self.teams.items()) + "-typed" * self.typed + "".join(self.second_line)


SHAPES = (
    Shape({"aa": 8, "bb": 5, "cc": 4}),
    Shape({"aa": 8, "bb": 3, "cc": 2}),
    Shape({"aa": 3}),
    Shape({"aa": 4, "bb": 4}, typed=True),
    Shape({"aa": 7, "bb": 6, "cc": 5}, second_line=("aa",)),
    Shape({"aa": 9, "bb": 7, "cc": 2}, second_line=("bb",), typed=True),
    Shape({"aa": 1, "bb": 1, "cc": 1, "dd": 1, "ee": 1, "ff": 9}),
)
every_shape = pytest.mark.parametrize("shape", SHAPES, ids=str)


def positions(shape: Shape) -> list[str]:
    return [f"HC-{team}-{i}" for team, size in shape.teams.items() for i in range(size)]


def line_of(shape: Shape, team: str, i: int) -> str:
    names = list(shape.teams)
    following = names[(names.index(team) + 1) % len(names)]
    return f"{following}-PEO" if team in shape.second_line and i == shape.teams[team] - 1 else f"{team}-PEO"


def workspace(shape: Shape, rates: Mapping[str, int]) -> dict[str, bytes]:
    """The files. Everything that depends on pay is linear in the rates: plans, actuals, and what the model says."""
    people = "".join(f"  - {{handle: lead.{team}, name: L, team: {team}}}\n" for team in shape.teams)
    teams = "".join(f"  - {{code: {team}, name: T {team}, lead: lead.{team}, cost_center: CC-{team}}}\n" for team in shape.teams)
    place = "locations:\n  - {code: SJC, country: US, currency: USD, timezone: UTC}\n"
    files = {"polops.yaml": "kind: settings\n", "org.yaml": f"kind: org\nteams:\n{teams}people:\n{people}{place}"}
    files["restricted/rates.yaml"] = "kind: rates\nfiscal_year: FY26\n"
    spent: dict[str, list[int]] = {}
    for team, size in shape.teams.items():
        rows = ""
        for i in range(size):
            ref, line = f"HC-{team}-{i}", line_of(shape, team, i)
            rows += f"  - {{id: {ref}, title: T, type: contractor, band: P1, location: SJC, status: filled, start: 2024-01-01, "
            rows += f"rate: {rates[ref]}, line: {line}}}\n"
            spent.setdefault(line, [0] * CLOSED)
            for month in range(CLOSED):
                spent[line][month] += rates[ref] // 12
        files[f"headcount/{team}.yaml"] = f"kind: headcount\nteam: {team}\npositions:\n{rows}"
        files[f"budgets/{team}.yaml"] = "kind: budget\nfiscal_year: FY26\n" + f"cost_center: CC-{team}\nteam: {team}\nlines:\n"
    for team in shape.teams:
        paid = sum(rates[ref] for ref in positions(shape) if line_of(shape, ref.split("-")[1], int(ref.split("-")[2])) == f"{team}-PEO")
        plan = f"plan: {paid}" if shape.typed else "source: headcount"
        owner = f"owner: lead.{next(iter(shape.teams))}"
        files[f"budgets/{team}.yaml"] += f"  - {{id: {team}-PEO, name: People, category: personnel, {plan}, {owner}}}\n"
        files[f"budgets/{team}.yaml"] += f"  - {{id: {team}-TRV, name: Travel, category: travel, plan: 24_000}}\n"
    for month in range(CLOSED):
        entries = "".join(f"  - {{line: {line}, amount: {amounts[month]}}}\n" for line, amounts in sorted(spent.items()))
        entries += "".join(f"  - {{line: {team}-TRV, amount: 1_900}}\n" for team in shape.teams)
        files[f"actuals/{month}.yaml"] = f"kind: actuals\nmonth: 2026-{month + 1:02d}\nstatus: closed\nsource: ledger\nentries:\n{entries}"
    return {path: text.encode() for path, text in files.items()}


def context(shape: Shape, rates: Mapping[str, int]) -> Context:
    loaded = load(workspace(shape, rates))
    assert not loaded.problems, loaded.problems
    return Context(loaded.plan, AS_OF)


def base(shape: Shape) -> dict[str, int]:
    return {ref: STEP * (10 + i) for i, ref in enumerate(positions(shape))}


def filters(shape: Shape) -> list[Options]:
    first, *_, last = (*shape.teams, *shape.teams)
    return [
        Options(),
        Options(team=first),
        Options(team=last),
        Options(owner=f"lead.{first}"),
        Options(owner=f"lead.{last}", period="FY26"),
    ]


def amounts(page: Page) -> Iterator[tuple[str, Decimal]]:
    """Every amount of a page with its place: cells, totals, what charts draw, tiles, and the figures in sentences."""
    for section in page.sections:
        for i, block in enumerate(section.blocks):
            where = f"{section.key}.{i}"
            if isinstance(block, Tiles):
                for tile in block.tiles:
                    yield from ((f"{where}.{tile.label}", value) for value in (tile.value, *tile.trend) if isinstance(value, Decimal))
                    yield from _figures(f"{where}.{tile.label}.detail", tile.detail)
            elif isinstance(block, Listing):
                yield from _figures(where, block.text)
            elif isinstance(block, Text):
                for k, text in enumerate((block.text, *block.bullets)):
                    yield from _figures(f"{where}.{k}", text)
            else:
                yield from _cells(where, block.table if isinstance(block, Chart) else block)
    for k, text in enumerate((page.lead, page.headline, *page.notes, *(value for _, value in page.facts))):
        yield from _figures(f"text.{k}", text)


def _cells(where: str, table: Table) -> Iterator[tuple[str, Decimal]]:
    for k, row in enumerate((*table.rows, *((table.total,) if table.total else ()))):
        for column, cell in zip(table.columns, row.cells, strict=True):
            if isinstance(cell, Decimal) and column.kind in {"money", "variance"}:
                yield f"{where}.{row.ref}.{row.cells[0]}.{k}.{column.key}", cell
            elif isinstance(cell, str):
                yield from _figures(f"{where}.{row.ref}.{k}.{column.key}", cell)


def _figures(where: str, text: str) -> Iterator[tuple[str, Decimal]]:
    for k, figure in enumerate(FIGURE.findall(text)):
        yield f"{where}.figure{k}", Decimal(figure.replace(",", ""))


def shown(shape: Shape, rates: Mapping[str, int], audience: str) -> dict[str, Decimal]:
    """Every amount of every report under every filter, by its place."""
    ctx = context(shape, rates)
    found: dict[str, Decimal] = {}
    for name in REPORTS:
        for n, options in enumerate(filters(shape)):
            page = build(name, ctx, replace(options, audience=audience))
            found |= {f"{name}.{n}.{where}": amount for where, amount in amounts(page)}
    return found


@cache
def equations(shape: Shape, audience: str = "internal") -> frozenset[tuple[Fraction, ...]]:
    """Each shown amount by what a rate adds to it: one coefficient a position. What is no linear function of pay is left out."""
    refs, rates = positions(shape), base(shape)
    at_first = shown(shape, rates, audience)
    raised = [shown(shape, {**rates, ref: rates[ref] + STEP}, audience) for ref in refs]
    rows = set()
    for where, amount in at_first.items():
        if all(where in other for other in raised):
            row = tuple(Fraction(other[where] - amount) / STEP for other in raised)
            rows.add(tuple(value.limit_denominator(10_000) for value in row))
    return frozenset(row for row in rows if any(row))


def reduced(rows: Sequence[tuple[Fraction, ...]]) -> list[list[Fraction]]:
    """The reduced row echelon form."""
    matrix = [list(row) for row in rows]
    done = 0
    for column in range(len(matrix[0]) if matrix else 0):
        pivot = next((i for i in range(done, len(matrix)) if matrix[i][column]), None)
        if pivot is None:
            continue
        matrix[done], matrix[pivot] = matrix[pivot], matrix[done]
        head = matrix[done][column]
        matrix[done] = [value / head for value in matrix[done]]
        for i, row in enumerate(matrix):
            if i != done and row[column]:
                factor = row[column]
                matrix[i] = [value - factor * other for value, other in zip(row, matrix[done], strict=True)]
        done += 1
    return matrix[:done]


def follows(echelon: list[list[Fraction]], wanted: Sequence[int]) -> bool:
    """Whether a combination of the equations gives exactly the wanted one."""
    rest = [Fraction(value) for value in wanted]
    for row in echelon:
        column = next(i for i, value in enumerate(row) if value)
        if rest[column]:
            factor = rest[column]
            rest = [value - factor * other for value, other in zip(rest, row, strict=True)]
    return not any(rest)


@every_shape
def test_the_pay_of_one_to_four_people_does_not_follow_from_all_that_is_shown(shape: Shape) -> None:
    refs = positions(shape)
    echelon = reduced(sorted(equations(shape)))
    for size in range(1, FEWEST):
        for few in combinations(range(len(refs)), size):
            assert not follows(echelon, [int(i in few) for i in range(len(refs))]), [refs[i] for i in few]


@every_shape
def test_every_amount_weighs_all_hidden_positions_alike(shape: Shape) -> None:
    """Which is why no sum of them can tell one from another."""
    ctx = for_readers(context(shape, base(shape)), "internal")
    year = year_of(ctx, "FY26")
    hidden = [i for i, ref in enumerate(positions(shape)) if _unit(ctx, ref) in year.year.hidden]
    for row in equations(shape):
        assert len({row[i] for i in hidden}) <= 1


def _unit(ctx: Context, ref: str) -> tuple[str, str]:
    node = ctx.plan.find(ref, "position")
    assert node is not None
    return year_of(ctx, "FY26").priced[id(node)].unit


def test_restricted_readers_see_what_each_costs_so_that_the_attack_is_one() -> None:
    shape = SHAPES[1]
    echelon = reduced(sorted(equations(shape, "restricted")))
    team = [int(ref.startswith("HC-cc")) for ref in positions(shape)]
    assert follows(echelon, team)


@every_shape
def test_totals_of_whole_units_are_still_shown(shape: Shape) -> None:
    everybody = [1] * len(positions(shape))
    assert follows(reduced(sorted(equations(shape))), everybody) == (len(everybody) >= FEWEST)
