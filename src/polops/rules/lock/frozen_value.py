"""A frozen value has changed without a decision that approves the new one.

What it checks
The plan is compared with the locks in `locks/`, which `polops freeze` writes. A value that differs, a frozen item that is gone, and a
budget line or an approved position that came later must rest on a decision. The decision names the very value under `values` (of an
item that is gone the word `removed`), is decided and, for money, headcount and OKRs (`settings.approvals_required`), approved by its
approver; a role of `settings.roles` that the approval names is one that they hold. For money all that moves in the decision's name is
held against the approver's authority, and nobody approves their own request for money or headcount. A position may rest on its own
`approvals` instead; what is `dropped` names its decision there.
Locks are also compared with the next lock of the same cycle and, where a change is looked at (`polops check --since`), with what they
were before it: a lock that was edited or deleted is reported whatever it says now. So is a decision whose `values` or `amount` changed
while its approvals stayed.

Why it matters
A promise that can be edited is none. Values in the lock let a reviewer see what was promised without digging in git, and an approval
that is bound to a value cannot be used again for a later, larger change.

Example
    # locks/budget-FY26.yaml
    COE-VEN-01: {plan: 960_000, phase: even, category: vendor}
    # budgets/FY26/coe.yaml
    - {id: COE-VEN-01, name: Reviewers, category: vendor, plan: 1_100_000}
    # decisions/DEC-2026-030.yaml approves less than that
    values:
      COE-VEN-01: {plan: 1_000_000}

How to fix
Write the old value again. If the change is meant, write it under `values` of a decision and have that approved; money is usually moved
by a transfer, and a date by its forecast, which need no change of what is frozen. A lock itself is never edited: for a new baseline
run `polops freeze … --again` once the changes are approved.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from polops.analyse.frozen import former, held, holding
from polops.analyse.ledger import movements
from polops.analyse.wording import words_of
from polops.model.decision import Decision
from polops.model.lock import Lock
from polops.rules import Finding
from polops.source.problem import Severity
from polops.values.ref import nearest

if TYPE_CHECKING:
    from collections.abc import Iterator

    from polops.analyse.carrier import Movement
    from polops.analyse.context import Context
    from polops.plan.plan import Plan

_RESTORE = "restore it; a change of what is frozen stands in a decision, a new baseline in a later lock: polops freeze … --again"
CODE, NAME, SEVERITY = "GEN402", "frozen-value", Severity.ERROR


def check(ctx: Context) -> Iterator[Finding]:
    """Look at every change since the freeze, and at what decisions approve of frozen items. Transfers are BUD203's."""
    for each in movements(ctx):
        unnamed = each.how == "dropped" and not each.decision  # that is OKR404's
        if each.fault and each.how != "transfer" and not unnamed:
            yield _finding(each)
    yield from _unknown(ctx)
    if ctx.base is not None:
        yield from _edited(ctx, ctx.base)
        yield from _reworded(ctx, ctx.base)


def _finding(each: Movement) -> Finding:
    place = (each.lock, ("items", each.ref), "the lock")
    related = (place,) if each.where != each.lock else ()
    return Finding(each.where, f"{told(each)}: {each.fault}", each.advice, each.route, related=related, about=each.ref)


def told(each: Movement) -> str:
    """What has changed, as the beginning of a sentence."""
    match each.how:
        case "removed":
            return f"{each.ref} was frozen on {each.frozen_on} and is gone"
        case "added":
            return f"{each.ref} came after the freeze of {each.frozen_on}"
        case "dropped":
            return f"{each.ref} was frozen on {each.frozen_on} and is dropped"
        case "frozen again" if not each.is_pay:
            return f"`{each.field}` of {each.ref} went from {words_of(each.before)} to {words_of(each.after)} in the later lock"
        case _ if each.is_pay:
            return f"`{each.field}` of {each.ref} is not what was frozen"
        case _:
            return f"`{each.field}` of {each.ref} is {words_of(each.after)}, frozen as {words_of(each.before)}"


def _unknown(ctx: Context) -> Iterator[Finding]:
    """Values that decisions approve of nothing that could be frozen: a mistyped name would approve nothing, silently."""
    items = held(ctx.plan)
    fields: dict[str, tuple[str, ...]] = {key.partition("@")[0]: item.fields for key, item in items.items()}
    gone = {key.partition("@")[0] for key, _ in holding(ctx)} | {key.partition("@")[0] for key in former(ctx.plan, items)}
    for node in ctx.plan.nodes("decision"):
        if not isinstance(node.item, Decision):
            continue
        for ref, values in node.item.values.items():
            key = ctx.plan.key(ref)
            if key not in fields and key not in gone and not ctx.plan.known(ref):
                near = nearest(ref, [item.ref for item in items.values()])
                help_ = f"did you mean {near}?" if near else "name a line, a position, an objective or a key result"
                yield Finding(node, f"`values` names nothing that can be frozen: '{ref[:80]}'", help_, ("values", ref), key=True)
            for name in values if isinstance(values, dict) and key in fields else ():
                if name not in fields[key]:
                    near = nearest(name, fields[key])
                    help_ = f"did you mean {near}?" if near else f"frozen fields: {', '.join(fields[key])}"
                    yield Finding(node, f"`{name[:40]}` of {ref[:80]} is not frozen", help_, ("values", ref, name), key=True)


def _edited(ctx: Context, base: Plan) -> Iterator[Finding]:
    """Locks that the change alters: a plan and its lock, edited together, would agree."""
    now = {lock.ref(): (path, lock) for path, lock in ctx.plan.of(Lock)}
    for path, lock in base.of(Lock):
        if lock.ref() not in now:
            if path not in ctx.plan.broken:
                yield Finding(path, f"the lock of {lock.on} was deleted, or is no longer that of {' '.join(lock.cycle())}", _RESTORE)
            continue
        where, found = now[lock.ref()]
        for ref in sorted({*lock.items, *found.items}):
            if lock.items.get(ref) != found.items.get(ref):
                yield Finding(where, f"the lock of {lock.on} was edited: {ref} is not what was frozen", _RESTORE, ("items", ref))


def _reworded(ctx: Context, base: Plan) -> Iterator[Finding]:
    """Decisions of which the change alters what was approved, and not the approvals."""
    for node in ctx.plan.nodes("decision"):
        before = base.find(node.item.renamed_from or node.ref, "decision")
        old, new = before.item if before else None, node.item
        if isinstance(old, Decision) and isinstance(new, Decision) and old.approvals and set(new.approvals) <= set(old.approvals):
            for name in ("values", "amount"):
                if getattr(old, name) != getattr(new, name):
                    message = f"`{name}` of {new.id} changed after it was approved"
                    yield Finding(node, message, f"take it back, or have {new.approver} add a new entry to `approvals`", (name,))
