"""The policy desk in the status report (domain reference E3): launches, obligations, incidents and findings that ask for somebody now.

The tables are those of the desk's own reports, cut to what is near or late.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from polops.analyse.wording import counted
from polops.reports.desk import chosen
from polops.reports.frame import capped, only, period
from polops.reports.page import Table, Text

if TYPE_CHECKING:
    from polops.analyse.context import Context
    from polops.reports import Options
    from polops.reports.page import Block

LAUNCHES, DUE = 30, 60
"""Days ahead in which launches and obligations are listed."""
MOST = 8


def launches(ctx: Context, options: Options) -> tuple[Block, ...]:
    """The policies whose next version takes effect within 30 days, or should have: how ready each is."""
    from polops.analyse.policy import policy  # noqa: PLC0415 - a plan with policies alone does not load incidents
    from polops.reports.policies_launch import coming, launches_table  # noqa: PLC0415 - as above

    days = [(node, policy(ctx, node).launch_days) for node in coming(ctx, chosen(ctx, options, "policy"))]
    found = launches_table(ctx, [node for node, left in days if left is not None and left <= LAUNCHES])
    return (capped(replace(found, title=f"Launches, next {LAUNCHES} days", sheet="Launches"), MOST, "policies"),)


def obligations(ctx: Context, options: Options) -> tuple[Block, ...]:
    """The obligations that are overdue or due within 60 days."""
    from polops.reports.obligations import ladder, ladder_table  # noqa: PLC0415 - as above

    steps = ladder(ctx, replace(options, period=""), chosen(ctx, options, "obligation"))
    found = ladder_table(ctx, [step for step in steps if (step.due - ctx.as_of).days <= DUE])
    found = only(found, "due", "days", "status", "obligation", "summary", "owner", "legal")
    return (capped(replace(found, key="obligations", title=f"Obligations, next {DUE} days", sheet="Obligations"), MOST, "obligations"),)


def incidents(ctx: Context, options: Options) -> tuple[Block, ...]:
    """The incidents that are open or were detected in the period, for those who may see them."""
    from polops.analyse.incident import incident, incident_item  # noqa: PLC0415 - as above
    from polops.reports.incidents import chosen as of_readers  # noqa: PLC0415 - as above
    from polops.reports.incidents import table  # noqa: PLC0415 - as above

    span = period(ctx, options)
    nodes = of_readers(ctx, replace(options, period=""))
    opened = [node for node in nodes if span.first <= incident_item(node).detected.date() <= span.last]
    running = [node for node in nodes if incident(ctx, node).is_open]
    kept = [node for node in nodes if node in opened or node in running]
    if not kept:
        return ()
    over = len([node for node in opened if node not in running])
    told = Text(f"{counted(len(opened), 'incident')} in {ctx.calendar.label(span)}, {over} of them over; {len(running)} open.")
    return told, capped(table(ctx, kept), MOST, "incidents")


def findings(ctx: Context, options: Options) -> tuple[Table, ...]:
    """The findings of reviews whose day has passed."""
    from polops.reports import quality  # noqa: PLC0415 - as above

    found = quality.findings(ctx, quality.chosen(ctx, replace(options, period="")))
    late = tuple(row for row in found.rows if "late" in row.cells)
    table = replace(found, key="late_findings", title="Review findings overdue", rows=late, sheet="Review findings")
    return (capped(only(table, "finding", "due", "theme", "change", "owner", "severity", "policy"), MOST, "quality"),)
