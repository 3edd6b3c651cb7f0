"""What of a diff is about one item or one team: its changes, and the effects on it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from polops.source.problem import PolopsError
from polops.values.ref import fold, nearest

if TYPE_CHECKING:
    from polops.analyse.change import Change
    from polops.analyse.classify import Judged
    from polops.analyse.moved import Effects
    from polops.cli.session import Session
    from polops.plan.plan import Node

Belongs = Callable[[str], bool]


def only(
    old: Session, new: Session, judged: Sequence[Judged], found: Effects, item: str | None, team: str | None
) -> tuple[Sequence[Judged], Effects]:
    """The changes and effects of an item with what is inside it, of a team, or of both together."""
    if item:
        names = _names(old, new, judged, item)
        judged = [each for each in judged if _inside(each.change, names)]
        found = _kept(found, lambda ref: _is_in(ref, names))
    if team:
        code = _team(old, new, team)
        judged = [each for each in judged if any(fold(part.plan.team(part.node)) == code for part in _sides(each.change) if part.node)]
        found = _kept(found, lambda ref: any(fold(side.plan.team(node)) == code for side in (old, new) for node in _nodes(side, ref)), code)
    return judged, found


def _names(old: Session, new: Session, judged: Sequence[Judged], item: str) -> set[str]:
    """The item's names on both sides, folded; PolopsError with a did-you-mean where neither knows it."""
    known = [node for side in (new, old) if (node := side.plan.find(item)) is not None]
    files = {each.change.ref for each in judged if fold(each.change.ref) == fold(item)}
    if not known and not files:
        near = nearest(item, [node.ref for side in (new, old) for node in side.plan.all_nodes()])
        raise PolopsError(f"nothing is named '{item[:80]}' on either side", f"did you mean {near}?" if near else "")
    names = {fold(node.ref) for node in known} | {fold(ref) for ref in files}
    renamed = [each.change for each in judged if each.change.what == "renamed"]
    return names | {fold(str(name)) for change in renamed for name in (change.before, change.after) if fold(change.ref) in names}


def _team(old: Session, new: Session, code: str) -> str:
    if not any(side.plan.find(code, "team") for side in (old, new)):
        near = nearest(code, new.plan.refs("team"))
        raise PolopsError(f"no team '{code[:40]}'", f"did you mean {near}?" if near else "polops list team")
    return fold(code)


def _is_in(ref: str, names: set[str]) -> bool:
    return any(fold(ref) == name or fold(ref).startswith(f"{name}/") for name in names)


def _inside(change: Change, names: set[str]) -> bool:
    """Whether a change is the item's own, of something inside it, or of a record that speaks of it."""
    if _is_in(change.ref, names):
        return True
    parts = [part for part in _sides(change) if part.node]
    if any(fold(above.ref) in names for part in parts if part.node for above in part.node.up() if above.kind):
        return True
    spoken = (part.plan.find(name, within=part.node) for part in parts for name in change.names)
    return any(node is not None and fold(node.ref) in names for node in spoken)


def _sides(change: Change) -> list:  # type: ignore[type-arg]  # spots, imported when used
    return [part for part in (change.new, change.old) if part is not None]


def _nodes(side: Session, ref: str) -> list[Node]:
    return [node for named in side.plan.index.values() for node in named.get(fold(ref), ())]


def _kept(found: Effects, belongs: Belongs, team: str = "") -> Effects:
    """The effects on some items; totals are left out, as they are of everything."""
    return replace(
        found,
        years=(),
        lines=tuple(line for line in found.lines if belongs(line.ref)),
        people=None,
        teams=tuple(people for people in found.teams if team and fold(people.team) == team),
        scores=tuple(score for score in found.scores if belongs(score.ref)),
        slips=tuple(slip for slip in found.slips if belongs(slip.ref)),
        downstream=tuple(path for path in found.downstream if belongs(path.ref) or any(belongs(ref) for ref in path.via)),
        added=tuple(problem for problem in found.added if belongs(problem.ref)),
        gone=tuple(problem for problem in found.gone if belongs(problem.ref)),
    )
