"""A command line as a person runs it: arguments in, exit code and both streams out, in this process or in one of its own.

In this process a run costs milliseconds, so most tests use `polops`. `program` starts a real one: for limits, signals, streams and
environments.
"""

from __future__ import annotations

import io
import os
import resource
import subprocess
import sys
import tempfile
from contextlib import redirect_stderr, redirect_stdout
from dataclasses import dataclass
from pathlib import Path

from tests.conftest import ROOT

from polops.cli.main import run

AS_OF = "2026-08-10"
"""The day that the example organisation and most tests are about."""


@dataclass(frozen=True)
class Ran:
    """What a command left behind: its exit code and what it wrote; of a program also its seconds of computing and its peak memory."""

    code: int
    data: bytes
    err: str
    seconds: float = 0.0
    megabytes: float = 0.0

    @property
    def out(self) -> str:
        """Standard output as text."""
        return self.data.decode()

    @property
    def first(self) -> str:
        """The first line of standard output, or else of standard error."""
        return next(iter((self.out or self.err).splitlines()), "")


def polops(*arguments: str | Path, cwd: Path | None = None) -> Ran:
    """Run a command line in this process."""
    out, err = io.TextIOWrapper(io.BytesIO(), "utf-8"), io.TextIOWrapper(io.BytesIO(), "utf-8")
    before = Path.cwd()
    os.chdir(cwd or before)
    try:
        with redirect_stdout(out), redirect_stderr(err):
            code = run([str(argument) for argument in arguments])
    finally:
        os.chdir(before)
    out.flush()
    err.flush()
    return Ran(code, out.buffer.getvalue(), err.buffer.getvalue().decode())


def program(*arguments: str | Path, cwd: Path | None = None, memory: int = 0, **environment: str) -> Ran:
    """Run a command line in a process of its own; `memory` is a limit of its address space in megabytes."""

    def limit() -> None:
        if memory:
            resource.setrlimit(resource.RLIMIT_AS, (memory * 1_000_000, memory * 1_000_000))
            resource.setrlimit(resource.RLIMIT_CPU, (60, 60))

    with tempfile.TemporaryFile() as out, tempfile.TemporaryFile() as err:
        running = subprocess.Popen(
            [sys.executable, "-m", "polops", *map(str, arguments)],
            cwd=cwd, stdin=subprocess.DEVNULL, stdout=out, stderr=err, preexec_fn=limit,  # noqa: PLW1509 - no threads here
            env={**os.environ, "PYTHONPATH": str(ROOT / "src"), **environment},
        )  # fmt: skip
        _, status, used = os.wait4(running.pid, 0)  # unlike getrusage, of this child alone
        running.returncode = os.waitstatus_to_exitcode(status)
        out.seek(0)
        err.seek(0)
        seconds = used.ru_utime + used.ru_stime
        return Ran(running.returncode, out.read(), err.read().decode(errors="replace"), seconds, used.ru_maxrss / 1000)


def lay(folder: Path, files: dict[str, str] | dict[str, bytes]) -> Path:
    """Write a workspace's files by path below a folder, and return the folder."""
    for path, text in files.items():
        place = folder / path
        place.parent.mkdir(parents=True, exist_ok=True)
        place.write_bytes(text if isinstance(text, bytes) else text.encode())
    return folder
