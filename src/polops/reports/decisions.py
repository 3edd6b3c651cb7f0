"""The decision register: what waits and for whom, what was decided by whom and why, and which decisions are due to be looked back at."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING

from polops.analyse.approval import approval, in_force
from polops.analyse.wording import counted, listed
from polops.model.decision import Decision
from polops.reports.frame import page, period, section
from polops.reports.page import Column, Page, Row, Table
from polops.values.ref import fold

if TYPE_CHECKING:
    from decimal import Decimal

    from polops.analyse.context import Context
    from polops.plan.plan import Node
    from polops.reports import Options

RECENT = timedelta(days=92)
"""How far back decisions are listed unless a period is asked for."""
LOOKING_BACK = "A decision is due to be looked back at where its review day has passed and no outcome is written."
APPROVED = "Approved is the day of the approver's own entry in the file; open where there is none."


def build(ctx: Context, options: Options) -> Page:
    """The page."""
    nodes = chosen(ctx, options)
    waiting, decided = pending(ctx, nodes), made(ctx, options, nodes)
    reviews = [node for node in nodes if is_to_review(ctx, decision(node))]
    dropped = [node for node in nodes if decision(node).status in {"rejected", "superseded"}]
    sections = (
        section("pending", "Pending", pending_table(ctx, waiting)),
        section("made", "Made", made_table(ctx, decided)),
        section("reviews", "To look back at", review_table(ctx, reviews)),
        section("dropped", "Rejected and superseded", dropped_table(ctx, dropped)),
    )
    notes = (*((APPROVED,) if decided else ()), *((LOOKING_BACK,) if reviews else ()))
    lead = sentence(ctx, waiting, decided, reviews)
    return page(ctx, options, "decisions", "Decisions", lead=lead, sections=sections, notes=notes, codes=("DEC",))


def decision(node: Node) -> Decision:
    """The decision of a node."""
    assert isinstance(node.item, Decision)  # noqa: S101 - the index keeps kinds apart
    return node.item


def chosen(ctx: Context, options: Options) -> list[Node]:
    """The decisions that pass the filters: an owner drives or approves them, a team is that of one of the two."""
    return [node for node in ctx.plan.nodes("decision") if _passes(ctx, options, node)]


def _passes(ctx: Context, options: Options, node: Node) -> bool:
    people = {fold(decision(node).driver), fold(decision(node).approver)}
    if options.owner and fold(options.owner) not in people:
        return False
    return not options.team or any(fold(_team(ctx, person)) == fold(options.team) for person in people)


def _team(ctx: Context, person: str) -> str:
    found = ctx.plan.find(person, "person")
    return str(getattr(found and found.item, "team", ""))


def pending(ctx: Context, nodes: list[Node]) -> list[Node]:
    """What is proposed or deferred, or decided only later than the date: the most urgent first."""
    found = [node for node in nodes if decision(node).status in {"proposed", "deferred"} or _is_later(ctx, decision(node))]
    return sorted(found, key=lambda node: (decision(node).needed_by or date.max, node.ref))


def _is_later(ctx: Context, item: Decision) -> bool:
    return item.status == "decided" and item.decided is not None and item.decided > ctx.as_of


def made(ctx: Context, options: Options, nodes: list[Node]) -> list[Node]:
    """What was decided in the asked period, or in the last three months: the newest first."""
    span = period(ctx, options) if options.period else None
    first, last = (span.first, min(span.last, ctx.as_of)) if span else (ctx.as_of - RECENT, ctx.as_of)
    found = [node for node in nodes if in_force(ctx, decision(node)) and first <= (decision(node).decided or date.min) <= last]
    return sorted(found, key=lambda node: (decision(node).decided or date.min, node.ref), reverse=True)


def is_to_review(ctx: Context, item: Decision) -> bool:
    """Whether the day to look back at a decision has passed without an outcome."""
    return in_force(ctx, item) and item.review_on is not None and item.review_on < ctx.as_of and not item.outcome


def sentence(ctx: Context, waiting: list[Node], decided: list[Node], reviews: list[Node]) -> str:
    """How many wait and are late, how many were made, how many are to be looked back at."""
    late = sum(1 for node in waiting if (decision(node).needed_by or date.max) < ctx.as_of)
    parts = [f"{counted(len(waiting), 'decision')} pending{f', {late} overdue' if late else ''}", f"{len(decided)} made"]
    return f"{'; '.join([*parts, *([f'{len(reviews)} to look back at'] if reviews else [])])}."


def pending_table(ctx: Context, nodes: list[Node]) -> Table:
    """What is needed by when, from whom, and what it is about."""
    columns = (
        Column("decision", "Decision", "id"),
        Column("title", "What"),
        Column("needed_by", "Needed by", "date"),
        Column("days_left", "Days left", "integer"),
        Column("approver", "Approver", "id"),
        Column("amount", "Amount", "money", ctx.currency, rank=2),
        Column("affects", "Affects", rank=2),
        Column("driver", "Driver", "id", rank=3),
        Column("status", "State", rank=3),
        Column("options", "Options", "integer", rank=3),
    )
    return Table("pending", "Pending", columns, tuple(_pending(ctx, node) for node in nodes))


def _pending(ctx: Context, node: Node) -> Row:
    item = decision(node)
    left = (item.needed_by - ctx.as_of).days if item.needed_by else None
    cells = (
        node.ref, item.title, item.needed_by, left, item.approver, amount(ctx, item), listed(item.affects), item.driver, item.status,
        len(item.options),
    )  # fmt: skip
    return Row(cells, ctx.plan.at(node), node.ref)


def amount(ctx: Context, item: Decision) -> Decimal | None:
    """The amount of a decision, where it is in the reporting currency."""
    return item.amount if item.currency in {None, ctx.currency} else None


def made_table(ctx: Context, nodes: list[Node]) -> Table:
    """What was decided: when, what was chosen, by whom, and since when the approval stands in the file."""
    columns = (
        Column("decision", "Decision", "id"),
        Column("title", "What"),
        Column("decided", "Decided", "date"),
        Column("choice", "Choice"),
        Column("approver", "Approver", "id"),
        Column("approved", "Approved", rank=2),
        Column("amount", "Amount", "money", ctx.currency, rank=2),
        Column("why", "Why", rank=3),
        Column("affects", "Affects", rank=3),
        Column("review_on", "Look back", "date", rank=3),
    )
    return Table("made", "Made", columns, tuple(_made(ctx, node) for node in nodes))


def _made(ctx: Context, node: Node) -> Row:
    item = decision(node)
    given = approval(ctx, item)
    approved = f"{given.on}{f', {given.ref}' if given.ref else ''}" if given else "open"
    cells = (
        node.ref, item.title, item.decided, chosen_option(item), item.approver, approved, amount(ctx, item), item.why or "",
        listed(item.affects), item.review_on,
    )  # fmt: skip
    return Row(cells, ctx.plan.at(node), node.ref)


def chosen_option(item: Decision) -> str:
    """What was chosen, in words: the option's text where the choice is its id."""
    text = next((option.text for option in item.options if fold(option.id) == fold(item.choice or "")), "")
    return f"{item.choice}: {text}" if text else item.choice or ""


