"""What is left out of typer's and pydantic's start is not missed."""

from __future__ import annotations

import subprocess
import sys
from typing import TYPE_CHECKING, Annotated

import pytest
import typer
from tests.cli.runner import lay, polops

from polops.cli.lean import eased

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

PLUGINS = """\
from polops.cli.lean import without_plugins
without_plugins()
import sys
from pydantic.plugin._loader import get_plugins
assert get_plugins() == ()
assert "importlib.metadata" not in sys.modules
from pydantic.plugin._loader import PYDANTIC_ENTRY_POINT_GROUP
assert PYDANTIC_ENTRY_POINT_GROUP == "pydantic"
assert "importlib.metadata" in sys.modules
"""


def test_whatever_else_is_asked_of_the_module_of_plugins_it_answers_itself() -> None:
    subprocess.run([sys.executable, "-c", PLUGINS], check=True)


app = typer.Typer()


@app.command()
def told(
    name: Annotated[str, typer.Argument()] = "status",
    day: Annotated[str | None, typer.Option()] = None,
    limit: Annotated[int | None, typer.Option(min=0)] = None,
    codes: Annotated[list[str] | None, typer.Option()] = None,
    many: Annotated[list[str] | None, typer.Argument()] = None,
) -> tuple[object, ...]:
    return name, day, limit, codes, many


@pytest.mark.parametrize(
    "arguments",
    [(), ("okrs",), ("okrs", "--day", "2026-08-10", "--limit", "3"), ("okrs", "a", "b", "--codes", "BUD", "--codes", "HC")],
)
def test_a_command_gets_what_typer_alone_would_give_it(arguments: Sequence[str]) -> None:
    plain, lean = typer.main.get_command(app), eased(typer.main.get_command(app))
    assert lean.main([*arguments], standalone_mode=False) == plain.main([*arguments], standalone_mode=False)


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("check", "--limit", "-3"), "must be greater than or equal to 0"),
        (("check", "--fail-on", "xx"), "'xx' is not one of 'error', 'warning', 'info'"),
        (("show",), "Missing argument 'REF'"),
    ],
)
def test_a_wrong_value_is_refused_as_before(tmp_path: Path, arguments: Sequence[str], said: str) -> None:
    lay(tmp_path, {"plans/polops.yaml": "kind: settings\n"})
    ran = polops("-C", tmp_path, *arguments)
    assert ran.code == 2
    assert said in ran.err
