"""Ways through a plan that know no kind: the items and the texts of a file, and the item that a place belongs to."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from polops.analyse.context import once
from polops.model.base import Part
from polops.model.parts import children
from polops.plan.plan import Node

if TYPE_CHECKING:
    from collections.abc import Iterator

    from polops.analyse.context import Context
    from polops.model.base import File
    from polops.source.problem import Route

Text = tuple["Route", str, bool]
"""A text at its place in a file: the route, the text, and whether it is a key."""


def root(path: str, file: File) -> Node:
    """The node of a whole file, so that what stands at its top can carry a finding and its waivers."""
    return Node(file.ref() or path, "", file, file, path)


@once
def items(ctx: Context) -> tuple[Node, ...]:
    """Every file and every item in it, whether or not it has a name, in order of place."""
    found: list[Node] = []
    for path, file in ctx.plan.files.items():
        _add(found, root(path, file))
    return tuple(found)


def _add(found: list[Node], node: Node) -> None:
    found.append(node)
    for route, item in children(node.item):
        _add(found, Node(node.ref, "", item, node.file, node.path, (*node.route, *route), node))


def texts(file: File) -> Iterator[Text]:
    """Every text of a file, keys too. Numbers, dates and months are none."""
    return _texts(file, ())


def _texts(value: Any, route: Route) -> Iterator[Text]:  # noqa: ANN401 - whatever a file holds
    if isinstance(value, str):
        yield route, value, False
    elif isinstance(value, Part):
        for name, field in type(value).model_fields.items():
            yield from _texts(getattr(value, name), (*route, field.alias or name))
    elif isinstance(value, tuple):
        for i, item in enumerate(value):
            yield from _texts(item, (*route, i))
    elif isinstance(value, dict):
        for key, item in value.items():
            if isinstance(key, str):
                yield (*route, key), key, True
            yield from _texts(item, (*route, str(key)))


def node_at(ctx: Context, path: str, route: Route) -> tuple[Node, Route]:
    """The innermost item around a place, and the way from there."""
    known = _by_place(ctx).get(path, {})
    for length in range(len(route), 0, -1):
        node = known.get(route[:length])
        if node is not None:
            return node, route[length:]
    return known.get((), root(path, ctx.plan.files[path])), route


@once
def _by_place(ctx: Context) -> dict[str, dict[Route, Node]]:
    found: dict[str, dict[Route, Node]] = {}
    for node in ctx.plan.all_nodes():
        found.setdefault(node.path, {})[node.route] = node
    return found
