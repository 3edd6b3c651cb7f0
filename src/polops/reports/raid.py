"""The register: risks on a five by five map, ages, top risks with their trend, and every open entry by type.

Source: domain reference C13, E3 (5).
"""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from polops.analyse import raid
from polops.analyse.wording import counted
from polops.model.raid import Assumption, Dependency, Issue
from polops.reports.frame import page, period, section, wanted
from polops.reports.page import Column, Page, Row, Table, Tile, Tiles
from polops.reports.raid_risks import all_risks, heat_map, top
from polops.values.period import dated

if TYPE_CHECKING:
    from polops.analyse.context import Context
    from polops.plan.plan import Node
    from polops.reports import Options
    from polops.reports.page import Cell, Status

SCORE = "Score is probability × impact, 1 to 25: green below {amber}, amber below {red}, red from {red} on."
REVIEW = "A risk is reviewed again after {red} (red), {amber} (amber) or {green} (green)."
TREND = "Trend is against {what}: lower is better."
AGE = "Age is as-of − raised in calendar days, of open entries."
_TITLES = {"risk": "Risks", "issue": "Issues", "dependency": "Dependencies", "assumption": "Assumptions"}


def build(ctx: Context, options: Options) -> Page:
    """The page."""
    found = chosen(ctx, options)
    risks = raid.top_risks(ctx, [node for node in found if node.kind == "risk"])
    sections = (
        section("summary", "At a glance", tiles(ctx, found)),
        section("heat", "Heat map", heat_map(ctx, risks)),
        section("ages", "Age", ages(ctx, found)),
        section("top", "Top risks", top(ctx, risks)),
        section("issues", "Issues", issues(ctx, found)),
        section("dependencies", "Dependencies", dependency_table(ctx, [node for node in found if node.kind == "dependency"])),
        section("assumptions", "Assumptions", assumptions(ctx, found)),
        section("risks", "All risks", all_risks(ctx, risks)),
    )
    return page(
        ctx, options, "raid", "RAID", lead=sentence(ctx, found), sections=sections, notes=notes(ctx) if found else (), codes=("RAID",)
    )  # fmt: skip


def notes(ctx: Context) -> tuple[str, ...]:
    """What score, review, trend and age mean here."""
    limits = ctx.settings.thresholds.raid
    rhythm = limits.review
    return (
        SCORE.format(amber=limits.amber, red=limits.red),
        REVIEW.format(red=rhythm.red, amber=rhythm.amber, green=rhythm.green),
        TREND.format(what="the plan compared with" if ctx.base is not None else "the score before any response (inherent)"),
        AGE,
    )


def chosen(ctx: Context, options: Options, *kinds: str) -> list[Node]:
    """The open entries that pass the filters, of all kinds or some; with a period those that were raised in it."""
    found = [node for node in raid.entries(ctx, *kinds) if wanted(ctx, options, node)]
    if not options.period:
        return found
    span = period(ctx, options)
    return [node for node in found if span.first <= raid.raid_item(node).raised <= span.last]


def sentence(ctx: Context, found: list[Node]) -> str:
    """How many open entries there are of each kind, and how many of them are red, late or due."""
    if not found:
        return "No open entries in this selection."
    kinds = Counter(node.kind for node in found)
    parts = []
    for kind, words in (
        ("risk", _zones(ctx, found)),
        ("issue", _issues(ctx, found)),
        ("dependency", _late(ctx, found)),
        ("assumption", ""),
    ):
        if kinds[kind]:
            many = "dependencies" if kind == "dependency" else ""
            parts.append(f"{counted(kinds[kind], kind, many)}{f' ({words})' if words else ''}")
    return f"Open: {'; '.join(parts)}."


def _zones(ctx: Context, found: list[Node]) -> str:
    risks = [raid.risk(ctx, node) for node in found if node.kind == "risk"]
    zones = Counter(one.zone for one in risks)
    parts = [f"{zones[zone]} {zone}" for zone in ("red", "amber", "green") if zones[zone]]
    overdue = sum(1 for one in risks if one.review_overdue)
    return ", ".join([*parts, *([f"{counted(overdue, 'review')} overdue"] if overdue else [])])


def _issues(ctx: Context, found: list[Node]) -> str:
    numbers = [raid.issue(ctx, node) for node in found if node.kind == "issue"]
    counts = ((sum(1 for one in numbers if one.blocker), "blocking"), (sum(1 for one in numbers if one.late), "late to escalate"))
    return ", ".join(f"{count} {word}" for count, word in counts if count)


def _late(ctx: Context, found: list[Node]) -> str:
    late = sum(1 for node in found if node.kind == "dependency" and _is_late(ctx, node))
    return f"{late} promised too late or overdue" if late else ""


def _is_late(ctx: Context, node: Node) -> bool:
    numbers = raid.dependency(ctx, node)
    return not numbers.delivered and (numbers.float_days < 0 or numbers.overdue)


def tiles(ctx: Context, found: list[Node]) -> Tiles | None:
    """The counts that ask for something."""
    if not found:
        return None
    risks = [raid.risk(ctx, node) for node in found if node.kind == "risk"]
    numbers = [raid.issue(ctx, node) for node in found if node.kind == "issue"]
    red, overdue = sum(1 for one in risks if one.zone == "red"), sum(1 for one in risks if one.review_overdue)
    blocking, late = sum(1 for one in numbers if one.blocker), sum(1 for one in found if one.kind == "dependency" and _is_late(ctx, one))
    worst = any(getattr(node.item, "severity", "") == "S1" for node in found if getattr(node.item, "blocks", ()))
    blocked: Status = "red" if worst else "amber" if blocking else "green"
    return Tiles(
        (
            Tile("Red risks", red, "integer", detail=f"of {len(risks)} open", status="red" if red else "green"),
            Tile("Reviews overdue", overdue, "integer", detail="of risks", status="amber" if overdue else "green"),
            Tile("Blockers", blocking, "integer", detail=f"of {counted(len(numbers), 'open issue')}", status=blocked),
            Tile("Dependencies late", late, "integer", detail="promised too late or overdue", status="amber" if late else "green"),
        )
    )


