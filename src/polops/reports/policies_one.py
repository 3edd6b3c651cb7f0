"""One policy: its launch checklist, what the launch waits for, versions, guidance, reviews and duties (domain reference journey 8)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from polops.analyse.adoption import NO_BARRIER, change, change_item, training_counts, training_is_told
from polops.analyse.kpi import metric
from polops.analyse.launch import blockers_of, changes_for
from polops.analyse.obligation import obligation, obligation_item
from polops.analyse.policy import applies, current_version, implements, is_ready, policy, policy_item
from polops.analyse.raid import issue
from polops.analyse.review import review, review_item, reviews_of
from polops.analyse.wording import counted
from polops.model.base import title_of
from polops.reports.desk import about, accuracy, found, spoken
from polops.reports.frame import measured, page, section
from polops.reports.page import Column, Page, Row, Table
from polops.reports.policies_launch import is_late, said_ready
from polops.reports.policies_log import changelog
from polops.source.problem import PolopsError
from polops.values.period import dated
from polops.values.ref import nearest

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date

    from polops.analyse.context import Context
    from polops.model.policy import Readiness
    from polops.plan.plan import Node
    from polops.reports import Options

NOTES = ("Readiness is done ÷ all items of the launch checklist that apply.",)


def build(ctx: Context, options: Options) -> Page:
    """The page of the policy that the options name."""
    node = asked(ctx, options.ref)
    parts = (
        section("readiness", "Launch checklist", checklist(ctx, node)),
        section("waits", "What it waits for", waits(ctx, node)),
        section("changelog", "Change log", changelog(ctx, options, [node])),
        section("guidance", "Guidance", guidance(ctx, node)),
        section("reviews", "Consistency reviews", reviews(ctx, node)),
        section("duties", "Obligations and metrics", duties(ctx, node), metrics(ctx, node)),
        section("consulted", "Consulted", consulted(ctx, node)),
    )
    wanted = {*(("readiness", "waits") if options.readiness else ()), *(("changelog",) if options.changelog else ())}
    sections = [part for part in parts if not wanted or part.key in wanted]
    title = f"{node.ref} {policy_item(node).title}"
    made = page(ctx, options, "policies", title, lead=sentence(ctx, node), sections=sections, notes=NOTES)
    return about(ctx, options, made, (node, *reviews_of(ctx, node)))


def asked(ctx: Context, ref: str) -> Node:
    """The policy of a reference, or a `PolopsError` with the nearest one."""
    node = ctx.plan.find(ref, "policy")
    if node is None:
        near = nearest(ref, ctx.plan.refs("policy"))
        raise PolopsError(f"no policy '{ref[:60]}'", f"did you mean {near}?" if near else "polops list policy shows them")
    return node


def sentence(ctx: Context, node: Node) -> str:
    """The version, its day, the status, the readiness, and what guidance implements."""
    item, numbers = policy_item(node), policy(ctx, node)
    launch = numbers.launch
    if launch is not None and numbers.launch_days is not None:
        days = numbers.launch_days
        when = f", {counted(days, 'day')} ahead" if days > 0 else f", {counted(-days, 'day')} past" if days < 0 else ", today"
        parts = [f"Version {launch.v} is effective {dated(launch.effective)}{when}"]
    elif numbers.current is not None:
        parts = [f"Version {numbers.current.v} is in force since {dated(numbers.current.effective)}"]
    else:
        parts = ["No version yet"]
    parts.append(f"status {spoken(item.status)}")
    if numbers.readiness is not None:
        parts.append(said_ready(ctx, node))
    if numbers.review_due is not None:
        parts.append(f"review {'overdue since' if numbers.review_overdue else 'due'} {dated(numbers.review_due)}")
    return f"{'; '.join(parts)}."


def checklist(ctx: Context, node: Node) -> Table | None:
    """The items that somebody filled in; how many of the others are open stands below."""
    numbers = policy(ctx, node)
    if numbers.readiness is None:
        return None
    columns = (
        Column("item", "Item"),
        Column("state", "State"),
        Column("day", "Day", "date"),
        Column("owner", "Owner", "id"),
        Column("reason", "Reason"),
    )
    filled = {name: entry for name, entry in numbers.items.items() if entry is not None}
    rows = [
        Row((spoken(name), *_step(ctx, entry)), ctx.plan.at(node, "readiness", name), node.ref)
        for name, entry in sorted(filled.items(), key=lambda pair: _order(ctx, pair[1]))
    ]
    empty = [spoken(name) for name, entry in numbers.items.items() if entry is None]
    rows += [Row((name, "not filled in", None, "", "")) for name in empty] if not rows else []
    note = f"{counted(len(empty), 'item')} of the checklist not filled in: {', '.join(empty)}." if filled and empty else ""
    return Table("checklist", "Launch checklist", columns, tuple(rows), note=note)


def _order(ctx: Context, entry: Readiness) -> tuple[bool, bool, str]:
    """Open items first, by day; then what is done; what does not apply last."""
    return not applies(entry), is_ready(ctx, entry), str(entry.done or entry.due or "")


def _step(ctx: Context, entry: Readiness) -> tuple[str, date | None, str, str]:
    said = "done" if is_ready(ctx, entry) else "late" if is_late(ctx, entry) else "open"
    sign = {"done": "✔", "late": "✖", "open": "○"}[said]
    if not applies(entry):
        return "– n/a", None, "", entry.na or ""
    return f"{sign} {said}", entry.done if said == "done" else entry.due, entry.owner or "", ""


def waits(ctx: Context, node: Node) -> Table:
    """Guidance that is behind, changes that are not ready, and open issues that block."""
    columns = (Column("item", "Item", "id"), Column("what", "What"), Column("owner", "Owner", "id", rank=2))
    return Table("waits", "What it waits for", columns, tuple(_waits(ctx, node)))


def _waits(ctx: Context, node: Node) -> Iterator[Row]:
    plan, numbers = ctx.plan, policy(ctx, node)
    if numbers.launch is not None:
        for i, guide in enumerate(policy_item(node).guidance):
            if not implements(guide.version, numbers.launch):
                said = f"{guide.title} still implements {guide.version}"
                yield Row((node.ref, said, plan.owner(node) or ""), plan.at(node, "guidance", i, "version"), node.ref)
    for one in changes_for(ctx, node):
        said = _change(ctx, one)
        if said:
            yield Row((one.ref, said, plan.owner(one) or ""), plan.at(one), one.ref)
    for one in blockers_of(ctx, node):
        found_ = issue(ctx, one)
        escalated = ", escalated" if found_.escalated else ", escalation late" if found_.late else ""
        said = f"{title_of(one.item) or ''} ({counted(found_.age_days, 'day')}{escalated})"
        yield Row((one.ref, said, plan.owner(one) or ""), plan.at(one), one.ref)


def _change(ctx: Context, node: Node) -> str:
    """The trainings that are not complete, and the barrier: `training g1 5 of 18; barrier Knowledge`."""
    item, parts = change_item(node), []
    for step in item.training:
        done, needed = training_counts(item, step)
        if done < needed:
            counts = f"{done} of {needed}" if training_is_told(ctx, node, step) else "not complete"
            parts.append(f"training {(step.group or 'all').rpartition('/')[2]} {counts}")
    barrier = change(ctx, node).barrier
    return "; ".join([*parts, *([f"barrier {barrier}"] if barrier and barrier != NO_BARRIER else [])])


def guidance(ctx: Context, node: Node) -> Table:
    """What reviewers work from."""
    item = policy_item(node)
    version = current_version(ctx, item)
    columns = (
        Column("title", "Title"),
        Column("version", "Implements"),
        Column("state", "State"),
        Column("updated", "Updated", "date"),
        Column("languages", "Languages", rank=2),
        Column("path", "Path", rank=3),
    )
    rows = []
    for i, one in enumerate(item.guidance):
        current = version is not None and implements(one.version, version)
        state = "current" if current else f"behind {version.v}" if version else ""
        cells = (one.title, one.version, state, one.updated, ", ".join(one.languages), one.path)
        rows.append(Row(cells, ctx.plan.at(node, "guidance", i), node.ref))
    return Table("guidance", "Guidance", columns, tuple(rows))


def reviews(ctx: Context, node: Node) -> Table:
    """Every review, the latest first."""
    columns = (
        Column("review", "Review", "id"),
        Column("on", "Day", "date"),
        Column("agreement", "Agreement", "ratio"),
        Column("kappa", "Kappa", "score"),
        Column("alpha", "Alpha", "score", rank=2),
        Column("accuracy", "Accuracy", "measure"),
        Column("open", "Open findings", "integer"),
    )
    rows = []
    for one in reversed(reviews_of(ctx, node)):
        numbers = review(ctx, one)
        cells = (
            one.ref, review_item(one).on, numbers.agreement, numbers.kappa, numbers.alpha, accuracy(ctx, one), numbers.open_findings
        )  # fmt: skip
        rows.append(Row(cells, ctx.plan.at(one), one.ref))
    return Table("reviews", "Consistency reviews", columns, tuple(rows))


def duties(ctx: Context, node: Node) -> Table:
    """The obligations that it serves."""
    columns = (
        Column("obligation", "Obligation", "id"),
        Column("summary", "Summary"),
        Column("next_due", "Next due", "date"),
        Column("status", "Status"),
    )
    rows = []
    for one in found(ctx, policy_item(node).obligations, "obligation", node):
        numbers = obligation(ctx, one)
        cells = (one.ref, obligation_item(one).summary, numbers.next_due, numbers.status)
        rows.append(Row(cells, ctx.plan.at(one), one.ref))
    return Table("obligations", "Obligations", columns, tuple(rows))


def metrics(ctx: Context, node: Node) -> Table:
    """What shows whether it works."""
    columns = (
        Column("metric", "Metric", "id"),
        Column("name", "Name"),
        Column("value", "Value", "measure"),
        Column("status", "Status", "status"),
        Column("trend", "Trend", "trend", rank=2),
    )
    rows = []
    for one in found(ctx, policy_item(node).metrics, "metric", node):
        numbers = metric(ctx, one)
        value = measured(numbers, getattr(one.item, "unit", None))
        rows.append(Row((one.ref, title_of(one.item) or "", value, numbers.status, numbers.trend or None), ctx.plan.at(one), one.ref))
    return Table("metrics", "Metrics", columns, tuple(rows))


def consulted(ctx: Context, node: Node) -> Table:
    """Who was asked, and what came of it; a partner that its readers may not see is left out."""
    columns = (Column("on", "Day", "date"), Column("who", "Who", "id"), Column("outcome", "Outcome"))
    rows = [
        Row((one.on, one.who, one.outcome or ""), ctx.plan.at(node, "consulted", i), node.ref)
        for i, one in enumerate(policy_item(node).consulted)
        if one.on <= ctx.as_of and ctx.plan.find(one.who) is not None
    ]
    return Table("consulted", "Consulted", columns, tuple(rows))
