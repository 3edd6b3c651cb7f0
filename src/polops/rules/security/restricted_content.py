"""Restricted content outside the restricted folder.

What it checks
Three ways out. A `rates` file stands under a folder named `restricted`. No text names a band together with one of its amounts from
the rate card, and no position of an employee carries a `rate`. What is marked `audience: restricted` (with everything inside it),
as incidents are unless they say otherwise, is not quoted in the texts of anything with a wider audience, neither by its id nor by
its title; typed references to it are fine, and so is a title that a public item has too.

Why it matters
Access to a folder can be limited, access to a sentence cannot. One note that says what a P3 costs in San Jose opens the whole rate
card to everybody who may read the note.

Example
    # plans/headcount/mh.yaml, read by everybody
    - id: HC-MH-009
      band: P3
      notes: Approved at P3, 198k a year

How to fix
Say it without the figure or the name: *approved within the band*. If the quoting item is meant for the same few readers, mark it
`audience: restricted` too. Move a rate card to `plans/restricted/`.
"""

from __future__ import annotations

import re
from decimal import Decimal
from typing import TYPE_CHECKING

from polops.analyse.audience import audience_of
from polops.analyse.context import once
from polops.analyse.walk import node_at, texts
from polops.model import named
from polops.rules import Finding
from polops.source.problem import Severity
from polops.values.ref import fold

if TYPE_CHECKING:
    from collections.abc import Iterator

    from polops.analyse.context import Context
    from polops.model.base import File
    from polops.model.headcount import Position
    from polops.model.rates import Rates
    from polops.plan.plan import Node
    from polops.source.problem import Route
else:
    Position, Rates = named("Position", "Rates")

CODE, NAME, SEVERITY = "SEC102", "restricted-content", Severity.ERROR
FOLDER = "restricted"
_SHORTEST = 12
_THOUSAND = 1000
_NAMES = re.compile(r"[a-z0-9]+(?:[-./][a-z0-9]+)*", re.ASCII)
_FIGURES = re.compile(r"(?<![\w.,])\d{1,3}(?:[_, ]?\d{3})+(?![\d_])|(?<![\w.,])\d{1,4}(?:[.,]\d)?\s?k\b", re.ASCII | re.IGNORECASE)


def check(ctx: Context) -> Iterator[Finding]:
    """Look at where rate cards stand, at positions with a rate, and at texts that say too much."""
    for path, _ in ctx.plan.of(Rates):
        if FOLDER not in path.replace("\\", "/").split("/")[:-1]:
            yield Finding(
                path, "`kind` is rates, but the file does not stand under a folder `restricted`", f"move it to {_moved(path)}", ("kind",)
            )
    for node in ctx.plan.nodes("position"):
        if isinstance(node.item, Position) and node.item.rate is not None and node.item.type in {"employee", "fixed_term", "intern"}:
            yield Finding(
                node,
                f"`rate` stands on {node.ref}, which is no contractor's",
                "delete it: the rate card has the cost of its band",
                ("rate",),
            )
    if _secrets(ctx) or _titles(ctx) or _card(ctx):
        for path, file in ctx.plan.files.items():
            if not isinstance(file, Rates):
                yield from _quotes(ctx, path, file)


def _moved(path: str) -> str:
    folder, _, name = path.rpartition("/")
    return f"{folder}/{FOLDER}/{name}" if folder else f"{FOLDER}/{name}"


def _quotes(ctx: Context, path: str, file: File) -> Iterator[Finding]:
    """What the texts of a file quote. The bare text tells first whether there is anything to look for."""
    text = fold(ctx.plan.document(path).text)
    words = frozenset(_NAMES.findall(text)) if _secrets(ctx) or _titles(ctx) else frozenset[str]()
    if not (words & _secrets(ctx).keys() or words & _titles(ctx).keys() or _has_figure(ctx, text)):
        return
    for route, said, is_key in texts(file):
        if not is_key and " " in said:
            yield from _of(ctx, path, route, said)


def _of(ctx: Context, path: str, route: Route, said: str) -> Iterator[Finding]:
    small = fold(said)
    words = set(_NAMES.findall(small))
    band = _band(ctx, small, words)
    quoted = _quoted(ctx, words, small)
    if not band and not quoted:
        return
    node, rest = node_at(ctx, path, route)
    field = f"`{next((step for step in reversed(route) if isinstance(step, str)), '')}`"
    if band:
        yield Finding(node, f"{field} gives a figure of the rate card for band {band}", "delete the figure", rest)
    if quoted and not _is_restricted(node) and all(above is not quoted for above in node.up()):
        message = f"{field} quotes {quoted.ref}, which is restricted"
        yield Finding(
            node,
            message,
            "say it without the name, or mark this `audience: restricted` too",
            rest,
            related=((quoted, (), "the restricted item"),),
        )