def ages(ctx: Context, found: list[Node]) -> Table | None:
    """How many open entries of each kind are how old."""
    if not found:
        return None
    labels = [label for label, _ in raid.BUCKETS]
    columns = (
        Column("type", "Type"),
        *(Column(f"days_{i}", f"{label} d", "integer", total="sum") for i, label in enumerate(labels)),
        Column("all", "All", "integer", total="sum"),
        Column("oldest", "Oldest", "integer", "days"),
    )
    groups = [(_TITLES[kind], [node for node in found if node.kind == kind]) for kind in _TITLES]
    rows = tuple(Row((title, *_age_cells(ctx, nodes))) for title, nodes in groups if nodes)
    return Table("ages", "Age of open entries", columns, rows, Row(("Total", *_age_cells(ctx, found))), sheet="Age")


def _age_cells(ctx: Context, nodes: list[Node]) -> tuple[Cell, ...]:
    return (*(count for _, count in raid.buckets(ctx, nodes)), len(nodes), max(raid.age(ctx, raid.raid_item(node)) for node in nodes))


def issues(ctx: Context, found: list[Node]) -> Table:
    """The open issues, the most severe first."""
    columns = (
        Column("issue", "Issue", "id"),
        Column("title", "Title"),
        Column("severity", "Sev"),
        Column("age", "Age", "integer", "days"),
        Column("blocks", "Blocks"),
        Column("escalation", "Escalation"),
        Column("owner", "Owner", "id", rank=3),
        Column("team", "Team", "id", rank=3),
    )
    nodes = [node for node in found if isinstance(node.item, Issue)]
    rows = []
    for node in sorted(nodes, key=lambda node: (getattr(node.item, "severity", ""), raid.raid_item(node).raised, node.ref)):
        item, numbers = node.item, raid.issue(ctx, node)
        assert isinstance(item, Issue)  # noqa: S101 - chosen so above
        cells = (
            node.ref, item.title, item.severity, numbers.age_days, ", ".join(item.blocks), escalation(ctx, node), item.owner,
            ctx.plan.team(node),
        )  # fmt: skip
        rows.append(Row(cells, ctx.plan.at(node), node.ref))
    return Table("issues", "Issues", columns, tuple(rows))


def escalation(ctx: Context, node: Node) -> str:
    """Whether an issue was escalated in time."""
    numbers = raid.issue(ctx, node)
    return "escalated" if numbers.escalated else "late" if numbers.late else f"by {dated(numbers.escalation_due)}"


def dependency_table(ctx: Context, nodes: list[Node]) -> Table:
    """What others have to deliver, the least float first; what is delivered last."""
    columns = (
        Column("dependency", "Dependency", "id"),
        Column("title", "Title"),
        Column("from", "From", "id"),
        Column("needed_by", "Needed", "date"),
        Column("promised", "Promised", "date"),
        Column("float", "Float", "integer", "days"),
        Column("state", "State"),
        Column("waits", "What waits", rank=2),
        Column("age", "Age", "integer", "days", rank=3),
        Column("owner", "Owner", "id", rank=3),
        Column("team", "Team", "id", rank=3),
    )
    rows = []
    for node in sorted(nodes, key=lambda node: (raid.dependency(ctx, node).delivered, raid.dependency(ctx, node).float_days, node.ref)):
        item, numbers = node.item, raid.dependency(ctx, node)
        assert isinstance(item, Dependency)  # noqa: S101 - the index keeps kinds apart
        cells = (
            node.ref, item.title, item.from_, item.needed_by, item.promised, numbers.float_days, state(ctx, node), ", ".join(item.blocks),
            numbers.age_days, item.owner, ctx.plan.team(node),
        )  # fmt: skip
        rows.append(Row(cells, ctx.plan.at(node), node.ref))
    return Table("dependencies", "Dependencies", columns, tuple(rows))


def state(ctx: Context, node: Node) -> str:
    """Where a dependency stands."""
    numbers = raid.dependency(ctx, node)
    if numbers.delivered:
        return "delivered"
    return "overdue" if numbers.overdue else "too late" if numbers.float_days < 0 else "in time"


def assumptions(ctx: Context, found: list[Node]) -> Table:
    """What is taken for true, and by when somebody looks."""
    columns = (
        Column("assumption", "Assumption", "id"),
        Column("title", "Title"),
        Column("validate_by", "Look by", "date"),
        Column("state", "State"),
        Column("age", "Age", "integer", "days", rank=2),
        Column("owner", "Owner", "id", rank=2),
        Column("team", "Team", "id", rank=3),
    )
    rows = []
    for node in found:
        if isinstance(item := node.item, Assumption):
            numbers = raid.assumption(ctx, node)
            told = "found true" if numbers.validated else "overdue" if numbers.overdue else "open"
            cells = (node.ref, item.title, item.validate_by, told, numbers.age_days, item.owner, ctx.plan.team(node))
            rows.append(Row(cells, ctx.plan.at(node), node.ref))
    rows.sort(key=lambda row: (row.cells[3] == "found true", row.cells[2]))
    return Table("assumptions", "Assumptions", columns, tuple(rows))
