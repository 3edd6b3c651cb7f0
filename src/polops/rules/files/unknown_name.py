"""A kind, a field or a word from a fixed list is unknown.

What it checks
The `kind` of each file, the name of each field, and each value that must be one of a few words, such as a status. The nearest known
name is suggested.

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

from polops.source.problem import Severity

CODE, NAME, SEVERITY = "GEN102", "unknown-name", Severity.ERROR
