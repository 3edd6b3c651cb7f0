"""Names and references, by the declarations on the models: nothing here knows a kind.

`index` gives every item its reference; `link` reports ids claimed twice (GEN104), references to nothing (GEN201, with a did-you-mean) and
period labels that the workspace's calendar does not use (GEN105). A file that repeats another is one problem, and so is one that many
references miss (`misplaced`).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import TYPE_CHECKING

from polops.model.base import Entry, File, Identity, title_of
from polops.model.parts import children
from polops.plan.links import links_of
from polops.plan.misplaced import misplaced
from polops.plan.plan import Node, Plan, Use
from polops.source.problem import Problem, Route, Severity
from polops.values.ref import fold, nearest

if TYPE_CHECKING:
    from polops.values.period import Calendar

LINKING = frozenset({"GEN104", "GEN105", "GEN201"})
"""The codes of what `link` reports."""

_SUGGESTIONS = 200
"""How many wrong references get a did-you-mean: looking for the nearest of thousands of names takes a while, and nobody reads so many."""

_FEW = 6
"""So many kinds a message names; where a reference may name more, it says "item"."""

Index = dict[str, dict[str, tuple[Node, ...]]]
WORDS = {
    "key_result": "key result", "kr_milestone": "milestone", "line": "budget line", "order": "order", "seats": "vendor seats",
    "person": "person in org.people", "team": "team in org.teams", "location": "location in org.locations",
    "topic": "issue of settings.taxonomy", "stakeholder": "partner in stakeholders", "doc": "document in a library",
    "theme": "theme of a strategy",
}  # fmt: skip


def index(nodes: Iterable[Node]) -> Index:
    """Every item that has an identity, by kind and folded reference; items that share one stand side by side."""
    found: dict[str, dict[str, list[Node]]] = {}
    for node in nodes:
        if node.kind:
            found.setdefault(node.kind, {}).setdefault(fold(node.ref), []).append(node)
    return {kind: {ref: tuple(nodes) for ref, nodes in named.items()} for kind, named in found.items()}


def listed(files: Mapping[str, File], calendar: Calendar) -> tuple[Node, ...]:
    """Every file and every item in it, in order of place."""
    return tuple(node for path, file in files.items() for node in nodes_of(path, file, calendar))


def nodes_of(path: str, file: File, calendar: Calendar) -> list[Node]:
    """The file itself and every item in it, in order of place."""
    identity = type(file).IDENTITY
    ref = _canonical(file.ref(), calendar)
    if identity and identity.key:
        ref = getattr(file, identity.key)
    year = calendar.canonical(file.year()) if file.year() else ""
    root = Node(ref or path, identity.kind if identity else "", file, file, path, year=year)
    found = [root]
    for kind, name, route in file.entries_named():
        found.append(Node(name, kind, Entry.model_construct(title=name.rpartition("/")[2]), file, path, route, root, year))
    _inside(root, found)
    return found


def _inside(parent: Node, found: list[Node]) -> None:
    for route, item in children(parent.item):
        identity = type(item).IDENTITY
        if identity is None:
            node = Node(parent.ref, "", item, parent.file, parent.path, (*parent.route, *route), parent, parent.year)
        else:
            own = getattr(item, identity.key)
            ref = f"{parent.ref}/{own}" if identity.path else own
            node = Node(ref, identity.kind, item, parent.file, parent.path, (*parent.route, *route), parent, parent.year)
        found.append(node)
        _inside(node, found)


def _canonical(ref: str, calendar: Calendar) -> str:
    parts = ref.split("/")
    for i, part in enumerate(parts):
        try:
            parts[i] = calendar.canonical(part)
        except ValueError:
            continue
    return "/".join(parts)


def link(plan: Plan) -> list[Problem]:
    """What is wrong between the files: ids claimed twice and references that resolve to nothing."""
    return [*_duplicates(plan), *_renamed(plan), *_unresolved(plan), *_labels(plan)]


def _labels(plan: Plan) -> Iterator[Problem]:
    """Period labels that do not fit this workspace's calendar: a calendar quarter in a fiscal-year workspace."""
    for path, file in plan.files.items():
        if plan.calendar.first_month == 1:
            continue
        for route, label in file.periods():
            if label[:1].isdigit() and label[5:6] in {"Q", "H"}:
                fiscal = plan.calendar.label(plan.calendar.period(label))
                help_ = f"write {fiscal}" if fiscal.startswith("FY") else ""
                field = next(step for step in reversed(route) if isinstance(step, str) and step != label)
                message = f"`{field}` must be a fiscal period (the fiscal year starts in month {plan.calendar.first_month}), got '{label}'"
                yield Problem(plan.at(path, *route, key=route[-1] == label), "GEN105", Severity.ERROR, message, help_)


