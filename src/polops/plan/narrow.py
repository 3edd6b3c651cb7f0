"""A plan for some readers: without the items and the fields that are for fewer of them (domain reference E0).

Readers widen from `restricted` over `team` and `internal` to `public`. An item is for whom it says, else for whom what it stands in is; a
file that says nothing is for `internal` readers. What is left out counts in nothing: a total with it, less the parts that are shown,
would tell it. Exchange rates, the rate card and the settings stay, since amounts need them; no report shows them.
"""

from __future__ import annotations

from dataclasses import field, replace
from typing import TYPE_CHECKING, Any

from polops.model.base import Item, Part
from polops.model.parts import held_by, item_fields
from polops.model.settings import Settings
from polops.plan.link import index, listed
from polops.values.record import dataclass

if TYPE_CHECKING:
    from polops.model.base import File
    from polops.plan.plan import Plan
    from polops.source.problem import Route

READERS = ("restricted", "team", "internal", "public")
"""Who may read, from few to many."""
WITHHELD = "(not shown)"
"""What stands in place of a required text."""

_PRIVATE = ("notes", "links", "tags", "approvals", "waive")
"""Of a file that is kept for the sake of what stands in it, these are left out."""


def sees(reader: str, audience: str) -> bool:
    """Whether a reader sees what is for an audience: it is for at least as many."""
    return READERS.index(audience) >= READERS.index(reader)


def narrow(plan: Plan, reader: str) -> Plan:
    """The plan for a reader; the same one where nothing in it is for fewer."""
    cut = _Cut(reader)
    found = {path: cut.file(path, file) for path, file in plan.files.items()}
    files = {path: file for path, file in found.items() if file is not None}
    if all(files.get(path) is file for path, file in plan.files.items()):
        return plan
    items = listed(files, plan.calendar)
    return replace(plan, files=files, items=items, index=index(items), left_out=cut.left_out, moved=cut.moved)


@dataclass(slots=True)
class _Cut:
    """One reader's cut through the files: how many items fell out, and where those that are left stood."""

    reader: str
    left_out: int = 0
    moved: dict[tuple[str, Route], tuple[int, ...]] = field(default_factory=dict)

    def file(self, path: str, file: File) -> File | None:
        if file.RESTRICTED or isinstance(file, Settings):
            return file
        around = file.audience or "internal"
        before = self.left_out
        kept: File = self._without(file, path, (), around)
        if sees(self.reader, around):
            return kept
        is_cover = _holds_items(file)
        if is_cover and any(getattr(kept, name) for name in item_fields(type(file))):
            return kept.model_copy(update=_blanks(kept, _PRIVATE))
        self.left_out = max(self.left_out, before + 1) if is_cover else before + 1
        return None

    def _without(self, item: Any, path: str, route: Route, around: str) -> Any:  # noqa: ANN401 - the same class comes back
        """The item without what stands in it for fewer readers; itself where there is nothing such."""
        changes = self._blanked(item)
        for name in item_fields(type(item)):
            value = getattr(item, name)
            if isinstance(value, tuple):
                kept = self._kept(value, path, (*route, name), around)
                if len(kept) < len(value) or any(new is not old for new, old in zip(kept, value, strict=True)):
                    changes[name] = kept
            elif value is not None and name not in changes:
                kept = self._kept((value,), path, (*route, name), around)
                if not kept or kept[0] is not value:
                    changes |= {name: kept[0]} if kept else _blanks(item, (name,))
        return item.model_copy(update=changes) if changes else item

    def _blanked(self, part: Part) -> dict[str, Any]:
        """What changes in an item's or part's own fields: those for fewer readers are blank, also in the parts in it."""
        changes = _blanks(part, tuple(name for name, audience in part.only().items() if not sees(self.reader, audience)))
        for name in _covering(type(part)):
            value = getattr(part, name)
            parts = value if isinstance(value, tuple) else () if value is None else (value,)
            new = tuple(one.model_copy(update=found) if (found := self._blanked(one)) else one for one in parts)
            if name not in changes and any(one is not old for one, old in zip(new, parts, strict=True)):
                changes[name] = new if isinstance(value, tuple) else new[0]
        return changes

    def _kept(self, items: tuple[Item, ...], path: str, route: Route, around: str) -> tuple[Item, ...]:
        found: list[tuple[int, Item]] = []
        for i, child in enumerate(items):
            own = child.audience or around
            if sees(self.reader, own):
                found.append((i, self._without(child, path, (*route, len(found)), own)))
            else:
                self.left_out += 1
        if len(found) < len(items):
            self.moved[path, route] = tuple(i for i, _ in found)
        return tuple(child for _, child in found)


def _holds_items(file: File) -> bool:
    """Whether a file is only the cover of the items in it: it has no name of its own."""
    identity = type(file).IDENTITY
    return identity is None or not identity.key


_COVERING: dict[type[Part], tuple[str, ...]] = {}


def _covering(cls: type[Part]) -> tuple[str, ...]:
    """The fields of a class that hold parts (no items) in which something is for fewer."""
    if cls not in _COVERING:
        _COVERING[cls] = ()
        fields = (
            (name, [kind for kind in held_by(known) if issubclass(kind, Part) and not issubclass(kind, Item)])
            for name, known in cls.model_fields.items()
        )
        _COVERING[cls] = tuple(name for name, kinds in fields if any(kind.ONLY or _covering(kind) for kind in kinds))
    return _COVERING[cls]


def _blanks(item: Part, names: tuple[str, ...]) -> dict[str, Any]:
    """What stands in place of some fields: their default, or a word for a text that must be there or that is known to be there."""
    known = type(item).model_fields
    kept = [name for name in names if known[name].is_required() or (name in item.KNOWN and getattr(item, name) is not None)]
    blank = {name: WITHHELD if name in kept else known[name].get_default(call_default_factory=True) for name in names}
    return {name: value for name, value in blank.items() if getattr(item, name) != value}
