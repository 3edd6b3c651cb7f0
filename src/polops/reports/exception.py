"""Exceptions: what is beyond its tolerance, how far, what can be done, and a draft of the decision; and how much room the others have.

Source: domain reference B3 (tolerance), C14; rule MAP303. The draft is text to paste: nothing is written.
"""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from polops.analyse import raid
from polops.analyse.context import ONE, ZERO, ratio
from polops.analyse.exception import decided, exceptions, overrun, pending
from polops.analyse.initiative import costs
from polops.analyse.rag import is_live
from polops.analyse.schedule import initiative_item, milestone, milestone_item, schedule
from polops.analyse.wording import counted, listed, money, percent
from polops.model.decision import Decision
from polops.reports.exception_draft import draft, next_id
from polops.reports.frame import page, section, wanted
from polops.reports.page import Column, Listing, Page, Row, Section, Table, Text
from polops.values.hidden import is_hidden
from polops.values.period import dated

if TYPE_CHECKING:
    from polops.analyse.context import Context
    from polops.plan.plan import Node
    from polops.reports import Options

NOTICE = timedelta(days=14)
"""How long a sponsor has to decide, unless the draft is changed."""
RULE = (
    "Within its tolerance the owner manages; beyond it the sponsor decides. A decision counts where it is taken after the initiative was "
    "approved, by the sponsor, until its review day: the one that the initiative names, or one tagged exception that affects it."
)
ROOM = "Room is what is left of the tolerance: days to the latest end, money to the highest cost; − is beyond."


def build(ctx: Context, options: Options) -> Page:
    """The page."""
    live = [node for node in ctx.plan.nodes("initiative") if is_live(node) and wanted(ctx, options, node)]
    beyond = [node for node in exceptions(ctx) if any(node is one for one in live)]
    open_ = [node for node in beyond if decided(ctx, node) is None]
    drafts = [node for node in open_ if pending(ctx, node) is None]
    sections = (
        section("exceptions", "Beyond tolerance", table(ctx, beyond)),
        *(_case(ctx, node, number) for number, node in enumerate(drafts)),
        *(_waiting(ctx, node) for node in open_ if pending(ctx, node) is not None),
        section("tolerances", "Tolerances", tolerances(ctx, live)),
    )
    lead = sentence(ctx, live, beyond, open_)
    notes = (RULE, ROOM) if any(initiative_item(node).tolerance for node in live) else ()
    return page(ctx, options, "exception", "Exceptions", lead=lead, sections=sections, notes=notes, codes=("MAP303",))


def sentence(ctx: Context, live: list[Node], beyond: list[Node], open_: list[Node]) -> str:
    """How many are beyond their tolerance, and for which of them nobody has decided."""
    agreed = [node for node in live if initiative_item(node).tolerance]
    if not agreed:
        return "No live initiative with a tolerance in this selection."
    if not beyond:
        return f"All of {counted(len(agreed), 'initiative')} with a tolerance {'is' if len(agreed) == 1 else 'are'} within it."
    said = f"{len(beyond)} of {counted(len(agreed), 'initiative')} with a tolerance {'is' if len(beyond) == 1 else 'are'} beyond it"
    going = [f"{node.ref} ({found.ref})" for node in beyond if (found := decided(ctx, node)) is not None]
    said += f"; decided: {listed(going)}" if going else ""
    return f"{said}; to decide: {listed([node.ref for node in open_])}." if open_ else f"{said}."


