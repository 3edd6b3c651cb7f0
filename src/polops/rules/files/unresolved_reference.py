"""A reference names nothing.

What it checks
That every id, handle, team, location and OKR path that a field refers to exists somewhere in the workspace. References into a file
that cannot be read are not reported: mend that file first.

Why it matters
An allocation to an objective that does not exist serves nobody, and spend on a line that does not exist is in no total. Both look
fine to the eye.

Example
    allocation: {mh/2026-Q3/O9: 50%}      # there is no O9

How to fix
Take the suggested name if it is the one you meant. Otherwise add the item: a person to `org.people`, an order to the year's
commitments, an objective to the team's file.
"""

from __future__ import annotations

from polops.source.problem import Severity

CODE, NAME, SEVERITY = "GEN201", "unresolved-reference", Severity.ERROR
