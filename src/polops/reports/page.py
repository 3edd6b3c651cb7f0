"""A report as a value with no looks: what is said and in which order, never how it is drawn.

Every format renders the same `Page`: same numbers, same order. Cells hold exact values (`Decimal`, `date`, …), never
formatted text; a column says of which kind they are, and a renderer words them. `None` means *no data*: it is never 0.
"""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING, Literal

from polops.values.record import dataclass

if TYPE_CHECKING:
    from polops.source.problem import Span

Kind = Literal[
    "text", "id", "money", "variance", "ratio", "points", "score", "number", "integer", "measure", "trend", "date", "period", "status"
]
"""What a column's cells are.

`money` an amount in `Column.unit`; `variance` the same, favourable when positive; `ratio` a share (0.25 is 25 %); `points` a signed
difference of two shares; `score` 0 to 1 with two decimals; `number` any other Decimal; `measure` a `Measure`; `trend` a tuple of
values, oldest first; `period` a period's printed label; `status` one of `Status`; `id` and `text` strings.
"""

Status = Literal["green", "amber", "red", "grey", "complete"]


@dataclass(frozen=True, slots=True)
class Measure:
    """A measured value in its unit as spoken (0.38 with `%`), with its 95 % interval where it comes from a sample.

    `unsure` is true where the interval contains the threshold that the colour depends on.
    """

    value: Decimal
    unit: str = ""
    low: Decimal | None = None
    high: Decimal | None = None
    unsure: bool = False


Trend = tuple[Decimal | None, ...]
Cell = str | int | Decimal | date | Measure | Trend | None


@dataclass(frozen=True, slots=True)
class Column:
    """A column: its stable key (JSON, CSV, formulas), its label, and the kind of its cells.

    `unit` is the currency of `money` and `variance` columns, else what the numbers count. `total` says how the total row comes
    about: `"sum"`, or `"a/b"` for the total of column `a` over the absolute total of column `b`; empty for none.
    `rank` orders columns by need: 1 is always shown, 2 from about 100 characters of width, 3 only where there is plenty;
    files (xlsx, csv, json, html, md) show all. `ahead` marks what is to come among what has been: it is shaded.
    """

    key: str
    label: str
    kind: Kind = "text"
    unit: str = ""
    total: str = ""
    rank: int = 1
    ahead: bool = False


@dataclass(frozen=True, slots=True)
class Row:
    """One row: cells in the order of the columns, the plan's line it came from, and its depth in a tree.

    `tints` colours cells by a status, in the order of the columns (None: plain), as a heat map does. A tinted cell shows the status's
    symbol too, and a count of 0 only that.
    """

    cells: tuple[Cell, ...]
    span: Span | None = None
    ref: str = ""
    level: int = 0
    tints: tuple[Status | None, ...] = ()


@dataclass(frozen=True, slots=True)
class Table:
    """A named table. `key` is stable (JSON, `--table`, the workbook's table name); `total` is its total row, if it has one.

    `note` stands under the table: a definition, or what was left out. `sheet` names its sheet in a workbook (default: the title).
    """

    key: str
    title: str
    columns: tuple[Column, ...]
    rows: tuple[Row, ...]
    total: Row | None = None
    note: str = ""
    sheet: str = ""


ChartKind = Literal["bars", "stacked_bars", "lines", "bridge", "bullet", "gantt"]


@dataclass(frozen=True, slots=True)
class Chart:
    """A picture of a table: `x` names the column of labels, `series` the columns of numbers.

    `bridge` is a waterfall: its first and last rows stand on zero, the others float from the running sum of `series[0]`.
    `bullet` compares `series[0]` (reached) with `series[1]` (expected). `gantt` draws a bar from the date in `series[0]` to that in
    `series[1]`, and a mark at each date of the others (two at most); `status` names the column that colours its bars.
    """

    kind: ChartKind
    title: str
    table: Table
    x: str
    series: tuple[str, ...]
    shown: bool = True
    """Whether the table is also shown by itself; False: it exists for the chart, and stands on a sheet of a workbook only."""
    status: str = ""


@dataclass(frozen=True, slots=True)
class Tile:
    """One big number: label, value of a column's kind, a short second line, a status and perhaps a trend of up to 12 points."""

    label: str
    value: Cell
    kind: Kind = "text"
    unit: str = ""
    detail: str = ""
    status: Status | None = None
    trend: Trend = ()


@dataclass(frozen=True, slots=True)
class Tiles:
    """A row of big numbers."""

    tiles: tuple[Tile, ...]


@dataclass(frozen=True, slots=True)
class Text:
    """A paragraph, or with `bullets` a list. Plain text: a renderer makes it harmless and wraps it."""

    text: str = ""
    bullets: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Listing:
    """Text to copy as it stands, lines and spaces and all: `language` says what it is (yaml)."""

    text: str
    language: str = "yaml"


Block = Text | Tiles | Table | Chart | Listing


@dataclass(frozen=True, slots=True)
class Section:
    """A titled part of a page. A section without blocks is left out, never printed empty."""

    key: str
    title: str
    blocks: tuple[Block, ...]


@dataclass(frozen=True, slots=True)
class Page:
    """A whole report.

    `facts` are the header's pairs (as of, period, data through, commit, filters); `lead` is the one generated sentence of facts that
    comes first, `headline` the owner's own words, if any; `notes` are the footer: definitions used, waived findings.
    `draft` is true while the plan has errors. `sheets` are tables behind the page: in a workbook and JSON, and by `--table`, but not shown.
    `findings` is the table that stands last, or with `findings_shown` off only in a workbook and JSON. `as_of` is the day of it all.
    """

    name: str
    title: str
    facts: tuple[tuple[str, str], ...]
    lead: str
    sections: tuple[Section, ...]
    notes: tuple[str, ...] = ()
    headline: str = ""
    draft: bool = False
    sheets: tuple[Table, ...] = ()
    findings: Table | None = None
    findings_shown: bool = True
    as_of: date | None = None

    def tables(self) -> tuple[Table, ...]:
        """Every table of the page once, in order: those shown, those behind charts and behind the page, and the findings."""
        found: dict[str, Table] = {}
        for section in self.sections:
            for block in section.blocks:
                table = block.table if isinstance(block, Chart) else block
                if isinstance(table, Table):
                    found.setdefault(table.key, table)
        for table in self.sheets:
            found.setdefault(table.key, table)
        if self.findings is not None:
            found.setdefault(self.findings.key, self.findings)
        return tuple(found.values())
