"""Incidents: their clocks against the protocol, how often each is met, after-action reviews and actions (domain reference C18).

Incidents are for restricted readers unless they say otherwise: a wider report has only those that do.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from polops.analyse.aftermath import after
from polops.analyse.incident import STEPS, Attainment, incident, incident_item, incidents, limit_of, service, team_of
from polops.analyse.wording import counted, listed
from polops.reports.desk import home, passes, refs
from polops.reports.frame import page, period, section
from polops.reports.page import Column, Page, Row, Table
from polops.values.ref import fold

if TYPE_CHECKING:
    from collections.abc import Sequence

    from polops.analyse.clocks import Clock
    from polops.analyse.context import Context
    from polops.model.incident import Incident
    from polops.plan.plan import Node
    from polops.reports import Options
    from polops.reports.page import Cell

CLOCKS = (
    "Elapsed and limit are minutes from detection; business days (bd) are counted at the place of the team. A clock is breached when it is "
    "stopped after its limit, or when nobody has stopped it and the limit's day is past."
)
ATTAINED = (
    "Attainment is met ÷ (met + breached). p50 and p90 are by nearest rank, over stopped clocks around the clock; below n = 10 each value."
)
NOBODY = "No incidents for {audience} readers in this selection: an incident is for restricted readers unless it says otherwise."
_SIGNS = {"met": "✔", "breached": "✖", "running": "○"}
_FEWEST = 10


def build(ctx: Context, options: Options) -> Page:
    """The page."""
    nodes = chosen(ctx, options)
    sections = (
        section("attainment", "Clocks", attainment(ctx, nodes)),
        section("incidents", "Incidents", table(ctx, nodes)),
        section("clocks", "Every clock", clocks(ctx, nodes)),
        section("after", "After-action reviews and debriefs", aftermath(ctx, nodes)),
        section("actions", "Actions", actions(ctx, nodes)),
    )
    notes = (CLOCKS, ATTAINED) if nodes else ()
    return page(ctx, options, "incidents", "Incidents", lead=sentence(ctx, nodes), sections=sections, notes=notes, codes=("INC",))


def chosen(ctx: Context, options: Options) -> list[Node]:
    """The incidents that pass the filters, the latest first: the team is the responding one, the owner commands; a period by detection."""
    span = period(ctx, options) if options.period else None
    nodes = [node for node in incidents(ctx) if span is None or span.first <= incident_item(node).detected.date() <= span.last]
    return [node for node in reversed(nodes) if _passes(ctx, options, node)]


def _passes(ctx: Context, options: Options, node: Node) -> bool:
    commander = incident_item(node).commander or ""
    if options.owner and fold(commander) == fold(options.owner):
        return not options.team or fold(responding(ctx, node)) == fold(options.team)
    return passes(ctx, options, node, responding(ctx, node))


def responding(ctx: Context, node: Node) -> str:
    """The responding team: the commander's or the owner's, else that of the protocol."""
    protocol = ctx.plan.find(incident_item(node).protocol, "policy", within=node)
    return team_of(ctx, node) or (home(ctx, protocol) if protocol else "")


def sentence(ctx: Context, nodes: Sequence[Node]) -> str:
    """How many incidents, how many are open, which clocks were breached, and what is still owed after them."""
    if not nodes:
        return "No incidents in this selection." if ctx.audience == "restricted" else NOBODY.format(audience=ctx.audience)
    severities = sorted({incident_item(node).severity for node in nodes})
    by_severity = ", ".join(f"{sum(1 for node in nodes if incident_item(node).severity == one)} {one}" for one in severities)
    running = sum(1 for node in nodes if incident(ctx, node).is_open)
    parts = [f"{counted(len(nodes), 'incident')} ({by_severity}), {running} open"]
    broken = [f"{name} of {node.ref}" for node in nodes for name in incident(ctx, node).breached]
    parts.append(f"{counted(len(broken), 'clock')} breached{f': {listed(broken)}' if broken else ''}")
    followed = [after(ctx, node) for node in nodes]
    owed = sum(1 for one in followed if one.review == "overdue")
    unheard = sum(1 for one in followed if one.debrief == "overdue")
    waiting, late = sum(len(one.actions) for one in followed), sum(one.late for one in followed)
    parts += [f"{counted(owed, 'after-action review')} overdue"] if owed else []
    parts += [f"{counted(unheard, 'debrief')} overdue"] if unheard else []
    parts.append(f"{counted(waiting, 'action')} open{f', {late} late' if late else ''}")
    return f"{'; '.join(parts)}."


def table(ctx: Context, nodes: Sequence[Node]) -> Table:
    """One row an incident, the latest first: what each clock came to."""
    columns = (
        Column("incident", "Incident", "id"),
        Column("severity", "Sev"),
        Column("detected", "Detected", "date"),
        Column("state", "State"),
        *(Column(name, name.capitalize()) for name, _ in STEPS),
        Column("title", "Title", rank=2),
        Column("after", "Review", rank=2),
        Column("actions", "Open actions", "integer", rank=2),
        Column("commander", "Commander", "id", rank=3),
        Column("protocol", "Protocol", "id", rank=3),
        Column("markets", "Markets", rank=3),
        Column("source", "Source", rank=3),
        Column("team", "Team", "id", rank=3),
    )
    return Table("incidents", "Incidents", columns, tuple(_row(ctx, node) for node in nodes), note="✔ met, ✖ breached, ○ running.")


def _row(ctx: Context, node: Node) -> Row:
    item, numbers, followed = incident_item(node), incident(ctx, node), after(ctx, node)
    cells: tuple[Cell, ...] = (
        node.ref,
        item.severity,
        item.detected.date(),
        state(ctx, item, is_open=numbers.is_open),
        *(_clock(numbers.clocks.get(name)) for name, _ in STEPS),
        item.title,
        followed.review,
        len(followed.actions),
        item.commander or "",
        refs([policy] if (policy := ctx.plan.find(item.protocol, "policy", within=node)) else []),
        ", ".join(item.markets),
        (item.source or "").replace("_", " "),
        responding(ctx, node),
    )
    return Row(cells, ctx.plan.at(node), node.ref)


def state(ctx: Context, item: Incident, *, is_open: bool) -> str:
    """Open, resolved or closed by the date."""
    if is_open:
        return "open"
    return "closed" if item.closed is not None and item.closed.date() <= ctx.as_of else "resolved"


def _clock(one: Clock | None) -> str | None:
    """A clock in short: its result, and how long it took."""
    if one is None:
        return None
    return f"{_SIGNS[one.result]} {lasting(one.elapsed_minutes)}" if one.elapsed_minutes is not None else f"{_SIGNS[one.result]} not yet"


def lasting(minutes: int) -> str:
    """Minutes as they are said: `95 min`, `10 h 40 min`, `1 d 20 h`."""
    hours, rest = divmod(minutes, 60)
    days, left = divmod(hours, 24)
    if minutes < 2 * 60:
        return f"{minutes} min"
    return f"{days} d {left} h" if days else f"{hours} h {rest} min"


def clocks(ctx: Context, nodes: Sequence[Node]) -> Table:
    """One row a clock: elapsed, limit and result in minutes."""
    columns = (
        Column("incident", "Incident", "id"),
        Column("severity", "Sev"),
        Column("clock", "Clock"),
        Column("elapsed", "Elapsed", "integer", "minutes"),
        Column("limit", "Limit", "integer", "minutes"),
        Column("allowed", "Allowed"),
        Column("result", "Result"),
        Column("over", "Over by", "integer", "minutes"),
    )
    rows = []
    for node in nodes:
        for name, one in incident(ctx, node).clocks.items():
            over = max(one.elapsed_minutes - one.limit_minutes, 0) if one.elapsed_minutes is not None else None
            allowed = str(limit_of(ctx, node, name) or "")
            result = f"{_SIGNS[one.result]} {one.result}"
            cells = (node.ref, incident_item(node).severity, name, one.elapsed_minutes, one.limit_minutes, allowed, result, over)
            rows.append(Row(cells, ctx.plan.at(node), node.ref))
    return Table("clocks", "Every clock", columns, tuple(rows), note="Elapsed, limit and over by are in minutes.")


def attainment(ctx: Context, nodes: Sequence[Node]) -> Table:
    """Each clock over all incidents, and by severity where there are several."""
    columns = (
        Column("clock", "Clock"),
        Column("severity", "Sev"),
        Column("met", "Met", "integer"),
        Column("breached", "Breached", "integer"),
        Column("running", "Running", "integer"),
        Column("attainment", "Attainment", "ratio"),
        Column("n", "n", "integer"),
        Column("p50", "p50", "integer", "minutes"),
        Column("p90", "p90", "integer", "minutes"),
        Column("values", "Each", rank=2),
    )
    severities = sorted({incident_item(node).severity for node in nodes})
    by_severity = {one: service(ctx, [node for node in nodes if incident_item(node).severity == one]) for one in severities}
    rows = []
    for name, whole in service(ctx, nodes).items():
        if whole.due or whole.running:
            rows.append(Row((name, "all", *_attained(whole))))
            parts = [(one, found[name]) for one, found in by_severity.items() if found[name].due or found[name].running]
            rows += [Row((name, one, *_attained(found))) for one, found in parts if len(parts) > 1]
    return Table("attainment", "Clocks", columns, tuple(rows), note="p50, p90 and each are in minutes.")


def _attained(found: Attainment) -> tuple[Cell, ...]:
    minutes = found.minutes
    each = ", ".join(map(str, minutes.values)) if minutes.n < _FEWEST else ""
    return found.met, found.breached, found.running, found.share, minutes.n, minutes.p50, minutes.p90, each


def aftermath(ctx: Context, nodes: Sequence[Node]) -> Table:
    """One row an incident that asks for a review or a debrief: whether they were held, and what was learnt."""
    columns = (
        Column("incident", "Incident", "id"),
        Column("severity", "Sev"),
        Column("review", "Review"),
        Column("held", "Held", "date"),
        Column("due", "Due", "date"),
        Column("debrief", "Debrief"),
        Column("summary", "Summary", rank=2),
        Column("causes", "Causes", rank=2),
        Column("exposed", "Exposed", "integer", "people", rank=3),
        Column("went_well", "Went well", rank=3),
        Column("went_badly", "Went badly", rank=3),
    )
    rows = []
    for node in nodes:
        item, followed = incident_item(node), after(ctx, node)
        if {followed.review, followed.debrief} != {"not asked"}:
            told = item.aar if followed.review == "held" else None
            cells: tuple[Cell, ...] = (
                node.ref,
                item.severity,
                followed.review,
                told.on if told else None,
                followed.due,
                followed.debrief,
                told.summary if told else "",
                "; ".join(told.causes) if told else "",
                item.people_exposed,
                "; ".join(told.went_well) if told else "",
                "; ".join(told.went_badly) if told else "",
            )
            rows.append(Row(cells, ctx.plan.at(node, "aar") if told else ctx.plan.at(node), node.ref))
    return Table("after", "After-action reviews and debriefs", columns, tuple(rows), sheet="After action")


def actions(ctx: Context, nodes: Sequence[Node]) -> Table:
    """Every action of the incidents: the open ones first, by day."""
    columns = (
        Column("action", "Action", "id"),
        Column("what", "What"),
        Column("owner", "Owner", "id"),
        Column("due", "Due", "date"),
        Column("state", "State"),
        Column("done", "Done", "date", rank=2),
    )
    kept = {
        id(action): id(action) in {id(one) for one in after(ctx, node).actions} for node in nodes for action in incident_item(node).actions
    }
    found = [node for node in ctx.plan.nodes("action") if id(node.item) in kept]
    rows = []
    for node in found:
        due, waiting = getattr(node.item, "due", ctx.as_of), kept[id(node.item)]
        state_ = "done" if not waiting else "late" if due < ctx.as_of else "open"
        cells = (
            node.ref,
            getattr(node.item, "what", ""),
            ctx.plan.owner(node) or "",
            due,
            state_,
            None if waiting else getattr(node.item, "done", None),
        )
        rows.append(Row(cells, ctx.plan.at(node), node.ref))
    rows.sort(key=lambda row: (row.cells[4] == "done", str(row.cells[3]), row.ref))
    return Table("actions", "Actions", columns, tuple(rows))
