"""An amount that is not shown: no number, and whatever is computed with it is none either.

`HIDDEN` is Decimal's quiet NaN: sums, differences and shares with it are hidden in turn, so that a figure nobody may see cannot reach a
page by a way that nobody thought of.
"""

from __future__ import annotations

from dataclasses import fields, is_dataclass, replace
from decimal import Decimal
from typing import TYPE_CHECKING, Any, TypeVar, cast

if TYPE_CHECKING:
    from collections.abc import Collection

T = TypeVar("T")
HIDDEN = Decimal("NaN")


def is_hidden(value: object) -> bool:
    """Whether a value is an amount that is not shown."""
    return isinstance(value, Decimal) and value.is_nan()


def or_zero(value: Decimal | None) -> Decimal:
    """A value to order by: 0 for an amount that is not shown, and for none."""
    return Decimal(0) if value is None or value.is_nan() else value


def hide(found: T, only: Collection[str] = ()) -> T:
    """A result with its amounts hidden; of a dataclass perhaps only those of some fields. Counts, days and texts stay."""
    return cast("T", _hide(found, only))


def _hide(found: Any, only: Collection[str]) -> Any:  # noqa: ANN401 - a result of any shape
    if isinstance(found, Decimal):
        return HIDDEN
    if isinstance(found, tuple):
        return tuple(_hide(part, ()) for part in found)
    if isinstance(found, dict):
        return {key: _hide(part, ()) for key, part in found.items()}
    if is_dataclass(found) and not isinstance(found, type):
        names = only or [known.name for known in fields(found)]
        return replace(found, **{name: _hide(getattr(found, name), ()) for name in names})
    return found
