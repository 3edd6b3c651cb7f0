"""`polops freeze`: what a cycle's plan promises becomes a lock, a readable file that checks compare the plan with."""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING, Annotated

import typer

from polops.cli.session import Session, emit, open_session
from polops.cli.streams import tell
from polops.source.problem import PolopsError
from polops.values.record import dataclass

if TYPE_CHECKING:
    from pathlib import Path

    from polops.analyse.freeze import Cycle
    from polops.model.decision import Decision
    from polops.model.lock import Lock

app = typer.Typer(rich_markup_mode=None, add_completion=False)


class What(StrEnum):
    """What can be frozen."""

    okrs = "okrs"
    budget = "budget"
    headcount = "headcount"
    roadmap = "roadmap"
    forecast = "forecast"


EXAMPLES = """\b
Examples:
  polops freeze okrs 2026-Q4 --decision DEC-2026-031 --dry-run
  polops freeze budget FY26 --decision DEC-2026-002
  polops freeze headcount FY26 --decision DEC-2026-002
  polops freeze roadmap INI-004 --decision DEC-2026-007
  polops freeze forecast FY26 2026-07 --decision DEC-2026-021
  polops freeze budget FY26 --decision DEC-2026-040 --again
                                 a new baseline, mid-year
"""


@app.command(epilog=EXAMPLES)
def freeze(
    ctx: typer.Context,
    what: Annotated[What, typer.Argument(help="okrs, budget, headcount, roadmap or forecast.")],
    period: Annotated[str, typer.Argument(metavar="PERIOD", help="The cycle: 2026-Q4, FY26; for roadmap also an initiative.")],
    through: Annotated[str, typer.Argument(metavar="[MONTH]", help="forecast: the last month of actuals, as 2026-07.")] = "",
    decision: Annotated[str, typer.Option(metavar="REF", help="The decision that approved what is frozen.")] = "",
    by: Annotated[str, typer.Option(metavar="HANDLE", help="Who freezes; default: the decision's approver.")] = "",
    again: Annotated[bool, typer.Option("--again", help="A later lock of a frozen cycle, once its changes are approved.")] = False,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Print the lock and write nothing.")] = False,
    as_of: Annotated[str | None, typer.Option(metavar="DAY", help="The day of the freeze; default: today.")] = None,
) -> None:
    """Freeze a cycle: write its plan values into plans/locks/, where polops check guards them."""
    session = open_session(ctx.obj, as_of)
    _sound(session)
    cycle = _cycle(session, what.value, period, through)
    approved = _decision(session, decision)
    lock = _lock(session, cycle, approved, by, again=again)
    if not dry_run:
        _save(session, lock)
    tell(f"{'would write' if dry_run else 'wrote'} {session.workspace.printed(lock.path)}: {lock.count}\n")
    emit(lock.text.encode())


@dataclass(frozen=True, slots=True)
class NewLock:
    """A lock that is to be written: where, its text, and how many items it holds, in words."""

    path: Path
    text: str
    count: str


def _save(session: Session, lock: NewLock) -> None:
    """Write a lock that is not there yet."""
    from polops.edit.folder import Folder

    path = lock.path.relative_to(session.workspace.root)
    if why := Folder(session.workspace.root, {}).put(path.as_posix(), lock.text):
        raise PolopsError(f"nothing written: {path} {why.removeprefix(f'{path} ')}", "move it away, then freeze")


def _sound(session: Session) -> None:
    if session.problems:
        raise PolopsError("the plans have errors, and what they say may not be what they mean", "polops check shows them")


def _cycle(session: Session, what: str, period: str, through: str) -> Cycle:
    """The cycle that the arguments name."""
    from polops.analyse.freeze import Cycle
    from polops.values.period import month

    if what == "roadmap" and session.plan.find(period, "initiative"):
        return Cycle(what, period)
    calendar, year_only = session.context.calendar, what != "okrs"
    try:
        label = calendar.canonical(period.upper())
        if year_only and not label.startswith("FY"):
            raise ValueError  # noqa: TRY301 - the same answer
        last = month(through) if what == "forecast" else None
    except ValueError:
        wanted = {"okrs": "2026-Q4", "forecast": "FY26 2026-07"}.get(what, "FY26")
        given = f"{period} {through}".strip()[:60]
        raise PolopsError(f"`{what}` is frozen by a period such as {wanted}, got '{given}'", f"polops freeze {what} {wanted}") from None
    if through and what != "forecast":
        raise PolopsError(f"`{what}` takes one period, got '{period} {through}'"[:120], f"polops freeze {what} {label}")
    return Cycle(what, label, last)


