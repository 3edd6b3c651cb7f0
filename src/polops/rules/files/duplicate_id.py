"""An id is claimed by two items.

What it checks
That an id names one thing in the whole workspace, whatever its spelling in capitals. Budget lines are counted by fiscal year, so
that `COE-VEN-01` may return next year. A workspace has one settings file.
That `renamed_from` names an id that is gone, and that no other item names it too.

Why it matters
A reference to an id that two items claim could mean either of them, and every sum behind it would be somebody's guess.

Example
    positions:
      - {id: HC-MH-004, title: Policy Specialist, …}
      - {id: HC-MH-004, title: Policy Analyst, …}      # copied, and the id not changed

How to fix
Give the newer item the next free id. Never reuse the id of a closed position or a retired line: old references still mean the old one.
A renamed item takes the place of the old one: delete that, or the `renamed_from` that is not true.
"""

from __future__ import annotations

from polops.source.problem import Severity

CODE, NAME, SEVERITY = "GEN104", "duplicate-id", Severity.ERROR
