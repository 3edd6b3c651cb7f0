"""Every report in every format, as it was when somebody last looked: `tests/golden/<report>.<format>`.

The reports are of `plans/` as of its own day, on a copy outside any repository, so that no commit is printed; those that compare are of
the pull request of `tests/reports/changed.py`. `make golden` rewrites the
files and removes those of reports that are gone; read the difference before you commit it.
"""

from __future__ import annotations

import io
import os
import shutil
from decimal import localcontext
from difflib import unified_diff
from functools import cache
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

import pytest
from openpyxl import load_workbook
from tests.cli.runner import AS_OF, polops
from tests.conftest import ROOT
from tests.reports import changed
from tests.source.repositories import commit, git, init

from polops.cli.main import DIGITS
from polops.cli.report_ import page_of
from polops.cli.session import open_session
from polops.render import PAGE_FORMATS, Look
from polops.reports import COMPARING, REPORTS, Options

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from openpyxl.cell.cell import Cell
    from openpyxl.worksheet.worksheet import Worksheet

    from polops.reports.page import Page

GOLDEN = Path(__file__).parent / "golden"
REWRITE = os.environ.get("POLOPS_GOLDEN") == "1"
ENDINGS = {"terminal": "txt", "xlsx": "xlsx.txt"}
WIDTH = 80
LONGEST = 60
ROWS = 4


class Case(NamedTuple):
    """One golden file: which report, in which format, how wide; a variant has other options."""

    report: str
    format: str
    width: int = WIDTH
    variant: str = ""
    options: Options = Options()

    @property
    def name(self) -> str:
        wide = f"-{self.width}" if self.width != WIDTH else ""
        variant = f"-{self.variant}" if self.variant else ""
        return f"{self.report}{variant}{wide}.{ENDINGS.get(self.format, self.format)}"


# The page as HTML and the workbook are long; what they hold is seen in the other formats, how they look in these.
CASES = (
    *(Case(report, format_) for report in REPORTS for format_ in ("terminal", "md", "json", "csv")),
    Case("status", "terminal", 120),
    Case("status", "html"),
    Case("calendar", "ics"),
    *(Case(report, "xlsx") for report in ("status", "finance", "hiring", "qbr", "roadmap", "raid", "policies", "quality")),
    Case("policies", "terminal", 120),
    Case("quality", "terminal", 120),
    Case("policies", "terminal", variant="one", options=Options(ref="POL-MH-002")),
    Case("policies", "terminal", variant="launch", options=Options(ref="POL-MH-002", readiness=True)),
    Case("obligations", "terminal", variant="horizon", options=Options(horizon=True)),
    *(Case("incidents", format_, variant="restricted", options=Options(audience="restricted")) for format_ in ("terminal", "json")),
    *(Case("roadmap", format_, variant="evm", options=Options(evm=True)) for format_ in ("terminal", "md")),
    Case("blockers", "terminal", 120),
    Case("align", "terminal", variant="restricted", options=Options(audience="restricted")),
)


@pytest.fixture(scope="module")
def page(tmp_path_factory: pytest.TempPathFactory) -> Callable[[str, Options], Page]:
    """The page of each report on a copy of `plans/` outside any repository; the plans are read once, each page is built once."""
    folder = tmp_path_factory.mktemp("golden")
    shutil.copytree(ROOT / "plans", folder / "plans")
    session = open_session(folder, AS_OF)

    @cache
    def built(report: str, options: Options) -> Page:
        with localcontext(prec=DIGITS):
            return page_of(session, report, options)

    return built


