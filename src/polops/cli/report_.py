"""`polops report`: a page of the plans in any format."""

from __future__ import annotations

import os
from dataclasses import replace
from enum import StrEnum
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from polops.cli.session import RevOption, Session, busy, color, emit, open_session, width
from polops.cli.since import SinceOption, open_change
from polops.cli.streams import tell
from polops.render import PAGE_FORMATS, Look
from polops.reports import COMPARING, REPORTS, TAKES, Options, build
from polops.source.document import Document
from polops.source.problem import PolopsError
from polops.values.ref import nearest

if TYPE_CHECKING:
    from polops.cli.sides import Side
    from polops.reports.page import Page

app = typer.Typer(rich_markup_mode=None, add_completion=False)


class PageFormat(StrEnum):
    """How a report is written."""

    terminal = "terminal"
    md = "md"
    html = "html"
    xlsx = "xlsx"
    json = "json"
    csv = "csv"
    ics = "ics"


class Audience(StrEnum):
    """Who reads a report, from many to few."""

    public = "public"
    internal = "internal"
    team = "team"
    restricted = "restricted"


AudienceOption = Annotated[
    Audience, typer.Option("--audience", help="Who reads it, from many to few: what is for fewer is left out, and so is the pay of a few.")
]
FormatOption = Annotated[
    PageFormat | None, typer.Option("--format", help="How it is written; default: by the file's name, else the terminal.")
]
OutputOption = Annotated[Path | None, typer.Option("-o", "--output", metavar="FILE", help="Write to a file.")]
TeamOption = Annotated[str, typer.Option(metavar="CODE", help="Only this team.")]
OwnerOption = Annotated[str, typer.Option(metavar="HANDLE", help="Only what this person owns.")]
"""The options of every command that makes a page."""

NAMES = "\n".join(f"  {name:<13} {what}" for name, what in REPORTS.items())
EXAMPLES = f"""\b
Reports:
{NAMES}

\b
Examples:
  polops report                          the status report, in the terminal
  polops report okrs --team mh --tree
  polops report budget -o budget.xlsx    the format follows the file's name
  polops report finance --format md --as-of 2026-08-10
  polops report policies POL-MH-002 --readiness
  polops report --rev v2026-07           the plans as they were tagged
  polops report budget --format csv --table lines > lines.csv
  polops report pr --since origin/main --format md -o report.md
"""


@app.command(epilog=EXAMPLES)
def report(
    ctx: typer.Context,
    name: Annotated[str, typer.Argument(metavar="[NAME]", help="Which report.", autocompletion=lambda: list(REPORTS.items()))] = "status",
    ref: Annotated[str, typer.Argument(metavar="[REF]", help="policies: only this one.")] = "",
    as_of: Annotated[str | None, typer.Option(metavar="DAY", help="The day to report for, as 2026-08-10; default: today.")] = None,
    format_: FormatOption = None,
    output: OutputOption = None,
    team: TeamOption = "",
    owner: OwnerOption = "",
    period: Annotated[str, typer.Option(metavar="PERIOD", help="Another period, as 2026-Q2 or FY26.")] = "",
    audience: AudienceOption = Audience.internal,
    tree: Annotated[bool, typer.Option("--tree", help="okrs: indent by alignment.")] = False,
    evm: Annotated[bool, typer.Option("--evm", help="roadmap: earned value.")] = False,
    readiness: Annotated[bool, typer.Option("--readiness", help="policies: the launch checklists.")] = False,
    changelog: Annotated[bool, typer.Option("--changelog", help="policies: the versions, newest first.")] = False,
    horizon: Annotated[bool, typer.Option("--horizon", help="obligations: what is coming.")] = False,
    partner: Annotated[str, typer.Option("--for", metavar="STK", help="partners: the pack for one of them.")] = "",
    table: Annotated[str, typer.Option(metavar="KEY", help="csv: which table; default: the first.")] = "",
    rev: RevOption = None,
    since: SinceOption = None,
) -> None:
    """Print a report of the plans, or write it to a file."""
    if name not in REPORTS:
        near = nearest(name, REPORTS)
        raise PolopsError(f"no report '{name[:60]}'", f"did you mean polops report {near}?" if near else f"reports: {', '.join(REPORTS)}")
    asked: dict[str, bool | str] = {
        "tree": tree,
        "evm": evm,
        "readiness": readiness,
        "changelog": changelog,
        "horizon": horizon,
        "ref": ref,
        "partner": partner,
    }
    _taken(name, {**asked, "base": since or ""})
    base, session = open_change(ctx.obj, as_of, rev, since) if name in COMPARING else (None, open_session(ctx.obj, as_of, rev))
    options = Options((), team, owner, period, commit_of(session), audience=audience.value, **asked)  # type: ignore[arg-type]  # by field
    write(session, name, options, chosen_format(format_, output), output, table, base)


