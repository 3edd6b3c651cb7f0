"""Conversations outside the company: what comes, what was said and what became of it, and who speaks with whose clearance."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from polops.analyse.wording import counted, listed
from polops.model.stakeholders import Engagement
from polops.reports.frame import page, period, section
from polops.reports.page import Column, Page, Row, Table
from polops.values.ref import fold

if TYPE_CHECKING:
    from polops.analyse.context import Context
    from polops.plan.plan import Node
    from polops.reports import Options

DISPOSITION = "Disposition says what became of the input: adopted, partly, not adopted; pending where nothing was decided yet."


def build(ctx: Context, options: Options) -> Page:
    """The page."""
    nodes = sorted(
        (node for node in ctx.plan.nodes("engagement") if chosen(ctx, options, node)), key=lambda node: (engagement(node).on, node.ref)
    )
    ahead = [node for node in nodes if engagement(node).on >= ctx.as_of]
    past = [node for node in reversed(nodes) if engagement(node).on < ctx.as_of]
    sections = (
        section("coming", "Coming", coming_table(ctx, ahead)),
        section("past", "Held", past_table(ctx, past)),
        section("dispositions", "What became of it", dispositions(past)),
    )
    lead = sentence(ahead, past)
    return page(
        ctx, options, "engagements", "Engagements", lead=lead, sections=sections, notes=(DISPOSITION,) if past else (), codes=("STK",)
    )


def engagement(node: Node) -> Engagement:
    """The engagement of a node."""
    assert isinstance(node.item, Engagement)  # noqa: S101 - the index keeps kinds apart
    return node.item


def chosen(ctx: Context, options: Options, node: Node) -> bool:
    """Whether an engagement passes the filters: an owner speaks, a team is the speaker's; a period holds its day."""
    item = engagement(node)
    speaker = item.spokesperson or item.owner or ""
    if options.owner and fold(options.owner) != fold(speaker):
        return False
    if options.period and not period(ctx, options).first <= item.on <= period(ctx, options).last:
        return False
    person = ctx.plan.find(speaker, "person") if speaker else None
    return not options.team or fold(str(getattr(person and person.item, "team", ""))) == fold(options.team)


def said(item: Engagement) -> str:
    """What became of the input, in words; nothing where there was none."""
    return (item.disposition or "pending").replace("_", " ") if item.input else ""


def sentence(ahead: list[Node], past: list[Node]) -> str:
    """How many come and are not cleared, how many were held, and what waits for an answer."""
    if not ahead and not past:
        return "No engagements in this selection."
    uncleared = sum(1 for node in ahead if engagement(node).type == "speaking" and not engagement(node).cleared)
    pending = sum(1 for node in past if said(engagement(node)) == "pending")
    parts = [f"{counted(len(ahead), 'engagement')} to come{f', {uncleared} not cleared' if uncleared else ''}", f"{len(past)} held"]
    return f"{'; '.join([*parts, *([f'the input of {pending} is pending'] if pending else [])])}."


def coming_table(ctx: Context, nodes: list[Node]) -> Table:
    """What comes: who speaks, and who has cleared it."""
    columns = (
        Column("engagement", "Engagement", "id"),
        Column("on", "On", "date"),
        Column("days", "Days", "integer"),
        Column("type", "Type", rank=2),
        Column("topic", "Topic"),
        Column("with", "With", rank=2),
        Column("spokesperson", "Speaks", "id"),
        Column("cleared", "Cleared by"),
        Column("policies", "Policies", rank=3),
    )
    return Table("coming", "Coming", columns, tuple(_coming(ctx, node) for node in nodes))


def _coming(ctx: Context, node: Node) -> Row:
    item = engagement(node)
    cleared = listed([f"{who} {day}" for who, day in item.cleared.items() if day <= ctx.as_of])
    cells = (
        node.ref, item.on, (item.on - ctx.as_of).days, item.type.replace("_", " "), item.topic, item.with_ or "", item.spokesperson or "",
        cleared or ("nobody yet" if item.type == "speaking" else ""), listed(item.policies),
    )  # fmt: skip
    return Row(cells, ctx.plan.at(node), node.ref)


def past_table(ctx: Context, nodes: list[Node]) -> Table:
    """What was held: the input, what became of it, and whether they were told."""
    columns = (
        Column("engagement", "Engagement", "id"),
        Column("on", "On", "date"),
        Column("type", "Type", rank=2),
        Column("topic", "Topic"),
        Column("with", "With", rank=2),
        Column("input", "Input", rank=2),
        Column("disposition", "Became"),
        Column("reply_sent", "Told", "date"),
        Column("policies", "Policies", rank=3),
    )
    return Table("past", "Held", columns, tuple(_past(ctx, node) for node in nodes))


def _past(ctx: Context, node: Node) -> Row:
    item = engagement(node)
    cells = (
        node.ref, item.on, item.type.replace("_", " "), item.topic, item.with_ or "", item.input or "", said(item), item.reply_sent,
        listed(item.policies),
    )  # fmt: skip
    return Row(cells, ctx.plan.at(node), node.ref)


def dispositions(nodes: list[Node]) -> Table:
    """How many inputs of each type of engagement were adopted, partly adopted, not adopted, or wait."""
    words = ("adopted", "partly", "not adopted", "pending")
    counts: dict[str, Counter[str]] = {}
    for node in nodes:
        if word := said(engagement(node)):
            counts.setdefault(engagement(node).type.replace("_", " "), Counter())[word] += 1
    columns = (
        Column("type", "Type"),
        *(Column(word.replace(" ", "_"), word.capitalize(), "integer", total="sum") for word in words),
        Column("all", "All", "integer", total="sum"),
    )
    rows = tuple(Row((name, *(count[word] for word in words), count.total())) for name, count in sorted(counts.items()))
    total: Counter[str] = sum(counts.values(), Counter())
    last = Row(("Total", *(total[word] for word in words), total.total())) if len(rows) > 1 else None
    return Table("dispositions", "What became of it", columns, rows, last)
