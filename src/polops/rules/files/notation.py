"""A value is written in a way that plans do not use.

What it checks
How numbers, shares, dates, months, periods, durations, ids and people are written: `120_000` and not `120,000`, `60%` and not `60`,
`2026-Q3` and not `Q3 2026`, `ines.duarte` and not `@ines`. Where the fiscal year does not start in January, money and OKR files use
`FY26-Q3`, so that nobody takes a calendar quarter for a fiscal one.

Why it matters
Every other spelling has two readings. `120,000` is a hundred and twenty in half of the world, and a bare `60` may be 60 % or sixty
times too much.

Example
    - {id: COE-TRV-01, name: Travel, category: travel, plan: "48,000"}

How to fix
Write what the help suggests; where there is only one possible meaning, it is the text to type.
"""

from __future__ import annotations

from polops.source.problem import Severity

CODE, NAME, SEVERITY = "GEN105", "notation", Severity.ERROR
