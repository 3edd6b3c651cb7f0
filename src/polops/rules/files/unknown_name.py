"""A kind, a field or a word from a fixed list is unknown.

What it checks
The `kind` of each file, the name of each field, and each value that must be one of a few words, such as a status. The nearest known
name is suggested. In the settings, also each code under `severity` and `advisory`.

Why it matters
A field that nobody reads looks like data and is none: `onwer: ines.duarte` would leave the item without an owner, and no report
would say so.

Example
    objectives:
      - id: O1
        title: People in distress find help
        onwer: ines.duarte    # did you mean `owner`?

How to fix
Write the name that the message suggests. `polops schema` lists every field of a kind with its meaning.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from polops.analyse.walk import root
from polops.model.settings import Settings
from polops.rules import RULES, Finding
from polops.source.problem import Severity
from polops.values.ref import nearest

if TYPE_CHECKING:
    from collections.abc import Iterator

    from polops.analyse.context import Context

CODE, NAME, SEVERITY = "GEN102", "unknown-name", Severity.ERROR


def check(ctx: Context) -> Iterator[Finding]:
    """The codes that the settings grade. Everything else of this code is found while files are read."""
    for path, file in ctx.plan.of(Settings):
        for field in ("severity", "advisory"):
            for code in getattr(file, field):
                if code not in RULES:
                    near = nearest(code, RULES)
                    help_ = f"did you mean {near}?" if near else "polops explain lists all codes"
                    message = f"`{field}` names no check that polops has: '{code[:20]}'"
                    yield Finding(root(path, file), message, help_, (field, code), key=True)
