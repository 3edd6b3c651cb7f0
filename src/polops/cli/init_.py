"""`polops init`: a new repository of plans, small, valid and with comments that teach."""

from __future__ import annotations

import os
import re
import sys
from collections.abc import Callable, Iterator
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from polops.cli.session import emit, read_day
from polops.source.problem import PolopsError

if TYPE_CHECKING:
    from datetime import date

    from polops.edit.folder import Folder
    from polops.edit.start import Answers
    from polops.plan.plan import Plan

app = typer.Typer(rich_markup_mode=None, add_completion=False)

EXAMPLES = """\b
Examples:
  polops init our-plans      in a folder, made if need be; asks what it needs
  polops init our-plans --name "Lumo Policy" --team "Product Policy" \\
      --lead "Ana Silva" --currency EUR --fiscal-start 4
  polops init --dry-run      only say what would be written here

\b
Nothing is overwritten: what is there already is kept, and named.
In a terminal polops asks for what no option says; elsewhere defaults count.
"""
_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_ACTION = "OWNER/polops@COMMIT"
_SCHEMA, _CODEOWNERS = ".polops.schema.json", "CODEOWNERS"


class Forge(StrEnum):
    """Where the repository is kept."""

    github = "github"
    gitlab = "gitlab"


@app.command(epilog=EXAMPLES)
def init(
    ctx: typer.Context,
    directory: Annotated[Path, typer.Argument(metavar="[DIR]", help="The repository's folder; made if need be.")] = Path(),
    name: Annotated[str | None, typer.Option(metavar="NAME", help="The organisation or programme.")] = None,
    team: Annotated[str | None, typer.Option(metavar="NAME", help="The first team.")] = None,
    code: Annotated[str | None, typer.Option(metavar="CODE", help="Its short code, as mh; default: from its name.")] = None,
    lead: Annotated[str | None, typer.Option(metavar="NAME", help="Who leads it.")] = None,
    currency: Annotated[str | None, typer.Option(metavar="CODE", help="The reporting currency; default: USD.")] = None,
    fiscal_start: Annotated[str | None, typer.Option(metavar="MONTH", help="The fiscal year's first month; default: 1.")] = None,
    forge: Annotated[Forge, typer.Option(help="Where pull or merge requests are checked.")] = Forge.github,
    action: Annotated[str | None, typer.Option(metavar="OWNER/REPO@COMMIT", help="Where polops is on GitHub, for the workflow.")] = None,
    as_of: Annotated[str | None, typer.Option(metavar="DAY", help="The day the plans begin; default: today.")] = None,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Write nothing; say what would be written.")] = False,
) -> None:
    """Start a repository of plans: a small valid example, checks in CI, editor settings and CODEOWNERS."""
    from polops.edit.folder import look
    from polops.edit.start import Answers, code_of

    day = read_day(as_of)
    folder = look(Path(os.path.abspath((ctx.obj or Path()) / directory)))  # noqa: PTH100 - links on the way keep their names
    where = action or _installed_from() or _ACTION
    if folder.is_workspace:
        answers = _read(folder, where)
    else:
        title = _answer("Organisation or programme", name, "Our programme")
        first = _answer("First team", team, "Core team")
        answers = Answers(
            title,
            first,
            _code(code or code_of(first)),
            _answer("Who leads it", lead, "Team Lead"),
            _answer("Currency", currency, "USD", _currency),
            int(_answer("First month of the fiscal year", fiscal_start, "1", _month)),
            where,
        )
    done = [
        (path, folder.refuses(path) if dry_run else folder.put(path, text)) for path, text in _files(folder, answers, day, forge).items()
    ]
    emit("".join(_told(folder, directory, done, answers, dry_run=dry_run)).encode())


def _files(folder: Folder, answers: Answers, day: date, forge: Forge) -> dict[str, str]:
    """Every file to write, the settings last: until they stand there, an interrupted start can be taken up again."""
    from polops.edit.start import AROUND, FORGES, PLANS, texts
    from polops.model.schema import schema_of_all
    from polops.plan.load import load
    from polops.render.page_json import dump

    example = texts(answers, day, PLANS)
    is_ours = all(example.get(path, "").encode() == data for path, data in folder.texts.items())
    if not (is_ours or folder.is_workspace):
        raise PolopsError(
            f"{folder.root} has plans, but no plans/polops.yaml", "write that file (`kind: settings`), then run polops init again"
        )
    plans = example if is_ours else {}
    loaded = load({path: text.encode() for path, text in plans.items()} or folder.texts)
    if plans and loaded.problems:
        problem = loaded.problems[0]
        raise PolopsError(f"{problem.span.path}: {problem.message}", problem.help)
    settings = {path: text for path, text in plans.items() if path.endswith("polops.yaml")}
    rest = {path: text for path, text in plans.items() if path not in settings}
    owners = {} if loaded.plan.broken else _owners(folder, loaded.plan)
    around = texts(answers, day, AROUND | FORGES[forge])
    return {**rest, **settings, **around, **owners, _SCHEMA: dump(schema_of_all(None)).decode()}


