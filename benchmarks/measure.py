"""Run programs and say what they cost: seconds on the clock, seconds of processor, and peak memory."""

from __future__ import annotations

import os
import statistics
import subprocess
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path


@dataclass(frozen=True)
class Cost:
    """What one run took. `memory` is the largest of its processes, in MB."""

    wall: float
    cpu: float
    memory: float
    code: int

    def __add__(self, other: Cost) -> Cost:
        return Cost(self.wall + other.wall, self.cpu + other.cpu, max(self.memory, other.memory), max(self.code, other.code))


@dataclass
class Runs:
    """The runs of one work."""

    costs: list[Cost] = field(default_factory=list)

    @property
    def wall(self) -> float:
        return statistics.median(cost.wall for cost in self.costs)

    @property
    def cpu(self) -> float:
        return statistics.median(cost.cpu for cost in self.costs)

    @property
    def memory(self) -> float:
        return max(cost.memory for cost in self.costs)

    @property
    def codes(self) -> list[int]:
        return sorted({cost.code for cost in self.costs})


Work = Callable[[], Cost]


def environment(source: Path) -> dict[str, str]:
    """The environment of every run: the checkout's package, compiled files allowed, no colours, no settings of the caller's."""
    dropped = ("PYTHONDONTWRITEBYTECODE", "PYTHONPROFILEIMPORTTIME", "POLOPS_WORKSPACE", "FORCE_COLOR")
    return {**{key: value for key, value in os.environ.items() if key not in dropped}, "PYTHONPATH": str(source), "NO_COLOR": "1"}


def run(command: Sequence[str], env: dict[str, str]) -> Cost:
    """One run, its output thrown away."""
    began = time.perf_counter()
    child = subprocess.Popen(list(command), env=env, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    _, status, usage = os.wait4(child.pid, 0)
    wall = time.perf_counter() - began
    child.returncode = os.waitstatus_to_exitcode(status)
    return Cost(wall, usage.ru_utime + usage.ru_stime, usage.ru_maxrss / 1024, child.returncode)


def interleaved(works: dict[str, Work], times: int) -> dict[str, Runs]:
    """Each work in turn, so many rounds, so that a busy machine is as busy for one as for the other. One round before them warms up."""
    for work in works.values():
        work()
    found = {name: Runs() for name in works}
    for _ in range(times):
        for name, work in works.items():
            found[name].costs.append(work())
    return found
