"""Exchange rates alone move a line by a material amount.

What it checks
For lines with amounts in a foreign currency, the part of the year-to-date variance that comes from exchange rates: actuals at the
month's rate against the same actuals at the budget rate. It is reported when it alone reaches the limits of a material variance.

Why it matters
The owner of a line answers for hours and prices, not for the euro. Finance hedges and plans currencies for the company, and can only
do so if it hears of the exposure.

Example
    # 290,000 EUR spent at 1.12, planned at 1.08: −11,600 U by rates alone
    - id: MH-RSH-01
      name: Help-seeking study
      category: research
      currency: EUR
      plan: 300_000

How to fix
Tell your finance partner, and give `cause: fx` in the commentary of the month. Nothing needs to change on the line.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from polops.analyse.judged import to_date
from polops.analyse.variance import fx_split, is_material, line
from polops.analyse.variance import percent as share_of
from polops.analyse.wording import percent, variance, whole
from polops.rules import Finding
from polops.rules.budget.words import foreign, plan_route
from polops.source.problem import Severity

if TYPE_CHECKING:
    from collections.abc import Iterator

    from polops.analyse.context import Context

CODE, NAME, SEVERITY = "BUD306", "fx-effect", Severity.INFO


def check(ctx: Context) -> Iterator[Finding]:
    """The lines with a foreign currency among their amounts."""
    for node in to_date(ctx):
        split = fx_split(ctx, node)
        if split is None:
            continue
        numbers, parts = line(ctx, node), dict(split.parts)
        share = share_of(parts["fx"], numbers.ytd_budget, parts["fx"])
        if is_material(ctx, parts["fx"], share):
            of = f", {percent(share)} of {whole(numbers.ytd_budget)} budgeted" if share is not None and numbers.ytd_budget else ""
            message = f"{node.ref} is {variance(parts['fx'])} to {numbers.ytd_through} by exchange rates alone{of}{foreign(ctx, node)}"
            help_ = f"tell finance; without rates the line is {variance(parts['operating'])}" if parts["operating"] else "tell finance"
            yield Finding(node, message, help_, plan_route(node))
