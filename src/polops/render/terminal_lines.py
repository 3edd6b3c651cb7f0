"""Lines of text: wrapped, laid beside each other, and painted. The cells of wide characters are counted by rich."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING, Literal

from rich.console import Console
from rich.text import Text

from polops.render import words

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from polops.render import Look

Align = Literal["left", "right"]
GAP = 2
_TAB = 8
_GLUE = "\ue000"
"""Stands for a space that no line ends at: rich breaks at every other kind."""
COLORS = {"green": "green", "amber": "yellow", "red": "red", "grey": "dim", "complete": "green"}


def _console(width: int = 80, *, color: bool = False) -> Console:
    """A console that knows nothing of the machine: same page and look, same bytes."""
    return Console(
        file=io.StringIO(),
        width=width,
        color_system="standard" if color else None,
        force_terminal=color,
        force_jupyter=False,
        force_interactive=False,
        no_color=not color,
        legacy_windows=False,
        markup=False,
        emoji=False,
        highlight=False,
        _environ={},
    )


_MEASURING = _console()


def paint(lines: Iterable[Text], look: Look) -> str:
    """The lines as one text, with colour if the look allows, without trailing spaces, and with no line that commands a CI runner."""
    painted = _coloured(lines).split("\n") if look.color else (line.plain.expandtabs(_TAB) for line in lines)
    return words.inert("".join(f"{line.rstrip()}\n" for line in painted))


def _coloured(lines: Iterable[Text]) -> str:
    """All lines in one go: a console takes longer to begin than to paint."""
    console, text = _console(color=True), Text("\n").join(lines)
    text.expand_tabs(_TAB)
    console.print(text, no_wrap=True, overflow="ignore", crop=False, end="")
    return console.file.getvalue() if isinstance(console.file, io.StringIO) else ""


def say(text: str, style: str = "") -> Text:
    """Data as one harmless line."""
    return Text(words.one_line(text), style=style)


def status(value: str) -> Text:
    """A status: its symbol coloured, its letter plain."""
    text = Text(words.status(value))
    text.stylize(COLORS.get(value, "dim"), 0, 1)
    return text


def wrap(text: Text, width: int, limit: int = 0) -> list[Text]:
    """The text in lines no wider than `width`; with a `limit` at most so many, the last ending in `…`."""
    if text.cell_len <= width and "\n" not in text.plain:
        return [text]
    whole = text.copy()
    whole.plain = words.together(text.plain, _GLUE)
    lines = list(whole.wrap(_MEASURING, max(width, 1), overflow="fold")) or [Text()]
    for line in lines:
        line.rstrip()
        line.plain = line.plain.replace(_GLUE, " ")
    if limit and len(lines) > limit:
        lines = lines[:limit]
        lines[-1].truncate(max(width - 1, 0), overflow="crop")
        lines[-1].append("…")
    return lines


def flow(items: Iterable[Text], width: int, gap: str = " " * GAP) -> list[Text]:
    """Items one after the other, as many on a line as fit; an item is only broken where it is wider than a line."""
    lines: list[Text] = []
    for item in items:
        if lines and lines[-1].cell_len + len(gap) + item.cell_len <= width:
            lines[-1] = Text.assemble(lines[-1], (gap, "dim"), item)
        else:
            lines += wrap(item, width)
    return lines


def beside(blocks: Sequence[Sequence[Text]], widths: Sequence[int], aligns: Sequence[Align], *, bottom: bool = False) -> Iterator[Text]:
    """Blocks of lines laid beside each other in columns of the given widths, tops (or bottoms) in line."""
    height = max((len(block) for block in blocks), default=0)
    for row in range(height):
        line = Text()
        for column, (block, width, align) in enumerate(zip(blocks, widths, aligns, strict=True)):
            index = row - (height - len(block)) if bottom else row
            cell = block[index] if 0 <= index < len(block) else Text()
            space = " " * max(0, width - cell.cell_len)
            line.append(" " * (GAP if column else 0) + (space if align == "right" else ""))
            line.append_text(cell)
            line.append(space if align == "left" else "")
        yield line