@pytest.fixture(scope="module")
def pull_request(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A repository with a small organisation on `main`, and a branch that changes it."""
    folder = init(tmp_path_factory.mktemp("pr") / "repository", changed.BASE)
    git(folder, "switch", "-q", "-c", "change")
    commit(folder, changed.CHANGE)
    return folder


@pytest.mark.parametrize("case", [case for case in CASES if case.report not in COMPARING], ids=lambda case: case.name)
def test_golden(case: Case, page: Callable[[str, Options], Page]) -> None:
    with localcontext(prec=DIGITS):
        data = import_module(PAGE_FORMATS[case.format]).render(page(case.report, case.options), Look(width=case.width))
    hold(case, dump(data) if case.format == "xlsx" else data.decode())


@pytest.mark.parametrize("case", [case for case in CASES if case.report in COMPARING], ids=lambda case: case.name)
def test_golden_of_a_pull_request(case: Case, pull_request: Path) -> None:
    found = polops("report", case.report, "--since", "main", "--as-of", AS_OF, "--format", case.format, cwd=pull_request)
    assert (found.code, found.err) == (0, "")
    hold(case, found.data.decode())


def hold(case: Case, text: str) -> None:
    """Compare a text with the golden file, or rewrite that."""
    path = GOLDEN / case.name
    if REWRITE:
        GOLDEN.mkdir(exist_ok=True)
        path.write_bytes(text.encode())
    # bytes, so that a changed line end is a change
    compare(case.name, path.read_bytes().decode() if path.exists() else "", text)


def test_no_golden_file_is_left_over() -> None:
    left = {path.name for path in GOLDEN.iterdir()} - {case.name for case in CASES}
    if REWRITE:
        for name in left:
            (GOLDEN / name).unlink()
        left = set()
    assert not left, f"golden files that no report makes: {', '.join(sorted(left))}: run `make golden`"


def compare(name: str, old: str, new: str) -> None:
    """Fail with the first lines of the difference, and what to do."""
    if old == new:
        return
    lines = list(unified_diff(old.splitlines(), new.splitlines(), f"tests/golden/{name}", "now", "", "", 1, ""))
    more = [f"… and {len(lines) - LONGEST} more lines"] if len(lines) > LONGEST else []
    told = "\n".join([*lines[:LONGEST], *more]) or "only line ends differ"
    pytest.fail(f"{name} has changed: if that is meant, run `make golden` and read the difference\n{told}", pytrace=False)


def dump(data: bytes) -> str:
    """A workbook as text: sheets, tables, the first rows with formulas and number formats, charts."""
    book = load_workbook(io.BytesIO(data))
    lines = [line for sheet in book.worksheets for line in (*_sheet(sheet), "")]
    names = [f"{name} = {book.defined_names[name].attr_text}" for name in sorted(book.defined_names)]
    return "\n".join([*lines, *(["names", *names] if names else [])]).rstrip("\n") + "\n"


def _sheet(sheet: Worksheet) -> Iterator[str]:
    yield f"== {sheet.title} {sheet.dimensions}" + (f" ({sheet.sheet_state})" if sheet.sheet_state != "visible" else "")
    yield f"frozen {sheet.freeze_panes}, print {sheet.print_area or 'all'}, {sheet.page_setup.orientation or 'portrait'}"
    starts = {1}
    for table in sheet.tables.values():
        yield f"table {table.displayName} {table.ref}" + (f", {table.totalsRowCount} total row" if table.totalsRowCount else "")
        first, last = sheet[table.ref][0][0].row, sheet[table.ref][-1][0].row
        starts |= {*range(first, min(first + ROWS, last + 1)), last, last + 1}
    if not sheet.tables:
        starts = set(range(1, sheet.max_row + 1))
    for row in sheet.iter_rows(min_row=1, max_row=sheet.max_row):
        if row[0].row in starts:
            yield from (_cell(cell) for cell in row if cell.value is not None)
    for chart in sheet._charts:  # type: ignore[attr-defined]  # openpyxl has no public name for them
        yield f"chart {type(chart).__name__} at {chart.anchor._from.col + 1},{chart.anchor._from.row + 1}"
        yield from (f"  {series.val.numRef.f}" for series in chart.series if series.val is not None)


def _cell(cell: Cell) -> str:
    shape = f" [{cell.number_format}]" if cell.number_format != "General" else ""
    link = f" -> {cell.hyperlink.location or cell.hyperlink.target}" if cell.hyperlink else ""
    return f"{cell.coordinate}{shape} {cell.value!r}{link}"


def test_golden_differences_say_what_to_do() -> None:
    with pytest.raises(pytest.fail.Exception, match="run `make golden`"):
        compare("x.md", "a\n", "b\n")
    with pytest.raises(pytest.fail.Exception, match="only line ends differ"):
        compare("x.md", "a\r\n", "a\n")
