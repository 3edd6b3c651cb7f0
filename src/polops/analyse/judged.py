"""Which budget lines can be judged, and what could not be read.

A line is left alone where its numbers would only repeat another finding: a file that could not be read, or a missing rate.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from polops.analyse.books import closed_through, currency_of, fx, line_item, rates
from polops.analyse.context import once
from polops.analyse.headcount import annual_rate, position_item
from polops.analyse.personnel_line import on_line
from polops.model import KINDS
from polops.values.period import MONTHS, Period, month_index
from polops.values.ref import fold

if TYPE_CHECKING:
    from collections.abc import Mapping

    from polops.analyse.context import Context
    from polops.plan.plan import Node

_KIND = re.compile(r"^\s*kind\s*:\s*[\"']?(\w+)", re.MULTILINE)
_TO = re.compile(r"\bto\s*:\s*[\"']?([A-Za-z][\w.-]{0,200})")
_LATE = 3
"""For how many months the last year's lines are still judged while the new year has no closed month."""
_PEOPLE = ("headcount", "rates", "org")


@once
def unread(ctx: Context) -> Mapping[str, str]:
    """The text of the files that could not be read, by kind, as they say it or as their path tells it."""
    found: dict[str, str] = {}
    for path in sorted(ctx.plan.broken):
        text = ctx.plan.document(path).text
        said = _KIND.search(text)
        kind = said[1] if said and said[1] in KINDS else _kind_of(path)
        found[kind] = f"{found.get(kind, '')}\n{text}"
    return found


def _kind_of(path: str) -> str:
    return next((kind for kind in KINDS if kind in path), "settings" if path.endswith("polops.yaml") else "")


def names(ctx: Context, kind: str, name: str) -> bool:
    """Whether a file of a kind that could not be read speaks of a name, and might say what seems to be missing."""
    text = unread(ctx).get(kind, "")
    return bool(text) and re.search(rf"(?<![\w.-]){re.escape(name)}(?![\w-])", text, re.IGNORECASE) is not None


@once
def live(ctx: Context) -> tuple[Node, ...]:
    """The lines whose numbers can be judged: of years that are not over, and of the last one until the new year has a closed month."""
    wanted: dict[str, bool] = {}
    found = []
    for node in ctx.plan.nodes("line"):
        label = node.year
        if label not in wanted:
            wanted[label] = is_live(ctx, ctx.calendar.months(label))
        if wanted[label] and ctx.plan.line(node.ref, label) is node and not _doubtful(ctx, node, label):
            found.append(node)
    return tuple(found)


def to_date(ctx: Context) -> tuple[Node, ...]:
    """The same lines, for what depends on the last closed month: none while a file of actuals could not be read."""
    return () if "actuals" in unread(ctx) else live(ctx)


def is_live(ctx: Context, year: Period) -> bool:
    """Whether a fiscal year is not over, or is the last one and its close is still going on."""
    if year.last >= ctx.as_of:
        return True
    recent = month_index(ctx.as_of) - ctx.year.start < _LATE
    return year.next() == ctx.year and recent and not closed_through(ctx, ctx.year)


def _doubtful(ctx: Context, node: Node, label: str) -> bool:
    if fx(ctx, currency_of(ctx, node), label) is None or fold(node.ref) in _receiving(ctx):
        return True
    item = line_item(node)
    return (
        item.source == "headcount" and item.plan is None and not (is_costed(ctx, node) and (label == ctx.year_label or on_line(ctx, node)))
    )


def is_costed(ctx: Context, node: Node) -> bool:
    """Whether every position on a line has a rate, and none is missing because a file could not be read."""
    label = node.year
    if label not in rates(ctx) or any(kind in unread(ctx) for kind in _PEOPLE):
        return False
    year = ctx.calendar.months(label)
    last = Period(year.start + MONTHS - 1)
    items = [position_item(found) for found in on_line(ctx, node)]
    paid = (item for item in items if item.status not in {"closed", "requested"} and not (item.end and item.end < year.first))
    return all(annual_rate(ctx, item, last) is not None for item in paid)


@once
def _receiving(ctx: Context) -> frozenset[str]:
    """The lines that transfers in unreadable budget files give to."""
    return frozenset(fold(ref) for ref in _TO.findall(unread(ctx).get("budget", "")))
