"""Well-being: who is exposed to harmful content, which safeguards are in place, and when they are assessed again (domain reference A-18).

Teams and sites only: counts of positions and seats, never people, and nothing about anybody's health.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from polops.analyse.aftermath import after
from polops.analyse.context import ZERO
from polops.analyse.headcount import is_filled, position_item, positions
from polops.analyse.incident import incident_item, incidents
from polops.analyse.safeguard import LEVELS, NEEDED, SAFEGUARDS, assessment_due, exposure_of, missing
from polops.analyse.wording import counted, listed
from polops.model.headcount import VendorSeats
from polops.model.org import Exposure, Team
from polops.reports.desk import rank, spoken, unique
from polops.reports.frame import page, section, wanted
from polops.reports.page import Chart, Column, Page, Row, Table, Text
from polops.values.ref import fold

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from polops.analyse.context import Context
    from polops.plan.plan import Node
    from polops.reports import Options
    from polops.reports.page import Cell

CALLED = "Regular exposure calls for informed consent, opt out, viewing tools, debrief and counselling; core exposure for all nine."
ASSESSED = "Safeguards are assessed again on the planned day, {rhythm} after the last assessment at the latest."
AGGREGATE = "Positions and seats are counted by team and site; no health data of anybody belongs here."
SIGNS = "✔ in place, ✖ called for and missing, · not called for."
_EXPOSED = ("incidental", "regular", "core")


def build(ctx: Context, options: Options) -> Page:
    """The page."""
    exposed = teams(ctx, options)
    seats = [node for node in ctx.plan.nodes("seats") if isinstance(node.item, VendorSeats) and wanted(ctx, options, node)]
    by_level = levels(ctx, exposed, seats)
    drawn = Chart("stacked_bars", "Filled positions and seats by exposure", by_level, "level", ("positions", "seats"))
    sections = (
        section("levels", "Exposure", by_level, drawn if by_level.rows else None),
        section("safeguards", "Safeguards by team", matrix(exposed)),
        section("assessments", "Assessments", assessments(ctx, exposed)),
        section("seats", "Vendor sites", seats_table(ctx, seats)),
        section("debriefs", "Debriefs", debriefs(ctx, options)),
    )
    rhythm = ctx.settings.thresholds.wellbeing.assessment
    notes = (CALLED, ASSESSED.format(rhythm=rhythm), AGGREGATE) if exposed or seats else ()
    lead = sentence(ctx, exposed, seats)
    return page(ctx, options, "wellbeing", "Well-being", lead=lead, sections=sections, notes=notes, codes=("WEL", "HC204"))


def teams(ctx: Context, options: Options) -> list[Node]:
    """The teams whose exposure is written down and that pass the filters; the owner of a team is its lead."""
    found = [node for node in ctx.plan.nodes("team") if exposure_of(node) is not None]
    return [
        node
        for node in found
        if (not options.team or fold(node.ref) == fold(options.team)) and (not options.owner or fold(_lead(node)) == fold(options.owner))
    ]


def _lead(node: Node) -> str:
    return node.item.lead if isinstance(node.item, Team) else ""


def _exposures(exposed: Sequence[Node]) -> Iterator[tuple[Node, Exposure]]:
    """The teams with what is written of them."""
    return ((node, found) for node in exposed if (found := exposure_of(node)) is not None)


def sentence(ctx: Context, exposed: Sequence[Node], seats: Sequence[Node]) -> str:
    """How many teams and seats are exposed how far, what is missing, and which assessments are late."""
    if not exposed and not seats:
        return "No exposure is written down in this selection."
    levels_ = [found.level for _, found in _exposures(exposed)]
    said = ", ".join(f"{levels_.count(level)} {level}" for level in reversed(_EXPOSED) if level in levels_)
    parts = [f"{counted(len(exposed), 'team')}{f': {said} exposure' if said else ''}"]
    filled = sum(node.item.filled for node in seats if isinstance(node.item, VendorSeats) and node.item.exposure in {"regular", "core"})
    parts += [f"{counted(filled, 'vendor seat')} with regular or core exposure"] if filled else []
    lacking = [node.ref for node, found in _exposures(exposed) if missing(found)]
    parts.append(f"safeguards missing in {listed(lacking)}" if lacking else "no safeguard is missing")
    late = [node.ref for node, found in _exposures(exposed) if _state(ctx, found) in {"✖ overdue", "✖ never"}]
    parts.append(f"assessment overdue in {listed(late)}" if late else "no assessment is overdue")
    return f"{'; '.join(parts)}."


def levels(ctx: Context, exposed: Sequence[Node], seats: Sequence[Node]) -> Table:
    """How many teams, filled positions, FTE and filled seats there are at each level, the most exposed first."""
    columns = (
        Column("level", "Exposure"),
        Column("teams", "Teams", "integer", total="sum"),
        Column("positions", "Positions", "integer", total="sum"),
        Column("fte", "FTE", "number", total="sum", rank=2),
        Column("seats", "Vendor seats", "integer", total="sum"),
    )
    counts = [(level, *_at(ctx, level, exposed, seats)) for level in reversed(LEVELS)]
    rows = tuple(Row(cells) for cells in counts if any(cells[1:]))
    total = Row(("Total", *(sum(column, ZERO) for column in zip(*(cells[1:] for cells in counts), strict=True)))) if rows else None
    return Table("levels", "Exposure", columns, rows, total, note="Positions and FTE are filled ones; seats are counted apart.")


def _at(ctx: Context, level: str, exposed: Sequence[Node], seats: Sequence[Node]) -> tuple[Cell, ...]:
    there = [node for node, found in _exposures(exposed) if found.level == level]
    held = [position_item(node) for team in there for node in positions(ctx, team.ref) if is_filled(ctx, position_item(node))]
    filled = sum(node.item.filled for node in seats if isinstance(node.item, VendorSeats) and node.item.exposure == level)
    return len(there), len(held), sum((item.fte for item in held), ZERO), filled


def matrix(exposed: Sequence[Node]) -> Table:
    """Safeguard × team, the most exposed teams first; teams without exposure are left out."""
    pairs = [pair for pair in _exposures(unique(exposed)) if pair[1].level in _EXPOSED]
    found = sorted(pairs, key=lambda pair: (-LEVELS.index(pair[1].level), pair[0].ref))
    shown = (Column(f"of_{node.ref}", node.ref, rank=rank(i // 2)) for i, (node, _) in enumerate(found))
    columns = (Column("safeguard", "Safeguard"), *shown)
    rows = [Row(("exposure", *(one.level for _, one in found)))] if found else []
    rows += [Row((spoken(name), *(_sign(one, name) for _, one in found))) for name in SAFEGUARDS if found]
    return Table("safeguards", "Safeguards by team", columns, tuple(rows), note=SIGNS)


def _sign(found: Exposure, name: str) -> str:
    return "✔" if name in found.safeguards else "✖" if name in NEEDED.get(found.level, ()) else "·"


def _state(ctx: Context, found: Exposure) -> str:
    """Whether the safeguards were assessed in time."""
    if found.level == "none":
        return ""
    due = assessment_due(ctx, found)
    if found.assessed is None or found.assessed > ctx.as_of:
        return "✖ never"
    return "✖ overdue" if due is not None and due < ctx.as_of else "✔ in time"


def assessments(ctx: Context, exposed: Sequence[Node]) -> Table:
    """One row a team: when its safeguards were assessed, when they are again, and when the team was consulted last."""
    columns = (
        Column("team", "Team", "id"),
        Column("level", "Exposure"),
        Column("assessed", "Assessed", "date"),
        Column("due", "Due", "date"),
        Column("state", "State"),
        Column("consulted", "Consulted", "date"),
        Column("missing", "Missing"),
        Column("name", "Name", rank=2),
        Column("lead", "Lead", "id", rank=3),
    )
    rows = []
    for node, found in _exposures(exposed):
        seen = found.assessed if found.assessed is not None and found.assessed <= ctx.as_of else None
        cells: tuple[Cell, ...] = (
            node.ref,
            found.level,
            seen,
            assessment_due(ctx, found),
            _state(ctx, found),
            max((day for day in found.consulted if day <= ctx.as_of), default=None),
            ", ".join(spoken(name) for name in missing(found)),
            node.item.name if isinstance(node.item, Team) else "",
            _lead(node),
        )
        rows.append(Row(cells, ctx.plan.at(node, "exposure"), node.ref))
    rows.sort(key=lambda row: (row.cells[3] is None, str(row.cells[3]), row.ref))
    return Table("assessments", "Assessments", columns, tuple(rows))


def seats_table(ctx: Context, seats: Sequence[Node]) -> Table:
    """One row a vendor's site: seats and their exposure, the most exposed first."""
    columns = (
        Column("seats", "Seats", "id"),
        Column("site", "Site"),
        Column("exposure", "Exposure"),
        Column("plan", "Plan", "integer", total="sum"),
        Column("filled", "Filled", "integer", total="sum"),
        Column("function", "Function", rank=2),
        Column("vendor", "Vendor", rank=2),
        Column("team", "Team", "id", rank=3),
        Column("order", "Order", "id", rank=3),
    )
    items = [(node, node.item) for node in seats if isinstance(node.item, VendorSeats)]
    items.sort(key=lambda pair: (-LEVELS.index(pair[1].exposure) if pair[1].exposure else 1, pair[0].ref))
    rows = tuple(
        Row(
            (
                node.ref, item.site or "", item.exposure or "not said", item.plan, item.filled, item.function or "", item.vendor,
                ctx.plan.team(node), item.po or "",
            ),
            ctx.plan.at(node),
            node.ref,
        )
        for node, item in items
    )  # fmt: skip
    total = Row(("Total", "", "", sum(item.plan for _, item in items), sum(item.filled for _, item in items), "", "", "", ""))
    note = "The plans hold no safeguards of vendors: their contracts do."
    return Table("seats", "Vendor sites", columns, rows, total if rows else None, note)


def debriefs(ctx: Context, options: Options) -> Text | None:
    """How many incidents exposed people, and of how many these were debriefed; for readers who may see it, over all teams only."""
    exposing = [node for node in incidents(ctx) if incident_item(node).people_exposed]
    if not exposing or options.team or options.owner:
        return None
    states = [after(ctx, node).debrief for node in exposing]
    counts = [f"{states.count(name)} {word}" for name, word in (("held", "held"), ("overdue", "overdue"), ("due", "due")) if name in states]
    still = [f"{states.count('open')} not due yet"] if "open" in states else []
    return Text(f"{counted(len(exposing), 'incident')} exposed people of ours; debriefs: {', '.join([*counts, *still])}.")
