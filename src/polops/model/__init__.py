"""The kinds: what each file of a plan may say. `build` turns plain data into an entity or into errors in plain words.

Adding a kind: a module with one class, and one line in `KINDS`.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from polops.model.base import File

KINDS = {
    "settings": "polops.model.settings:Settings",
    "org": "polops.model.org:Org",
    "rates": "polops.model.rates:Rates",
    "okrs": "polops.model.okrs:Okrs",
    "metrics": "polops.model.metrics:Metrics",
    "readings": "polops.model.readings:Readings",
    "budget": "polops.model.budget:Budget",
    "actuals": "polops.model.actuals:Actuals",
    "commitments": "polops.model.commitments:Commitments",
    "forecast": "polops.model.forecast:Forecast",
    "headcount": "polops.model.headcount:Headcount",
    "strategy": "polops.model.strategy:Strategy",
    "initiative": "polops.model.initiative:Initiative",
    "raid": "polops.model.raid:Raid",
    "decision": "polops.model.decision:Decision",
    "change": "polops.model.change:Change",
    "update": "polops.model.update:Update",
    "stakeholders": "polops.model.stakeholders:Stakeholders",
    "policy": "polops.model.policy:Policy",
    "obligations": "polops.model.obligations:Obligations",
    "review": "polops.model.review:Review",
    "incident": "polops.model.incident:Incident",
    "library": "polops.model.library:Library",
    "lock": "polops.model.lock:Lock",
}


def kind(name: str) -> type[File]:
    """The class of a kind; its module is imported when the kind first occurs."""
    module, _, cls = KINDS[name].partition(":")
    found: type[File] = getattr(import_module(module), cls)
    return found


class _Named(type):
    """A class that stands for the model class of its name."""

    def __instancecheck__(cls, item: object) -> bool:
        known = _NAMES.get(type(item))
        if known is None:
            known = _NAMES[type(item)] = frozenset(base.__name__ for base in type(item).__mro__)
        return cls.__name__ in known


_NAMES: dict[type, frozenset[str]] = {}
"""The names of a class and of those that it is made from."""


def named(*names: str) -> Any:  # noqa: ANN401 - what a type checker sees is the class itself, imported for it alone
    """Model classes for `isinstance` and `match` alone, without their modules: what looks at every kind must not import every kind."""
    return tuple(_Named(name, (), {}) for name in names)
