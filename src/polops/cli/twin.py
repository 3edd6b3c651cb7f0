"""Large workspaces on two processors: a child process reads some of the files, and later runs some of the checks.

The child is a fork: it has what its parent has, writes nothing but its answers, and never comes back. What it does not answer, for
whatever reason, its parent does itself: a child that fails costs time and changes nothing. There is no child where there is one
processor, where a fork is not safe, and where there is little to do.
"""

from __future__ import annotations

import os
import signal
import sys
import warnings
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any, NoReturn

from polops.source.yaml import read

if TYPE_CHECKING:
    from collections.abc import Callable, Generator, Iterable, Iterator, Mapping, Sequence

    from polops.analyse.context import Context
    from polops.plan.load import Reading
    from polops.source.problem import Problem

MUCH_TEXT = 2_000_000
"""From how many bytes on two processes read faster than one."""
MANY_ITEMS = 5_000
"""From how many items on two processes check faster than one."""
_SHARE = 0.75
"""The child's share of the text; the parent also makes entities of all of it."""
_BATCH = 32
_HEAD = 8


def pays(work: int, least: int) -> bool:
    """Whether there can be a child, and enough for it to do."""
    if work < least or not hasattr(os, "fork") or sys.platform == "darwin":  # whose libraries do not all stand a fork
        return False
    return (len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1) > 1


def reading(texts: Mapping[str, bytes]) -> Generator[Reading, None, None]:
    """What `source.yaml.read` makes of every file, in order of path; the child reads the last ones."""
    paths = sorted(texts)
    own, others = _shared(texts, paths)
    with _child(lambda: ([read(path, texts[path]) for path in batch] for batch in others)) as answers:
        for path in own:
            yield path, *read(path, texts[path])
        for batch in others:
            found = next(answers, None) or (read(path, texts[path]) for path in batch)
            yield from ((path, *one) for path, one in zip(batch, found, strict=True))


def _shared(texts: Mapping[str, bytes], paths: Sequence[str]) -> tuple[Sequence[str], Sequence[Sequence[str]]]:
    """The paths that the parent reads, and the batches of those that the child does."""
    left, count = (1 - _SHARE) * sum(map(len, texts.values())), 0
    while count < len(paths) and left > 0:
        left -= len(texts[paths[count]])
        count += 1
    return paths[:count], [paths[i : i + _BATCH] for i in range(count, len(paths), _BATCH)]


def checking(ctx: Context, codes: Iterable[str], check: Callable[[Context, str], Iterable[Problem]]) -> list[Problem]:
    """What the checks of some codes find.

    Whoever is free takes the next subject: the checks of one share what they compute. The budget is the longest, so it comes first.
    """
    from polops.rules import subject

    subjects: dict[str, list[str]] = {}
    for code in sorted(codes, key=lambda code: subject(code) != "budget"):
        subjects.setdefault(subject(code), []).append(code)
    names = list(subjects)

    def found(i: int) -> list[Problem]:
        return [problem for code in subjects[names[i]] for problem in check(ctx, code)]

    with _turns(len(names)) as turns, _child(lambda: ((i, found(i)) for i in turns)) as answers:
        done = {i: found(i) for i in turns}
        done.update(answers)
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


@contextmanager
def _child(work: Callable[[], Iterable[Any]]) -> Generator[Iterator[Any], None, None]:
    """Do work in a child, and hand out its answers as far as they come. When the block ends, the child is gone."""
    out, into = os.pipe()
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", DeprecationWarning)  # the thread that tells how long it takes is none of the child's
            pid = os.fork()
    except OSError:  # no more processes, or no memory for one
        os.close(into)
        os.close(out)
        yield iter(())
        return
    if pid == 0:
        os.close(out)
        _answer(into, work)
    os.close(into)
    try:
        yield _received(out)
    finally:
        os.close(out)
        os.kill(pid, signal.SIGKILL)
        os.waitpid(pid, 0)


def _answer(pipe: int, work: Callable[[], Iterable[Any]]) -> NoReturn:
    """The child's whole life. It does not wait for its parent to read what is done so far before it goes on."""
    try:
        import pickle

        signal.signal(signal.SIGINT, signal.SIG_DFL)
        os.set_blocking(pipe, False)
        ready = bytearray()
        for answer in work():
            data = pickle.dumps(answer)
            ready += len(data).to_bytes(_HEAD) + data
            _pour(pipe, ready)
        os.set_blocking(pipe, True)
        while ready:
            _pour(pipe, ready)
    finally:
        os._exit(0)


def _pour(pipe: int, ready: bytearray) -> None:
    """Write as much as goes in."""
    try:
        while ready:
            del ready[: os.write(pipe, ready)]
    except BlockingIOError:
        return


def _received(pipe: int) -> Iterator[Any]:
    """The whole answers that a child gives before it ends."""
    import pickle

    with open(pipe, "rb", closefd=False) as stream:
        while len(head := stream.read(_HEAD)) == _HEAD:
            size = int.from_bytes(head)
            data = stream.read(size)
            if len(data) < size:
                return
            yield pickle.loads(data)  # noqa: S301 - from our own fork
