"""What people say on the one-pager: wins, worries and asks of the newest updates, and the decisions that are needed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from polops.analyse.update import is_latest, update_item
from polops.reports import asks, decisions
from polops.reports.decisions_waiting import WAITING, cost
from polops.reports.frame import capped, wanted
from polops.reports.page import Column, Row, Table, Text
from polops.values.period import dated
from polops.values.ref import fold

if TYPE_CHECKING:
    from polops.analyse.context import Context
    from polops.plan.plan import Node
    from polops.reports import Options

TOP, MOST = 3, 6


def top(ctx: Context, options: Options) -> tuple[Text, ...]:
    """Three wins, three worries, three asks: the root team's own first, then one of each team's; the asks by their day."""
    nodes = [node for node in ctx.plan.nodes("update") if is_latest(ctx, node) and wanted(ctx, options, node)]
    root = fold(ctx.settings.root_team or next((team.ref for team in ctx.plan.nodes("team")), ""))
    nodes.sort(key=lambda node: fold(update_item(node).team or "") != root)
    asked = [ask for ask in asks.asks(ctx) if ask.kind == "help" and asks.chosen(ctx, options, ask)]
    found = (
        Text("Wins", tuple(_said(ctx, nodes, "highlights"))),
        Text("Worries", tuple(_said(ctx, nodes, "lowlights"))),
        Text("Asks", tuple(f"{ask.to}: {ask.what}{f', by {dated(ask.by)}' if ask.by else ''} ({ask.of})" for ask in asked[:TOP])),
    )
    return tuple(text for text in found if text.bullets)


def _said(ctx: Context, nodes: list[Node], field: str) -> list[str]:
    """The first of each update, the first update's second after those, up to three, each with who says it."""
    texts: list[tuple[int, str, Node]] = []
    for node in nodes:
        texts += [(i, text, node) for i, text in enumerate(getattr(update_item(node), field))]
    first = [one for one in texts if one[2] is nodes[0]]
    others = sorted((one for one in texts if one[2] is not nodes[0]), key=lambda one: one[0])
    return [f"{text} ({ctx.plan.owner(node)})" for _, text, node in (*first, *others)[:TOP] if ctx.plan.owner(node)]


def decided(ctx: Context, options: Options) -> tuple[Table, ...]:
    """What is to be decided: by whom, by when, and what waiting costs."""
    columns = (
        Column("decision", "Decision", "id"),
        Column("title", "What"),
        Column("approver", "By whom", "id"),
        Column("needed_by", "By when", "date"),
        Column("waiting", "Waiting costs"),
    )
    rows = []
    for node in decisions.pending(ctx, decisions.chosen(ctx, options)):
        item = decisions.decision(node)
        rows.append(Row((node.ref, item.title, item.approver, item.needed_by, cost(ctx, node, item)), ctx.plan.at(node), node.ref))
    return (capped(Table("decisions_pending", "Decisions needed", columns, tuple(rows), note=WAITING), MOST, "decisions"),)
