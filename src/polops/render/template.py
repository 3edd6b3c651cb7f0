"""Pages through templates: the page becomes plain data, the data a text.

A template sees dicts, lists, texts and whole numbers only, worded by `words` and escaped for the format by us, never a model: Jinja's
sandbox around an object with methods is code execution. polops's own templates are filled in this process; a workspace's
own in a child process with limits (`sandbox`), and what is wrong with one is a Problem at its line (TPL101).
"""

from __future__ import annotations

import re
from dataclasses import field
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING

from polops.render import sandbox, words
from polops.render.child import DEFAULT, Limits, run
from polops.reports.page import Chart, Listing, Measure, Table, Text, Tiles
from polops.source.problem import Problem, Severity, Span
from polops.source.shipped import shipped
from polops.values.record import dataclass

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from polops.render import Look
    from polops.reports.page import Block, Cell, Column, Page, Row, Section, Tile, Trend

    Data = dict[str, object]

CODE = "TPL101"
RIGHT = frozenset({"money", "variance", "ratio", "points", "score", "number", "integer", "measure"})
"""Kinds of columns whose cells stand on the right."""


class TemplateError(Exception):
    """A workspace's template cannot be filled; `problem` says where and why."""

    def __init__(self, problem: Problem) -> None:
        super().__init__(problem.message)
        self.problem = problem


@dataclass(frozen=True, slots=True)
class Dialect:
    """What differs between formats: their name, how text is made harmless, and how charts and trends are drawn.

    `listing`, `chart` and `trend` give finished markup, or an empty text where the format has no good way to draw it.
    """

    name: str
    text: Callable[[str], str]
    chart: Callable[[Chart], str]
    trend: Callable[[Trend], str] = lambda _: ""
    listing: Callable[[Listing], str] = lambda _: ""


def fill_page(page: Page, look: Look, dialect: Dialect, limits: Limits = DEFAULT) -> tuple[str, bool]:
    """The page as text, and whether a template of the workspace made it; TemplateError where that one is broken.

    `<report>.<format>.j2` is asked for first, then `page.<format>.j2`; ours can be extended as `builtin/page.<format>.j2`.
    """
    sheet = _Sheet(look, dialect)
    data = sheet.page(page)
    html = dialect.name == "html"
    standard = f"page.{dialect.name}.j2"
    own = dict(look.templates)
    texts = {standard: shipped(standard), f"builtin/{standard}": shipped(standard)} | own
    chosen = next((name for name in (f"{page.name}.{dialect.name}.j2", standard) if name in own), "")
    if not chosen:
        made = sandbox.environment({standard: shipped(standard)}, sheet.drawings, html=html)
        return made.get_template(standard).render(data), False
    answer = run({"texts": texts, "name": chosen, "html": html, "data": data, "drawings": sheet.drawings}, limits)
    if isinstance(answer, str):
        return answer, True
    raise TemplateError(_problem(answer))


def _problem(trouble: Data) -> Problem:
    """The Problem of a template that cannot be filled."""
    name, line, kind = (str(trouble[key]) for key in ("name", "line", "kind"))
    helps = {
        "UndefinedError": "a page has name, title, facts, lead, headline, draft, sections, findings and notes",
        "TemplateSyntaxError": "mend the template, or remove it to use the one of polops",
        "TemplateNotFound": "a template can include only those of this folder and `builtin/page.md.j2`, `builtin/page.html.j2`",
    }
    message = words.one_line(str(trouble["message"]))
    return Problem(
        Span(f"templates/{name}", int(line), 1, int(line), 1), CODE, Severity.ERROR,
        f"the template cannot be filled: {message}", helps.get(kind, "remove the template to use the one of polops"),
    )  # fmt: skip


