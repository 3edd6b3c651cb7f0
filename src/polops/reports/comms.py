"""The communications plan: what is said to whom, when next, and what of it is late; those of changes included."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from polops.analyse.adoption import change_item, is_done
from polops.analyse.wording import counted
from polops.model.stakeholders import Comms
from polops.reports.frame import page, section
from polops.reports.page import Column, Page, Row, Table
from polops.values.ref import fold

if TYPE_CHECKING:
    from collections.abc import Iterator

    from polops.analyse.context import Context
    from polops.plan.plan import Node
    from polops.reports import Options
    from polops.source.problem import Route

RHYTHM = "A message with a rhythm is next due one rhythm after it was last done, or on its first day."


@dataclass(frozen=True, slots=True)
class Message:
    """One message: to whom, when it is due next (None: it is done), and when it was last done."""

    ref: str
    to: str
    what: str
    channel: str
    every: str
    due: date | None
    done: date | None
    owner: str
    node: Node
    route: Route = ()


def build(ctx: Context, options: Options) -> Page:
    """The page."""
    found = [message for message in messages(ctx) if chosen(ctx, options, message)]
    open_ = sorted((each for each in found if each.due is not None), key=lambda each: (each.due or date.max, each.ref))
    sections = (
        section("coming", "To be said", table(ctx, "coming", "To be said", open_)),
        section("said", "Said", table(ctx, "said", "Said", [each for each in found if each.due is None])),
    )
    lead = sentence(ctx, open_, found)
    return page(
        ctx, options, "comms", "Communications plan", lead=lead, sections=sections, notes=(RHYTHM,) if found else (), codes=("CHG",)
    )


def messages(ctx: Context) -> Iterator[Message]:
    """Every message of the plan and of changes that are not closed."""
    for node in ctx.plan.nodes("comms"):
        item = node.item
        if isinstance(item, Comms):
            done = item.done if item.done is not None and item.done <= ctx.as_of else None
            due = item.every.after(done, ctx.settings.holidays) if item.every and done else None if done else item.on or ctx.as_of
            yield Message(node.ref, item.to, item.what, item.channel, str(item.every or ""), due, done, item.owner, node)
    for node in ctx.plan.nodes("change"):
        change = change_item(node)
        for i, step in enumerate(change.comms if change.stage != "closed" else ()):
            said = is_done(ctx, change, step)
            name = f"{node.ref}/{step.id}"
            due = None if said else step.on or step.by
            to = f"{node.ref}/{step.group.rpartition('/')[2]}" if step.group else node.ref
            yield Message(name, to, step.what, step.channel or "", "", due, step.done if said else None, step.owner, node, ("comms", i))


def chosen(ctx: Context, options: Options, message: Message) -> bool:
    """Whether a message passes the filters: an owner says it, a team is the owner's."""
    if options.owner and fold(options.owner) != fold(message.owner):
        return False
    person = ctx.plan.find(message.owner, "person")
    return not options.team or fold(str(getattr(person and person.item, "team", ""))) == fold(options.team)


def sentence(ctx: Context, open_: list[Message], found: list[Message]) -> str:
    """How much is to be said and how much of it is late."""
    if not found:
        return "Nothing is planned to be said."
    late = sum(1 for each in open_ if each.due is not None and each.due < ctx.as_of)
    return f"{counted(len(open_), 'message')} to come{f', {late} late' if late else ''}; {len(found) - len(open_)} said and done."


def table(ctx: Context, key: str, title: str, found: list[Message]) -> Table:
    """One row a message."""
    is_open = key == "coming"
    columns = (
        Column("message", "Message", "id"),
        Column("to", "To", "id"),
        Column("what", "What"),
        Column("channel", "How", rank=2),
        *((Column("due", "Due", "date"), Column("state", "State")) if is_open else ()),
        Column("every", "Every", rank=2),
        Column("done", "Last done", "date", rank=2 if is_open else 1),
        Column("owner", "Owner", "id"),
    )
    return Table(key, title, columns, tuple(_row(ctx, each, is_open=is_open) for each in found))


def _row(ctx: Context, each: Message, *, is_open: bool) -> Row:
    state = "late" if each.due is not None and each.due < ctx.as_of else ""
    due = (each.due, state) if is_open else ()
    cells = (each.ref, each.to, each.what, each.channel, *due, each.every, each.done, each.owner)
    return Row(cells, ctx.plan.at(each.node, *each.route), each.node.ref)
