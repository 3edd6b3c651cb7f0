"""From text to plain data, or to Problems: the one reader of plan files.

A plan is a small part of YAML: maps, lists and text. Every scalar stays text, exactly as written (`010`, `no`, `1250.50`), except a
plain `null`, `~` or nothing, which is None; types are the model's business. What else YAML can do (tags, anchors, aliases, merge
keys, directives, several documents) is refused with its place. The guard sits on the parser's events, in the loop that builds, so
nothing is ever constructed, and a bomb is stopped at its limit and not after it.

Measured against composing nodes in C and walking them: 1.5 times as fast, and it sees aliases and anchors, which nodes do not show.

Most plans are written in the plainest way: `key: value`, `- item`, short braces and brackets. One pattern takes such a text apart
(`_quick`), three times as fast as the parser's events. At the first line that is anything else it gives up, and the parser reads the
whole file: what is wrong and what is merely unusual is the parser's to say. Where both can read, both read the same.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, Protocol, TypeAlias

from ruamel.yaml import cyaml
from ruamel.yaml.error import YAMLError
from ruamel.yaml.events import AliasEvent, MappingEndEvent, MappingStartEvent, ScalarEvent, SequenceEndEvent, SequenceStartEvent

from polops.source.problem import Problem
from polops.source.subset import ITEM, LOST, MAX_NODES, NULLS, EnoughError, Subset
from polops.source.text import MAX_BYTES, breaks, decode, hidden, too_large
from polops.source.yaml_words import say

if TYPE_CHECKING:
    from collections.abc import Callable

Plain: TypeAlias = "str | list[Plain] | dict[str, Plain] | None"
"""What a plan file holds: text, nothing, lists and maps."""

PARSER_FAULTS = (YAMLError, ValueError, OverflowError, AttributeError, TypeError, LookupError, RecursionError, MemoryError)
"""Everything that the parser has been seen to raise, or may be feared to."""

_KEY = r"[A-Za-z0-9][A-Za-z0-9_./-]{0,99}+"
_FIRST = r"(?:\w|-(?=[0-9])|[(+])"  # of a plain value: fewer signs than YAML allows
_LINE = re.compile(
    rf"( *+)(- )?(?:({_KEY}):(?=[ \n]))?+ *+"
    rf"({_FIRST}[^\n:#]*+(?:(?::(?=[^ \n])|(?<! )#)[^\n:#]*+)*+|\"[^\"\\\n]*+\"|'[^'\n]*+'|[\[{{][^\n#]*[\]}}])?+"
    r" *+(?:(?<![^ \n])#[^\n]*+)?\n|((?s:.)+)"
)
"""A line's indent, dash, key and value; or, last, the rest of the text from the first line that is no such line."""
_PART = re.compile(
    rf" *+(?:({_KEY}): +)?({_FIRST}[^\n,\[\]{{}}:?]*+|\[[^\[\]{{}}:?]*+\]|\{{[^\[\]{{}}?]*+\}}) *+(?:,(?= *+[^ ])|\Z)|((?s:.)+)"
)
"""An entry between braces or brackets: its key and value; or the rest, likewise."""
_PAIRED = {"{": "}", "[": "]", '"': '"', "'": "'"}
_NOTHING = NULLS - {""}
_QUICK_DEPTH = 20


class _Parser(Protocol):
    def get_event(self) -> object: ...


_new_parser: Callable[[bytes], _Parser] = vars(cyaml)["CParser"]  # the C extension has no types, and goes by two names


def events(text: str) -> Callable[[], object]:
    """Start a fresh parser on a text without byte-order mark; the function returned gives event after event, then None."""
    return _new_parser(text.encode()).get_event


def read(path: str, data: bytes) -> tuple[dict[str, Plain] | None, tuple[Problem, ...]]:
    """Read one plan file: its data and no problems, or None and at least one problem (at most 100), sorted by place.

    `path` is only printed. A syntax error ends the reading; all that can be said before it is said in the same run.
    """
    if len(data) > MAX_BYTES:
        return None, (too_large(path, len(data)),)
    text = decode(path, data)
    if isinstance(text, Problem):
        return None, (text,)
    subset = Subset(path, text)
    root = _read(subset)
    if subset.problems or not isinstance(root, dict):
        return None, tuple(sorted(subset.problems, key=lambda problem: problem.sort_key))
    return root, ()


