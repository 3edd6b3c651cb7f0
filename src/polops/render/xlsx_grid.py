"""A table as it stands on a sheet: the header in row 1, the rows under it, and a total row of formulas.

`SUBTOTAL(109, …)` sums what the filter shows. A formula stands only where it reconciles: if the rows on the sheet do not add up to
the report's total (a list cut short, an amount too long for a spreadsheet), the total is a value and the sheet says so.
"""

from __future__ import annotations

import re
from decimal import Decimal
from functools import cached_property
from typing import TYPE_CHECKING

from polops.render.words import NONE
from polops.render.xlsx_fields import fields, value
from polops.values.record import dataclass

if TYPE_CHECKING:
    from polops.render.xlsx_fields import Field, Value
    from polops.reports.page import Table

MOST_ROWS = 1_000_000
"""A sheet has 1,048,576 rows; what is left serves the notes."""

_PLAIN_HEADER = re.compile(r"[\w ().%/–-]+")
_EPSILON = {"money": Decimal("0.005"), "variance": Decimal("0.005"), "ratio": Decimal("0.00005")}
_OTHER_EPSILON = Decimal("0.0000005")
_LETTERS = 26


@dataclass(frozen=True, slots=True)
class Total:
    """A cell of the total row: its value, and the formula that gives it (empty: the value stands by itself).

    `function` is what Excel calls the formula in the table: `sum` or `custom`. `adrift` is true where a formula was wanted but
    would give another number.
    """

    value: Value
    formula: str = ""
    function: str = ""
    adrift: bool = False


@dataclass(frozen=True)
class Grid:
    """A table of the report, its sheet's name and its name as an Excel table."""

    table: Table
    sheet: str
    name: str

    @cached_property
    def fields(self) -> tuple[Field, ...]:
        """The columns of the sheet."""
        return fields(self.table)

    @cached_property
    def body(self) -> tuple[tuple[Value, ...], ...]:
        """The values of the rows."""
        return tuple(tuple(field.value(row) for field in self.fields) for row in self.table.rows[:MOST_ROWS])

    @cached_property
    def places(self) -> dict[str, int]:
        """The position of the field that stands for each column of the report."""
        return {field.key: index for index, field in enumerate(self.fields) if field.key}

    @property
    def last(self) -> int:
        """The row that ends the body; an Excel table has one row at least."""
        return 1 + max(1, len(self.body))

    @property
    def bottom(self) -> int:
        """The row that ends the table, its total row included."""
        return self.last + (1 if self.table.total else 0)

    @cached_property
    def totals(self) -> tuple[Total, ...]:
        """The cells of the total row; none if the table has no total."""
        return tuple(self._total(index) for index in range(len(self.fields))) if self.table.total else ()

    def sum(self, index: int) -> Decimal:
        """The exact sum of the numbers of a column."""
        return sum((cell for row in self.body if isinstance(cell := row[index], Decimal)), Decimal(0))

    def _total(self, index: int) -> Total:
        """One cell of the total row, worth what the report says."""
        wanted = self._wanted(index)
        field = self.fields[index]
        if not field.total:
            return Total(None if wanted == NONE else wanted)
        if not isinstance(wanted, Decimal):
            return Total(wanted, adrift=wanted != NONE)
        worth, formula, function = self._sum(index) if field.total == "sum" else self._share(field.total)
        if worth is None or abs(worth - wanted) > _EPSILON.get(field.shape, _OTHER_EPSILON):
            return Total(wanted, adrift=True)
        return Total(wanted, formula, function)

    def _sum(self, index: int) -> tuple[Decimal, str, str]:
        """Worth, formula and function of a sum: it names the table's column where the header can be spelled in a formula."""
        header, letter = self.fields[index].header, column(index + 1)
        if _PLAIN_HEADER.fullmatch(header):
            return self.sum(index), f"SUBTOTAL(109,{self.name}[{header}])", "sum"
        return self.sum(index), f"SUBTOTAL(109,{letter}2:{letter}{self.last})", "custom"

    def _share(self, total: str) -> tuple[Decimal | None, str, str]:
        """Worth, formula and function of `a/b`: the total of one column over the absolute total of another."""
        above, _, below = total.partition("/")
        if above not in self.places or below not in self.places:
            return None, "", ""
        part, whole = self.sum(self.places[above]), abs(self.sum(self.places[below]))
        over, under = self._term(above), self._term(below)
        return (part / whole if whole else None), f'IF({under}=0,"n/a",{over}/ABS({under}))', "custom"

    def _term(self, key: str) -> str:
        """The total of a column inside a formula: the cell that holds it, or else its sum."""
        index = self.places[key]
        return (
            f"{column(index + 1)}{self.bottom}" if self.fields[index].total == "sum" and self._total(index).formula else self._sum(index)[1]
        )

    def _wanted(self, index: int) -> Value:
        """What the report's total row says; what only accompanies a column has no total."""
        field, total = self.fields[index], self.table.total
        return value(field.pick(total), field.shape) if total and field.key else None


def column(number: int) -> str:
    """The letters of a sheet's column: 1 is A, 27 is AA."""
    letters = ""
    while number:
        number, rest = divmod(number - 1, _LETTERS)
        letters = chr(ord("A") + rest) + letters
    return letters
