"""The readiness of launches: which versions come, how far their checklists are, and the grid of items and launches."""

from __future__ import annotations

from typing import TYPE_CHECKING

from polops.analyse.policy import applies, is_ready, policy, policy_item
from polops.analyse.wording import percent
from polops.reports.desk import rank, spoken, unique
from polops.reports.page import Chart, Column, Row, Table
from polops.values.period import dated

if TYPE_CHECKING:
    from polops.analyse.context import Context
    from polops.model.policy import Policy, Readiness
    from polops.plan.plan import Node

GRID = "✔ done, ○ due or not filled in, ✖ late, – does not apply."


def coming(ctx: Context, nodes: list[Node]) -> list[Node]:
    """The policies with a version that is to be launched, the nearest first; those without a day last."""
    waiting = [node for node in nodes if policy(ctx, node).launch is not None or policy_item(node).status in {"approval", "ready"}]
    days = {node.ref: policy(ctx, node).launch_days for node in waiting}
    return sorted(waiting, key=lambda node: (days[node.ref] is None, days[node.ref] or 0, node.ref))


def said_ready(ctx: Context, node: Node) -> str:
    """The readiness in words: `readiness 1 of 11 = 9.1 %`."""
    numbers = policy(ctx, node)
    share = f" = {percent(numbers.readiness)}" if numbers.readiness is not None else ""
    return f"readiness {numbers.done} of {numbers.applicable}{share}"


def is_behind(ctx: Context, node: Node) -> bool:
    """Whether what is in force is enforced by older guidance."""
    numbers, item = policy(ctx, node), policy_item(node)
    in_force = item.status in {"enforced", "under_review"} and numbers.current is not None and numbers.current.effective <= ctx.as_of
    return in_force and numbers.guidance_current is False


def launches_table(ctx: Context, launches: list[Node]) -> Table:
    """One row a launch: how many items are done, late and open."""
    columns = (
        Column("policy", "Policy", "id"),
        Column("version", "Version"),
        Column("effective", "Effective", "date"),
        Column("days", "Days", "integer", "days"),
        Column("done", "Done", "integer"),
        Column("of", "Of", "integer"),
        Column("late", "Late", "integer"),
        Column("readiness", "Readiness", "ratio"),
        Column("title", "Title", rank=2),
        Column("status", "Status", rank=2),
        Column("owner", "Owner", "id", rank=3),
    )
    return Table("launches", "Launches", columns, tuple(_launch(ctx, node) for node in launches))


def _launch(ctx: Context, node: Node) -> Row:
    item, numbers = policy_item(node), policy(ctx, node)
    late = sum(1 for entry in numbers.items.values() if is_late(ctx, entry))
    launch = numbers.launch
    cells = (
        node.ref,
        launch.v if launch else None,
        launch.effective if launch else None,
        numbers.launch_days,
        numbers.done,
        numbers.applicable,
        late,
        numbers.readiness,
        item.title,
        spoken(item.status),
        ctx.plan.owner(node) or "",
    )
    return Row(cells, ctx.plan.at(node), node.ref)


def chart(source: Table) -> Chart | None:
    """Readiness bars."""
    return Chart("bars", "Readiness of launches", source, "policy", ("readiness",)) if source.rows else None


def grid(ctx: Context, launches: list[Node]) -> Table:
    """The launch checklist: a row an item, a column a launch, the nearest first."""
    launches = unique(launches)
    columns = (Column("item", "Item"), *(Column(f"of_{node.ref}", node.ref, rank=rank(i)) for i, node in enumerate(launches)))
    names = list(dict.fromkeys(name for node in launches for name in policy(ctx, node).items))
    rows = tuple(Row((spoken(name), *(_cell(ctx, policy_item(node), name) for node in launches))) for name in names)
    return Table("checklist", "Launch checklist", columns, rows, note=GRID, sheet="Readiness")


def _cell(ctx: Context, item: Policy, name: str) -> str:
    """An item of a policy's checklist; empty where the item is only another policy's."""
    if name not in item.readiness and name not in ctx.settings.policy.readiness:
        return ""
    return state(ctx, item.readiness.get(name))


def is_late(ctx: Context, entry: Readiness | None) -> bool:
    """Whether an item applies, is not done, and its day is past."""
    return entry is not None and applies(entry) and not is_ready(ctx, entry) and entry.due is not None and entry.due < ctx.as_of


def state(ctx: Context, entry: Readiness | None) -> str:
    """An item of the checklist as a sign and its day: `✔ 24 Jul 2026`, `✖ 7 Aug 2026`, `○ 14 Aug 2026`, `○`, `– n/a`."""
    if entry is None:
        return "○"
    if not applies(entry):
        return "– n/a"
    sign = "✔" if is_ready(ctx, entry) else "✖" if is_late(ctx, entry) else "○"
    day = entry.done if is_ready(ctx, entry) else entry.due
    return f"{sign} {dated(day)}" if day else sign
