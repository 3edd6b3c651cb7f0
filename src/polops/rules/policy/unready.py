"""A policy is called ready, and its checklist is not done.

What it checks
Of a policy that is `ready`, every item of the launch checklist (`policy.readiness` in settings, and its own) is done or does not apply; of
one that is `enforced`, every item that it lists. Roles in `policy.signoffs` have approved its coming, or current, version.

Why it matters
Ready is the word on which operations plan a launch. It has to mean that nothing is left.

Example
    status: ready
    readiness:
      text_final: {done: 2026-07-24}
      training_95: {due: 2026-08-28, owner: jo.park}      # open

How to fix
Finish the items and write `done:`; give the reason under `na:` for what does not apply; or set the status back to `approval`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from polops.analyse.policy import applies, coming_version, current_version, is_ready, policy, policy_item
from polops.analyse.wording import counted, listed
from polops.rules import Finding
from polops.source.problem import Severity

if TYPE_CHECKING:
    from collections.abc import Iterator

    from polops.analyse.context import Context
    from polops.plan.plan import Node

CODE, NAME, SEVERITY = "POL202", "unready", Severity.ERROR
_FEW = 4


def check(ctx: Context) -> Iterator[Finding]:
    """What is ready or enforced."""
    for node in ctx.plan.nodes("policy"):
        item = policy_item(node)
        if item.status not in {"ready", "enforced"}:
            continue
        open_ = _open(ctx, node)
        if open_:
            names = listed([*open_[:_FEW], *(["…"] if len(open_) > _FEW else [])])
            message = f"{node.ref} is {item.status} with {counted(len(open_), 'open readiness item')}: {names}"
            route = ("readiness",) if item.readiness else ("status",)
            yield Finding(node, message, "write done: or na: for each, or set status: approval", route, key=True)
        yield from _signoffs(ctx, node)


def _open(ctx: Context, node: Node) -> list[str]:
    """The open items: of what is ready also those that nobody filled in."""
    item = policy_item(node)
    items = policy(ctx, node).items.items() if item.status == "ready" else item.readiness.items()
    return [name for name, entry in items if applies(entry) and not is_ready(ctx, entry)]


def _signoffs(ctx: Context, node: Node) -> Iterator[Finding]:
    item = policy_item(node)
    version = coming_version(ctx, item) or current_version(ctx, item)
    given = {approval.role for approval in version.approvals if approval.on <= ctx.as_of} if version else set()
    missing = [role for role in ctx.settings.policy.signoffs if role not in given]
    if version is not None and missing:
        message = f"version {version.v} of {node.ref} lacks the sign-off of {listed(missing)}"
        help_ = f"add approvals: [{{by: …, on: …, role: {missing[0]}}}] to the version"
        yield Finding(node, message, help_, ("versions", item.versions.index(version)))
