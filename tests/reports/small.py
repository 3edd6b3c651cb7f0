"""A small programme for the tests of reports: a few files over the base of the rules' fixtures, and a look into tables."""

from __future__ import annotations

from datetime import date
from textwrap import dedent
from typing import TYPE_CHECKING

from tests.test_rules import FOLDER
from tests.test_rules import files as parts

from polops.analyse.context import Context
from polops.plan.load import load
from polops.reports import Options, build

if TYPE_CHECKING:
    from polops.reports.page import Page

BASE = parts((FOLDER / "base.yaml").read_text())


def page(report: str, *texts: str, as_of: str = "2026-08-10", **options: str | bool) -> Page:
    """The page of a report over some files, nothing wrong in them."""
    files = {**BASE, **{f"{i}.yaml": dedent(text) for i, text in enumerate(texts)}}
    loaded = load({path: text.encode() for path, text in files.items()})
    assert not loaded.problems, [f"{problem.span}: {problem.message}" for problem in loaded.problems]
    return build(report, Context(loaded.plan, date.fromisoformat(as_of)), Options(**options))  # type: ignore[arg-type]  # by field


def cells(found: Page, table: str, *keys: str) -> list[tuple[object, ...]]:
    """Some columns of a table, row by row; no row where there is no such table."""
    for each in found.tables():
        if each.key == table:
            at = [next(i for i, column in enumerate(each.columns) if column.key == key) for key in keys]
            return [tuple(row.cells[i] for i in at) for row in each.rows]
    return []