def _duplicates(plan: Plan) -> Iterator[Problem]:
    shared: dict[str, list[Node]] = {}
    for kind, named in plan.index.items():
        for ref, nodes in named.items():
            scope = _scope(nodes[0])
            for node in nodes:
                key = f"{ref} {plan.calendar.canonical(node.file.year())}" if scope == "year" else ref
                shared.setdefault(f"{kind if scope == 'kind' else ''} {key}", []).append(node)
    taken = {id(node): same[0] for same in shared.values() for node in same[1:]}
    whole = _repeats(plan, taken) if taken else {}
    for path, first in whole.items():
        related = ((plan.at(first, "kind"), "the first one"),)
        message, help_ = f"file repeats {first}: every name in it is taken", "delete one of the two files"
        yield Problem(plan.at(path, "kind"), "GEN104", Severity.ERROR, message, help_, related)
    for same in shared.values():
        for node in same[1:]:
            above = next((taken[id(up)] for up in node.up() if up is not node and id(up) in taken), None)
            if node.path in whole or (above is not None and above.path == same[0].path):
                continue  # said of all of it already
            first_place = plan.at(same[0], *_id_route(same[0]))
            message = f"`{node.ref}` is already the name of another {_worded(same[0].kind)}"
            place = plan.at(node, *_id_route(node))
            related = ((first_place, "the first one"),)
            yield Problem(place, "GEN104", Severity.ERROR, message, "give one of them another id", related, node.ref)


def _repeats(plan: Plan, taken: Mapping[int, Node]) -> dict[str, str]:
    """The files that repeat another, each with that one: copies that were left behind. One name alone may be a slip."""
    first: dict[str, list[str]] = {}
    for node in plan.all_nodes():
        first.setdefault(node.path, []).append(taken[id(node)].path if id(node) in taken else "")
    return {path: names[0] for path, names in first.items() if len(names) > 1 and len(set(names)) == 1 and names[0] not in {"", path}}


def _renamed(plan: Plan) -> Iterator[Problem]:
    """Old names that are still, or twice, in use: history would follow both."""
    first: dict[tuple[str, str, str], Node] = {}
    for node in plan.all_nodes():
        said = node.item.renamed_from
        if not said:
            continue
        was = plan.key(f"{node.ref.rpartition('/')[0]}/{said}" if _is_path(node) and "/" not in said else said)
        year = node.year if _scope(node) == "year" else ""
        holder = next((other for other in plan.index[node.kind].get(was, ()) if not year or other.year == year), None)
        other = holder or first.setdefault((node.kind, was, year), node)
        if other is not node or holder is node:
            what = "is still there" if holder else f"is already the old name of `{other.ref}`"
            help_ = "a renamed item takes the place of the old one: delete `renamed_from`, or the item of that name"
            place = plan.at(node, "renamed_from")
            yield Problem(place, "GEN104", Severity.ERROR, f"`renamed_from` names `{said}`, which {what}", help_, (), node.ref)


def _is_path(node: Node) -> bool:
    identity = type(node.item).IDENTITY
    return identity is not None and identity.path


