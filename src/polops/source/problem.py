"""What is wrong with a plan, and where: the only kind of error a plan's author ever meets.

A place is a `Span` of a file, 1-based, with an exclusive end column. Problems are values: they are collected, sorted and
printed, never raised. What is wrong with the *world* (no such folder, no workspace) is a `PolopsError`, raised and caught once.
"""

from __future__ import annotations

from enum import IntEnum

from polops.values.record import dataclass

POLICY_CHANGE = "GEN404"
"""The code of what a change does to the checks themselves: readers see it first."""

Route = tuple[str | int, ...]
"""The way from a file's root to a value: keys and list positions, as in `("lines", 0, "plan")`."""


class Severity(IntEnum):
    """How bad a problem is; ordered, so that `--fail-on` is a comparison."""

    INFO = 1
    WARNING = 2
    ERROR = 3

    @property
    def label(self) -> str:
        """The word that is printed: `error`, `warning` or `info`."""
        return self.name.lower()


@dataclass(frozen=True, slots=True, order=True)
class Span:
    """A run of characters in a file: 1-based lines and columns, the end column exclusive."""

    path: str
    line: int = 1
    col: int = 1
    end_line: int = 1
    end_col: int = 1

    def __str__(self) -> str:
        return f"{self.path}:{self.line}:{self.col}"


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing to mend: where, which rule says so, how bad, what is wrong, and the text to type instead.

    `message` is one lower-case clause (what, expected, got) without a final full stop. `help` is the text to type or the next
    step. `related` are other places that matter, each with a short label. `ref` is the plan item the problem is about, if any;
    `waived` is the reason, where somebody with a name has waived it. `elsewhere`: the change that is looked at does not touch it, so it
    stops nothing.
    """

    span: Span
    code: str
    severity: Severity
    message: str
    help: str = ""
    related: tuple[tuple[Span, str], ...] = ()
    ref: str = ""
    waived: str = ""
    elsewhere: bool = False

    @property
    def is_open(self) -> bool:
        """Whether it is up to the change that is looked at: neither waived nor elsewhere."""
        return not (self.waived or self.elsewhere)

    @property
    def rank(self) -> tuple[bool, int]:
        """What comes first where not the place decides: changes of policy, then the worst."""
        return self.code != POLICY_CHANGE, -self.severity

    @property
    def sort_key(self) -> tuple[Span, str, str]:
        """Problems print in the order of their places."""
        return (self.span, self.code, self.message)


class PolopsError(Exception):
    """The world is wrong (no such folder, no workspace, a file that cannot be written): exit code 2.

    `message` says what happened; `help` says what to type.
    """

    def __init__(self, message: str, help: str = "") -> None:  # noqa: A002 - the user's word for it
        super().__init__(message)
        self.message = message
        self.help = help