def table(ctx: Context, beyond: list[Node]) -> Table:
    """One row an initiative beyond its tolerance: how far, and by which decision it goes on."""
    unit = ctx.currency
    columns = (
        Column("initiative", "Initiative", "id"),
        Column("name", "Name"),
        Column("allowed_end", "Allowed", "date", rank=2),
        Column("end", "Now", "date", rank=2),
        Column("days", "Beyond", "integer", "days"),
        Column("over", "Over", "money", unit),
        Column("decision", "Decision", "id"),
        Column("state", "State"),
        Column("sponsor", "Sponsor", "id", rank=2),
        Column("allowed_cost", "Allowed cost", "money", unit, rank=3),
        Column("cost", "Outlook", "money", unit, rank=3),
        Column("owner", "Owner", "id", rank=3),
        Column("team", "Team", "id", rank=3),
    )
    rows = []
    for node in beyond:
        far, item, (ref, state) = overrun(ctx, node), initiative_item(node), _decision(ctx, node)
        cells = (
            node.ref, item.name, far.allowed_end, far.end, far.days, far.over, ref, state, item.sponsor or "", far.allowed_cost, far.cost,
            item.owner, ctx.plan.team(node),
        )  # fmt: skip
        rows.append(Row(cells, ctx.plan.at(node, "tolerance"), node.ref))
    return Table("exceptions", "Beyond tolerance", columns, tuple(rows))


def _decision(ctx: Context, node: Node) -> tuple[str, str]:
    """The decision by which an initiative goes on, or is to, and where it stands."""
    found = decided(ctx, node)
    if found is not None and isinstance(found.item, Decision):
        until = f", counts until {dated(found.item.review_on)}" if found.item.review_on else ""
        return found.ref, f"decided {dated(found.item.decided or ctx.as_of)}{until}"
    waiting = pending(ctx, node)
    if waiting is not None and isinstance(waiting.item, Decision):
        return waiting.ref, f"proposed, needed by {dated(waiting.item.needed_by)}" if waiting.item.needed_by else "proposed"
    return "", "to decide"


def _case(ctx: Context, node: Node, number: int) -> Section:
    """What happened to one initiative, the ways to go on, and the decision to paste."""
    item = initiative_item(node)
    ref, needed = next_id(ctx, number), ctx.as_of + NOTICE
    where = Text(f"Save this as decisions/{ref}.yaml, put the options right, and have {item.sponsor or 'the sponsor'} decide:")
    text = draft(ctx, node, ref, needed, ways(ctx, node))
    return section(f"draft_{node.ref}", f"{node.ref} {item.name}", Text(bullets=tuple(happened(ctx, node))), where, Listing(text))


def _waiting(ctx: Context, node: Node) -> Section:
    """What happened to one initiative whose decision is proposed."""
    ref, state = _decision(ctx, node)
    bullets = (*happened(ctx, node), f"{ref} is {state}.")
    return section(f"case_{node.ref}", f"{node.ref} {initiative_item(node).name}", Text(bullets=bullets))


def happened(ctx: Context, node: Node) -> list[str]:
    """What happened, as facts: the end and what sets it, the cost, and what stands in the way."""
    far, plan, item = overrun(ctx, node), schedule(ctx, node), initiative_item(node)
    said = []
    if far.days is not None and far.end and far.allowed_end and plan.last is not None and plan.baseline_end and item.tolerance:
        said.append(
            f"{plan.last.ref} {milestone_item(plan.last).name} was agreed for {dated(plan.baseline_end)} and is now expected on "
            f"{dated(far.end)}: {counted(far.days, 'day')} beyond the {item.tolerance.time} agreed ({dated(far.allowed_end)})."
        )
        chain = [
            f"{mark.ref} ({counted(late, 'day')} late)" for mark in plan.driving_chain if (late := milestone(ctx, mark).late_days or 0) > 0
        ]
        said += [f"What sets that date: {', then '.join(chain)}."] if len(chain) > 1 else []
    if far.over is not None and far.cost is not None and far.allowed_cost is not None:
        bac = costs(ctx, node).bac or ZERO
        said.append(
            f"It will cost {money(far.cost, ctx.currency)} ({costs(ctx, node).method}) against a budget of {money(bac, ctx.currency)}: "
            f"{money(far.over, ctx.currency)} beyond the tolerance ({money(far.allowed_cost, ctx.currency)})."
        )
    held = [
        entry
        for entry in raid.of_initiative(ctx, node)
        if entry.kind in {"issue", "dependency"} and raid.is_open(ctx, raid.raid_item(entry))
    ]
    return [*said, *([f"In the way: {'; '.join(f'{entry.ref} {raid.raid_item(entry).title}' for entry in held)}."] if held else [])]


