"""`polops calendar`: what falls on which day, for the terminal, a file, or a calendar program."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from polops.cli.report_ import (
    Audience,
    AudienceOption,
    FormatOption,
    OutputOption,
    OwnerOption,
    TeamOption,
    chosen_format,
    commit_of,
    write,
)
from polops.cli.session import RevOption, open_session, read_day
from polops.reports import Options
from polops.source.problem import PolopsError

if TYPE_CHECKING:
    from datetime import date

app = typer.Typer(rich_markup_mode=None, add_completion=False)

EXAMPLES = """\b
Examples:
  polops calendar                        the next 30 days
  polops calendar --week                 Monday to Sunday of this week
  polops calendar --month --team mh
  polops calendar --from 2026-08-01 --to 2026-09-30 --owner jo.park
  polops calendar -o plans.ics           for a calendar program: what moved,
                                         moves there when it is read again
"""


@app.command(epilog=EXAMPLES)
def calendar(
    ctx: typer.Context,
    week: Annotated[bool, typer.Option("--week", help="The week of the as-of date.")] = False,
    month: Annotated[bool, typer.Option("--month", help="The month of the as-of date.")] = False,
    first: Annotated[str | None, typer.Option("--from", metavar="DAY", help="From this day on; default: the as-of date.")] = None,
    last: Annotated[str | None, typer.Option("--to", metavar="DAY", help="Up to this day; default: 30 days later.")] = None,
    as_of: Annotated[str | None, typer.Option(metavar="DAY", help="The day to look from, as 2026-08-10; default: today.")] = None,
    format_: FormatOption = None,
    output: OutputOption = None,
    team: TeamOption = "",
    owner: OwnerOption = "",
    audience: AudienceOption = Audience.internal,
    rev: RevOption = None,
) -> None:
    """Show every dated thing of every kind: what is due, starts or ends, who owns it, and what is late."""
    if sum((week, month, bool(first or last))) > 1:
        raise PolopsError("--week, --month and --from/--to exclude each other", "give one of them")
    kind = chosen_format(format_, output)
    session = open_session(ctx.obj, as_of, rev)
    day = session.context.as_of
    period = "{}-W{:02d}".format(*day.isocalendar()[:2]) if week else f"{day:%Y-%m}" if month else ""
    start, end = (read_day(text, option) if text else None for text, option in ((first, "--from"), (last, "--to")))
    _in_order(start or day, end)
    options = Options((), team, owner, period, commit_of(session), first=start, last=end, audience=audience.value)
    write(session, "calendar", options, kind, output)


def _in_order(first: date, last: date | None) -> None:
    if last is not None and last < first:
        raise PolopsError(f"--to {last} lies before {first}", "give a later day, or an earlier --from")
