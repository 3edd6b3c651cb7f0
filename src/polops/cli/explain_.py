"""`polops explain`: what a check means, from the words that stand with the check itself."""

from __future__ import annotations

import inspect
from typing import Annotated

import typer

from polops.cli.session import emit
from polops.source.problem import PolopsError

app = typer.Typer(rich_markup_mode=None, add_completion=False)

EXAMPLES = """\b
Examples:
  polops explain             all checks, a line each
  polops explain BUD301      one check: what, why, an example, how to fix it
"""


def _codes() -> list[str]:
    from polops.rules import RULES

    return list(RULES)


@app.command(epilog=EXAMPLES)
def explain(
    code: Annotated[str, typer.Argument(metavar="[CODE]", help="A check's code, as BUD301.", autocompletion=_codes)] = "",
    json: Annotated[bool, typer.Option("--json", help="For scripts.")] = False,
) -> None:
    """Explain a check: what it looks at, why it matters, an example, and how to fix what it finds."""
    from polops.rules import RULES
    from polops.values.ref import nearest

    wanted = code.strip().upper()
    if wanted and wanted not in RULES:
        near = nearest(wanted, RULES)
        raise PolopsError(f"no check has the code '{code[:40]}'", f"did you mean {near}?" if near else "polops explain lists all codes")
    if json:
        from polops.render.page_json import dump

        pages = [page(known) for known in ([wanted] if wanted else RULES)]
        emit(dump(pages[0] if wanted else pages))
    else:
        emit((_one(page(wanted)) if wanted else _all()).encode())


def page(code: str) -> dict[str, str]:
    """A check's words: code, name, severity, title and text."""
    from polops.rules import rule

    module = rule(code)
    text = inspect.cleandoc(module.__doc__ or "")
    title, _, rest = text.partition("\n")
    return {"code": code, "name": module.NAME, "severity": module.SEVERITY.label, "title": title, "text": rest.strip()}


def _one(found: dict[str, str]) -> str:
    return f"{found['code']} {found['name']} · {found['severity']}\n{found['title']}\n\n{found['text']}\n"


def _all() -> str:
    pages = [page(code) for code in _codes()]
    return "".join(f"{found['code']}  {found['severity']:<7}  {found['title']}\n" for found in pages)
