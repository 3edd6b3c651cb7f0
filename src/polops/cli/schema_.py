"""`polops schema`: what editors need to complete and check plan files."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from polops.cli.session import emit, open_session
from polops.cli.streams import tell
from polops.source.problem import PolopsError

app = typer.Typer(rich_markup_mode=None, add_completion=False)

EXAMPLES = """\b
Examples:
  polops schema --all -o .polops.schema.json
                                 every kind, in one schema
  polops schema --all --workspace -o .polops.schema.json
                                 with this workspace's ids as choices
  polops schema okrs                                       one kind
"""


@app.command(epilog=EXAMPLES)
def schema(
    ctx: typer.Context,
    kind: Annotated[str, typer.Argument(metavar="[KIND]", help="One kind: okrs, budget, headcount, …")] = "",
    all_: Annotated[bool, typer.Option("--all", help="Every kind in one schema (the default).")] = False,
    workspace: Annotated[bool, typer.Option("--workspace", help="With the ids of this workspace as choices.")] = False,
    output: Annotated[Path | None, typer.Option("-o", "--output", metavar="FILE", help="Write to a file.")] = None,
) -> None:
    """Print the JSON Schema (draft 2020-12) for editors such as those with the YAML language server."""
    from polops.model import KINDS
    from polops.model.schema import schema_of, schema_of_all
    from polops.render.page_json import dump
    from polops.values.ref import nearest

    if kind and all_:
        raise PolopsError("name one kind or --all, not both", f"polops schema {kind}   or   polops schema --all")
    if kind and kind not in KINDS:
        near = nearest(kind, KINDS)
        raise PolopsError(f"no kind '{kind[:60]}'", f"did you mean {near}?" if near else f"kinds: {', '.join(KINDS)}")
    known = _known(ctx.obj) if workspace else None
    emit(dump(schema_of(kind, known) if kind else schema_of_all(known)), output)


def _known(start: Path | None) -> dict[str, list[str]]:
    plan = open_session(start, None).plan
    if plan.broken:
        count = f"{len(plan.broken)} {'file' if len(plan.broken) == 1 else 'files'}"
        tell(f"polops: the ids of {count} with errors are not among the choices; polops check shows them\n")
    return {kind: plan.refs(kind) for kind in plan.index}