def _decision(session: Session, ref: str) -> Decision:
    """The decision that a freeze rests on: decided and approved by the day."""
    from polops.analyse.approval import approval, in_force
    from polops.model.decision import Decision
    from polops.values.ref import nearest

    if not ref:
        raise PolopsError("a freeze rests on a decision", "add --decision DEC-…")
    found = session.plan.find(ref, "decision")
    if found is None or not isinstance(found.item, Decision):
        near = nearest(ref, session.plan.refs("decision"))
        raise PolopsError(f"no decision '{ref[:60]}'", f"did you mean {near}?" if near else "polops list decision shows them")
    item, day = found.item, session.context.as_of
    if not in_force(session.context, item):
        raise PolopsError(f"{item.id} is not decided by {day}", f"have it decided by {item.approver} first")
    if approval(session.context, item) is None:
        raise PolopsError(
            f"{item.id} is not approved by its approver by {day}", f"have {item.approver} add an entry to `approvals` of {found.path}"
        )
    return item


def _person(session: Session, by: str, decision: Decision) -> str:
    from polops.values.ref import nearest

    if not by:
        return decision.approver
    found = session.plan.find(by, "person")
    if found is None:
        near = nearest(by, session.plan.refs("person"))
        raise PolopsError(
            f"nobody in org.people is called '{by[:60]}'", f"did you mean {near}?" if near else "polops list person shows them"
        )
    return found.ref


def _lock(session: Session, cycle: Cycle, decision: Decision, by: str, *, again: bool) -> NewLock:
    from polops.analyse.freeze import drafts, left_out, promises
    from polops.analyse.wording import counted, listed
    from polops.edit.lock import lock_text

    name = f"{cycle.what} {cycle.period}{f' {cycle.through}' if cycle.through else ''}"
    path = _path(session, cycle, decision, name, again=again)
    if found := drafts(session.context, cycle):
        raise PolopsError(
            f"{listed(found)} {'is a draft' if len(found) == 1 else 'are drafts'}", "set `status` once it is agreed, then freeze"
        )
    items = promises(session.context, cycle)
    if not items:
        raise PolopsError(f"there is nothing to freeze for {name}", "polops list shows what there is")
    head = {"kind": "lock", "what": cycle.what, "period": cycle.period, **({"through": str(cycle.through)} if cycle.through else {})}
    head |= {"on": session.context.as_of.isoformat(), "by": _person(session, by, decision), "decision": decision.id}
    text = lock_text(head, items)
    _prove(session, session.workspace.printed(path), text)
    rest = left_out(session.context, cycle)
    without = f"; {counted(rest, 'item')} for fewer readers left out" if rest else ""
    return NewLock(path, text, f"{counted(len(items), 'item')} of {name} frozen by {decision.id}{without}")


def _path(session: Session, cycle: Cycle, decision: Decision, name: str, *, again: bool) -> Path:
    """Where the lock goes; an existing one is never overwritten."""
    from polops.analyse.frozen import locks_of

    before = locks_of(session.plan, cycle.what, cycle.period, cycle.through)
    folder = session.workspace.root / "locks"
    stem = "-".join(name.split())
    if before and not again:
        raise PolopsError(
            f"{name} is frozen since {before[-1][1].on} ({before[-1][0]})",
            "an approved change needs no new lock: a decision names its value, see polops explain GEN402\n"
            f"for a new baseline: polops freeze {name} --decision DEC-… --again",
        )
    if again:
        _allow_again(session, before, decision, name)
    return folder / (f"{stem}-{session.context.as_of}.yaml" if before else f"{stem}.yaml")


def _allow_again(session: Session, before: list[tuple[str, Lock]], decision: Decision, name: str) -> None:
    """A later lock takes over what was approved since the last one, and nothing else."""
    from polops.analyse.ledger import movements
    from polops.analyse.wording import counted

    if not before:
        raise PolopsError(f"{name} is not frozen yet", f"leave --again out: polops freeze {name} --decision {decision.id}")
    path, last = before[-1]
    if session.context.as_of <= last.on or decision.id == last.decision:
        raise PolopsError(f"{path} is of {last.on} and rests on {last.decision}", "a later lock has a later day and a decision of its own")
    wrong = [each for each in movements(session.context) if each.fault and each.lock == path and each.how != "transfer"]
    if wrong:
        raise PolopsError(
            f"{counted(len(wrong), 'change')} of what is frozen {'rests' if len(wrong) == 1 else 'rest'} on no approved decision",
            "polops check --select GEN402 shows them",
        )


def _prove(session: Session, path: str, text: str) -> None:
    """Read the lock back and see that it holds what the plans say: else it is not saved."""
    from polops.analyse.freeze import unlike
    from polops.model.build import build
    from polops.model.lock import Lock
    from polops.source.yaml import read

    lock = build(read(path, text.encode())[0] or {})
    wrong = unlike(session.context, path, lock) if isinstance(lock, Lock) else [path]
    if wrong:
        msg = f"{len(wrong)} values of a lock do not read as they were meant"
        raise ValueError(msg)
