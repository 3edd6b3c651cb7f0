"""What holds for every report, whatever it is about: the page is well formed, its totals add up, and every format says the same."""

from __future__ import annotations

import csv
import io
import json
from dataclasses import replace
from datetime import date
from decimal import Decimal
from functools import cache
from importlib import import_module
from typing import TYPE_CHECKING, NamedTuple

import pytest
from openpyxl import load_workbook
from tests.conftest import ROOT

from polops.analyse.audience import DEFAULT, for_readers
from polops.analyse.context import Context
from polops.model.budget import Budget
from polops.model.rates import Rates
from polops.plan.load import load
from polops.render import PAGE_FORMATS, Look, words
from polops.render.markdown import escape
from polops.reports import REPORTS, Options, build
from polops.reports.frame import checked
from polops.reports.page import Chart, Measure, Page, Table, Text, Tiles
from polops.rules.run import graded, run

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from polops.reports.page import Cell, Column, Row
    from polops.source.problem import Problem, Span

AS_OF = date(2026, 8, 10)
CENT = Decimal("0.01")
DIGITS = 15  # a spreadsheet keeps so many
STATUSES = {"green", "amber", "red", "grey", "complete"}
KINDS: Mapping[str, tuple[type, ...]] = {
    **dict.fromkeys(("money", "variance", "ratio", "points", "score", "number"), (Decimal, int)),
    **dict.fromkeys(("text", "id", "period", "status"), (str,)),
    "integer": (int, Decimal),
    "measure": (Measure, Decimal),
    "trend": (tuple,),
    "date": (date,),
}


class View(NamedTuple):
    """A report on a workspace as of a day, with its filters."""

    report: str
    workspace: str = "plans"
    as_of: date = AS_OF
    options: Options = Options()

    def __str__(self) -> str:
        asked = [f"{name}={getattr(self.options, name)}" for name in ("team", "owner", "period", "tree") if getattr(self.options, name)]
        day = [] if self.as_of == AS_OF else [self.as_of.isoformat()]
        return "-".join([self.report, *([] if self.workspace == "plans" else [self.workspace]), *day, *asked])


FILTERS = (
    Options(),
    Options(team="mh"),
    Options(team="COE"),
    Options(owner="ines.duarte"),
    Options(owner="li.wei"),
    Options(period="2026-Q2"),
    Options(period="FY26"),
    Options(period="FY31"),
    Options(team="pp", owner="dana.lee", period="2026-Q3"),
)
VIEWS = (
    *(View(report, options=options) for report in REPORTS for options in FILTERS),
    View("okrs", options=Options(tree=True)),
    *(View(report, "empty") for report in REPORTS),
    *(View(report, as_of=day) for report in REPORTS for day in (date(2025, 1, 31), date(2026, 2, 28), date(2027, 3, 1))),
)
every_view = pytest.mark.parametrize("view", VIEWS, ids=str)
every_report = pytest.mark.parametrize("report", REPORTS)


@cache
def texts(workspace: str) -> Mapping[str, bytes]:
    """A workspace's files: those of `plans/`, or only its settings."""
    if workspace == "empty":
        return {"plans/polops.yaml": b"kind: settings\n"}
    return {path.relative_to(ROOT).as_posix(): path.read_bytes() for path in (ROOT / "plans").rglob("*.yaml")}


@cache
def context(workspace: str, as_of: date, *, backwards: bool = False) -> tuple[Context, tuple[Problem, ...]]:
    """The plan as of a day, and its findings; `backwards` gives the files in the other order."""
    files = texts(workspace)
    loaded = load({path: files[path] for path in sorted(files, reverse=backwards)})
    ctx = Context(loaded.plan, as_of)
    return ctx, (*graded(ctx, loaded.problems), *run(ctx))


@cache
def page(view: View, *, backwards: bool = False) -> Page:
    """The report's page."""
    ctx, found = context(view.workspace, view.as_of, backwards=backwards)
    return build(view.report, for_readers(ctx, DEFAULT), replace(checked(ctx, view.options), findings=found))


def tables(found: Page) -> Iterator[Table]:
    """Every table wherever it stands, also where two share a key."""
    for section in found.sections:
        for block in section.blocks:
            if isinstance(block, Chart):
                yield block.table
            elif isinstance(block, Table):
                yield block
    if found.findings is not None:
        yield found.findings


def rows(table: Table) -> tuple[Row, ...]:
    return (*table.rows, *((table.total,) if table.total is not None else ()))


