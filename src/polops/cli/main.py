"""The app, its lazily loaded commands, and the one place where errors are caught.

Exit codes: 0 fine · 1 findings at or above `--fail-on` · 2 wrong usage, or the workspace cannot be read · 3 a bug in polops ·
130 interrupted.
"""

from __future__ import annotations

import os
import sys
from decimal import localcontext
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer
from typer.core import TyperGroup

from polops import __version__
from polops.cli.lean import eased, without_plugins
from polops.cli.streams import forget_output, is_stuck, tell
from polops.source.problem import PolopsError

if TYPE_CHECKING:
    from collections.abc import Sequence

COMMANDS = {
    "check": "Check the plans and say what to mend.",
    "report": "Print a report: status, okrs, budget, roadmap, policies, pr, …",
    "show": "Show one item with its computed values and where they come from.",
    "list": "List what there is: kinds, or the items of one kind.",
    "diff": "Show what changes in the plans, how grave it is, and what it does.",
    "calendar": "Show what falls on which day, also as a file for calendar programs.",
    "freeze": "Write down what a cycle's plan promises, as a lock that checks guard.",
    "comment": "Write or update the one comment at a pull request.",
    "explain": "Explain a check: what, why, an example, how to fix it.",
    "schema": "Print the JSON Schema for editors.",
    "init": "Start a repository of plans.",
    "codeowners": "Write CODEOWNERS from the owners in the plans.",
}
EXAMPLES = """\b
Examples:
  polops check                          check the plans here
  polops report                         the status report
  polops report budget -o budget.xlsx   a workbook for finance
  polops show COE-VEN-01                one budget line, with its outlook
  polops explain BUD301                 what a check means
"""


INTERRUPTED = 130
"""The exit code of a command that was stopped with Ctrl-C, as shells have it."""

DIGITS = 100
"""Digits of decimal arithmetic.

With numbers of 27 digits, products and sums stay exact, and no quotient is too long to be rounded to cents.
"""


class Commands(TyperGroup):
    """Commands by name; a command's module is imported when it is used, and not to list it."""

    def list_commands(self, ctx: Any) -> list[str]:  # noqa: ANN401, ARG002 - typer's own type is private
        """The names, in the order of use."""
        return list(COMMANDS)

    def get_command(self, ctx: Any, cmd_name: str) -> Any:  # noqa: ANN401, ARG002 - typer's own types are private
        """The command of that name; None where there is none."""
        if cmd_name not in COMMANDS:
            return None
        command = eased(typer.main.get_command(import_module(f"polops.cli.{cmd_name}_").app))
        command.name = cmd_name
        return command

    def resolve_command(self, ctx: Any, args: list[str]) -> Any:  # noqa: ANN401 - typer's own types are private
        """The command that the arguments name, with a did-you-mean where there is none."""
        from polops.values.ref import nearest

        if args and args[0] not in COMMANDS and not args[0].startswith("-"):
            near = nearest(args[0], COMMANDS)
            raise PolopsError(
                f"no command '{args[0][:60]}'", f"did you mean polops {near}?" if near else "polops --help lists the commands"
            )
        return super().resolve_command(ctx, args)

    def format_commands(self, ctx: Any, formatter: Any) -> None:  # noqa: ANN401, ARG002 - typer's own types are private
        """List the commands without importing them."""
        with formatter.section("Commands"):
            formatter.write_dl(list(COMMANDS.items()))


app = typer.Typer(
    cls=Commands, rich_markup_mode=None, pretty_exceptions_enable=False, epilog=EXAMPLES,
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
)  # fmt: skip


def _version(value: bool) -> None:
    if value:
        typer.echo(f"polops {__version__}")
        raise typer.Exit


@app.callback()
def polops(
    ctx: typer.Context,
    directory: Annotated[
        Path | None,
        typer.Option("-C", metavar="DIR", envvar="POLOPS_WORKSPACE", help="Work as if started in DIR."),
    ] = None,
    version: Annotated[bool, typer.Option("--version", "-V", callback=_version, is_eager=True, help="Print the version.")] = False,  # noqa: ARG001 - its callback answers
) -> None:
    """Goals, money, people, roadmap, risks and policies as reviewed YAML: one plan, checked, added up and reported."""
    ctx.obj = directory


def run(arguments: Sequence[str]) -> int:  # noqa: PLR0911 - a return for each sort of end
    """Run a command line and return its exit code; every error becomes one clear message, never a traceback."""
    try:
        without_plugins()
        with localcontext(prec=DIGITS):
            return _run(arguments)
    except PolopsError as error:
        return _fail(error.message, error.help)
    except (KeyboardInterrupt, typer.Abort):
        tell("\npolops: interrupted\n")
        return INTERRUPTED
    except BrokenPipeError:
        forget_output()
        return 0
    except OSError as refusal:
        return _unwritten(refusal) if is_stuck() else _bug()
    except MemoryError:
        pass  # said below, when what was read is given back
    except Exception:  # noqa: BLE001 - the one boundary: a bug is reported in one line
        return _bug()
    tell("polops: not enough memory\n  help: give it more (500 MB are enough for the largest plans), or run it in a smaller folder\n")
    return 2


def _run(arguments: Sequence[str]) -> int:
    try:
        result = eased(typer.main.get_command(app)).main(list(arguments) or ["--help"], prog_name="polops", standalone_mode=False)
    except typer.Exit as leave:
        return int(leave.exit_code)
    except typer.TyperException as error:
        context = getattr(error, "ctx", None)
        hint = f"{context.command_path} --help shows how it is used" if context else ""
        return _fail(_plainly(error.format_message()), hint)
    if result == INTERRUPTED:  # typer's word for Ctrl-C
        raise KeyboardInterrupt
    if sys.stdout is not None:
        sys.stdout.flush()
    return result if isinstance(result, int) else 0


def _plainly(message: str) -> str:
    """What the option parser says, without the words of the library behind it."""
    for theirs, ours in (("Value error, ", ""), ("Input should be", "must be"), (", unable to parse string as an integer", "")):
        message = message.replace(theirs, ours)
    return message.rstrip(".")


def _unwritten(refusal: OSError) -> int:
    """The parser's own texts (`--help`) had nowhere to go."""
    from polops.cli.session import unwritten

    forget_output()
    return _fail(unwritten(refusal).message, "")


def _fail(message: str, help_: str) -> int:
    from polops.values.text import display

    tell(f"polops: {display(message)}\n")
    for line in help_.splitlines():
        tell(f"  help: {display(line)}\n")
    return 2


def _bug() -> int:
    """Say that polops itself is wrong, in one line, and keep the details in a file outside the workspace (without plan data)."""
    import tempfile
    import traceback

    kind, _, trace = sys.exc_info()
    frames = [f"{Path(frame.filename).name}:{frame.lineno} {frame.name}" for frame in traceback.extract_tb(trace)]
    details = f"polops {__version__} python {sys.version.split()[0]}\n{kind.__name__ if kind else ''}\n" + "\n".join(frames) + "\n"
    try:
        handle, name = tempfile.mkstemp(prefix="polops-bug-", suffix=".log", text=True)
        with os.fdopen(handle, "w", encoding="utf-8") as log:
            log.write(details)
    except OSError:  # a machine without a place for temporary files
        name = f"this:\n{details}".rstrip()
    tell(f"polops: internal error ({kind.__name__ if kind else 'unknown'}): this is a bug in polops; please report it with {name}\n")
    return 3
