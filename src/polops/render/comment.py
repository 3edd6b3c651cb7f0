"""A pull request's report as a comment: a hidden first line, at most 60 lines before anything is folded, and never too long for a forge.

The page comes from `reports.pr`. A table shows as many rows as there is room for, commitments first; the others stand in the folded
part, which is cut first where the whole is too long, and says so. Sections whose key starts with `more-` are folded from the start. Text
is as inert as in any report, and no template of the workspace is asked: what a pull request brings must not shape what is said of it.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from polops.render import words
from polops.render.markdown import escape
from polops.reports.page import Table, Text
from polops.values.marker import Marker
from polops.values.record import dataclass

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from polops.render import Look
    from polops.reports.page import Cell, Page, Row, Section

LINES = 60
"""Lines before the folded part."""
LONGEST = 59_000
"""Characters at most: GitHub takes 65,536, GitLab more."""
_MORE = "more-"
_COSMETIC = f"{_MORE}cosmetic"
_CELL = 160
_TYPED = 6  # lines of a cell
_WRITTEN = 400  # characters of a cell once it is harmless
_LINK = 300
_VISIBLE = 40_000  # characters of rows before the folded part
_FRAME = 5  # lines around a table's rows: heading, blank, two of its head, blank
_FEWEST = 2
_ENDING = 300  # characters for the line that says what was left out


@dataclass(frozen=True, slots=True)
class _Part:
    """A titled table or list, as lines; `head` comes before the rows, `note` after them."""

    title: str
    head: tuple[str, ...]
    rows: tuple[str, ...]
    note: str = ""

    def lines(self) -> list[str]:
        note = [f"*{self.note}*", ""] if self.note else []
        return [f"#### {self.title}", "", *self.head, *self.rows, "", *note]


def render(page: Page, look: Look) -> bytes:
    """The comment as Markdown, with its marker."""
    shown = [_part(section, look) for section in page.sections if not section.key.startswith(_MORE)]
    folded = [_part(section, look) for section in page.sections if section.key.startswith(_MORE)]
    top, left = _top(page), _fitted(shown, LINES - len(_top(page)) - 1)
    visible = [*top, *(line for part, _ in left for line in part.lines())]
    details = [*(rest for _, rest in left if rest), *folded]
    marker = Marker(*look.revision, nothing=all(section.key == _COSMETIC for section in page.sections))
    text = "\n".join([str(marker), *visible])
    return _with_details(text, details).encode("utf-8", "replace")


def _top(page: Page) -> list[str]:
    facts = " · ".join(f"{escape(words.one_line(label))} {escape(words.one_line(value))}" for label, value in page.facts)
    verdict, _, rest = page.lead.partition(". ")
    head = [f"### {escape(words.one_line(verdict))}", ""]
    notes = [line for note in page.notes for line in (f"*{_cut(note)}*", "")]
    return [*head, *([escape(words.one_line(rest)), ""] if rest else []), facts, "", *notes]


def _part(section: Section, look: Look) -> _Part:
    title = escape(words.one_line(section.title))
    for block in section.blocks:
        if isinstance(block, Table):
            columns = [escape(words.one_line(column.label)) for column in block.columns]
            head = (f"| {' | '.join(columns)} |", f"|{' --- |' * len(columns)}")
            rows = tuple(_row(row, block, look) for row in block.rows)
            return _Part(title, head, rows, escape(words.one_line(block.note)))
        if isinstance(block, Text):
            return _Part(title, (), tuple(f"- {_cut(bullet)}" for bullet in block.bullets))
    return _Part(title, (), ())


def _row(row: Row, table: Table, look: Look) -> str:
    cells = [_cell(cell, column.kind) for cell, column in zip(row.cells, table.columns, strict=True)]
    if row.span is not None and look.link_base and cells[0] and len(link := words.link(look.link_base, row.span)) <= _LINK:
        cells[0] = f"[{cells[0]}]({link})"
    return f"| {' | '.join(cells)} |"


def _cell(cell: Cell, kind: str) -> str:
    """A cell in words; texts as they are, so that lines to type stay lines."""
    return _cut(cell if isinstance(cell, str) and kind in {"id", "text"} else words.word(cell, kind)) if cell is not None else ""


def _cut(text: str) -> str:
    """A cell's text, harmless and not too long: what hides or steers takes many characters to write. Lines to type stay lines."""
    kept, size = text.strip("\n")[: _CELL * 4], _CELL
    while len(shown := "<br>".join(_line(line, size) for line in kept.split("\n")[:_TYPED])) > _WRITTEN:
        size = size * 3 // 4
    return shown


def _line(text: str, size: int) -> str:
    line = words.one_line(text)
    indent = "&nbsp;" * min(len(text) - len(text.lstrip(" ")), 8)
    return indent + escape(line if len(line) <= size else f"{line[:size]}…")


def _fitted(parts: Sequence[_Part], room: int) -> list[tuple[_Part, _Part | None]]:
    """Each part with the rows there is room for, and the part that holds its other rows: room goes to the first parts first."""
    frames = [_FRAME + 2 * bool(part.note) + 1 for part in parts]
    spare = room - sum(frames)
    quotas = [min(len(part.rows), _FEWEST) for part in parts]
    spare -= sum(quotas)
    for number, part in enumerate(parts):
        more = max(0, min(len(part.rows) - quotas[number], spare))
        quotas[number] += more
        spare -= more
    size = 0
    for number, part in enumerate(parts):
        sizes = [size := size + len(row) for row in part.rows[: quotas[number]]]
        quotas[number] = sum(1 for each in sizes if each <= _VISIBLE)
    return [_split(part, quota) for part, quota in zip(parts, quotas, strict=True)]


def _split(part: _Part, quota: int) -> tuple[_Part, _Part | None]:
    rest = part.rows[quota:]
    if not rest:
        return part, None
    said = f"{len(rest):,} more below." if not part.note else f"{len(rest):,} more below. {part.note}"
    return replace(part, rows=part.rows[:quota], note=said), replace(part, title=f"{part.title}, continued", rows=rest, note="")


def _with_details(text: str, details: Iterable[_Part]) -> str:
    """The folded part below the text, as much of it as there is room for."""
    parts = list(details)
    if not parts:
        return text.rstrip("\n") + "\n"
    opening, closing = ["<details><summary>More</summary>", ""], ["</details>", ""]
    room = LONGEST - len(text) - _ENDING
    lines, left = _within(parts, room)
    said = [f"*{left:,} rows are left out here: the comment would be too long. polops report pr shows them all.*", ""] if left else []
    return "\n".join([text.rstrip("\n"), "", *opening, *lines, *said, *closing])


def _within(parts: Iterable[_Part], room: int) -> tuple[list[str], int]:
    """The lines of the parts within so many characters, and how many rows are left out."""
    lines: list[str] = []
    left = 0
    for part in parts:
        frame = sum(len(line) + 1 for line in replace(part, rows=()).lines())
        rows: list[str] = []
        for row in part.rows:
            if frame + sum(len(line) + 1 for line in rows) + len(row) + 1 > room:
                break
            rows.append(row)
        left += len(part.rows) - len(rows)
        if rows:
            shown = replace(part, rows=tuple(rows)).lines()
            room -= sum(len(line) + 1 for line in shown)
            lines += shown
    return lines, left
