"""Runs `sandbox` as a child process: isolated, empty environment, no folder of its own, bounded time and answer."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from contextlib import suppress
from pathlib import Path
from threading import Event, Thread, Timer

from polops.render import sandbox
from polops.values.record import dataclass


@dataclass(frozen=True, slots=True)
class Limits:
    """What a workspace's template may use: bytes of memory and of output, seconds of processor and of waiting."""

    memory: int = 512 * 1024 * 1024
    seconds: int = 5
    wall: float = 10.0
    output: int = 5_000_000


DEFAULT = Limits()


def run(request: dict[str, object], limits: Limits) -> str | dict[str, object]:
    """The filled template, or what went wrong: `name`, `line`, `kind`, `message`.

    `request` is plain data: `texts`, `name`, `html`, `data`, `drawings`. Away from POSIX only the time of waiting and the
    size of the output are limited.
    """
    sent = json.dumps(request | {"memory": limits.memory, "seconds": limits.seconds, "limit": limits.output}).encode()
    expired = Event()
    pipe = subprocess.PIPE
    with subprocess.Popen(_command(), stdin=pipe, stdout=pipe, stderr=subprocess.DEVNULL, cwd=_nowhere(), env=_nothing()) as child:
        timer = Timer(limits.wall, _stop, (child, expired))
        feeder = Thread(target=_feed, args=(child, sent), daemon=True)
        timer.start()
        feeder.start()
        received = _take(child, 6 * limits.output + 10_000)
        timer.cancel()
        child.kill()
        feeder.join()
    return _answer(received, request, "takes too long" if expired.is_set() else "")


def _command() -> list[str]:
    """Python without site, user folders or environment; only the folders of Jinja and MarkupSafe are named to it."""
    import jinja2
    import markupsafe

    folders = dict.fromkeys(str(Path(str(module.__file__)).parents[1]) for module in (jinja2, markupsafe))
    return [sys.executable, "-I", "-S", "-B", "-X", "utf8", sandbox.__file__, *folders]


def _nowhere() -> str:
    """A folder that is always there and holds nothing of the workspace."""
    return Path(sys.executable).anchor


def _nothing() -> dict[str, str]:
    """An empty environment, but for what Windows needs to start a process."""
    return {name: os.environ[name] for name in ("SYSTEMROOT",) if os.name == "nt" and name in os.environ}


def _stop(child: subprocess.Popen[bytes], expired: Event) -> None:
    """End a child whose time is over, and remember that it was so."""
    expired.set()
    child.kill()


def _feed(child: subprocess.Popen[bytes], sent: bytes) -> None:
    """Write the request; a child that has died takes no more of it."""
    if child.stdin is not None:
        with suppress(OSError):
            child.stdin.write(sent)
        with suppress(OSError):  # closing flushes, which fails again if the child is gone
            child.stdin.close()


def _take(child: subprocess.Popen[bytes], most: int) -> bytes:
    """The answer, but never more than `most` bytes of it."""
    return child.stdout.read(most) if child.stdout is not None else b""


def _answer(received: bytes, request: dict[str, object], fate: str) -> str | dict[str, object]:
    """What the child said, or why it said nothing."""
    with suppress(ValueError, UnicodeDecodeError):
        answer = json.loads(received)
        if isinstance(answer, dict) and isinstance(answer.get("text"), str):
            return str(answer["text"])
        if isinstance(answer, dict) and isinstance(answer.get("trouble"), dict):
            return dict(answer["trouble"])
    return {"name": request["name"], "line": 1, "kind": "stopped", "message": fate or "it was stopped: too much time, memory or output"}