def _owners(folder: Folder, plan: Plan) -> dict[str, str]:
    """CODEOWNERS, unless the repository has one in another place."""
    from polops.cli.codeowners_ import lines
    from polops.edit.codeowners import PLACES

    known = next((place for place in PLACES if os.path.lexists(folder.root / place)), _CODEOWNERS)
    return {known: lines(plan, "plans")}


def _read(folder: Folder, action: str) -> Answers:
    """The answers that plans which are there already give."""
    from polops.edit.start import Answers
    from polops.plan.load import load

    plan = load(folder.texts).plan
    settings = plan.settings
    team = settings.root_team or next(iter(plan.refs("team")), "team")
    node = plan.find(team, "team")
    lead = plan.find(plan.lead(team) or "", "person")
    named = [str(getattr(found.item, "name", "")) if found else "" for found in (node, lead)]
    return Answers(settings.name, named[0] or team, team, named[1] or "Team Lead", settings.currency, settings.fiscal_year.starts, action)


def _answer(question: str, given: str | None, default: str, read: Callable[[str], str] = str.strip) -> str:
    """What an option says; else what somebody at a terminal answers; else the default."""
    if given is not None:
        return read(given) or default
    if not (sys.stdin and sys.stdin.isatty() and sys.stdout and sys.stdout.isatty()):
        return default
    while True:
        try:
            return read(typer.prompt(question, default=default)) or default
        except PolopsError as error:
            typer.echo(f"{error.message}{f' ({error.help})' if error.help else ''}")


def _code(text: str) -> str:
    from polops.edit.start import CODE

    if not CODE.fullmatch(text):
        raise PolopsError(f"a team's code is letters a to z, digits and dashes, got '{text[:40]}'", "as in --code mh")
    return text


def _currency(text: str) -> str:
    code = text.strip().upper()
    if not re.fullmatch(r"[A-Z]{3}", code):
        raise PolopsError(f"a currency is a code of three letters, got '{text[:40]}'", "as in USD or EUR")
    return code


def _month(text: str) -> str:
    """A month's number, from 1 to 12 or its English name."""
    word = text.strip().casefold()
    if word[:3] in _MONTHS:
        return str(_MONTHS.index(word[:3]) + 1)
    if re.fullmatch(r"0?[1-9]|1[0-2]", word, re.ASCII):
        return str(int(word))
    raise PolopsError(f"a month is 1 to 12, or its name, got '{text[:40]}'", "as in 4 or April")


def _installed_from() -> str:
    """The GitHub repository and commit that this polops was installed from, as an action is named; empty where it was not."""
    import json
    from importlib.metadata import PackageNotFoundError, distribution

    try:
        told = json.loads(distribution("polops").read_text("direct_url.json") or "{}")
    except (PackageNotFoundError, ValueError):
        return ""
    found = re.fullmatch(r"(?:https|ssh)://(?:git@)?github\.com/([\w.-]+/[\w.-]+?)(?:\.git)?/?", str(told.get("url", "")), re.ASCII)
    version = told.get("vcs_info", {})
    ref = str(version.get("commit_id") or "")
    return f"{found[1]}@{ref}" if found and re.fullmatch(r"[0-9a-f]{40,64}", ref) else ""


def _told(folder: Folder, given: Path, done: list[tuple[str, str]], answers: Answers, *, dry_run: bool) -> Iterator[str]:
    """What was written, what was kept, and what to do next."""
    from polops.values.text import display

    made = [path for path, refusal in done if not refusal]
    yield f"{'would write' if dry_run else 'wrote'} {len(made)} {'file' if len(made) == 1 else 'files'} in {display(str(folder.root))}\n"
    yield from (f"  {path}\n" for path in sorted(made))
    kept = sorted((path, refusal) for path, refusal in done if refusal)
    if kept:
        yield "left alone\n"
        yield from (f"  {path} ({display(refusal)})\n" for path, refusal in kept)
    if folder.is_workspace:
        yield "the plans that were there are as they were\n"
    if not dry_run:
        yield "next\n"
        yield from (f"  {step}\n" for step in _next(folder, given, made, answers))


def _next(folder: Folder, given: Path, made: list[str], answers: Answers) -> Iterator[str]:
    if given != Path():
        yield f"cd {given}"
    yield "polops check       the checks: nothing to mend yet"
    yield "polops report      where the programme stands today"
    yield "plans/README.md    how to edit the plans; the figures in them are examples"
    if _CODEOWNERS not in made:
        yield "polops codeowners --write    adds the owners of the plans to the CODEOWNERS that is there"
    else:
        yield "polops codeowners  who reviews what: name people as your forge does, with `handles` in plans/polops.yaml"
    if answers.action == _ACTION and ".github/workflows/plans.yml" in made:
        yield f".github/workflows/plans.yml: replace {_ACTION} with the place where your organisation keeps polops"
    if "polops.gitlab-ci.yml" in made:
        yield "polops.gitlab-ci.yml: fill in where polops is cloned from, and which commit"
    repository = folder.repository
    if repository is None:
        yield "git init"
    elif repository != folder.root:
        yield f"forges and pre-commit read their files only at the top of the repository, {repository}: move them there"