def comment_text(start: Path | None, as_of: str | None, since: str | None) -> str:
    """The comment of a pull request: what `report pr` writes as Markdown."""
    base, session = open_change(start, as_of, None, since)
    options = Options(commit=commit_of(session))
    return _comment(session, page_of(session, "pr", options, base), Look(width=width()), options.commit).decode()


_WRITTEN = {"partner": "--for", "ref": "a reference", "base": "--since"}


def _taken(name: str, asked: dict[str, bool | str]) -> None:
    """Refuse an option that the report does not have."""
    for field, given in asked.items():
        if given and name not in TAKES[field]:
            said = _WRITTEN.get(field, f"--{field}")
            raise PolopsError(f"polops report {name} takes no {said.removeprefix('a ')}", f"it belongs to polops report {TAKES[field][0]}")


def write(session: Session, name: str, options: Options, kind: str, output: Path | None, table: str = "", base: Side | None = None) -> None:
    """Make a report and write it in a format, to a file or to standard output."""
    page = page_of(session, name, options, base)
    look = Look(width=width(), color=color() and kind == "terminal" and output is None, link_base=_link_base(session, output), table=table)
    if name in COMPARING and kind == "md":
        emit(_comment(session, page, look, options.commit), output)
        return
    with busy(f"writing {kind}"):
        data = _rendered(page, kind, replace(look, templates=_templates(session, kind)))
    if data is None:
        raise typer.Exit(1)
    emit(data, output)


def _comment(session: Session, page: Page, look: Look, commit: str) -> bytes:
    """The page as the comment of a pull request: never through a template of the workspace, which the pull request may bring."""
    from polops.cli.publish import blob_base
    from polops.render.comment import render
    from polops.source.git import Revision, committed, find_repository

    at = committed(Revision(find_repository(session.workspace.base), commit, commit)) if commit else 0
    return render(page, replace(look, link_base=blob_base(), revision=(commit, at)))


def _rendered(page: Page, kind: str, look: Look) -> bytes | None:
    """The page's bytes; None where the workspace's own template is broken, which is then said."""
    renderer = import_module(PAGE_FORMATS[kind])
    if kind not in {"md", "html"}:
        return bytes(renderer.render(page, look))
    from polops.render.template import TemplateError
    from polops.render.text import render

    try:
        return bytes(renderer.render(page, look))
    except TemplateError as error:
        documents = {f"templates/{name}": Document(f"templates/{name}", text) for name, text in look.templates}
        tell(render([error.problem], documents, Look(width=look.width)).decode())
        return None


def page_of(session: Session, name: str, options: Options, base: Side | None = None) -> Page:
    """The page of a report, for the readers that the options name; `base` is what the session's plans are compared with."""
    from polops.analyse.audience import for_readers
    from polops.cli.findings import findings_for
    from polops.reports.frame import checked

    context = for_readers(session.context, options.audience)
    options = checked(context, options)
    options = replace(options, findings=tuple(findings_for(session, context)))
    if base is not None:
        before = findings_for(base.session, for_readers(base.session.context, options.audience))
        options = replace(options, base=base.name, before=tuple(before))
    with busy("adding up"):
        return build(name, session.context, options)


def chosen_format(given: PageFormat | None, output: Path | None) -> str:
    """The format that is asked for: by name, else by the file's name, else the terminal's."""
    if given is not None:
        return given.value
    if output is None:
        return "terminal"
    suffix = {"markdown": "md", "htm": "html", "txt": "terminal"}.get(output.suffix[1:].lower(), output.suffix[1:].lower())
    if suffix not in PAGE_FORMATS:
        raise PolopsError(
            f"no format for '{output.name}'",
            f"end the name with one of {', '.join('.' + ending for ending in PAGE_FORMATS if ending != 'terminal')}",
        )
    return suffix


def commit_of(session: Session) -> str:
    """The commit that a report is made from; empty outside a repository."""
    from polops.source.git import head

    return session.commit or head(session.workspace.base)


def _link_base(session: Session, output: Path | None) -> str:
    """The way from the output's folder to the folder that printed paths are relative to; nothing where the output lies outside it."""
    base = session.workspace.base
    folder = output.resolve().parent if output is not None else base
    if not folder.is_relative_to(base):
        return ""
    way = os.path.relpath(base, folder)
    return "" if way == "." else Path(way).as_posix() + "/"


def _templates(session: Session, kind: str) -> tuple[tuple[str, str], ...]:
    """The workspace's own templates; one that is the same as ours is no override."""
    if kind not in {"md", "html"}:
        return ()
    from polops.source.shipped import shipped

    ours = f"page.{kind}.j2"
    return tuple((name, text) for name, text in _own_templates(session) if name != ours or text != shipped(ours))


def _own_templates(session: Session) -> tuple[tuple[str, str], ...]:
    from polops.source.files import read_templates
    from polops.source.revision import read_revision_templates

    return read_revision_templates(session.listing) if session.listing else read_templates(session.workspace)
