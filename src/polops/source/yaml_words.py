"""Syntax errors in plain words: what the parser said, looked at again beside the line that it stumbled over.

The parser (libyaml) names its own inner state ("did not find expected <block mapping start>"), often a line or more after the slip.
Here each of its sentences is matched with the slips that cause it, most telling first, and the place is moved to where the slip is.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from polops.source.problem import Problem, Span
from polops.source.text import CURLY, error, show
from polops.source.yaml_trouble import Trouble, bullet, hidden_end, runaway_quote

if TYPE_CHECKING:
    from collections.abc import Callable

_GLUED = re.compile(r"(?:[ \t]*- )*[ \t{\[]*([A-Za-z_][\w.-]*):([^\s/:{\[,][^\s]*)")
_KEY = re.compile(r"[ \t]*(?:- +)*([^\s#:'\"-][^#:]*):(?:\s|$)")
_CURLY = re.compile(f"[{CURLY}]")
_MANY = 1000  # characters: the parser gives up on longer keys


def say(path: str, text: str, fault: BaseException) -> Problem:
    """Turn a fault of the parser into a Problem; faults without a place stand at the start of the file."""
    mark, origin = getattr(fault, "problem_mark", None), getattr(fault, "context_mark", None)
    if mark is None:
        return error(Span(path), "file cannot be read as YAML", "look for brackets and quotes that are never closed")
    at = (mark.line, mark.column)
    lines = [line.removesuffix("\r") for line in text.split("\n")]
    trouble = Trouble(path, lines, fault.context or "", fault.problem or "", at, (origin.line, origin.column) if origin else at)  # type: ignore[attr-defined]  # the parser's own errors have them
    if earlier := hidden_end(trouble) or runaway_quote(trouble):
        return earlier
    for words, explain in _SLIPS:
        if words in trouble.problem or words in trouble.context:
            return explain(trouble)
    return trouble.here("this cannot be read as YAML", "check indentation, quotes and the space after each colon, here and above")


def _start(t: Trouble) -> Problem:
    if t.char == "\t":
        return _tab(t)
    if t.char == "@":
        handle = t.line[t.at[1] :].split()[0].rstrip(",]}")
        return t.says(t.at, len(handle), "a value cannot start with `@`", f"write {show(handle[1:])} without the @")
    if t.char == "`":
        return t.here("a value cannot start with a backtick", "delete the backticks, or put the value in quotes")
    return t.here(f"a value cannot start with `{show(t.char)}`", "put the value in quotes")


def _tab(t: Trouble) -> Problem:
    indent = t.line[: len(t.line) - len(t.line.lstrip())]
    place = (t.at[0], indent.index("\t")) if "\t" in indent else t.at
    return t.says(place, 1, "tab in the indentation: expected spaces", "replace each tab with two spaces")


def _colon(t: Trouble) -> Problem:
    """A colon where no key can be: the slip is a second colon, or the line above has no space after its own."""
    before = t.line[: t.at[1]]
    if len(before.strip()) > _MANY:
        return t.says((t.at[0], 0), 40, "key is longer than 1,000 characters", "shorten the key; long text belongs behind the colon")
    above = t.above()
    if slip := bullet(t, t.at[0]) or bullet(t, above):
        return slip
    if key := _KEY.match(before + " "):
        return _second_colon(t, key[1])
    if before.startswith("--- "):
        return t.whole(t.at[0], "key on the line of `---`", "delete the `---`, or start the key on the next line")
    return _glued(t, t.at[0]) or _glued(t, above) or _no_colon(t, above) or _too_deep(t)


def _second_colon(t: Trouble, key: str) -> Problem:
    if _CURLY.search(t.line):
        return t.here("curly quotes are not quotes in YAML, and this colon needs some", f'write straight ones: {show(key)}: "…"')
    return t.here("second colon in one value: a colon and a space end a key", f'put the value in quotes: {show(key)}: "…"')


def _glued(t: Trouble, number: int) -> Problem | None:
    if found := _GLUED.match(t.line_at(number)):
        width = found.end(1) + 1 - found.start(1)
        return t.says((number, found.start(1)), width, f"no space after the colon of `{show(found[1])}`", f"write `{show(found[1])}: …`")
    line = t.line_at(number).lstrip()
    if line[:1] == "-" and line[1:2].strip() and line[1] != "-":
        return t.whole(number, "no space after the `-` of a list item", f"write `- {show(line[1:])}`")
    return None


def _no_colon(t: Trouble, number: int) -> Problem | None:
    line = t.line_at(number)
    body = line.strip()
    if body.startswith(("=======", "|||||||")):
        return t.whole(number, "git conflict marker", "keep one side, delete the marker lines")
    if "\u00a0" in line:
        column = line.index("\u00a0")
        return t.says((number, column), 1, "no-break space where a plain space is needed", "replace it with a plain space")
    if not body or re.search(r":(?:\s|$)", body):
        return None
    return t.whole(number, "line without a colon: expected `key: value`", "write the colon; text that goes on from above is indented")


def _too_deep(t: Trouble) -> Problem:
    above = t.above()
    before = t.above(above)
    here, out, level = (len(line) - len(line.lstrip(" -")) for line in (t.line, t.line_at(above), t.line_at(before)))
    if out < here == level and before >= 0 and not t.line_at(above).lstrip().startswith("-"):  # it is the line above that is out of line
        return t.whole(above, f"indented by {_spaces(out)}: expected {here}, as the lines around it", "line it up with them")
    return t.whole(t.at[0], "line is indented below a line that already has its value", "line it up with the keys it belongs to")


def _simple_key(t: Trouble) -> Problem:
    number = t.origin[0]
    colon = _glued(t, number) or _no_colon(t, number)
    return colon or t.whole(number, "line without a colon: expected `key: value`", "write the colon")


def _inline_item(t: Trouble) -> Problem:
    return t.here("a list item cannot start behind a key on the same line", "start the list on the next line, or write it as [a, b]")


def _question(t: Trouble) -> Problem:
    return t.here("a value cannot start with `?`", "put the value in quotes")


def _in_map(t: Trouble) -> Problem:
    if not t.leads:
        return _after_quote(t)
    if t.line[t.at[1] :].startswith("- ") or t.line.strip() == "-":
        return t.whole(t.at[0], "list item where `key: value` was expected", "line the `-` up with its list, or delete it")
    if t.char == ":":
        return t.here("key is empty: expected a name before the colon", "write the key, or delete the line")
    return _indentation(t)


def _after_quote(t: Trouble) -> Problem:
    before = t.line[: t.at[1]].rstrip()
    if before.endswith("'") and t.char.isalnum():
        return t.here("text after the closing quote", "write '' for an apostrophe within single quotes, or use double quotes")
    if before.endswith(('"', "'")):
        return t.here("text after the closing quote", 'close the quote at the end of the value; a quote within it is written \\"')
    return t.here("text after the end of the value", "put the whole value in quotes, or delete the rest of the line")


def _indentation(t: Trouble, expected: int = -1) -> Problem:
    got, expected = t.at[1], t.origin[1] if expected < 0 else expected
    return t.whole(
        t.at[0], f"indented by {_spaces(got)}: expected {expected}, as the lines above", "line it up with the lines it belongs to"
    )


def _spaces(count: int) -> str:
    return "1 space" if count == 1 else f"{count} spaces"


def _in_list(t: Trouble) -> Problem:
    if not t.leads:
        return _after_quote(t)
    if slip := bullet(t, t.at[0]) or _glued(t, t.at[0]):
        return slip
    above = next((n for n in range(t.at[0] - 1, -1, -1) if t.lines[n][t.origin[1] :].startswith("-")), t.origin[0])
    item = re.match(r"\s*-\s+", t.line_at(above))
    inside = item.end() if item else t.at[1]
    if t.at[1] in (t.origin[1], inside):
        return t.whole(t.at[0], "line within a list: expected `-` at its start", "write `- ` before it, or indent it as the item above")
    return _indentation(t, inside)


_CLOSING = {"[": "]", "{": "}"}


def _in_flow(t: Trouble) -> Problem:
    """Within brackets or braces: never closed, closed by the wrong sign, or a comma is missing."""
    opening = t.line_at(t.origin[0])[t.origin[1] : t.origin[1] + 1] or "["
    closing = _CLOSING.get(opening, "]")
    if t.at[0] > t.origin[0] and not t.line.lstrip().startswith(tuple("]},")):
        return t.says(t.origin, 1, f"`{opening}` is never closed", f"write `{closing}` at the end of the list or map")
    if t.char in ("]", "}"):
        return t.here(f"`{t.char}` closes nothing here: expected `{closing}`", f"write `{closing}`")
    if t.char == ":":
        return t.here(f"second colon between `{opening}` and `{closing}`", "put the text in quotes, or a comma before the next key")
    return t.here(f"`,` or `{closing}` expected here", "put a comma between the values, or text with signs in quotes")


def _no_content(t: Trouble) -> Problem:
    if t.char:
        return t.here(f"a value cannot start with `{show(t.char)}`", "put the value in quotes, or delete the sign")
    for number in range(min(t.at[0], len(t.lines) - 1), -1, -1):
        found = max(t.lines[number].rfind("["), t.lines[number].rfind("{"))
        if found >= 0:
            sign = t.lines[number][found]
            return t.says((number, found), 1, f"`{sign}` is never closed", f"write `{_CLOSING[sign]}` at the end of the list or map")
    return t.here("value is missing at the end of the file", "write it")


def _open_quote(t: Trouble) -> Problem:
    line = t.line_at(t.origin[0])
    quote = line[t.origin[1] : t.origin[1] + 1]
    return t.says(t.origin, len(line) - t.origin[1], f"quote {show(quote)} is never closed", f"write {show(quote)} at the end of the value")


def _escape(t: Trouble) -> Problem:
    found = re.compile(r"\\.?").match(t.line, t.at[1])
    sign = show(found[0] if found else "\\")
    return t.says(t.at, len(sign), f"`{sign}` is no escape that YAML knows", "write \\\\ for a backslash, or use single quotes")


def _code(t: Trouble) -> Problem:
    return t.here("escape does not name a character", "type the character itself; for a backslash write \\\\ or use single quotes")


def _sign(t: Trouble) -> Problem:
    if slip := bullet(t, t.origin[0]):
        return slip
    sign = t.line_at(t.origin[0])[t.origin[1] : t.origin[1] + 1]
    return t.says(t.origin, 1, f"a value cannot start with `{show(sign)}`", "put the value in quotes")


def _tag(t: Trouble) -> Problem:
    found = re.compile(r"\S*").match(t.line_at(t.origin[0]), t.origin[1])
    name = found[0] if found else "!"
    return t.says(t.origin, len(name), f"tag `{show(name)}`: plans have none", "delete it, or put the value in quotes if `!` belongs to it")


def _after_bar(t: Trouble) -> Problem:
    sign = t.line_at(t.origin[0])[t.origin[1] : t.origin[1] + 1]
    return t.here(
        f"text right after `{show(sign)}`", f"start the text on the next line, indented; or put it in quotes if `{sign}` belongs to it"
    )


def _zero(t: Trouble) -> Problem:
    return t.here("indentation of a block of text cannot be 0", "write `|` alone and indent the text below it")


def _directive(t: Trouble) -> Problem:
    return t.whole(t.origin[0], "a line cannot start with `%`", "delete the line, or put the text in quotes")


def _flow_colon(t: Trouble) -> Problem:
    return t.here("no space after the colon", "write a space after it, or put the text in quotes")


def _beyond(t: Trouble) -> Problem:
    return t.whole(t.at[0], "line after the end of the file's map", "write lines of `key: value`, without braces or brackets around them")


_SLIPS: tuple[tuple[str, Callable[[Trouble], Problem]], ...] = (
    ("found a tab character", _tab),
    ("found character that cannot start any token", _start),
    ("mapping values are not allowed in this context", _colon),
    ("could not find expected ':'", _simple_key),
    ("block sequence entries are not allowed", _inline_item),
    ("mapping keys are not allowed", _question),
    ("did not find expected key", _in_map),
    ("did not find expected '-' indicator", _in_list),
    ("did not find expected ','", _in_flow),
    ("did not find expected node content", _no_content),
    ("found unexpected end of stream", _open_quote),
    ("found unexpected document indicator", _open_quote),
    ("found unknown escape character", _escape),
    ("did not find expected hexdecimal number", _code),
    ("found invalid Unicode character escape code", _code),
    ("while scanning an alias", _sign),
    ("while scanning an anchor", _sign),
    ("while scanning a tag", _tag),
    ("while parsing a tag", _tag),
    ("found undefined tag handle", _tag),
    ("did not find expected comment or line break", _after_bar),
    ("found an indentation indicator equal to 0", _zero),
    ("while scanning a directive", _directive),
    ("found unexpected ':'", _flow_colon),
    ("did not find expected <document start>", _beyond),
)
"""What the parser says, and who looks for the slip behind it; the first match speaks."""
