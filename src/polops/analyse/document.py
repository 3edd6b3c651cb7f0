"""Documents of the library as of a date: when they are reviewed again, who works by them, what replaces them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

from polops.analyse.context import once
from polops.model.library import Doc
from polops.values.ref import fold

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date

    from polops.analyse.context import Context
    from polops.plan.plan import Node

Freshness = Literal["fresh", "overdue", "never reviewed", "superseded"]


def doc_item(node: Node) -> Doc:
    """The document of a node."""
    assert isinstance(node.item, Doc)  # noqa: S101 - the index keeps kinds apart
    return node.item


def doc_review_due(ctx: Context, item: Doc) -> date | None:
    """When a document is reviewed again: `review_every` after its last review; None where it had none by the date."""
    seen = item.reviewed
    return item.review_every.after(seen, ctx.settings.holidays) if seen is not None and seen <= ctx.as_of else None


@once
def _followers(ctx: Context) -> Mapping[str, Node]:
    """The document that replaces each, by folded id."""
    nodes = ctx.plan.nodes("doc")
    return {fold(old): node for node in nodes if (old := doc_item(node).supersedes)}


def superseded_by(ctx: Context, node: Node) -> Node | None:
    """The document that replaces this one."""
    return _followers(ctx).get(fold(node.ref))


def freshness(ctx: Context, node: Node) -> Freshness:
    """Whether a document may be relied on: reviewed in time, and not replaced by another."""
    if superseded_by(ctx, node) is not None:
        return "superseded"
    due = doc_review_due(ctx, doc_item(node))
    return "never reviewed" if due is None else "overdue" if due < ctx.as_of else "fresh"


def adopters(ctx: Context, node: Node) -> dict[str, date]:
    """The teams that work by a document by the date, each folded with its day."""
    return {fold(team): day for team, day in doc_item(node).adopted_by.items() if day <= ctx.as_of}
