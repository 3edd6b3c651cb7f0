"""Partners: when they were met, how engaged they are, what they asked for and what they are asked for; `--for` makes the pack of one.

Source: domain reference A-27 and A-29 (blockers, decisions and asks, ready for a meeting with one partner).
"""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING

from polops.analyse import raid
from polops.analyse.context import ratio
from polops.analyse.wording import counted, listed
from polops.model.raid import Dependency
from polops.model.stakeholders import Request, Stakeholder
from polops.reports import asks, decisions
from polops.reports.frame import page, percent, section
from polops.reports.page import Column, Page, Row, Table
from polops.source.problem import PolopsError
from polops.values.ref import fold, nearest

if TYPE_CHECKING:
    from datetime import date

    from polops.analyse.context import Context
    from polops.plan.plan import Node
    from polops.reports import Options

TURNAROUND = "Answered in time is requests answered by their day ÷ those whose day has come."


def build(ctx: Context, options: Options) -> Page:
    """The page: all partners, or the pack for one."""
    if options.partner:
        return _pack(ctx, options, _partner(ctx, options.partner))
    nodes = [node for node in ctx.plan.nodes("stakeholder") if chosen(ctx, options, node)]
    names = {fold(node.ref) for node in nodes}
    asked = [node for node in ctx.plan.nodes("request") if fold(request(node).from_) in names]
    sections = (section("partners", "Partners", table(ctx, nodes)), section("requests", "Requests", requests(ctx, asked)))
    notes = (TURNAROUND,) if asked else ()
    return page(ctx, options, "partners", "Partners", lead=sentence(ctx, nodes, asked), sections=sections, notes=notes, codes=("STK",))


def _partner(ctx: Context, ref: str) -> Node:
    """The partner that is asked for, or a `PolopsError` with a did-you-mean."""
    node = ctx.plan.find(ref, "stakeholder")
    if node is None:
        near = nearest(ref, ctx.plan.refs("stakeholder"))
        raise PolopsError(f"no partner '{ref[:60]}'", f"did you mean {near}?" if near else "polops list stakeholder shows them")
    return node


def stakeholder(node: Node) -> Stakeholder:
    """The partner of a node."""
    assert isinstance(node.item, Stakeholder)  # noqa: S101 - the index keeps kinds apart
    return node.item


def request(node: Node) -> Request:
    """The request of a node."""
    assert isinstance(node.item, Request)  # noqa: S101 - the index keeps kinds apart
    return node.item


def chosen(ctx: Context, options: Options, node: Node) -> bool:
    """Whether a partner passes the filters: an owner keeps the contact, a team is theirs."""
    lead = stakeholder(node).lead or ""
    if options.owner and fold(options.owner) != fold(lead):
        return False
    person = ctx.plan.find(lead, "person") if lead else None
    return not options.team or fold(str(getattr(person and person.item, "team", ""))) == fold(options.team)


def next_meeting(ctx: Context, item: Stakeholder) -> date | None:
    """When a partner should be met again; None without a rhythm or a last meeting."""
    return item.cadence.after(item.last_met, ctx.settings.holidays) if item.cadence and item.last_met else None


def answered(ctx: Context, item: Request) -> bool:
    """Whether a request was answered by the date."""
    return item.answered is not None and item.answered <= ctx.as_of


def in_time(ctx: Context, nodes: list[Node]) -> Decimal | None:
    """The share of requests answered by their day, of those whose day has come or that were answered."""
    due = [request(node) for node in nodes if answered(ctx, request(node)) or request(node).due < ctx.as_of]
    met = [item for item in due if answered(ctx, item) and item.answered is not None and item.answered <= item.due]
    return ratio(Decimal(len(met)), Decimal(len(due)))


def sentence(ctx: Context, nodes: list[Node], asked: list[Node]) -> str:
    """How many partners there are, who is due, and how requests are answered."""
    if not nodes:
        return "No partners in this selection."
    late = [node.ref for node in nodes if (due := next_meeting(ctx, stakeholder(node))) is not None and due < ctx.as_of]
    parts = [f"{counted(len(nodes), 'partner')}{f', {len(late)} to be met: {listed(late)}' if late else ', all met in time'}"]
    if asked:
        open_ = [node for node in asked if not answered(ctx, request(node))]
        overdue = sum(1 for node in open_ if request(node).due < ctx.as_of)
        share = in_time(ctx, asked)
        told = f"{counted(len(open_), 'request')} open{f', {overdue} overdue' if overdue else ''}"
        parts.append(told if share is None else f"{told}; {percent(share)} answered in time")
    return f"{'; '.join(parts)}."


def table(ctx: Context, nodes: list[Node]) -> Table:
    """One row a partner."""
    columns = (
        Column("partner", "Partner", "id"),
        Column("name", "Name"),
        Column("type", "Type", rank=2),
        Column("last_met", "Last met", "date"),
        Column("cadence", "Every"),
        Column("next", "Next", "date"),
        Column("state", "State"),
        Column("engagement", "Now", rank=2),
        Column("desired", "Wanted", rank=2),
        Column("influence", "Influence", "integer", rank=3),
        Column("interest", "Interest", "integer", rank=3),
        Column("lead", "Contact", "id", rank=2),
    )
    return Table("partners", "Partners", columns, tuple(_row(ctx, node) for node in nodes))