def review_table(ctx: Context, nodes: list[Node]) -> Table:
    """What is to be looked back at, and whose it is."""
    columns = (
        Column("decision", "Decision", "id"),
        Column("title", "What"),
        Column("review_on", "Look back", "date"),
        Column("days", "Days ago", "integer"),
        Column("driver", "Driver", "id"),
    )
    found = ((node, decision(node)) for node in nodes)
    rows = (
        Row((node.ref, item.title, item.review_on, (ctx.as_of - item.review_on).days if item.review_on else None, item.driver),
            ctx.plan.at(node), node.ref)
        for node, item in found
    )  # fmt: skip
    return Table("reviews", "To look back at", columns, tuple(rows))


def dropped_table(ctx: Context, nodes: list[Node]) -> Table:
    """What was rejected, or replaced by a later decision."""
    later = {fold(decision(node).supersedes or ""): node.ref for node in ctx.plan.nodes("decision")}
    columns = (
        Column("decision", "Decision", "id"),
        Column("title", "What"),
        Column("status", "State"),
        Column("by", "Replaced by", "id"),
        Column("approver", "Approver", "id", rank=2),
    )
    found = ((node, decision(node)) for node in nodes)
    rows = (
        Row((node.ref, item.title, item.status, later.get(fold(node.ref), ""), item.approver), ctx.plan.at(node), node.ref)
        for node, item in found
    )
    return Table("dropped", "Rejected and superseded", columns, tuple(rows))
