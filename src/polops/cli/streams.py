"""The two streams of a command, which may be closed, full, or a pipe that nobody reads any more."""

from __future__ import annotations

import os
import sys
from contextlib import suppress


def tell(text: str) -> None:
    """Say something on standard error. Where nobody can be told, the command goes on: what it does is not what it says."""
    if sys.stderr is not None:
        with suppress(OSError):
            sys.stderr.write(text)


def is_stuck() -> bool:
    """Whether standard output takes nothing any more: what was written stays in the buffer, and fails again."""
    try:
        if sys.stdout is not None:
            sys.stdout.flush()
    except OSError:
        return True
    return False


def forget_output() -> None:
    """Send what is still buffered nowhere, so that nothing stumbles over it at the end."""
    with suppress(OSError, ValueError):
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
