"""Consistency reviews: agreement, accuracy with its interval, open findings, and the trend of each policy (domain reference C17, E7).

A targeted sample has findings and agreement, never a rate.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from polops.analyse.review import open_findings, review, review_item
from polops.analyse.themes import themes
from polops.analyse.wording import counted, listed
from polops.reports.desk import accuracy, home, passes, spoken, unique
from polops.reports.frame import page, period, section
from polops.reports.page import Column, Page, Row, Table
from polops.reports.quality_trend import appeals, by_policy, lines, months_of, trends
from polops.values.ref import fold
from polops.values.rounding import spelled

if TYPE_CHECKING:
    from collections.abc import Sequence

    from polops.analyse.context import Context
    from polops.plan.plan import Node
    from polops.reports import Options
    from polops.reports.page import Cell

STATISTICS = "Kappa is Cohen's (two raters), alpha Krippendorff's for nominal labels, Fleiss' for three raters or more without gaps."
RATES = "Accuracy is correct ÷ n of random and stratified samples, with its 95 % Wilson interval; ~ marks one that holds the wanted rate."
WANTED = "Wanted: kappa {kappa}, alpha {alpha}, accuracy {accuracy} % at the interval's low end. These are conventions: see the trend too."


def build(ctx: Context, options: Options) -> Page:
    """The page."""
    nodes = chosen(ctx, options)
    kept = (node for node in ctx.plan.nodes("policy") if passes(ctx, options, node, home(ctx, node)) or _reviewed(ctx, node, nodes))
    policies = unique(kept)
    agreed = by_policy(ctx, policies, nodes)
    span = period(ctx, options) if options.period else None
    appealed = appeals(ctx, policies, span)
    sections = (
        section("reviews", "Reviews", table(ctx, nodes)),
        section("findings", "Open findings", findings(ctx, nodes), repeated(ctx, nodes)),
        section("trend", "Trend by policy", trends(ctx, policies, nodes), lines("Kappa or alpha by policy", agreed)),
        section("overturn", "Overturned on appeal", appealed, lines("Overturned on appeal", months_of(ctx, policies, span))),
    )
    limits = ctx.settings.thresholds.quality
    wanted = WANTED.format(kappa=spelled(limits.kappa, 2), alpha=spelled(limits.alpha, 3), accuracy=spelled(limits.accuracy * 100, 0))
    notes = (STATISTICS, RATES, wanted) if nodes else ()
    return page(ctx, options, "quality", "Enforcement quality", lead=sentence(ctx, nodes), sections=sections, notes=notes, codes=("QAR",))


def chosen(ctx: Context, options: Options) -> list[Node]:
    """The reviews that pass the filters, the latest first: the team is their policy's, the owner their own; a period by their day."""
    span = period(ctx, options) if options.period else None
    last = min(ctx.as_of, span.last) if span else ctx.as_of
    nodes = [node for node in ctx.plan.nodes("review") if passes(ctx, options, node, _team(ctx, node))]
    nodes = [node for node in nodes if review_item(node).on <= last and (span is None or review_item(node).on >= span.first)]
    return sorted(sorted(nodes, key=lambda node: node.ref), key=lambda node: review_item(node).on, reverse=True)


def policy_of(ctx: Context, node: Node) -> Node | None:
    """The policy that a review applied; None where its readers may not see it."""
    return ctx.plan.find(review_item(node).policy, "policy", within=node)


def _team(ctx: Context, node: Node) -> str:
    policy = policy_of(ctx, node)
    return home(ctx, policy) if policy else ""


def _reviewed(ctx: Context, policy: Node, nodes: Sequence[Node]) -> bool:
    return any(policy_of(ctx, node) is policy for node in nodes)


def sentence(ctx: Context, nodes: Sequence[Node]) -> str:
    """How many reviews of how many policies, which policies' newest are below what is wanted, and the findings that are open."""
    if not nodes:
        return "No consistency reviews in this selection."
    newest = {fold(review_item(node).policy): node for node in reversed(nodes)}.values()
    parts = [f"{counted(len(nodes), 'review')} of {counted(len(newest), 'policy', 'policies')}"]
    low = [node.ref for node in reversed(newest) if review(ctx, node).consistent is False]
    wrong = [node.ref for node in reversed(newest) if review(ctx, node).accurate is False]
    parts += [f"agreement below the limit in {listed(low)}"] if low else []
    parts += [f"accuracy below the limit in {listed(wrong)}"] if wrong else []
    waiting, late = (sum(getattr(review(ctx, node), name) for node in nodes) for name in ("open_findings", "overdue_findings"))
    parts.append(f"{counted(waiting, 'finding')} open{f', {late} overdue' if late else ''}")
    return f"{'; '.join(parts)}."


