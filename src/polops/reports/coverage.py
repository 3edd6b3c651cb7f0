"""Coverage of the taxonomy: issue by issue policy, guidance, metric and review, and the gaps (domain reference C16, E7)."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING

from polops.analyse.context import ratio
from polops.analyse.coverage import Issue, issues
from polops.analyse.policy import policy_item
from polops.analyse.review import review_item
from polops.analyse.wording import counted, percent
from polops.reports.desk import home, passes, refs, spoken
from polops.reports.frame import page, section
from polops.reports.page import Chart, Column, Page, Row, Table

if TYPE_CHECKING:
    from collections.abc import Sequence

    from polops.analyse.context import Context
    from polops.reports import Options
    from polops.reports.page import Cell

COVERED = (
    "An issue is covered where an enforced policy names it whose guidance implements its current version; policies that are retired, "
    "or for fewer readers than this report, do not count."
)
REVIEWED = "Review is the last consistency review of any policy that names the issue; it is a gap when older than {within}, or none."


def build(ctx: Context, options: Options) -> Page:
    """The page."""
    found = chosen(ctx, options)
    by_area = areas(found)
    drawn = Chart("bars", "Covered issues", by_area, "area", ("share",)) if len(by_area.rows) > 1 else None
    sections = (
        section("areas", "By area", by_area, drawn),
        section("gaps", "Gaps", gaps(ctx, found)),
        section("issues", "Issues", matrix(ctx, found)),
    )
    within = ctx.settings.thresholds.policy.review_within
    notes = (COVERED, REVIEWED.format(within=within)) if found else ()
    return page(
        ctx, options, "coverage", "Coverage", lead=sentence(found), sections=sections, notes=notes, codes=("POL201", "POL203", "POL303")
    )


def chosen(ctx: Context, options: Options) -> list[Issue]:
    """The issues of the taxonomy; with a team or an owner those that their policies name."""
    if not options.team and not options.owner:
        return list(issues(ctx))
    return [one for one in issues(ctx) if any(passes(ctx, options, node, home(ctx, node)) for node in one.policies)]


def sentence(found: Sequence[Issue]) -> str:
    """How many issues are covered, and what the others lack."""
    if not found:
        return "No issues in this selection."
    covered = sum(1 for one in found if one.covering)
    lacking = {name: sum(1 for one in found if name in one.gaps) for name in ("policy", "enforcement", "guidance", "metric", "review")}
    share = ratio(Decimal(covered), Decimal(len(found)))
    said = f"{covered} of {counted(len(found), 'issue')} covered ({percent(share) if share is not None else 'n/a'})"
    words = {"policy": "without any policy", "enforcement": "not enforced", "guidance": "without current guidance"}
    rest = [f"{count} {words.get(name, f'without a {name}')}" for name, count in lacking.items() if count]
    return f"{'; '.join([said, *rest])}."


def areas(found: Sequence[Issue]) -> Table:
    """One row an area of the taxonomy."""
    columns = (
        Column("area", "Area"),
        *(Column(key, label, "integer", total="sum") for key, label in (("issues", "Issues"), ("covered", "Covered"))),
        Column("share", "Share", "ratio", total="covered/issues"),
        *(Column(key, label, "integer", total="sum") for key, label in (("policy", "Policy"), ("guidance", "Guidance"))),
        *(Column(key, label, "integer", total="sum") for key, label in (("metric", "Metric"), ("review", "Review"))),
    )
    names = list(dict.fromkeys(one.area for one in found))
    rows = tuple(Row((spoken(name), *_counts([one for one in found if one.area == name]))) for name in names)
    total = Row(("Total", *_counts(found))) if rows else None
    return Table("areas", "By area", columns, rows, total, note="Policy, guidance, metric and review count the issues that have one.")


def _counts(found: Sequence[Issue]) -> tuple[Cell, ...]:
    covered = sum(1 for one in found if one.covering)
    return (
        len(found),
        covered,
        ratio(Decimal(covered), Decimal(len(found))),
        sum(1 for one in found if one.policies),
        sum(1 for one in found if one.guided),
        sum(1 for one in found if one.metrics),
        sum(1 for one in found if one.reviewed),
    )


def gaps(ctx: Context, found: Sequence[Issue]) -> Table:
    """The issues that nothing covers: what there is already, and what is missing."""
    columns = (
        Column("issue", "Issue"),
        Column("missing", "Missing"),
        Column("policies", "Policies"),
        Column("owner", "Owner", "id", rank=2),
    )
    rows = []
    for one in found:
        if not one.covering:
            owner = ctx.plan.owner(one.policies[0]) or "" if one.policies else ""
            named = ", ".join(f"{node.ref} ({spoken(policy_item(node).status)})" for node in one.policies)
            cells = (said(one), ", ".join(one.gaps), named, owner)
            rows.append(Row(cells, ctx.plan.at(one.policies[0]) if one.policies else None, one.name))
    return Table("gaps", "Issues that are not covered", columns, tuple(rows))


def said(one: Issue) -> str:
    """An issue with its area, in words: `mental health: self harm`."""
    return f"{spoken(one.area)}: {spoken(one.name.partition('/')[2])}"


def matrix(ctx: Context, found: Sequence[Issue]) -> Table:
    """Issue × policy, guidance, metric, review."""
    columns = (
        Column("issue", "Issue"),
        Column("covered", "Covered"),
        Column("policy", "Policies"),
        Column("guidance", "Guidance"),
        Column("metric", "Metric"),
        Column("review", "Review"),
        Column("reviewed_on", "Reviewed", "date", rank=2),
        Column("gaps", "Missing", rank=2),
        Column("metrics", "Metrics", rank=3),
    )
    return Table("issues", "Issues", columns, tuple(_row(ctx, one) for one in found))


def _row(ctx: Context, one: Issue) -> Row:
    cells: tuple[Cell, ...] = (
        said(one),
        "✔" if one.covering else "✖",
        refs(one.policies),
        "current" if one.guided else "none" if one.guided is None else "behind",
        "✔" if one.metrics else "none",
        f"{'✔' if one.reviewed else '✖'} {one.review.ref}" if one.review else "none",
        review_item(one.review).on if one.review else None,
        ", ".join(one.gaps),
        ", ".join(one.metrics),
    )
    return Row(cells, ctx.plan.at(one.policies[0]) if one.policies else None, one.name)
