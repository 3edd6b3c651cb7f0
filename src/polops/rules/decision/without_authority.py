"""The approver has no authority for the amount, or approves their own request.

What it checks
Decisions that are proposed or decided. If one has an `amount`, the approver holds a role whose limit for transfers in
`settings.authority` reaches it; limits are cumulative, and a decision that affects positions and no money is held against the limit
for headcount. If it involves money or headcount (an amount, or positions, budget lines, orders or transfers in `affects` or resting on
it), the approver is not its driver. Where the settings give no authority for an action, its amounts are not judged.

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

from polops.analyse.authority import governed, holders, may_approve, needed_role
from polops.analyse.books import fx
from polops.analyse.context import once
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
_MONEY = ("line", "order", "transfer", "seats")
_HEADCOUNT = ("position",)


def check(ctx: Context) -> Iterator[Finding]:
    """Look at every decision that is proposed or in force."""
    for node in ctx.plan.nodes("decision"):
        item = node.item
        if isinstance(item, Decision) and item.status in {"proposed", "decided"} and ctx.plan.find(item.approver, "person"):
            yield from _self_approved(ctx, node, item)
            yield from _beyond(ctx, node, item)


def _self_approved(ctx: Context, node: Node, item: Decision) -> Iterator[Finding]:
    if fold(item.approver) == fold(item.driver) and (item.amount or _kinds(ctx, node, item)):
        message = f"`approver` {item.approver} is also the driver of {item.id}, and money or headcount is involved"
        yield Finding(node, message, "name somebody else who decides", ("approver",), related=((node, ("driver",), "the driver"),))


def _beyond(ctx: Context, node: Node, item: Decision) -> Iterator[Finding]:
    amount, action = _amount(ctx, item), _action(ctx, node, item)
    if amount is None or not governed(ctx, action) or may_approve(ctx, item.approver, action, amount):
        return
    role = needed_role(ctx, action, amount)
    who = listed([name for name in holders(ctx, role) if name != fold(item.driver)])
    help_ = f"name who holds the role {role}: {who}" if who else f"add a holder of the role {role} to settings.roles"
    if not role:
        help_ = "add a role with a higher limit to settings.authority"
    message = f"`approver` {item.approver} has no authority for {money(amount, ctx.currency)} ({_needs(role)})"
    yield Finding(node, message, help_, ("approver",), related=((node, ("amount",), "the amount"),))


def _needs(role: str) -> str:
    return f"needs {role}" if role else "above every limit"


def _amount(ctx: Context, item: Decision) -> Decimal | None:
    """The amount in the reporting currency; None where there is none, or no rate to convert it."""
    if item.amount is None:
        return None
    year = ctx.calendar.label(ctx.calendar.year_of(item.decided or item.needed_by or ctx.as_of))
    rate = fx(ctx, item.currency or ctx.currency, year)
    return None if rate is None else abs(item.amount) * rate


def _action(ctx: Context, node: Node, item: Decision) -> str:
    kinds = _kinds(ctx, node, item)
    return "headcount" if kinds and kinds.isdisjoint(_MONEY) else "transfer"


def _kinds(ctx: Context, node: Node, item: Decision) -> set[str]:
    """The kinds of money and headcount that a decision involves."""
    affected = {found.kind for ref in item.affects if (found := ctx.plan.find(ref, *_MONEY, *_HEADCOUNT))}
    return affected | _resting(ctx).get(fold(node.ref), set())


@once
def _resting(ctx: Context) -> dict[str, set[str]]:
    """The kinds of items that rest on a decision, by its folded id."""
    found: dict[str, set[str]] = {}
    for kind in (*_MONEY, *_HEADCOUNT):
        for node in ctx.plan.nodes(kind):
            if node.item.decision:
                found.setdefault(fold(node.item.decision), set()).add(kind)
    return found
