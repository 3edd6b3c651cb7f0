"""The approver has no authority for the amount, or approves their own request.

What it checks
Decisions that are proposed or decided. If one has an `amount`, the approver holds a role whose limit for transfers in
`settings.authority` reaches it; limits are cumulative. If it involves positions, the approver also has authority for headcount, of the
amount where no money is moved. If it involves money or headcount (an amount, or positions, budget lines, orders or transfers in `affects`,
`values` or resting on it), the approver is not its driver. Where the settings give no authority for an action, its amounts are not judged.

Why it matters
Nobody should give themselves money. The rule protects the one who asks as much as the one who pays: a single decision outside it puts
every other one in doubt.

Example
    authority:
      - {action: transfer, up_to: 25_000, role: team_lead}
      - {action: transfer, up_to: 250_000, role: director}
    # and in a decision:
    driver: ines.duarte
    approver: ines.duarte         # her own request
    amount: 40_000                # more than a team lead may approve

How to fix
Ask somebody who holds the role that the message names, and write them into `approver`. If the role is missing a holder, add one to
`settings.roles`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from polops.analyse.approval import HEADCOUNT, MONEY, involved
from polops.analyse.authority import governed, holders, may_approve, needed_role
from polops.analyse.books import fx
from polops.analyse.wording import listed, money
from polops.model.decision import Decision
from polops.rules import Finding
from polops.source.problem import Severity
from polops.values.ref import fold

if TYPE_CHECKING:
    from collections.abc import Iterator
    from decimal import Decimal

    from polops.analyse.context import Context
    from polops.plan.plan import Node

CODE, NAME, SEVERITY = "DEC101", "without-authority", Severity.ERROR


def check(ctx: Context) -> Iterator[Finding]:
    """Look at every decision that is proposed or in force."""
    for node in ctx.plan.nodes("decision"):
        item = node.item
        if isinstance(item, Decision) and item.status in {"proposed", "decided"} and ctx.plan.find(item.approver, "person"):
            yield from _self_approved(ctx, node, item)
            yield from _beyond(ctx, node, item)


def _self_approved(ctx: Context, node: Node, item: Decision) -> Iterator[Finding]:
    if fold(item.approver) == fold(item.driver) and (item.amount or not involved(ctx, node).isdisjoint((*MONEY, *HEADCOUNT))):
        message = f"`approver` {item.approver} is also the driver of {item.id}, and money or headcount is involved"
        yield Finding(node, message, "name somebody else who decides", ("approver",), related=((node, ("driver",), "the driver"),))


def _beyond(ctx: Context, node: Node, item: Decision) -> Iterator[Finding]:
    for action, amount in _asked(ctx, node, item):
        if governed(ctx, action) and not may_approve(ctx, item.approver, action, amount):
            role = needed_role(ctx, action, amount)
            who = listed([name for name in holders(ctx, role) if name != fold(item.driver)])
            help_ = f"name who holds the role {role}: {who}" if who else f"add a holder of the role {role} to settings.roles"
            if not role:
                help_ = "add a role with a higher limit to settings.authority"
            what = action if amount is None else money(amount, ctx.currency)
            related = () if amount is None else ((node, ("amount",), "the amount"),)
            message = f"`approver` {item.approver} has no authority for {what} ({_needs(role)})"
            yield Finding(node, message, help_, ("approver",), related=related)
            return


def _asked(ctx: Context, node: Node, item: Decision) -> Iterator[tuple[str, Decimal | None]]:
    """What a decision asks for, each with the amount that it is held against."""
    kinds, amount = involved(ctx, node), _amount(ctx, item)
    with_money = not kinds.isdisjoint(MONEY)
    if amount is not None and (with_money or kinds.isdisjoint(HEADCOUNT)):
        yield "transfer", amount
    if not kinds.isdisjoint(HEADCOUNT) and (amount is not None or item.amount is None):
        yield "headcount", None if with_money else amount


def _needs(role: str) -> str:
    return f"needs {role}" if role else "above every limit"


def _amount(ctx: Context, item: Decision) -> Decimal | None:
    """The amount in the reporting currency; None where there is none, or no rate to convert it."""
    if item.amount is None:
        return None
    year = ctx.calendar.label(ctx.calendar.year_of(item.decided or item.needed_by or ctx.as_of))
    rate = fx(ctx, item.currency or ctx.currency, year)
    return None if rate is None else abs(item.amount) * rate
