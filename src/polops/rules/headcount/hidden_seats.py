"""Vendor seats say too little about themselves.

What it checks
Every group of vendor seats, planned or filled, names the order that pays for it (`po`) and how far the work exposes people to harmful
content (`exposure`). Groups with no seat at all are left alone.

Why it matters
People at a vendor are in no headcount and easily in no plan. Without an order nobody can say what they cost or when the contract
ends; without an exposure level nobody has asked what protects them.

Example
    - id: VS-MER-01
      vendor: Meridian Review Services
      plan: 20
      filled: 18
      line: COE-VEN-01
      po: PO-88121
      exposure: regular          # none, incidental, regular or core

How to fix
Add the id of the order from the commitments file, and the level that was assessed with the vendor. `exposure: none` is an answer; no
level is not.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from polops.analyse.wording import counted
from polops.model.headcount import VendorSeats
from polops.rules import Finding
from polops.source.problem import Severity

if TYPE_CHECKING:
    from collections.abc import Iterator

    from polops.analyse.context import Context

CODE, NAME, SEVERITY = "HC204", "hidden-seats", Severity.WARNING
_FIELDS = {"po": ("order", "`po: PO-…`"), "exposure": ("exposure level", "`exposure: …` (none, incidental, regular or core)")}


def check(ctx: Context) -> Iterator[Finding]:
    """The seats that somebody has or will have."""
    for node in ctx.plan.nodes("seats"):
        item = node.item
        assert isinstance(item, VendorSeats)  # noqa: S101 - the index keeps kinds apart
        lacking = [field for field in _FIELDS if getattr(item, field) is None]
        if lacking and (item.plan > 0 or item.filled > 0):
            what = " and no ".join(_FIELDS[field][0] for field in lacking)
            message = f"{node.ref} has {counted(max(item.plan, item.filled), 'seat')} at {item.vendor}, but no {what}"
            yield Finding(node, message, "add " + " and ".join(_FIELDS[field][1] for field in lacking), ("id",))
