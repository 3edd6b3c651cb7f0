"""The draft of an exception's decision as YAML: what the plans say is quoted, so that it means itself and nothing else."""

from __future__ import annotations

import json
import re
from textwrap import wrap
from typing import TYPE_CHECKING

from polops.analyse.schedule import initiative_item, schedule

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date

    from polops.analyse.context import Context
    from polops.plan.plan import Node

WIDE = 78
_NUMBERED = re.compile(r"DEC-(\d{4})-(\d{3,6})", re.IGNORECASE)


def next_id(ctx: Context, after: int = 0) -> str:
    """The next free id of a decision in the year of the date, or one of those after it: `DEC-2026-036`."""
    year = ctx.as_of.year
    taken = [int(found[2]) for ref in ctx.plan.refs("decision") if (found := _NUMBERED.fullmatch(ref)) and int(found[1]) == year]
    return f"DEC-{year}-{max(taken, default=0) + 1 + after:03d}"


def draft(ctx: Context, node: Node, ref: str, needed_by: date, options: Iterable[tuple[str, str, str]]) -> str:
    """A proposed decision that affects the initiative and what it supports; it would count until the end that is expected now."""
    item, end = initiative_item(node), schedule(ctx, node).propagated_end
    approver = item.sponsor or ctx.plan.lead(ctx.plan.team(node)) or item.owner
    lines = [
        "kind: decision",
        f"id: {ref}",
        *said("title: ", f"{node.ref} is beyond its tolerance: how it goes on", 2),
        "status: proposed",
        f"driver: {item.owner}",
        f"approver: {approver}",
        f"needed_by: {needed_by}",
        "tags: [exception]",
        "options:",
    ]
    for name, text, against in options:
        lines += [f"  - id: {name}", *said("    text: ", text, 6), *said("    con: ", against, 6)]
    lines += [f"affects: [{', '.join((node.ref, *item.supports))}]"]
    lines += [f"review_on: {end}"] if end is not None and end > needed_by else []
    lines += [
        "# Once decided: status: decided, decided: <day>, choice: <A, B or C>, why: <…>,",
        f"# approvals: [{{by: {approver}, on: <day>}}]",
    ]
    return "\n".join(lines)


def said(head: str, text: str, indent: int) -> list[str]:
    """A field with a text in double quotes, folded where the line would be too long: YAML joins the lines with a space."""
    quoted = json.dumps(" ".join(text.split()), ensure_ascii=False)
    return wrap(head + quoted, WIDE, subsequent_indent=" " * indent, break_long_words=False, break_on_hyphens=False)
