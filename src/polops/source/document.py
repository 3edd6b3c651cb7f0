"""A file's text with positions: where each value of a plan stands, found only when somebody asks.

Offsets count characters of `text` from 0, byte-order mark included, so that edits can splice there; lines and columns count from 1,
and a byte-order mark is no column. A text that cannot be read as YAML has no nodes: its spans point at the first line.
"""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import field
from functools import cached_property
from typing import TYPE_CHECKING, Any

from yaml.events import MappingEndEvent, MappingStartEvent, NodeEvent, ScalarEvent, SequenceEndEvent, SequenceStartEvent

from polops.source.problem import Route, Span
from polops.source.subset import MAX_DEPTH
from polops.source.text import BOM, MAX_BYTES
from polops.source.yaml import PARSER_FAULTS, events
from polops.values.record import dataclass

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

MAX_EXCERPT = 200
"""The longest excerpt of a source line, in characters."""

_BLOCKS = ("|", ">")
_NO_CHILDREN: Mapping[str | int, Node] = {}


@dataclass(frozen=True, slots=True)
class Node:
    """One value of a file: `text[start:end]`, and `text[key_start:key_end]` for the key it hangs on (-1 where there is none).

    `style` is `map`, `list` or for scalars the sign that opens them: `"`, `'`, `|`, `>`, or nothing. `flow` means braces or brackets.
    A value in block style ends with its last character, not with the line end or the comments behind it.
    """

    start: int
    end: int
    style: str
    flow: bool = False
    key_start: int = -1
    key_end: int = -1
    children: Mapping[str | int, Node] = field(default_factory=dict)

    @property
    def has_key(self) -> bool:
        """Whether the value is a field of a map."""
        return self.key_start >= 0


@dataclass(frozen=True)
class Document:
    """One version of one file, with `path` as it is printed."""

    path: str
    text: str

    @classmethod
    def of(cls, path: str, data: bytes) -> Document:
        """Make a document of any bytes, for excerpts also of those that are not UTF-8."""
        return cls(path, data.decode("utf-8", errors="replace"))

    @cached_property
    def root(self) -> Node | None:
        """The node of the whole file; None if the text cannot be read."""
        if len(self.text) > MAX_BYTES:
            return None
        try:
            return _Composer(self.text).root()
        except PARSER_FAULTS:
            return None

    @cached_property
    def _starts(self) -> list[int]:
        """Where each line begins; the first behind a byte-order mark."""
        starts, at = [len(BOM) if self.text.startswith(BOM) else 0], self.text.find("\n")
        while at >= 0:
            starts.append(at + 1)
            at = self.text.find("\n", at + 1)
        return starts

    def line(self, number: int) -> str:
        """One source line without its line end, from 1; cut to 200 characters; empty beyond the file."""
        if not 1 <= number <= len(self._starts):
            return ""
        start, end = self._starts[number - 1], self._line_end(number)
        return self.text[start:end] if end - start <= MAX_EXCERPT else self.text[start : start + MAX_EXCERPT - 1] + "…"

    def node(self, route: Route) -> Node | None:
        """Find the value at a route, with its offsets; None if there is none."""
        found, depth = self._deepest(route)
        return found if depth == len(route) else None

    def span(self, route: Route, *, key: bool = False) -> Span:
        """Find where a value stands, or its key with `key`; where the route goes on beyond the file, where it stops.

        A scalar spans itself, a map or list the rest of its first line, an empty value its key. A missing field points at the key
        of the map it is missing from, or at that map's first line if it has no key.
        """
        found, depth = self._deepest(route)
        if found is None:
            return self._between(self._starts[0], self._line_end(1))
        missing = depth < len(route)
        if found.has_key and (key or missing or found.start == found.end):
            return self._between(found.key_start, found.key_end)
        if found.style in ("map", "list"):
            return self._between(found.start, self._first_line_end(found))
        return self._between(found.start, found.end)

    def _deepest(self, route: Route) -> tuple[Node | None, int]:
        node = self.root
        for depth, step in enumerate(route):
            inside = node.children.get(step) if node else None
            if inside is None:
                return node, depth
            node = inside
        return node, len(route)

    def _first_line_end(self, node: Node) -> int:
        end = self._line_end(bisect_right(self._starts, node.start))
        return max(node.start, min(end, node.end) if node.flow else end)

    def _line_end(self, number: int) -> int:
        end = self._starts[number] - 1 if number < len(self._starts) else len(self.text)
        return end - 1 if self.text[end - 1 : end] == "\r" else end

    def _between(self, start: int, end: int) -> Span:
        first, last = bisect_right(self._starts, start) or 1, bisect_right(self._starts, end) or 1
        return Span(self.path, first, start - self._starts[first - 1] + 1, last, end - self._starts[last - 1] + 1)


class _Composer:
    """Builds nodes from the parser's events; `shift` is the byte-order mark, which the parser does not count."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.shift = len(BOM) if text.startswith(BOM) else 0
        self.following: Callable[[], Any] = events(text[self.shift :])

    def root(self) -> Node | None:
        while (event := self.following()) is not None:
            if isinstance(event, NodeEvent):
                return self._node(event, None, 0)
        return None

    def _node(self, event: Any, key: Any, depth: int) -> Node:  # noqa: ANN401 - events of the untyped parser
        if depth > MAX_DEPTH:
            raise RecursionError
        start, end, kind = event.start_mark.index + self.shift, event.end_mark.index + self.shift, type(event)
        key_start, key_end = (key.start_mark.index + self.shift, key.end_mark.index + self.shift) if key else (-1, -1)
        if kind is MappingStartEvent or kind is SequenceStartEvent:
            children, last, close = (self._fields if kind is MappingStartEvent else self._items)(end, depth + 1)
            style, flow = "map" if kind is MappingStartEvent else "list", event.flow_style
            return Node(start, close.end_mark.index + self.shift if flow else last, style, flow, key_start, key_end, children)
        style = event.style if kind is ScalarEvent else "*"  # an alias has no place in a plan
        if style in _BLOCKS:
            end = start + len(self.text[start:end].rstrip())
        return Node(start, end, style, False, key_start, key_end, _NO_CHILDREN)  # noqa: FBT003 - scalars are never flow maps

    def _fields(self, last: int, depth: int) -> tuple[dict[str | int, Node], int, Any]:
        """The fields of a map, where the last of them ends (`last` where there is none), and the event that closes it."""
        children: dict[str | int, Node] = {}
        while type(event := self.following()) is not MappingEndEvent:
            key = event if type(event) is ScalarEvent else None
            name = key.value if key else self._written(event, depth)
            value = self._node(self.following(), key, depth)
            last = max(value.end, value.key_end)
            children.setdefault(name, value)
        return children, last, event

    def _written(self, event: Any, depth: int) -> str:  # noqa: ANN401 - as above
        """A key that is no text, as it stands in the file."""
        node = self._node(event, None, depth)
        return self.text[node.start : node.end]

    def _items(self, last: int, depth: int) -> tuple[dict[str | int, Node], int, Any]:
        """The items of a list, likewise."""
        children: dict[str | int, Node] = {}
        while type(event := self.following()) is not SequenceEndEvent:
            children[len(children)] = value = self._node(event, None, depth)
            last = value.end
        return children, last, event
