"""From text to plain data, or to Problems: the one reader of plan files.

A plan is a small part of YAML: maps, lists and text. Every scalar stays text, exactly as written (`010`, `no`, `1250.50`), except a
plain `null`, `~` or nothing, which is None; types are the model's business. What else YAML can do (tags, anchors, aliases, merge
keys, directives, several documents) is refused with its place. The guard sits on the parser's events, in the loop that builds, so
nothing is ever constructed, and a bomb is stopped at its limit and not after it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Protocol, TypeAlias

from yaml.cyaml import CParser
from yaml.error import YAMLError
from yaml.events import AliasEvent, MappingEndEvent, MappingStartEvent, ScalarEvent, SequenceEndEvent, SequenceStartEvent

from polops.source.problem import Problem
from polops.source.subset import ITEM, LOST, MAX_NODES, NULLS, EnoughError, Subset
from polops.source.text import MAX_BYTES, breaks, decode, hidden, too_large
from polops.source.yaml_words import say

if TYPE_CHECKING:
    from collections.abc import Callable

Plain: TypeAlias = "str | list[Plain] | dict[str, Plain] | None"
"""What a plan file holds: text, nothing, lists and maps."""

PARSER_FAULTS = (YAMLError, ValueError, OverflowError, AttributeError, TypeError, LookupError, RecursionError)
"""Everything that the parser has been seen to raise, or may be feared to. Too little memory is not the file's fault."""


class _Parser(Protocol):
    def get_event(self) -> Any: ...  # noqa: ANN401 - PyYAML has no types


_new_parser: Callable[[bytes], _Parser] = CParser


def events(text: str) -> Callable[[], Any]:
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


def _build(following: Callable[[], Any], subset: Subset) -> list[Plain]:  # noqa: C901, PLR0912 - one loop, for speed
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