@dataclass(slots=True)
class _Sheet:
    """Builds the plain data of one page, and keeps its drawings by number."""

    look: Look
    dialect: Dialect
    drawings: dict[str, str] = field(default_factory=dict)
    seen: set[str] = field(default_factory=set)

    def text(self, text: str) -> str:
        return self.dialect.text(words.one_line(text))

    def drawing(self, markup: str) -> str:
        """The name under which a template draws this markup; empty for none."""
        if not markup:
            return ""
        name = f"drawing-{len(self.drawings) + 1}"
        self.drawings[name] = markup
        return name

    def page(self, page: Page) -> Data:
        self.seen = {block.key for section in page.sections for block in section.blocks if isinstance(block, Table)}
        sections = [self.section(section, number) for number, section in enumerate(page.sections, 1) if section.blocks]
        return {
            "name": re.sub(r"[^\w-]+", "-", page.name),
            "title": self.text(page.title),
            "facts": [{"label": self.text(label), "value": self.text(value)} for label, value in page.facts],
            "lead": self.text(page.lead),
            "headline": self.text(page.headline),
            "draft": page.draft,
            "sections": sections,
            "findings": self.table(page.findings) if page.findings and page.findings_shown and page.findings.rows else {},
            "notes": [self.text(note) for note in page.notes],
        }

    def section(self, section: Section, number: int) -> Data:
        anchor = re.sub(r"[^a-z0-9]+", "-", section.key.lower()).strip("-")
        blocks = [block for found in section.blocks for block in self.blocks(found)]
        return {"key": anchor, "anchor": f"{anchor or 'part'}-{number}", "title": self.text(section.title), "blocks": blocks}

    def blocks(self, block: Block) -> Iterator[Data]:
        """The block; a chart brings its table along where that is wanted, or where the chart cannot be drawn."""
        if isinstance(block, Text):
            yield {"type": "text", "text": self.text(block.text), "bullets": [self.text(bullet) for bullet in block.bullets]}
        elif isinstance(block, Tiles):
            yield {"type": "tiles", "tiles": [self.tile(tile) for tile in block.tiles]}
        elif isinstance(block, Table):
            yield self.table(block)
        elif isinstance(block, Listing):
            yield {"type": "listing", "text": "", "bullets": [], "drawing": self.drawing(self.dialect.listing(block))}
        else:
            yield from self.chart(block)

    def chart(self, chart: Chart) -> Iterator[Data]:
        drawing = self.drawing(self.dialect.chart(chart))
        beside = chart.table.key not in self.seen and (chart.shown or not drawing)
        if drawing:
            hidden = {} if beside or chart.table.key in self.seen else self.table(chart.table)
            yield {"type": "chart", "kind": chart.kind, "title": self.text(chart.title), "drawing": drawing, "table": hidden}
        if beside:
            self.seen.add(chart.table.key)
            yield self.table(chart.table)

    def tile(self, tile: Tile) -> Data:
        value = self.cell(tile.value, tile.kind)
        status = tile.status or ""
        unit = tile.unit if tile.value is not None and tile.kind in ("money", "variance", "number", "integer") else ""
        return {
            "label": self.text(tile.label),
            "value": value["text"],
            "raw": value["raw"],
            "unit": self.text(unit),
            "detail": self.text(tile.detail),
            "status": status,
            "status_text": self.text(words.status(status)) if status else "",
            "trend": words.sparkline(tile.trend) if tile.trend else "",
            "drawing": self.drawing(self.dialect.trend(tile.trend)),
        }

    def table(self, table: Table) -> Data:
        units = {column.unit for column in table.columns if column.kind in ("money", "variance")}
        common = next(iter(units)) if len(units) == 1 else ""
        columns = [self.column(column, common) for column in table.columns]
        return {
            "type": "table",
            "key": re.sub(r"[^\w-]+", "-", table.key),
            "title": self.text(table.title),
            "unit": self.text(common),
            "columns": columns,
            "rows": [self.row(row, table.columns) for row in table.rows],
            "total": self.row(table.total, table.columns) if table.total else {},
            "note": self.text(table.note),
        }

    def column(self, column: Column, common: str) -> Data:
        unit = column.unit if column.unit != common and column.unit.lower() not in column.label.lower() else ""
        align = "right" if column.kind in RIGHT else "left"
        return {
            "key": column.key,
            "label": self.text(column.label),
            "kind": column.kind,
            "unit": self.text(unit),
            "align": align,
            "rank": column.rank,
            "ahead": column.ahead,
        }

    def row(self, row: Row, columns: tuple[Column, ...]) -> Data:
        cells = [
            self.cell(value, column.kind) | {"rank": column.rank, "ahead": column.ahead}
            for value, column in zip(row.cells, columns, strict=True)
        ]
        for cell, value, tint in zip(cells, row.cells, row.tints, strict=False):
            if tint:
                cell |= {"text": words.tinted(str(cell["text"]), value, tint), "tint": tint}
        named = next((at for at, column in enumerate(columns) if column.kind in ("id", "text") and row.cells[at]), None)
        if row.span is not None and named is not None:
            cells[named]["link"] = words.link(self.look.link_base, row.span)
        return {"cells": cells, "level": row.level, "line": row.span.line if row.span else 0}

    def cell(self, value: Cell, kind: str) -> Data:
        """A cell: its words, the exact number or date behind them, the status it shows and the place it links to."""
        drawing = self.drawing(self.dialect.trend(value)) if isinstance(value, tuple) else ""
        status = value if kind == "status" and isinstance(value, str) else ""
        return {
            "text": self.dialect.text(words.word(value, kind)),
            "raw": raw(value),
            "kind": kind,
            "align": "right" if kind in RIGHT else "left",
            "status": status if status in words.SYMBOLS else "",
            "tint": "",
            "none": value is None,
            "link": "",
            "drawing": drawing,
        }


def raw(value: Cell) -> str:
    """The exact number or date as plain text; empty for words, trends and no data."""
    if isinstance(value, Measure):
        value = value.value
    if isinstance(value, date):
        return value.isoformat()
    return format(Decimal(value), "f") if isinstance(value, (int, Decimal)) else ""
