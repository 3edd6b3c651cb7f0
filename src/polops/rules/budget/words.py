"""What the money and people rules share: how a figure is spelled, which lines can be judged, and what could not be read.

Amounts are printed in full, as finance prints them (`595,100`), a variance with sign and letter (`−15,100 U`), a share with one decimal
at most. A line is left alone where its numbers would only repeat another finding: a file that could not be read, or a missing rate.
"""

from __future__ import annotations

import re
from decimal import ROUND_HALF_UP, Decimal
from decimal import Context as Arithmetic
from typing import TYPE_CHECKING

from polops.analyse.authority import needed_role
from polops.analyse.books import closed_through, commentary, currency_of, fx, line_item, rates, year_label
from polops.analyse.context import ZERO, once
from polops.analyse.headcount import annual_rate, on_line, position_item
from polops.analyse.variance import line
from polops.model import KINDS
from polops.values.period import MONTHS, Period, month_index
from polops.values.ref import fold

if TYPE_CHECKING:
    from collections.abc import Mapping

    from polops.analyse.context import Context
    from polops.plan.plan import Node
    from polops.source.problem import Route

_WIDE = Arithmetic(prec=100)
_KIND = re.compile(r"^\s*kind\s*:\s*[\"']?(\w+)", re.MULTILINE)
_TO = re.compile(r"\bto\s*:\s*[\"']?([A-Za-z][\w.-]{0,200})")
_PLACES = (1, 2, 3, 4)
_LATE = 3
"""For how many months the last year's lines are still judged while the new year has no closed month."""
_PEOPLE = ("headcount", "rates", "org")


def amount(value: Decimal) -> str:
    """An amount in full: `595,100`, `8,333.34`; cents only where there are any."""
    return _spelled(value, 0 if value == value.to_integral_value() else 2)


def whole(value: Decimal) -> str:
    """A computed amount without its cents: `1,026,034`."""
    return _spelled(value, 0)


def variance(value: Decimal) -> str:
    """A variance with sign and letter: `−15,100 U` is unfavourable, `+12,200 F` favourable."""
    return f"{'+' if value > 0 else ''}{whole(value)} {'F' if value > 0 else 'U'}"


def percent(share: Decimal, unlike: Decimal | None = None) -> str:
    """A share in percent: `5.3 %`, `25 %`; with as many decimals as it takes to tell it from a limit (`unlike`): `25.001 %`."""
    places = next((places for places in _PLACES if unlike is None or _rounded(share * 100, places) != _rounded(unlike * 100, places)), 1)
    return f"{number(share * 100, places)} %"


def number(value: Decimal, places: int = 2) -> str:
    """A number with just the decimals it has, two at most: `6.6`, `42`."""
    value = _rounded(value, places)
    return _spelled(value, max(0, -int(value.normalize(_WIDE).as_tuple().exponent)))


def typed(value: Decimal) -> str:
    """A number as a plan writes it: `950_000`, `-48_000`."""
    return f"{value.to_integral_value() if value == value.to_integral_value() else value:,}".replace(",", "_")


def foreign(ctx: Context, node: Node) -> str:
    """Says in which currency a line's figures are, where it is not the line's own: ` (in USD)`."""
    return "" if currency_of(ctx, node) == ctx.currency else f" (in {ctx.currency})"


def by_whom(ctx: Context, moved: Decimal) -> str:
    """Who may decide on a transfer of an amount: ` by a director`; empty where settings do not say."""
    role = needed_role(ctx, "transfer", moved)
    return f" by a {role.replace('_', ' ')}" if role else ""


def plan_route(node: Node) -> Route:
    """The way to the field that says what a line plans."""
    return ("plan",) if line_item(node).plan is not None else ("source",)


def standing(ctx: Context, node: Node) -> str:
    """Where a line with a variance stands: `COE-VEN-01 has spent 595,100 of 580,000 budgeted to 2026-07: −15,100 U, −2.6 %`."""
    numbers = line(ctx, node)
    budget, actual, off = numbers.ytd_budget or ZERO, numbers.ytd_actual or ZERO, numbers.variance or ZERO
    done = f"earned {whole(-actual)} of {whole(-budget)} planned" if budget < 0 else f"spent {whole(actual)} of {whole(budget)} budgeted"
    share = "" if numbers.variance_pct is None else f", {percent(numbers.variance_pct)}"
    return f"{node.ref} has {done} to {numbers.ytd_through}: {variance(off)}{share}{foreign(ctx, node)}"


def explanation(ctx: Context, node: Node) -> tuple[tuple[str, Route, str], ...]:
    """The place of the newest commentary on a line, with its cause."""
    return tuple(
        (path, route, f"explained in {month}: {said.cause}") for said, month, path, route in commentary(ctx).get(fold(node.ref), [])[:1]
    )


def _spelled(value: Decimal, places: int) -> str:
    value = _rounded(value, places)
    return f"{'−' if value < 0 else ''}{abs(value):,.{places}f}"


def _rounded(value: Decimal, places: int) -> Decimal:
    return value.quantize(Decimal(1).scaleb(-places), ROUND_HALF_UP, _WIDE)


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
        label = year_label(ctx, node)
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
    label = year_label(ctx, node)
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
