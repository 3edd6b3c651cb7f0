"""`dataclass` for values: a type checker holds `frozen`, nothing does at run time.

Python's own frozen dataclass sets each field through a function call, and writes and compiles six functions for each class; this one
leaves it to write the first. With Python's own, values took 2.5 times as long to make, and the classes of a report a tenth of its time.
mypy reads the decorator as Python's own and refuses every assignment; a frozen value still has its hash.
"""

from __future__ import annotations

import dataclasses
from operator import attrgetter
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from dataclasses import dataclass

    __all__ = ["dataclass"]
else:

    def dataclass(*, frozen: bool = False, eq: bool = True, order: bool = False, **options: bool) -> Any:  # noqa: ANN401 - type checkers read the other one
        """Python's decorator, without the guard against assignments; comparisons and `repr` look the fields up."""

        def made(cls: type) -> type:
            found = dataclasses.dataclass(eq=order, order=order, repr=False, **options)(cls)
            found.__repr__ = _shown
            if eq:
                _compared(found, hashed=frozen)
            return found

        return made


def _shown(self: Any) -> str:  # noqa: ANN401 - any of our values
    said = (f"{field.name}={getattr(self, field.name)!r}" for field in dataclasses.fields(self) if field.repr)
    return f"{type(self).__qualname__}({', '.join(said)})"


def _compared(cls: Any, *, hashed: bool) -> None:  # noqa: ANN401 - any class of ours
    """Two values are the same when they are of one class and all of their fields are."""
    values = attrgetter(*(field.name for field in dataclasses.fields(cls) if field.compare))
    cls.__eq__ = lambda self, other: values(self) == values(other) if other.__class__ is self.__class__ else NotImplemented
    cls.__hash__ = (lambda self: hash(values(self))) if hashed else None
