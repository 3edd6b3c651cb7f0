"""A transfer does not rest on a decision by somebody who may take it.

What it checks
Every transfer names a decision. Where `settings.authority` says who may approve a transfer, that decision is `decided`, its approver
holds a role that reaches the amount, and its amount covers what is moved in its name: of several transfers that rest on one
decision, the sum counts. Where settings say nothing about transfers, only the presence of a decision is checked.

Why it matters
Moving budget is how plans quietly change. Whoever asks for the money must not be the one who grants it, and an auditor asks for each
transfer who allowed it and whether they could.

Example
    - id: TR-2026-03
      on: 2026-06-12
      from: COE-CTG-01
      to: COE-VEN-01
      amount: 40_000               # above a team lead's 25,000: needs a director
      decision: DEC-2026-014       # approver: sam.okafor, team lead

How to fix
Write a decision file with the amount, have it decided by one of the people the message names, and give its id under `decision`.
Splitting a transfer does not help: parts that rest on one decision are added up.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from polops.analyse.approval import beyond, pending
from polops.analyse.authority import governed
from polops.analyse.books import currency_of, fx, transfer_item
from polops.analyse.context import ZERO
from polops.analyse.judged import unread
from polops.analyse.wording import amount
from polops.model.decision import Decision
from polops.rules import Finding
from polops.rules.budget.words import by_whom
from polops.source.problem import Severity
from polops.values.ref import fold

if TYPE_CHECKING:
    from collections.abc import Iterator
    from decimal import Decimal

    from polops.analyse.context import Context
    from polops.plan.plan import Node

CODE, NAME, SEVERITY = "BUD203", "transfer-decision", Severity.ERROR
_ACTION = "transfer"


def check(ctx: Context) -> Iterator[Finding]:
    """Transfers up to the date: first those without a decision, then what rests on each decision."""
    resting: dict[str, list[Node]] = {}
    for node in ctx.plan.nodes("transfer"):
        item = transfer_item(node)
        if item.on <= ctx.as_of:
            if item.decision is None:
                yield _missing(ctx, node)
            else:
                resting.setdefault(fold(item.decision), []).append(node)
    if governed(ctx, _ACTION):
        for ref, nodes in resting.items():
            yield from _resting(ctx, ctx.plan.find(ref, "decision"), nodes)


def _missing(ctx: Context, node: Node) -> Finding:
    moved = transfer_item(node).amount
    return Finding(
        node,
        f"{node.ref} moves {amount(moved)} without a decision",
        f"add `decision: DEC-…`, decided{by_whom(ctx, _converted(ctx, node) or moved)}",
        ("decision",),
    )


def _resting(ctx: Context, decision: Node | None, nodes: list[Node]) -> Iterator[Finding]:
    """At most one finding for each transfer, in order of date, with what was moved before it."""
    if decision is None or not isinstance(decision.item, Decision):
        return
    moved = ZERO
    for node in sorted(nodes, key=lambda found: (transfer_item(found).on, found.ref)):
        moved += _converted(ctx, node) or ZERO
        wrong = (
            _undecided(ctx, node, decision, decision.item)
            or _powerless(ctx, node, decision, decision.item, moved)
            or _uncovered(ctx, node, decision, decision.item, moved)
        )
        if wrong:
            yield wrong


def _undecided(ctx: Context, node: Node, decision: Node, item: Decision) -> Finding | None:
    how = pending(ctx, item)
    if not how:
        return None
    is_old = item.status == "superseded"
    help_ = "name the decision that replaced it" if is_old else f"have it decided by {item.approver}, or take the transfer back"
    message = f"{node.ref} rests on {decision.ref}, which {how}"
    return Finding(node, message, help_, ("decision",), related=((decision, ("status",), "not decided"),))


def _powerless(ctx: Context, node: Node, decision: Node, item: Decision, moved: Decimal) -> Finding | None:
    wrong, help_ = beyond(ctx, item.approver, _ACTION, moved)
    if not wrong or "org" in unread(ctx):
        return None
    message = f"{node.ref} rests on {decision.ref}, but {wrong}{_with_others(ctx, node, moved)}"
    return Finding(node, message, help_, ("decision",), related=((decision, ("approver",), "who decided"),))


def _uncovered(ctx: Context, node: Node, decision: Node, item: Decision, moved: Decimal) -> Finding | None:
    rate = fx(ctx, item.currency or ctx.currency, node.year)
    if item.amount is None or rate is None or item.amount * rate >= moved:
        return None
    message = f"{node.ref} moves {amount(moved)}{_with_others(ctx, node, moved)}, but {decision.ref} covers {amount(item.amount * rate)}"
    return Finding(
        node,
        message,
        f"move less, or have the difference decided{by_whom(ctx, moved)}",
        ("amount",),
        related=((decision, ("amount",), "what was decided"),),
    )


def _with_others(ctx: Context, node: Node, moved: Decimal) -> str:
    return "" if _converted(ctx, node) == moved else ", with the transfers before it"


def _converted(ctx: Context, node: Node) -> Decimal | None:
    """The amount in the reporting currency; None where no rate is known."""
    item, year = transfer_item(node), node.year
    giver = ctx.plan.line(item.from_, year)
    rate = fx(ctx, currency_of(ctx, giver) if giver else ctx.currency, year)
    return None if rate is None else item.amount * rate
