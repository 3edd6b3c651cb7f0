"""The second process of large workspaces: it changes no result, whatever becomes of it, and is never left behind."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterable, Sequence
from datetime import date
from pathlib import Path

import pytest
from tests.conftest import ROOT

from polops.analyse.context import Context
from polops.cli import twin
from polops.plan.load import Reading, load, one_by_one
from polops.plan.plan import Plan
from polops.rules.run import Check, run
from polops.source.files import find_workspace, read_folder
from polops.source.problem import Problem

pytestmark = pytest.mark.skipif(not hasattr(os, "fork"), reason="processes cannot be forked here")

DAY = date(2026, 12, 31)
FAULTS: dict[str, Callable[[], object]] = {
    "killed": lambda: os.kill(os.getpid(), signal.SIGKILL),
    "ended": lambda: sys.exit(3),
    "failed": lambda: 1 // 0,
    "interrupted": lambda: os.kill(os.getpid(), signal.SIGINT),
}


@pytest.fixture(scope="module")
def workspace(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """260 files of every sort, some of them with faults of their own; enough for two processes."""
    folder = tmp_path_factory.mktemp("large")
    made = (str(folder), "--files", "260", "--positions", "24", "--months", "12")
    subprocess.run([sys.executable, ROOT / "benchmarks" / "generate.py", *made], check=True, capture_output=True)
    for i, path in enumerate(sorted((folder / "plans").rglob("*.yaml"))):
        text = path.read_text()
        if i % 17 == 5:
            path.write_text(text.replace("team: ", "taem: "))
        elif i % 23 == 7:
            path.write_text(text + "a: &b c\n")
        elif i % 11 == 3:
            path.write_text(text.replace("2026-0", "2025-0", 3))
    return folder


@pytest.fixture(scope="module")
def texts(workspace: Path) -> dict[str, bytes]:
    return read_folder(find_workspace(workspace))[0]


@pytest.fixture(scope="module")
def readings(texts: dict[str, bytes]) -> list[Reading]:
    return list(one_by_one(texts))


@pytest.fixture(scope="module")
def plan(texts: dict[str, bytes]) -> Plan:
    return load(texts).plan


@pytest.fixture(scope="module")
def problems(plan: Plan) -> list[Problem]:
    return run(Context(plan, DAY))


class Faulty(dict[str, bytes]):
    """Texts that do something else in any process but the one that made them, from some file on."""

    def __init__(self, texts: dict[str, bytes], fault: Callable[[], object], after: int) -> None:
        super().__init__(texts)
        self.home, self.fault, self.left = os.getpid(), fault, after

    def __getitem__(self, path: str) -> bytes:
        if os.getpid() != self.home:
            self.left -= 1
            if self.left < 0:
                self.fault()
        return super().__getitem__(path)


def in_order(readings: Iterable[Reading]) -> list[Reading]:
    return sorted(readings, key=lambda reading: reading[0])


def test_the_workspace_is_large(texts: dict[str, bytes], plan: Plan) -> None:
    assert sum(map(len, texts.values())) > twin.MUCH_TEXT
    assert len(plan.items) > twin.MANY_ITEMS


def test_two_processes_read_what_one_does(texts: dict[str, bytes], readings: list[Reading]) -> None:
    assert in_order(twin.reading(texts)) == readings


@pytest.mark.parametrize("after", [0, 40])
@pytest.mark.parametrize("fault", FAULTS)
def test_a_child_that_fails_while_reading_changes_nothing(texts: dict[str, bytes], readings: list[Reading], fault: str, after: int) -> None:
    assert in_order(twin.reading(Faulty(texts, FAULTS[fault], after))) == readings


def test_two_processes_find_what_one_does(texts: dict[str, bytes], problems: list[Problem]) -> None:
    assert len(problems) > 50
    assert run(Context(load(texts, reading=twin.reading).plan, DAY), checking=twin.checking) == problems


@pytest.mark.parametrize("fault", FAULTS)
def test_a_child_that_fails_while_checking_changes_nothing(plan: Plan, problems: list[Problem], fault: str) -> None:
    home = os.getpid()

    def checking(ctx: Context, codes: Sequence[str], check: Check) -> Iterable[Problem]:
        def faulty(ctx: Context, codes: Sequence[str]) -> Iterable[Problem]:
            if os.getpid() != home:
                FAULTS[fault]()
            return check(ctx, codes)

        return twin.checking(ctx, codes, faulty)

    assert run(Context(plan, DAY), checking=checking) == problems


def test_a_fault_of_polops_itself_is_not_hidden_by_the_child(plan: Plan) -> None:
    def faulty(_: Context, __: Sequence[str]) -> Iterable[Problem]:
        raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        twin.checking(Context(plan, DAY), ["OKR101", "BUD101"], faulty)


def test_the_child_is_gone_when_its_parent_stops(texts: dict[str, bytes], tmp_path: Path) -> None:
    told = tmp_path / "pid"

    def tell_and_wait() -> None:
        told.write_text(str(os.getpid()))
        time.sleep(60)

    files = twin.reading(Faulty(texts, tell_and_wait, 0))
    next(files)
    deadline = time.monotonic() + 30
    while not (told.exists() and told.read_text()) and time.monotonic() < deadline:
        time.sleep(0.01)
    files.close()
    with pytest.raises(ProcessLookupError):
        os.kill(int(told.read_text()), 0)


def test_little_is_done_by_one_process() -> None:
    assert not twin.pays(twin.MUCH_TEXT - 1, twin.MUCH_TEXT)


@pytest.mark.skipif(not hasattr(os, "sched_setaffinity"), reason="processors cannot be chosen here")
def test_one_processor_prints_the_bytes_that_two_do(workspace: Path) -> None:
    command = [sys.executable, "-m", "polops", "-C", str(workspace), "check", "--as-of", str(DAY), "--format", "json", "--limit", "0"]
    environment = {**os.environ, "PYTHONPATH": str(ROOT / "src")}
    many = os.sched_getaffinity(0)
    found = subprocess.run(command, env=environment, capture_output=True, check=False)
    try:
        os.sched_setaffinity(0, {min(many)})
        assert not twin.pays(twin.MUCH_TEXT, twin.MUCH_TEXT)
        alone = subprocess.run(command, env=environment, capture_output=True, check=False)
    finally:
        os.sched_setaffinity(0, many)
    assert (found.returncode, found.stdout, found.stderr) == (alone.returncode, alone.stdout, alone.stderr)
    assert found.stdout.count(b'"code"') > 50


@pytest.mark.parametrize("shell", ["trap '' CHLD", "exec 0<&- 2>&-", "ulimit -n 10"])
def test_an_odd_environment_prints_the_same_bytes(workspace: Path, shell: str) -> None:
    """A parent that ignores the end of children (as some supervisors do), closed streams, hardly any files to open."""
    environment = {**os.environ, "PYTHONPATH": str(ROOT / "src")}
    command = f"'{sys.executable}' -m polops -C '{workspace}' check --as-of {DAY} --format json --limit 0"
    plain = subprocess.run(["sh", "-c", command], env=environment, capture_output=True, check=False)
    odd = subprocess.run(["sh", "-c", f"{shell}; {command}"], env=environment, capture_output=True, check=False)
    assert (odd.returncode, odd.stdout, odd.stderr) == (plain.returncode, plain.stdout, plain.stderr)
    assert plain.stdout.count(b'"code"') > 50