def _quoted(ctx: Context, words: set[str], small: str) -> Node | None:
    """The restricted item that a text names by id, or by title."""
    for word in sorted(words):
        node = _secrets(ctx).get(word)
        if node is not None:
            return node
    return next((node for word in sorted(words) for title, node in _titles(ctx).get(word, ()) if title in small), None)


def _is_restricted(node: Node) -> bool:
    return audience_of(node) == "restricted"


@once
def _restricted(ctx: Context) -> tuple[Node, ...]:
    if not any(file.audience == FOLDER or FOLDER in ctx.plan.document(path).text for path, file in ctx.plan.files.items()):
        return ()
    return tuple(node for node in ctx.plan.all_nodes() if _is_restricted(node))


@once
def _secrets(ctx: Context) -> dict[str, Node]:
    """Restricted items by folded id; local ids such as O1 are no names outside their file."""
    return {fold(node.ref): node for node in _restricted(ctx) if "-" in node.ref or "/" in node.ref or "." in node.ref}


@once
def _titles(ctx: Context) -> dict[str, list[tuple[str, Node]]]:
    """Telling titles of restricted items by their longest word: those of some length that no wider item has."""
    wider = {_title(node) for node in ctx.plan.all_nodes() if not _is_restricted(node)} if _restricted(ctx) else set()
    found: dict[str, list[tuple[str, Node]]] = {}
    for node in _restricted(ctx):
        title = _title(node)
        if len(title) >= _SHORTEST and " " in title and title not in wider:
            found.setdefault(max(_NAMES.findall(title), key=len, default=""), []).append((title, node))
    return found


def _title(node: Node) -> str:
    return fold(str(getattr(node.item, "title", "") or getattr(node.item, "name", "") or ""))


@once
def _card(ctx: Context) -> dict[int, frozenset[str]]:
    """The bands of each amount on any rate card, in whole units."""
    found: dict[int, set[str]] = {}
    for _, file in ctx.plan.of(Rates):
        for band, places in file.loaded_annual.items():
            for amount, _currency in places.values():
                found.setdefault(int(amount), set()).add(fold(band))
    return {amount: frozenset(bands) for amount, bands in found.items()}


@once
def _bands(ctx: Context) -> frozenset[str]:
    return frozenset(band for bands in _card(ctx).values() for band in bands)


@once
def _figures(ctx: Context) -> re.Pattern[str] | None:
    """Every amount of the rate cards in the ways that people write it: 198_000, 198,000, 198 000, 198000, 198k."""
    alike: dict[int, list[str]] = {}
    for amount in sorted(_card(ctx)):
        thousands, rest = divmod(amount, _THOUSAND)
        if thousands:
            alike.setdefault(rest, []).append(f"{thousands:,}".replace(",", "[_, ]?"))
    ways = (f"(?:{'|'.join(begun)}){_end(rest)}" for rest, begun in alike.items())  # one look for all that end alike
    return re.compile("|".join(ways), re.IGNORECASE) if alike else None


def _end(rest: int) -> str:
    return rf"(?:[_, ]?{rest:03}|{f'[.,]{rest // 100}' if rest else ''}\s?k)"


def _has_figure(ctx: Context, text: str) -> bool:
    """Whether a text may give a figure beside its band, which is the one that is quickly found."""
    figures = _figures(ctx)
    return figures is not None and any(band in text for band in _bands(ctx)) and figures.search(text) is not None


def _band(ctx: Context, small: str, words: set[str]) -> str:
    """The band that a text names beside one of its amounts; empty where there is none."""
    for found in _FIGURES.findall(small):
        bands = _card(ctx).get(_amount(found), frozenset()) & words
        if bands:
            return min(bands).upper()
    return ""


def _amount(figure: str) -> int:
    """The amount that a text writes: 198_000, 198,000, 198k or 198.5k."""
    if figure[-1:].lower() == "k":
        return int(Decimal(figure[:-1].strip().replace(",", ".")) * _THOUSAND)
    return int(re.sub(r"[_, ]", "", figure))
