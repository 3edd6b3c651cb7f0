"""Who may approve what, by `settings.authority` and `settings.roles`.

Amounts are in the reporting currency. Limits are cumulative: who may approve 250,000 may approve 25,000, and a role without a limit
may approve any amount. So are roles: one that reaches higher than another in some action may approve whatever that other may, in every
action (unless a third action says the contrary). `team_lead` is held by whoever leads a team, whether or not `settings.roles` names
them. An action for which `settings.authority` has no entry is not governed: anybody may approve it.
"""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING

from polops.analyse.context import once
from polops.values.ref import fold

if TYPE_CHECKING:
    from collections.abc import Mapping

    from polops.analyse.context import Context
    from polops.model.settings import Authority

TEAM_LEAD = "team_lead"


def roles_of(ctx: Context, person: str) -> set[str]:
    """The roles that a person holds: those that `settings.roles` gives, and `team_lead` for whoever leads a team."""
    return set(_roles(ctx).get(fold(person), ()))


def holds(ctx: Context, person: str, role: str) -> bool:
    """Whether a person has a role, by itself or through one that stands above it; of a role that nobody defined anybody may speak."""
    if role != TEAM_LEAD and role not in ctx.settings.roles:
        return True
    return role in _covered(ctx, person)


def governed(ctx: Context, action: str) -> bool:
    """Whether `settings.authority` says anything about an action."""
    return action in _limits(ctx)


def may_approve(ctx: Context, person: str, action: str, amount: Decimal | None) -> bool:
    """Whether one of a person's roles reaches the amount (exactly at the limit does). Without an amount any role of the action will do."""
    rows = _limits(ctx).get(action)
    if rows is None:
        return True
    covered = _covered(ctx, person)
    return any(row.role in covered and _reaches(row, amount) for row in rows)


def needed_role(ctx: Context, action: str, amount: Decimal | None) -> str:
    """The role with the lowest limit that reaches the amount; empty where no role does, or the action is not governed."""
    return next((row.role for row in _limits(ctx).get(action, ()) if _reaches(row, amount)), "")


def holders(ctx: Context, role: str) -> list[str]:
    """The handles of everybody who holds a role, in order of name."""
    return sorted(person for person, held in _roles(ctx).items() if role in held)


def _covered(ctx: Context, person: str) -> frozenset[str]:
    """The roles of a person, and all that stand below them."""
    held = _roles(ctx).get(fold(person), frozenset())
    return held.union(*(_below(ctx).get(role, frozenset()) for role in held))


def _reaches(row: Authority, amount: Decimal | None) -> bool:
    return amount is None or row.up_to is None or abs(amount) <= row.up_to


@once
def _roles(ctx: Context) -> Mapping[str, frozenset[str]]:
    """Roles by the folded handle of who holds them."""
    found: dict[str, set[str]] = {}
    for role, people in ctx.settings.roles.items():
        for person in people:
            found.setdefault(fold(person), set()).add(role)
    for team in ctx.plan.nodes("team"):
        found.setdefault(fold(getattr(team.item, "lead", "")), set()).add(TEAM_LEAD)
    return {person: frozenset(roles) for person, roles in found.items()}


@once
def _below(ctx: Context) -> Mapping[str, frozenset[str]]:
    """The roles that each role stands above, directly or through others."""
    pairs = {(high.role, low.role) for rows in _limits(ctx).values() for high in rows for low in rows if _limit(high) > _limit(low)}
    below: dict[str, set[str]] = {}
    for high, low in pairs:
        if high != low and (low, high) not in pairs:
            below.setdefault(high, set()).add(low)
    for _ in below:  # as many rounds as the longest way through them can have steps
        for lower in below.values():
            lower |= {deeper for role in tuple(lower) for deeper in below.get(role, ())}
    return {role: frozenset(lower - {role}) for role, lower in below.items()}


@once
def _limits(ctx: Context) -> Mapping[str, tuple[Authority, ...]]:
    """The rows of `settings.authority` by action, lowest limit first; a role without a limit comes last."""
    found: dict[str, list[Authority]] = {}
    for row in ctx.settings.authority:
        found.setdefault(row.action, []).append(row)
    return {action: tuple(sorted(rows, key=_limit)) for action, rows in found.items()}


def _limit(row: Authority) -> Decimal:
    return Decimal("Infinity") if row.up_to is None else row.up_to