@every_view
def test_keys_are_unique(view: View) -> None:
    found = page(view)
    assert found.name == view.report
    sections = [section.key for section in found.sections]
    assert len(set(sections)) == len(sections)
    seen: dict[str, Table] = {}
    for table in tables(found):
        keys = [column.key for column in table.columns]
        assert len(set(keys)) == len(keys), f"{table.key}: two columns of one key"
        other = seen.setdefault(table.key, table)
        assert (other.columns, other.rows) == (table.columns, table.rows), f"two tables are called {table.key}"


@every_view
def test_rows_fit_their_columns(view: View) -> None:
    for table in tables(page(view)):
        for row in rows(table):
            assert len(row.cells) == len(table.columns), f"{table.key}: {row}"
            for column, cell in zip(table.columns, row.cells, strict=True):
                total = row is table.total and cell == ""
                where = f"{table.key}.{column.key}"
                assert cell is None or total or isinstance(cell, KINDS[column.kind]), f"{where}: {cell!r} is no {column.kind}"
                assert column.kind != "status" or cell in {None, "", *STATUSES}, f"{where}: {cell!r}"
                assert not isinstance(cell, Decimal) or cell.is_finite()


@every_view
def test_charts_draw_columns_of_their_table(view: View) -> None:
    for section in page(view).sections:
        for chart in section.blocks:
            if isinstance(chart, Chart):
                keys = {column.key for column in chart.table.columns}
                assert {chart.x, *chart.series} <= keys, f"{chart.title}: {chart.x}, {chart.series} are not all in {keys}"


@every_view
def test_totals_add_up(view: View) -> None:
    for table in tables(page(view)):
        totals = dict(zip((column.key for column in table.columns), table.total.cells if table.total else (), strict=bool(table.total)))
        for number, column in enumerate(table.columns if table.total else ()):
            where = f"{table.key}.{column.key}"
            found, cells = totals[column.key], [row.cells[number] for row in table.rows]
            amounts = [Decimal(cell) for cell in cells if isinstance(cell, Decimal | int)]
            if column.total == "sum":
                assert close(found, sum(amounts, Decimal(0)) if amounts else None), f"{where}: {found} is not the sum of {amounts}"
            elif column.total:
                part, whole = (totals[key] for key in column.total.split("/"))
                assert close(found, share(part, whole)), f"{where}: {found} is not {part} / {whole}"
            elif column.kind in {"money", "variance"} and isinstance(found, Decimal):
                assert None in cells, f"{where}: a total of what is shown must say so, and becomes a formula in a workbook"


def share(part: Cell, whole: Cell) -> Decimal | None:
    """One total over the size of another; None where either is no number, or the other nothing."""
    numbers = isinstance(part, Decimal | int) and isinstance(whole, Decimal | int)
    return Decimal(part) / abs(Decimal(whole)) if numbers and whole else None  # type: ignore[arg-type]  # numbers


def close(found: Cell, wanted: Decimal | None) -> bool:
    """Whether a total is what it should be; nothing to add up may be no data or zero."""
    if wanted is None or found is None:
        return found in {None, 0} and wanted in {None, 0}
    return isinstance(found, Decimal | int) and abs(found - wanted) <= Decimal("1e-9")


@every_view
def test_places_are_inside_their_files(view: View) -> None:
    files = texts(view.workspace)
    ctx, _ = context(view.workspace, view.as_of)
    groups = {file.cost_center for _, file in ctx.plan.of(Budget)} | {currency for _, file in ctx.plan.of(Rates) for currency in file.fx}
    for table in tables(page(view)):
        for row in rows(table):
            if row.span is not None:
                assert inside(row.span, files), f"{table.key}: {row.span}"
            named = not row.ref or row.ref in files or row.ref in groups or ctx.plan.find(row.ref) is not None
            assert named, f"{table.key}: nothing is called {row.ref}"
            assert row.level >= 0


def inside(span: Span, files: Mapping[str, bytes]) -> bool:
    """Whether a place lies within the text of its file."""
    lines = files[span.path].decode().split("\n")
    return 1 <= span.line <= len(lines) and 1 <= span.col <= len(lines[span.line - 1]) + 1


@every_view
def test_nothing_is_empty(view: View) -> None:
    found = page(view)
    assert found.title
    assert found.lead
    assert all(label and value for label, value in found.facts)
    assert all(found.notes)
    for section in found.sections:
        blocks, named = len(section.blocks), bool(section.title)
        assert blocks, f"{section.key} is printed empty"
        assert named, f"{section.key} has no title: it is printed as an empty heading"
        for block in section.blocks:
            if isinstance(block, Table | Chart):
                table = block.table if isinstance(block, Chart) else block
                assert len(table.rows) > 0, f"{table.key} has no rows"
                assert table.key
                assert all(column.label for column in table.columns), table.key
            else:
                filled = bool(block.tiles if isinstance(block, Tiles) else block.text or (isinstance(block, Text) and block.bullets))
                assert filled, section.key


