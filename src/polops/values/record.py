"""`dataclass` for values: a type checker holds `frozen`, nothing does at run time.

Python's own frozen dataclass sets each field through a function call and writes three more functions for each class: values took 2.5
times as long to make, and the classes twice as long, a twentieth of a report. mypy reads the decorator as Python's own and refuses
every assignment; a frozen value still has its hash.
"""

from __future__ import annotations

import dataclasses
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from dataclasses import dataclass

    __all__ = ["dataclass"]
else:

    def dataclass(*, frozen: bool = False, eq: bool = True, **options: bool) -> Any:  # noqa: ANN401 - type checkers read the other one
        """Python's decorator, without the guard against assignments."""
        return dataclasses.dataclass(eq=eq, unsafe_hash=frozen and eq, **options)
