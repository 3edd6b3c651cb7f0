"""The policy desk in the status report (domain reference E3): launches, obligations, incidents and findings that ask for somebody now.

Each kind has its function and imports what it needs by itself: a plan with policies alone does not load incidents.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from polops.analyse.wording import counted
from polops.reports.frame import capped, period
from polops.reports.page import Column, Row, Table, Text
from polops.values.ref import fold

if TYPE_CHECKING:
    from polops.analyse.context import Context
    from polops.plan.plan import Node
    from polops.reports import Options
    from polops.reports.page import Block, Cell

LAUNCHES, DUE = 30, 60
"""Days ahead in which launches and obligations are listed."""
MOST = 8


def wanted(ctx: Context, options: Options, node: Node) -> bool:
    """Whether an item passes the filters; it belongs to its file's team, else to that of its owner."""
    owner = ctx.plan.owner(node) or ""
    person = ctx.plan.find(owner, "person")
    team = ctx.plan.team(node) or str(getattr(person and person.item, "team", ""))
    if options.team and fold(team) != fold(options.team):
        return False
    return not options.owner or fold(owner) == fold(options.owner)


def launches(ctx: Context, options: Options) -> tuple[Block | None, ...]:
    """The policies whose next version takes effect within 30 days, or should have: how ready each is."""
    from polops.analyse.policy import applies, is_ready, policy, policy_item  # noqa: PLC0415 - as the module says

    columns = (
        Column("policy", "Policy", "id"),
        Column("title", "What"),
        Column("version", "Version", rank=2),
        Column("effective", "Effective", "date"),
        Column("days", "Days", "integer"),
        Column("readiness", "Ready", "ratio"),
        Column("open", "Still open", rank=2),
        Column("owner", "Owner", "id"),
    )
    rows = []
    for node in ctx.plan.nodes("policy"):
        item, numbers = policy_item(node), policy(ctx, node)
        if numbers.launch is None or numbers.launch_days is None or numbers.launch_days > LAUNCHES or not wanted(ctx, options, node):
            continue
        left = [name.replace("_", " ") for name, entry in numbers.items.items() if applies(entry) and not is_ready(ctx, entry)]
        version = numbers.launch
        cells: tuple[Cell, ...] = (
            node.ref, item.title, version.v, version.effective, numbers.launch_days, numbers.readiness, ", ".join(left), item.owner
        )  # fmt: skip
        rows.append(Row(cells, ctx.plan.at(node), node.ref))
    ordered = tuple(sorted(rows, key=lambda row: (str(row.cells[3]), row.ref)))
    found = Table("launches", f"Launches, next {LAUNCHES} days", columns, ordered, sheet="Launches")
    return (capped(found, MOST, "policies"),)


def obligations(ctx: Context, options: Options) -> tuple[Block | None, ...]:
    """The obligations that are overdue or due within 60 days."""
    from polops.analyse.obligation import obligation, obligation_item  # noqa: PLC0415 - as the module says

    columns = (
        Column("obligation", "Obligation", "id"),
        Column("summary", "What"),
        Column("due", "Due", "date"),
        Column("days", "Days", "integer"),
        Column("status", "State"),
        Column("owner", "Owner", "id"),
    )
    found = [(obligation(ctx, node), node) for node in ctx.plan.nodes("obligation") if wanted(ctx, options, node)]
    rows = [
        Row(
            (node.ref, obligation_item(node).summary, numbers.next_due, numbers.days, numbers.status, ctx.plan.owner(node) or ""),
            ctx.plan.at(node),
            node.ref,
        )
        for numbers, node in found
        if numbers.days is not None and numbers.days <= DUE
    ]
    ordered = tuple(sorted(rows, key=lambda row: (str(row.cells[2]), row.ref)))
    table = Table("obligations", f"Obligations, next {DUE} days", columns, ordered, sheet="Obligations")
    return (capped(table, MOST, "obligations"),)


def incidents(ctx: Context, options: Options) -> tuple[Block | None, ...]:
    """The incidents that are open or were detected in the period, for those who may see them."""
    from polops.analyse import incident  # noqa: PLC0415 - as the module says

    span = period(ctx, options)
    columns = (
        Column("incident", "Incident", "id"),
        Column("severity", "Sev"),
        Column("title", "What"),
        Column("detected", "Detected", "date"),
        Column("state", "State"),
        Column("breached", "Clocks breached"),
        Column("owner", "Owner", "id", rank=2),
    )
    rows, opened, closed = [], 0, 0
    for node in incident.incidents(ctx):
        item, numbers = incident.incident_item(node), incident.incident(ctx, node)
        is_new = span.first <= item.detected.date() <= span.last
        if not wanted(ctx, options, node) or not (is_new or numbers.is_open):
            continue
        opened, closed = opened + is_new, closed + (is_new and not numbers.is_open)
        state = "open" if numbers.is_open else "closed"
        cells = (
            node.ref, item.severity, item.title, item.detected.date(), state, ", ".join(numbers.breached), ctx.plan.owner(node) or ""
        )  # fmt: skip
        rows.append(Row(cells, ctx.plan.at(node), node.ref))
    told = Text(f"{counted(opened, 'incident')} in {ctx.calendar.label(span)}, {closed} of them closed.") if rows else None
    return told, capped(Table("incidents", "Incidents", columns, tuple(rows)), MOST, "incidents")


def findings(ctx: Context, options: Options) -> tuple[Block | None, ...]:
    """The findings of reviews whose day has passed."""
    from polops.analyse.review import open_findings  # noqa: PLC0415 - as the module says

    columns = (
        Column("finding", "Finding", "id"),
        Column("text", "What"),
        Column("severity", "Severity", rank=2),
        Column("due", "Due", "date"),
        Column("late", "Late", "integer", "days"),
        Column("owner", "Owner", "id"),
    )
    late = {id(item) for node in ctx.plan.nodes("review") for item in open_findings(ctx, node) if item.due < ctx.as_of}
    rows = []
    for node in ctx.plan.nodes("finding"):
        item = node.item
        if id(item) in late and wanted(ctx, options, node):
            due = getattr(item, "due", ctx.as_of)
            cells = (
                node.ref, getattr(item, "guidance_change", None) or getattr(item, "text", ""), getattr(item, "severity", ""), due,
                (ctx.as_of - due).days, ctx.plan.owner(node) or "",
            )  # fmt: skip
            rows.append(Row(cells, ctx.plan.at(node), node.ref))
    table = Table("review_findings", "Review findings overdue", columns, tuple(sorted(rows, key=lambda row: (str(row.cells[3]), row.ref))))
    return (capped(table, MOST, "quality"),)
