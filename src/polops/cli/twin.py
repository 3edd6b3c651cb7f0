"""Large workspaces on two processors: a child process reads some of the files, and later runs some of the checks.

The child is a fork: it has what its parent has, writes nothing but its answers, into memory that both see, and never comes back. What
it does not answer, for whatever reason, its parent does itself: a child that fails costs time and changes nothing. There is no child
where there is one processor, where a fork is not safe, and where there is little to do.
"""

from __future__ import annotations

import os
import signal
import sys
import warnings
from contextlib import contextmanager, suppress
from typing import TYPE_CHECKING, Any, NoReturn, Self

from polops.plan.load import one_by_one
from polops.source.yaml import read

if TYPE_CHECKING:
    from collections.abc import Callable, Generator, Iterable, Iterator, Mapping, Sequence
    from mmap import mmap

    from polops.analyse.context import Context
    from polops.plan.load import Reading
    from polops.rules.run import Check
    from polops.source.problem import Problem

MUCH_TEXT = 2_000_000
"""From how many bytes on two processes read faster than one."""
MANY_ITEMS = 5_000
"""From how many items on two processes check faster than one."""
_BATCHES = 128
"""Into how many parts the files are shared out: many enough that nobody waits long for the last one. A turn is a byte."""
_SPACE = 2
"""Memory for what a child read, in bytes for each byte of text: seldom more than half of one is needed."""
_FINDINGS = 64_000_000
"""Memory for what a child found. Where it is not enough, the parent checks the rest."""


def pays(work: int, least: int) -> bool:
    """Whether there can be a child, and enough for it to do."""
    if work < least or not hasattr(os, "fork") or sys.platform == "darwin":  # whose libraries do not all stand a fork
        return False
    return (len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1) > 1


def reading(texts: Mapping[str, bytes]) -> Generator[Reading, None, None]:
    """What `source.yaml.read` makes of every file, in any order: whoever is free reads the next batch."""
    size = sum(map(len, texts.values()))
    if not pays(size, MUCH_TEXT):
        yield from one_by_one(texts)
        return
    paths = sorted(texts)
    batches = [paths[i::_BATCHES] for i in range(min(_BATCHES, len(paths)))]
    left = set(range(len(batches)))

    def done(i: int) -> list[Reading]:
        return [(path, *read(path, texts[path])) for path in batches[i]]

    with _turns(len(batches)) as turns, _Child(lambda: ((i, done(i)) for i in turns), _SPACE * size) as child:
        for own in turns:
            left.remove(own)
            yield from done(own)
            for i, found in child.answers(wait=False):  # the parent also makes entities of all of them: not at the end only
                left.remove(i)
                yield from found
        for i, found in child.answers(wait=True):
            left.remove(i)
            yield from found
    for i in sorted(left):
        yield from done(i)


def checking(ctx: Context, codes: Sequence[str], check: Check) -> Iterable[Problem]:
    """What the checks of some codes find.

    Whoever is free takes the next subject: the checks of one share what they compute. The budget is the longest, so it comes first.
    """
    from polops.rules import subject
    from polops.rules.run import in_turn

    if not pays(len(ctx.plan.items), MANY_ITEMS):
        return in_turn(ctx, codes, check)
    subjects: dict[str, list[str]] = {}
    for code in sorted(codes, key=lambda code: subject(code) != "budget"):
        subjects.setdefault(subject(code), []).append(code)
    names = list(subjects)

    def found(i: int) -> list[Problem]:
        return list(check(ctx, subjects[names[i]]))

    with _turns(len(names)) as turns, _Child(lambda: ((i, found(i)) for i in turns), _FINDINGS) as child:
        done = {i: found(i) for i in turns}
        done.update(child.answers(wait=True))
    return [problem for i in range(len(names)) for problem in (done[i] if i in done else found(i))]


@contextmanager
def _turns(count: int) -> Generator[Iterator[int], None, None]:
    """The numbers below `count` on a pipe, from which two processes take them, each of them once."""
    out, into = os.pipe()
    os.write(into, bytes(range(count)))
    os.close(into)
    try:
        yield (byte[0] for byte in iter(lambda: os.read(out, 1), b""))
    finally:
        os.close(out)


class _Child:
    """Work that a child does; when the block ends, the child is gone. Where there can be none, nothing is answered."""

    def __init__(self, work: Callable[[], Iterable[Any]], space: int) -> None:
        self._work, self._space = work, space
        self._pid = 0

    def __enter__(self) -> Self:
        from mmap import mmap

        self._told, telling = os.pipe()
        try:
            self._memory = mmap(-1, self._space)
            with _uninterrupted(), warnings.catch_warnings():
                warnings.simplefilter("ignore", DeprecationWarning)  # the thread that tells how long it takes is none of the child's
                self._pid = os.fork()
                if self._pid == 0:
                    _live(telling, self._memory, self._work)
        except OSError:  # no more processes, or no memory for one
            pass
        finally:
            os.close(telling)
        return self

    def answers(self, *, wait: bool) -> Iterator[Any]:
        """The next answers: those that are there, or all that are still to come."""
        import pickle

        os.set_blocking(self._told, wait)
        try:
            while os.read(self._told, 1):
                yield pickle.load(self._memory)  # noqa: S301 - from our own fork
        except BlockingIOError:
            return

    def __exit__(self, *fault: object) -> None:
        os.close(self._told)
        if self._pid:
            with suppress(ProcessLookupError, ChildProcessError):  # whoever called us may not want to hear of children
                os.kill(self._pid, signal.SIGKILL)
                os.waitpid(self._pid, 0)


@contextmanager
def _uninterrupted() -> Generator[None, None, None]:
    """Ctrl-C waits: in the moment of the fork there would be two to answer it, or a child that nobody knows."""
    before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


def _live(telling: int, memory: mmap, work: Callable[[], Iterable[Any]]) -> NoReturn:
    """The child's whole life: each answer into memory, and then a byte that tells of it. Memory that is full ends it."""
    try:
        import pickle

        signal.signal(signal.SIGINT, signal.SIG_DFL)
        signal.pthread_sigmask(signal.SIG_UNBLOCK, {signal.SIGINT})
        for answer in work():
            pickle.dump(answer, memory)
            os.write(telling, b".")
    finally:
        os._exit(0)