def ways(ctx: Context, node: Node) -> list[tuple[str, str, str]]:
    """The ways to go on that every exception has: an id, what it is, and what speaks against it."""
    far, plan, item = overrun(ctx, node), schedule(ctx, node), initiative_item(node)
    now = [f"to {far.end}" if far.end else "", f"at {money(far.cost, ctx.currency)}" if far.cost is not None else ""]
    late = next((mark for mark in plan.driving_chain if not milestone(ctx, mark).done and (milestone(ctx, mark).late_days or 0) > 0), None)
    back = [
        f"end by {far.allowed_end}" + (f", {far.days} days sooner at {late.ref}" if late else "") if far.days is not None else "",
        f"cost {money(far.allowed_cost, ctx.currency)} at the most" if far.allowed_cost is not None else "",
    ]
    spent = costs(ctx, node).ac
    sunk = f"{money(spent, ctx.currency)} are spent" if spent is not None and not is_hidden(spent) else ""
    lost = f"{', '.join(item.supports)} lose what it brings" if item.supports else ""
    return [
        ("A", f"Go on as expected now: {' '.join(filter(None, now))}", "It stays beyond what was agreed"),
        (
            "B",
            f"Bring it back within its tolerance: {', '.join(filter(None, back))}; say what is left out",
            "Less is delivered, or others wait",
        ),
        ("C", "Stop it", "; ".join(filter(None, (sunk, lost))) or "What it was to bring is lost"),
    ]


def tolerances(ctx: Context, live: list[Node]) -> Table:
    """One row a live initiative with a tolerance: how much of it is used, the least room first."""
    unit = ctx.currency
    columns = (
        Column("initiative", "Initiative", "id"),
        Column("name", "Name", rank=2),
        Column("time", "Time"),
        Column("slip", "Slip", "integer", "days"),
        Column("room", "Room", "integer", "days"),
        Column("cost", "Cost"),
        Column("bac", "Budget", "money", unit),
        Column("outlook", "Outlook", "money", unit),
        Column("over_budget", "Over", "ratio"),
        Column("cost_room", "Cost room", "money", unit),
        Column("method", "By", rank=3),
    )
    rows = [_tolerance(ctx, node) for node in live if initiative_item(node).tolerance]
    rows.sort(key=lambda row: (row.cells[4] is None, row.cells[4] or 0))
    return Table("tolerances", "Tolerances", columns, tuple(rows))


def _tolerance(ctx: Context, node: Node) -> Row:
    item, plan, found = initiative_item(node), schedule(ctx, node), costs(ctx, node)
    tolerance, room, cost_room, share = item.tolerance, None, None, None
    assert tolerance is not None  # noqa: S101 - asked by the caller
    if tolerance.time is not None and plan.baseline_end is not None and plan.propagated_end is not None:
        room = (tolerance.time.after(plan.baseline_end, ctx.settings.holidays) - plan.propagated_end).days
    if found.bac is not None and found.outlook is not None:
        share = ratio(found.outlook - found.bac, found.bac)
        cost_room = found.bac * (ONE + tolerance.cost) - found.outlook if tolerance.cost is not None else None
    cells = (
        node.ref, item.name, str(tolerance.time or ""), plan.slip_days, room, percent(tolerance.cost) if tolerance.cost is not None else "",
        found.bac, found.outlook, share, cost_room, found.method,
    )  # fmt: skip
    return Row(cells, ctx.plan.at(node, "tolerance"), node.ref)