@every_report
def test_the_order_of_files_changes_nothing(report: str) -> None:
    for options in (Options(), Options(team="mh"), Options(period="FY26")):
        view = View(report, options=options)
        equal = page(view, backwards=True) == page(view)
        assert equal, view


@every_report
@pytest.mark.parametrize("options", [Options(), Options(team="mh", period="2026-Q3")], ids=["all", "one team"])
def test_every_format_carries_the_same_numbers(report: str, options: Options) -> None:
    found = page(View(report, options=options))
    read = json.loads(rendered(found, "json"))["tables"]
    assert list(read) == [table.key for table in found.tables()]
    for table in found.tables():
        told = read[table.key]
        expected = [{**cells, **place} for cells, place in zip(exact(table), places(table), strict=True)]
        assert told["rows"] == expected, table.key
        in_csv = list(csv.DictReader(io.StringIO(rendered(found, "csv", Look(table=table.key)).decode())))
        assert len(in_csv) == len(table.rows)
        for line, row in zip(in_csv, told["rows"], strict=True):
            for column in table.columns:
                assert same(line[column.key], row[column.key]), f"{table.key}.{column.key}: csv {line[column.key]}, json {row[column.key]}"


def exact(table: Table) -> list[dict[str, object]]:
    """A table's rows as JSON says them, worked out anew from the cells."""
    return [{column.key: plain(cell, column) for column, cell in zip(table.columns, row.cells, strict=True)} for row in table.rows]


def plain(cell: Cell, column: Column) -> object:
    if isinstance(cell, Measure):
        low, high = (None if bound is None else words.exact(bound) for bound in (cell.low, cell.high))
        return {"value": words.exact(cell.value), "unit": cell.unit, "low": low, "high": high, "unsure": cell.unsure}
    if isinstance(cell, tuple):
        return [None if value is None else words.exact(value) for value in cell]
    if isinstance(cell, date):
        return cell.isoformat()
    if cell is None or isinstance(cell, str):
        return cell
    return int(cell) if column.kind == "integer" and cell == int(cell) else words.exact(cell, column.kind, column.unit)


def places(table: Table) -> Iterator[dict[str, object]]:
    for row in table.rows:
        at = f"{row.span.path}:{row.span.line}" if row.span else ""
        tints = {column.key: tint for column, tint in zip(table.columns, row.tints, strict=False) if tint}
        yield {key: value for key, value in (("_ref", row.ref), ("_at", at), ("_level", row.level), ("_tints", tints)) if value}


def same(in_csv: str, in_json: object) -> bool:
    """Whether a field of CSV says what a value of JSON says."""
    if isinstance(in_json, dict):
        return bool(in_csv == in_json["value"])
    if isinstance(in_json, list):
        return in_csv == ";".join(value or "" for value in in_json)
    wanted = "" if in_json is None else words.one_line(str(in_json))
    return in_csv.removeprefix("'") == wanted.removeprefix("'")


@every_report
def test_markdown_and_terminal_word_every_value(report: str) -> None:
    found = page(View(report))
    markdown = rendered(found, "md").decode()
    shown = {table.key for section in found.sections for table in section.blocks if isinstance(table, Table)}
    for table in found.tables():
        for row in rows(table) if table.key in shown else ():
            for column, cell in zip(table.columns, row.cells, strict=True):
                if isinstance(cell, Decimal | int | date | Measure):
                    said = escape(words.cell(cell, column))
                    assert said in markdown, f"{table.key}.{column.key}: {said}"


@every_report
def test_the_workbook_holds_every_number(report: str) -> None:
    found = page(View(report))
    book = load_workbook(io.BytesIO(rendered(found, "xlsx")))
    numbers = {round(Decimal(str(cell.value)), 6) for sheet in book for row in sheet for cell in row if isinstance(cell.value, int | float)}
    written = {cell.value for sheet in book for row in sheet for cell in row if isinstance(cell.value, str)}
    for table in found.tables():
        for row in table.rows:
            for column, cell in zip(table.columns, row.cells, strict=True):
                value = cell.value if isinstance(cell, Measure) else cell
                if isinstance(value, Decimal | int):
                    near = {round(Decimal(value), 6) + step for step in (0, Decimal("1e-6"), Decimal("-1e-6"))}
                    long = len(Decimal(value).as_tuple().digits) > DIGITS
                    cents = column.kind in {"money", "variance"} and round(Decimal(value), 2) in numbers
                    assert near & numbers or cents or (long and written), f"{table.key}.{column.key}: {value}"


def rendered(found: Page, format_: str, look: Look | None = None) -> bytes:
    """The page's bytes in a format."""
    return bytes(import_module(PAGE_FORMATS[format_]).render(found, look or Look()))
