"""A required field is missing, or holds a thing of the wrong shape.

What it checks
That every required field is there, also those that another field asks for (a filled position needs `start`, a decided decision
needs `choice` and `why`), and that a list stands where a list is expected and text where text is.

Why it matters
A required field is one that some figure or some reader cannot do without. Leaving it out would not make the item smaller, only
wrong.

Example
    positions:
      - id: HC-MH-007
        title: Policy Specialist
        band: P3
        location: SJC
        status: filled        # and no `start`

How to fix
Add the field that the message names. If the value is not known yet, choose the status that does not ask for it: a position without
a start is `open`, a decision without a choice is `proposed`.
"""

from __future__ import annotations

from polops.source.problem import Severity

CODE, NAME, SEVERITY = "GEN103", "missing-field", Severity.ERROR