def _row(ctx: Context, node: Node) -> Row:
    item = stakeholder(node)
    due = next_meeting(ctx, item)
    cells = (
        node.ref, item.name, item.type, item.last_met, str(item.cadence or ""), due, "late" if due is not None and due < ctx.as_of else "",
        item.engagement or "", item.desired or "", item.influence, item.interest, item.lead or "",
    )  # fmt: skip
    return Row(cells, ctx.plan.at(node), node.ref)


def requests(ctx: Context, nodes: list[Node]) -> Table:
    """What partners asked for: open ones first, then the answered, with the days it took."""
    columns = (
        Column("request", "Request", "id"),
        Column("from", "From", "id"),
        Column("what", "What"),
        Column("due", "Due", "date"),
        Column("state", "State"),
        Column("received", "Received", "date", rank=2),
        Column("answered", "Answered", "date", rank=2),
        Column("days", "Days", "integer", rank=2),
    )
    found = sorted(nodes, key=lambda node: (answered(ctx, request(node)), request(node).due, node.ref))
    return Table("requests", "Requests", columns, tuple(_request(ctx, node) for node in found))


def _request(ctx: Context, node: Node) -> Row:
    item, done = request(node), answered(ctx, request(node))
    when = item.answered if done else None
    state = ("in time" if when and when <= item.due else "answered late") if done else "overdue" if item.due < ctx.as_of else "open"
    days = ((when or ctx.as_of) - item.received).days
    return Row((node.ref, item.from_, item.what, item.due, state, item.received, when, days), ctx.plan.at(node), node.ref)


def _pack(ctx: Context, options: Options, node: Node) -> Page:
    """What to bring to a meeting with one partner."""
    name = fold(node.ref)
    asked = [ask for ask in asks.asks(ctx) if fold(ask.to) == name]
    theirs = [found for found in ctx.plan.nodes("request") if fold(request(found).from_) == name]
    waiting = [found for found in ctx.plan.nodes("decision") if _concerns(found, name)]
    pending, recent = decisions.pending(ctx, waiting), decisions.made(ctx, options, waiting)
    sections = (
        section("asks", "What we ask", asks.table(ctx, asked)),
        section("requests", "What they ask", requests(ctx, theirs)),
        section("blockers", "What is blocked", blockers(ctx, name)),
        section("dependencies", "What they deliver", dependencies(ctx, name)),
        section("pending", "Decisions pending", decisions.pending_table(ctx, pending)),
        section("made", "Decisions made", decisions.made_table(ctx, recent)),
        section("partner", "The partner", table(ctx, [node])),
    )
    open_ = sum(1 for found in theirs if not answered(ctx, request(found)))
    told = (counted(len(asked), "ask"), counted(open_, "open request"), counted(len(pending), "decision"))
    lead = f"{told[0]} of {stakeholder(node).name}, {told[1]} of theirs, {told[2]} pending."
    title = f"Pack for {stakeholder(node).name}"
    return page(ctx, options, "partners", title, lead=lead, sections=sections, notes=(TURNAROUND,) if theirs else (), codes=("STK",))


def _concerns(node: Node, name: str) -> bool:
    """Whether a partner has a part in a decision: to agree, to contribute, or to be told."""
    item = decisions.decision(node)
    return name in {fold(party) for party in (*item.agree, *item.contributors, *item.informed)}


def blockers(ctx: Context, name: str) -> Table:
    """Issues that were escalated to the partner, or that block what an ask of them is about."""
    about = {fold(ask.ref) for ask in asks.asks(ctx) if fold(ask.to) == name and ask.ref}
    found = [node for node in raid.blockers(ctx) if fold(raid.raid_item(node).escalated_to or "") == name or fold(node.ref) in about]
    columns = (
        Column("issue", "Issue", "id"),
        Column("title", "What"),
        Column("blocks", "Blocks"),
        Column("severity", "Severity"),
        Column("age", "Age in days", "integer"),
        Column("owner", "Owner", "id", rank=2),
    )
    rows = tuple(_blocker(ctx, node) for node in found)
    return Table("blockers", "What is blocked", columns, rows)


def _blocker(ctx: Context, node: Node) -> Row:
    item = raid.raid_item(node)
    blocked = listed([str(ref) for ref in getattr(node.item, "blocks", ())])
    cells = (node.ref, item.title, blocked, str(getattr(node.item, "severity", "")), raid.issue(ctx, node).age_days, item.owner)
    return Row(cells, ctx.plan.at(node), node.ref)


def dependencies(ctx: Context, name: str) -> Table:
    """What the partner has to deliver and has not yet."""
    columns = (
        Column("dependency", "Dependency", "id"),
        Column("title", "What"),
        Column("needed_by", "Needed by", "date"),
        Column("promised", "Promised", "date"),
        Column("float", "Float in days", "integer"),
        Column("owner", "Owner", "id", rank=2),
    )
    rows = []
    for node in raid.entries(ctx, "dependency"):
        item, numbers = node.item, raid.dependency(ctx, node)
        if isinstance(item, Dependency) and fold(item.from_) == name and not numbers.delivered:
            cells = (node.ref, item.title, item.needed_by, item.promised, numbers.float_days, item.owner)
            rows.append(Row(cells, ctx.plan.at(node), node.ref))
    return Table("dependencies", "What they deliver", columns, tuple(rows))
