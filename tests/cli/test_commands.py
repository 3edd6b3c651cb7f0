"""The command line as it is met: exit codes and first lines, help, did-you-mean, where it works and on which files."""

from __future__ import annotations

import json
import os
import re
import signal
import subprocess
import sys
from typing import TYPE_CHECKING, Any

import pytest
from tests.cli.runner import AS_OF, lay, polops, program
from tests.cli.workspaces import FULL
from tests.conftest import ROOT

from polops.cli.main import COMMANDS
from polops.model import KINDS
from polops.reports import REPORTS

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

DATED = ("check", "report", "show")
HERE = {"PYTHONPATH": str(ROOT / "src")}


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A small valid workspace."""
    return lay(tmp_path / "work", FULL)


@pytest.mark.parametrize(
    ("arguments", "code", "first"),
    [
        ("check", 0, r"plans/\S+:\d+:\d+: (warning|info|error)\[[A-Z]+\d+\] .+"),
        ("check --fail-on info", 1, r"plans/.+"),
        ("check --select GEN101", 0, "no problems"),
        ("check --format json", 0, r"\{"),
        ("check --format github", 0, r"::(warning|notice) file=plans/.+"),
        ("report", 0, "Lumo Product Policy · Status 2026-Q3"),
        ("report one-pager", 0, "Lumo Product Policy · One page 2026-Q3"),
        ("report okrs --team mh --tree", 0, "Lumo Product Policy · OKRs.*"),
        ("show mh", 0, r"mh · Mental Health Policy"),
        ("show mh/2026-Q3/O1/KR2", 0, r"mh/2026-Q3/O1/KR2 · .+"),
        ("show MH/FY26-Q3/o1/kr2", 0, r"mh/2026-Q3/O1/KR2 · .+"),
        ("list", 0, "Lumo Product Policy · Kinds"),
        ("list position --team mh", 0, r"Lumo Product Policy · position: \d+"),
        ("explain", 0, r"GEN101 +error .+"),
        ("explain bud301", 0, "BUD301 unfavourable-variance · warning"),
        ("schema okrs", 0, r"\{"),
        ("--version", 0, r"polops \d+\.\d+\.\d+\S*"),
        ("", 0, r"Usage: polops .+"),
        # wrong usage: one line that says what, and one that says what to type
        ("chekc", 2, "polops: no command 'chekc'\n  help: did you mean polops check\\?"),
        ("frobnicate", 2, "polops: no command 'frobnicate'\n  help: polops --help lists the commands"),
        ("report statsu", 2, "polops: no report 'statsu'\n  help: did you mean polops report status\\?"),
        ("report zzz", 2, "polops: no report 'zzz'\n  help: reports: status, .+"),
        ("show COE-VEN-1", 2, "polops: nothing is named 'COE-VEN-1'\n  help: did you mean COE-VEN-01\\?"),
        ("show zzzzzzzz", 2, "polops: nothing is named 'zzzzzzzz'\n  help: polops list shows what there is"),
        ("explain BUD31", 2, "polops: no check has the code 'BUD31'\n  help: did you mean BUD\\d+\\?"),
        ("check --select BUD31X", 2, "polops: no check has the code 'BUD31X'\n  help: did you mean BUD\\d+\\?"),
        ("check --ignore nonsense", 2, "polops: no check has the code 'NONSENSE'\n  help: polops explain lists all codes"),
        ("list postion", 2, "polops: no kind 'postion'\n  help: did you mean position\\?"),
        ("list position --team hm", 2, "polops: no team 'hm'\n  help: (did you mean .h\\w*\\?|polops list team shows them)"),
        ("report --team mhh", 2, "polops: no team 'mhh'\n  help: did you mean mh\\?"),
        ("report --owner ines.duart", 2, "polops: no person 'ines.duart'\n  help: did you mean ines.duarte\\?"),
        ("report --period Q3", 2, "polops: --period must be a period such as 2026-Q3 or FY26, got 'Q3'"),
        ("report --period 9999-12", 2, "polops: --period must be .+"),
        ("report --format pdf", 2, "polops: Invalid value for '--format': 'pdf' is not one of .+\n  help: polops report --help .+"),
        ("report budget --format csv --table zzz", 2, "polops: no table zzz in the report budget\n  help: its tables: .+"),
        ("schema okr", 2, "polops: no kind 'okr'\n  help: did you mean okrs\\?"),
        ("schema okrs --all", 2, "polops: name one kind or --all, not both\n.+"),
        ("check --as-of yesterday", 2, "polops: --as-of must be a day such as 2026-08-10, got 'yesterday'"),
        ("check --as-of 9999-12-31", 2, "polops: --as-of must be a day of the years 1900 to 2999, got '9999-12-31'"),
        ("check --limit -1", 2, "polops: Invalid value for '--limit': must be .+\n  help: .+"),
        ("check --limit many", 2, "polops: Invalid value for '--limit': must be a valid integer\n  help: .+"),
        ("check --format yaml", 2, "polops: Invalid value for '--format': 'yaml' is not one of .+\n  help: .+"),
        ("check --fail-on never", 2, "polops: Invalid value for '--fail-on': .+\n  help: .+"),
        ("check nowhere.yaml", 2, "polops: no such file or folder: nowhere.yaml"),
        ("check /etc/passwd", 2, "polops: .+\n  help: .+"),
        ("--nonsense", 2, "polops: No such option: --nonsense\n  help: polops --help .+"),
        ("show", 2, "polops: Missing argument 'REF'\n  help: polops show --help .+"),
        ("-C nowhere check", 2, "polops: no such folder: nowhere\n  help: .+"),
        ("-C Makefile check", 2, "polops: not a folder: Makefile\n  help: .+"),
        ("report -o report.pdf", 2, "polops: no format for 'report.pdf'\n  help: end the name with one of .md, .+"),
        (
            "report -o nowhere/report.md",
            2,
            "polops: cannot write nowhere/report.md: no such file or directory\n  help: make the folder first: .+",
        ),
        ("report --format md -o tests", 2, "polops: tests is a folder\n  help: name a file, as in -o tests/report.xlsx"),
    ],
)  # fmt: skip
def test_exit_code_and_first_line(arguments: str, code: int, first: str) -> None:
    words = arguments.split()
    dated = ["--as-of", AS_OF] if any(word in DATED for word in words) and "--as-of" not in words else []
    ran = polops(*words, *dated, cwd=ROOT)
    assert ran.code == code, ran.err
    said = (ran.out + ran.err).rstrip("\n") if code == 2 else ran.first
    assert re.fullmatch(first, said), said
    assert bool(ran.err) is (code == 2), ran.err


@pytest.mark.parametrize("command", ["", *COMMANDS])
def test_help_has_examples_and_fits_eighty_columns(command: str) -> None:
    ran = program(*([command] if command else []), "--help", COLUMNS="80")
    assert (ran.code, ran.err) == (0, "")
    assert "Examples:" in ran.out
    assert f"  polops {command}".rstrip() in ran.out
    assert not [line for line in ran.out.splitlines() if len(line) > 80]
    assert ran.out == program(*([command] if command else []), "-h", COLUMNS="80").out


def test_help_names_everything() -> None:
    assert all(re.search(rf"^  {command} ", polops("--help").out, re.MULTILINE) for command in COMMANDS)
    assert all(re.search(rf"^ +{name} ", polops("report", "--help").out, re.MULTILINE) for name in REPORTS)


# --- where it works --------------------------------------------------------------------------------------------------------------------


def test_the_workspace_is_found_from_below_by_option_and_by_environment(folder: Path, tmp_path: Path) -> None:
    wanted = polops("list", cwd=folder).data
    assert polops("list", cwd=folder / "plans/okrs/FY26").data == wanted
    assert polops("-C", folder, "list").data == wanted
    assert polops("-C", folder / "plans", "list").data == wanted
    assert polops("-C", "work", "list", cwd=tmp_path).data == wanted
    assert program("list", cwd=tmp_path, POLOPS_WORKSPACE=str(folder)).data == wanted
    other = lay(tmp_path / "other", {"plans/polops.yaml": "kind: settings\nname: Other\n"})
    assert program("-C", other, "list", cwd=tmp_path, POLOPS_WORKSPACE=str(folder)).data != wanted, "the option wins"


@pytest.mark.parametrize("command", [("check",), ("report",), ("show", "x"), ("list",), ("schema", "--workspace")])
def test_no_workspace(command: tuple[str, ...], tmp_path: Path) -> None:
    ran = polops(*command, cwd=tmp_path)
    assert ran.code == 2
    assert ran.err.splitlines() == [
        "polops: no polops workspace here or in any folder above",
        "  help: run polops in a folder that holds plans/polops.yaml, or name one with -C DIR",
    ]


@pytest.mark.parametrize("command", [("explain",), ("explain", "BUD301"), ("schema", "--all"), ("--help",), ("--version",)])
def test_what_needs_no_workspace(command: tuple[str, ...], tmp_path: Path) -> None:
    assert polops(*command, cwd=tmp_path).code == 0


def test_the_current_folder_was_deleted(tmp_path: Path) -> None:
    script = f"import os, sys; os.rmdir(os.getcwd()); from polops.cli.main import run; sys.exit(run({['list']!r}))"
    here = tmp_path / "gone"
    here.mkdir()
    ran = subprocess.run([sys.executable, "-c", script], cwd=here, capture_output=True, text=True, check=False, env=HERE)
    assert (ran.returncode, ran.stderr.splitlines()[0]) == (2, "polops: the current folder was deleted")


@pytest.mark.parametrize(
    ("paths", "cwd", "only"),
    [
        (["plans/okrs"], "", "plans/okrs/"),
        (["okrs"], "plans", "plans/okrs/"),
        (["2026-Q3/mh.yaml"], "plans/okrs", "plans/okrs/2026-Q3/mh.yaml"),
        (["plans/headcount/mh.yaml", "plans/okrs"], "", "plans/(headcount|okrs)/"),
        (["."], "", "plans/"),
        (["../headcount"], "plans/okrs", "plans/headcount/"),
    ],
)
def test_only_what_lies_below_the_given_paths(paths: list[str], cwd: str, only: str, folder: Path) -> None:
    def found(*arguments: str) -> list[str]:
        ran = polops("check", *arguments, "--as-of", AS_OF, "--format", "json", "--limit", "0", cwd=folder / cwd)
        return [problem["path"] for problem in json.loads(ran.out)["problems"]]

    assert found(*paths) == [path for path in found() if re.match(only, path)]


def test_paths_are_seen_from_the_folder_of_the_option(folder: Path, tmp_path: Path) -> None:
    arguments = ("check", "plans/okrs", "--as-of", AS_OF)
    assert polops("-C", folder, *arguments, cwd=tmp_path).data == polops(*arguments, cwd=folder).data


# --- what counts -----------------------------------------------------------------------------------------------------------------------


def codes(*arguments: str | Path) -> set[str]:
    """The codes that a check finds."""
    ran = polops(*arguments, "--as-of", AS_OF, "--format", "json", "--limit", "0")
    return {problem["code"] for problem in json.loads(ran.out)["problems"]}


def test_select_and_ignore() -> None:
    everything = codes("-C", ROOT, "check")
    assert {code[:3] for code in everything} >= {"BUD", "OKR"}
    assert codes("-C", ROOT, "check", "--select", "BUD") == {code for code in everything if code.startswith("BUD")}
    assert codes("-C", ROOT, "check", "--select", "bud3,OKR") == {code for code in everything if code.startswith(("BUD3", "OKR"))}
    both = {code for code in everything if code.startswith(("BUD", "OKR"))}
    assert codes("-C", ROOT, "check", "--select", "BUD", "--select", "OKR") == both
    assert codes("-C", ROOT, "check", "--ignore", "BUD,OKR3") == {code for code in everything if not code.startswith(("BUD", "OKR3"))}
    assert codes("-C", ROOT, "check", "--select", "BUD", "--ignore", "BUD3") == {code for code in everything if re.match("BUD[^3]", code)}


@pytest.mark.parametrize(
    ("text", "exits"),
    [
        ("driver: li.wei", {"error": 0, "warning": 0, "info": 0}),
        ("driver: nobody", {"error": 1, "warning": 1, "info": 1}),
    ],
)
def test_fail_on_an_error(text: str, exits: dict[str, int], tmp_path: Path) -> None:
    org = "kind: org\nteams: [{code: pp, name: PP, lead: li.wei}]\npeople: [{handle: li.wei, name: L, team: pp}]\n"
    base = {"plans/polops.yaml": "kind: settings\n", "plans/org.yaml": org}
    decision = f"kind: decision\nid: DEC-1\ntitle: T\nstatus: proposed\n{text}\napprover: li.wei\nneeded_by: 2026-09-01\n"
    folder = lay(tmp_path, {**base, "plans/d.yaml": decision})
    assert {level: polops("-C", folder, "check", "--as-of", AS_OF, "--fail-on", level).code for level in exits} == exits


def test_the_example_has_warnings_and_no_errors() -> None:
    """Section 1 of the issue: `polops check --as-of 2026-08-10` on plans/."""
    assert polops("-C", ROOT, "check", "--as-of", AS_OF).code == 0
    assert polops("-C", ROOT, "check", "--as-of", AS_OF, "--fail-on", "warning").code == 1


# --- streams ---------------------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "arguments", [("report", "--as-of", AS_OF), ("check", "--as-of", AS_OF), ("schema", "--all"), ("explain",), ("list", "position")]
)
def test_a_reader_that_stops_early_is_no_error(arguments: tuple[str, ...]) -> None:
    """`polops … | head -1`"""
    with subprocess.Popen(
        [sys.executable, "-m", "polops", "-C", str(ROOT), *arguments], stdout=subprocess.PIPE, stderr=subprocess.PIPE, env=HERE
    ) as running:
        assert running.stdout
        assert running.stderr
        running.stdout.close()
        assert running.stderr.read() == b""
    assert running.returncode in {0, 1}


def test_an_output_that_cannot_be_written() -> None:
    with open("/dev/full", "wb") as full:  # noqa: PTH123 - a device
        ran = subprocess.run(
            [sys.executable, "-m", "polops", "-C", str(ROOT), "report", "--as-of", AS_OF], stdout=full, stderr=subprocess.PIPE, check=False,
            env=HERE,
        )  # fmt: skip
    assert (ran.returncode, ran.stderr) == (2, b"polops: cannot write to standard output: no space left on device\n")


@pytest.mark.parametrize(
    "arguments", ["--help", "--version", "-V", "", "check --help", "init -h", "list okrs", "explain BUD301", "schema okrs"]
)
def test_texts_of_any_sort_that_cannot_be_written(arguments: str) -> None:
    with open("/dev/full", "wb") as full:  # noqa: PTH123 - a device
        command = [sys.executable, "-m", "polops", *arguments.split()]
        ran = subprocess.run(command, stdout=full, stderr=subprocess.PIPE, check=False, env=HERE, cwd=ROOT)
    assert (ran.returncode, ran.stderr) == (2, b"polops: cannot write to standard output: no space left on device\n")


@pytest.mark.parametrize("redirected", ["2>&-", "2>/dev/full", "0<&- 2>&-"])
@pytest.mark.parametrize(
    "arguments", ["codeowners", "schema --workspace okrs", "list okrs", "nonsense", "freeze okrs 2026-Q3 --dry-run --by x"]
)
def test_where_nobody_can_be_told_the_result_is_the_same(arguments: str, redirected: str) -> None:
    """Standard error is for people: what a command does never hangs on it."""
    shell = f"'{sys.executable}' -m polops -C '{ROOT}' {arguments}"
    told = subprocess.run(["sh", "-c", shell], capture_output=True, check=False, env=HERE)
    untold = subprocess.run(["sh", "-c", f"{shell} {redirected}"], stdout=subprocess.PIPE, check=False, env=HERE)
    assert (untold.returncode, untold.stdout) == (told.returncode, told.stdout)
    assert told.returncode in {0, 2}


@pytest.mark.parametrize("arguments", ["codeowners --check", "codeowners --write", "init --yes"])
def test_what_a_command_tells_of_itself_has_nowhere_to_go(arguments: str, tmp_path: Path) -> None:
    shell = f"'{sys.executable}' -m polops -C '{lay(tmp_path, {'plans/polops.yaml': 'kind: settings'})}' {arguments} >&-"
    ran = subprocess.run(["sh", "-c", shell], stderr=subprocess.PIPE, check=False, env=HERE)
    assert ran.returncode == 2
    assert b"internal error" not in ran.stderr


def test_an_output_that_is_closed() -> None:
    shell = f"'{sys.executable}' -m polops -C '{ROOT}' report --as-of {AS_OF} >&-"
    ran = subprocess.run(["sh", "-c", shell], stderr=subprocess.PIPE, check=False, env=HERE)
    assert (ran.returncode, ran.stderr.splitlines()[0]) == (2, b"polops: standard output is closed")


@pytest.mark.parametrize("stream", ["1", "2"])
def test_closed_streams_are_no_bug(stream: str) -> None:
    for command in ("check --as-of x", f"check --as-of {AS_OF}", "zzz", "--help", "--version"):
        shell = f"'{sys.executable}' -m polops -C '{ROOT}' {command} {stream}>&-"
        ran = subprocess.run(["sh", "-c", shell], capture_output=True, check=False, env=HERE)
        assert ran.returncode in {0, 2}, (command, ran)


def test_a_report_into_a_device_leaves_the_device(folder: Path, tmp_path: Path) -> None:
    """Devices, pipes and `/dev/stdout` are written into, and never replaced by a file."""
    wanted = polops("-C", folder, "report", "--as-of", AS_OF, "--format", "md", "-o", tmp_path / "wanted.md")
    assert wanted.code == 0
    ran = program("-C", folder, "report", "--as-of", AS_OF, "--format", "md", "-o", "/proc/self/fd/1")
    assert (ran.code, ran.data) == (0, (tmp_path / "wanted.md").read_bytes())
    pipe = tmp_path / "pipe.md"
    os.mkfifo(pipe)
    with subprocess.Popen(["cat", str(pipe)], stdout=subprocess.PIPE) as reading:
        assert polops("-C", folder, "report", "--as-of", AS_OF, "-o", pipe).code == 0
        assert reading.communicate()[0] == (tmp_path / "wanted.md").read_bytes()
    assert pipe.is_fifo()


@pytest.fixture
def interruptible() -> Iterator[None]:
    """A shell's background job ignores interruptions, and whatever it starts does too: not here."""
    before = signal.signal(signal.SIGINT, signal.default_int_handler)
    yield
    signal.signal(signal.SIGINT, before)