def _scope(node: Node) -> str:
    identity = type(node.item).IDENTITY
    return identity.scope if identity else "workspace"


def _id_route(node: Node) -> Route:
    identity: Identity | None = type(node.item).IDENTITY
    return (identity.key,) if identity and identity.key else ("kind",)


def _unresolved(plan: Plan) -> Iterator[Problem]:
    local = {kind for kind, named in plan.index.items() if _is_local(named)}
    resolved: dict[tuple[str, tuple[str, ...], str], bool] = {}
    missing: list[Use] = []
    for node in plan.items:
        for way, value, kinds in links_of(node.item):
            key = (value, kinds, node.path if "/" in value or not local.isdisjoint(kinds) else "")
            ok = resolved.get(key)
            if ok is None:
                ok = plan.find(value, *kinds, within=node) is not None or plan.known(value) or _may_be_unread(plan, kinds)
                resolved[key] = ok
            if not ok:
                missing.append(Use(node, way, value, kinds))
    moved, missing = misplaced(plan, missing)
    yield from moved
    for i, use in enumerate(missing):
        yield _missing(plan, use, suggest=i < _SUGGESTIONS)


def _is_local(named: Mapping[str, tuple[Node, ...]]) -> bool:
    """Whether items of a kind have a short id in their own file."""
    identity = next((type(nodes[0].item).IDENTITY for nodes in named.values()), None)
    return bool(identity and identity.path)


def _may_be_unread(plan: Plan, kinds: tuple[str, ...]) -> bool:
    """Whether a kind that the reference may name is missing, and a file shows nothing: that file is the problem, not its every reader."""
    return plan.is_mute and not all(plan.index.get(kind) for kind in kinds)


def _missing(plan: Plan, use: Use, *, suggest: bool) -> Problem:
    kind = _any_of(use.kinds) if len(use.kinds) <= _FEW else "item of the plan"
    field = next((step for step in reversed(use.route) if isinstance(step, str) and step != use.value), "")
    is_key = bool(use.route) and use.route[-1] == use.value
    span = plan.at(use.node, *use.route, key=is_key)
    other = plan.find(use.value, within=use.node) if suggest else None
    if other is not None and other.kind:
        message = f"`{field}` names the {_worded(other.kind)} '{use.value}': expected {kind}"
    else:
        message = f"`{field}` names no {kind}: '{use.value}'"
    near = _meant(plan, use) if suggest else ""
    what = "item" if len(use.kinds) > _FEW else use.kinds[0].replace("_", " ")
    help_ = (
        f"did you mean {near}?"
        if near
        else f"name the {what} that is meant"
        if other
        else f"add the {what} `{use.value}`, or correct the name"
    )
    return Problem(span, "GEN201", Severity.ERROR, message, help_, (), use.node.ref)


def _meant(plan: Plan, use: Use) -> str:
    """The item that a wrong reference most likely means: one with that title, the only one that begins so, or the nearest name."""
    nodes = [node for kind in use.kinds for node in plan.nodes(kind)]
    wrong = fold(use.value)
    for same in (
        [node.ref for node in nodes if fold(title_of(node.item) or "") == wrong],
        [node.ref for node in nodes if fold(node.ref).startswith((f"{wrong}.", f"{wrong}-"))],
    ):
        if len(same) == 1:
            return same[0]
    start = f"{use.node.file.ref()}/"
    known = [node.ref for node in nodes]
    short = [ref.removeprefix(start) for ref in known if ref.startswith(start)]
    return nearest(use.value, [*known, *short, *plan.lost.values()])


def _any_of(kinds: tuple[str, ...]) -> str:
    *first, last = [_worded(kind) for kind in kinds]
    return f"{', '.join(first)} or {last}" if first else last


def _worded(kind: str) -> str:
    return WORDS.get(kind, kind.replace("_", " "))


def uses(plan: Plan) -> Iterator[Use]:
    """Every reference of the plan with its place, in order of files."""
    return (Use(node, *named) for node in plan.items for named in links_of(node.item))
