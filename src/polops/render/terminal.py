"""A page for the terminal: calm, readable at 80 columns, fuller on wider ones, harmless whatever the plan says.

From top to bottom: title and facts, lead, headline, sections, findings, notes. Every part yields finished lines (`rich.text.Text`,
never markup from data) and a console only paints them. Colour repeats what a symbol and a letter already say; without
`look.color` no escape code is written. Numbers are never wrapped or cut (see `terminal_tables`). rich is imported at the top,
because this module itself is only imported when a terminal is written to.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from rich.text import Text

from polops.render import words
from polops.render.terminal_charts import chart, covers
from polops.render.terminal_lines import GAP, beside, flow, paint, say, status, wrap
from polops.render.terminal_tables import table
from polops.reports import page as pages

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from polops.render import Look

_NARROWEST = 40
_PROSE = 100
"""Paragraphs are not set wider than this, however wide the terminal."""
_DETAIL = 3
"""Lines of a tile's second text."""
_TILE = 30
_BREAKS = ((118, 6), (96, 4), (66, 3), (46, 2))
"""From which width on so many tiles stand beside each other."""


def render(page: pages.Page, look: Look) -> bytes:
    """The page as UTF-8 text of `look.width` columns (40 at least), in colour if the look allows."""
    look = replace(look, width=max(look.width, _NARROWEST))
    return paint(_page(page, look), look).encode()


def _page(page: pages.Page, look: Look) -> Iterator[Text]:
    prose = min(look.width, _PROSE)
    yield from _header(page, prose)
    printed: set[str] = set()
    for section in page.sections:
        if section.blocks:
            yield from _rule(section.title, look.width)
            for number, block in enumerate(section.blocks):
                lines = list(_block(block, section, look.width, printed))
                yield from [Text(), *lines] if number and lines else lines
    if page.findings is not None and page.findings_shown and page.findings.rows and page.findings.key not in printed:
        yield from _rule(page.findings.title, look.width)
        yield from table(page.findings, look.width, title=False, limit=look.limit)
    if page.notes:
        yield from _rule("", look.width)
        for note in page.notes:
            yield from wrap(say(note, "dim"), prose)


def _header(page: pages.Page, width: int) -> Iterator[Text]:
    yield from wrap(Text.assemble(say(page.title, "bold"), ("  DRAFT" if page.draft else "", "bold yellow")), width, 3)
    if page.facts:
        facts = (Text.assemble(say(label, "dim"), " ", say(value)) for label, value in page.facts)
        yield from flow(facts, width, " · ")
    if page.draft:
        yield from wrap(Text("The plan has errors: figures may be incomplete until they are mended.", "yellow"), width)
    for text, style in ((page.lead, ""), (f"“{page.headline}”" if page.headline else "", "italic")):
        if text:
            yield Text()
            yield from wrap(say(text, style), width)


def _rule(title: str, width: int) -> Iterator[Text]:
    head = say(title, "bold")
    head.truncate(width - 4, overflow="ellipsis")
    yield Text()
    yield Text.assemble(head, " " * bool(title), ("─" * (width - head.cell_len - bool(title)), "dim"))


def _block(block: pages.Block, section: pages.Section, width: int, printed: set[str]) -> Iterator[Text]:
    """A block's lines. The table of a chart follows it, where it is to be shown, is not yet, and says more than the chart."""
    if isinstance(block, pages.Text):
        yield from _text(block, min(width, _PROSE))
    elif isinstance(block, pages.Listing):
        for line in words.verbatim(block.text).split("\n"):
            yield from wrap(Text(line), width)
    elif isinstance(block, pages.Tiles):
        yield from _tiles(block.tiles, width)
    elif isinstance(block, pages.Table):
        yield from _once(block, section, width, printed)
    else:
        drawn = list(chart(block, width))
        yield from drawn
        if block.shown and block.table.key not in printed and not (drawn and covers(block)):
            yield from [Text()] * bool(drawn)
            yield from _once(block.table, section, width, printed)


def _once(source: pages.Table, section: pages.Section, width: int, printed: set[str]) -> Iterator[Text]:
    printed.add(source.key)
    yield from table(source, width, title=source.title != section.title)


def _text(block: pages.Text, width: int) -> Iterator[Text]:
    for paragraph in block.text.split("\n"):
        if paragraph.strip():
            yield from wrap(say(paragraph), width)
    for bullet in block.bullets:
        for number, line in enumerate(wrap(say(bullet), width - GAP)):
            yield Text("  " if number else "• ") + line


def _tiles(tiles: Sequence[pages.Tile], width: int) -> Iterator[Text]:
    """The tiles in rows of equal length, as many beside each other as the width allows."""
    if not tiles:
        return
    most = next((count for least, count in _BREAKS if width >= least), 1)
    rows = -(-len(tiles) // most)
    each = -(-len(tiles) // rows)
    size = min((width - GAP * (each - 1)) // each, _TILE)
    for row in range(rows):
        if row:
            yield Text()
        part = tiles[row * each : (row + 1) * each]
        yield from beside([_tile(tile, size) for tile in part], [size] * len(part), ["left"] * len(part))


def _tile(tile: pages.Tile, width: int) -> list[Text]:
    """A tile: label; value, status and trend; detail. The interval of a measure may go to a line of its own."""
    value, bracket, interval = words.word(tile.value, tile.kind).partition(" (")
    parts = [Text(value, "bold" if tile.value is not None else "dim")]
    if tile.value is not None and tile.status:
        parts.append(status(tile.status))
    if isinstance(tile.value, str) and tile.kind == "status":
        parts = [status(tile.value)]
    parts += [Text(bracket.strip() + interval, "dim")] if interval else []
    parts += [Text(words.sparkline(tile.trend), "cyan")] if tile.trend else []
    return [
        *wrap(say(tile.label, "dim"), width, 2),
        *flow(parts, width)[:4],
        *(wrap(say(tile.detail, "dim"), width, _DETAIL) if tile.detail else []),
    ]