@pytest.mark.usefixtures("interruptible")
def test_interrupted() -> None:
    """While it writes more than a pipe holds: it has begun, and cannot be done."""
    command = [sys.executable, "-m", "polops", "-C", str(ROOT), "report", "--as-of", AS_OF, "--format", "html"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, env=HERE) as running:
        assert running.stdout is not None
        assert running.stdout.read(1)
        running.send_signal(signal.SIGINT)
        _, err = running.communicate()
    assert (running.returncode, err) == (130, b"\npolops: interrupted\n")


@pytest.mark.parametrize(
    ("environment", "is_coloured"),
    [
        ({}, False),
        ({"FORCE_COLOR": "1"}, True),
        ({"FORCE_COLOR": "0"}, False),
        ({"NO_COLOR": "1", "FORCE_COLOR": "1"}, False),
        ({"NO_COLOR": "", "FORCE_COLOR": "1"}, True),
    ],
)
def test_colour(environment: dict[str, str], is_coloured: bool, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:  # noqa: FBT001 - a column
    for name, value in environment.items():
        monkeypatch.setenv(name, value)
    for arguments in (("check", "--as-of", AS_OF), ("report", "--as-of", AS_OF), ("list",), ("show", "mh")):
        assert ("\x1b[" in polops("-C", folder, *arguments).out) is is_coloured
    for form in ("json", "github"):
        assert "\x1b[" not in polops("-C", folder, "check", "--as-of", AS_OF, "--format", form).out
    assert "\x1b[" not in polops("-C", folder, "report", "--as-of", AS_OF, "--format", "md").out


@pytest.mark.parametrize("columns", ["10", "abc", "0", "-5", "999999", ""])
def test_any_width(columns: str, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", columns)
    ran = polops("-C", folder, "report", "--as-of", AS_OF)
    assert (ran.code, ran.err) == (0, "")
    assert max(map(len, ran.out.splitlines())) <= (200 if columns == "999999" else 100)


@pytest.mark.parametrize("environment", [{"LC_ALL": "C", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0"}, {"PYTHONIOENCODING": "ascii"}])
def test_output_is_utf_8_whatever_the_locale_says(environment: dict[str, Any]) -> None:
    there = program("-C", ROOT, "list", "person", **environment)
    assert (there.code, there.err) == (0, "")
    assert not there.data.isascii()
    assert there.data == polops("-C", ROOT, "list", "person").data
    assert program("-C", ROOT, "show", "ünknown", **environment).code == 2
    assert program("check", "--help", **environment).code == 0


@pytest.mark.parametrize("kind", KINDS)
def test_every_kind_has_a_schema(kind: str) -> None:
    assert json.loads(polops("schema", kind).out)["title"] == f"polops {kind}"


@pytest.mark.parametrize(
    ("kind", "row"),
    [
        ("raid", ("R-012", "Training capacity in August delays enforcement of the refresh", "open", "mh", "jo.park")),
        ("blockers", ("I-021", "Legal review of EU market wording not started", "open", "mh", "ines.duarte")),
        ("initiatives", ("INI-004", "Disordered-eating policy refresh", "delivery", "mh", "ines.duarte")),
        ("milestone", ("INI-004/M4", "Enforced in all markets", None, "mh", "ines.duarte")),
        (
            "updates",
            ("mh/2026-W32", "Agreement is climbing; training capacity in Manila is now the critical path.", None, "mh", "ines.duarte"),
        ),
        ("policies", ("POL-MH-002", "Disordered eating and body image", "approval", "mh", "ines.duarte")),
        ("version", ("POL-MH-PRO-01/1.3", "Live-stream clock shortened", None, "mh", "ines.duarte")),
        ("partners", ("STK-ENF", "Policy Enforcement", None, None, None)),
        ("requests", ("RQ-114", "Is the calorie sticker in scope?", None, None, "jo.park")),
        ("finding", ("QR-011/f1", "Weight numbers in captions read as allowed", None, None, "jo.park")),
        ("taxonomy", ("mental_health/suicide", "suicide", None, None, None)),
        ("change-comms", ("CHG-007/c1", "Why the guideline changes", None, None, "jo.park")),
    ],
)
def test_what_there_is_of_the_programme_and_the_policy_desk(kind: str, row: tuple[str | None, ...]) -> None:
    listed = json.loads(polops("list", kind, "--json", cwd=ROOT).out)
    assert row in [tuple(item[key] for key in ("ref", "title", "status", "team", "owner")) for item in listed]


def test_times_are_shown_as_they_are_written() -> None:
    shown = json.loads(polops("show", "INC-2026-002", "--json", cwd=ROOT).out)
    assert shown["fields"]["detected"] == "2026-05-17T06:10+08:00"
    assert json.loads(polops("show", "INC-2026-003", "--json", cwd=ROOT).out)["fields"]["detected"] == "2026-07-21T09:30Z"
    assert json.loads(polops("show", "POL-MH-002", "--json", cwd=ROOT).out)["fields"]["versions"] == ["2.4", "3.0"]


def dying(error: str, tmp_path: Path) -> subprocess.CompletedProcess[bytes]:
    """`polops list` that meets an error of Python, where there is no place for temporary files."""
    broken = f"import polops.cli.list_ as m, sys, tempfile\ndef dies():\n    raise {error}\nm.app.registered_commands[0].callback = dies\n"
    code = f"{broken}tempfile.tempdir = '{tmp_path}/none'\nfrom polops.cli.main import run\nsys.exit(run(['list']))"
    return subprocess.run([sys.executable, "-c", code], capture_output=True, check=False, env=HERE)


def test_a_bug_is_told_where_no_file_can_be_written(tmp_path: Path) -> None:
    """The details go to standard error then, without plan data."""
    ran = dying("ZeroDivisionError('DEC-1 costs 120_000')", tmp_path)
    assert ran.returncode == 3
    assert ran.stderr.startswith(b"polops: internal error (ZeroDivisionError): this is a bug in polops; please report it with this:\n")
    assert b"Traceback" not in ran.stderr
    assert b"120_000" not in ran.stderr


def test_too_little_memory_is_no_bug(tmp_path: Path) -> None:
    """Nor is it taken for a fault of the file that was being read."""
    ran = dying("MemoryError", tmp_path)
    assert (ran.returncode, ran.stdout, ran.stderr.splitlines()[:1]) == (2, b"", [b"polops: not enough memory"])
