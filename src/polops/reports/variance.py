"""Budget against actual, year to date: material lines first, each with cause, commentary and owner."""

from __future__ import annotations

from typing import TYPE_CHECKING

from polops.analyse.cause import causes, explained
from polops.analyse.few import FEWEST
from polops.analyse.variance import is_material, line, roll_up
from polops.analyse.wording import counted, variance, whole
from polops.reports import budget
from polops.reports.frame import OUTLOOK, VARIANCE, page, percent, section, year
from polops.reports.page import Cell, Column, Page, Row, Table, Text
from polops.values.hidden import is_hidden, or_zero

if TYPE_CHECKING:
    from polops.analyse.context import Context
    from polops.plan.plan import Node
    from polops.reports import Options

_BIGGEST = 5


def build(ctx: Context, options: Options) -> Page:
    """The page."""
    found = budget.chosen(ctx, options)
    material = [node for node in ordered(ctx, found) if _material(ctx, node)]
    others = [node for node in ordered(ctx, found) if not _material(ctx, node)]
    sections = (
        section("biggest", "Biggest variances", biggest(ctx, found)),
        section("material", "Material", table(ctx, "material", "Material variances", material)),
        section("others", "Not material", table(ctx, "others", "Other lines", others)),
    )
    limits = ctx.settings.thresholds.budget
    word = "and" if limits.match == "all" else "or"
    least = f"{whole(limits.variance_abs)} {ctx.currency} {word} {percent(limits.variance_pct)}"
    notes = (
        VARIANCE,
        OUTLOOK,
        f"Material: at least {least} of the budget, in either direction.",
        (
            "Timing and rate of a personnel line: plan − model and model − actual. "
            "Volume and rate come from a driver, FX from month against budget rates."
        ),
    )
    return page(
        ctx,
        options,
        "variance",
        f"Variance {year(ctx, options)}",
        lead=sentence(ctx, options, found, material),
        sections=sections,
        notes=notes,
        codes=("BUD",),
    )


def _material(ctx: Context, node: Node) -> bool:
    numbers = line(ctx, node)
    return is_material(ctx, numbers.variance, numbers.variance_pct)


def ordered(ctx: Context, found: list[Node]) -> list[Node]:
    """Lines by the size of their variance, the largest first; those that are not shown last."""
    return sorted(found, key=lambda node: (-abs(or_zero(line(ctx, node).variance)), node.ref))


def sentence(ctx: Context, options: Options, found: list[Node], material: list[Node]) -> str:
    """The facts in one sentence."""
    total = roll_up(ctx, found)
    if total.variance is None:
        return "No month is closed yet: there is no variance."
    if is_hidden(total.variance):
        return f"{year(ctx, options)}: the variance is not shown: it would tell the pay of fewer than {FEWEST} people."
    unexplained = sum(1 for node in material if explained(ctx, node) is None)
    told = f"{counted(len(material), 'line')} of {len(found)} material, {unexplained} without commentary"
    through = next((numbers.ytd_through for node in found if (numbers := line(ctx, node)).ytd_through), None)
    word = "favourable" if total.variance >= 0 else "unfavourable"
    moved = f"{whole(abs(total.variance))} {ctx.currency} {word} ({percent(total.variance_pct)})"
    return f"{year(ctx, options)} through {through}: {moved}; {told}."


def biggest(ctx: Context, found: list[Node]) -> Text | None:
    """The five biggest, each with cause and explanation, as sentences."""
    told = []
    for node in ordered(ctx, found)[:_BIGGEST]:
        numbers, comment = line(ctx, node), explained(ctx, node)
        if not or_zero(numbers.variance):
            continue
        why = f"{comment[0].cause.replace('_', ' ')}: {comment[0].text}" if comment else "no commentary"
        name = getattr(node.item, "name", "")
        told.append(f"{node.ref} {name}: {variance(or_zero(numbers.variance))} ({percent(numbers.variance_pct)}), {why}")
    return Text("", tuple(told)) if told else None


def columns(ctx: Context) -> tuple[Column, ...]:
    """The columns of E4's variance sheet."""
    unit = ctx.currency
    return (
        Column("line", "Line", "id"),
        Column("name", "Name", rank=2),
        Column("ytd_budget", "YTD budget", "money", unit, "sum", 2),
        Column("ytd_actual", "YTD actual", "money", unit, "sum", 2),
        Column("variance", "Variance", "variance", unit, "sum"),
        Column("variance_pct", "%", "ratio", "", "variance/ytd_budget"),
        Column("full_year_variance", "Year", "variance", unit, "sum"),
        Column("timing", "Timing", "variance", unit, rank=3),
        Column("rate", "Rate", "variance", unit, rank=3),
        Column("volume", "Volume", "variance", unit, rank=3),
        Column("fx", "FX", "variance", unit, rank=3),
        Column("other", "Other", "variance", unit, rank=3),
        Column("cause", "Cause"),
        Column("commentary", "Commentary", rank=2),
        Column("owner", "Owner", "id", rank=3),
    )


def table(ctx: Context, key: str, title: str, nodes: list[Node]) -> Table:
    """Lines with their variance, its split and its explanation."""
    rows = []
    for node in nodes:
        numbers, split, comment = line(ctx, node), causes(ctx, node), explained(ctx, node)
        cells: tuple[Cell, ...] = (
            node.ref,
            getattr(node.item, "name", ""),
            numbers.ytd_budget,
            numbers.ytd_actual,
            numbers.variance,
            numbers.variance_pct,
            numbers.full_year_variance,
            split.timing,
            split.rate,
            split.volume,
            split.fx,
            split.other,
            comment[0].cause if comment else "",
            comment[0].text if comment else "",
            (comment[0].owner if comment else None) or ctx.plan.owner(node) or "",
        )
        rows.append(Row(cells, ctx.plan.at(node), node.ref))
    total = roll_up(ctx, nodes)
    empty = ("",) * 8
    last = Row(("Total", "", total.ytd_budget, total.ytd_actual, total.variance, total.variance_pct, total.full_year_variance, *empty))
    return Table(key, title, columns(ctx), tuple(rows), last, sheet="Variance" if key == "material" else "Other variances")
