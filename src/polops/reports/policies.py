"""The policy register, the readiness of launches and the change log; with a reference one policy (domain reference E7, journey 8)."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, get_args

from polops.analyse.policy import coverage, policy, policy_item
from polops.analyse.review import review, reviews_of
from polops.analyse.wording import counted, percent
from polops.model.policy import PolicyStatus
from polops.reports import policies_one
from polops.reports.desk import accuracy, chosen, found, home, refs, spoken
from polops.reports.frame import page, section
from polops.reports.page import Column, Page, Row, Table
from polops.reports.policies_launch import chart, coming, grid, is_behind, launches_table, said_ready
from polops.reports.policies_log import changelog
from polops.values.period import dated

if TYPE_CHECKING:
    from polops.analyse.context import Context
    from polops.plan.plan import Node
    from polops.reports import Options
    from polops.reports.page import Cell

READINESS = "Readiness is done ÷ all items of the launch checklist that apply; coverage is of the policy's own issues."
LAG = "Guidance lag is days from a version's effect to its guidance, or to the as-of date while it is behind; negative is early."
STATUSES: tuple[PolicyStatus, ...] = get_args(PolicyStatus)


def build(ctx: Context, options: Options) -> Page:
    """The page."""
    if options.ref:
        return policies_one.build(ctx, options)
    nodes = chosen(ctx, options, "policy")
    launches = coming(ctx, nodes)
    ready = launches_table(ctx, launches)
    parts = (
        section("register", "Register", register(ctx, nodes)),
        section("readiness", "Readiness", ready, chart(ready), grid(ctx, launches)),
        section("changelog", "Change log", changelog(ctx, options, nodes)),
    )
    asked = {name for name in ("readiness", "changelog") if getattr(options, name)}
    sections = tuple(part for part in parts if not asked or part.key in asked)
    notes = (READINESS, LAG) if nodes else ()
    return page(ctx, options, "policies", "Policies", lead=sentence(ctx, nodes, launches), sections=sections, notes=notes, codes=("POL",))


def sentence(ctx: Context, nodes: list[Node], launches: list[Node]) -> str:
    """How many policies stand where, how much of the taxonomy is covered, what is behind, and the next launch."""
    if not nodes:
        return "No policies in this selection."
    states = Counter(policy_item(node).status for node in nodes)
    numbers = [policy(ctx, node) for node in nodes]
    parts = [
        f"{counted(len(nodes), 'policy', 'policies')}: {', '.join(f'{states[name]} {spoken(name)}' for name in STATUSES if states[name])}"
    ]
    whole = coverage(ctx)
    if whole.share is not None:
        parts.append(f"{len(whole.issues) - len(whole.gaps)} of {counted(len(whole.issues), 'issue')} covered ({percent(whole.share)})")
    behind = sum(1 for node in nodes if is_behind(ctx, node))
    late = sum(1 for one in numbers if one.review_overdue)
    parts += [f"guidance behind in {behind}"] if behind else []
    parts += [f"{counted(late, 'review')} overdue"] if late else []
    if launches and (launch := policy(ctx, launches[0]).launch):
        parts.append(f"next launch {launches[0].ref} {launch.v} on {dated(launch.effective)}, {said_ready(ctx, launches[0])}")
    return f"{'; '.join(parts)}."


def register(ctx: Context, nodes: list[Node]) -> Table:
    """One row a policy."""
    columns = (
        Column("policy", "Policy", "id"),
        Column("title", "Title"),
        Column("status", "Status"),
        Column("version", "Version"),
        Column("watch", "Watch"),
        Column("review_due", "Review due", "date", rank=2),
        Column("owner", "Owner", "id", rank=2),
        Column("effective", "Effective", "date", rank=2),
        Column("guidance", "Guidance", rank=2),
        Column("lag", "Lag", "integer", "days", rank=2),
        Column("coverage", "Coverage", "ratio", rank=2),
        Column("kappa", "Kappa", "score", rank=3),
        Column("accuracy", "Accuracy", "measure", rank=3),
        Column("review", "Last review", "id", rank=3),
        Column("type", "Type", rank=3),
        Column("team", "Team", "id", rank=3),
        Column("markets", "Markets", rank=3),
        Column("obligations", "Obligations", rank=3),
    )
    note = "Version is the one in force, else the first to come; kappa and accuracy are those of the last review."
    return Table("register", "Register", columns, tuple(_registered(ctx, node) for node in nodes), note=note)


def _registered(ctx: Context, node: Node) -> Row:
    item, numbers = policy_item(node), policy(ctx, node)
    held = reviews_of(ctx, node)
    agreed = review(ctx, held[-1]) if held else None
    kappa = (agreed.kappa if agreed.kappa is not None else agreed.alpha) if agreed else None
    markets = item.markets if isinstance(item.markets, str) else ", ".join(item.markets or ())
    cells: tuple[Cell, ...] = (
        node.ref,
        item.title,
        spoken(item.status),
        numbers.current.v if numbers.current else None,
        watch(ctx, node),
        numbers.review_due,
        ctx.plan.owner(node) or "",
        numbers.current.effective if numbers.current else None,
        ", ".join(dict.fromkeys(one.version for one in item.guidance)) or None,
        numbers.guidance_lag_days,
        numbers.coverage,
        kappa,
        accuracy(ctx, held[-1]) if held else None,
        held[-1].ref if held else None,
        spoken(item.type),
        home(ctx, node),
        markets,
        refs(found(ctx, item.obligations, "obligation", node)),
    )
    return Row(cells, ctx.plan.at(node), node.ref)


def watch(ctx: Context, node: Node) -> str:
    """What asks for somebody: guidance that is behind, a review that is overdue, an enforced policy that nobody has reviewed for long."""
    numbers, item = policy(ctx, node), policy_item(node)
    found_ = [f"guidance {numbers.guidance_lag_days or 0}d behind"] if is_behind(ctx, node) else []
    found_ += ["review overdue"] if numbers.review_overdue else []
    if numbers.launch is not None and numbers.launch_days is not None and item.status != "retired":
        found_.append(f"{numbers.launch.v} in {numbers.launch_days}d" if numbers.launch_days >= 0 else "launch day past")
    return "; ".join(found_)
