"""Obligations: the ladder of due dates, evidence, duties that always hold, and what is coming (domain reference E7).

With a period the ladder has the occurrences of that period, met or not, instead of what is due next.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from polops.analyse.obligation import Occurrence, obligation, obligation_item, occurrences, regulation
from polops.analyse.wording import counted
from polops.reports.desk import chosen, found, refs, spoken
from polops.reports.frame import page, period, section
from polops.reports.page import Column, Page, Row, Table
from polops.values.period import dated

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from polops.analyse.context import Context
    from polops.plan.plan import Node
    from polops.reports import Options
    from polops.reports.page import Cell

ADVICE = "A register of dates and evidence, no legal advice. Days are calendar days to the due date; negative is overdue."
SOON = "Due is within {soon}; upcoming is later."
HORIZON = "Coming: regulations that are proposed or in consultation; assessed is a duty with a position."
_AHEAD = ("adopted",)


class Step(NamedTuple):
    """One rung of the ladder."""

    node: Node
    due: date
    done: Occurrence | None
    status: str


def build(ctx: Context, options: Options) -> Page:
    """The page."""
    nodes = chosen(ctx, options, "obligation")
    steps = ladder(ctx, options, nodes)
    parts = (
        section("ladder", "By due date", ladder_table(ctx, steps)),
        section("evidence", "Evidence", met(ctx, options, nodes)),
        section("standing", "Always in force", standing(ctx, nodes)),
        section("horizon", "Horizon", horizon(ctx, nodes)),
    )
    sections = [part for part in parts if not options.horizon or part.key == "horizon"]
    notes = (ADVICE, *((HORIZON,) if options.horizon else (SOON.format(soon=ctx.settings.thresholds.policy.due_soon),))) if nodes else ()
    lead = coming(ctx, nodes) if options.horizon else sentence(ctx, nodes, steps)
    return page(ctx, options, "obligations", "Obligations", lead=lead, sections=sections, notes=notes, codes=("OBL",))


def ladder(ctx: Context, options: Options, nodes: Sequence[Node]) -> list[Step]:
    """What is due, the earliest first: the next of each obligation, or all of the asked period."""
    found_: list[Step] = []
    for node in nodes:
        numbers = obligation(ctx, node)
        if numbers.status in {"repealed", "horizon"}:
            continue
        if options.period:
            span = period(ctx, options)
            found_ += [_step(ctx, node, one) for one in occurrences(ctx, node, span.first, span.last)]
        elif numbers.next_due is not None:
            found_.append(Step(node, numbers.next_due, None, numbers.status))
    return sorted(found_, key=lambda step: (step.due, step.node.ref))


def _step(ctx: Context, node: Node, one: Occurrence) -> Step:
    """An occurrence of a period: met, overdue, due soon or upcoming."""
    if one.done is not None:
        return Step(node, one.due, one, "done")
    if one.due < ctx.as_of:
        return Step(node, one.due, None, "overdue")
    soon = ctx.settings.thresholds.policy.due_soon.after(ctx.as_of, ctx.settings.holidays)
    return Step(node, one.due, None, "due" if one.due <= soon else "upcoming")


def sentence(ctx: Context, nodes: Sequence[Node], steps: Sequence[Step]) -> str:
    """How many duties of how many regulations, what is overdue and due, what lacks evidence, and what is next."""
    if not nodes:
        return "No obligations in this selection."
    regulations = len({id(node.file) for node in nodes})
    parts = [f"{counted(len(nodes), 'obligation')} of {counted(regulations, 'regulation')}"]
    parts.append(f"{_count(steps, 'overdue')} overdue, {_count(steps, 'due')} due within {ctx.settings.thresholds.policy.due_soon}")
    bare = len(unproven(ctx, nodes))
    parts += [f"{counted(bare, 'fulfilment')} without evidence"] if bare else []
    later = sum(1 for node in nodes if is_coming(ctx, node))
    parts += [f"{later} coming"] if later else []
    ahead = next((step for step in steps if step.due >= ctx.as_of and step.status != "done"), None)
    if ahead is not None:
        parts.append(f"next {ahead.node.ref} on {dated(ahead.due)}")
    return f"{'; '.join(parts)}."


def _count(steps: Sequence[Step], status: str) -> int:
    return sum(1 for step in steps if step.status == status)


def ladder_table(ctx: Context, steps: Sequence[Step]) -> Table:
    """One row an occurrence, the earliest first."""
    columns = (
        Column("due", "Due", "date"),
        Column("days", "Days", "integer", "days"),
        Column("obligation", "Obligation", "id"),
        Column("status", "Status"),
        Column("summary", "Summary"),
        Column("owner", "Owner", "id", rank=2),
        Column("evidence", "Evidence", rank=3),
        Column("legal", "Legal", "id", rank=2),
        Column("type", "Type", rank=3),
        Column("jurisdiction", "Where", rank=3),
        Column("contact", "Contact", "id", rank=3),
        Column("policies", "Policies", rank=3),
    )
    return Table("ladder", "By due date", columns, tuple(_rung(ctx, step) for step in steps))


def _rung(ctx: Context, step: Step) -> Row:
    item, law = obligation_item(step.node), regulation(step.node)
    done = step.done.done if step.done else None
    cells: tuple[Cell, ...] = (
        step.due,
        (step.due - ctx.as_of).days,
        step.node.ref,
        step.status,
        item.summary,
        ctx.plan.owner(step.node) or "",
        (done.evidence or "none") if done else "",
        law.legal or "none",
        spoken(item.type),
        law.jurisdiction,
        law.contact,
        refs(found(ctx, item.policies, "policy", step.node)),
    )
    return Row(cells, ctx.plan.at(step.node), step.node.ref)


def met(ctx: Context, options: Options, nodes: Sequence[Node]) -> Table:
    """Every occurrence that was met, or those of the period, the latest first: how many days early, and where the proof lies."""
    span = period(ctx, options) if options.period else None
    columns = (
        Column("due", "Due", "date"),
        Column("on", "Met", "date"),
        Column("early", "Early", "integer", "days"),
        Column("obligation", "Obligation", "id"),
        Column("evidence", "Evidence"),
        Column("owner", "Owner", "id", rank=2),
    )
    rows = []
    for node in nodes:
        for due, one in obligation_item(node).done.items():
            if one.on <= ctx.as_of and (span is None or span.first <= due <= span.last):
                cells = (due, one.on, (due - one.on).days, node.ref, one.evidence or "none", ctx.plan.owner(node) or "")
                rows.append(Row(cells, ctx.plan.at(node, "done", str(due)), node.ref))
    rows.sort(key=lambda row: str(row.cells[3]))
    rows.sort(key=lambda row: str(row.cells[0]), reverse=True)
    return Table("evidence", "Met", columns, tuple(rows), note="Early is in days; negative was late.")


def unproven(ctx: Context, nodes: Sequence[Node]) -> list[tuple[Node, date]]:
    """The occurrences that are met without evidence."""
    pairs = ((node, due, one) for node in nodes for due, one in obligation_item(node).done.items())
    return [(node, due) for node, due, one in pairs if one.on <= ctx.as_of and not one.evidence]


def standing(ctx: Context, nodes: Sequence[Node]) -> Table:
    """Duties without a day: what meets them, and what shows whether they are met."""
    columns = (
        Column("obligation", "Obligation", "id"),
        Column("summary", "Summary"),
        Column("response", "Within"),
        Column("shown_by", "Policies and metrics"),
        Column("owner", "Owner", "id", rank=2),
        Column("legal", "Legal", "id", rank=3),
    )
    rows = []
    for node in nodes:
        item = obligation_item(node)
        if obligation(ctx, node).status == "undated":
            shown = refs([*found(ctx, item.policies, "policy", node), *found(ctx, item.metrics, "metric", node)])
            within = str(item.response) if item.response else ""
            cells = (node.ref, item.summary, within, shown or "none", ctx.plan.owner(node) or "", regulation(node).legal or "none")
            rows.append(Row(cells, ctx.plan.at(node), node.ref))
    return Table("standing", "Always in force", columns, tuple(rows))


def horizon(ctx: Context, nodes: Sequence[Node]) -> Table:
    """Duties of regulations that are no law yet, and of those that are adopted and not in force; by the day their impact is assessed."""
    columns = (
        Column("obligation", "Obligation", "id"),
        Column("summary", "Summary"),
        Column("law", "Status"),
        Column("impact_due", "Assess by", "date"),
        Column("assessed", "Assessment"),
        Column("due", "Applies", "date", rank=2),
        Column("owner", "Owner", "id", rank=2),
        Column("position", "Position", rank=3),
        Column("regulation", "Regulation", rank=3),
    )
    kept = [node for node in nodes if is_coming(ctx, node)]
    kept.sort(key=lambda node: (obligation_item(node).impact_due is None, str(obligation_item(node).impact_due), node.ref))
    return Table("horizon", "Horizon", columns, tuple(_ahead(ctx, node) for node in kept))


def is_coming(ctx: Context, node: Node) -> bool:
    """Whether a duty's regulation is no law yet, or is not in force yet."""
    return obligation(ctx, node).status == "horizon" or regulation(node).status in _AHEAD


