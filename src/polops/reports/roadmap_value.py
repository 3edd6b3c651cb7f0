"""Earned value on the roadmap: what was planned, earned and spent, and the three estimates with what each assumes."""

from __future__ import annotations

from typing import TYPE_CHECKING

from polops.analyse.earned_value import ASSUMPTIONS
from polops.analyse.initiative import ELAPSED, FEWEST, earned
from polops.analyse.rag import is_live
from polops.analyse.schedule import initiative_item
from polops.analyse.wording import counted, listed, whole_percent
from polops.reports.page import Chart, Column, Row, Table

if TYPE_CHECKING:
    from polops.analyse.context import Context
    from polops.analyse.earned_value import EarnedValue
    from polops.plan.plan import Node

EVM = (
    "Earned value: milestones earn their weight when done, nothing before. PV = BAC × weight due by now, EV = BAC × weight done, AC = "
    "spend of closed months tagged for the initiative or shared to it, without people. SV = EV − PV, CV = EV − AC (+ F favourable), "
    "SPI = EV ÷ PV, CPI = EV ÷ AC."
)
NOT_EVM = (
    f"Shown with a budget, {FEWEST} weighted milestones and {whole_percent(ELAPSED)} of the baseline's time over: before that CPI "
    "is not stable. Without spend tagged for it only what needs none is told. ETC = EAC − AC and VAC = BAC − EAC are of the "
    "typical estimate; TCPI = (BAC − EV) ÷ (BAC − AC) is the efficiency the rest needs."
)
_EAC = {"eac_typical": "EAC typical", "eac_atypical": "EAC atypical", "eac_both": "EAC both"}


def known(ctx: Context, found: list[Node]) -> list[tuple[Node, EarnedValue]]:
    """The live initiatives that have earned value."""
    pairs = ((node, earned(ctx, node).value) for node in found if is_live(node))
    return [(node, value) for node, value in pairs if value is not None]


def value_sentence(ctx: Context, found: list[Node]) -> str:
    """How many have earned value, and which cost more, or have done less, than planned."""
    pairs = known(ctx, found)
    over = [node.ref for node, value in pairs if value.cv is not None and value.cv < 0]
    behind = [node.ref for node, value in pairs if value.sv < 0]
    said = f"earned value of {counted(len(pairs), 'initiative')}"
    said += f", cost above what was earned in {listed(over)}" if over else ""
    return f"{said}, less earned than planned in {listed(behind)}" if behind else said


def values(ctx: Context, found: list[Node]) -> Table:
    """One row an initiative: budget, planned, earned, spent, and the differences and indexes."""
    unit = ctx.currency
    columns = (
        Column("initiative", "Initiative", "id"),
        Column("name", "Name", rank=2),
        *(Column(key, key.upper(), "money", unit) for key in ("bac", "pv", "ev", "ac")),
        *(Column(key, key.upper(), "variance", unit) for key in ("sv", "cv")),
        *(Column(key, key.upper(), "score") for key in ("spi", "cpi")),
    )
    keys = ("bac", "pv", "ev", "ac", "sv", "cv", "spi", "cpi")
    rows = tuple(
        Row((node.ref, initiative_item(node).name, *(getattr(value, key) for key in keys)), ctx.plan.at(node), node.ref)
        for node, value in known(ctx, found)
    )
    return Table("value", "Earned value", columns, rows, sheet="Earned value")


def value_chart(source: Table) -> Chart | None:
    """Planned, earned and spent side by side."""
    return Chart("bars", "Planned, earned and spent", source, "initiative", ("pv", "ev", "ac")) if source.rows else None


def estimates(ctx: Context, found: list[Node]) -> Table:
    """The three estimates at completion beside the budget, and what follows from the typical one."""
    unit = ctx.currency
    columns = (
        Column("initiative", "Initiative", "id"),
        Column("bac", "BAC", "money", unit),
        *(Column(key, label, "money", unit) for key, label in _EAC.items()),
        Column("etc", "ETC", "money", unit, rank=2),
        Column("vac", "VAC", "variance", unit),
        Column("tcpi", "TCPI", "score", rank=2),
        Column("reachable", "Budget", rank=3),
    )
    keys = ("bac", *_EAC, "etc", "vac", "tcpi")
    rows = tuple(
        Row((node.ref, *(getattr(value, key) for key in keys), _reachable(value)), ctx.plan.at(node), node.ref)
        for node, value in known(ctx, found)
        if value.ac is not None
    )
    note = "; ".join(f"{label}: {ASSUMPTIONS[key]}" for key, label in _EAC.items())
    return Table("estimates", "Estimates at completion", columns, rows, note=f"{note}.", sheet="Estimates")


def _reachable(value: EarnedValue) -> str:
    """What TCPI says of the budget."""
    if value.tcpi is None:
        return "not achievable: spent"
    return "needs less than planned" if value.tcpi <= 1 else "needs more than planned"


def without(ctx: Context, found: list[Node]) -> Table:
    """The live initiatives without earned value, and why."""
    columns = (Column("initiative", "Initiative", "id"), Column("name", "Name"), Column("why", "Why not"))
    pairs = [(node, earned(ctx, node)) for node in found if is_live(node)]
    rows = tuple(
        Row((node.ref, initiative_item(node).name, one.why), ctx.plan.at(node), node.ref) for node, one in pairs if one.value is None
    )
    return Table("without", "Without earned value", columns, rows)
