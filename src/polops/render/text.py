"""Problems for people: place, message, the line itself with a mark under the fault, and what to type instead.

    plans/budgets/FY26/coe.yaml:10:14: error[GEN105] plan must be a plain number, got '120,000'
       10 |     plan: 120,000
          |           ^^^^^^^
       help: write 120_000

The first line of each problem is greppable and clickable. All text passes through `words`, and no line can command a CI runner.
"""

from __future__ import annotations

import heapq
from typing import TYPE_CHECKING

from polops.render import words
from polops.source.problem import Severity
from polops.values.text import display

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from polops.render import Look
    from polops.source.document import Document
    from polops.source.problem import Problem, Span

EXCERPT = 100
"""The widest excerpt of a line, in terminal cells; longer lines show the part around the fault."""
LONGEST_MESSAGE = 600
ELSEWHERE = "elsewhere, not touched by this change"
_TAB = 4
_BEFORE = 30
_LONG = 6 * EXCERPT
_INDENT = " " * 3
_PRIVATE = "SEC"
"""The codes that find what must not stand there: repeating the line would spread it."""
_STYLES = {Severity.ERROR: "1;31", Severity.WARNING: "1;33", Severity.INFO: "1;36"}
_BOLD, _DIM, _GREEN = "1", "2", "32"


def render(problems: Sequence[Problem], documents: Mapping[str, Document], look: Look) -> bytes:
    """The problems with excerpts, at most `look.limit`; a line each for what the change does not touch and for waived ones; the totals."""
    paint = _paint if look.color else _plain
    open_, elsewhere, waived = parted(problems)
    shown = worst(open_, look.limit)
    blocks = ["\n".join(_problem(problem, documents.get(problem.span.path), paint)) for problem in shown]
    if len(shown) < len(open_):
        blocks.append(f"… and {len(open_) - len(shown):,} more; {len(open_):,} problems in all")
    if elsewhere:
        blocks.append("\n".join((f"{ELSEWHERE}:", *elsewhere_lines(elsewhere, look.limit, paint))))
    if waived:
        blocks.append("\n".join(waived_lines(waived, look.limit, paint)))
    blocks.append(paint(summary(problems), _BOLD))
    return (words.inert("\n\n".join(blocks)) + "\n").encode()


def worst(problems: Sequence[Problem], limit: int) -> list[Problem]:
    """At most `limit` problems, the most severe, in the order given: an error is never hidden behind hints."""
    if len(problems) <= limit:
        return list(problems)
    kept = heapq.nsmallest(max(limit, 0), range(len(problems)), key=lambda i: (problems[i].rank, i))
    return [problems[i] for i in sorted(kept)]


def listed(problems: Sequence[Problem], limit: int) -> list[Problem]:
    """At most `limit` open problems, the most severe; then as many that the change does not touch, and as many waived ones."""
    return [problem for part in parted(problems) for problem in worst(part, limit)]


def parted(problems: Sequence[Problem]) -> tuple[list[Problem], list[Problem], list[Problem]]:
    """The open problems, those that the change does not touch, and the waived ones."""
    waived = [problem for problem in problems if problem.waived]
    elsewhere = [problem for problem in problems if problem.elsewhere and not problem.waived]
    return [problem for problem in problems if problem.is_open], elsewhere, waived


def counts(problems: Sequence[Problem]) -> dict[str, int]:
    """How many problems of each severity are open, how many the change does not touch, and how many are waived."""
    open_, elsewhere, waived = parted(problems)
    found = {f"{severity.label}s": 0 for severity in sorted(Severity, reverse=True)}
    for problem in open_:
        found[f"{problem.severity.label}s"] += 1
    return found | {"elsewhere": len(elsewhere), "waived": len(waived)}


def summary(problems: Sequence[Problem]) -> str:
    """The line of totals: `3 errors, 12 warnings in 5 files; 40 elsewhere; 2 waived`, or `no problems`."""
    found = counts(problems)
    apart = [f"{count:,} {name}" for name in ("elsewhere", "waived") if (count := found.pop(name))]
    parts = [f"{count:,} {name[:-1] if count == 1 else name}" for name, count in found.items() if count]
    files = len({problem.span.path for problem in problems if problem.is_open})
    text = f"{', '.join(parts)} in {files:,} {'file' if files == 1 else 'files'}" if parts else "no problems"
    return "; ".join((text, *apart))


def place(span: Span) -> str:
    """`path:line:col`, with a path that cannot steer."""
    return f"{words.path_text(span.path)}:{span.line}:{span.col}"


def message_of(problem: Problem) -> str:
    """The message on one line; an endless one is cut."""
    text = words.one_line(problem.message)
    return text if len(text) <= LONGEST_MESSAGE else f"{text[:LONGEST_MESSAGE]}…"


def help_lines(problem: Problem) -> list[str]:
    """The help, harmless, line by line."""
    return [display(line.expandtabs(_TAB)).rstrip() for line in problem.help.strip("\n").split("\n")] if problem.help else []