def table(ctx: Context, nodes: Sequence[Node]) -> Table:
    """One row a review."""
    columns = (
        Column("review", "Review", "id"),
        Column("policy", "Policy", "id"),
        Column("on", "Day", "date", rank=2),
        Column("n", "n", "integer"),
        Column("agreement", "Agreed", "ratio"),
        Column("kappa", "Kappa", "score"),
        Column("alpha", "Alpha", "score"),
        Column("accuracy", "Accuracy", "measure"),
        Column("open", "Open", "integer"),
        Column("judged", "Judged", rank=2),
        Column("sampling", "Sample", rank=2),
        Column("fleiss", "Fleiss", "score", rank=3),
        Column("raters", "Raters", "integer", rank=3),
        Column("type", "Type", rank=3),
        Column("overdue", "Overdue", "integer", rank=3),
        Column("population", "Population", "integer", rank=3),
        Column("owner", "Owner", "id", rank=3),
    )
    return Table("reviews", "Reviews", columns, tuple(_row(ctx, node) for node in nodes), note=_without(nodes))


def _without(nodes: Sequence[Node]) -> str:
    """Which reviews have no rate, and why."""
    names = [node.ref for node in nodes if review_item(node).sampling == "targeted"]
    return f"No rate from a targeted sample: {', '.join(names)}. Open counts findings." if names else "Open counts findings."


def _row(ctx: Context, node: Node) -> Row:
    item, numbers = review_item(node), review(ctx, node)
    cells: tuple[Cell, ...] = (
        node.ref,
        item.policy if policy_of(ctx, node) else None,
        item.on,
        item.n if item.n is not None else numbers.n,
        numbers.agreement,
        numbers.kappa,
        numbers.alpha,
        accuracy(ctx, node),
        numbers.open_findings,
        judged(ctx, node),
        item.sampling,
        numbers.fleiss,
        numbers.raters or None,
        spoken(item.type),
        numbers.overdue_findings,
        item.population,
        ctx.plan.owner(node) or "",
    )
    return Row(cells, ctx.plan.at(node), node.ref)


def judged(ctx: Context, node: Node) -> str:
    """What the figures say against the limits: `✔ agreement`, `✖ accuracy`; what is wrong with its ratings; or findings only."""
    numbers, item = review(ctx, node), review_item(node)
    pairs = (("agreement", numbers.consistent), ("accuracy", numbers.accurate))
    said = [f"{'✔' if met else '✖'} {name}" for name, met in pairs if met is not None]
    if numbers.problem:
        said.append(f"ratings {numbers.problem}")
    least = ctx.settings.thresholds.quality.min_sample
    if numbers.accuracy is not None and item.n is not None and item.n < least:
        said.append(f"fewer than {least}")
    return ", ".join(said) or "findings only"


def findings(ctx: Context, nodes: Sequence[Node]) -> Table:
    """The findings that are not done, those due first at the top."""
    columns = (
        Column("finding", "Finding", "id"),
        Column("due", "Due", "date"),
        Column("state", "State"),
        Column("theme", "Theme"),
        Column("change", "Change to guidance"),
        Column("owner", "Owner", "id", rank=2),
        Column("severity", "Severity", rank=2),
        Column("policy", "Policy", "id", rank=2),
        Column("text", "What was found", rank=3),
    )
    seen = {id(finding): node for node in nodes for finding in open_findings(ctx, node)}
    found = [(node, node.item) for node in ctx.plan.nodes("finding") if id(node.item) in seen]
    rows = []
    for node, item in sorted(found, key=lambda pair: (str(getattr(pair[1], "due", "")), pair[0].ref)):
        finding = next(one for one in review_item(seen[id(item)]).findings if one is item)
        cells = (
            node.ref,
            finding.due,
            "late" if finding.due < ctx.as_of else "open",
            finding.theme,
            finding.guidance_change or "",
            finding.owner,
            finding.severity,
            review_item(seen[id(item)]).policy if policy_of(ctx, seen[id(item)]) else None,
            finding.text,
        )
        rows.append(Row(cells, ctx.plan.at(node), node.ref))
    return Table("open_findings", "Open findings", columns, tuple(rows), sheet="Open findings")


def repeated(ctx: Context, nodes: Sequence[Node]) -> Table:
    """The themes that more than one review found."""
    columns = (
        Column("theme", "Theme"),
        Column("reviews", "Reviews", "integer"),
        Column("open", "Open", "integer"),
        Column("found_by", "Found by"),
    )
    rows = [
        Row((one.name, len(one.reviews), one.open, ", ".join(node.ref for node in one.reviews)))
        for one in themes(ctx, list(reversed(nodes)))
        if len(one.reviews) > 1
    ]
    return Table("themes", "Themes that come again", columns, tuple(rows))
