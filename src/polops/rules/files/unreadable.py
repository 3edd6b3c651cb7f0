"""The file cannot be read.

What it checks
The text of every plan file: UTF-8, the small part of YAML that plans are written in, no key twice in one map, no tab in the
indentation, no day that the calendar does not have. Tags, anchors, aliases, merge keys and second documents are refused, because
each of them makes a file mean something else than what its reviewer sees.

Why it matters
Nothing else can be said about a file that cannot be read, and its numbers are missing from every report until it can.

Example
    lines:
      - id: COE-TRV-01
        plan: 48_000
        plan: 52_000          # the same key twice: which one counts?

How to fix
Go to the line and column of the message. If nothing looks wrong there, look at the line above: a missing colon, quote or bracket is
noticed only where the next line begins.
"""

from __future__ import annotations

from polops.source.problem import Severity

CODE, NAME, SEVERITY = "GEN101", "unreadable", Severity.ERROR