def excerpt(text: str, span: Span) -> tuple[str, str]:
    """A line of a file as it can be printed, and the carets that stand under its span.

    Tabs become spaces, hidden characters visible escapes, wide characters count double; past 100 cells only the part
    around the span is shown, between `…`.
    """
    text = text.rstrip("\r\n")
    skipped = max(0, min(span.col, len(text)) - 2 * EXCERPT) if len(text) > _LONG else 0
    part = text[skipped : skipped + _LONG]
    cells = list(_cells(part))
    first = min(max(span.col - 1 - skipped, 0), len(cells))
    last = len(cells) if span.end_line > span.line else min(max(span.end_col - 1 - skipped, first), len(cells))
    start, end = _window([width for _, width in cells], first)
    before, after = "…" * (start + skipped > 0), "…" * (end + skipped < len(text))
    line = before + "".join(piece for piece, _ in cells[start:end]) + after
    indent = len(before) + sum(width for _, width in cells[start:first])
    carets = max(1, sum(width for _, width in cells[first : min(last, end)]))
    return line.rstrip(), " " * indent + "^" * carets


def _cells(text: str) -> Iterator[tuple[str, int]]:
    """Every character as it is printed and the cells it takes."""
    from rich.cells import cell_len

    column = 0
    for character in text:
        piece = " " * (_TAB - column % _TAB) if character == "\t" else display(character)
        width = len(piece) if piece.isascii() else cell_len(piece)
        column += width
        yield piece, width


def _window(widths: Sequence[int], first: int) -> tuple[int, int]:
    """From which to which character a line is shown, so that it fits and `first` is inside."""
    if sum(widths) <= EXCERPT:
        return 0, len(widths)
    start, room = first, _BEFORE
    while start > 0 and widths[start - 1] <= room:
        start -= 1
        room -= widths[start]
    end, room = start, EXCERPT
    while end < len(widths) and widths[end] <= room:
        room -= widths[end]
        end += 1
    while start > 0 and widths[start - 1] <= room:
        start -= 1
        room -= widths[start]
    return start, max(end, min(first + 1, len(widths)))


def _problem(problem: Problem, document: Document | None, paint: _Painter) -> Iterator[str]:
    yield _head(problem, paint)
    if document is not None and not problem.code.startswith(_PRIVATE):
        line, carets = excerpt(_line(document, problem.span), problem.span)
        gutter = f"{problem.span.line:>5} |"
        if line:
            marks = carets.lstrip()
            indent = carets[: -len(marks)]
            yield f"{paint(gutter, _DIM)} {line}"
            yield f"{paint(' ' * (len(gutter) - 1) + '|', _DIM)} {indent}{paint(marks, _STYLES[problem.severity])}"
    for number, line in enumerate(help_lines(problem)):
        label = "help: " if number == 0 else " " * len("help: ")
        yield f"{_INDENT}{paint(label, _GREEN) if number == 0 else label}{line}".rstrip()
    for span, label in problem.related:
        yield f"{_INDENT}{paint('note: ', _DIM)}also at {place(span)}{': ' * bool(label)}{words.one_line(label)}"


def _line(document: Document, span: Span) -> str:
    """The line of a span; all of it where `Document.line`, which cuts endless lines, might have cut the span off."""
    line = document.line(span.line)
    if not line.endswith("…") or span.end_col + EXCERPT < len(line):
        return line
    lines = document.text.removeprefix("\ufeff").split("\n", span.line)
    return lines[span.line - 1] if span.line <= len(lines) else line


def _head(problem: Problem, paint: _Painter) -> str:
    code = f"{problem.severity.label}[{words.path_text(problem.code)}]"
    return f"{paint(place(problem.span), _BOLD)}: {paint(code, _STYLES[problem.severity])} {message_of(problem)}"


def _plain(text: str, _codes: str) -> str:
    return text


def elsewhere_lines(problems: Sequence[Problem], limit: int, paint: _Painter = _plain) -> Iterator[str]:
    """The problems that the change does not touch, at most `limit`, a line each."""
    yield from (_head(problem, paint) for problem in worst(problems, limit))
    if len(problems) > limit:
        yield f"… and {len(problems) - limit:,} more elsewhere"


def waived_lines(problems: Sequence[Problem], limit: int, paint: _Painter = _plain) -> Iterator[str]:
    """The waived problems, at most `limit`: place and message, and below each who waived it, why, and until when."""
    for problem in worst(problems, limit):
        yield _head(problem, paint)
        yield f"{_INDENT}{paint('waived: ', _DIM)}{words.one_line(problem.waived)}"
    if len(problems) > limit:
        yield f"… and {len(problems) - limit:,} more waived"


def _paint(text: str, codes: str) -> str:
    return f"\x1b[{codes}m{text}\x1b[0m"


if TYPE_CHECKING:
    from collections.abc import Callable

    _Painter = Callable[[str, str], str]