def _read(subset: Subset) -> Plain:
    """Read with every fault of the parser caught here, the one boundary."""
    try:
        subset.screen(breaks)
        if subset.problems:
            return None
        subset.screen(hidden)
        if not subset.problems and (plain := _quick(subset.text)):
            return plain
        top = _build(events(subset.text), subset)
        subset.root(top)
    except EnoughError:
        return None
    except PARSER_FAULTS as fault:
        told = {problem.span.line for problem in subset.problems}
        problem = say(subset.path, subset.text, fault)
        if problem.span.line not in told:  # the parser stumbled over what was refused already
            subset.problems.append(problem)
        return None
    return top[0] if top else None


def _build(following: Callable[[], object], subset: Subset) -> list[Plain]:  # noqa: C901, PLR0912 - one loop, for speed
    """Build data from events. Where nothing is wrong, no place is computed and nothing else is called."""
    known, careful, nodes = subset.known, subset.careful, 0
    top: list[Plain] = []
    here: Any = top  # the list or map that is being filled
    key: str | None = ITEM  # where the next value goes; None where a key comes next
    places: dict[str, Any] = {}  # the keys of this map so far, each with its mark
    above: list[tuple[Any, str | None, dict[str, Any]]] = []
    while (event := following()) is not None:
        if type(event) is ScalarEvent:
            nodes += 1
            text = event.value
            if careful:
                subset.scalar(event)
            if key is None:
                if text in places:
                    subset.duplicate(event, places[text])
                key = known[text] if text in known else subset.key(event)
                places[key] = event.start_mark
                continue
            if "- " in text:
                subset.swallowed(event)
            value = None if text in NULLS and event.style == "" else text
            if key is ITEM:
                here.append(value)
            else:
                here[key], key = value, None
        elif type(event) is MappingStartEvent or type(event) is SequenceStartEvent:
            nodes += 1
            subset.collection(event, len(above), as_key=key is None)
            inside: Any = {} if type(event) is MappingStartEvent else []
            if key is ITEM:
                here.append(inside)
            elif key is not None:
                here[key] = inside
            above.append((here, ITEM if key is ITEM else LOST if key is None else None, places))
            here, key, places = inside, None if type(inside) is dict else ITEM, {}
        elif type(event) is MappingEndEvent or type(event) is SequenceEndEvent:
            here, key, places = above.pop()
        elif type(event) is AliasEvent:
            nodes += 1
            subset.alias(event)
            key = ITEM if key is ITEM else LOST if key is None else None
        else:
            subset.frame(event)
        if nodes > MAX_NODES:
            subset.overgrown(event)
    return top


def _quick(text: str) -> dict[str, Plain] | None:  # noqa: C901, PLR0912 - one loop, for speed
    """Build data from a text that is written in the plainest way; None for any other, be it right or wrong."""
    if "\t" in text or "\r" in text or 4 * sum(map(text.count, "\n,[{")) > MAX_NODES:
        return None
    top: dict[str, Plain] = {}
    here: Any = top  # the list or map that is being filled
    depth, opening = 0, ""  # its indent; the key whose value may begin on the next line
    above: list[tuple[Any, int]] = []
    for indent, dash, key, written, rest in _LINE.findall(text if text.endswith("\n") else text + "\n"):
        if not key and not written:
            if dash or rest:
                return None
            continue
        at = len(indent)
        if at != depth or opening:
            if opening and at > depth:
                above.append((here, depth))
                inside: Any = [] if dash else {}
                here[opening] = inside
                here, depth = inside, at
            while at < depth:
                here, depth = above.pop()
            if at > depth or len(above) > _QUICK_DEPTH:
                return None
        opening = "" if written else key
        value = _value(written)
        if value is LOST or key in _NOTHING or (type(here) is list) != bool(dash):
            return None
        if dash and key:
            above.append((here, depth))
            here.append({key: value})
            here, depth = here[-1], depth + 2
        elif dash:
            here.append(value)
        elif not key or key in here:
            return None
        else:
            here[key] = value
    return top or None


def _value(written: str) -> Plain:
    """The value that a line or an entry writes; LOST where it is not of the plainest kind."""
    first = written[:1]
    if first in _PAIRED:
        return written[1:-1] if first in "\"'" else _entries(written)
    text = written.rstrip(" ") if written[-1:] == " " else written
    return None if text in NULLS else text


def _entries(written: str) -> Plain:
    """The map or list that stands on one line."""
    found: Any = {} if written[0] == "{" else []
    if written[-1] != _PAIRED[written[0]]:
        return LOST
    for key, entry, rest in _PART.findall(written[1:-1].strip(" ")):
        value = _value(entry)
        if rest or bool(key) != (type(found) is dict) or value is LOST or key in _NOTHING:
            return LOST
        if not key:
            found.append(value)
        elif key in found:
            return LOST
        else:
            found[key] = value
    return found  # type: ignore[no-any-return]
