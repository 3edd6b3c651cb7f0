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
import time
from contextlib import redirect_stderr, redirect_stdout
from dataclasses import dataclass
from pathlib import Path

from tests.conftest import ROOT

from polops.cli.main import run

AS_OF = "2026-08-10"
"""The day that the example organisation and most tests are about."""


@dataclass(frozen=True)
class Ran:
    """What a command left behind: its exit code and what it wrote; of a program also how long it took and its peak memory."""

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


def program(*arguments: str | Path, cwd: Path | None = None, stdin: bytes = b"", memory: int = 0, **environment: str) -> Ran:
    """Run a command line in a process of its own; `memory` is a limit of its address space in megabytes."""

    def limit() -> None:
        if memory:
            resource.setrlimit(resource.RLIMIT_AS, (memory * 1_000_000, memory * 1_000_000))

    started = time.monotonic()
    found = subprocess.run(
        [sys.executable, "-m", "polops", *map(str, arguments)],
        cwd=cwd, input=stdin, capture_output=True, check=False, timeout=60, preexec_fn=limit if memory else None,
        env={**os.environ, "PYTHONPATH": str(ROOT / "src"), **environment},
    )  # fmt: skip
    peak = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1000
    return Ran(found.returncode, found.stdout, found.stderr.decode(errors="replace"), time.monotonic() - started, peak)


def lay(folder: Path, files: dict[str, str] | dict[str, bytes]) -> Path:
    """Write a workspace's files by path below a folder, and return the folder."""
    for path, text in files.items():
        place = folder / path
        place.parent.mkdir(parents=True, exist_ok=True)
        place.write_bytes(text if isinstance(text, bytes) else text.encode())
    return folder