def assessment(ctx: Context, node: Node) -> str:
    """Whether the impact of a coming duty is assessed; the position itself is for the team."""
    item = obligation_item(node)
    if item.position:
        return "✔ assessed"
    if item.impact_due is None:
        return "○ no day"
    return "✖ overdue" if item.impact_due < ctx.as_of else "○ open"


def _ahead(ctx: Context, node: Node) -> Row:
    item, law = obligation_item(node), regulation(node)
    cells: tuple[Cell, ...] = (
        node.ref,
        item.summary,
        spoken(law.status),
        item.impact_due,
        assessment(ctx, node),
        item.due or item.first_due,
        ctx.plan.owner(node) or "",
        item.position or "",
        law.name,
    )
    return Row(cells, ctx.plan.at(node), node.ref)


def coming(ctx: Context, nodes: Sequence[Node]) -> str:
    """How many duties are coming, and how many of them nobody has assessed in time."""
    ahead = [node for node in nodes if is_coming(ctx, node)]
    if not ahead:
        return "Nothing is coming in this selection."
    late = sum(1 for node in ahead if assessment(ctx, node) == "✖ overdue")
    regulations = len({id(node.file) for node in ahead})
    return f"{counted(len(ahead), 'duty', 'duties')} of {counted(regulations, 'coming regulation')}; {counted(late, 'assessment')} overdue."
